import { AMBIGUOUS, IMPOSSIBLE, PLACEHOLDER, type Refused, UNREADABLE } from './cleaned.ts'
import { foldText } from './fold.ts'
import { isPlaceholderText } from './placeholders.ts'

/** A date as it was written, its parts checked against the calendar. */
export interface WrittenDate {
  readonly year: number
  readonly month?: number
  readonly day?: number
  /** Milliseconds into the day, when a time was written. */
  readonly timeMs?: number
  /** Minutes ahead of UTC, when an offset was written. */
  readonly offsetMinutes?: number
}

type Order = 'dmy' | 'mdy' | 'ymd' | undefined

const time =
  /^(?:[T ]|,? ?(?:at |um |à )?)(\d{1,2})(?:[:.hH](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?)?\s*([ap]\.?m\.?)?\s*((?:UTC|GMT)?[+-]\d{2}:?\d{2}|[+-]\d{2}|Z|UTC|GMT)?(?:\s*\([^)]*\)|\[[^\]]*\])?$/i
const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/
const isoMonth = /^(\d{4})-(\d{2})$/
const compact = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$/
const year = /^\d{4}$/
const slashed = /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})/
const epoch = /^-?\d{10}(?:\d{3})?$/
const epochDecimal = /^\d{10}\.\d{1,9}$/
const microsoft = /^\/?Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/?$/
const weekday = /^[\p{L}]{2,10}\.?,?\s+(?=\d|\p{L})/u
const dayFirst =
  /^(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s\-./]*(?:de |of )?([\p{L}]{3,12})\.?[\s,\-./]*(?:de |del |of )?(\d{4}|'?\d{2})(?!\d)/iu
const monthFirst = /^([\p{L}]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)/iu
const monthOnly = /^([\p{L}]{3,12})\.?,?\s+(?:de |del )?(\d{4})$/u
const monthYear = /^(\d{1,2})[/.](\d{4})$/
const zeros = /^[0\s/.:\-T]+Z?$/
const eastern = /^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]/

/**
 * Reads a date, with or without a time, as people and systems write it. A number is epoch milliseconds.
 * @param text - trimmed and not empty
 * @param latestYear - what two-digit years may mean at most; without it they are ambiguous
 */
export function readDateText(
  text: string,
  order: Order,
  latestYear: number | undefined,
): WrittenDate | number | Refused {
  if (text.length > 80) return UNREADABLE
  const isoMatch = iso.exec(text)
  if (isoMatch !== null) {
    const [all, years = '', months = '', days = ''] = isoMatch
    return dated(Number(years), Number(months), Number(days), text.slice(all.length), text)
  }
  const code = text.charCodeAt(0)
  if (code >= 48 && code <= 57) {
    const digits = ofDigits(text)
    if (digits !== undefined) return digits
    const marked = slashed.exec(text)
    if (marked !== null) return ofMarked(marked, text, order, latestYear)
  }
  if (code === 45 && epoch.test(text)) return ofDigits(text) ?? UNREADABLE
  const ticks = microsoft.exec(text)
  if (ticks !== null) return Number(ticks[1])
  return ofWords(text, latestYear)
}

function ofDigits(text: string): WrittenDate | number | Refused | undefined {
  if (year.test(text)) return text === '0000' ? PLACEHOLDER : { year: Number(text) }
  if (epoch.test(text)) return Number(text) * (text.replace('-', '').length === 10 ? 1000 : 1)
  if (epochDecimal.test(text)) return Math.round(Number(text) * 1000)
  const whole = compact.exec(text)
  if (whole !== null) {
    const [, years, months, days, hours, minutes, seconds, zulu] = whole
    const rest = hours === undefined ? '' : `T${hours}:${minutes}:${seconds ?? '00'}${zulu ?? ''}`
    return dated(Number(years), Number(months), Number(days), rest, text)
  }
  const month = isoMonth.exec(text)
  if (month !== null) return monthOf(Number(month[1]), Number(month[2]))
  const other = monthYear.exec(text)
  if (other !== null) return monthOf(Number(other[2]), Number(other[1]))
  const characters = eastern.exec(text)
  if (characters === null) return undefined
  const [all, years, months, days] = characters
  return dated(Number(years), Number(months), Number(days), text.slice(all.length), text)
}

function monthOf(years: number, month: number): WrittenDate | Refused {
  return month >= 1 && month <= 12 ? { year: years, month } : IMPOSSIBLE
}

/** `31/12/2025`, `31.12.2025`, `2025/12/31`: what stands first is told by its size, by the mark, or by `order`. */
function ofMarked(
  match: RegExpExecArray,
  text: string,
  order: Order,
  latestYear: number | undefined,
): WrittenDate | Refused {
  const [all, first = '', mark, second = '', third = ''] = match
  const rest = text.slice(all.length)
  if (first.length > 2) {
    return third.length > 2 || first.length === 3
      ? UNREADABLE
      : dated(Number(first), Number(second), Number(third), rest, text)
  }
  if (third.length === 3) return UNREADABLE
  if (zeros.test(all)) return PLACEHOLDER
  if (order === 'ymd' && third.length < 3) {
    const years = fullYear(first, latestYear)
    return years === undefined ? AMBIGUOUS : dated(years, Number(second), Number(third), rest, text)
  }
  const years = fullYear(third, latestYear)
  if (years === undefined) return AMBIGUOUS
  const a = Number(first)
  const b = Number(second)
  // The order settles what reads in two ways; 20/8/1991 does not, whatever the rest of the file does.
  if (a > 12) return dated(years, b, a, rest, text)
  if (b > 12) return dated(years, a, b, rest, text)
  // With dots only day.month.year is written, anywhere.
  if (order === 'dmy' || (order === undefined && mark === '.')) return dated(years, b, a, rest, text)
  return order === 'mdy' || a === b ? dated(years, a, b, rest, text) : AMBIGUOUS
}

