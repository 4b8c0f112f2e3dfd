import type { JsonObject } from '@rapport/core'
import { activityId, nextActivityId } from '../activity-id.ts'
import { agendaOf } from '../agenda/agenda.ts'
import type { ActivityId, Anchor, StoredActivity, StoredRecord } from '../port/rows.ts'
import { numberOf } from '../search/keys.ts'
import { speakOf } from './about.ts'
import { compareVersions, contentHash } from './content-hash.ts'
import { bareAttributes, type Loaded } from './load.ts'
import type { ActivityOperation, DeleteOperation, MergeOperation, Operation, RecordOperation } from './operations.ts'
import { applyPatch, type FieldVersions, FORGOTTEN, forgetFields } from './patch.ts'
import { mergeEvidence, SOURCE } from './source-merges.ts'
import type { Step } from './step.ts'

const NOTHING = new Uint8Array(0)

/** What became of an operation: taken, there already, or passed over: too late, or lost against another of its version. */
type Verdict = 'taken' | 'same' | 'passed'

/**
 * Applies a step's operations in order, in memory: the newest state of records and activities, what was repeated, late or in conflict.
 * What was made of a row follows the row: it is passed over with it, and taken with it.
 */
export function apply(step: Step, loaded: Loaded): void {
  const verdicts = new Map<string, Verdict>()
  for (const operation of loaded.operations) {
    if (operation.kind === 'signal') continue
    const { stream, version } = operation
    const parent = 'parent' in operation ? operation.parent : undefined
    if (parent === undefined) {
      verdicts.set(`${stream.id}/${operation.key}/${version}`, applyOne(step, loaded, operation, undefined))
      continue
    }
    const verdict = verdicts.get(`${stream.id}/${parent}/${version}`)
    if (verdict !== 'passed') applyOne(step, loaded, operation, stream.mode === 'replace' ? verdict : undefined)
  }
  for (const [anchor, { into, key }] of step.merged) step.assertLink(anchor, into, SOURCE, mergeEvidence(key))
  for (const anchor of step.newAnchors) bearBareRecord(step, anchor)
}

/** @param parent what became of the row that this one was made of, where that decides */
function applyOne(
  step: Step,
  loaded: Loaded,
  operation: Exclude<Operation, { kind: 'signal' }>,
  parent: Verdict | undefined,
): Verdict {
  switch (operation.kind) {
    case 'record':
      return applyRecord(step, loaded, operation, parent)
    case 'activity':
      return applyActivity(step, loaded, operation, parent)
    case 'delete':
      return operation.target === 'record'
        ? deleteRecord(step, loaded, operation, parent)
        : deleteActivity(step, loaded, operation, parent)
    case 'merge':
      return mergeRecord(step, loaded, operation)
  }
}

function applyRecord(step: Step, loaded: Loaded, operation: RecordOperation, parent: Verdict | undefined): Verdict {
  const anchor = step.anchor(operation.stream.id, operation.key) as Anchor
  const there = current(step, loaded, anchor)
  const { row } = operation
  const observedAt = row.observedAt ?? timeOfVersion(operation.version) ?? operation.receivedAt
  let attributes = row.attributes
  let fieldVersions: string | null = null
  let version = operation.version
  if (operation.isPatch) {
    const known = fieldVersionsOf(there)
    const forgotten = known[FORGOTTEN] ?? ''
    if (forgotten !== '' && operation.version !== '' && operation.version <= forgotten) return count(step, 'stale')
    const patched = applyPatch(
      there && !there.isDeleted ? parseAttributes(step, anchor, there) : {},
      known,
      attributes,
      version,
    )
    if (!patched) return count(step, 'duplicates')
    attributes = patched.attributes
    fieldVersions = JSON.stringify(patched.versions)
    if (there && there.version > version) version = there.version
  }
  const text = JSON.stringify(attributes)
  const incoming = { version, contentHash: contentHash(text) }
  if (there && !operation.isPatch) {
    const verdict = compareVersions(there, incoming)
    if (verdict === 'stale') return count(step, 'stale')
    if (verdict === 'same' && !there.isDeleted) return count(step, 'duplicates')
    if (parent !== 'taken') {
      if (verdict.startsWith('conflict')) nameConflict(step, operation)
      if (verdict === 'conflict-loses') return 'passed'
    }
  }
  put(step, anchor, there, attributes, {
    anchor: anchor.id,
    ...incoming,
    observedAt: operation.isPatch && there && !there.isDeleted ? Math.max(there.observedAt, observedAt) : observedAt,
    attributes: text,
    fieldVersions,
    received: JSON.stringify({ received: row.received, flags: row.flags }),
    isDeleted: false,
    space: row.space ?? operation.stream.space ?? there?.space ?? null,
    territory: row.territory ?? there?.territory ?? null,
    features: NOTHING,
    keys: [],
    searchKeys: [],
  })
  const about = loaded.owners.get(operation)
  if (about) speakOf(step, anchor, about)
  if (anchor.isGhost || step.ghosts.has(anchor.id)) step.ghosts.set(anchor.id, false)
  // It is itself again.
  step.merged.delete(anchor.id)
  step.versions.push({
    anchor: anchor.id,
    from: step.nowMs,
    observedAt,
    version: operation.version,
    mappingVersion: operation.stream.mappingVersion,
    raw: operation.raw,
    attributes: text,
  })
  step.counts.accepted++
  return 'taken'
}

