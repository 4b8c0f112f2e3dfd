const DAY_MS = 86_400_000
const NANOS_PER_MS = 1_000_000n
const NANOS_PER_SECOND = 1_000_000_000n

/** A calendar day as ISO text; null for what no calendar has. @param days since 1970-01-01 */
export function isoDay(days: number): string | null {
  const date = new Date(days * DAY_MS)
  return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, -'T00:00:00.000Z'.length)
}

/** A wall clock as ISO text without an offset, to the nanosecond; null for what no calendar has. Behind an instant belongs a `Z`. */
export function isoWallClock(nanos: bigint): string | null {
  const seconds = floorDiv(nanos, NANOS_PER_SECOND)
  const date = new Date(Number(seconds) * 1000)
  if (Number.isNaN(date.getTime())) return null
  return date.toISOString().slice(0, -'.000Z'.length) + fraction(nanos - seconds * NANOS_PER_SECOND)
}

/** A time of day, `13:45:00`; hours above 23 are kept as they are. */
export function isoTime(nanos: bigint): string {
  const seconds = floorDiv(nanos, NANOS_PER_SECOND)
  const rest = fraction(nanos - seconds * NANOS_PER_SECOND)
  const total = Number(seconds)
  return `${pad(Math.floor(total / 3600))}:${pad(Math.floor(total / 60) % 60)}:${pad(total % 60)}${rest}`
}

export const nanosOfMs = (ms: number | bigint): bigint => BigInt(ms) * NANOS_PER_MS

const pad = (value: number): string => String(value).padStart(2, '0')

/** As few digits as say it: none, milliseconds, microseconds or nanoseconds. */
function fraction(nanos: bigint): string {
  if (nanos === 0n) return ''
  const digits = String(nanos).padStart(9, '0')
  return `.${digits.replace(/(?:000){1,2}$/, '')}`
}

/** Rounds down, where bigint division rounds towards nought. */
function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient
}
