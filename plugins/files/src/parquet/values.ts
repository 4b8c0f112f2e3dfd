import type { SchemaElement } from 'hyparquet'
import { isoDay, isoTime, isoWallClock, nanosOfMs } from '../times.ts'

/** A value as hyparquet hands it out, made one that JSON can say. Null stays null. */
export type ToJson = (raw: unknown) => unknown

/** How bytes that are not said to be text are told. */
export type BytesAs = 'base64' | 'text'

/** JSON's numbers are doubles: so many digits of a decimal fraction survive in one. */
const EXACT_DIGITS = 15
/** No decimal is wider in any format that writes Parquet; a hostile one takes quadratic time. */
const MAX_DECIMAL_BYTES = 64

/**
 * What a column's values become, and the element as hyparquet is to see it: without the annotations whose reading
 * loses something (decimals as doubles, nanoseconds as milliseconds) or fails (INTERVAL, BSON).
 */
export function valueReader(
  element: SchemaElement,
  bytesAs: BytesAs,
): { readonly element: SchemaElement; readonly toJson: ToJson } {
  const { converted_type, logical_type, ...bare } = element
  const plain = (read: (raw: never) => unknown) => ({ element: bare, toJson: orNull(read) })
  const asText = (read: (raw: never) => unknown) => ({
    element: { ...bare, converted_type: 'UTF8' as const },
    toJson: orNull(read),
  })
  const kind = logical_type?.type ?? converted_type
  if (kind === 'DECIMAL') {
    const scale = (logical_type?.type === 'DECIMAL' ? logical_type.scale : element.scale) ?? 0
    return plain((raw: number | bigint | Uint8Array) => decimalOf(raw, scale))
  }
  if (kind === 'STRING' || kind === 'UTF8' || kind === 'ENUM') return asText((raw: string) => raw)
  if (kind === 'JSON') return asText(parsed)
  if (kind === 'DATE') return plain((days: number) => isoDay(days))
  if (kind === 'TIME_MILLIS' || kind === 'TIME_MICROS' || kind === 'TIME') {
    const perUnit = nanosPerUnit(logical_type?.type === 'TIME' ? logical_type.unit : kind)
    return plain((raw: number | bigint) => isoTime(BigInt(raw) * perUnit))
  }
  if (kind === 'TIMESTAMP_MILLIS' || kind === 'TIMESTAMP_MICROS' || kind === 'TIMESTAMP') {
    const perUnit = nanosPerUnit(logical_type?.type === 'TIMESTAMP' ? logical_type.unit : kind)
    // Without the newer annotation it is an instant, says the format.
    const isInstant = logical_type?.type === 'TIMESTAMP' ? logical_type.isAdjustedToUTC : true
    return plain((raw: bigint) => timestamp(BigInt(raw) * perUnit, isInstant))
  }
  if (kind === 'INTERVAL') return plain(interval)
  // Left to hyparquet, whose readings lose nothing.
  if (kind === 'UUID' || kind === 'FLOAT16' || kind === 'GEOMETRY' || kind === 'GEOGRAPHY')
    return { element, toJson: jsonOf }
  if (kind === 'INTEGER' || kind?.startsWith('UINT_') || kind?.startsWith('INT_')) return { element, toJson: jsonOf }
  if (element.type === 'FLOAT') return plain(shortFloat)
  // Nanoseconds by `parsers`. Whether it was local time or UTC was never agreed on; a mapping's zone says.
  if (element.type === 'INT96') return plain((nanos: bigint) => timestamp(nanos, false))
  if (bytesAs === 'text' && element.type === 'BYTE_ARRAY') return asText((raw: string) => raw)
  return plain(jsonOf)
}

/** Of the readings that are left to hyparquet, the one that would lose the nanoseconds. */
export const parsers = { timestampFromNanoseconds: (nanos: bigint): bigint => nanos }

/** Whatever hyparquet hands out, as JSON: what has no type of its own here, and VARIANT columns. */
export function jsonOf(raw: unknown): unknown {
  if (raw === undefined || raw === null) return null
  if (typeof raw === 'bigint') return integerOf(raw)
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw + 0 : null
  if (typeof raw !== 'object') return raw
  if (raw instanceof Uint8Array) return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('base64')
  if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? null : raw.toISOString()
  if (Array.isArray(raw)) return raw.map(jsonOf)
  return Object.fromEntries(Object.entries(raw).map(([name, member]) => [name, jsonOf(member)]))
}

const orNull =
  (read: (raw: never) => unknown): ToJson =>
  (raw) =>
    raw === undefined || raw === null ? null : read(raw as never)

/** A number where a double holds it, else its digits. */
function integerOf(value: bigint): number | string {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value)
}

function decimalOf(raw: number | bigint | Uint8Array, scale: number): number | string {
  if (raw instanceof Uint8Array && raw.length > MAX_DECIMAL_BYTES) return jsonOf(raw) as string
  const unscaled = raw instanceof Uint8Array ? bigEndian(raw) : BigInt(raw)
  const sign = unscaled < 0n ? '-' : ''
  const digits = String(unscaled < 0n ? -unscaled : unscaled)
  if (scale <= 0) return digits === '0' ? 0 : numberOf(sign + digits + '0'.repeat(Math.min(-scale, 400)), digits.length)
  const padded = digits.padStart(scale + 1, '0')
  return numberOf(`${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`, digits.length)
}

const numberOf = (text: string, digits: number): number | string => (digits <= EXACT_DIGITS ? Number(text) + 0 : text)

function bigEndian(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`))
}

const nanosPerUnit = (unit: string): bigint =>
  unit.endsWith('NANOS') ? 1n : unit.endsWith('MICROS') ? 1000n : nanosOfMs(1)

function timestamp(nanos: bigint, isInstant: boolean): string | null {
  const text = isoWallClock(nanos)
  return text !== null && isInstant ? `${text}Z` : text
}

/** Months, days and milliseconds, each on its own: `P14M3DT1.500S`. */
function interval(bytes: Uint8Array): string | null {
  if (bytes.length !== 12) return null
  const [months, days, ms] = new Uint32Array(bytes.slice().buffer)
  return `P${months}M${days}DT${Math.trunc((ms ?? 0) / 1000)}.${String((ms ?? 0) % 1000).padStart(3, '0')}S`
}

/** The shortest number that is this one in 32 bits: 0.1, not 0.10000000149011612. */
function shortFloat(value: number): number | null {
  if (!Number.isFinite(value)) return null
  if (Number.isInteger(value) && Math.abs(value) <= 2 ** 24) return value + 0
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return Number(value.toPrecision(9))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
