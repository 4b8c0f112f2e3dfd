import type { AnchorId, JsonObject } from '@rapport/core'
import { bareNamespace } from '../identifiers.ts'
import type { ActivityId, Anchor, AnchorKey, StoredActivity, StoredRecord, StreamId } from '../port/rows.ts'
import { aboutOf } from './about.ts'
import { addSignals, cutEpochs, type DeviceSignal, epochAt, epochKey, epochMoves } from './epochs.ts'
import { loadOccupants, type Numbered } from './occupants.ts'
import type { ActivityOperation, Operation } from './operations.ts'
import {
  type DeviceState,
  loadAnchors,
  loadKnownAnchors,
  referenceKey,
  referenceStream,
  type Step,
  streamIds,
} from './step.ts'
import { dropSuppressed, suppressedEpochs } from './suppress.ts'
import { addVanished } from './vanished.ts'

/** What the store held for the operations of a step, by anchor, by `stream/key`, by id. */
export interface Loaded {
  readonly operations: readonly Operation[]
  readonly records: ReadonlyMap<AnchorId, StoredRecord>
  readonly objects: ReadonlyMap<string, StoredActivity>
  readonly byId: ReadonlyMap<ActivityId, StoredActivity>
  /** Owner's anchor of each activity operation (absent: nobody's), and of each record that speaks of another. */
  readonly owners: ReadonlyMap<Operation, Anchor>
}

const ANONYMOUS = 'anonymousId'
const ANONYMOUS_STREAM = `@${ANONYMOUS}`

/** Loads all that a step's operations touch, in a handful of round trips, and cuts the epochs of devices that told something new. */
export async function load(step: Step, received: readonly Operation[]): Promise<Loaded> {
  let operations = await addVanished(step, await dropSuppressed(step, received))
  await streamIds(step.context, streamNames(operations))
  const idOf = (name: string) => step.context.caches.streams.get(name) as StreamId

  await loadAnchors(step, anchorsNamed(step, operations, idOf))
  await loadKnownAnchors(step, anchorsDeleted(operations, idOf))
  await cutDevices(step, operations, idOf)

  const owners = new Map<Operation, Anchor>()
  let epochAnchors: { operation: ActivityOperation; key: string }[] = []
  for (const operation of operations) {
    const spokenOf = aboutOf(operation)
    const spoken = spokenOf && step.anchor(idOf(referenceStream(spokenOf)), referenceKey(spokenOf))
    if (spoken) owners.set(operation, spoken)
    if (operation.kind !== 'activity' || operation.row.owner === undefined) continue
    const owner = operation.row.owner
    if ('namespace' in owner && owner.namespace === ANONYMOUS) {
      const state = step.deviceStates.get(owner.value)
      const key = state
        ? epochKey(owner.value, epochAt(state.epochs, operation.row.occurredAt ?? operation.receivedAt))
        : owner.value
      epochAnchors.push({ operation, key })
    } else {
      const anchor = step.anchor(idOf(referenceStream(owner)), referenceKey(owner))
      if (anchor) owners.set(operation, anchor)
    }
  }
  if (epochAnchors.length > 0) {
    const erased = await suppressedEpochs(
      step,
      epochAnchors.map(({ key }) => key),
    )
    if (erased.size > 0) {
      const dropped = new Set<Operation>(epochAnchors.filter(({ key }) => erased.has(key)).map((one) => one.operation))
      operations = operations.filter((operation) => !dropped.has(operation))
      epochAnchors = epochAnchors.filter(({ key }) => !erased.has(key))
      step.counts.suppressed += dropped.size
    }
    const stream = idOf(ANONYMOUS_STREAM)
    await loadAnchors(
      step,
      epochAnchors.map(({ key }) => ({ stream, key, streamName: ANONYMOUS_STREAM, entity: 'person' })),
    )
    for (const { operation, key } of epochAnchors) owners.set(operation, step.anchor(stream, key) as Anchor)
  }
  return { operations, owners, ...(await loadRows(step, operations)) }
}

function streamNames(operations: readonly Operation[]): Set<string> {
  const names = new Set<string>()
  for (const operation of operations) {
    if (operation.kind === 'signal') {
      names.add(ANONYMOUS_STREAM)
      if (operation.signal.kind !== 'reset') names.add(`${operation.connection}/${operation.signal.stream}`)
    } else {
      names.add(operation.stream.name)
      const owner = operation.kind === 'activity' ? operation.row.owner : aboutOf(operation)
      if (owner) names.add(referenceStream(owner))
    }
  }
  return names
}

type WantedAnchor = AnchorKey & { readonly streamName: string; readonly entity: string }

