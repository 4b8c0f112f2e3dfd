import { z } from 'zod'
import type { Column, RawValue } from './database.ts'

/** A column's value in a cursor: exact, and of the type that it has in the database. */
const bound = z.union([z.string(), z.number(), z.strictObject({ integer: z.string() })])
type Bound = z.output<typeof bound>

/** How far a stream was read. */
export const cursor = z.strictObject({
  /** What the rest counts on; see `Plan`. */
  of: z.string(),
  /** The highest value of the cursor column that was read: the next run begins with the rows that have it. */
  since: bound.optional(),
  /** A run that is under way: which part of it, and the last row's values of that part's order. */
  at: z.strictObject({ part: z.enum(['all', 'undated', 'changed']), values: z.array(bound) }).optional(),
})
export type SqlCursor = z.output<typeof cursor>
export type Part = NonNullable<SqlCursor['at']>['part']

export const toBound = (raw: RawValue): Bound => (typeof raw === 'bigint' ? { integer: String(raw) } : (raw ?? ''))
export const fromBound = (value: Bound): RawValue => (typeof value === 'object' ? BigInt(value.integer) : value)

const moment = /^(\d{4}-\d\d-\d\d)(?:([ T])(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/
const DAY_MS = 86_400_000
/** A time that names no zone may be so much ahead of ours. */
const ZONES_MS = 14 * 3_600_000

/** A value so far before another: seconds of a time, days of a date (begun ones whole), else a number's own units. */
export function before(raw: RawValue, overlap: number): RawValue {
  if (overlap === 0 || raw === null) return raw
  if (typeof raw === 'number') return raw - overlap
  if (typeof raw === 'bigint') return raw - BigInt(Math.ceil(overlap))
  if (/^-?\d+$/.test(raw)) return String(BigInt(raw) - BigInt(Math.ceil(overlap)))
  if (/^-?\d+\.\d+$/.test(raw)) return String(BigInt(raw.split('.')[0] ?? '0') - BigInt(Math.ceil(overlap)))
  return shifted(raw, (ms, isDate) => ms - (isDate ? Math.ceil(overlap / 86_400) * DAY_MS : overlap * 1000))
}

/**
 * A time that does not lie in the future: one row with a wrong year must not hide all that changes until then. What lies
 * ahead is read again by each run until its time has come.
 */
export function notAfter(raw: RawValue, { kind }: Column, now: Date): RawValue {
  if (typeof raw !== 'string' || kind === 'number' || kind === 'decimal') return raw
  const hasZone = kind === 'instant' || /(Z|[+-]\d\d(:?\d\d)?)$/.test(raw.slice(10))
  const limit = now.getTime() + (hasZone ? 0 : ZONES_MS)
  return shifted(raw, (ms) => Math.min(ms, limit))
}

/** A time moved and written as it was: texts are compared letter by letter. What is no time stays. */
function shifted(text: string, move: (ms: number, isDate: boolean) => number): string {
  const parts = moment.exec(text)
  if (parts === null) return text
  const [, day, between, clock = '00:00:00', fraction = '', zone = ''] = parts
  const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)
  const offsetMs =
    offset === null ? 0 : (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * (offset[1] === '-' ? -60_000 : 60_000)
  const local = Date.parse(`${day}T${clock}Z`)
  const moved = move(local - offsetMs, between === undefined)
  if (Number.isNaN(local) || moved === local - offsetMs) return text
  const iso = new Date(moved + offsetMs).toISOString()
  if (between === undefined) return iso.slice(0, 10)
  // Never later than asked for: a fraction is kept only where whole seconds were taken off.
  const isWhole = (local - offsetMs - moved) % 1000 === 0
  return `${iso.slice(0, 10)}${between}${iso.slice(11, 19)}${isWhole ? fraction : fraction && `.${'0'.repeat(fraction.length - 1)}`}${zone}`
}
