import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { RapportError } from '@rapport/core'
import { afterEach, expect, test } from 'vitest'
import { runtimeConfig } from '../config/config.ts'
import { createFetch, createTransport, type FetchOptions, retryAfterMs } from './fetch.ts'

const limits = runtimeConfig.parse({}).limits.request
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A server that answers the n-th request with the n-th handler, the last one again and again. */
async function serve(...handlers: ((request: IncomingMessage, response: ServerResponse, body: string) => void)[]) {
  const seen: { method: string; body: string; type: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('latin1')
    })
    request.on('end', () => {
      const handler = handlers[Math.min(seen.length, handlers.length - 1)]
      seen.push({ method: request.method ?? '', body, type: request.headers['content-type'] ?? '' })
      handler?.(request, response, body)
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, seen }
}

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(code, headers).end(`status ${code}`)

function make(options: Partial<FetchOptions> = {}) {
  const waited: number[] = []
  const wait = async (ms: number) => void waited.push(ms)
  const fetch = createFetch({ limits, signal: new AbortController().signal, wait, random: () => 0.5, ...options })
  return { fetch, waited }
}

test('a GET that meets 503 is tried again and its answer handed over', async () => {
  const { url, seen } = await serve(status(503), status(502), status(200))
  const { fetch, waited } = make()
  expect(await (await fetch(url)).text()).toBe('status 200')
  expect(seen).toHaveLength(3)
  expect(waited).toEqual([125, 250])
})

test('Retry-After is waited for, and a jittered delay on top', async () => {
  const { url } = await serve(status(429, { 'retry-after': '7' }), status(200))
  const { fetch, waited } = make()
  expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(200)
  expect(waited).toEqual([7125])
})

test('a Retry-After over the limit is given to the caller', async () => {
  const { url, seen } = await serve(status(429, { 'retry-after': '86400' }))
  const { fetch } = make()
  expect((await fetch(url)).status).toBe(429)
  expect(seen).toHaveLength(1)
})

test('a POST is not repeated unless it carries an idempotency key', async () => {
  const { url, seen } = await serve(status(503))
  const { fetch } = make()
  expect((await fetch(url, { method: 'POST', body: 'a' })).status).toBe(503)
  expect(seen).toHaveLength(1)
  await fetch(url, { method: 'POST', body: 'b', headers: { 'Idempotency-Key': 'one' } })
  expect(seen.filter(({ body }) => body === 'b')).toHaveLength(1 + limits.maxRetries)
})

test('the retry budget ends retries of a system that stays down', async () => {
  const { url, seen } = await serve(status(503))
  const { fetch } = make()
  for (let round = 0; round < 20; round++) await fetch(url)
  // 20 requests, 10 tokens to begin with and a fifth of a token a request: 14 retries at most.
  expect(seen.length).toBeLessThanOrEqual(34)
  expect(seen.length).toBeGreaterThan(25)
})

test('a connection that is refused names host and code, never the path', async () => {
  const { fetch } = make()
  const error = await fetch('http://127.0.0.1:1/customers?email=ana@example.com').catch((thrown: unknown) => thrown)
  expect(RapportError.is(error) && error.code).toBe('CONNECTION_UNREACHABLE')
  expect(String(error)).toContain('127.0.0.1:1')
  expect(String(error)).not.toContain('ana@')
})

test('the total time-out reaches to the last byte of the answer', async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200)
    response.write('begun')
  })
  const { fetch } = make({ limits: { ...limits, totalTimeoutMs: 60, maxRetries: 0 } })
  const response = await fetch(url)
  await expect(response.text()).rejects.toThrow()
})

test('a server that accepts and never answers ends in an error that may be retried', async () => {
  const { url } = await serve(() => {})
  const { fetch } = make({ limits: { ...limits, totalTimeoutMs: 60, maxRetries: 0 } })
  const error = await fetch(url).catch((thrown: unknown) => thrown)
  expect(RapportError.is(error) && error.kind).toBe('transient')
})

test('an aborted run ends the request with the reason of the signal', async () => {
  const { url } = await serve(() => {})
  const controller = new AbortController()
  const { fetch } = make({ signal: controller.signal })
  const pending = fetch(url)
  controller.abort(new Error('stopping'))
  await expect(pending).rejects.toThrow('stopping')
})

test("the platform's FormData and Request reach the server whole", async () => {
  const { url, seen } = await serve(status(200))
  const { fetch } = make()
  const form = new FormData()
  form.set('file', new Blob(['inside']), 'a.txt')
  await fetch(url, { method: 'POST', body: form })
  await fetch(new Request(url, { method: 'PUT', body: 'from a request' }))
  expect(seen[0]?.type).toMatch(/^multipart\/form-data; boundary=/)
  expect(seen[0]?.body).toContain('inside')
  expect(seen[1]).toMatchObject({ method: 'PUT', body: 'from a request' })
})

test('a proxy named by the environment is used', async () => {
  const proxied: string[] = []
  const { url } = await serve((request, response) => {
    proxied.push(request.url ?? '')
    response.end('by proxy')
  })
  process.env.http_proxy = url
  try {
    const { transport, close } = createTransport(limits)
    const { fetch } = make({ transport: transport as typeof globalThis.fetch })
    const answer = await fetch('http://crm.invalid/contacts').then(
      (response) => response.text(),
      () => 'tunnelled',
    )
    // undici tunnels with CONNECT or asks for the absolute address; either way the proxy was spoken to.
    expect(answer === 'by proxy' ? proxied[0] : answer).toMatch(/crm\.invalid|tunnelled/)
    await close()
  } finally {
    delete process.env.http_proxy
  }
})

test('Retry-After is read as seconds and as a date', () => {
  const at = Date.parse('2026-01-01T00:00:00Z')
  const read = (value: string) => retryAfterMs(new Headers({ 'retry-after': value }), at)
  expect(read('1.5')).toBe(1500)
  expect(read('Thu, 01 Jan 2026 00:00:10 GMT')).toBe(10_000)
  expect(read('Wed, 31 Dec 2025 23:59:00 GMT')).toBe(0)
  expect(read('soon')).toBeUndefined()
})
