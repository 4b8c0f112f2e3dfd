import type { AnchorId, Json, JsonObject, ProfileId, Reference } from '@rapport/core'
import type { Suppression } from '../erasure/suppression.ts'
import type { ProfileFigures } from '../figures/profile-figures.ts'
import { bareStream } from '../identifiers.ts'
import type { Reader } from '../port/reader.ts'
import type {
  ActivityId,
  Anchor,
  AnchorKey,
  Change,
  Decision,
  Device,
  Enqueue,
  Link,
  RecordVersion,
  Rejected,
  StoredActivity,
  StoredRecord,
  StreamId,
} from '../port/rows.ts'
import type { Store } from '../port/store.ts'
import type { Head } from '../queries.ts'
import type { Rulebook } from '../rulebook.ts'
import type { DeviceSignal, Epoch } from './epochs.ts'
import type { FiguresCache } from './figures-cache.ts'

/** What the pipeline stands on; one per workspace, in the thread that writes. */
export interface PipelineContext {
  readonly store: Store
  readonly reader: Pick<Reader, 'entry'>
  readonly rulebook: () => Rulebook
  readonly now: () => number
  readonly caches: Caches
  /** Streams (connection/stream) whose snapshot has begun and not ended. */
  readonly snapshots: Set<string>
  readonly suppression: Suppression
  /** Whether figures of profiles whose row other rules made must be computed anew before they are used. */
  readonly figuresArePending: () => boolean
  /** Whether features of other match rules are still about: nothing is concluded from what they do not say. */
  readonly featuresAreMixed: () => boolean
}

/** What is kept between steps, so that a session's next event finds it in memory. All of it is what a commit stored. */
export interface Caches {
  readonly anchors: Map<string, Anchor>
  readonly devices: Map<string, DeviceState | null>
  readonly streams: Map<string, StreamId>
  readonly figures: FiguresCache
}

export interface DeviceState {
  readonly signals: readonly DeviceSignal[]
  readonly epochs: readonly Epoch[]
}

export const anchorCacheKey = (stream: StreamId, key: string): string => `${stream}/${key}`

/** A record before and after this step. `before` is absent for one that is new. */
export interface RecordChange {
  readonly anchor: Anchor
  readonly streamName: string
  readonly before: StoredRecord | undefined
  after: StoredRecord
  /** Parsed attributes of `after`. */
  attributes: JsonObject
  isChanged: boolean
}

export interface ActivityChange {
  readonly before: StoredActivity | undefined
  readonly after: StoredActivity
  /** Parsed attributes of `after`, kept from the mapping so that nothing is parsed twice. */
  readonly attributes: JsonObject
}

/** One profile while it is brought up to date. */
export interface Draft {
  readonly id: ProfileId
  figures: ProfileFigures
  isHeadDirty: boolean
  head: Head | undefined
  entity: string
}

/** What a step did to profiles, as segments, feeds and activations see it. */
export interface ProfileChange {
  readonly id: ProfileId
  readonly head: Head | undefined
  readonly isHeadNew: boolean
  readonly figures: ProfileFigures
  readonly segments: readonly string[]
}

/**
 * One step's working set: loaded at its start, changed in memory, written by one commit. Its methods answer from what the
 * step already changed first.
 */
export class Step {
  readonly context: PipelineContext
  readonly rulebook: Rulebook
  readonly nowMs: number
  /** By `stream/key`. */
  readonly anchors: Map<string, Anchor> = new Map()
  readonly anchorsById: Map<AnchorId, Anchor> = new Map()
  readonly newAnchors: Anchor[] = []
  /** Names of the streams of anchors met so far. */
  readonly streamNames: Map<StreamId, string> = new Map()
  readonly records: Map<AnchorId, RecordChange> = new Map()
  readonly versions: Omit<RecordVersion, 'sequence'>[] = []
  readonly activities: Map<ActivityId, ActivityChange> = new Map()
  /** State rows of this step by `stream/key`. */
  readonly objects: Map<string, StoredActivity> = new Map()
  readonly devices: Map<string, Device> = new Map()
  readonly deviceStates: Map<string, DeviceState> = new Map()
  readonly moves: { readonly from: AnchorId; readonly to: AnchorId; readonly since: number; readonly until: number }[] =
    []
  readonly ghosts: Map<AnchorId, boolean> = new Map()
  /** Links that sources assert: logins, aliases, merges at the source, and where a deleted record's anchor stays. */
  readonly assertedLinks: Map<string, Link> = new Map()
  /** Records that their source merged into others in this step. */
  readonly merged: Map<AnchorId, { readonly into: AnchorId; readonly key: string }> = new Map()
  /** Records that speak of others, with those, as this step tells it. */
  readonly about: Map<AnchorId, AnchorId> = new Map()
  readonly unlinked: Map<string, Pick<Link, 'a' | 'b' | 'resolver'>> = new Map()
  readonly decisions: Decision[] = []
  readonly rejected: Rejected[] = []
  readonly enqueue: Enqueue[] = []
  readonly changes: Change[] = []
  /** Anchors whose component must be clustered anew. */
  readonly touched: Set<AnchorId> = new Set()
  /** Records that did not change, to be compared anew: the match rules did. Callers add their anchors to the step, and to `touched`. */
  readonly revisited: Map<AnchorId, StoredRecord> = new Map()
  /** Those of `woken` whose head is to be reconciled anew, too. */
  readonly unreconciled: Set<ProfileId> = new Set()
  /** Profiles to look at again though nothing came in: a window moved, a rule changed. */
  readonly woken: Set<ProfileId> = new Set()
  /** Figures of the profiles that this step brought up to date, as they are after it. */
  readonly figures: Map<ProfileId, ProfileFigures> = new Map()
  /** Anchor → profile after this step, where it moved. */
  readonly ties: Map<AnchorId, ProfileId> = new Map()
  readonly counts: { accepted: number; duplicates: number; stale: number; suppressed: number } = {
    accepted: 0,
    duplicates: 0,
    stale: 0,
    suppressed: 0,
  }

