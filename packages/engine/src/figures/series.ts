import { DAY_MS, dayInMonth, dayOf, firstDayOf, monthOf } from './calendar.ts'
import type { InsightPlan } from './insight-set.ts'
import { addend, compareScalars, type Scalar, scalarOf } from './scalar.ts'

/** Extremes of all time are kept by month for so long; what is older shares one bucket. */
const RECENT_MONTHS = 24
/** The key of the bucket that holds what is older. */
export const OLDER = -100_000
/** Wider than any date: bounds of a range without one. */
export const DISTANT_PAST = -8_640_000_000_000_000
export const DISTANT_FUTURE = 8_640_000_000_000_000
const MICROS = 1_000_000

/**
 * The partials of one plan for one anchor, by bucket, in columns; `keys` ascend. `numbers` holds counts, whole units of
 * sums, times of first and last, or bits of days; `extras` the millionths of sums; `values` what extremes keep. A bucket
 * that says nothing (a count of 0, a sum of 0) does not exist, so that equal content is equal bytes.
 */
export interface Series {
  /** The row it was read from, as long as its bytes say what it is: `null` once it was changed. */
  packed: Uint8Array | null
  /** `keys` and columns are filled; until somebody needs them they are not. */
  isUnpacked: boolean
  start: number
  end: number
  keys: number[]
  numbers: number[]
  extras: number[]
  values: Scalar[]
}

/** The first month that has a bucket of its own. */
export function floorMonthOf(day: number): number {
  return monthOf(day) - RECENT_MONTHS
}

export function emptySeries(): Series {
  return { packed: null, isUnpacked: true, start: 0, end: 0, keys: [], numbers: [], extras: [], values: [] }
}

export function bucketKey(plan: InsightPlan, day: number, floorMonth: number): number {
  switch (plan.layout) {
    case 'total':
      return 0
    case 'days':
      return day
    case 'calendar':
      return monthOf(day)
    case 'months': {
      const month = monthOf(day)
      return month < floorMonth ? OLDER : month
    }
  }
}

/** The time whose rows decide a day's bucket (for `calendar`, the day itself). */
export function bucketSpan(plan: InsightPlan, day: number, floorMonth: number): { since: number; until: number } {
  if (plan.layout === 'total') return { since: DISTANT_PAST, until: DISTANT_FUTURE }
  if (plan.layout !== 'months') return { since: day * DAY_MS, until: (day + 1) * DAY_MS }
  const month = monthOf(day)
  return month < floorMonth
    ? { since: DISTANT_PAST, until: firstDayOf(floorMonth) * DAY_MS }
    : { since: firstDayOf(month) * DAY_MS, until: firstDayOf(month + 1) * DAY_MS }
}

/** Adds what a row contributes. The row has passed the plan's filter. */
export function addTo(plan: InsightPlan, series: Series, key: number, occurredAt: number, attributes: unknown): void {
  switch (plan.calculation) {
    case 'count':
      addCount(series, key, 1)
      return
    case 'distinctDays':
      addBits(series, key, 1 << dayInMonth(dayOf(occurredAt)))
      return
    default: {
      const value = plan.isTime ? occurredAt : plan.read(attributes)
      if (!Array.isArray(value)) addValue(plan, series, key, occurredAt, value, 1)
      else for (const element of value) addValue(plan, series, key, occurredAt, element, 1)
    }
  }
}

/**
 * Takes back what a row contributed.
 * @returns false when that can't be done from what is kept: the bucket must be computed anew from its rows
 */
export function takeFrom(
  plan: InsightPlan,
  series: Series,
  key: number,
  occurredAt: number,
  attributes: unknown,
): boolean {
  if (plan.calculation === 'count') {
    addCount(series, key, -1)
    return true
  }
  const value = plan.isTime ? occurredAt : plan.read(attributes)
  if (plan.calculation === 'sum') {
    // A bucket that is absent may be a sum of 0, so this goes on below it.
    if (!Array.isArray(value)) addValue(plan, series, key, occurredAt, value, -1)
    else for (const element of value) addValue(plan, series, key, occurredAt, element, -1)
    return true
  }
  const at = find(series.keys, key)
  // Nothing is kept for it: it expired.
  if (at < 0) return true
  if (plan.calculation === 'distinctDays') {
    return ((series.numbers[at] as number) & (1 << dayInMonth(dayOf(occurredAt)))) === 0
  }
  // Only the row that a bucket shows matters to it.
  const isTimed = plan.calculation === 'first' || plan.calculation === 'last'
  if (isTimed && series.numbers[at] !== occurredAt) return true
  const shown = series.values[at]
  if (!Array.isArray(value)) return scalarOf(plan.unit, value) !== shown
  return value.every((element) => scalarOf(plan.unit, element) !== shown)
}

