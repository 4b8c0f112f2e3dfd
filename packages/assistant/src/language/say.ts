import type { Money } from '@rapport/core'
import type { Day, Instant, Part, Text } from '../facts/fact.ts'
import { dayIn, formatOf } from './calendar.ts'
import type { Language, MessageArguments } from './language.ts'
import type { MessageId } from './message-id.ts'

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

/** A letter that has no single capital (`ﬀ`) stays as it is. */
export function capital(sentence: string): string {
  const first = sentence.charAt(0).toUpperCase()
  return first.length === 1 ? first + sentence.slice(1) : sentence
}

/** Short names of systems are mostly abbreviations; these are words. */
const shortWords = new Set(['web', 'app', 'pro', 'bar', 'spa', 'b2b', 'b2c'])

/** Writes messages and parts of facts in a language, a zone and a present. */
export class Say {
  readonly writing: Language
  readonly zone: string
  readonly #thisYear: string
  readonly #number: Intl.NumberFormat
  readonly #list: Intl.ListFormat
  readonly #either: Intl.ListFormat

  constructor(writing: Language, zone: string, nowMs: number) {
    this.writing = writing
    this.zone = zone
    this.#thisYear = dayIn(zone, nowMs).slice(0, 4)
    const tools = toolsOf(writing.locale)
    this.#number = tools.number
    this.#list = tools.list
    this.#either = tools.either
  }

  /** A message of the language, with what it is about. */
  message(id: MessageId, values: MessageArguments = {}): string {
    return this.writing.message(id, values)
  }

  /** A name or code as it is. */
  name(part: { readonly value: string }): string {
    return clip(plain(part.value), MAX_NAME)
  }

  /** A code in words: `birthDate`, `in-store_pickup`; in the language's own where it has them. */
  code(part: { readonly value: string }): string {
    const words = this.#wordsOf(part)
    return wordIn(this.writing.codes, words) ?? words
  }

  attribute(part: Text): string {
    return wordIn(this.writing.attributes, part.value) ?? this.code(part)
  }

  channel(part: Text): string {
    return wordIn(this.writing.channels, part.value) ?? this.code(part)
  }

  /** A connection by name. */
  system(part: Text): string {
    const name = this.name(part)
    return name.length <= 3 && !shortWords.has(name) ? name.toUpperCase() : name
  }

  /** Somebody's own words, in quotation marks. */
  quote(part: { readonly value: string }, max: number = MAX_NAME): string {
    const [open, close] = this.writing.quotes
    return `${open}${clip(plain(part.value), max)}${close}`
  }

  /** `12 March`; with its year when that is not this one. */
  date(part: Instant | Day): string {
    const day = this.#dayOf(part)
    return this.#day(day, !day.startsWith(this.#thisYear))
  }

  /** With its year in any case: birth dates. */
  wholeDate(part: Instant | Day): string {
    return this.#day(this.#dayOf(part), true)
  }

  /** `March 2024`. */
  month(part: Instant): string {
    return this.#day(this.#dayOf(part).slice(0, 7), true)
  }

  /** The date alone of what was written without a time. */
  dateAndTime(part: Instant): string {
    if (part.day !== undefined) return this.date(part)
    return this.message('dateAndTime', { date: this.date(part), time: this.time(part) })
  }

  /** `18:00`; in UTC it says so, since nobody lives by it. */
  time(part: Instant): string {
    const [hour = '', minute = ''] = this.#clock(part).split(':')
    return this.message('time', { hour, minute, isUtc: this.zone === 'UTC' })
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
        return [plain(part.value), this.name(part), this.#wordsOf(part), ...this.#ownWords(part)]
      case 'number':
        return [this.number(part), this.#number.format(part.value), String(part.value)]
      case 'money':
        return [this.money(part)]
      case 'instant':
        return [this.wholeDate(part), this.date(part), this.month(part), this.time(part), this.#clock(part)]
      case 'date':
        return [this.wholeDate(part), this.date(part)]
    }
  }

  /** What the language calls it, as whatever it may be. */
  #ownWords(part: Text): readonly string[] {
    const { codes, attributes, channels } = this.writing
    return [wordIn(codes, this.#wordsOf(part)), wordIn(attributes, part.value), wordIn(channels, part.value)].filter(
      (word) => word !== undefined,
    )
  }

  #wordsOf(part: { readonly value: string }): string {
    const words = this.name(part)
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .replace(/[_.-]+/g, ' ')
    return words.toLowerCase().trim()
  }

  #clock(part: Instant): string {
    const format = formatOf('en-GB', this.zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    return format.format(Date.parse(part.value))
  }

  #dayOf(part: Instant | Day): string {
    if (part.type === 'date') return part.value
    return part.day ?? dayIn(this.zone, Date.parse(part.value))
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
    if (Number.isNaN(ms)) return day
    const text = formatOf(this.writing.locale, 'UTC', options).format(ms)
    return day.length > 7 ? text.replace(/^1(?=\s)/, this.writing.firstDay) : text
  }
}

function wordIn(table: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined
}

interface Tools {
  readonly number: Intl.NumberFormat
  readonly list: Intl.ListFormat
  readonly either: Intl.ListFormat
}
const tools = new Map<string, Tools>()

function toolsOf(locale: string): Tools {
  const there = tools.get(locale)
  if (there) return there
  const made = {
    number: new Intl.NumberFormat(locale),
    list: new Intl.ListFormat(locale, { type: 'conjunction' }),
    either: new Intl.ListFormat(locale, { type: 'disjunction' }),
  }
  tools.set(locale, made)
  return made
}
