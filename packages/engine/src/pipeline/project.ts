import type { AnchorId, Flag, Json, JsonObject, ProfileId } from '@rapport/core'
import {
  addActivity,
  changeActivity,
  type FigureActivity,
  type FigureRange,
  recomputeAnchor,
  recomputeRange,
} from '../figures/apply.ts'
import { decodeFigures, encodeFigures } from '../figures/packed.ts'
import { mergeFigures, type ProfileFigures, takeAnchors } from '../figures/profile-figures.ts'
import { DISTANT_FUTURE, DISTANT_PAST } from '../figures/series.ts'
import { bareNamespace } from '../identifiers.ts'
import type { Anchor, Change, Enqueue, Membership, StoredActivity, StoredRecord } from '../port/rows.ts'
import type { Writes } from '../port/writer.ts'
import type { Head } from '../queries.ts'
import { type ReconcileRecord, reconcile } from '../reconcile/reconcile.ts'
import { evaluate, isStale, leafBits, memberNames, membershipChanges } from '../segments/evaluate.ts'
import { activate } from './activate.ts'
import type { FieldVersions } from './patch.ts'
import type { ProfileChange, Step } from './step.ts'

/** The profiles' share of a commit. */
export type Projected = Required<Pick<Writes, 'heads' | 'figures' | 'absorbed' | 'entered' | 'left'>> & {
  readonly enqueue: readonly Enqueue[]
  readonly changes: readonly Change[]
}

/** One profile while it is brought up to date. */
interface Draft {
  readonly id: ProfileId
  figures: ProfileFigures
  isHeadDirty: boolean
  head: Head | undefined
  entity: string
}

/**
 * Brings profiles up to date with what the step did to their anchors: figures by what changed, heads where a record, a consent or a tie did,
 * then segments, the feed and what is to be sent.
 */
export async function project(step: Step): Promise<Projected> {
  const drafts = await openDrafts(step)
  if (drafts.size === 0)
    return { heads: [], figures: [], absorbed: [], entered: [], left: [], enqueue: [], changes: [] }
  await foldActivities(step, drafts)
  const alive = await anchorsAfter(step, drafts)
  const heads = await writeHeads(step, drafts, alive)
  const absorbed = absorbedProfiles(step, drafts, alive)
  const gone = new Set(absorbed.map(({ profile }) => profile))
  const live = [...drafts.values()].filter((draft) => !gone.has(draft.id))
  const members = await memberships(step, live, absorbed)
  const activated = await activate(step, members.profiles, absorbed)
  return {
    heads,
    figures: live.map(({ id, figures }) => {
      step.figures.set(id, figures)
      const flipAt = members.flips.get(id) ?? Number.POSITIVE_INFINITY
      return { profile: id, figures: encodeFigures(figures), flipAt: Number.isFinite(flipAt) ? flipAt : null }
    }),
    absorbed,
    entered: [...members.entered, ...activated.entered],
    left: [...members.left, ...activated.left],
    enqueue: activated.enqueue,
    changes: [
      ...mergeChanges(step, absorbed),
      ...live.map((draft) => change(step, 'updated', draft.id, {})),
      ...members.changes,
    ],
  }
}

