import { setTimeout as sleep } from 'node:timers/promises'
import { RapportError } from '@rapport/core'
import { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici'
import type { RuntimeConfig } from '../config/config.ts'
import { codeOf } from './failure.ts'

export type RequestLimits = RuntimeConfig['limits']['request']

/** What really sends a request; replaced to record or replay. */
export type Transport = typeof fetch

const retriedStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])
const idempotentMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE'])
const BASE_DELAY_MS = 250
const MAX_DELAY_MS = 30_000

/** Retries are a share of requests, so that a system that is down gets fewer requests, not more. */
const budget = { startTokens: 10, maxTokens: 10, tokensPerRequest: 0.2 }

export interface FetchOptions {
  readonly limits: RequestLimits
  /** Ends every request: the run or the server is stopping. */
  readonly signal: AbortSignal
  readonly transport?: Transport
  /** Epoch ms; for a Retry-After that is a date. */
  readonly now?: () => number
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
  /** In [0, 1). */
  readonly random?: () => number
}

/** One pool of connections for all plugins of a thread; proxies come from the usual environment variables. */
export function createTransport(limits: RequestLimits): { readonly transport: Transport; close(): Promise<void> } {
  const dispatcher = new EnvHttpProxyAgent({
    connect: { timeout: limits.connectTimeoutMs },
    headersTimeout: limits.headersTimeoutMs,
    bodyTimeout: limits.bodyTimeoutMs,
  })
  // undici's types describe its own classes, which are the platform's by another name.
  const send = undiciFetch as unknown as (input: string, init: object) => Promise<Response>
  return { transport: (input, init) => send(String(input), { ...init, dispatcher }), close: () => dispatcher.close() }
}

/**
 * The `fetch` that plugins get. Time-outs reach to the last byte of the answer. Requests that may be repeated
 * (idempotent methods, or any with an `Idempotency-Key`; 429 for all) are retried with jittered back-off, a `Retry-After`
 * and a retry budget, as long as their body is in memory. The last answer is given back whatever its status.
 * @throws RapportError `CONNECTION_UNREACHABLE` when no answer came; the signal's reason when it was aborted
 */
export function createFetch(options: FetchOptions): typeof fetch {
  const { limits, signal, now = Date.now, random = Math.random, wait = pause } = options
  const transport = options.transport ?? createTransport(limits).transport
  let tokens = budget.startTokens

  const mayRetry = (attempt: number): boolean => {
    if (attempt >= limits.maxRetries || tokens < 1) return false
    tokens -= 1
    return true
  }
  const backOffMs = (attempt: number) => random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt)

  return async (input, init) => {
    const request = await plain(input, init)
    const until = init?.signal ? AbortSignal.any([signal, init.signal]) : signal
    tokens = Math.min(budget.maxTokens, tokens + budget.tokensPerRequest)
    for (let attempt = 0; ; attempt++) {
      until.throwIfAborted()
      const timed = AbortSignal.any([until, AbortSignal.timeout(limits.totalTimeoutMs)])
      let delayMs: number
      try {
        const response = await transport(request.url, { ...request.init, signal: timed })
        const repeatable = request.isReplayable && (request.isIdempotent || response.status === 429)
        if (!repeatable || !retriedStatuses.has(response.status)) return response
        const asked = retryAfterMs(response.headers, now())
        if ((asked ?? 0) > limits.maxRetryAfterMs || !mayRetry(attempt)) return response
        await response.body?.cancel()
        delayMs = (asked ?? 0) + backOffMs(attempt)
      } catch (cause) {
        until.throwIfAborted()
        if (!request.isReplayable || !request.isIdempotent || !mayRetry(attempt)) throw unreachable(request.url, cause)
        delayMs = backOffMs(attempt)
      }
      await wait(delayMs, until)
    }
  }
}

/** What a `Retry-After` asks for, in ms; `undefined` when there is none or nobody can read it. */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const text = headers.get('retry-after')?.trim()
  if (!text) return undefined
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}

interface PlainRequest {
  readonly url: string
  readonly init: RequestInit
  readonly isIdempotent: boolean
  /** Its body is in memory, so that it can be sent again. */
  readonly isReplayable: boolean
}

/** Takes a request apart into what any implementation of fetch understands: the platform's Request and FormData are not undici's. */
async function plain(input: string | URL | Request, init: RequestInit = {}): Promise<PlainRequest> {
  const from = input instanceof Request ? input : undefined
  const url = from?.url ?? String(input)
  const method = (init.method ?? from?.method ?? 'GET').toUpperCase()
  const headers = new Headers(init.headers ?? from?.headers)
  let body = init.body ?? (from?.body ? new Uint8Array(await from.arrayBuffer()) : undefined)
  if (body instanceof FormData) {
    const form = new Response(body)
    headers.set('content-type', form.headers.get('content-type') ?? 'multipart/form-data')
    body = new Uint8Array(await form.arrayBuffer())
  }
  const { signal: _, ...rest } = init
  return {
    url,
    init: {
      ...rest,
      method,
      headers: Object.fromEntries(headers),
      ...(body === undefined || body === null ? {} : { body }),
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    } as RequestInit,
    isIdempotent: idempotentMethods.has(method) || headers.has('idempotency-key'),
    isReplayable: !(body instanceof ReadableStream),
  }
}

/** Names the host only: a path or a query may hold a key or a customer's value. */
function unreachable(url: string, cause: unknown): RapportError {
  const host = URL.canParse(url) ? new URL(url).host : 'an address that is none'
  return new RapportError('CONNECTION_UNREACHABLE', { host, problem: codeOf(cause) ?? reasonOf(cause) }, { cause })
}

const reasonOf = (cause: unknown) =>
  (cause as { name?: unknown } | null)?.name === 'TimeoutError' ? 'it took too long' : 'the request failed'

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch((error: unknown) => {
    signal.throwIfAborted()
    throw error
  })
}
