import type { AnchorId, ProfileId, Sequence } from '@rapport/core'
import type {
  ActivityId,
  Anchor,
  Decision,
  Entry,
  Link,
  Membership,
  RecordVersion,
  StoredActivity,
  StoredChange,
  StoredDocument,
  StoredRecord,
  StoredRejected,
  StreamId,
} from '@rapport/engine'

export interface StreamState {
  readonly id: StreamId
  readonly name: string
  cursor: string | null
}

/** An anchor belonged to a profile in `[from, until)`. */
interface Tie {
  profile: ProfileId
  readonly from: number
  until: number
}

export interface ProfileRow {
  version: number
  head: {
    readonly entity: string
    readonly head: string
    readonly space: string | null
    readonly territory: string | null
  } | null
  figures: Uint8Array | null
  flipAt: number | null
}

export interface QueueRow {
  readonly id: Sequence
  readonly queue: string
  readonly lane: string
  readonly key: string | null
  body: string
  attempt: number
  dueAt: number
  reason: string | null
  isDead: boolean
}

interface LeaseState {
  readonly until: number
  readonly items: Set<Sequence>
}

/** Everything a workspace holds. Plain data, so that a backup is this and nothing else. */
export interface State {
  lastAnchor: number
  lastSequence: number
  /** Counts what was written through the writer's door. */
  revision: number
  readonly streams: Map<string, StreamState>
  readonly anchors: Map<AnchorId, Anchor>
  readonly anchorByKey: Map<string, AnchorId>
  readonly anchorsOfProfile: Map<ProfileId, Set<AnchorId>>
  readonly ties: Map<AnchorId, Tie[]>
  readonly records: Map<AnchorId, StoredRecord>
  readonly anchorsOfMatchKey: Map<string, Set<AnchorId>>
  readonly anchorsOfSearchKey: Map<string, Set<AnchorId>>
  readonly versions: Map<Sequence, RecordVersion>
  readonly links: Map<string, Link>
  readonly linksOfAnchor: Map<AnchorId, Set<string>>
  readonly decisions: Map<string, Decision>
  readonly activities: Map<ActivityId, StoredActivity>
  readonly activitiesOfAnchor: Map<AnchorId, Set<ActivityId>>
  readonly activityByKey: Map<string, ActivityId>
  readonly devices: Map<string, string>
  readonly profiles: Map<ProfileId, ProfileRow>
  readonly absorbed: Map<ProfileId, ProfileId>
  readonly erased: Set<ProfileId>
  readonly memberships: Map<string, Membership>
  readonly queue: Map<Sequence, QueueRow>
  readonly leases: Map<string, LeaseState>
  readonly rejected: Map<Sequence, StoredRejected>
  readonly changes: Map<Sequence, StoredChange>
  readonly seen: Map<StreamId, Set<string>>
  readonly entries: Map<string, Entry>
  readonly terms: Map<string, readonly string[]>
  readonly suppressed: Set<string>
  readonly documents: Map<string, StoredDocument[]>
}

export function emptyState(): State {
  return {
    lastAnchor: 0,
    lastSequence: 0,
    revision: 0,
    streams: new Map(),
    anchors: new Map(),
    anchorByKey: new Map(),
    anchorsOfProfile: new Map(),
    ties: new Map(),
    records: new Map(),
    anchorsOfMatchKey: new Map(),
    anchorsOfSearchKey: new Map(),
    versions: new Map(),
    links: new Map(),
    linksOfAnchor: new Map(),
    decisions: new Map(),
    activities: new Map(),
    activitiesOfAnchor: new Map(),
    activityByKey: new Map(),
    devices: new Map(),
    profiles: new Map(),
    absorbed: new Map(),
    erased: new Set(),
    memberships: new Map(),
    queue: new Map(),
    leases: new Map(),
    rejected: new Map(),
    changes: new Map(),
    seen: new Map(),
    entries: new Map(),
    terms: new Map(),
    suppressed: new Set(),
    documents: new Map(),
  }
}

export const nextSequence = (state: State): Sequence => ++state.lastSequence as Sequence

/** One key of several parts; JSON, so that no part can run into the next. */
export const compound = (...parts: readonly (string | number)[]): string => JSON.stringify(parts)

/** A row of its own for whoever is on the other side of the door; rows are flat but for bytes and lists. */
export function copied<T extends object>(row: T): T {
  const copy = { ...row } as Record<string, unknown>
  for (const [name, value] of Object.entries(copy)) {
    if (value instanceof Uint8Array) copy[name] = new Uint8Array(value)
    else if (Array.isArray(value)) copy[name] = [...value]
  }
  return copy as T
}

export function addTo<Key, Value>(index: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const values = index.get(key)
  if (values === undefined) index.set(key, new Set([value]))
  else values.add(value)
}

export function removeFrom<Key, Value>(index: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const values = index.get(key)
  if (values?.delete(value) && values.size === 0) index.delete(key)
}

export function streamName(state: State, id: StreamId): string {
  for (const stream of state.streams.values()) if (stream.id === id) return stream.name
  return ''
}
