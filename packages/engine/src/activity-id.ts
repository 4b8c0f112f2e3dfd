import type { ActivityId, StreamId } from './port/rows.ts'

const EPOCH_MINUTE = Date.UTC(2000, 0, 1) / 60_000
const HASH_SPAN = 2 ** 28
const LAST_MINUTE = 2 ** 25 - 1

/**
 * The number of a happening: the minute it happened in (25 bits, since 2000), then 28 bits of its key's hash. Live traffic
 * lands side by side in the store's tree, and the same key at the same time gives the same number, which is how repeats
 * are found without an index of their own. Two keys may share a number: the pipeline probes upward.
 * @param occurredAt epoch ms; `undefined` when the row names no time, so that a repeat that arrives later is still found
 */
export function activityId(stream: StreamId, key: string, occurredAt: number | undefined): ActivityId {
  const minute = occurredAt === undefined ? 0 : Math.floor(occurredAt / 60_000) - EPOCH_MINUTE
  const clamped = minute < 0 ? 0 : minute > LAST_MINUTE ? LAST_MINUTE : minute
  return (clamped * HASH_SPAN + hash28(stream, key)) as ActivityId
}

/** The number to try when one is taken by another key; stays within the minute. */
export function nextActivityId(id: ActivityId): ActivityId {
  const low = id % HASH_SPAN
  return (id - low + ((low + 1) % HASH_SPAN)) as ActivityId
}

/** FNV-1a over the key's UTF-16 units, finished as in MurmurHash3 so that the low bits are even. */
function hash28(stream: number, key: string): number {
  let hash = 0x811c9dc5 ^ stream
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  return hash & (HASH_SPAN - 1)
}
