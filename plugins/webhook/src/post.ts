import { type Context, type Json, RapportError } from '@rapport/core'
import type { WebhookConfig } from './config.ts'
import { MAX_RETRY_AFTER_MS } from './outcomes.ts'
import { signedHeaders, signingKey } from './signature.ts'

/** What became of a request: answered well, or why not and what that means for whoever sent it. */
export type Answer =
  | { readonly ok: true; readonly body: string }
  | {
      readonly ok: false
      readonly status: number
      readonly kind: 'data' | 'transient' | 'config'
      readonly reason: string
      readonly retryAfterMs?: number
    }

const MAX_REDIRECTS = 3
/** An answer is read no further: it is a receiver's word on at most a few hundred items. */
const MAX_ANSWER_BYTES = 1024 * 1024

/**
 * Posts one signed message. Never throws for what the receiver or the network does; a redirect is followed only to the
 * same origin, and only where it says to post again (307, 308).
 * @throws RapportError `CONFIG_INVALID` for a bad signing secret; the signal's reason when the run is stopped
 */
export async function post(context: Context<WebhookConfig>, id: string, type: string, data: Json): Promise<Answer> {
  const { config } = context
  const at = context.now()
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data })
  const headers = {
    ...config.headers,
    ...(config.authorization && { authorization: config.authorization.reveal() }),
    ...signedHeaders(signingKey(config.secret), id, at, body),
    'content-type': 'application/json',
    'idempotency-key': id,
  }
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(config.timeoutMs)])
  let url = config.url
  try {
    for (let redirects = 0; ; redirects += 1) {
      const response = await context.fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
      const { status } = response
      if (status >= 300 && status < 400) {
        await response.body?.cancel()
        const next = sameOrigin(config.url, url, response.headers.get('location'))
        if (next === undefined || (status !== 307 && status !== 308) || redirects >= MAX_REDIRECTS)
          return {
            ok: false,
            status,
            kind: 'config',
            reason: `it redirects (${status}); the address must be corrected`,
          }
        url = next
        continue
      }
      if (status >= 200 && status < 300) return { ok: true, body: await readAnswer(response) }
      await response.body?.cancel()
      return refused(status, response.headers.get('retry-after'), context.now())
    }
  } catch (error) {
    context.signal.throwIfAborted()
    if (RapportError.is(error) && error.kind === 'config') throw error
    const isLate = signal.aborted || (error as { name?: unknown } | null)?.name === 'TimeoutError'
    return {
      ok: false,
      status: 0,
      kind: 'transient',
      reason: isLate ? 'it took too long to answer' : 'it could not be reached',
    }
  }
}

/** Where a redirect leads, if that is the place that was configured. */
function sameOrigin(configured: string, from: string, location: string | null): string | undefined {
  if (location === null || !URL.canParse(location, from)) return undefined
  const next = new URL(location, from)
  return next.origin === new URL(configured).origin ? next.href : undefined
}

function refused(status: number, retryAfter: string | null, now: Date): Answer {
  const reason = `it answered ${status}`
  if (status === 401 || status === 403 || status === 404 || status === 410)
    return { ok: false, status, kind: 'config', reason }
  if (status >= 500 || status === 408 || status === 425 || status === 429) {
    const retryAfterMs = parseRetryAfterMs(retryAfter, now)
    return { ok: false, status, kind: 'transient', reason, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  }
  return { ok: false, status, kind: 'data', reason }
}

/** Milliseconds of a Retry-After in seconds or as a date, a day at most; `undefined` when there is none. */
function parseRetryAfterMs(text: string | null, now: Date): number | undefined {
  if (text === null || text.trim() === '') return undefined
  const waitMs = /^\s*\d+\s*$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime()
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS)
}

async function readAnswer(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    // The loop's end cancels the rest.
    if (size > MAX_ANSWER_BYTES) return ''
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
