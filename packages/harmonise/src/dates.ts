import {
  AMBIGUOUS,
  type Cleaned,
  IMPOSSIBLE,
  isRefused,
  PLACEHOLDER,
  type Refused,
  TYPE_CHANGED,
  textOf,
  UNREADABLE,
} from './cleaned.ts'
import { readDateText, type WrittenDate } from './date-text.ts'
import { isPlaceholderBirthDate } from './placeholders.ts'
import { zoneClock } from './zone.ts'

/** How dates are read. */
export interface DateSettings {
  readonly zone?: string | undefined
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd' | undefined
  /**
   * The latest year a two-digit one may mean: with 2029, `29` is 2029 and `30` is 1930. Without it such dates are
   * ambiguous, for a birth in 1926 and an order in 2026 look the same.
   */
  readonly latestYear?: number | undefined
}

const DAY_MS = 86_400_000
/** The instants that four-digit years can write. */
const MIN_MS = -62_135_596_800_000
const MAX_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)
const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/

/**
 * A calendar date, `2025-12-31`. Of an instant with an offset it is the day in `zone` (midnight in UTC keeps its day:
 * so do programs write dates). Refused: `ambiguous` (03/04/2025, two-digit years), `impossible` (30 February),
 * `placeholder` (0000-00-00), `unreadable`.
 */
export function cleanDate(received: unknown, settings: DateSettings = {}): Cleaned<string> {
  const written = read(received, settings)
  if (written === undefined || isRefused(written)) return written
  if (typeof written === 'number') return isoDate(written, settings.zone)
  if (written.day === undefined) return UNREADABLE
  if (written.offsetMinutes !== undefined && written.timeMs !== undefined) {
    const instantMs = utcMs(written) + written.timeMs - written.offsetMinutes * 60_000
    if (!(written.offsetMinutes === 0 && written.timeMs === 0)) return isoDate(instantMs, settings.zone)
  }
  return partialIso(written)
}

/** A date of which day and month may be unknown: `1980`, `1980-05`, `1980-05-17`. */
export function cleanPartialDate(received: unknown, settings: DateSettings = {}): Cleaned<string> {
  if (typeof received === 'number' && Number.isInteger(received) && received >= 1000 && received <= 9999) {
    return String(received)
  }
  const written = read(received, settings)
  if (written === undefined || isRefused(written)) return written
  if (typeof written === 'number' || written.offsetMinutes !== undefined) return cleanDate(received, settings)
  return partialIso(written)
}

/**
 * A birth date, maybe partial. In the future or before 1900 is `impossible`; a system's zero (1900-01-01, 1970-01-01)
 * is a `placeholder`.
 * @param nowMs - epoch milliseconds; a day ahead is still allowed, for somewhere it is tomorrow already
 */
export function cleanBirthDate(received: unknown, nowMs: number, settings: DateSettings = {}): Cleaned<string> {
  const date = cleanPartialDate(received, settings)
  if (typeof date !== 'string') return date
  if (isPlaceholderBirthDate(date)) return PLACEHOLDER
  const year = Number(date.slice(0, 4))
  if (year < 1900) return IMPOSSIBLE
  // An ISO date is compared as text, cut to what is known of it: 2026 is not after 2026-11-24.
  const tomorrow = tomorrowOf(nowMs).slice(0, date.length)
  return date > tomorrow ? IMPOSSIBLE : date
}

/**
 * An instant in UTC, `2025-12-31T22:00:00.000Z`. A time without an offset is one of `zone`; a date is its midnight
 * there. Ten digits are epoch seconds, thirteen milliseconds. Refused as in {@link cleanDate}.
 */
export function cleanInstant(received: unknown, settings: DateSettings = {}): Cleaned<string> {
  if (typeof received === 'string' && isoInstant.test(received)) {
    const ms = Date.parse(received)
    // Date.parse takes 30 February for 2 March.
    if (!Number.isNaN(ms) && Number(received.slice(8, 10)) <= 28) return received.length === 24 ? received : iso(ms)
  }
  const ms = cleanInstantMs(received, settings)
  return typeof ms === 'number' ? iso(ms) : ms
}

