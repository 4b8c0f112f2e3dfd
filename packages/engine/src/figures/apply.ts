import type { AnchorId } from '@rapport/core'
import { dayOf } from './calendar.ts'
import type { InsightPlan } from './insight-set.ts'
import { figuresOf, type ProfileFigures, seriesOf, toChange } from './profile-figures.ts'
import {
  addTo,
  bucketKey,
  bucketSpan,
  clearSpan,
  contributesSame,
  DISTANT_FUTURE,
  DISTANT_PAST,
  floorMonthOf,
  takeFrom,
} from './series.ts'

/** An activity as figures see it. */
export interface FigureActivity {
  readonly entity: string
  /** Epoch milliseconds. */
  readonly occurredAt: number
  /** Parsed. */
  readonly attributes: unknown
}

/** Buckets that must be computed anew from their rows: load these, then {@link recomputeRange}. */
export interface FigureRange {
  readonly anchor: AnchorId
  readonly entity: string
  /** Epoch ms, inclusive. */
  readonly since: number
  /** Epoch ms, exclusive. */
  readonly until: number
  readonly plans: readonly InsightPlan[]
}

const nothing: readonly FigureRange[] = []

/** Folds a new activity in. It must not have been added before; `insights` limits it to those names, for a backfill. */
export function addActivity(
  figures: ProfileFigures,
  anchor: AnchorId,
  activity: FigureActivity,
  insights?: ReadonlySet<string>,
): void {
  const groups = figures.set.groups.get(activity.entity)
  if (groups === undefined) return
  const of = figuresOf(figures, anchor)
  const only = insights && plansOf(figures, insights)
  const day = dayOf(activity.occurredAt)
  const floorMonth = floorMonthOf(figures.today)
  for (const { test, plans } of groups) {
    if (test !== null && !test(activity.attributes, activity.occurredAt)) continue
    for (const plan of plans) {
      if (only !== undefined && !only.has(plan)) continue
      // Already out of the window, for good.
      if (plan.windowDays > 0 && day < figures.today - plan.lagDays - plan.windowDays - 1) continue
      const key = bucketKey(plan, day, floorMonth)
      addTo(plan, seriesOf(figures, of, plan), key, activity.occurredAt, activity.attributes)
    }
  }
}
/**
 * Replaces an activity's version by its next one; `undefined` after a deletion.
 * @returns the ranges whose buckets can't be told without their other rows; mostly none
 */
export function changeActivity(
  figures: ProfileFigures,
  anchor: AnchorId,
  before: FigureActivity,
  after: FigureActivity | undefined,
): readonly FigureRange[] {
  const groups = figures.set.groups.get(before.entity)
  if (groups === undefined) return nothing
  const of = figuresOf(figures, anchor)
  const ranges = new Map<string, { since: number; until: number; plans: InsightPlan[] }>()
  const floorMonth = floorMonthOf(figures.today)
  const day = dayOf(before.occurredAt)
  for (const { test, plans } of groups) {
    const counted = test === null || test(before.attributes, before.occurredAt)
    const counts = after !== undefined && (test === null || test(after.attributes, after.occurredAt))
    for (const plan of plans) {
      if (counted && counts && contributesSame(plan, before, after)) continue
      const series = seriesOf(figures, of, plan)
      if (counted && !takeFrom(plan, series, bucketKey(plan, day, floorMonth), before.occurredAt, before.attributes)) {
        const span = bucketSpan(plan, day, floorMonth)
        const name = `${span.since} ${span.until}`
        const range = ranges.get(name) ?? { ...span, plans: [] }
        ranges.set(name, range)
        range.plans.push(plan)
      }
      if (counts) {
        const key = bucketKey(plan, dayOf(after.occurredAt), floorMonth)
        addTo(plan, series, key, after.occurredAt, after.attributes)
      }
    }
  }
  if (ranges.size === 0) return nothing
  return [...ranges.values()].map((range) => ({ anchor, entity: before.entity, ...range }))
}

/**
 * Computes a range's buckets anew.
 * @param activities - all live activities of the range's anchor in `[since, until)`, as they are now; others are passed over
 */
export function recomputeRange(
  figures: ProfileFigures,
  range: FigureRange,
  activities: Iterable<FigureActivity>,
): void {
  const of = figuresOf(figures, range.anchor)
  const floorMonth = floorMonthOf(figures.today)
  for (const plan of range.plans) clearSpan(plan, seriesOf(figures, of, plan), range.since, range.until)
  const groups = figures.set.groups.get(range.entity) ?? []
  for (const activity of activities) {
    const { entity, occurredAt, attributes } = activity
    if (entity !== range.entity || occurredAt < range.since || occurredAt >= range.until) continue
    for (const { test, plans } of groups) {
      if (test !== null && !test(attributes, occurredAt)) continue
      for (const plan of plans) {
        if (!range.plans.includes(plan)) continue
        addTo(plan, seriesOf(figures, of, plan), bucketKey(plan, dayOf(occurredAt), floorMonth), occurredAt, attributes)
      }
    }
  }
}

/** Forgets an anchor's partials, all or those of some insights: the first step of computing it anew page by page. */
function clearAnchor(figures: ProfileFigures, anchor: AnchorId, insights?: ReadonlySet<string>): void {
  const of = figuresOf(figures, anchor)
  const plans = insights === undefined ? figures.set.plans : plansOf(figures, insights)
  for (const plan of plans) {
    const series = of.series[plan.index]
    if (series !== undefined) clearSpan(plan, toChange(figures, plan, series), DISTANT_PAST, DISTANT_FUTURE)
  }
}

/** Computes an anchor's partials anew from all of its live activities: a backfill, or a device whose epochs were cut anew. */
export function recomputeAnchor(
  figures: ProfileFigures,
  anchor: AnchorId,
  activities: Iterable<FigureActivity>,
  insights?: ReadonlySet<string>,
): void {
  clearAnchor(figures, anchor, insights)
  for (const activity of activities) addActivity(figures, anchor, activity, insights)
}

function plansOf(figures: ProfileFigures, insights: ReadonlySet<string>): ReadonlySet<InsightPlan> {
  const plans = new Set<InsightPlan>()
  for (const { name, plan } of figures.set.insights) if (insights.has(name)) plans.add(plan)
  return plans
}