function deleteRecord(step: Step, loaded: Loaded, operation: DeleteOperation, parent: Verdict | undefined): Verdict {
  const anchor = step.anchor(operation.stream.id, operation.key)
  if (!anchor) return count(step, 'duplicates')
  const there = current(step, loaded, anchor)
  if (keepsAgainst(there, operation, parent)) return 'passed'
  if (there?.isDeleted && (operation.version === '' || there.version >= operation.version))
    return count(step, 'duplicates')
  if (there && operation.version !== '' && there.version !== '' && there.version > operation.version)
    return there.fieldVersions === null ? count(step, 'stale') : forgetOlder(step, anchor, there, operation)
  bury(step, anchor, there, operation)
  step.counts.accepted++
  return 'taken'
}

/** A deletion that comes late takes the fields that it covers; those that were told since stay. */
function forgetOlder(step: Step, anchor: Anchor, there: StoredRecord, operation: DeleteOperation): Verdict {
  const left = forgetFields(parseAttributes(step, anchor, there), fieldVersionsOf(there), operation.version)
  if (!left) return count(step, 'stale')
  const text = JSON.stringify(left.attributes)
  put(step, anchor, there, left.attributes, {
    ...there,
    contentHash: contentHash(text),
    attributes: text,
    fieldVersions: JSON.stringify(left.versions),
  })
  step.versions.push({
    anchor: anchor.id,
    from: step.nowMs,
    observedAt: operation.receivedAt,
    version: operation.version,
    mappingVersion: operation.stream.mappingVersion,
    raw: '{}',
    attributes: text,
  })
  step.counts.accepted++
  return 'taken'
}

/** Of a record that was deleted only that is known. */
function fieldVersionsOf(record: StoredRecord | undefined): FieldVersions {
  if (!record) return {}
  if (record.isDeleted) return record.version === '' ? {} : { [FORGOTTEN]: record.version }
  return JSON.parse(record.fieldVersions ?? '{}') as FieldVersions
}

function mergeRecord(step: Step, loaded: Loaded, operation: MergeOperation): Verdict {
  const anchor = step.anchor(operation.stream.id, operation.key) as Anchor
  const into = step.anchor(operation.stream.id, operation.into) as Anchor
  const there = current(step, loaded, anchor)
  if (there && operation.version !== '' && there.version !== '' && there.version > operation.version)
    return count(step, 'stale')
  if (!there?.isDeleted || operation.version > there.version) bury(step, anchor, there, operation)
  step.merged.set(anchor.id, { into: into.id, key: operation.into })
  step.counts.accepted++
  return 'taken'
}

