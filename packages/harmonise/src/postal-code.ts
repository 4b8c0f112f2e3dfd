import { type Cleaned, IMPOSSIBLE, PLACEHOLDER, textOf, UNREADABLE } from './cleaned.ts'
import { isPlaceholderText } from './placeholders.ts'

interface Format {
  /** Of the code without spaces and dashes, in capitals. */
  readonly compact: RegExp
  /** Where the space or dash goes, from the start (or the end when negative). */
  readonly split?: readonly [at: number, mark: ' ' | '-']
  /** Digits that spreadsheets cut to a number: leading zeros are put back. */
  readonly digits?: number
}

const fiveDigits: Format = { compact: /^\d{5}$/, digits: 5 }
const fourDigits: Format = { compact: /^\d{4}$/, digits: 4 }
const sixDigits: Format = { compact: /^\d{6}$/, digits: 6 }

/** How postal codes are written; countries that are not here keep what they were given. */
const formats: Readonly<Record<string, Format>> = {
  FR: fiveDigits,
  DE: fiveDigits,
  ES: fiveDigits,
  IT: fiveDigits,
  MC: fiveDigits,
  FI: fiveDigits,
  EE: fiveDigits,
  HR: fiveDigits,
  TR: fiveDigits,
  MX: fiveDigits,
  KR: fiveDigits,
  TH: fiveDigits,
  MY: fiveDigits,
  MA: fiveDigits,
  CH: fourDigits,
  AT: fourDigits,
  BE: fourDigits,
  LU: fourDigits,
  DK: fourDigits,
  NO: fourDigits,
  AU: fourDigits,
  NZ: fourDigits,
  HU: fourDigits,
  BG: fourDigits,
  SI: fourDigits,
  ZA: fourDigits,
  CN: sixDigits,
  IN: sixDigits,
  RU: sixDigits,
  SG: sixDigits,
  RO: sixDigits,
  US: { compact: /^\d{5}(?:\d{4})?$/, split: [5, '-'], digits: 5 },
  GB: { compact: /^(?:[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}|GIR0AA)$/, split: [-3, ' '] },
  CA: { compact: /^[ABCEGHJ-NPRSTVXY]\d[A-Z]\d[A-Z]\d$/, split: [3, ' '] },
  NL: { compact: /^[1-9]\d{3}[A-Z]{2}$/, split: [4, ' '] },
  IE: { compact: /^[A-Z]\d[\dW][A-Z\d]{4}$/, split: [3, ' '] },
  PT: { compact: /^\d{4}(?:\d{3})?$/, split: [4, '-'] },
  PL: { compact: /^\d{5}$/, split: [2, '-'], digits: 5 },
  JP: { compact: /^\d{7}$/, split: [3, '-'], digits: 7 },
  SE: { compact: /^\d{5}$/, split: [3, ' '] },
  CZ: { compact: /^\d{5}$/, split: [3, ' '] },
  SK: { compact: /^\d{5}$/, split: [3, ' '], digits: 5 },
  GR: { compact: /^\d{5}$/, split: [3, ' '] },
  BR: { compact: /^\d{8}$/, split: [5, '-'], digits: 8 },
}
const separators = /[\s\-.]/g
const countryPrefix = /^[A-Z]{1,2}-(?=\d)/
const onlyDigits = /^\d+$/

/**
 * A postal code as its country writes it (`SW1A 1AA`, `75116`, `02134`), zeros that a spreadsheet cut put back.
 * `impossible` when the country has none of that shape; without a country only spaces and case are tidied.
 */
export function cleanPostalCode(received: unknown, country?: string): Cleaned<string> {
  const text = textOf(received)
  if (typeof text !== 'string') return text
  if (text.length > 16) return UNREADABLE
  if (isPlaceholderText(text)) return PLACEHOLDER
  const upper = text.toUpperCase()
  const format = country === undefined ? undefined : Object.hasOwn(formats, country) ? formats[country] : undefined
  if (format === undefined) return upper.replace(/\s+/g, ' ')
  let compact = upper.replace(countryPrefix, '').replace(separators, '')
  if (
    format.digits !== undefined &&
    compact.length < format.digits &&
    compact.length >= 3 &&
    onlyDigits.test(compact)
  ) {
    compact = compact.padStart(format.digits, '0')
  }
  if (!format.compact.test(compact)) return IMPOSSIBLE
  if (format.split === undefined) return compact
  const [from, mark] = format.split
  const at = from < 0 ? compact.length + from : from
  return at === compact.length ? compact : `${compact.slice(0, at)}${mark}${compact.slice(at)}`
}
