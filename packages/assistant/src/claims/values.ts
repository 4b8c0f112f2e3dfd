import type { ClaimWords } from './words.ts'

/** How a rounded number is told: as it is, near it, a little under it, over it. */
type Rounding = 'exact' | 'about' | 'nearly' | 'over'

/** A number, date, time, amount or share that a text tells, whatever the way it writes it. */
export type Value =
  | {
      readonly type: 'date'
      readonly year: number | null
      readonly month: number | null
      readonly day: number | null
      /** On that day, from then on, until then, or by then. */
      readonly sense: 'on' | 'since' | 'until' | 'by'
    }
  | { readonly type: 'time'; readonly minutes: number }
  | { readonly type: 'money'; readonly amount: number; readonly currency: string; readonly rounding: Rounding }
  | { readonly type: 'percent'; readonly amount: number; readonly rounding: Rounding }
  | { readonly type: 'number'; readonly amount: number; readonly rounding: Rounding; readonly isArticle: boolean }

/** Today, for dates without a year and for "tomorrow": `2026-11-24`. */
export type Today = string

const symbols: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY' }
const SYMBOL = '(?:(?:US|CA|AU|A|NZ|HK|JP|CN)?[€$£¥](?:US|CA|AU|GB)?)'
const CODE = '(?:EUR|USD|GBP|CHF|JPY|CAD|AUD|CNY|SEK|NOK|DKK|PLN)'
const SPACE = '[ \\u00a0\\u202f]'

/** Scans the values of a language. Made once a language. */
export class ValueScanner {
  readonly #words: ClaimWords
  readonly #number: string
  readonly #patterns: readonly (readonly [RegExp, (match: RegExpExecArray, today: Today) => Value | undefined])[]