/** The record goes, its anchor stays as a ghost: what hung on it keeps its place, and a row older than the deletion revives nothing. */
function bury(
  step: Step,
  anchor: Anchor,
  there: StoredRecord | undefined,
  operation: DeleteOperation | MergeOperation,
): void {
  put(
    step,
    anchor,
    there,
    {},
    {
      anchor: anchor.id,
      version: operation.version === '' ? (there?.version ?? '') : operation.version,
      contentHash: '',
      observedAt: there?.observedAt ?? operation.receivedAt,
      attributes: '{}',
      fieldVersions: null,
      received: '{"received":{},"flags":[]}',
      isDeleted: true,
      space: there?.space ?? null,
      territory: there?.territory ?? null,
      features: NOTHING,
      keys: [],
      searchKeys: [],
    },
  )
  step.ghosts.set(anchor.id, true)
  step.versions.push({
    anchor: anchor.id,
    from: step.nowMs,
    observedAt: operation.receivedAt,
    version: operation.version,
    mappingVersion: operation.stream.mappingVersion,
    raw: null,
    attributes: '{}',
  })
}

function put(
  step: Step,
  anchor: Anchor,
  there: StoredRecord | undefined,
  attributes: JsonObject,
  after: StoredRecord,
): void {
  const change = step.records.get(anchor.id)
  if (change) {
    change.after = after
    change.attributes = attributes
    return
  }
  step.records.set(anchor.id, {
    anchor,
    streamName: step.streamNames.get(anchor.stream) ?? '',
    before: there,
    after,
    attributes,
    isChanged: true,
  })
}

function current(step: Step, loaded: Loaded, anchor: Anchor): StoredRecord | undefined {
  return step.records.get(anchor.id)?.after ?? loaded.records.get(anchor.id)
}

function parseAttributes(step: Step, anchor: Anchor, record: StoredRecord): JsonObject {
  return step.records.get(anchor.id)?.attributes ?? (JSON.parse(record.attributes) as JsonObject)
}

/** An anchor that only an identifier is known of can still be matched by it. A device's cannot: its logins say whose it is. */
function bearBareRecord(step: Step, anchor: Anchor): void {
  const streamName = step.streamNames.get(anchor.stream) ?? ''
  if (streamName === '@anonymousId' || step.records.has(anchor.id)) return
  const attributes = bareAttributes(streamName, anchor.key)
  if (!attributes) return
  const text = JSON.stringify(attributes)
  step.records.set(anchor.id, {
    anchor,
    streamName,
    before: undefined,
    attributes,
    isChanged: true,
    after: {
      anchor: anchor.id,
      version: '',
      contentHash: contentHash(text),
      observedAt: 0,
      attributes: text,
      fieldVersions: null,
      received: '{"received":{},"flags":[]}',
      isDeleted: false,
      space: null,
      territory: null,
      features: NOTHING,
      keys: [],
      searchKeys: [],
    },
  })
}

function applyActivity(step: Step, loaded: Loaded, operation: ActivityOperation, parent: Verdict | undefined): Verdict {
  const { stream, key, row } = operation
  const owner = loaded.owners.get(operation)
  const occurredAt = row.occurredAt ?? operation.receivedAt
  const there = operation.isHappening ? undefined : objectAt(step, loaded, stream.id, key)
  let id = there?.id
  if (id === undefined) {
    id = activityId(stream.id, key, row.occurredAt)
    for (let taken = taker(step, loaded, id); taken; taken = taker(step, loaded, id)) {
      if (taken.stream === stream.id && taken.key === key) return count(step, 'duplicates')
      id = nextActivityId(id, stream.id, key)
    }
  }
  const body = JSON.stringify(row.attributes)
  const hash = operation.isHappening ? '' : contentHash(`${body}${owner?.id ?? ''}${occurredAt}`)
  if (there) {
    const verdict = compareVersions(there, { version: operation.version, contentHash: hash })
    if (verdict === 'stale') return count(step, 'stale')
    if (verdict === 'same' && !there.isDeleted) return count(step, 'duplicates')
    if (parent !== 'taken') {
      if (verdict.startsWith('conflict')) nameConflict(step, operation)
      if (verdict === 'conflict-loses') return 'passed'
    }
  }
  putActivity(
    step,
    there,
    {
      id,
      anchor: owner?.id ?? 0,
      stream: stream.id,
      key,
      entity: row.entity,
      isHappening: operation.isHappening,
      version: operation.version,
      contentHash: hash,
      occurredAt,
      isDeleted: false,
      space: row.space ?? stream.space ?? null,
      territory: row.territory ?? null,
      body,
      raw: operation.raw,
      number: operation.isHappening ? null : numberOf(row.attributes),
      agenda: operation.isHappening ? null : agendaOf(row, stream.mapping.zone),
    },
    row.attributes,
  )
  step.counts.accepted++
  return 'taken'
}

