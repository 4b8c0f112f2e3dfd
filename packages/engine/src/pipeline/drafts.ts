import type { AnchorId, JsonObject, ProfileId } from '@rapport/core'
import { recomputeAnchor } from '../figures/apply.ts'
import { decodeFigures } from '../figures/packed.ts'
import { mergeFigures, type ProfileFigures, takeAnchors } from '../figures/profile-figures.ts'
import { DISTANT_FUTURE, DISTANT_PAST } from '../figures/series.ts'
import type { Anchor } from '../port/rows.ts'
import { isStale } from '../segments/evaluate.ts'
import { toFigure } from './fold.ts'
import type { Draft, Step } from './step.ts'

/** Every profile that the step did something to, with its figures as they were: those of moved anchors are carried over. */
export async function openDrafts(step: Step): Promise<Map<ProfileId, Draft>> {
  const ids = new Set<ProfileId>()
  const dirty = new Set<ProfileId>()
  const touch = (id: ProfileId, isHeadDirty: boolean) => {
    ids.add(id)
    if (isHeadDirty) dirty.add(id)
  }
  const born = new Set(step.newAnchors.map((anchor) => anchor.id))
  for (const anchor of step.newAnchors) touch(step.profileOf(anchor), true)
  for (const [id, profile] of step.ties) {
    touch(profile, true)
    if (!born.has(id)) touch((step.anchorsById.get(id) as Anchor).profile, true)
  }
  for (const { anchor } of step.records.values()) touch(step.profileOf(anchor), true)
  const unknown = new Set<AnchorId>()
  for (const { before, after } of step.activities.values()) {
    for (const row of [before, after])
      if (row && row.anchor !== 0 && !step.anchorsById.has(row.anchor)) unknown.add(row.anchor)
  }
  if (unknown.size > 0)
    for (const anchor of await step.context.store.write.anchorsById([...unknown])) if (anchor) step.addAnchor(anchor)
  for (const { before, after } of step.activities.values()) {
    for (const row of [before, after]) {
      const anchor = row && row.anchor !== 0 ? step.anchorsById.get(row.anchor) : undefined
      if (anchor) touch(step.profileOf(anchor), after.entity === 'consent')
    }
  }
  for (const { from, to } of step.moves)
    for (const id of [from, to]) touch(step.profileOf(step.anchorsById.get(id) as Anchor), true)
  for (const id of step.woken) touch(id, step.unreconciled.has(id))
  const list = [...ids]
  const entities = await entitiesOf(step, list)
  const figures = await openFigures(step, list)
  const drafts = new Map<ProfileId, Draft>()
  for (const id of list) {
    const known = figures.get(id)
    drafts.set(id, {
      id,
      figures: known ?? decodeFigures(step.rulebook.insights, null, step.nowMs),
      isHeadDirty: dirty.has(id) || !known,
      head: undefined,
      entity: entities.get(id) ?? 'person',
    })
  }
  if (step.context.figuresArePending()) await recomputePending(step, drafts)
  moveFigures(step, drafts, born)
  return drafts
}

/** Figures of the profiles that are there: from memory when they were active just now, or from their rows. */
async function openFigures(step: Step, ids: readonly ProfileId[]): Promise<ReadonlyMap<ProfileId, ProfileFigures>> {
  const { insights } = step.rulebook
  const figures = new Map<ProfileId, ProfileFigures>()
  for (const id of ids) {
    const known = step.context.caches.figures.take(id, insights, step.nowMs)
    if (known) figures.set(id, known)
  }
  const unread = ids.filter((id) => !figures.has(id))
  if (unread.length === 0) return figures
  for (const state of await step.context.store.write.profiles(unread))
    if (state) figures.set(state.id, decodeFigures(insights, state.figures, step.nowMs))
  return figures
}

/** Figures made with other rules, from the activities as they are stored; what this step changes is folded in afterwards. */
async function recomputePending(step: Step, drafts: ReadonlyMap<ProfileId, Draft>): Promise<void> {
  const { write } = step.context.store
  const pending = [...drafts.values()].filter((draft) => isStale(step.rulebook.segments, draft.figures.segments))
  const anchors = await write.anchorsOf(pending.map(({ id }) => id))
  for (const [index, { figures }] of pending.entries()) {
    for (const { id } of anchors[index] ?? []) {
      const [rows = []] = await write.activitiesIn([{ anchor: id, since: DISTANT_PAST, until: DISTANT_FUTURE }])
      recomputeAnchor(
        figures,
        id,
        rows.map((row) => toFigure(row, JSON.parse(row.body) as JsonObject)),
      )
    }
  }
}

/** Persons or organizations: every anchor of a profile says it, its home too, which has the profile's number. */
async function entitiesOf(step: Step, profiles: readonly ProfileId[]): Promise<ReadonlyMap<ProfileId, string>> {
  const entities = new Map<ProfileId, string>()
  for (const anchor of step.anchorsById.values()) entities.set(step.profileOf(anchor), anchor.entity)
  const homes = profiles.filter((id) => !entities.has(id)).map((id) => id as number as AnchorId)
  if (homes.length > 0)
    for (const home of await step.context.store.write.anchorsById(homes))
      if (home) entities.set(home.id as number as ProfileId, home.entity)
  return entities
}

/** Partials hang on anchors, so a merge, a split and an undo only carry them over. */
function moveFigures(step: Step, drafts: Map<ProfileId, Draft>, born: ReadonlySet<AnchorId>): void {
  for (const [id, profile] of step.ties) {
    if (born.has(id)) continue
    const from = drafts.get((step.anchorsById.get(id) as Anchor).profile)
    const into = drafts.get(profile)
    if (from && into && from !== into) mergeFigures(into.figures, takeAnchors(from.figures, new Set([id])))
  }
}
