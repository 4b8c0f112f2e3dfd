import type { ActivityId, StreamId } from './port/rows.ts'

const EPOCH_MINUTE = Date.UTC(2000, 0, 1) / 60_000
const LAST_MINUTE = 2 ** 25 - 1
const MINUTE_SPAN = 2 ** 28
/** The upper half of a minute's numbers: by hash alone. */
const WIDE = 2 ** 27
/** The lower half: a minute's 8,192 slots of 7 ms, each with 16,384 numbers. */
const SLOTS_PER_MINUTE = 2 ** 13
const SLOT_SPAN = WIDE / SLOTS_PER_MINUTE

/**
 * The number of a happening: the minute it happened in (25 bits, since 2000), then 28 bits by its time within the minute and its
 * key's hash. Live traffic lands side by side in the store's tree, and the same key at the same time gives the same number, which
 * is how repeats are found without an index of their own. Two keys may share a number: {@link nextActivityId} says where to go on.
 * @param occurredAt epoch ms; `undefined` when the row names no time, so that a repeat that arrives later is still found
 */
export function activityId(stream: StreamId, key: string, occurredAt: number | undefined): ActivityId {
  if (occurredAt === undefined) return (WIDE + (hashOf(stream, key) & (WIDE - 1))) as ActivityId
  const minute = Math.floor(occurredAt / 60_000)
  const clamped = Math.min(Math.max(minute - EPOCH_MINUTE, 0), LAST_MINUTE)
  const slot = Math.floor(((occurredAt - minute * 60_000) * SLOTS_PER_MINUTE) / 60_000)
  return (clamped * MINUTE_SPAN + slot * SLOT_SPAN + (hashOf(stream, key) & (SLOT_SPAN - 1))) as ActivityId
}

/**
 * The number to try when one is taken by another key; stays within the minute. It goes to the wide half first: a million rows of
 * one and the same instant (a mailing, dates without a time) would fill a slot, and looking for a gap in it would take ever longer.
 */
export function nextActivityId(id: ActivityId, stream: StreamId, key: string): ActivityId {
  const within = id % MINUTE_SPAN
  const base = id - within + WIDE
  return (within < WIDE ? base + (hashOf(stream, key) & (WIDE - 1)) : base + ((within + 1) % WIDE)) as ActivityId
}

/** FNV-1a over the key's UTF-16 units, finished as in MurmurHash3 so that the low bits are even. */
function hashOf(stream: number, key: string): number {
  let hash = 0x811c9dc5 ^ stream
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  return hash ^ (hash >>> 13)
}
