import { appendFileSync, readFileSync } from 'node:fs'
import { RapportError } from '@rapport/core'
import type { Transport } from './fetch.ts'

/** One request and its answer, a line of a recording. Requests' headers are left out: they hold credentials. */
interface Exchange {
  readonly method: string
  readonly url: string
  readonly requestBody: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const unrecordedHeaders: ReadonlySet<string> = new Set([
  ...['set-cookie', 'authorization', 'content-encoding', 'content-length', 'transfer-encoding'],
])

/** Sends through `transport` and appends every exchange to a file, JSON Lines. For a developer's own test accounts: bodies are kept as they are. */
export function recordingTransport(transport: Transport, file: string): Transport {
  return async (input, init) => {
    const response = await transport(input, init)
    const body = await response.text()
    const headers = Object.fromEntries([...response.headers].filter(([name]) => !unrecordedHeaders.has(name)))
    const { status } = response
    const exchange: Exchange = { ...identify(input, init), status, headers, body }
    appendFileSync(file, `${JSON.stringify(exchange)}\n`, { mode: 0o600 })
    return answer(exchange)
  }
}

/**
 * Answers from a recording, the network untouched: equal requests get their answers in the order recorded, the last one
 * again and again.
 */
export function replayingTransport(file: string): Transport {
  const waiting = new Map<string, Exchange[]>()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue
    const exchange = JSON.parse(line) as Exchange
    const key = keyOf(exchange)
    waiting.set(key, [...(waiting.get(key) ?? []), exchange])
  }
  return async (input, init) => {
    const request = identify(input, init)
    const list = waiting.get(keyOf(request)) ?? []
    const exchange = list.length > 1 ? list.shift() : list[0]
    if (!exchange)
      throw new RapportError('CONNECTION_UNREACHABLE', {
        host: new URL(request.url).host,
        problem: `the recording has no ${request.method} like this`,
      })
    return answer(exchange)
  }
}

function identify(input: string | URL | Request, init: RequestInit = {}) {
  const { body } = init
  const text = typeof body === 'string' ? body : body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : ''
  return { method: init.method ?? 'GET', url: String(input), requestBody: text }
}

const keyOf = ({ method, url, requestBody }: Pick<Exchange, 'method' | 'url' | 'requestBody'>) =>
  `${method} ${url}\n${requestBody}`

const answer = ({ status, headers, body }: Exchange) =>
  new Response(status === 204 || status === 304 ? null : body, { status, headers })
