import anyAscii from 'any-ascii'

const notWord = /[^a-z0-9]+/g
const apostrophes = /['`]/g
const notAscii = /\P{ASCII}/u

/**
 * A text as search and matching compare it: lower-case ASCII letters and digits, words apart by one space. Accents
 * go, other scripts are romanised, apostrophes vanish (O'Brien = OBrien), every other mark separates.
 */
export function foldText(text: string): string {
  const ascii = notAscii.test(text) ? anyAscii(text.normalize('NFKC')) : text
  return ascii.toLowerCase().replace(apostrophes, '').replace(notWord, ' ').trim()
}

/** Like {@link foldText} without the spaces: for codes and postal codes, where `SW1A 1AA` is `sw1a1aa`. */
export function foldCode(text: string): string {
  const ascii = notAscii.test(text) ? anyAscii(text.normalize('NFKC')) : text
  return ascii.toLowerCase().replace(notWord, '')
}
