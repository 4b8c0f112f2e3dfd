import type { AnchorKey, StreamId, Writes } from '@rapport/engine'
import { compareText } from './order.ts'
import type { State, StreamState } from './state.ts'

/** Cursors of syncs, and which keys a running snapshot has seen. */
export function writeSnapshots(state: State, writes: Writes): void {
  for (const { stream, cursor } of writes.cursors ?? []) {
    const known = streamOf(state, stream)
    if (known !== undefined) known.cursor = cursor
  }
  for (const { stream, keys, start } of writes.seen ?? []) {
    const seen = start ? new Set<string>() : (state.seen.get(stream) ?? new Set<string>())
    for (const key of keys) seen.add(key)
    state.seen.set(stream, seen)
  }
}

export function streamOf(state: State, id: StreamId): StreamState | undefined {
  for (const stream of state.streams.values()) if (stream.id === id) return stream
  return undefined
}

export function unseen(
  state: State,
  stream: StreamId,
  after: string,
  limit: number,
): { readonly keys: readonly string[]; readonly live: number; readonly unseen: number } {
  const live = new Set<string>()
  for (const key of liveKeys(state, stream)) live.add(key)
  const seen = state.seen.get(stream)
  const missing = [...live].filter((key) => !seen?.has(key)).sort(compareText)
  return {
    keys: missing.filter((key) => compareText(key, after) > 0).slice(0, limit),
    live: live.size,
    unseen: missing.length,
  }
}

/** Keys of records and of activities kept by key; an anchor that was only mentioned has neither. */
function* liveKeys(state: State, stream: StreamId): Generator<string> {
  for (const anchor of state.anchors.values())
    if (anchor.stream === stream && state.records.get(anchor.id)?.isDeleted === false) yield anchor.key
  for (const activity of state.activities.values())
    if (activity.stream === stream && !activity.isHappening && !activity.isDeleted) yield activity.key
}

export function keysUnder(state: State, { stream, key }: AnchorKey): readonly string[] {
  return [...new Set(liveKeys(state, stream))].filter((one) => one.startsWith(`${key}/`)).sort(compareText)
}
