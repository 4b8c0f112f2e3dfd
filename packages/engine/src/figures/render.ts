import type { Json } from '@rapport/core'
import { dayOf } from './calendar.ts'
import { type FigureValue, foldSeries, nextMoveOf } from './fold.ts'
import type { InsightPlan } from './insight-set.ts'
import { type ProfileFigures, seriesOfAll } from './profile-figures.ts'

/** A profile's insights at an instant. */
export interface RenderedFigures {
  /** By name: instants as ISO text, money in minor units, counts and sums of nothing 0, other insights of nothing null. */
  readonly values: Readonly<Record<string, Json>>
  /** The next instant (epoch ms) at which one of them moves by time alone; `Infinity`: never. */
  readonly validUntil: number
}

/** Folds all insights, as they are at `nowMs`. */
export function renderFigures(figures: ProfileFigures, nowMs: number): RenderedFigures {
  const today = dayOf(nowMs)
  const values: Record<string, Json> = {}
  let validUntil = Number.POSITIVE_INFINITY
  for (const { name, plan } of figures.set.insights) {
    const all = seriesOfAll(figures, plan)
    values[name] = renderValue(plan, foldSeries(plan, all, today))
    validUntil = Math.min(validUntil, nextMoveOf(plan, all, today))
  }
  return { values, validUntil }
}

/** A raw value as the API shows it. */
export function renderValue(plan: InsightPlan, value: FigureValue): Json {
  const isInstant = plan.isTime || plan.unit === 'instant'
  return isInstant && typeof value === 'number' && plan.calculation !== 'sum' && plan.calculation !== 'count'
    ? new Date(value).toISOString()
    : value
}
