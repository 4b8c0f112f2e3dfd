import type { AnchorId, ProfileId, Sequence } from '@rapport/core'
import type {
  ActivityId,
  Anchor,
  AnchorKey,
  Candidates,
  Change,
  Component,
  Decision,
  Device,
  Enqueue,
  Entry,
  Lease,
  Link,
  Membership,
  ProfileState,
  RecordVersion,
  Rejected,
  Settled,
  StoredActivity,
  StoredRecord,
  StreamId,
} from './rows.ts'

/**
 * Everything one step changes: one transaction, rows grouped by table, every member optional. Sets that replace
 * (a record's keys, a profile's figures) replace whole.
 */
export interface Writes {
  /** A claim's token: when its lease is no longer ours the commit is refused and nothing is written. */
  readonly lease?: string
  readonly settled?: readonly Settled[]
  readonly enqueue?: readonly Enqueue[]
  /** Dead items to try again. */
  readonly requeue?: readonly { readonly id: Sequence; readonly dueAt: number }[]
  /** New anchors; ids from {@link Writer.allocateAnchors}. */
  readonly anchors?: readonly Anchor[]
  /** Anchors whose record went (true) or came back (false). */
  readonly ghosts?: readonly { readonly anchor: AnchorId; readonly isGhost: boolean }[]
  /** Moves anchors between profiles: merge, split and undo are this and nothing else. Closes and opens intervals at `at`. */
  readonly ties?: readonly { readonly anchor: AnchorId; readonly profile: ProfileId; readonly at: number }[]
  /** The newest state of records; replaces keys and search keys of the anchor. */
  readonly records?: readonly StoredRecord[]
  /** Appended to history. `sequence` is given by the store. */
  readonly versions?: readonly Omit<RecordVersion, 'sequence'>[]
  readonly links?: readonly Link[]
  readonly unlinked?: readonly Pick<Link, 'a' | 'b' | 'resolver'>[]
  readonly decisions?: readonly Decision[]
  /** New or replaced, by id. */
  readonly activities?: readonly StoredActivity[]
  /** Moves all of an anchor's activities in `[from, to)` to another anchor: a device's epochs were cut anew. */
  readonly moves?: readonly {
    readonly from: AnchorId
    readonly to: AnchorId
    readonly since: number
    readonly until: number
  }[]
  readonly devices?: readonly Device[]
  /** Attributes, provenance and what is ready to be read. Version grows by one with every commit that names the profile here or in `figures`. */
  readonly heads?: readonly {
    readonly profile: ProfileId
    readonly entity: string
    readonly head: string
    readonly space: string | null
    readonly territory: string | null
  }[]
  readonly figures?: readonly {
    readonly profile: ProfileId
    readonly figures: Uint8Array
    readonly flipAt: number | null
  }[]
  /** Absorbed profiles answer with where they went; their head and figures go. */
  readonly absorbed?: readonly { readonly profile: ProfileId; readonly into: ProfileId }[]
  readonly entered?: readonly Membership[]
  readonly left?: readonly Pick<Membership, 'segment' | 'profile'>[]
  readonly rejected?: readonly Rejected[]
  /** Removes rejected rows that were replayed or dropped. */
  readonly unrejected?: readonly Sequence[]
  readonly changes?: readonly Change[]
  /** A sync's cursor, advanced with its batch. */
  readonly cursors?: readonly { readonly stream: StreamId; readonly cursor: string | null }[]
  /** Keys seen by the snapshot that is being read; `start` forgets what an unfinished one saw. */
  readonly seen?: readonly { readonly stream: StreamId; readonly keys: readonly string[]; readonly start: boolean }[]
  /** One about a profile that is erased is passed over: it was on its way then. */
  readonly entries?: readonly Entry[]
  readonly removedEntries?: readonly Pick<Entry, 'type' | 'name'>[]
  /**
   * Vocabulary of names for typing errors: terms first seen in this commit, with their deletion variants. A term is written
   * exactly as the search key it stands for; when the last record lets go of that key, the term goes too.
   */
  readonly terms?: readonly { readonly term: string; readonly variants: readonly string[] }[]
}

export type Committed =
  | { readonly ok: true; readonly sequence: Sequence }
  | { readonly ok: false; readonly reason: 'lease-lost' }

/** What an erasure removes and what it leaves. */
export interface Erasure {
  readonly profile: ProfileId
  readonly anchors: readonly AnchorId[]
  /** HMACs of source keys and of identifiers that are not shared; checked before anything is stored. */
  readonly suppress: readonly string[]
  readonly at: number
}

