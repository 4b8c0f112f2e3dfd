/** A message is not older than this; a clock that says so is not set. */
const EARLIEST_MS = Date.UTC(2000, 0, 1)

/**
 * A difference between sending and receiving that the network may explain. It is not taken for a wrong clock: a retry
 * of the same message would otherwise move by its delay, and no longer be recognised as the same.
 */
const LATENCY_MS = 60_000
const MINUTE_MS = 60_000

/**
 * How far the sender's clock is behind ours, in milliseconds, by when it says that it sent and when we received.
 * To whole minutes, so that attempts agree, whatever the network took each time. 0 when it does not say.
 */
export function clockSkewMs(sentAt: unknown, receivedAt: number): number {
  const sentMs = parseTimeMs(sentAt)
  if (Number.isNaN(sentMs)) return 0
  const skewMs = receivedAt - sentMs
  return skewMs >= 0 && skewMs < LATENCY_MS ? 0 : Math.round(skewMs / MINUTE_MS) * MINUTE_MS
}

/**
 * When something happened, by our clock: `timestamp + (receivedAt - sentAt)`, as Segment documents it. A little later than it was
 * received is a clock that is a little ahead: its time is kept, or the next attempt would have another.
 * @param skewMs of {@link clockSkewMs}
 * @returns `undefined` for what cannot be: unreadable, before 2000, over a minute after it was received
 */
export function occurredAtMs(timestamp: unknown, skewMs: number, receivedAt: number): number | undefined {
  const happenedMs = parseTimeMs(timestamp) + skewMs
  // NaN fails both comparisons.
  return happenedMs >= EARLIEST_MS && happenedMs <= receivedAt + LATENCY_MS ? happenedMs : undefined
}

const offset = /[+-]\d\d:?\d\d$/
const digits = /^\d{10}(?:\d{3})?$/

/** Epoch milliseconds of ISO text (UTC unless it names an offset), of epoch milliseconds or of epoch seconds; NaN: none. */
export function parseTimeMs(value: unknown): number {
  if (typeof value === 'string') {
    if (digits.test(value)) return parseTimeMs(Number(value))
    // Never by this machine's zone: the same message must mean the same on another one.
    return Date.parse(value.endsWith('Z') || value.length <= 10 || offset.test(value) ? value : `${value}Z`)
  }
  if (typeof value !== 'number') return Number.NaN
  return value > 1e11 ? Math.floor(value) : Math.floor(value * 1000)
}
