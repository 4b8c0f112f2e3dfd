import type { AnchorId, JsonObject, ProfileId } from '@rapport/core'
import {
  addActivity,
  changeActivity,
  type FigureActivity,
  type FigureRange,
  recomputeAnchor,
  recomputeRange,
} from '../figures/apply.ts'
import type { ProfileFigures } from '../figures/profile-figures.ts'
import { DISTANT_FUTURE, DISTANT_PAST } from '../figures/series.ts'
import type { Anchor, StoredActivity } from '../port/rows.ts'
import type { Draft, Step } from './step.ts'

/** Folds what the step did to activities into the figures of the profiles they belong to. */
export async function foldActivities(step: Step, drafts: ReadonlyMap<ProfileId, Draft>): Promise<void> {
  const ranges: { readonly figures: ProfileFigures; readonly range: FigureRange }[] = []
  const recut = new Set(step.moves.flatMap(({ from, to }) => [from, to]))
  const ofAnchor = (anchor: AnchorId) => drafts.get(step.profileOf(step.anchorsById.get(anchor) as Anchor))?.figures
  const figuresOf = (anchor: AnchorId | 0) => (anchor === 0 || recut.has(anchor) ? undefined : ofAnchor(anchor))
  for (const [anchor, activities] of await activitiesOfRecut(step, recut)) {
    const figures = ofAnchor(anchor)
    if (figures) recomputeAnchor(figures, anchor, activities)
  }
  for (const { before, after, attributes } of step.activities.values()) {
    const was = before && !before.isDeleted ? toFigure(before, JSON.parse(before.body) as JsonObject) : undefined
    const is = after.isDeleted ? undefined : toFigure(after, attributes)
    const old = before ? figuresOf(before.anchor) : undefined
    const now = figuresOf(after.anchor)
    if (was && old && before && before.anchor !== 0) {
      const stays = before.anchor === after.anchor
      for (const range of changeActivity(old, before.anchor, was, stays ? is : undefined))
        ranges.push({ figures: old, range })
      if (stays) continue
    }
    if (is && now && after.anchor !== 0) addActivity(now, after.anchor, is)
  }
  if (ranges.length === 0) return
  const rows = await step.context.store.write.activitiesIn(
    ranges.map(({ range }) => ({ anchor: range.anchor, entity: range.entity, since: range.since, until: range.until })),
  )
  ranges.forEach(({ figures, range }, index) => {
    const inStep = [...step.activities.values()]
      .filter(({ after }) => after.anchor === range.anchor && !after.isDeleted)
      .map(({ after, attributes }) => toFigure(after, attributes))
    const stored = (rows[index] ?? [])
      .filter((row) => !step.activities.has(row.id))
      .map((row) => toFigure(row, JSON.parse(row.body) as JsonObject))
    recomputeRange(figures, range, [...stored, ...inStep])
  })
}

/** All that a device's anchors have after its epochs were cut anew: their figures are computed from it, whatever moved. */
async function activitiesOfRecut(
  step: Step,
  recut: ReadonlySet<AnchorId>,
): Promise<ReadonlyMap<AnchorId, readonly FigureActivity[]>> {
  const all = new Map<AnchorId, FigureActivity[]>([...recut].map((anchor) => [anchor, []]))
  if (recut.size === 0) return all
  const stored = await step.context.store.write.activitiesIn(
    [...recut].map((anchor) => ({ anchor, since: DISTANT_PAST, until: DISTANT_FUTURE })),
  )
  for (const row of stored.flat())
    if (!step.activities.has(row.id))
      all.get(step.anchorAfter(row) as AnchorId)?.push(toFigure(row, JSON.parse(row.body) as JsonObject))
  for (const { after, attributes } of step.activities.values())
    if (!after.isDeleted) all.get(after.anchor as AnchorId)?.push(toFigure(after, attributes))
  return all
}

/** A row as figures see it. */
export const toFigure = (row: StoredActivity, attributes: JsonObject): FigureActivity => ({
  entity: row.entity,
  occurredAt: row.occurredAt,
  attributes,
})
