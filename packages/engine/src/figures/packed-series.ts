import { type ByteReader, type ByteWriter, unzigzag, zigzag } from './bytes.ts'
import { DAY_MS, firstDayOf } from './calendar.ts'
import type { InsightPlan } from './insight-set.ts'
import type { Scalar } from './scalar.ts'
import { emptySeries, OLDER, type Series } from './series.ts'

/** Gaps up to this many days ride in the count's own varint. */
const SHORT_GAPS = 7
/** Whole numbers up to 2^50 are varints; beyond, their tag would not fit, and they are written as doubles. */
const MAX_VARINT_VALUE = 2 ** 50

/** Writes a series that has been materialised, without its length. Equal series give equal bytes. */
export function writeSeries(writer: ByteWriter, plan: InsightPlan, series: Series): void {
  const { keys, numbers } = series
  let previous = 0
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as number
    if (plan.layout !== 'total') {
      if (at === 0) writer.signed(key)
      // Active people's counts are the longest series: a day of theirs is mostly one byte.
      else if (plan.calculation === 'count')
        writer.varint((numbers[at] as number) * 8 + Math.min(key - previous, 8) - 1)
      if (at > 0 && (plan.calculation !== 'count' || key - previous > SHORT_GAPS)) writer.varint(key - previous)
    }
    if (plan.calculation === 'count') {
      if (at === 0 || plan.layout === 'total') writer.varint(numbers[at] as number)
    } else writePartial(writer, plan, series, at, key)
    previous = key
  }
}

/** Reads what {@link writeSeries} wrote. */
export function readSeries(reader: ByteReader, end: number, plan: InsightPlan): Series {
  const series = emptySeries()
  if (plan.calculation === 'count') readCounts(reader, end, plan, series)
  else {
    const isKeyed = plan.layout !== 'total'
    let key = 0
    while (reader.at < end) {
      if (isKeyed) key = series.keys.length === 0 ? reader.signed() : key + reader.varint()
      readPartial(reader, plan, series, key)
      series.keys.push(key)
    }
  }
  return series
}

function readCounts(reader: ByteReader, end: number, plan: InsightPlan, { keys, numbers }: Series): void {
  let key = plan.layout === 'total' ? 0 : reader.signed()
  keys.push(key)
  numbers.push(reader.varint())
  while (reader.at < end) {
    const token = reader.varint()
    const short = token % 8
    key += short === SHORT_GAPS ? reader.varint() : short + 1
    keys.push(key)
    numbers.push((token - short) / 8)
  }
}

function writePartial(writer: ByteWriter, plan: InsightPlan, series: Series, at: number, key: number): void {
  const number = series.numbers[at] ?? 0
  switch (plan.calculation) {
    case 'distinctDays':
      writer.varint(number)
      return
    case 'sum': {
      const micros = series.extras[at] as number
      const isShort = Math.abs(number) < MAX_VARINT_VALUE
      writer.varint((isShort ? zigzag(number) * 4 : 2) + (micros === 0 ? 0 : 1))
      if (!isShort) writer.float64(number)
      if (micros !== 0) writer.varint(micros)
      return
    }
    case 'first':
    case 'last':
      writer.signed(number - baseMs(plan, key))
      break
  }
  const value = series.values[at] as Scalar
  writeScalar(writer, plan.isTime ? (value as number) - baseMs(plan, key) : value)
}

function readPartial(reader: ByteReader, plan: InsightPlan, series: Series, key: number): void {
  switch (plan.calculation) {
    case 'distinctDays':
      series.numbers.push(reader.varint())
      return
    case 'sum': {
      const token = reader.varint()
      const hasMicros = token % 2 === 1
      const rest = token - (hasMicros ? 1 : 0)
      series.numbers.push(rest % 4 === 2 ? reader.float64() : unzigzag(rest / 4))
      series.extras.push(hasMicros ? reader.varint() : 0)
      return
    }
    case 'first':
    case 'last':
      series.numbers.push(reader.signed() + baseMs(plan, key))
      break
  }
  const value = readScalar(reader)
  series.values.push(plan.isTime ? (value as number) + baseMs(plan, key) : value)
}

/** Times are written from their bucket's begin on: four or five bytes instead of seven. */
function baseMs(plan: InsightPlan, key: number): number {
  if (plan.layout === 'days') return key * DAY_MS
  return plan.layout === 'months' && key !== OLDER ? firstDayOf(key) * DAY_MS : 0
}

/** The low two bits tell the kind: 0 whole number, 1 double, 2 text, 3 truth value. */
function writeScalar(writer: ByteWriter, value: Scalar): void {
  if (typeof value === 'boolean') writer.varint(value ? 7 : 3)
  else if (typeof value === 'string') {
    const bytes = writer.utf8(value)
    writer.varint(bytes.length * 4 + 2)
    writer.raw(bytes, 0, bytes.length)
  } else if (Number.isInteger(value) && Math.abs(value) < MAX_VARINT_VALUE) writer.varint(zigzag(value) * 4)
  else {
    writer.varint(1)
    writer.float64(value)
  }
}

function readScalar(reader: ByteReader): Scalar {
  const token = reader.varint()
  switch (token % 4) {
    case 0:
      return unzigzag(token / 4)
    case 1:
      return reader.float64()
    case 2:
      return reader.text((token - 2) / 4)
    default:
      return token === 7
  }
}
