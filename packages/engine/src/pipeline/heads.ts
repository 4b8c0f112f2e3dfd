import type { AnchorId, Flag, JsonObject, ProfileId } from '@rapport/core'
import { DISTANT_FUTURE, DISTANT_PAST } from '../figures/series.ts'
import { bareNamespace } from '../identifiers.ts'
import type { Anchor, StoredActivity, StoredRecord } from '../port/rows.ts'
import type { Writes } from '../port/writer.ts'
import { type ReconcileRecord, reconcile } from '../reconcile/reconcile.ts'
import type { FieldVersions } from './patch.ts'
import type { Draft, Step } from './step.ts'

type Heads = NonNullable<Writes['heads']>

/** Anchors of every profile whose head is to be written, as they are after this step. */
export async function anchorsAfter(
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

/** Reconciles the heads of profiles whose records, consents or ties changed; into their drafts, too. */
export async function writeHeads(
  step: Step,
  drafts: ReadonlyMap<ProfileId, Draft>,
  alive: ReadonlyMap<ProfileId, readonly Anchor[]>,
): Promise<Heads> {
  const anchors = [...alive.values()].flat()
  if (anchors.length === 0) return []
  const { write } = step.context.store
  await nameStreams(step, anchors)
  const toLoad = anchors.filter((anchor) => !step.records.has(anchor.id)).map((anchor) => anchor.id)
  const records = new Map<AnchorId, StoredRecord>()
  if (toLoad.length > 0)
    for (const record of await write.records(toLoad)) if (record) records.set(record.anchor, record)
  const consents = await loadConsents(step, anchors)
  const known = await unreconciledHeads(step)
  const heads: Heads[number][] = []
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
    const text = JSON.stringify(draft.head)
    if (text === known.get(id)) {
      draft.isHeadDirty = false
      continue
    }
    heads.push({
      profile: id,
      entity: draft.entity,
      head: text,
      space: scopes(rows.map(({ record }) => record.space)),
      territory: scopes(rows.map(({ record }) => record.territory)),
    })
  }
  return heads
}

/** Heads as other rules made them: one that comes out the same is no news. */
async function unreconciledHeads(step: Step): Promise<ReadonlyMap<ProfileId, string | undefined>> {
  const ids = [...step.unreconciled]
  const texts = ids.length === 0 ? [] : await step.context.store.write.heads(ids)
  return new Map(ids.map((id, index) => [id, texts[index]]))
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
  for (const row of found.flat()) if (!step.activities.has(row.id)) add(step.anchorAfter(row), row)
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
