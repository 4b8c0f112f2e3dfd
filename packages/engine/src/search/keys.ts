import type { Identifier, JsonObject } from '@rapport/core'
import { foldCode, foldText } from '@rapport/harmonise'

/** Families of search keys: one letter, a colon, then what a prefix scan compares. */
export const searchFamilies = {
  name: 'n',
  word: 'w',
  email: 'e',
  phoneEnd: 'p',
  phoneStart: 'f',
  identifier: 'i',
} as const

const MAX_NAME_TOKENS = 5
const MIN_TERM_LETTERS = 4
/** Country calling codes of one digit; the two-digit ones by their first digits; all others have three (ITU-T E.164). */
const ONE_DIGIT = /^[17]/
const TWO_DIGITS = /^(20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/** Words of a name as they are searched: without accents, case and punctuation. */
export function nameTokens(text: string): readonly string[] {
  return foldText(text)
    .split(' ')
    .filter((token) => token !== '')
}

/** The digits after the country code of an E.164 number. */
export function nationalDigits(e164: string): string {
  const digits = e164.replace(/\D/g, '')
  return digits.slice(ONE_DIGIT.test(digits) ? 1 : TWO_DIGITS.test(digits) ? 2 : 3)
}

/**
 * Everything by which a person types their way to a record: the name from any of its words on, e-mail, the end and the start of
 * a phone number, other identifiers. A search is a prefix scan over these.
 */
export function searchKeysOf(
  attributes: JsonObject,
  identifiers: readonly Pick<Identifier, 'namespace' | 'value'>[],
): readonly string[] {
  const keys = new Set<string>()
  for (const name of namesOf(attributes)) {
    const tokens = nameTokens(name).slice(0, MAX_NAME_TOKENS)
    for (const token of tokens) if (token.length >= MIN_TERM_LETTERS) keys.add(`${searchFamilies.word}:${token}`)
    for (let start = 0; start < tokens.length; start++) {
      keys.add(`${searchFamilies.name}:${[...tokens.slice(start), ...tokens.slice(0, start)].join(' ')}`)
    }
  }
  for (const { namespace, value } of identifiers) {
    if (namespace === 'email') keys.add(`${searchFamilies.email}:${value.toLowerCase()}`)
    else if (namespace === 'phone') {
      const digits = value.replace(/\D/g, '')
      keys.add(`${searchFamilies.phoneEnd}:${[...digits].reverse().join('')}`)
      keys.add(`${searchFamilies.phoneStart}:${nationalDigits(value)}`)
    } else if (namespace !== 'anonymousId') keys.add(`${searchFamilies.identifier}:${value.toLowerCase()}`)
  }
  return [...keys]
}

/** A number as it is searched: letters and digits only, so that `MA-8204-1187`, `ma 8204 1187` and `MA82041187` are one. */
export const foldNumber: (text: string) => string = foldCode

/** The number that people name an order, a case, an invoice or an asset by, folded; null: it has none. */
export function numberOf({ number, serial }: JsonObject): string | null {
  const own = typeof number === 'string' ? number : serial
  return (typeof own === 'string' && foldNumber(own)) || null
}

/** Words of a record's names that are long enough to be mistyped recognisably. As `w:word` they are search keys and the vocabulary's terms. */
export function termsOf(attributes: JsonObject): readonly string[] {
  return [...new Set(namesOf(attributes).flatMap((name) => nameTokens(name)))].filter(
    (token) => token.length >= MIN_TERM_LETTERS,
  )
}

/**
 * A term and all it becomes when one letter is left out. Two words one slip apart (a letter more, less, other, or two swapped)
 * share at least one variant.
 * @see Garbe 2012, SymSpell: symmetric delete spelling correction
 */
export function deletionVariants(term: string): readonly string[] {
  const variants = new Set([term])
  for (let at = 0; at < term.length; at++) variants.add(term.slice(0, at) + term.slice(at + 1))
  return [...variants]
}

/** Whether one slip makes a word of the other: a letter more, less, other, or two neighbours swapped. Equal words are none. */
export function isOneSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (long.length - short.length > 1 || a === b) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1)
  if (short.slice(at + 1) === long.slice(at + 1)) return true
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
}

function namesOf(attributes: JsonObject): readonly string[] {
  const parts = [attributes.givenName, attributes.middleName, attributes.familyName].filter(
    (part) => typeof part === 'string',
  )
  const names = [
    attributes.name,
    attributes.legalName,
    ...((attributes.tradeNames as readonly string[] | undefined) ?? []),
  ].filter((name) => typeof name === 'string')
  if (parts.length > 0) names.push(parts.join(' '))
  else if (typeof attributes.fullName === 'string') names.push(attributes.fullName)
  return names
}
