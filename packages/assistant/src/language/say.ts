import type { Money } from '@rapport/core'
import type { Day, Instant, Part } from '../facts/fact.ts'
import { dayIn, formatOf } from './calendar.ts'

/** How a language writes numbers, dates and lists; `Intl` knows the rest. */
export interface Writing {
  readonly locale: string
  /** Words for small numbers, from zero. */
  readonly numberWords: readonly string[]
  /** Words for numbers or months that mean something else, too. */
  readonly ambiguousWords: readonly string[]
  readonly quotes: readonly [string, string]
  /** Puts a time of day behind a date. */
  readonly dateAndTime: (date: string, time: string) => string
}

const MAX_NAME = 60
const moneyFormats = new Map<string, Intl.NumberFormat>()
const MAX_FORMATS = 500

/** Text of others, made harmless for a line: no control or direction characters, no quotation marks of ours, single spaces. */
export function plain(value: string): string {
  return value
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[“”„«»"]/g, '’')
    .trim()
}

/** Cut at a word's end where there is one, with an ellipsis. */
function clip(value: string, max: number): string {
  if (value.length <= max) return value
  const cut = value.slice(0, max)
  const space = cut.lastIndexOf(' ')
  return `${(space > max / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:.–—-]+$/u, '').replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** Writes parts of facts in a language, a zone and a present. */
export class Say {
  readonly writing: Writing
  readonly zone: string
  readonly #thisYear: string
  readonly #plural: Intl.PluralRules
  readonly #number: Intl.NumberFormat
  readonly #list: Intl.ListFormat
  readonly #either: Intl.ListFormat

  constructor(writing: Writing, zone: string, nowMs: number) {
    this.writing = writing
    this.zone = zone
    this.#thisYear = dayIn(zone, nowMs).slice(0, 4)
    const tools = toolsOf(writing.locale)
    this.#plural = tools.plural
    this.#number = tools.number
    this.#list = tools.list
    this.#either = tools.either
  }

  /** A name or code as it is. */
  name(part: { readonly value: string }): string {
    return clip(plain(part.value), MAX_NAME)
  }

  /** A code in words: `birthDate`, `in-store_pickup`. */
  code(part: { readonly value: string }): string {
    const words = this.name(part)
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .replace(/[_.-]+/g, ' ')
    return words.toLowerCase().trim()
  }

  /** Somebody's own words, in quotation marks. */
  quote(part: { readonly value: string }, max: number = MAX_NAME): string {
    const [open, close] = this.writing.quotes
    return `${open}${clip(plain(part.value), max)}${close}`
  }

  /** `12 March`; with its year when that is not this one. */
  date(part: Instant | Day): string {
    const day = part.type === 'instant' ? dayIn(this.zone, Date.parse(part.value)) : part.value
    return this.#day(day, !day.startsWith(this.#thisYear))
  }

  /** With its year in any case: birth dates. */
  wholeDate(part: Instant | Day): string {
    return this.#day(part.type === 'instant' ? dayIn(this.zone, Date.parse(part.value)) : part.value, true)
  }

  /** `March 2024`. */
  month(part: Instant): string {
    return this.#day(dayIn(this.zone, Date.parse(part.value)).slice(0, 7), true)
  }

  dateAndTime(part: Instant): string {
    return this.writing.dateAndTime(this.date(part), this.time(part))
  }

  /** `18:00`; in UTC it says so, since nobody lives by it. */
  time(part: Instant): string {
    const format = formatOf(this.writing.locale, this.zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    return `${format.format(Date.parse(part.value))}${this.zone === 'UTC' ? ' UTC' : ''}`
  }

  /** Without decimals when there are none to tell. */
  money({ value }: { readonly value: Money }): string {
    const { amountMinor, currency, exponent } = value
    const isWhole = amountMinor % 10 ** exponent === 0
    const key = `${this.writing.locale} ${currency} ${isWhole ? 0 : exponent}`
    let format = moneyFormats.get(key)
    if (!format) {
      const digits = isWhole ? 0 : exponent
      format = new Intl.NumberFormat(this.writing.locale, {
        style: 'currency',
        currency,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      })
      if (moneyFormats.size >= MAX_FORMATS) moneyFormats.clear()
      moneyFormats.set(key, format)
    }
    return format.format(amountMinor / 10 ** exponent)
  }

  /** A number in words while it is small. */
  number(part: { readonly value: number }): string {
    return this.writing.numberWords[part.value] ?? this.#number.format(part.value)
  }

  /** A number with its noun: `two orders`. */
  count(part: { readonly value: number }, one: string, other: string): string {
    return `${this.number(part)} ${this.#plural.select(part.value) === 'one' ? one : other}`
  }

  /** `a, b and c` */
  list(items: readonly string[]): string {
    return this.#list.format(items)
  }

  /** `a, b or c` */
  either(items: readonly string[]): string {
    return this.#either.format(items)
  }

  /** Every way in which a part may be written: what a sentence that cites it may say. */
  renderings(part: Part): readonly string[] {
    switch (part.type) {
      case 'text':
        return [plain(part.value), this.name(part), this.code(part)]
      case 'number':
        return [this.number(part), this.#number.format(part.value)]
      case 'money':
        return [this.money(part)]
      case 'instant':
        return [this.wholeDate(part), this.date(part), this.month(part), this.time(part)]
      case 'date':
        return [this.wholeDate(part), this.date(part)]
    }
  }

  /** `2026-11-24`, `2026-11` or `2026` in words. */
  #day(day: string, withYear: boolean): string {
    const year = day.slice(0, 4)
    if (day.length < 7) return year
    const options: Intl.DateTimeFormatOptions = {
      month: 'long',
      ...(day.length > 7 && { day: 'numeric' }),
      ...((withYear || day.length === 7) && { year: 'numeric' }),
    }
    const ms = Date.parse(day)
    // A source's own date that is none is told as it is.
    return Number.isNaN(ms) ? day : formatOf(this.writing.locale, 'UTC', options).format(ms)
  }
}

interface Tools {
  readonly plural: Intl.PluralRules
  readonly number: Intl.NumberFormat
  readonly list: Intl.ListFormat
  readonly either: Intl.ListFormat
}
const tools = new Map<string, Tools>()

function toolsOf(locale: string): Tools {
  const there = tools.get(locale)
  if (there) return there
  const made = {
    plural: new Intl.PluralRules(locale),
    number: new Intl.NumberFormat(locale),
    list: new Intl.ListFormat(locale, { type: 'conjunction' }),
    either: new Intl.ListFormat(locale, { type: 'disjunction' }),
  }
  tools.set(locale, made)
  return made
}