/** Like {@link cleanInstant}, in epoch milliseconds. */
export function cleanInstantMs(received: unknown, settings: DateSettings = {}): Cleaned<number> {
  const written = read(received, settings)
  if (written === undefined || isRefused(written)) return written
  if (typeof written === 'number') return written
  if (written.day === undefined) return UNREADABLE
  const wallMs = utcMs(written) + (written.timeMs ?? 0)
  const ms =
    written.offsetMinutes === undefined
      ? zoneClock(settings.zone ?? 'UTC').fromWallClock(wallMs)
      : wallMs - (written.timeMs === undefined ? 0 : written.offsetMinutes * 60_000)
  return inRange(ms)
}

/** A spreadsheet's serial day (Excel, 1900 system) as a wall clock `2025-12-31T12:00:00`; its fraction is the time of day. */
export function wallClockOfSerial(received: unknown): Cleaned<string> {
  const serial = typeof received === 'number' ? received : Number(textOf(received) ?? Number.NaN)
  if (received === null || received === undefined || received === '') return undefined
  // 60 is Excel's 29 February 1900, which never was; below it, serials are off by one and rarely meant.
  if (!(serial >= 61 && serial < 2_958_466)) return Number.isNaN(serial) ? UNREADABLE : IMPOSSIBLE
  return iso(Date.UTC(1899, 11, 30) + Math.round(serial * 86_400) * 1000).slice(0, 19)
}

function read(received: unknown, settings: DateSettings): Cleaned<WrittenDate | number> {
  if (typeof received === 'number') return ofNumber(received)
  if (typeof received === 'boolean') return TYPE_CHANGED
  const text = textOf(received)
  if (typeof text !== 'string') return text
  const written = readDateText(text, settings.dateOrder, settings.latestYear)
  return typeof written === 'number' ? inRange(written) : written
}

/** 20251231 is a date; from a thousand million on it is epoch seconds, from a hundred times that on milliseconds. */
function ofNumber(number: number): WrittenDate | number | Refused {
  if (!Number.isFinite(number)) return UNREADABLE
  if (Number.isInteger(number) && number >= 10_000_101 && number <= 99_991_231) {
    const written = readDateText(String(number), undefined, undefined)
    return typeof written === 'number' ? UNREADABLE : written
  }
  const size = Math.abs(number)
  if (size >= 1e11) return inRange(Math.trunc(number))
  return size >= 1e8 ? inRange(Math.round(number * 1000)) : AMBIGUOUS
}

function inRange(ms: number): number | Refused {
  return ms >= MIN_MS && ms <= MAX_MS ? ms : IMPOSSIBLE
}

function utcMs({ year, month = 1, day = 1 }: WrittenDate): number {
  if (year >= 100) return Date.UTC(year, month - 1, day)
  // Date.UTC takes 0 to 99 for 1900 to 1999.
  const date = new Date(0)
  return date.setUTCFullYear(year, month - 1, day)
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

function isoDate(ms: number, zone: string | undefined): string {
  const wallMs = zone === undefined ? ms : ms + zoneClock(zone).offsetAt(ms)
  return iso(wallMs).slice(0, 10)
}

function partialIso({ year, month, day }: WrittenDate): string {
  const years = String(year).padStart(4, '0')
  if (month === undefined) return years
  const months = month < 10 ? `0${month}` : String(month)
  if (day === undefined) return `${years}-${months}`
  return `${years}-${months}-${day < 10 ? `0${day}` : day}`
}

let tomorrowDay = Number.NaN
let tomorrowText = ''

/** The date a day after `nowMs`, in UTC: as far ahead as any zone's clock is. */
function tomorrowOf(nowMs: number): string {
  const day = Math.floor(nowMs / DAY_MS)
  if (day !== tomorrowDay) {
    tomorrowDay = day
    tomorrowText = iso((day + 1) * DAY_MS).slice(0, 10)
  }
  return tomorrowText
}
