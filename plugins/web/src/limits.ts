import { isPlain } from './shapes.ts'

/** Segment's documented limits: 500 KB a request, 32 KB a message, 2,500 messages a batch. */
export const MAX_BODY_BYTES = 500 * 1024
export const MAX_MESSAGE_BYTES = 32 * 1024
export const MAX_BATCH_MESSAGES = 2500

/** What a batch says once for all its messages is stored with each of them, so it is small. */
export const MAX_SHARED_CONTEXT_BYTES = 8 * 1024

/** Deeper JSON than this is an attack or an accident, and would exhaust the stack of whatever serialises it. */
export const MAX_DEPTH = 32

/**
 * Size of a parsed value as JSON in UTF-8, `Infinity` when it nests too deep. A value that cannot be over the limit is not
 * serialised to be measured: what is answered then is an upper bound.
 */
export function sizeBytes(value: unknown, limitBytes: number): number {
  const bound = boundBytes(value, MAX_DEPTH)
  return bound <= limitBytes || bound === Number.POSITIVE_INFINITY ? bound : Buffer.byteLength(JSON.stringify(value))
}

/** No value is longer as JSON, its comma included. Never descends further than `levels`. */
function boundBytes(value: unknown, levels: number): number {
  // A UTF-16 unit is at most six bytes: an escape.
  if (typeof value === 'string') return value.length * 6 + 3
  if (typeof value !== 'object' || value === null) return LONGEST_NUMBER
  if (levels === 0) return Number.POSITIVE_INFINITY
  let bytes = 3
  if (isPlain(value)) for (const key in value) bytes += key.length * 6 + 3 + boundBytes(value[key], levels - 1)
  else for (const element of value as readonly unknown[]) bytes += boundBytes(element, levels - 1)
  return bytes
}

const LONGEST_NUMBER = '-1.2345678901234567e-308,'.length
