import type { Translate } from './translate.ts'

/** An amount as the API tells it. */
export interface Money {
  readonly amountMinor: number
  readonly currency: string
  readonly exponent: number
}

/** How a language writes values. */
export interface Format {
  /** `2026-11-24`, or an instant's day here. */
  date(iso: string): string
  /** A day as one speaks of it: its weekday first. */
  dayInWords(iso: string): string
  dateTime(iso: string): string
  /** @param zone an IANA time zone; absent: the reader's */
  time(iso: string, zone?: string): string
  /** Day and month alone, with the year where it is another. */
  day(iso: string): string
  number(value: number): string
  money(money: Money): string
  list(values: readonly string[]): string
  /** Any value of an attribute, in a line of text. */
  value(value: unknown): string
  /** A name from code as a person reads it: a message where there is one, else its words. */
  name(kind: 'attribute' | 'entity', name: string): string
}

const DATE = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

export function formatter(language: string, t: Translate): Format {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  // A date is no instant: it is the same day everywhere.
  const calendarDay = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  const shortDate = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const shortYearDate = new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric', timeZone: 'UTC' })
  const spokenDay = new Intl.DateTimeFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  const instant = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  const short = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' })
  const shortYear = new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric' })
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'short' })
  const numbers = new Intl.NumberFormat(language)
  const lists = new Intl.ListFormat(language)
  const format: Format = {
    date: (iso) => (DATE.test(iso) ? calendarDay.format(Date.parse(iso)) : day.format(Date.parse(iso))),
    dayInWords: (iso) => spokenDay.format(Date.parse(iso.slice(0, 10))),
    dateTime: (iso) => (DATE.test(iso) ? format.date(iso) : instant.format(Date.parse(iso))),
    time: (iso, zone) =>
      (zone === undefined ? clock : new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: zone })).format(
        Date.parse(iso),
      ),
    day: (iso) => {
      const at = new Date(iso)
      const isThisYear = at.getFullYear() === new Date().getFullYear()
      if (DATE.test(iso)) return (isThisYear ? shortDate : shortYearDate).format(at)
      return (isThisYear ? short : shortYear).format(at)
    },
    number: (value) => numbers.format(value),
    money: ({ amountMinor, currency, exponent }) => {
      const amount = amountMinor / 10 ** exponent
      return new Intl.NumberFormat(language, {
        style: 'currency',
        currency,
        ...(Number.isInteger(amount) && { maximumFractionDigits: 0 }),
      }).format(amount)
    },
    list: (values) => lists.format(values),
    value: (value) => valueText(value, format, t),
    name: (kind, name) => {
      const key = `${kind}.${name}`
      const said = t(key)
      return said === key ? inWords(name) : said
    },
  }
  return format
}

/** `givenName` → “Given name”. */
function inWords(name: string): string {
  const last = name.slice(name.lastIndexOf('.') + 1)
  const words = last
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function valueText(value: unknown, format: Format, t: Translate): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return format.number(value)
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no')
  if (typeof value === 'string') {
    if (DATE.test(value) && !Number.isNaN(Date.parse(value))) return format.date(value)
    if (INSTANT.test(value) && !Number.isNaN(Date.parse(value))) return format.dateTime(value)
    return value
  }
  if (Array.isArray(value)) return value.map((one) => valueText(one, format, t)).join(', ')
  if (isMoney(value)) return format.money(value)
  const entries = Object.entries(value as object).filter(([, one]) => one !== null && one !== '')
  if (entries.length === 2 && 'stream' in (value as object) && 'key' in (value as object))
    return entries.map(([, one]) => String(one)).join(' ')
  return entries.map(([, one]) => valueText(one, format, t)).join(', ')
}

/** Whether a value is an amount of money. */
export function isMoney(value: unknown): value is Money {
  const money = value as Partial<Money> | null
  return (
    typeof money === 'object' &&
    typeof money?.amountMinor === 'number' &&
    typeof money.currency === 'string' &&
    typeof money.exponent === 'number' &&
    /^[A-Z]{3}$/.test(money.currency)
  )
}