  constructor(words: ClaimWords) {
    this.#words = words
    const grouped =
      words.decimal === '.'
        ? '\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?'
        : `\\d{1,3}(?:${SPACE}\\d{3})+(?:,\\d+)?|\\d+(?:[.,]\\d+)?`
    this.#number = `-?(?:${grouped})`
    const month = words.months.map(accentless).join('|')
    const money = (amount: string, unit: string) => {
      const currency = currencyOf(unit, words)
      return currency === undefined
        ? undefined
        : ({ type: 'money', amount: this.#read(amount), currency, rounding: 'exact' } as const)
    }
    const dayOf = (day: string | undefined, name: string | undefined, year: string | undefined): Value => ({
      type: 'date',
      day: day === undefined ? null : Number.parseInt(day, 10),
      month: name === undefined ? null : this.#month(name),
      year: year === undefined ? null : Number(year),
      sense: 'on',
    })
    const END = '(?![\\p{L}\\p{N}])'
    const currencyWords = Object.keys(words.currencies).join('|').replaceAll('_', ' ')
    this.#patterns = [
      [/(\d{4})-(\d\d)-(\d\d)(?![\p{L}\p{N}-])/uy, (m) => date(Number(m[1]), Number(m[2]), Number(m[3]))],
      [/(\d{1,2})\/(\d{1,2})\/(\d{4})(?![\p{L}\p{N}/])/uy, (m) => date(Number(m[3]), Number(m[2]), Number(m[1]))],
      [
        new RegExp(`(\\d{1,2})(?:st|nd|rd|th|er)?(?: of)? (${month})(?:,? (\\d{4}))?${END}`, 'uyi'),
        (m) => dayOf(m[1], m[2], m[3]),
      ],
      [
        new RegExp(`(${month}) (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?${END}(?![.,:]?\\d)`, 'uyi'),
        (m) => dayOf(m[2], m[1], m[3]),
      ],
      [new RegExp(`(${month}) (\\d{4})${END}`, 'uyi'), (m) => dayOf(undefined, m[1], m[2])],
      // Alone, a month is only one with its capital in English: it may march, and it may rain in May.
      [
        new RegExp(
          `(${words.decimal === '.' ? words.months.map(capital).join('|') : month})${END}`,
          words.decimal === '.' ? 'uy' : 'uyi',
        ),
        (m) => dayOf(undefined, m[1], undefined),
      ],
      [
        new RegExp(`(${Object.keys(words.days).join('|')})${END}`, 'uyi'),
        (m, today) => shifted(today, words.days[m[1]?.toLowerCase() ?? ''] ?? 0),
      ],
      [
        /(\d{1,2})(?::|\s?h\s?)([0-5]\d)(?:\s?UTC)?(?![\p{L}\p{N}])/iuy,
        (m) => ({ type: 'time', minutes: Number(m[1]) * 60 + Number(m[2]) }),
      ],
      [/(\d{1,2})\s?h(?:eures?)?(?![\p{L}\p{N}])/iuy, (m) => ({ type: 'time', minutes: Number(m[1]) * 60 })],
      [
        /(\d{1,2})(?:[:.]([0-5]\d))?\s?([ap])\.?m\.?(?![\p{L}\p{N}])/iuy,
        (m) => ({
          type: 'time',
          minutes: ((Number(m[1]) % 12) + (m[3]?.toLowerCase() === 'p' ? 12 : 0)) * 60 + Number(m[2] ?? 0),
        }),
      ],
      [
        new RegExp(`(-?)(${SYMBOL}|${CODE})${SPACE}?(${this.#number})(?![\\p{L}\\p{N}])`, 'uy'),
        (m) => money(`${m[1]}${m[3]}`, m[2] ?? ''),
      ],
      [
        new RegExp(`(${this.#number})${SPACE}?(${SYMBOL}|${CODE}(?![\\p{L}])|(?:${currencyWords})(?![\\p{L}]))`, 'uyi'),
        (m) => money(m[1] ?? '', m[2] ?? ''),
      ],
      [
        new RegExp(`(${this.#number})${SPACE}?(?:%|${words.percent}|per cent|pour cent)`, 'uyi'),
        (m) => ({ type: 'percent', amount: this.#read(m[1] ?? ''), rounding: 'exact' }),
      ],
      [
        new RegExp(`(${this.#number})(?![\\p{L}\\p{N}_/@-]|[.,:]\\d)`, 'uy'),
        (m) => ({ type: 'number', amount: this.#read(m[1] ?? ''), rounding: 'exact', isArticle: false }),
      ],
    ]
  }

  /** The value that begins there, and how long it is. The text has lost its accents. */
  at(text: string, index: number, today: Today): { readonly value: Value; readonly length: number } | undefined {
    for (const [pattern, read] of this.#patterns) {
      pattern.lastIndex = index
      const match = pattern.exec(text)
      const value = match && read(match, today)
      if (value) return { value, length: match[0].length }
    }
    return undefined
  }

  #month(name: string): number {
    return this.#words.months.indexOf(name.toLowerCase()) + 1
  }

  #read(text: string): number {
    const bare = text.replace(/[ \u00a0\u202f]/g, '')
    return Number(this.#words.decimal === '.' ? bare.replaceAll(',', '') : bare.replace(',', '.'))
  }
}

/** "A" and "an", which may count one. */
export const isArticle = (value: Value): boolean => value.type === 'number' && value.isArticle

const accentless = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '')
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function date(year: number, month: number, day: number): Value | undefined {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
    ? { type: 'date', year, month, day, sense: 'on' }
    : undefined
}

/** The day so many days from today. */
function shifted(today: Today, days: number): Value {
  const at = new Date(Date.parse(today) + days * 86_400_000)
  return { type: 'date', year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), sense: 'on' }
}

function currencyOf(unit: string, words: ClaimWords): string | undefined {
  const bare = unit.replace(/US|CA|AU|NZ|HK|JP|CN|GB|(?<=^)A(?=\$)/g, '')
  const country = /CA|AU|NZ|HK|CN/.exec(unit)?.[0]
  if (country && bare === '$') return { CA: 'CAD', AU: 'AUD', NZ: 'NZD', HK: 'HKD' }[country]
  if (country === 'CN') return 'CNY'
  return (
    symbols[bare] ??
    words.currencies[unit.toLowerCase().replace(' ', '_')] ??
    (/^[A-Z]{3}$/.test(unit) ? unit : undefined)
  )
}

/** What is told for roughly so much is at most this far from what is: a fiftieth. */
const MAX_ROUNDING = 0.02

/** Whether a text that tells `said` is right where the facts have `known`. */
export function isSaidRight(said: Value, known: Value, today: Today): boolean {
  if (said.type === 'date' && known.type === 'date') return isSameDate(said, known, today)
  if (said.type === 'time' && known.type === 'time') return said.minutes === known.minutes
  if (said.type === 'money' && known.type === 'money')
    return said.currency === known.currency && isRounded(said.amount, known.amount, said.rounding)
  if (said.type === 'percent' && known.type === 'percent') return isRounded(said.amount, known.amount, said.rounding)
  if (said.type === 'number' && known.type === 'number') return isRounded(said.amount, known.amount, said.rounding)
  return false
}

type DateValue = Extract<Value, { type: 'date' }>

/** A coarser date is right, too; a day without a year is one of this year. */
function isSameDate(said: DateValue, known: DateValue, today: Today): boolean {
  const thisYear = Number(today.slice(0, 4))
  const yearOf = (one: DateValue) => one.year ?? (one.month === null ? null : thisYear)
  // What is due by a day is due on it; whether it is due at all is the reader's to see.
  const senseOf = ({ sense }: DateValue) => (sense === 'by' ? 'on' : sense)
  if (senseOf(said) !== senseOf(known)) return false
  if (said.day !== null && said.day !== known.day) return false
  if (said.month !== null && said.month !== known.month) return false
  return yearOf(said) === yearOf(known)
}

/** Rounded as it says: 48,000 to thousands, 48,100 to hundreds; nearest, or down for "over" and up for "nearly". */
function isRounded(said: number, known: number, rounding: Rounding): boolean {
  if (said === known) return rounding !== 'over' && rounding !== 'nearly'
  if (rounding === 'exact' || known === 0 || !Number.isInteger(said)) return false
  const unit = 10 ** (/0*$/.exec(String(Math.abs(said)))?.[0].length ?? 0)
  const off = said - known
  if (Math.abs(off) > Math.abs(known) * MAX_ROUNDING || unit === 1) return false
  return rounding === 'about'
    ? Math.abs(off) <= unit / 2
    : Math.abs(off) < unit && (rounding === 'over' ? off < 0 : off > 0)
}