/** Whether two versions of a row contribute the same, so that nothing needs to be done. Both passed the filter. */
export function contributesSame(
  plan: InsightPlan,
  before: { readonly occurredAt: number; readonly attributes: unknown },
  after: { readonly occurredAt: number; readonly attributes: unknown },
): boolean {
  if (plan.calculation === 'count' || plan.calculation === 'distinctDays') {
    return dayOf(before.occurredAt) === dayOf(after.occurredAt)
  }
  if (before.occurredAt !== after.occurredAt) return false
  if (plan.isTime) return true
  const a = plan.read(before.attributes)
  const b = plan.read(after.attributes)
  if (Array.isArray(a) || Array.isArray(b)) return false
  return scalarOf(plan.unit, a) === scalarOf(plan.unit, b)
}

/** Forgets what lies in `[since, until)`, which was made by {@link bucketSpan} or covers everything. */
export function clearSpan(plan: InsightPlan, series: Series, since: number, until: number): void {
  if (since === DISTANT_PAST && until === DISTANT_FUTURE) {
    empty(series)
    return
  }
  const day = dayOf(since)
  if (plan.layout === 'calendar') {
    const at = find(series.keys, monthOf(day))
    if (at < 0) return
    const bits = (series.numbers[at] as number) & ~(1 << dayInMonth(day))
    if (bits === 0) removeAt(series, at)
    else series.numbers[at] = bits
    return
  }
  if (plan.layout === 'months' && since === DISTANT_PAST) {
    const floorMonth = monthOf(dayOf(until))
    while (series.keys.length > 0 && (series.keys[0] as number) < floorMonth) removeAt(series, 0)
    return
  }
  const at = find(series.keys, plan.layout === 'days' ? day : monthOf(day))
  if (at >= 0) removeAt(series, at)
}

/** Brings a series to a day: expired buckets go, months that grew old fold together. */
export function age(plan: InsightPlan, series: Series, today: number): void {
  const { keys } = series
  if (plan.layout === 'days') {
    let expired = 0
    while (expired < keys.length && (keys[expired] as number) < today - plan.lagDays - plan.windowDays - 1) expired++
    if (expired > 0) removeFirst(series, expired)
  } else if (plan.layout === 'calendar' && plan.windowDays > 0) {
    const first = today - plan.lagDays - plan.windowDays - 1
    const firstMonth = monthOf(first)
    let expired = 0
    while (expired < keys.length && (keys[expired] as number) < firstMonth) expired++
    if (expired > 0) removeFirst(series, expired)
    if (keys[0] !== firstMonth) return
    const bits = (series.numbers[0] as number) & (-1 << dayInMonth(first))
    if (bits === 0) removeAt(series, 0)
    else series.numbers[0] = bits
  } else if (plan.layout === 'months') {
    const floorMonth = floorMonthOf(today)
    // The first may be the older bucket itself; anything after it below the floor joins it.
    for (;;) {
      const at = keys[0] === OLDER ? 1 : 0
      const key = keys[at]
      if (key === undefined || key >= floorMonth) return
      const time = series.numbers[at] ?? 0
      const value = series.values[at] as Scalar
      removeAt(series, at)
      addExtreme(plan, series, OLDER, time, value)
    }
  }
}

/** Adds all partials of another series of the same plan. */
export function mergeInto(plan: InsightPlan, into: Series, from: Series): void {
  for (let at = 0; at < from.keys.length; at++) {
    const key = from.keys[at] as number
    const number = from.numbers[at] ?? 0
    if (plan.calculation === 'count') addCount(into, key, number)
    else if (plan.calculation === 'distinctDays') addBits(into, key, number)
    else if (plan.calculation === 'sum') addUnits(into, key, number, from.extras[at] as number)
    else addExtreme(plan, into, key, number, from.values[at] as Scalar)
  }
}