function deleteActivity(step: Step, loaded: Loaded, operation: DeleteOperation, parent: Verdict | undefined): Verdict {
  const { stream, key } = operation
  const there = objectAt(step, loaded, stream.id, key)
  if (!there) {
    if (operation.parent !== undefined || operation.version === '') return 'taken'
    // Remembered, so that a row of an older version that is still under way does not appear after all.
    putActivity(step, undefined, tombstone(step, loaded, operation), {})
    return 'taken'
  }
  if (keepsAgainst(there, operation, parent)) return 'passed'
  if (there.isDeleted && (operation.version === '' || there.version >= operation.version))
    return count(step, 'duplicates')
  if (operation.version !== '' && there.version !== '' && there.version > operation.version) return count(step, 'stale')
  putActivity(
    step,
    there,
    {
      ...there,
      version: operation.version || there.version,
      contentHash: '',
      isDeleted: true,
      body: '{}',
      raw: null,
      number: null,
      agenda: null,
    },
    {},
  )
  step.counts.accepted++
  return 'taken'
}

function tombstone(step: Step, loaded: Loaded, operation: DeleteOperation): StoredActivity {
  const { stream, key } = operation
  let id = activityId(stream.id, key, undefined)
  while (taker(step, loaded, id)) id = nextActivityId(id, stream.id, key)
  return {
    id,
    anchor: 0,
    stream: stream.id,
    key,
    entity: stream.entity.name,
    isHappening: false,
    version: operation.version,
    contentHash: '',
    occurredAt: operation.receivedAt,
    isDeleted: true,
    space: null,
    territory: null,
    body: '{}',
    raw: null,
    number: null,
    agenda: null,
  }
}

function putActivity(
  step: Step,
  there: StoredActivity | undefined,
  after: StoredActivity,
  attributes: JsonObject,
): void {
  // What the step itself put there was never counted: only what is stored is taken back out of figures.
  const known = step.activities.get(after.id)
  const before = known ? known.before : there
  step.activities.set(after.id, { before, after, attributes })
  if (!after.isHappening) step.objects.set(`${after.stream}/${after.key}`, after)
}

function objectAt(step: Step, loaded: Loaded, stream: number, key: string): StoredActivity | undefined {
  return step.objects.get(`${stream}/${key}`) ?? loaded.objects.get(`${stream}/${key}`)
}

function taker(step: Step, loaded: Loaded, id: ActivityId): StoredActivity | undefined {
  return step.activities.get(id)?.after ?? loaded.byId.get(id)
}

function count(step: Step, what: 'duplicates' | 'stale'): Verdict {
  step.counts[what]++
  return what === 'stale' ? 'passed' : 'same'
}

/** Where a row came twice under one version with equal content, what is made of it stays; the higher content hash wins, and none is lowest. */
function keepsAgainst(
  there: StoredRecord | StoredActivity | undefined,
  operation: DeleteOperation,
  parent: Verdict | undefined,
): boolean {
  return (
    parent === 'same' && there?.isDeleted === false && operation.version !== '' && there.version >= operation.version
  )
}

/** Two contents under one version: the source contradicts itself, and somebody should know. */
function nameConflict(step: Step, operation: RecordOperation | ActivityOperation): void {
  step.rejected.push({
    stream: operation.stream.name,
    key: operation.key,
    field: '',
    code: 'VERSION_CONFLICT',
    reason: 'The source sent two different rows under one version; the one with the higher content hash counts.',
    raw: operation.raw ?? '',
    at: step.nowMs,
  })
}

/** The time that a version tells, when it is one: ISO text, or epoch milliseconds. */
function timeOfVersion(version: string): number | undefined {
  if (version.startsWith('~')) {
    const time = Date.parse(version.slice(1))
    return Number.isNaN(time) ? undefined : time
  }
  const number = version.startsWith('+') ? Number(version.slice(1)) : Number.NaN
  return number > 1e11 && number < 1e14 ? number : undefined
}