async function openDrafts(step: Step): Promise<Map<ProfileId, Draft>> {
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
  for (const id of step.woken) touch(id, false)
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

async function foldActivities(step: Step, drafts: ReadonlyMap<ProfileId, Draft>): Promise<void> {
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
      all.get(anchorAfter(step, row) as AnchorId)?.push(toFigure(row, JSON.parse(row.body) as JsonObject))
  for (const { after, attributes } of step.activities.values())
    if (!after.isDeleted) all.get(after.anchor as AnchorId)?.push(toFigure(after, attributes))
  return all
}

/** Whose a stored row is once the step's moves are done. */
function anchorAfter(step: Step, { anchor, occurredAt }: StoredActivity): AnchorId | 0 {
  const move = step.moves.find(({ from, since, until }) => from === anchor && occurredAt >= since && occurredAt < until)
  return move?.to ?? anchor
}

const toFigure = (row: StoredActivity, attributes: JsonObject): FigureActivity => ({
  entity: row.entity,
  occurredAt: row.occurredAt,
  attributes,
})

/** Anchors of every profile whose head is to be written, as they are after this step. */
async function anchorsAfter(
  step: Step,
  drafts: ReadonlyMap<ProfileId, Draft>,
): Promise<ReadonlyMap<ProfileId, readonly Anchor[]>> {
  const dirty = [...drafts.values()].filter((draft) => draft.isHeadDirty).map((draft) => draft.id)
  const stored = dirty.length === 0 ? [] : await step.context.store.write.anchorsOf(dirty)
  const after = new Map<ProfileId, Map<AnchorId, Anchor>>(dirty.map((id) => [id, new Map()]))
  for (const anchor of [...stored.flat(), ...step.anchorsById.values()]) {
    const known = step.anchorsById.get(anchor.id) ?? anchor
    after.get(step.profileOf(known))?.set(known.id, known)
  }
  return new Map([...after].map(([id, anchors]) => [id, [...anchors.values()].sort((a, b) => a.id - b.id)]))
}

async function writeHeads(
  step: Step,
  drafts: ReadonlyMap<ProfileId, Draft>,
  alive: ReadonlyMap<ProfileId, readonly Anchor[]>,
): Promise<Projected['heads']> {
  const anchors = [...alive.values()].flat()
  if (anchors.length === 0) return []
  const { write } = step.context.store
  await nameStreams(step, anchors)
  const toLoad = anchors.filter((anchor) => !step.records.has(anchor.id)).map((anchor) => anchor.id)
  const records = new Map<AnchorId, StoredRecord>()
  if (toLoad.length > 0)
    for (const record of await write.records(toLoad)) if (record) records.set(record.anchor, record)
  const consents = await loadConsents(step, anchors)
  const heads: Projected['heads'][number][] = []
  for (const [id, mine] of alive) {
    const draft = drafts.get(id)
    if (!draft || mine.length === 0) continue
    draft.entity = (mine[0] as Anchor).entity
    const rows = mine.flatMap((anchor) => {
      const record = step.records.get(anchor.id)?.after ?? records.get(anchor.id)
      return record && !record.isDeleted ? [{ anchor, record }] : []
    })
    draft.head = reconcile(step.rulebook.reconciliation, {
      entity: draft.entity,
      records: rows.map(({ anchor, record }) => toReconcile(step, anchor, record)),
      consents: mine.flatMap((anchor) => consents.get(anchor.id) ?? []),
      identifiers: mine.flatMap((anchor) => {
        const namespace = bareNamespace(step.streamNames.get(anchor.stream) ?? '')
        return namespace === undefined
          ? []
          : [{ namespace, value: namespace === 'anonymousId' ? (anchor.key.split('#')[0] as string) : anchor.key }]
      }),
    })
    heads.push({
      profile: id,
      entity: draft.entity,
      head: JSON.stringify(draft.head),
      space: scopes(rows.map(({ record }) => record.space)),
      territory: scopes(rows.map(({ record }) => record.territory)),
    })
  }
  return heads
}

/** Several spaces travel as one text; a reader's scope meets any of them. */
function scopes(values: readonly (string | null)[]): string | null {
  const distinct = [...new Set(values.filter((value) => value !== null))].sort()
  return distinct.length === 0 ? null : distinct.join('|')
}

function toReconcile(step: Step, anchor: Anchor, record: StoredRecord): ReconcileRecord {
  const { flags } = JSON.parse(record.received) as { flags?: readonly Flag[] }
  return {
    anchor: anchor.id,
    stream: step.streamNames.get(anchor.stream) ?? '',
    key: anchor.key,
    observedAt: record.observedAt,
    version: record.version,
    attributes: step.records.get(anchor.id)?.attributes ?? (JSON.parse(record.attributes) as JsonObject),
    fieldVersions: record.fieldVersions === null ? null : (JSON.parse(record.fieldVersions) as FieldVersions),
    flags: flags ?? [],
  }
}

type Consents = ReadonlyMap<AnchorId, Parameters<typeof reconcile>[1]['consents']>

async function loadConsents(step: Step, anchors: readonly Anchor[]): Promise<Consents> {
  const ids = [...new Set([...anchors.map(({ id }) => id), ...step.moves.map(({ from }) => from)])]
  const found = await step.context.store.write.activitiesIn(
    ids.map((id) => ({
      anchor: id,
      entity: 'consent',
      statesOnly: true,
      since: DISTANT_PAST,
      until: DISTANT_FUTURE,
    })),
  )
  const byAnchor = new Map<AnchorId | 0, StoredActivity[]>()
  const add = (anchor: AnchorId | 0, row: StoredActivity) =>
    byAnchor.set(anchor, [...(byAnchor.get(anchor) ?? []), row])
  for (const row of found.flat()) if (!step.activities.has(row.id)) add(anchorAfter(step, row), row)
  for (const { after } of step.activities.values())
    if (after.entity === 'consent' && !after.isDeleted) add(after.anchor, after)
  return new Map(
    anchors.map((anchor) => {
      const rows = byAnchor.get(anchor.id) ?? []
      return [
        anchor.id,
        rows.map((row) => ({
          anchor: anchor.id,
          stream: step.rulebook.streamsById.get(row.stream)?.name ?? '',
          key: row.key,
          occurredAt: row.occurredAt,
          attributes: JSON.parse(row.body) as JsonObject,
        })),
      ] as const
    }),
  )
}

async function nameStreams(step: Step, anchors: readonly Anchor[]): Promise<void> {
  for (const [name, id] of step.context.caches.streams) step.streamNames.set(id, name)
  const unnamed = anchors.filter((anchor) => !step.streamNames.has(anchor.stream)).map((anchor) => anchor.id)
  if (unnamed.length === 0) return
  for (const component of await step.context.store.write.components(unnamed, 10_000)) {
    for (const anchor of component.anchors) {
      step.streamNames.set(anchor.stream, anchor.streamName)
      step.context.caches.streams.set(anchor.streamName, anchor.stream)
    }
  }
}

/** Profiles that lost all their anchors, and where their home anchor went. */
function absorbedProfiles(
  step: Step,
  drafts: ReadonlyMap<ProfileId, Draft>,
  alive: ReadonlyMap<ProfileId, readonly Anchor[]>,
): Projected['absorbed'] {
  return [...drafts.keys()].flatMap((profile) => {
    if (!alive.has(profile) || (alive.get(profile)?.length ?? 0) > 0) return []
    const home = step.anchorsById.get(profile as number as AnchorId)
    return home ? [{ profile, into: step.profileOf(home) }] : []
  })
}

interface Members {
  readonly profiles: readonly ProfileChange[]
  readonly flips: ReadonlyMap<ProfileId, number>
  readonly entered: readonly Membership[]
  readonly left: readonly Pick<Membership, 'segment' | 'profile'>[]
  readonly changes: readonly Change[]
}

async function memberships(step: Step, live: readonly Draft[], absorbed: Projected['absorbed']): Promise<Members> {
  const { segments } = step.rulebook
  const { write } = step.context.store
  const needHead = live.filter(
    (draft) =>
      !draft.head && (isStale(segments, draft.figures.segments) || draft.figures.segments.leafFlipAt <= step.nowMs),
  )
  if (needHead.length > 0) {
    const texts = await write.heads(needHead.map((draft) => draft.id))
    needHead.forEach((draft, index) => {
      const text = texts[index]
      if (text !== undefined) draft.head = JSON.parse(text) as Head
    })
  }
  const stale = live.filter((draft) => isStale(segments, draft.figures.segments))
  const homes = new Map<ProfileId, readonly ProfileId[]>(stale.map((draft) => [draft.id, [draft.id]]))
  for (const { profile, into } of absorbed) homes.set(into, [...(homes.get(into) ?? [into]), profile])
  const stored = await sinceByName(step, homes)

  const profiles: ProfileChange[] = []
  const flips = new Map<ProfileId, number>()
  const entered: Membership[] = []
  const left: Pick<Membership, 'segment' | 'profile'>[] = []
  const changes: Change[] = []
  for (const draft of live) {
    const { figures, head, id } = draft
    const wasStale = isStale(segments, figures.segments)
    const before = figures.segments.memberBits
    if (head) figures.segments = { ...leafBits(segments, draft.entity, head, step.nowMs), memberBits: before }
    const { memberBits, flipAt } = evaluate(segments, draft.entity, figures.segments, figures, step.nowMs)
    figures.segments.memberBits = memberBits
    flips.set(id, flipAt)
    const names = memberNames(segments, memberBits)
    const own = stored.get(id)
    const moved =
      wasStale && own
        ? differences(
            [...own.own].filter((name) => !name.startsWith('>')),
            names,
          )
        : membershipChanges(segments, before, memberBits)
    for (const segment of moved.entered) {
      const since = own?.since.get(segment)
      entered.push({ segment, profile: id, since: since ?? step.nowMs })
      if (since === undefined) changes.push(change(step, 'entered', id, { segment }))
    }
    for (const segment of moved.left) {
      left.push({ segment, profile: id })
      changes.push(change(step, 'left', id, { segment }))
    }
    profiles.push({ id, head, isHeadNew: draft.isHeadDirty, figures, segments: names })
  }
  return { profiles, flips, entered, left, changes }
}

/** Since when, by name: the profile's own, else the earliest of the homes it absorbed in this step, so that a merge interrupts no membership. */
async function sinceByName(
  step: Step,
  homes: ReadonlyMap<ProfileId, readonly ProfileId[]>,
): Promise<ReadonlyMap<ProfileId, { readonly own: ReadonlySet<string>; readonly since: ReadonlyMap<string, number> }>> {
  const ids = [...new Set([...homes.values()].flat())]
  const rows = ids.length === 0 ? [] : await step.context.store.write.memberships(ids)
  const byHome = new Map(ids.map((id, index) => [id, rows[index] ?? []]))
  return new Map(
    [...homes].map(([id, all]) => {
      const since = new Map<string, number>()
      for (const home of all)
        for (const row of byHome.get(home) ?? [])
          since.set(row.segment, Math.min(row.since, since.get(row.segment) ?? Number.POSITIVE_INFINITY))
      return [id, { own: new Set((byHome.get(id) ?? []).map((row) => row.segment)), since }]
    }),
  )
}

function differences(
  before: readonly string[],
  after: readonly string[],
): { readonly entered: readonly string[]; readonly left: readonly string[] } {
  return {
    entered: after.filter((name) => !before.includes(name)),
    left: before.filter((name) => !after.includes(name)),
  }
}

function mergeChanges(step: Step, absorbed: Projected['absorbed']): readonly Change[] {
  const born = new Set(step.newAnchors.map((anchor) => anchor.id as number))
  const merges = absorbed
    .filter(({ profile }) => !born.has(profile))
    .map(({ profile, into }) => change(step, 'merged', into, { from: profile }))
  // A home that comes alive again while its anchor was elsewhere: a split, or an undone merge.
  const splits = [...step.ties].flatMap(([id, profile]) => {
    const from = step.anchorsById.get(id)?.profile
    return !born.has(id) && (id as number) === profile && from !== undefined && from !== profile
      ? [change(step, 'split', profile, { from })]
      : []
  })
  return [...merges, ...splits]
}

const change = (
  step: Step,
  kind: Change['kind'],
  profile: ProfileId,
  body: Readonly<Record<string, Json>>,
): Change => ({ kind, profile, at: step.nowMs, body: JSON.stringify(body) })