/**
 * The door through which a store changes; one per store. Loads take arrays and answer in the order asked; `commit` is
 * the only atomic operation, so no transaction stays open across an `await`.
 * Every method throws RapportError `STORE_FULL` or `STORE_FAILED` with the cause; after a throw nothing of the call is stored.
 */
export interface Writer {
  /** Finds or makes the numbers of streams, by name. */
  streams(names: readonly string[]): Promise<readonly StreamId[]>
  /** Reserves `count` anchor ids and answers the first; none: the one that is next. Reserved ids are never given again, used or not, and grow. */
  allocateAnchors(count: number): Promise<AnchorId>
  anchors(keys: readonly AnchorKey[]): Promise<readonly (Anchor | undefined)[]>
  anchorsById(ids: readonly AnchorId[]): Promise<readonly (Anchor | undefined)[]>
  /** All anchors of profiles. */
  anchorsOf(profiles: readonly ProfileId[]): Promise<readonly (readonly Anchor[])[]>
  records(anchors: readonly AnchorId[]): Promise<readonly (StoredRecord | undefined)[]>
  candidates(keys: readonly string[], maxPerKey: number): Promise<readonly Candidates[]>
  /** Distinct components reachable from the anchors by links and unwithdrawn decisions. */
  components(anchors: readonly AnchorId[], maxAnchors: number): Promise<readonly Component[]>
  devices(keys: readonly string[]): Promise<readonly (Device | undefined)[]>
  profiles(ids: readonly ProfileId[]): Promise<readonly (ProfileState | undefined)[]>
  heads(ids: readonly ProfileId[]): Promise<readonly (string | undefined)[]>
  activitiesById(ids: readonly ActivityId[]): Promise<readonly (StoredActivity | undefined)[]>
  /** State, tie, content and reference rows by stream and key. */
  objects(keys: readonly AnchorKey[]): Promise<readonly (StoredActivity | undefined)[]>
  /** Keys of live rows (records, and activities that are kept by key) that begin with a row's key and a slash: what a mapping made of it. */
  keysUnder(keys: readonly AnchorKey[]): Promise<readonly (readonly string[])[]>
  /**
   * Live activities of an anchor in `[since, until)`, oldest first: to compute a figure's bucket anew, or with `statesOnly` the rows
   * that are not happenings, whose cost does not grow with the anchor's events.
   */
  activitiesIn(
    ranges: readonly {
      readonly anchor: AnchorId
      readonly entity?: string
      readonly statesOnly?: boolean
      readonly since: number
      readonly until: number
    }[],
  ): Promise<readonly (readonly StoredActivity[])[]>
  memberships(profiles: readonly ProfileId[]): Promise<readonly (readonly Membership[])[]>
  /** Which of the hashes belong to an erased person. */
  suppressed(hashes: readonly string[]): Promise<readonly boolean[]>
  /** Which of the terms the vocabulary lacks. */
  unknownTerms(terms: readonly string[]): Promise<readonly string[]>
  cursor(stream: StreamId): Promise<string | null>
  /** Keys of live rows (not of anchors that were only mentioned) that the running snapshot has not seen, a page at a time, and how many there are. */
  unseen(
    stream: StreamId,
    after: string,
    limit: number,
  ): Promise<{ readonly keys: readonly string[]; readonly live: number; readonly unseen: number }>
  /** Profiles whose next flip is due, oldest first. */
  dueFlips(nowMs: number, limit: number): Promise<readonly ProfileId[]>
  /**
   * Leases up to `max` due items of a queue, by due time, then age; with `lane` only that lane's. An item comes again when its
   * lease has run out, was given back, or when the store was opened anew: items are worked on at least once.
   */
  claim(
    queue: string,
    options: { readonly max: number; readonly leaseMs: number; readonly nowMs: number; readonly lane?: string },
  ): Promise<Lease>
  /** In a commit that only enqueues new items, their ids are the last numbers up to the answer's `sequence`, in order. */
  commit(writes: Writes): Promise<Committed>
  /** Removes every row of the anchors and the profile, of every table, queue and log; keeps the hashes and an `erased` change. */
  erase(erasure: Erasure): Promise<{ readonly rows: Readonly<Record<string, number>> }>
  /** Keeps further hashes of erased people: what a restored copy had not known yet. */
  suppress(hashes: readonly string[]): Promise<void>
  /** Moves committed pages into the main file, off the request path. */
  checkpoint(): Promise<void>
}
