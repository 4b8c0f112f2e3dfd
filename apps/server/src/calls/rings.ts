import { parseProfileId } from '@rapport/core'
import type { ReaderRights } from '@rapport/engine'
import type { Workspace } from '@rapport/runtime'
import { summaryOf } from '../http/profile-answer.ts'
import { readCall, type StoredCall } from './call.ts'
import type { CallNotice } from './feed.ts'

/** A desk that begins to follow is told of calls since then. */
const RECENT_MS = 10 * 60 * 1000
const MAX_RECENT = 20

/** A call as a desk that waits is told of it: enough to see whose it is and who answers, not who it is about. */
export interface Ring {
  readonly id: string
  readonly status: 'matched' | 'ambiguous' | 'unknown'
  readonly from: string
  readonly queue: string | null
  readonly at: string
  /** Who it is taken to be. */
  readonly profile: { readonly id: string; readonly name: string } | null
  /** Who else it may be, as the reader may see them. */
  readonly candidates: readonly string[]
  readonly isVerified: boolean
  readonly taken: StoredCall['taken']
}

/** An event of the feed. */
export interface RingEvent {
  /** `recent`: a call of before. `gone`: one that the reader may not see, or that was erased. */
  readonly kind: 'ring' | 'change' | 'recent' | 'gone'
  readonly position: string
  readonly data: Ring | { readonly id: string }
}

/** Turns what happens to calls into what readers are told; what several desks with the same rights ask is asked once. */
export class RingReader {
  readonly #workspace: Workspace
  /** By notice: what each kind of reader sees of it, while the newest are being told. */
  readonly #seen = new WeakMap<StoredCall, Map<string, Promise<Ring | undefined>>>()

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  /** Rings that the reader may not see are left out; of changes only the id is told, so that nobody keeps showing what is not theirs. */
  async events(notices: readonly CallNotice[], rights: ReaderRights): Promise<readonly RingEvent[]> {
    const found = await Promise.all(
      notices.map(async ({ kind, position, id, call }): Promise<readonly RingEvent[]> => {
        const ring = call && (await this.#once(call, rights))
        if (ring) return [{ kind, position, data: ring }]
        return kind === 'ring' ? [] : [{ kind: 'gone', position, data: { id } }]
      }),
    )
    return found.flat()
  }

  /** Calls of the last minutes that the reader may see, the oldest first. */
  async recent(position: string, rights: ReaderRights, nowMs: number): Promise<readonly RingEvent[]> {
    const { items } = await this.#workspace.reader.entries('call', { limit: MAX_RECENT })
    const calls = items.filter(({ at }) => at > nowMs - RECENT_MS).map(readCall)
    const rings = await Promise.all(calls.reverse().map((call) => ringFor(this.#workspace, call, rights)))
    return rings.flatMap((data) => (data ? [{ kind: 'recent', position, data }] : []))
  }

  #once(call: StoredCall, rights: ReaderRights): Promise<Ring | undefined> {
    const readers = this.#seen.get(call) ?? new Map<string, Promise<Ring | undefined>>()
    this.#seen.set(call, readers)
    const reader = JSON.stringify([rights.spaces, rights.territories])
    const there = readers.get(reader) ?? ringFor(this.#workspace, call, rights)
    readers.set(reader, there)
    return there
  }
}

/**
 * What a reader sees of a call; `undefined` when it is about people of whom they may see none. One of nobody known is for everybody.
 * The number is a claim, so nothing sensitive is in it.
 */
async function ringFor(workspace: Workspace, call: StoredCall, rights: ReaderRights): Promise<Ring | undefined> {
  const about = call.profile === null ? call.candidates.filter((id) => !call.not.includes(id)) : [call.profile]
  const found = await Promise.all(
    about.map(async (reference) => {
      const id = parseProfileId(reference)
      const profile = id && (await workspace.queries.profile(id, { ...rights, sensitive: false }))
      return profile && summaryOf(profile)
    }),
  )
  const seen = found.flatMap((one) => (one ? [{ id: one.id, name: one.name }] : []))
  if (about.length > 0 && seen.length === 0) return undefined
  const [first] = seen
  const { id, from, queue, at, taken, verified } = call
  return {
    id,
    status: about.length === 0 ? 'unknown' : call.profile === null ? 'ambiguous' : 'matched',
    from,
    queue,
    at,
    profile: call.profile === null || !first ? null : first,
    candidates: call.profile === null ? seen.map(({ name }) => name) : [],
    isVerified: verified !== null,
    taken,
  }
}
