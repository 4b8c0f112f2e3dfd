import {
  type CountryCode,
  isSupportedCountry,
  Metadata,
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
  /**
   * It has the length and the shape of its country's numbers, but lies in no range that is known to be given out: a range
   * newer than our tables, one kept for films, or a typing error. It is used; a person should know.
   */
  readonly isDoubtful?: true
  /** E.164: `+33612345678`. */
  readonly normal: string
  /** What is dialled once the number answers; not part of `normal`. */
  readonly extension?: string
  /** ISO 3166-1 alpha-2, where the number tells it. */
  readonly country?: string
}

/**
 * A phone number in E.164, its extension apart. Numbers without a country code are read as of `country`.
 * Refused: `impossible` when no number of the country has that length and beginning, `ambiguous` when there is no country
 * to read it in, `placeholder` for 0000000000 and the like, `unreadable` when it is no number (a text, 3.36E+11).
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

/** Whether a number that {@link cleanPhone} takes lies in no range that is known to be given out. */
export function isDoubtfulPhone(received: unknown, country?: string): boolean {
  const phone = cleanPhone(received, country)
  return phone !== undefined && !isRefused(phone) && phone.isDoubtful === true
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
  if (parsed?.isValid()) return phoneOf(parsed)
  // 00 33 … is how most of the world writes +33 …, also into forms of countries that dial otherwise.
  const international = internationalPrefix.test(text)
    ? parse(text.replace(internationalPrefix, '+'), undefined)
    : undefined
  if (international?.isValid()) return phoneOf(international)
  for (const one of [parsed, international]) if (one && isShaped(one)) return { ...phoneOf(one), isDoubtful: true }
  if (digits.length < 4 || digits.length > 17) return UNREADABLE
  if (known === undefined && !text.startsWith('+')) return AMBIGUOUS
  return IMPOSSIBLE
}

/** Every number of North America: area code and exchange begin with 2 to 9. Our tables know this of the area code only. */
const northAmerican = /^[2-9]\d{2}[2-9]\d{6}$/

/** Patterns of all numbers of a country or calling code, which leave open whether a range is given out. */
const shapes = new Map<string, RegExp>()

/** Whether a number is as long as its country's numbers are, and begins as they may (no area code of North America with 1). */
function isShaped(parsed: PhoneNumber): boolean {
  if (!parsed.isPossible()) return false
  if (parsed.countryCallingCode === '1') return northAmerican.test(parsed.nationalNumber)
  const plan = parsed.country ?? parsed.countryCallingCode
  let shape = shapes.get(plan)
  if (shape === undefined) {
    const metadata = new Metadata()
    // It takes a calling code too, and has the pattern; its types say neither.
    metadata.selectNumberingPlan(plan as CountryCode)
    const { numberingPlan } = metadata as unknown as { readonly numberingPlan: { nationalNumberPattern(): string } }
    shape = new RegExp(`^(?:${numberingPlan.nationalNumberPattern()})$`)
    shapes.set(plan, shape)
  }
  return shape.test(parsed.nationalNumber)
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
