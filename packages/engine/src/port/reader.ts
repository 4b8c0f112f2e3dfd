import type { AnchorId, ProfileId, Sequence } from '@rapport/core'
import type {
  Anchor,
  AnchorKey,
  Decision,
  Device,
  Entry,
  Link,
  Membership,
  QueueItem,
  RecordVersion,
  StoredActivity,
  StoredChange,
  StoredRecord,
  StoredRejected,
} from './rows.ts'

/** A page and where the next one starts; `next` is null on the last. Keyset, never an open cursor. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}
export interface Paging {
  readonly limit: number
  readonly after?: string
}

/** What a reader may see; absent members do not restrict. A profile without a space or territory is seen by all. */
export interface RowScope {
  readonly spaces?: readonly string[]
  readonly territories?: readonly string[]
}

/** Rows whose `agenda` is at least `from` and less than `to`, of profiles in scope, themselves in scope. Nobody's rows are not among them. */
export interface DueRange extends RowScope {
  readonly from: string
  readonly to: string
  /** Without planned rows that a report tells the end of: there is a row with an `agenda` of `reported|stream|key|occurredAt`. */
  readonly withoutReported?: boolean
}

/** A row that is due, with whose it is now. */
export type DueActivity = StoredActivity & { readonly streamName: string; readonly profile: ProfileId }

/** A profile as stored: `head` is JSON text ready to be spliced into an answer, `figures` are rendered when read. */
export interface StoredProfile {
  readonly id: ProfileId
  readonly version: number
  readonly entity: string
  readonly head: string
  readonly figures: Uint8Array | null
  readonly space: string | null
  readonly territory: string | null
}

/** What became of a profile id. */
export type Found =
  | { readonly status: 'found'; readonly profile: StoredProfile; readonly movedFrom?: ProfileId }
  | { readonly status: 'absent' }
  | { readonly status: 'erased' }

/** The door for reading; there may be many, each on its own connection. Errors as for Writer. */
export interface Reader {
  /** Another number once anything was committed: as long as it is the same, so is all that was read since. Costs less than a read. */
  revision(): Promise<number>
  /** Follows absorbed ids to where they went. */
  profiles(ids: readonly ProfileId[]): Promise<readonly Found[]>
  /** Profiles that own an identifier (`=namespace:value`) or match key, distinct, oldest first. */
  profilesByKey(keys: readonly string[]): Promise<readonly (readonly ProfileId[])[]>
  /** The same of one key, with all that is stored of them: what most reads are for. */
  owners(key: string): Promise<readonly StoredProfile[]>
  /** Whether an identifier's hash belongs to somebody erased. */
  suppressed(hashes: readonly string[]): Promise<readonly boolean[]>
  list(paging: Paging & RowScope & { readonly entity?: string }): Promise<Page<StoredProfile>>
  anchors(profile: ProfileId): Promise<readonly (Anchor & { readonly streamName: string })[]>
  anchorsByKey(keys: readonly AnchorKey[]): Promise<readonly (Anchor | undefined)[]>
  /** What devices told about who used them, as it was written. */
  devices(keys: readonly string[]): Promise<readonly (Device | undefined)[]>
  records(anchors: readonly AnchorId[]): Promise<readonly (StoredRecord | undefined)[]>
  links(profile: ProfileId): Promise<{ readonly links: readonly Link[]; readonly decisions: readonly Decision[] }>
  /** Anchors that belonged to the profile at a time. */
  anchorsAt(profile: ProfileId, at: number): Promise<readonly AnchorId[]>
  /** Profiles that any of the anchors belonged to at any time, those of now included, in order. */
  formerProfiles(anchors: readonly AnchorId[]): Promise<readonly ProfileId[]>
  /** The version of each record that was known at a time. */
  versionsAt(anchors: readonly AnchorId[], at: number): Promise<readonly (RecordVersion | undefined)[]>
  versions(anchor: AnchorId, paging: Paging): Promise<Page<RecordVersion>>
  /** Newest first. */
  timeline(
    query: Paging & {
      readonly profile: ProfileId
      readonly entities?: readonly string[]
      /** Only rows that are not happenings: the cost does not grow with the profile's events. */
      readonly statesOnly?: boolean
      readonly before?: number
    },
  ): Promise<Page<StoredActivity & { readonly streamName: string }>>
  objects(
    keys: readonly { readonly stream: string; readonly key: string }[],
  ): Promise<readonly (StoredActivity | undefined)[]>
  /** Anchors whose search keys start with one of the prefixes, in key order. */
  searchPrefix(
    prefixes: readonly string[],
    limit: number,
  ): Promise<readonly { readonly key: string; readonly anchor: AnchorId; readonly profile: ProfileId }[]>
  /** Activities of somebody whose `number` starts with the prefix, in the order of numbers. */
  searchNumbers(
    prefix: string,
    limit: number,
  ): Promise<
    readonly (Pick<StoredActivity, 'number' | 'anchor' | 'space' | 'territory'> & { readonly profile: ProfileId })[]
  >
  /** Rows that are due, in the order of `agenda`, then of ids. */
  due(query: Paging & DueRange): Promise<Page<DueActivity>>
  countDue(range: DueRange): Promise<number>
  /** The greatest `agenda` in a range. */
  lastDue(range: DueRange): Promise<string | undefined>
  /** Vocabulary terms that share a deletion variant. */
  similarTerms(variants: readonly string[], limit: number): Promise<readonly string[]>
  members(segment: string, paging: Paging): Promise<Page<Membership>>
  countMembers(segments: readonly string[]): Promise<readonly number[]>
  memberships(profile: ProfileId): Promise<readonly Membership[]>
  changes(after: Sequence, limit: number): Promise<readonly StoredChange[]>
  lastSequence(): Promise<Sequence>
  rejected(query: Paging & { readonly stream?: string; readonly code?: string }): Promise<Page<StoredRejected>>
  countRejected(): Promise<readonly { readonly stream: string; readonly code: string; readonly count: number }[]>
  /** Items of a queue, dead ones when asked. */
  queue(
    queue: string,
    query: Paging & { readonly lane?: string; readonly state?: 'waiting' | 'dead' },
  ): Promise<Page<QueueItem & { readonly reason: string | null; readonly isDead: boolean }>>
  entries(type: string, query: Paging & { readonly profile?: ProfileId }): Promise<Page<Entry>>
  entry(type: string, name: string): Promise<Entry | undefined>
  streams(): Promise<readonly { readonly id: number; readonly name: string; readonly cursor: string | null }[]>
  /** Counts and sizes for metrics and `doctor`: profiles, anchors, activities, queued, dead, rejected, bytes, … */
  inspect(): Promise<Readonly<Record<string, number>>>
  close(): Promise<void>
}
