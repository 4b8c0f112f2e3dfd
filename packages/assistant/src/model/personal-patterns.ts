import type { TokenType } from './tokens.ts'

/** How a personal value looks that no fact names. */
export interface PersonalPattern {
  readonly type: TokenType
  readonly pattern: RegExp
  /** Whether a match is one. */
  readonly is?: (value: string) => boolean
}

/** Between the groups of a number, as countries write them. */
const GAP = '[\\s.\\-/‐‑–]{0,2}'
const MIN_PHONE_DIGITS = 6
const MAX_PHONE_DIGITS = 15
const digitsOf = (value: string): string => value.replace(/\P{Nd}/gu, '')

/** A year, or an amount as our languages write it, is nobody's; in groups by plain spaces only a short one, since phones are so too. */
const HARMLESS_NUMBER =
  /^(?:(?:19|20)\d{2}|\d{1,3}(?:[.,]\d{1,2})?|[1-9]\d{0,2}(?:[,\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|[1-9]\d{0,2}[. ]\d{3}(?:[.,]\d{1,2})?)$/u
const isTelling = (value: string): boolean => !HARMLESS_NUMBER.test(value)
const isPhone = (value: string): boolean => {
  const { length } = digitsOf(value)
  return isTelling(value) && length >= MIN_PHONE_DIGITS && length <= MAX_PHONE_DIGITS
}

/** Luhn's check digit, which cards and some documents end with. */
export function passesLuhn(value: string): boolean {
  const digits = digitsOf(value)
  let sum = 0
  for (let n = 0; n < digits.length; n++) {
    const digit = Number(digits[digits.length - 1 - n])
    const doubled = n % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return digits.length >= 12 && sum % 10 === 0
}

/** What holds names, and would be taken apart by them. */
export const addresses: readonly PersonalPattern[] = [
  { type: 'TEXT', pattern: /(?<![\p{L}\p{N}])(?:https?:\/\/|www\.)[^\s“”«»")]+/giu },
  {
    type: 'EMAIL',
    pattern: /[\p{L}\p{N}._%+'-]+(?:@|\s?[([]\s?(?:at|arobase)\s?[)\]]\s?)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu,
  },
  { type: 'NAME', pattern: /(?<![\p{L}\p{N}._])@[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)*/gu },
]

/** The others, in the order in which they are looked for: what is more telling first. */
export const patterns: readonly PersonalPattern[] = [
  // IBAN, in groups or not.
  {
    type: 'DOC',
    pattern: /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?:[\s-]?[a-z0-9]{4}){2,7}(?:[\s-]?[a-z0-9]{1,4})?(?![\p{L}\p{N}])/giu,
    is: (value) => /\d{4}/.test(digitsOf(value)),
  },
  { type: 'DOC', pattern: /(?<![\p{L}\p{N}])\d{4}(?:[\s-]?\d){8,15}(?![\p{L}\p{N}])/gu, is: passesLuhn },
  // National numbers of letters and digits in groups, as QQ 12 34 56 C.
  {
    type: 'DOC',
    pattern: /(?<![\p{L}\p{N}])[A-Z]{1,2}(?:\s?\d{2,3}){3,4}(?:\s?[A-Z])?(?!\s?[\p{L}\p{N}])/gu,
  },
  // With its country's number, its first group may be one digit.
  {
    type: 'PHONE',
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:\\+|00)\\s?\\d{1,3}(?:${GAP}\\(?\\d{1,4}\\)?){2,6}(?![\\p{L}\\p{N}])`,
      'gu',
    ),
    is: isPhone,
  },
  {
    type: 'PHONE',
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}/_-])\\(?\\d{1,4}\\)?(?:${GAP}\\(?\\d{2,4}\\)?){3,6}(?![\\p{L}\\p{N}])`,
      'gu',
    ),
    is: isPhone,
  },
  {
    type: 'ADDRESS',
    pattern:
      /(?<![\p{L}\p{N}])\d{1,5}\s?(?:bis|ter|quater|[a-d])?,?\s+(?:rue|avenue|av\.?|boulevard|bd\.?|place|quai|all[ée]e|impasse|chemin|route|cours|square|passage|villa|faubourg|via|calle|plaza|piazza)\s[^“”«»,;.()]{2,60}/giu,
  },
  {
    type: 'ADDRESS',
    pattern:
      /(?<![\p{L}\p{N}])\d{1,5}[a-d]?\s+(?:[\p{L}'’-]+\s){1,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|square|sq|place|pl|terrace|gardens|court|close|way|mews)(?![\p{L}])/giu,
  },
  {
    type: 'ADDRESS',
    pattern:
      /(?<![\p{L}\p{N}])[\p{L}'’-]*(?:straße|strasse|weg|platz|gasse|laan|straat)\s\d{1,4}[a-d]?(?![\p{L}\p{N}])/giu,
  },
  {
    type: 'ADDRESS',
    pattern:
      /(?<![\p{L}\p{N}])(?:\d{5}\s(?:\p{Lu}[\p{L}'’-]+(?:[\s-]\p{Lu}[\p{L}'’-]+)*|\p{Ll}[\p{L}'’-]+)|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})(?![\p{L}\p{N}])/gu,
  },
  // Letters with digits, or many digits: numbers of documents, cards, accounts.
  {
    type: 'DOC',
    pattern:
      /(?<![\p{L}\p{N}])(?=[\p{L}\d/_-]*\d)(?=[\p{L}\d/_-]*[\p{L}/_-])[\p{L}\d]+(?:[/_-][\p{L}\d]+)+(?![\p{L}\p{N}])/gu,
    is: isTelling,
  },
  { type: 'DOC', pattern: /(?<![\p{L}\p{N}])(?=\p{L}*\d)[\p{L}\d]*\d{4,}[\p{L}\d]*(?![\p{L}\p{N}])/gu, is: isTelling },
  { type: 'DOC', pattern: /(?<![\p{L}\p{N}])\p{Lu}{1,4}\d{2,}(?![\p{L}\p{N}])/gu, is: isTelling },
]
