import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import {
  AMBIGUOUS,
  type Cleaned,
  IMPOSSIBLE,
  isRefused,
  PLACEHOLDER,
  type Refused,
  textOf,
  UNREADABLE,
} from './cleaned.ts'
import { memoize } from './memo.ts'
import { isFiller, isPlaceholderText } from './placeholders.ts'

/** A phone number that can exist. */
export interface Phone {
  /** E.164: `+33612345678`. */
  readonly normal: string
  /** What is dialled once the number answers; not part of `normal`. */
  readonly extension?: string
  /** ISO 3166-1 alpha-2, where the number tells it. */
  readonly country?: string
}

/** French ranges that the regulator (Arcep) keeps for films and demonstrations: nobody's, but numbers all the same. */
const forFiction = /^\+33(19900|26191|35301|46571|53649|63998)\d{4}$/

/**
 * A phone number in E.164, its extension apart. Numbers without a country code are read as of `country`.
 * Refused: `impossible` when the country has no such number, `ambiguous` when there is no country to read it in,
 * `placeholder` for 0000000000 and the like, `unreadable` when it is no number (a text, 3.36E+11).
 * The last {@link REMEMBERED} numbers are remembered, since parsing one costs some 10 µs.
 */
export function cleanPhone(received: unknown, country?: string): Cleaned<Phone> {
  const text = textOf(received)
  if (typeof text !== 'string') return text
  if (text.length > 60) return UNREADABLE
  return remembered(country === undefined ? text : `${text}\n${country}`)
}

/** The number alone, E.164: what transforms and identifiers want. */
export function cleanPhoneNumber(received: unknown, country?: string): Cleaned<string> {
  const phone = cleanPhone(received, country)
  return phone === undefined || isRefused(phone) ? phone : phone.normal
}

/** What sort of number a normal one is: `mobile` and `fixed` where the country tells them apart. Costs a parse. */
export function phoneType(normal: string): 'mobile' | 'fixed' | 'fixed-or-mobile' | 'other' {
  const type = parsePhoneNumberFromString(normal)?.getType()
  if (type === 'MOBILE') return 'mobile'
  if (type === 'FIXED_LINE') return 'fixed'
  return type === 'FIXED_LINE_OR_MOBILE' ? 'fixed-or-mobile' : 'other'
}

const REMEMBERED = 20_000
const scientific = /^\d([.,]\d+)?e\+?\d+$/i
const decimals = /[.,]0+$/
const notDigits = /\D/g
const internationalPrefix = /^00(?=[1-9])/

const remembered = memoize<Phone | Refused>(REMEMBERED, (key) => {
  const newline = key.indexOf('\n')
  return newline < 0 ? read(key, undefined) : read(key.slice(0, newline), key.slice(newline + 1))
})

function read(received: string, country: string | undefined): Phone | Refused {
  if (scientific.test(received)) return UNREADABLE
  const text = received.replace(decimals, '')
  const digits = text.replace(notDigits, '')
  if (digits.length > 0 && (isFiller(digits) || /^0+$/.test(digits))) return PLACEHOLDER
  if (digits.length < 3) return isPlaceholderText(received) ? PLACEHOLDER : UNREADABLE
  const known = country !== undefined && isSupportedCountry(country) ? country : undefined
  const parsed = parse(text, known)
  if (parsed && (parsed.isValid() || forFiction.test(parsed.number))) return phoneOf(parsed)
  // 00 33 … is how most of the world writes +33 …, also into forms of countries that dial otherwise.
  if (internationalPrefix.test(text)) {
    const international = parse(text.replace(internationalPrefix, '+'), undefined)
    if (international?.isValid()) return phoneOf(international)
  }
  if (digits.length < 4 || digits.length > 17) return UNREADABLE
  if (known === undefined && !text.startsWith('+')) return AMBIGUOUS
  return IMPOSSIBLE
}

function parse(text: string, country: CountryCode | undefined): PhoneNumber | undefined {
  return country === undefined
    ? parsePhoneNumberFromString(text, { extract: false })
    : parsePhoneNumberFromString(text, { defaultCountry: country, extract: false })
}

function phoneOf(parsed: PhoneNumber): Phone {
  return {
    normal: parsed.number,
    ...(parsed.ext === undefined ? {} : { extension: parsed.ext }),
    ...(parsed.country === undefined ? {} : { country: parsed.country }),
  }
}
