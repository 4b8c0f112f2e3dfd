import { isoDay, isoTime, isoWallClock, nanosOfMs } from '../times.ts'
import type { NumberFormat } from './number-format.ts'

const DAY_MS = 86_400_000
/** Serial 0 of each system, in days since 1970. The older one has a 29 February 1900, so that it is one later before March 1900. */
const EPOCH_1900 = -25_569
const EPOCH_1904 = -24_107
/** 31 December 9999 is the last day that Excel has. */
const LAST_DAY = 2_932_896

/**
 * A number as its format means it: a day `2025-12-31`, a wall clock `2025-12-31T13:45:00`, a time `13:45:00`, digits
 * with their leading noughts, or a number of 15 digits, as many as Excel itself keeps. Null for a day that is none.
 */
export function valueOfNumber(value: number, format: NumberFormat, is1904: boolean): string | number | null {
  if (format.kind === 'number') return rounded(value)
  if (format.kind === 'digits')
    return Number.isInteger(value) && value >= 0 ? String(value).padStart(format.width, '0') : rounded(value)
  const ms = Math.round(value * DAY_MS)
  if (!Number.isSafeInteger(ms)) return null
  if (format.kind === 'duration') return ms < 0 ? null : isoTime(nanosOfMs(ms))
  if (ms < 0) return null
  const serial = Math.floor(ms / DAY_MS)
  const timeMs = ms - serial * DAY_MS
  // Without a day, of either format: a time. An empty day is often written as 0.
  if (!format.hasDay || (serial === 0 && !is1904))
    return format.hasTime || timeMs > 0 ? isoTime(nanosOfMs(timeMs)) : null
  // 29 February 1900, which never was.
  if (!is1904 && serial === 60) return null
  const days = serial + (is1904 ? EPOCH_1904 : serial < 60 ? EPOCH_1900 + 1 : EPOCH_1900)
  if (days > LAST_DAY) return null
  // A day that hides its time says less than the cell; one that has none says no more than it.
  return timeMs === 0 && !format.hasTime ? isoDay(days) : isoWallClock(nanosOfMs(days * DAY_MS + timeMs))
}

/** 0.1 + 0.2 is 0.3 in Excel, which keeps 15 digits; the file has 17. Whole numbers of other software have no such noise. */
const rounded = (value: number): number | null =>
  Number.isFinite(value) ? (Number.isInteger(value) ? value : Number(value.toPrecision(15))) + 0 : null