/** Position of a key, or `-1 - position` where it would go. Nearly always it is the last: what happens, happens now. */
function find(keys: readonly number[], key: number): number {
  let at = keys.length
  while (at > 0 && (keys[at - 1] as number) > key) at--
  return at > 0 && keys[at - 1] === key ? at - 1 : -1 - at
}

function addCount(series: Series, key: number, by: number): void {
  const at = find(series.keys, key)
  if (at < 0) {
    if (by <= 0) return
    insert(series.keys, -1 - at, key)
    insert(series.numbers, -1 - at, by)
    return
  }
  const count = (series.numbers[at] as number) + by
  if (count > 0) series.numbers[at] = count
  else removeAt(series, at)
}

function addBits(series: Series, key: number, bits: number): void {
  const at = find(series.keys, key)
  if (at >= 0) series.numbers[at] = (series.numbers[at] as number) | bits
  else {
    insert(series.keys, -1 - at, key)
    insert(series.numbers, -1 - at, bits)
  }
}

/** Sums are exact to a millionth, as two whole numbers: binary fractions would depend on the order of arrival. */
function addSum(series: Series, key: number, scalar: Scalar, sign: 1 | -1): void {
  const number = addend(scalar)
  if (number === undefined) return
  const units = Math.trunc(number)
  const micros = number === units ? 0 : Math.round((number - units) * MICROS)
  addUnits(series, key, sign * units, sign * micros)
}

function addUnits(series: Series, key: number, units: number, micros: number): void {
  const found = find(series.keys, key)
  const at = found < 0 ? -1 - found : found
  if (found < 0) {
    insert(series.keys, at, key)
    insert(series.numbers, at, 0)
    insert(series.extras, at, 0)
  }
  const allMicros = (series.extras[at] as number) + micros
  // Millionths lie in 0 … 999,999, whatever the sign: one amount, one form.
  const carry = Math.floor(allMicros / MICROS)
  const allUnits = (series.numbers[at] as number) + units + carry
  const rest = allMicros - carry * MICROS
  if (allUnits === 0 && rest === 0) removeAt(series, at)
  else {
    series.numbers[at] = allUnits
    series.extras[at] = rest
  }
}

/** Equal times are told apart by the value, so that the order of arrival decides nothing. */
function addExtreme(plan: InsightPlan, series: Series, key: number, time: number, scalar: Scalar): void {
  const { calculation } = plan
  const isTimed = calculation === 'first' || calculation === 'last'
  if (!isTimed && typeof scalar === 'boolean') return
  const found = find(series.keys, key)
  if (found < 0) {
    insert(series.keys, -1 - found, key)
    if (isTimed) insert(series.numbers, -1 - found, time)
    insert(series.values, -1 - found, scalar)
    return
  }
  const byTime = isTimed ? time - (series.numbers[found] as number) : 0
  const order = byTime !== 0 ? byTime : compareScalars(scalar, series.values[found] as Scalar)
  if (calculation === 'min' || calculation === 'first' ? order < 0 : order > 0) {
    if (isTimed) series.numbers[found] = time
    series.values[found] = scalar
  }
}

function addValue(
  plan: InsightPlan,
  series: Series,
  key: number,
  occurredAt: number,
  value: unknown,
  sign: 1 | -1,
): void {
  const scalar = scalarOf(plan.unit, value)
  if (scalar === undefined) return
  if (plan.calculation === 'sum') addSum(series, key, scalar, sign)
  else addExtreme(plan, series, key, occurredAt, scalar)
}

function insert<T>(column: T[], at: number, value: T): void {
  if (at === column.length) column.push(value)
  else column.splice(at, 0, value)
}

function removeAt(series: Series, at: number): void {
  series.keys.splice(at, 1)
  if (series.numbers.length > 0) series.numbers.splice(at, 1)
  if (series.extras.length > 0) series.extras.splice(at, 1)
  if (series.values.length > 0) series.values.splice(at, 1)
}

function removeFirst(series: Series, count: number): void {
  series.keys.splice(0, count)
  series.numbers.splice(0, count)
  series.extras.splice(0, count)
  series.values.splice(0, count)
}

function empty(series: Series): void {
  series.keys = []
  series.numbers = []
  series.extras = []
  series.values = []
}