function anchorsNamed(
  step: Step,
  operations: readonly Operation[],
  idOf: (name: string) => StreamId,
): readonly WantedAnchor[] {
  const wanted: WantedAnchor[] = []
  const want = (streamName: string, key: string, entity?: string) => {
    const of = entity ?? step.rulebook.streams.get(streamName)?.entity.name ?? 'person'
    wanted.push({ stream: idOf(streamName), key, streamName, entity: of })
  }
  for (const operation of operations) {
    switch (operation.kind) {
      case 'record': {
        // First, so that a record that is mentioned before it came is older than what speaks of it.
        const about = aboutOf(operation)
        if (about) want(referenceStream(about), referenceKey(about))
        want(operation.stream.name, operation.key, operation.row.entity)
        break
      }
      case 'delete':
        // With a version it is remembered, so that an older row that is still under way revives nothing.
        if (operation.target === 'record' && operation.version !== '') want(operation.stream.name, operation.key)
        break
      case 'merge':
        want(operation.stream.name, operation.key)
        want(operation.stream.name, operation.into)
        break
      case 'activity': {
        const { owner } = operation.row
        if (owner && !('namespace' in owner && owner.namespace === ANONYMOUS))
          want(referenceStream(owner), referenceKey(owner))
        break
      }
      case 'signal': {
        const { signal, connection } = operation
        if (signal.kind === 'reset') break
        want(`${connection}/${signal.stream}`, signal.key)
        if (signal.kind === 'alias') want(`${connection}/${signal.stream}`, signal.previousKey)
        break
      }
    }
  }
  return wanted
}

/** Records to delete without a version: one that nobody has mentioned needs no anchor for that. */
function anchorsDeleted(operations: readonly Operation[], idOf: (name: string) => StreamId): readonly WantedAnchor[] {
  return operations.flatMap((operation) => {
    if (operation.kind !== 'delete' || operation.target !== 'record' || operation.version !== '') return []
    const { stream, key } = operation
    return [{ stream: idOf(stream.name), key, streamName: stream.name, entity: stream.entity.name }]
  })
}

/** Brings the devices up to date that the operations mention: their epochs, the links to users, what must move. */
async function cutDevices(
  step: Step,
  operations: readonly Operation[],
  idOf: (name: string) => StreamId,
): Promise<void> {
  const signals = new Map<string, DeviceSignal[]>()
  const mentioned = new Set<string>()
  for (const operation of operations) {
    if (operation.kind === 'activity') {
      const { owner } = operation.row
      if (owner && 'namespace' in owner && owner.namespace === ANONYMOUS) mentioned.add(owner.value)
    } else if (operation.kind === 'signal') {
      const { signal, connection } = operation
      if (signal.kind === 'alias') {
        const stream = idOf(`${connection}/${signal.stream}`)
        const [a, b] = [step.anchor(stream, signal.key), step.anchor(stream, signal.previousKey)]
        if (a && b)
          step.assertLink(a.id, b.id, 'alias', '[{"comparison":"alias","level":"the source says so","weightBits":100}]')
        continue
      }
      mentioned.add(signal.anonymousId)
      const list = signals.get(signal.anonymousId) ?? []
      signals.set(signal.anonymousId, list)
      if (signal.kind === 'reset') list.push({ at: signal.occurredAt, kind: 'reset' })
      else
        list.push({
          at: signal.occurredAt,
          kind: 'login',
          user: (step.anchor(idOf(`${connection}/${signal.stream}`), signal.key) as Anchor).id,
        })
    }
  }
  if (mentioned.size === 0) return
  await loadDevices(step, [...mentioned])
  const stream = idOf(ANONYMOUS_STREAM)
  const cuts: {
    readonly device: string
    readonly before: DeviceState['epochs']
    readonly after: DeviceState['epochs']
  }[] = []
  for (const [device, fresh] of signals) {
    const before = step.deviceStates.get(device)
    const next = addSignals(before?.signals ?? [], fresh)
    if (!next) continue
    const epochs = cutEpochs(next)
    step.deviceStates.set(device, { signals: next, epochs })
    step.devices.set(device, { key: device, body: JSON.stringify({ signals: next }) })
    const beforeEpochs = before?.epochs ?? cutEpochs([])
    if (!areSameEpochs(beforeEpochs, epochs)) cuts.push({ device, before: beforeEpochs, after: epochs })
  }
  // All at once: numbers for new anchors are a commit of their own.
  const keys = new Set(
    cuts.flatMap(({ device, before, after }) => [...before, ...after].map((epoch) => epochKey(device, epoch))),
  )
  await loadAnchors(
    step,
    [...keys].map((key) => ({ stream, key, streamName: ANONYMOUS_STREAM, entity: 'person' })),
  )
  for (const { device, before, after } of cuts) relinkEpochs(step, stream, device, before, after)
}

