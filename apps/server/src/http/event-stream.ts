import { RapportError } from '@rapport/core'
import { streamSSE } from 'hono/streaming'
import type { Call } from './api.ts'
import type { HttpMetrics } from './metrics.ts'

const HEART_BEAT_MS = 15_000
/** Each follower holds a connection and a place in a feed. */
const MAX_STREAMS = 1000
const RECONNECT_MS = 2000
/** A session's cookie ends by itself, and nobody tells the server: so long after the cookie a feed may go on at most. */
const MAX_SESSION_STREAM_MS = 60 * 60 * 1000

/** Where a feed is written to. */
export interface EventSink {
  /** Aborts when the reader went away, the key was revoked or the session ended. */
  readonly signal: AbortSignal
  /** Waits for a reader that is slow. */
  write(text: string): Promise<void>
}

/**
 * Answers with server-sent events for as long as the reader stays and may read: a heart-beat every 15 seconds, an end when the key is
 * revoked or the browser is signed out. A client that is still allowed to comes back by itself.
 * @param run writes events until `sink.signal` aborts
 * @throws RapportError `OVERLOADED` when too many follow already
 */
export function eventStream(
  { c, tenant, principal }: Pick<Call<unknown, unknown, unknown>, 'c' | 'tenant' | 'principal'>,
  metrics: HttpMetrics,
  run: (sink: EventSink) => Promise<void>,
): Response {
  if (metrics.openStreams >= MAX_STREAMS) throw new RapportError('OVERLOADED', { retryAfterSeconds: 5 })
  const isSession = c.req.header('authorization') === undefined
  return streamSSE(c, async (stream) => {
    const ended = new AbortController()
    const end = () => ended.abort()
    stream.onAbort(end)
    const stopWatching = tenant.keys.onEnd(principal.id, isSession, end)
    let isWriting = false
    const write = async (text: string) => {
      isWriting = true
      await stream.write(text)
      isWriting = false
    }
    metrics.openStreams++
    // A reader that takes nothing gets no heart-beats either: they would pile up.
    const heart = setInterval(() => {
      if (!isWriting) void write(': heart-beat\n\n').catch(end)
    }, HEART_BEAT_MS)
    const last = isSession ? setTimeout(end, MAX_SESSION_STREAM_MS) : undefined
    try {
      await write(`retry: ${RECONNECT_MS}\n: following\n\n`)
      await run({ signal: ended.signal, write })
    } catch (error) {
      if (!ended.signal.aborted) throw error
    } finally {
      clearInterval(heart)
      clearTimeout(last)
      stopWatching()
      metrics.openStreams--
    }
  })
}
