import type { AnchorId, Id, ProfileId, Sequence } from '@rapport/core'

/** A stream's number in a store. Streams are `connection/stream`; a bare identifier is a key of the built-in stream `@namespace`. */
export type StreamId = Id<'stream'>

/** An activity's number: `occurredAt` to 7 ms, then a hash of its key, so that live traffic lands side by side; see activity-id.ts. */
export type ActivityId = Id<'activity'>

export interface AnchorKey {
  readonly stream: StreamId
  readonly key: string
}

/** What records and history hang on. `profile` is where it belongs now; its home is the profile with its own number. */
export interface Anchor extends AnchorKey {
  readonly id: AnchorId
  readonly profile: ProfileId
  /** The party kind: person or organization. */
  readonly entity: string
  /** Its record was deleted at the source: the anchor stays so that its id and history do. */
  readonly isGhost: boolean
}

/** One mapped, cleaned party as one source told it; the newest version. JSON stays text until somebody needs it. */
export interface StoredRecord {
  readonly anchor: AnchorId
  /** Sortable text; empty when the stream declares none. */
  readonly version: string
  readonly contentHash: string
  /** The source's time, epoch ms. */
  readonly observedAt: number
  /** JSON object of attributes. */
  readonly attributes: string
  /** JSON: attribute → sortable version, for patched records. */
  readonly fieldVersions: string | null
  /** JSON `{ received, flags }`: what cleaning changed or refused. */
  readonly received: string
  readonly isDeleted: boolean
  readonly space: string | null
  readonly territory: string | null
  /** The resolvers' packed features. */
  readonly features: Uint8Array
  /** Identifiers (`=namespace:value`) and resolvers' keys (`#resolver:key`): all that finds this record. */
  readonly keys: readonly string[]
  readonly searchKeys: readonly string[]
}

/** A version of a record, kept as an interval: what it was from `from` until the next one's `from`. */
export interface RecordVersion {
  readonly anchor: AnchorId
  readonly sequence: Sequence
  /** When we learned it, epoch ms. */
  readonly from: number
  readonly observedAt: number
  readonly version: string
  readonly mappingVersion: number
  /** As the source sent it; `null` for a deletion. */
  readonly raw: string | null
  /** JSON of attributes, as mapped then. */
  readonly attributes: string
}

/** Any row that happened to or belongs to an anchor, or a reference row (anchor 0). */
export interface StoredActivity {
  readonly id: ActivityId
  readonly anchor: AnchorId | 0
  readonly stream: StreamId
  readonly key: string
  readonly entity: string
  /** Happenings are found by id only; all others also by (stream, key). */
  readonly isHappening: boolean
  readonly version: string
  readonly contentHash: string
  readonly occurredAt: number
  readonly isDeleted: boolean
  readonly space: string | null
  readonly territory: string | null
  /** JSON of attributes. */
  readonly body: string
  /** JSON as received where the stream keeps it, else null. */
  readonly raw: string | null
  /** The number by which people name it, folded (see search/keys.ts); null: it has none, it is deleted, or a happening. */
  readonly number: string | null
  /** Under what it is due on a day, see agenda/agenda.ts; null: it is due on none, it is deleted, or a happening. */
  readonly agenda: string | null
}

/** How sure, in the order of precedence: what a source says of its own records, rules, probability. */
export type Certainty = 'asserted' | 'deterministic' | 'probabilistic'

/** One scored, explained tie between two anchors, `a < b`. */
export interface Link {
  readonly a: AnchorId
  readonly b: AnchorId
  /** plugin/resolver, or `source` for asserted ones. */
  readonly resolver: string
  readonly certainty: Certainty
  readonly weightBits: number
  /** JSON array of evidence. */
  readonly evidence: string
}

/** A steward's "same" or "not the same" between two anchors, `a < b`; kept for ever, withdrawable. */
export interface Decision {
  readonly id: string
  readonly a: AnchorId
  readonly b: AnchorId
  readonly verdict: 'same' | 'different'
  readonly by: string
  readonly at: number
  readonly withdrawnAt: number | null
}

/** What the writer needs of a profile to bring figures and segments up to date. */
export interface ProfileState {
  readonly id: ProfileId
  readonly version: number
  /** Packed figures and segment bits; `null` before the first. */
  readonly figures: Uint8Array | null
}

/** All anchors tied together by links and decisions, active or not: what clustering decides over. */
export interface Component {
  readonly anchors: readonly (Anchor & { readonly streamName: string; readonly features: Uint8Array })[]
  readonly links: readonly Link[]
  readonly decisions: readonly Decision[]
  /** It has more than the anchors asked for. */
  readonly isTruncated: boolean
}

/** Candidates for a key; `count` is exact up to `maxPerKey + 1`. */
export interface Candidates {
  readonly key: string
  readonly count: number
  readonly anchors: readonly { readonly anchor: AnchorId; readonly features: Uint8Array }[]
}

/** What one device told about who used it; JSON of `{ signals }`, see epochs.ts. */
export interface Device {
  readonly key: string
  readonly body: string
}

/** One mechanism for input, jobs, schedules and deliveries: claim, lease, settle. */
export interface QueueItem {
  readonly id: Sequence
  readonly queue: string
  readonly lane: string
  /** How often it was tried and put back; 0 at first. */
  readonly attempt: number
  readonly dueAt: number
  readonly body: string
}
export interface Enqueue {
  readonly queue: string
  readonly lane: string
  readonly dueAt: number
  /**
   * Says all that an older item under the same (queue, key) says: it replaces those that wait or are dead; one that is leased, when it
   * is put back, dies or is tried again, is gone instead. So nobody hears an old state after a newer one. null: always a new item.
   */
  readonly key: string | null
  readonly body: string
}
export type Settled =
  | { readonly id: Sequence; readonly done: true }
  | { readonly id: Sequence; readonly retryAt: number; readonly reason: string }
  | { readonly id: Sequence; readonly deadReason: string }

export interface Lease {
  readonly token: string
  readonly items: readonly QueueItem[]
}

/** Bad input, named and kept. */
export interface Rejected {
  readonly stream: string
  readonly key: string
  readonly field: string
  readonly code: string
  readonly reason: string
  readonly raw: string
  readonly at: number
}
export interface StoredRejected extends Rejected {
  readonly id: Sequence
}

/** One entry of the change feed. */
export interface Change {
  readonly kind: 'updated' | 'merged' | 'split' | 'erased' | 'entered' | 'left' | 'decided'
  readonly profile: ProfileId
  readonly at: number
  /** JSON, small. */
  readonly body: string
}
export interface StoredChange extends Change {
  readonly sequence: Sequence
}

/** A profile's membership of a segment, kept by home so that an undone merge finds it again. */
export interface Membership {
  readonly segment: string
  readonly profile: ProfileId
  readonly since: number
}

/** A versioned document as stored. */
export interface StoredDocument {
  readonly type: string
  readonly name: string
  readonly version: number
  /** JSON; `null`: removed in this version. */
  readonly body: string | null
  readonly by: string
  readonly at: number
}

/**
 * What the platform keeps about its own running, unversioned: API keys, secrets (sealed), calls, briefs, sync runs, erasure
 * proofs. One with a profile is erased with it.
 */
export interface Entry {
  readonly type: string
  readonly name: string
  readonly profile: ProfileId | null
  readonly at: number
  /** JSON. */
  readonly body: string
}