  constructor(context: PipelineContext) {
    this.context = context
    this.rulebook = context.rulebook()
    this.nowMs = context.now()
  }

  anchor(stream: StreamId, key: string): Anchor | undefined {
    return this.anchors.get(anchorCacheKey(stream, key))
  }

  profileOf(anchor: Anchor): ProfileId {
    return this.ties.get(anchor.id) ?? anchor.profile
  }

  /** Ties of anchors that were there before; a new anchor is born where it belongs. */
  movedTies(): readonly { readonly anchor: AnchorId; readonly profile: ProfileId; readonly at: number }[] {
    const born = new Set(this.newAnchors.map((anchor) => anchor.id))
    return [...this.ties].flatMap(([anchor, profile]) =>
      born.has(anchor) ? [] : [{ anchor, profile, at: this.nowMs }],
    )
  }

  /** Whose a stored row is once the step's moves are done. */
  anchorAfter({ anchor, occurredAt }: StoredActivity): AnchorId | 0 {
    const move = this.moves.find(
      ({ from, since, until }) => from === anchor && occurredAt >= since && occurredAt < until,
    )
    return move?.to ?? anchor
  }

  /** An entry of the change feed. */
  change(kind: Change['kind'], profile: ProfileId, body: Readonly<Record<string, Json>>): Change {
    return { kind, profile, at: this.nowMs, body: JSON.stringify(body) }
  }

  addAnchor(anchor: Anchor): void {
    this.anchors.set(anchorCacheKey(anchor.stream, anchor.key), anchor)
    this.anchorsById.set(anchor.id, anchor)
  }

  assertLink(a: AnchorId, b: AnchorId, resolver: string, evidence: string): void {
    if (a === b) return
    const [low, high] = a < b ? [a, b] : [b, a]
    this.assertedLinks.set(linkKey(low, high, resolver), {
      a: low,
      b: high,
      resolver,
      certainty: 'asserted',
      weightBits: 100,
      evidence,
    })
    this.touched.add(low)
    this.touched.add(high)
  }
}

export const linkKey = (a: AnchorId, b: AnchorId, resolver: string): string => `${a}/${b}/${resolver}`

/** Numbers of streams by name, from memory or the store. */
export async function streamIds(context: PipelineContext, names: Iterable<string>): Promise<void> {
  const missing = [...new Set(names)].filter((name) => !context.caches.streams.has(name))
  if (missing.length === 0) return
  const ids = await context.store.write.streams(missing)
  for (const [index, name] of missing.entries()) context.caches.streams.set(name, ids[index] as StreamId)
}

/** The stream's name that a reference points into. */
export function referenceStream(reference: Reference): string {
  return 'stream' in reference ? reference.stream : bareStream(reference.namespace)
}

export function referenceKey(reference: Reference): string {
  return 'stream' in reference ? reference.key : reference.value
}

type WantedAnchor = AnchorKey & { readonly streamName: string; readonly entity: string }

/** Loads anchors into the step, from the cache first, and makes those that nobody has mentioned before. */
export async function loadAnchors(step: Step, wanted: readonly WantedAnchor[]): Promise<void> {
  const unborn = await loadKnownAnchors(step, wanted)
  if (unborn.length === 0) return
  const first = await step.context.store.write.allocateAnchors(unborn.length)
  unborn.forEach((one, index) => {
    const id = (first + index) as AnchorId
    const anchor: Anchor = {
      id,
      stream: one.stream,
      key: one.key,
      profile: id as number as ProfileId,
      entity: one.entity,
      isGhost: false,
    }
    step.addAnchor(anchor)
    step.newAnchors.push(anchor)
  })
}

/** Loads the anchors that are there. @returns those that are not */
export async function loadKnownAnchors(step: Step, wanted: readonly WantedAnchor[]): Promise<readonly WantedAnchor[]> {
  const missing: WantedAnchor[] = []
  const asked = new Set<string>()
  for (const one of wanted) {
    const cacheKey = anchorCacheKey(one.stream, one.key)
    step.streamNames.set(one.stream, one.streamName)
    if (asked.has(cacheKey) || step.anchors.has(cacheKey)) continue
    asked.add(cacheKey)
    const cached = step.context.caches.anchors.get(cacheKey)
    if (cached) step.addAnchor(cached)
    else missing.push(one)
  }
  if (missing.length === 0) return missing
  const found = await step.context.store.write.anchors(missing)
  return missing.filter((_, index) => {
    const anchor = found[index]
    if (anchor) step.addAnchor(anchor)
    return !anchor
  })
}