/** A user's next login where they were: nothing moves, and no anchor needs to be looked up. */
function areSameEpochs(before: DeviceState['epochs'], after: DeviceState['epochs']): boolean {
  return (
    before.length === after.length &&
    before.every(({ from, user }, at) => after[at]?.from === from && after[at]?.user === user)
  )
}

function relinkEpochs(
  step: Step,
  stream: StreamId,
  device: string,
  before: DeviceState['epochs'],
  after: DeviceState['epochs'],
): void {
  const anchorOf = (key: string) => step.anchor(stream, key) as Anchor
  const pairs = (epochs: DeviceState['epochs']) =>
    epochs.flatMap((epoch) =>
      epoch.user === null ? [] : [{ anchor: anchorOf(epochKey(device, epoch)).id, user: epoch.user }],
    )
  const kept = pairs(after)
  const known = pairs(before)
  const isAmong = (list: typeof kept, { anchor, user }: (typeof kept)[number]) =>
    list.some((pair) => pair.anchor === anchor && pair.user === user)
  for (const { anchor, user } of known) {
    if (isAmong(kept, { anchor, user })) continue
    const [a, b] = anchor < user ? [anchor, user] : [user, anchor]
    step.unlinked.set(`${a}/${b}/login`, { a, b, resolver: 'login' })
    step.touched.add(anchor)
    step.touched.add(user)
  }
  // A pair that was there is linked: asserting it again would cluster the whole component with every hour's login.
  for (const { anchor, user } of kept.filter((pair) => !isAmong(known, pair)))
    step.assertLink(
      anchor,
      user,
      'login',
      '[{"comparison":"login","level":"logged in on this device","weightBits":100}]',
    )
  for (const move of epochMoves(device, before, after)) {
    step.moves.push({ from: anchorOf(move.from).id, to: anchorOf(move.to).id, since: move.since, until: move.until })
  }
}

async function loadDevices(step: Step, devices: readonly string[]): Promise<void> {
  const { caches, store } = step.context
  const missing: string[] = []
  for (const device of devices) {
    const cached = caches.devices.get(device)
    if (cached) step.deviceStates.set(device, cached)
    else if (cached === undefined) missing.push(device)
  }
  if (missing.length === 0) return
  const found = await store.write.devices(missing)
  missing.forEach((device, index) => {
    const stored = found[index]
    if (!stored) {
      caches.devices.set(device, null)
      return
    }
    const { signals } = JSON.parse(stored.body) as { signals: readonly DeviceSignal[] }
    const state = { signals, epochs: cutEpochs(signals) }
    caches.devices.set(device, state)
    step.deviceStates.set(device, state)
  })
}

async function loadRows(
  step: Step,
  operations: readonly Operation[],
): Promise<Pick<Loaded, 'records' | 'objects' | 'byId'>> {
  const { write } = step.context.store
  const recordAnchors = new Set<AnchorId>()
  const objectKeys = new Map<string, AnchorKey>()
  const numbered: Numbered[] = []
  const bornNow = new Set(step.newAnchors.map((anchor) => anchor.id))
  for (const operation of operations) {
    if (operation.kind === 'signal') continue
    const { stream, key } = operation
    if (
      operation.kind === 'record' ||
      operation.kind === 'merge' ||
      (operation.kind === 'delete' && operation.target === 'record')
    ) {
      const anchor = step.anchor(stream.id, key)
      if (anchor && !bornNow.has(anchor.id)) recordAnchors.add(anchor.id)
      continue
    }
    if (operation.kind === 'delete' || !operation.isHappening)
      objectKeys.set(`${stream.id}/${key}`, { stream: stream.id, key })
    const occurredAt = operation.kind === 'activity' ? operation.row.occurredAt : undefined
    numbered.push({ stream: stream.id, key, occurredAt })
  }
  const records = new Map<AnchorId, StoredRecord>()
  if (recordAnchors.size > 0) {
    for (const record of await write.records([...recordAnchors])) if (record) records.set(record.anchor, record)
  }
  const objects = new Map<string, StoredActivity>()
  if (objectKeys.size > 0) {
    for (const object of await write.objects([...objectKeys.values()]))
      if (object) objects.set(`${object.stream}/${object.key}`, object)
  }
  return { records, objects, byId: await loadOccupants(write, numbered) }
}

/** A bare anchor is a record of its one identifier: that is all a resolver can compare. */
export function bareAttributes(streamName: string, key: string): JsonObject | undefined {
  const namespace = bareNamespace(streamName)
  return namespace === undefined ? undefined : { identifiers: [{ namespace, value: key }] }
}
