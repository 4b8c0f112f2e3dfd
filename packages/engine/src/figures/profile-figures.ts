import type { AnchorId } from '@rapport/core'
import { ByteReader } from './bytes.ts'
import { dayOf } from './calendar.ts'
import type { InsightPlan, InsightSet } from './insight-set.ts'
import { readSeries } from './packed-series.ts'
import { age, emptySeries, mergeInto, type Series } from './series.ts'

/** One anchor's partials: a series a plan, at the plan's index; `undefined` where nothing is kept. */
export interface AnchorFigures {
  readonly anchor: AnchorId
  readonly series: (Series | undefined)[]
}

/**
 * A profile's figures in memory: what its one packed row holds. Mutable, and bound to the insights it was read with.
 * The segments' part of the row (`segments`) is filled by segments/; here it only travels.
 */
export interface ProfileFigures {
  readonly set: InsightSet
  /** The day (since 1970) that expiry counts from: the later of the row's and the clock's at reading. */
  today: number
  /** The row is of an earlier day: all series are brought to this one when it is written. */
  isAging: boolean
  segments: SegmentState
  /** In order of anchor. */
  anchors: AnchorFigures[]
}

/** What segments keep in the row: bits by position in their set, and the set they were made with. */
export interface SegmentState {
  /** Of the segment set; 0: never evaluated. */
  hash: number
  /** Answers of the leaves that look at the head. */
  leafBits: readonly number[]
  /** When time alone may change one of those, epoch ms; `Infinity`: never. */
  leafFlipAt: number
  memberBits: readonly number[]
}

/** A row before anything happened. */
export function emptyFigures(set: InsightSet, nowMs: number): ProfileFigures {
  return { set, today: dayOf(nowMs), isAging: false, segments: noSegments(), anchors: [] }
}

/** Segments that were never evaluated. */
function noSegments(): SegmentState {
  return { hash: 0, leafBits: [], leafFlipAt: Number.POSITIVE_INFINITY, memberBits: [] }
}

/** Moves the partials of some anchors out of a profile: a split, or an undone merge. The segments' state does not go along. */
export function takeAnchors(from: ProfileFigures, anchors: ReadonlySet<AnchorId>): ProfileFigures {
  const taken = from.anchors.filter(({ anchor }) => anchors.has(anchor))
  from.anchors = from.anchors.filter(({ anchor }) => !anchors.has(anchor))
  return { set: from.set, today: from.today, isAging: from.isAging, segments: noSegments(), anchors: taken }
}

/** Takes over all partials of another profile; `from` is empty afterwards. Both were read with the same insights. */
export function mergeFigures(into: ProfileFigures, from: ProfileFigures): void {
  const today = Math.max(into.today, from.today)
  advanceFigures(into, today)
  advanceFigures(from, today)
  into.isAging ||= from.isAging
  for (const moved of from.anchors) {
    const at = positionOf(into.anchors, moved.anchor)
    const present = into.anchors[at]
    if (present?.anchor !== moved.anchor) into.anchors.splice(at, 0, moved)
    else mergeAnchor(into, present, moved)
  }
  from.anchors = []
}

function mergeAnchor(figures: ProfileFigures, into: AnchorFigures, from: AnchorFigures): void {
  for (const plan of figures.set.plans) {
    const moved = from.series[plan.index]
    if (moved === undefined) continue
    const present = into.series[plan.index]
    if (present === undefined) into.series[plan.index] = moved
    else mergeInto(plan, toChange(figures, plan, present), materialise(figures, plan, moved))
  }
}

/** Brings figures that are kept in memory to a later day (since 1970); those just read are there already. */
export function advanceFigures(figures: ProfileFigures, today: number): void {
  if (today <= figures.today) return
  figures.today = today
  figures.isAging = true
  for (const { series } of figures.anchors) {
    for (const plan of figures.set.plans) {
      const present = series[plan.index]
      if (present === undefined || !present.isUnpacked) continue
      present.packed = null
      age(plan, present, today)
    }
  }
}

/** The figures of an anchor, made when it has none yet. */
export function figuresOf(figures: ProfileFigures, anchor: AnchorId): AnchorFigures {
  const at = positionOf(figures.anchors, anchor)
  const present = figures.anchors[at]
  if (present?.anchor === anchor) return present
  const made: AnchorFigures = { anchor, series: new Array(figures.set.plans.length).fill(undefined) }
  figures.anchors.splice(at, 0, made)
  return made
}

/** The series of a plan, ready to be changed. */
export function seriesOf(figures: ProfileFigures, of: AnchorFigures, plan: InsightPlan): Series {
  const present = of.series[plan.index]
  if (present !== undefined) return toChange(figures, plan, present)
  const made = emptySeries()
  of.series[plan.index] = made
  return made
}

/** A plan's series of all anchors, for folding. */
export function seriesOfAll(figures: ProfileFigures, plan: InsightPlan): readonly Series[] {
  const { anchors } = figures
  const first = anchors[0]?.series[plan.index]
  if (anchors.length <= 1) return first === undefined ? nothing : [materialise(figures, plan, first)]
  const all: Series[] = []
  for (const { series } of anchors) {
    const present = series[plan.index]
    if (present !== undefined) all.push(materialise(figures, plan, present))
  }
  return all
}

const nothing: readonly Series[] = []

/** Unpacks a series where it lies, to be read; most are never looked at between reading and writing a row. */
function materialise(figures: ProfileFigures, plan: InsightPlan, series: Series): Series {
  const { packed } = series
  if (series.isUnpacked || packed === null) return series
  const reader = new ByteReader(packed)
  reader.at = series.start
  const read = readSeries(reader, series.end, plan)
  series.isUnpacked = true
  series.keys = read.keys
  series.numbers = read.numbers
  series.extras = read.extras
  series.values = read.values
  if (figures.isAging) {
    series.packed = null
    age(plan, series, figures.today)
  }
  return series
}

/** Unpacks a series to be changed: its bytes don't hold any more. */
export function toChange(figures: ProfileFigures, plan: InsightPlan, series: Series): Series {
  materialise(figures, plan, series)
  series.packed = null
  return series
}

/** Before a row is written: what was added to it may have expired, and all of it when the row is of an earlier day. */
export function ageFigures(figures: ProfileFigures): void {
  for (const { series } of figures.anchors) {
    for (const plan of figures.set.plans) {
      const present = series[plan.index]
      if (present === undefined) continue
      if (present.packed === null) age(plan, present, figures.today)
      else if (figures.isAging) materialise(figures, plan, present)
    }
  }
  figures.isAging = false
}

/** Where an anchor is or belongs. The newest anchors have the largest ids, and most profiles few anchors. */
function positionOf(anchors: readonly AnchorFigures[], anchor: AnchorId): number {
  let at = anchors.length
  while (at > 0 && (anchors[at - 1] as AnchorFigures).anchor >= anchor) at--
  return at
}
