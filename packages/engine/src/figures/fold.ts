import { DAY_MS, dayInMonth, firstDayOf, monthOf } from './calendar.ts'
import type { InsightPlan } from './insight-set.ts'
import { compareScalars, type Scalar } from './scalar.ts'
import type { Series } from './series.ts'

/** An insight's raw value: instants as epoch milliseconds; `null`: the min, max, first or last of nothing. */
export type FigureValue = Scalar | null

/**
 * The value of a plan over the series of a profile's anchors, on a day. A window of N days holds that day (or the one on which it
 * ends) and the N before it, so that nothing younger than N × 24 hours is left out; what comes later waits for its day.
 */
export function foldSeries(plan: InsightPlan, all: readonly Series[], day: number): FigureValue {
  const today = day - plan.lagDays
  switch (plan.calculation) {
    case 'count':
      return foldCount(plan, all, today)
    case 'sum':
      return foldSum(plan, all, today)
    case 'distinctDays':
      return foldDays(plan, all, today)
    default:
      return foldExtreme(plan, all, today)
  }
}

/** The next instant after this day's begin at which the window moves over something kept; `Infinity`: never. */
export function nextMoveOf(plan: InsightPlan, all: readonly Series[], day: number): number {
  if (plan.windowDays === 0) return Number.POSITIVE_INFINITY
  const today = day - plan.lagDays
  const first = today - plan.windowDays
  let next = Number.POSITIVE_INFINITY
  for (const { keys, numbers } of all) {
    if (plan.layout === 'calendar') {
      for (let at = 0; at < keys.length; at++) {
        next = Math.min(next, nextMoveOfMonth(keys[at] as number, numbers[at] as number, first, today))
      }
      continue
    }
    let at = 0
    while (at < keys.length && (keys[at] as number) < first) at++
    // The first one in the window is the first to leave it, unless one of the future enters before.
    if (at < keys.length && (keys[at] as number) <= today)
      next = Math.min(next, (keys[at] as number) + plan.windowDays + 1)
    at = keys.length
    while (at > 0 && (keys[at - 1] as number) > today) at--
    if (at < keys.length) next = Math.min(next, keys[at] as number)
  }
  return (next + plan.lagDays) * DAY_MS
}

function nextMoveOfMonth(month: number, bits: number, first: number, today: number): number {
  const firstDay = firstDayOf(month)
  if (firstDay + 31 <= first) return Number.POSITIVE_INFINITY
  let next = Number.POSITIVE_INFINITY
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    const day = firstDay + 31 - Math.clz32(rest & -rest)
    if (day > today) return Math.min(next, day)
    if (day < first || next !== Number.POSITIVE_INFINITY) continue
    next = day + (today - first) + 1
    // The first one leaves first; only a day to come could move the window before.
    if (firstDay + 31 <= today) return next
  }
  return next
}

function foldCount(plan: InsightPlan, all: readonly Series[], today: number): number {
  let count = 0
  const first = plan.windowDays === 0 ? Number.NEGATIVE_INFINITY : today - plan.windowDays
  for (const { keys, numbers } of all) {
    for (let at = keys.length - 1; at >= 0; at--) {
      const key = keys[at] as number
      if (key < first) break
      if (key <= today) count += numbers[at] as number
    }
  }
  return count
}

function foldSum(plan: InsightPlan, all: readonly Series[], today: number): number {
  let units = 0
  let micros = 0
  const first = plan.windowDays === 0 ? Number.NEGATIVE_INFINITY : today - plan.windowDays
  for (const { keys, numbers, extras } of all) {
    for (let at = keys.length - 1; at >= 0; at--) {
      const key = keys[at] as number
      if (key < first) break
      if (key > today) continue
      units += numbers[at] as number
      micros += extras[at] as number
    }
  }
  if (micros === 0) return units
  // One division rounds once: -1 + 0.7 is not quite -0.3.
  const inMicros = units * 1_000_000 + micros
  return Number.isSafeInteger(inMicros) ? inMicros / 1_000_000 : units + micros / 1_000_000
}

function foldExtreme(plan: InsightPlan, all: readonly Series[], today: number): FigureValue {
  const { calculation } = plan
  const isTimed = calculation === 'first' || calculation === 'last'
  const wantsSmallest = calculation === 'min' || calculation === 'first'
  const isWindowed = plan.windowDays > 0
  const first = today - plan.windowDays
  let best: FigureValue = null
  let bestTime = 0
  for (const { keys, numbers, values } of all) {
    for (let at = keys.length - 1; at >= 0; at--) {
      const key = keys[at] as number
      if (isWindowed && key > today) continue
      if (isWindowed && key < first) break
      const value = values[at] as Scalar
      const time = isTimed ? (numbers[at] as number) : 0
      const order: number = best === null ? 1 : time !== bestTime ? time - bestTime : compareScalars(value, best)
      if (best === null || (wantsSmallest ? order < 0 : order > 0)) {
        best = value
        bestTime = time
      }
    }
  }
  return best
}

function foldDays(plan: InsightPlan, all: readonly Series[], today: number): number {
  if (all.length === 1) {
    const only = all[0] as Series
    let days = 0
    for (let at = 0; at < only.keys.length; at++) {
      days += countBits((only.numbers[at] as number) & maskOf(plan, only.keys[at] as number, today))
    }
    return days
  }
  const bitsByMonth = new Map<number, number>()
  for (const { keys, numbers } of all) {
    for (let at = 0; at < keys.length; at++) {
      const month = keys[at] as number
      bitsByMonth.set(month, (bitsByMonth.get(month) ?? 0) | (numbers[at] as number))
    }
  }
  let days = 0
  for (const [month, bits] of bitsByMonth) days += countBits(bits & maskOf(plan, month, today))
  return days
}

/** The days of a month that lie in the window, as bits. */
function maskOf(plan: InsightPlan, month: number, today: number): number {
  if (plan.windowDays === 0) return -1
  const first = today - plan.windowDays
  const firstMonth = monthOf(first)
  if (month < firstMonth) return 0
  let mask = month === firstMonth ? -1 << dayInMonth(first) : -1
  const lastMonth = monthOf(today)
  if (month > lastMonth) return 0
  if (month === lastMonth) mask &= ~(-2 << dayInMonth(today))
  return mask
}

function countBits(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555)
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