function fullYear(text: string, latestYear: number | undefined): number | undefined {
  if (text.length > 2) return Number(text)
  if (latestYear === undefined) return undefined
  const century = latestYear - (latestYear % 100)
  const candidate = century + Number(text)
  return candidate <= latestYear ? candidate : candidate - 100
}

function ofWords(text: string, latestYear: number | undefined): WrittenDate | Refused {
  const head = weekday.exec(text)
  // `December 31` starts with a word too: a weekday goes, a month stays.
  const body = head !== null && monthNumber(head[0]) === undefined ? text.slice(head[0].length) : text
  const day = dayFirst.exec(body)
  if (day !== null) {
    const [all, days, months = '', years = ''] = day
    const full = fullYear(years.replace("'", ''), latestYear)
    const month = monthNumber(months)
    if (month === undefined) return UNREADABLE
    return full === undefined ? AMBIGUOUS : dated(full, month, Number(days), body.slice(all.length), text)
  }
  const named = monthFirst.exec(body)
  if (named !== null) {
    const [all, months = '', days, years] = named
    const month = monthNumber(months)
    return month === undefined ? UNREADABLE : dated(Number(years), month, Number(days), body.slice(all.length), text)
  }
  const only = monthOnly.exec(body)
  const month = only?.[1] === undefined ? undefined : monthNumber(only[1])
  if (month !== undefined) return { year: Number(only?.[2]), month }
  const unixDate = /^(\p{L}{3}) +(\d{1,2}) (\d{2}:\d{2}:\d{2})(?: [A-Z]{3,4})? (\d{4})(.*)$/u.exec(body)
  if (unixDate !== null) {
    const [, months = '', days, clock, years, rest = ''] = unixDate
    const number = monthNumber(months)
    if (number !== undefined) return dated(Number(years), number, Number(days), ` ${clock}${rest}`, text)
  }
  if (zeros.test(text) || isPlaceholderText(text)) return PLACEHOLDER
  return UNREADABLE
}

function dated(years: number, month: number, day: number, rest: string, text: string): WrittenDate | Refused {
  if (month === 0 || day === 0) return zeros.test(text) ? PLACEHOLDER : IMPOSSIBLE
  if (month > 12 || day > daysIn(years, month)) return IMPOSSIBLE
  if (rest === '') return { year: years, month, day }
  const clock = time.exec(rest)
  if (clock === null) return UNREADABLE
  const [, hours, minutes, seconds, fraction, half, offset] = clock
  const hour = Number(hours)
  if (minutes === undefined && half === undefined) return UNREADABLE
  if (half !== undefined && (hour < 1 || hour > 12)) return IMPOSSIBLE
  const isAfternoon = half?.toLowerCase().startsWith('p') === true
  const hour24 = half === undefined ? hour : (hour % 12) + (isAfternoon ? 12 : 0)
  const minute = Number(minutes ?? 0)
  const second = Number(seconds ?? 0)
  // A leap second counts as the second before it.
  if (hour24 > 24 || minute > 59 || second > 60 || (hour24 === 24 && (minute > 0 || second > 0))) return IMPOSSIBLE
  const ms = fraction === undefined ? 0 : Math.trunc(Number(`0.${fraction}`) * 1000 + 1e-6)
  const timeMs = ((hour24 * 60 + minute) * 60 + Math.min(second, 59)) * 1000 + ms
  if (offset === undefined) return { year: years, month, day, timeMs }
  const offsetMinutes = offsetOf(offset)
  return Math.abs(offsetMinutes) > 18 * 60 ? IMPOSSIBLE : { year: years, month, day, timeMs, offsetMinutes }
}

function offsetOf(offset: string): number {
  const digits = offset.replace(/\D/g, '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0)
  return offset.includes('-') ? -minutes : minutes
}

function daysIn(years: number, month: number): number {
  if (month === 2) return (years % 4 === 0 && years % 100 !== 0) || years % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** By the first letters that tell the months of a language apart: English, French, German, Spanish, Italian, Dutch, Portuguese. */
const months: ReadonlyMap<string, number> = new Map(
  [
    'jan january janvier janv januar jaenner enero ene gennaio gen januari janeiro',
    'feb february fevrier fev fevr februar febrero febbraio februari fevereiro',
    'mar march mars maerz marz marzo mrt maart marco',
    'apr april avril avr abril abr aprile',
    'may mai mayo maggio mag mei maio',
    'jun june juin juni junio giugno giu junho',
    'jul july juillet juil juli julio luglio lug julho',
    'aug august aout aou agosto ago augustus',
    'sep sept september septembre septiembre settembre set setembro',
    'oct october octobre octubre okt oktober ottobre ott outubro out',
    'nov november novembre noviembre novembro',
    'dec december decembre dez dezember diciembre dic dicembre dezembro',
  ].flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)),
)

function monthNumber(word: string): number | undefined {
  return months.get(foldText(word))
}
