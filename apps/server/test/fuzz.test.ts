import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type ErrorCode, errors, type Json } from '@rapport/core'
import { createLogger, openRuntime } from '@rapport/runtime'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeKey, serve } from '../src/index.ts'
import {
  type Hints,
  type OpenApi,
  Pick,
  RawBody,
  type Request,
  requestsTo,
  trackingMessage,
} from './api-arbitraries.ts'

/**
 * Every operation of the API's own document, asked by anybody with every right: the whole server, its writer in a thread
 * of its own, on a store. No answer may be a fault of ours, and afterwards everything still works.
 */
const folder = mkdtempSync(join(tmpdir(), 'rapport-fuzz-'))
const faults: unknown[][] = []
/**
 * The same requests each time, so that a change is judged by what it changed. Another storm, and a longer one:
 * `FUZZ_SEED=$RANDOM FUZZ_RUNS=1000 npx vitest run --project server fuzz`.
 */
fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20261124) })
const RUNS = Number(process.env.FUZZ_RUNS ?? 50)
const log = createLogger({ level: 'silent' })
log.error = (...fault: unknown[]) => void faults.push(fault)
const runtime = await openRuntime({
  resolveFrom: [import.meta.url],
  overrides: {
    dataDirectory: join(folder, 'data'),
    plugins: [
      '@rapport/plugin-rules',
      '@rapport/plugin-web',
      '@rapport/plugin-webhook',
      fileURLToPath(new URL('../src/desk/plugin.ts', import.meta.url)),
    ],
  },
  log,
})
const server = await serve({ runtime, port: 0 })
const tenant = server.host.tenant('main')
const admin = makeKey('main')
tenant.keys.admit(admin, {
  title: 'fuzz',
  scopes: ['admin', 'read', 'sensitive', 'write', 'steward', 'configure', 'operate', 'erase'],
})
const writeKey = makeKey('main')
tenant.keys.admit(writeKey, { title: 'fuzz', scopes: ['track'], connection: 'web' })
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
afterAll(async () => {
  agent.destroy()
  await server.close()
  await runtime.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Sends bytes as they are; of a stream of events only the beginning is read. */
function send(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer | undefined,
): Promise<Answer> {
  const { hostname, port } = new URL(server.url)
  // Said here, since Node leaves it out for methods that seldom have a body.
  const length = body && { 'content-length': String(body.byteLength) }
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { hostname, port, method, path, agent, headers: { ...headers, ...length }, timeout: 15_000 },
      (response) => {
        const chunks: Buffer[] = []
        const end = () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          })
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', end)
        response.on('error', reject)
        if (response.headers['content-type']?.startsWith('text/event-stream')) {
          end()
          request.destroy()
        }
      },
    )
    request.on('timeout', () => request.destroy(new Error('no answer in 15 s')))
    request.on('error', reject)
    request.end(body)
  })
}

/** Ids, names and cursors that the server has told, as `collection.member`: what later requests pick from. */
const known = new Map<string, string[]>(
  Object.entries({
    'profiles.id': ['email:ana1@example.com', 'phone:+33612345678', 'userId:u1', 'anonymousId:a1'],
    'segments.name': ['buyers'],
    'activations.name': ['mail'],
    'sources.connection': ['web', 'desk', 'hook'],
    'rejected.stream': ['web/users', 'web/events', 'desk/contacts'],
  }),
)
const telling = /^(id|name|key|next|stream|profile|connection|anchor|type|interaction|candidates)$/
const MOST_A_KIND = 30

function learn(value: unknown, collection: string, name = ''): void {
  if (typeof value === 'string' && telling.test(name) && value.length < 300) {
    const kind = value.startsWith('prf_') ? 'profiles.id' : `${collection}.${name}`
    const values = known.get(kind) ?? []
    if (!values.includes(value)) known.set(kind, [...values.slice(-MOST_A_KIND), value])
  } else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value)) learn(member, collection, Array.isArray(value) ? name : key)
}

function resolved(value: unknown): unknown {
  if (value instanceof Pick) {
    const values = known.get(value.kind ?? '') ?? [...known.values()].flat()
    return values[value.index % values.length]
  }
  if (value instanceof RawBody || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(resolved)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolved(member)]))
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
const encoded = (value: unknown): string => encodeURIComponent(asText(resolved(value)).toWellFormed())

/** A request as it goes out. What would write outside of this test's folder is moved into it. */
function onTheWire(request: Request) {
  const path = `/${request.path.map(encoded).join('/')}`
  const query = request.query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')
  let body = resolved(request.body)
  if (
    path === '/v1/backups' &&
    typeof body === 'object' &&
    body !== null &&
    'directory' in body &&
    typeof body.directory === 'string'
  )
    body = {
      ...body,
      directory: body.directory.startsWith('/') ? join(folder, 'backups', body.directory) : body.directory,
    }
  const isRaw = body instanceof RawBody
  const bytes = isRaw ? (body as RawBody).bytes : body === undefined ? undefined : Buffer.from(JSON.stringify(body))
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  return {
    path: query === '' ? path : `${path}?${query}`,
    headers: { authorization: `Bearer ${admin}`, ...(bytes && { 'content-type': 'application/json' }), ...headers },
    bytes,
  }
}

function faultText(fault: readonly unknown[]): string {
  const { err } = (fault[0] ?? {}) as { readonly err?: Error }
  return `${err?.stack ?? String(fault)}\n${err?.cause instanceof Error ? err.cause.stack : ''}`
}

/** What another system answers, or too much at once; the codes of 500 and above that are no fault of ours. */
const excused: ReadonlySet<string> = new Set([
  'CONNECTION_UNREACHABLE',
  'CONNECTION_REFUSED',
  'OVERLOADED',
] satisfies ErrorCode[])

/** Asks, and fails with all that is needed to ask again when the answer is a fault or no proper one. */
async function ask(request: Request): Promise<Answer> {
  const { path, headers, bytes } = onTheWire(request)
  const tell = (problem: string, answer?: Answer) =>
    new Error(
      [
        `${problem}: ${request.method} ${path.slice(0, 500)}`,
        JSON.stringify(request.headers),
        bytes?.toString('utf8').slice(0, 1500) ?? 'no body',
        answer ? `${answer.status} ${answer.text.slice(0, 500)}` : 'no answer',
        ...faults.map(faultText),
      ].join('\n'),
    )
  const answer = await send(request.method, path, headers, bytes).catch((error: unknown) => {
    throw tell(String(error))
  })
  // Too long an address for HTTP itself: Node answers before anything of ours is asked.
  if (answer.status === 431) return answer
  const isProblem = answer.headers['content-type'] === 'application/problem+json'
  if (answer.status >= 400 && request.method !== 'HEAD') {
    if (!isProblem) throw tell('a refusal that is no problem document', answer)
    const { code, status } = JSON.parse(answer.text) as { code: string; status: number }
    if (status !== answer.status || !Object.hasOwn(errors, code)) throw tell('a refusal by no code of ours', answer)
    if (answer.status >= 500 && !excused.has(code)) throw tell('a fault', answer)
  } else if (answer.status >= 500) throw tell('a fault', answer)
  if (answer.headers['content-type']?.includes('json') && request.method !== 'HEAD' && answer.text !== '')
    learn(JSON.parse(answer.text), /^\/v1\/(?:identity\/)?(\w+)/.exec(path)?.[1] ?? '')
  return answer
}

const post = (path: string, body: Json, key = admin) =>
  send(
    'POST',
    path,
    { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    Buffer.from(JSON.stringify(body)),
  )
const get = (path: string) => send('GET', path, { authorization: `Bearer ${admin}` }, undefined)

const document = JSON.parse((await get('/openapi.json')).text) as OpenApi
const operations = Object.entries(document.paths).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${template}`,
    template,
    method,
    operation,
  })),
)

const someDocuments: readonly Json[] = [
  {
    type: 'segment',
    name: 'buyers',
    where: {
      any: [
        { insight: 'orders', gte: 2 },
        { attribute: 'fullName', exists: true },
      ],
    },
  },
  { type: 'segment', name: 'named', where: { not: { all: [{ identifier: 'email' }, { consent: { purpose: 'x' } }] } } },
  { type: 'insight', name: 'spend', on: 'event', calculate: 'sum', value: 'properties.total', window: { days: 30 } },
  { type: 'reconciliation', name: 'person', entity: 'person', attributes: { fullName: { pick: 'longest' } } },
  { type: 'match-rules', name: 'person', entity: 'person', model: { rules: [{ name: 'm', when: { same: 'email' } }] } },
  { type: 'connection', name: 'second', part: 'web/web', config: { resetEvents: ['Bye'] } },
  {
    type: 'mapping',
    name: 'web/events',
    entity: 'event',
    owner: [{ stream: 'users', key: 'userId' }],
    set: { name: 'name' },
  },
  { type: 'activation', name: 'other', connection: 'hook', on: { profile: 'changed' }, purpose: 'x', channel: 'email' },
  {
    type: 'action',
    name: 'other',
    where: { not: { segment: 'buyers' } },
    unless: [{ name: 'a', when: { insight: 'orders', gte: 9 } }],
    value: 2,
    text: { en: ['{attributes.email} {insights.orders}', 'x'] },
    accept: { task: { subject: { en: 'y' } } },
  },
  { type: 'rates', name: 'rates', reporting: 'EUR', rates: [{ currency: 'USD', from: '2025-01-01', rate: 0.9 }] },
]

/** What reaches further than the document's own examples. */
function hintsOf(name: string): Hints {
  const [, template = ''] = name.split(' ')
  const paths = [
    ['segment', 'buyers'],
    ['insight', 'orders'],
    ['connection', 'web'],
    ['match-rules', 'person'],
  ]
  if (name.startsWith('PUT /v1/documents/{'))
    return { paths: [['segment', 'buyers']], bodies: someDocuments.slice(0, 2) }
  if (template.startsWith('/v1/documents/{')) return { paths }
  if (template === '/v1/documents/import') return { bodies: [...someDocuments, someDocuments] }
  if (template === '/v1/segments/preview') return { bodies: someDocuments.slice(0, 2) }
  if (template === '/v1/insights/preview') return { bodies: someDocuments.slice(2, 3) }
  if (template === '/v1/segments/{name}/members') return { paths: [['buyers']] }
  if (template.endsWith('/corrections')) return { bodies: [{ set: { phone: '06 12 34 56 79' }, key: 'a' }] }
  if (/\/actions\/\{name\}/.test(template)) return { paths: [['email:ana1@example.com', 'hello']] }
  if (template.endsWith('/notes')) return { bodies: [{ text: 'x', task: { subject: 'y' } }] }
  if (template === '/v1/answers') return { bodies: [{ profile: 'email:ana1@example.com', question: 'Which orders?' }] }
  if (template === '/v1/briefs') return { bodies: [{ profile: 'prf_', occasion: 'call' }] }
  return {}
}

/** A small workspace with one of everything. */
async function prepare(): Promise<void> {
  const put = async (type: string, name: string, body: Json) => {
    const answer = await send(
      'PUT',
      `/v1/documents/${type}/${name}`,
      { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
      Buffer.from(JSON.stringify(body)),
    )
    expect([name, answer.status, answer.text]).toEqual([name, 200, answer.text])
  }
  await send(
    'PUT',
    '/v1/secrets/HOOK',
    { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
    Buffer.from(JSON.stringify({ value: `whsec_${'A'.repeat(32)}` })),
  )
  await put('connection', 'web', { part: 'web/web' })
  await put('connection', 'desk', { part: 'desk/desk' })
  await put('connection', 'hook', {
    part: 'webhook/webhook',
    config: { url: 'http://127.0.0.1:1/hook', secret: { secret: 'HOOK' } },
  })
  await put('match-rules', 'person', {
    entity: 'person',
    model: { rules: [{ name: 'mail', when: { same: 'email' } }] },
  })
  await put('insight', 'orders', { on: 'event', calculate: 'count' })
  await put('segment', 'buyers', { where: { insight: 'orders', gte: 1 } })
  await put('action', 'hello', { value: 1, text: { en: 'Say hello.' }, accept: { task: { subject: { en: 'Greet' } } } })
  await put('activation', 'mail', {
    connection: 'hook',
    on: { segment: 'buyers' },
    purpose: 'marketing',
    channel: 'email',
  })
  const batch: Json[] = Array.from({ length: 20 }, (_, at) => [
    {
      type: 'identify',
      userId: `u${at}`,
      anonymousId: `a${at}`,
      messageId: `i${at}`,
      traits: { email: `ana${at % 15}@example.com`, name: `Ana Morel ${at}`, phone: '+33612345678' },
    },
    { type: 'track', userId: `u${at}`, event: 'Order Completed', messageId: `t${at}`, properties: { total: at } },
  ]).flat()
  expect(
    (await post('/v1/batch', { batch: [...batch, { type: 'track', event: 'X', messageId: 'nobody' }] }, writeKey))
      .status,
  ).toBe(200)
  await tenant.workspace.commands.settle()
  for (const collection of ['profiles', 'rejected', 'documents', 'sources'])
    learn(JSON.parse((await get(`/v1/${collection}`)).text), collection)
  learn(JSON.parse((await post('/v1/calls', { caller: '+33612345678' })).text), 'calls')
}
await prepare()

beforeEach(() => {
  faults.length = 0
})

test.each(['?', '\ufffd', '🧿', '—', '%', '..', '\u0000', "'"])(
  'a search for %j, which holds no word, finds nobody',
  async (text) => {
    const { status, text: body } = await get(`/v1/search?q=${encodeURIComponent(text)}`)
    expect([status, JSON.parse(body)]).toEqual([200, { items: [] }])
  },
)

describe('names that mean something to a program', () => {
  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    '%s is an unknown name like any other',
    async (name) => {
      const documents: readonly Json[] = [
        { type: name, name: 'x' },
        { type: 'insight', name: 'x', on: name, calculate: 'sum', value: 'a' },
        { type: 'insight', name: 'x', on: 'event', calculate: 'sum', value: name },
        { type: 'segment', name: 'x', entity: name, where: { identifier: 'email' } },
        { type: 'segment', name: 'x', where: { insight: name, gte: 1 } },
        { type: 'segment', name: 'x', where: { segment: name } },
        { type: 'reconciliation', name: 'x', entity: name },
        { type: 'mapping', name: 'web/events', entity: name, set: {} },
        // JSON of that name is no member for the schema, which leaves it out.
        ...(name === '__proto__'
          ? []
          : [{ type: 'mapping', name: 'web/events', entity: 'event', set: { name: 'name', [name]: 'name' } }]),
        { type: 'connection', name: 'x', part: name },
      ]
      const answers: (readonly [string, number])[] = []
      for (const body of documents)
        answers.push([JSON.stringify(body), (await post('/v1/documents/import', body)).status])
      expect(answers).toEqual(documents.map((body) => [JSON.stringify(body), 422]))
      expect(faults).toEqual([])
    },
  )
})

describe('messages, whatever they say', () => {
  test('go through the whole pipeline: profiles are up to date, bad ones are listed, nothing stands still', {
    timeout: 60_000 + 300 * RUNS,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(trackingMessage, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (messages, isRows) => {
          const batch = resolved(messages) as Json[]
          // As messages, or as rows of a stream that somebody corrected by hand.
          const { status, text } = isRows
            ? await post('/v1/rows?settle=true', {
                stream: 'web/users',
                rows: batch.map((one) => ({ messageId: 'm', occurredAt: '2026-01-01T00:00:00Z', ...(one as object) })),
              })
            : await post('/v1/batch', { batch }, writeKey)
          await tenant.workspace.commands.settle()
          if (status >= 500 || faults.length > 0)
            throw new Error([status, text, JSON.stringify(batch), ...faults.map(faultText)].join('\n'))
        },
      ),
      { numRuns: RUNS * 3 },
    )
    for (const path of [
      '/v1/profiles?limit=500',
      '/v1/rejected?limit=500',
      '/v1/rejected/counts',
      '/v1/segments',
      '/v1/segments/buyers/members',
      '/readyz',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 200])
    for (const reference of known.get('profiles.id') ?? [])
      for (const part of ['', '/timeline', '/records', '/links', '/insights', '/history?at=2026-06-01T00:00:00Z'])
        expect([
          reference,
          part,
          (await get(`/v1/profiles/${encodeURIComponent(reference)}${part}`)).status,
        ]).not.toContain(500)
  })
})

describe('every operation, whatever it is asked', () => {
  const statuses = new Map<string, Set<number>>()

  test.each(operations)(
    '$name answers or refuses',
    { timeout: 60_000 + 300 * RUNS },
    async ({ name, template, method, operation }) => {
      const seen = new Set<number>()
      statuses.set(name, seen)
      await fc.assert(
        fc.asyncProperty(requestsTo(template, method, operation, document, hintsOf(name)), async (request) => {
          const { status } = await ask(request)
          if (request.method === method.toUpperCase()) seen.add(status)
        }),
        // What asks other systems waits for them.
        { numRuns: /\/(check|sync)$/.test(template) ? Math.min(RUNS, 40) : RUNS },
      )
    },
  )
  test('and nearly all were answered well at least once, so that what lies behind the checks was reached', () => {
    const unreached = [...statuses]
      .filter(([, seen]) => ![...seen].some((status) => status < 400))
      .map(([name]) => name)
    expect(unreached.length, unreached.join(', ')).toBeLessThan(operations.length / 5)
  })
})

describe('a tracking endpoint, whatever it is sent', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((one) => Buffer.from(one)),
    fc.json().map((one) => Buffer.from(one)),
    fc.json().map((one) => gzipSync(one)),
    fc.json().map((one) => gzipSync(one).subarray(0, -3)),
    fc.constantFrom(
      gzipSync(Buffer.alloc(5_000_000)),
      Buffer.from('['.repeat(100_000)),
      Buffer.from(`{"batch":[${'['.repeat(50_000)}${']'.repeat(50_000)}]}`),
    ),
    fc.constantFrom(
      Buffer.from(
        '{"batch":[{"type":"track","userId":"u1","event":"\\ud800","properties":{"__proto__":1,"a":1e999}}]}',
      ),
    ),
  )
  const path = fc.constantFrom(
    '/v1/batch',
    '/v1/track',
    '/v1/i',
    '/v1/import',
    '/v1/track?workspace=x',
    '/v1/batch?workspace=%ff',
    '/v1/track/',
  )
  const authorization = fc.constantFrom(
    `Bearer ${writeKey}`,
    `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
    'Basic',
    'Bearer x',
    '',
  )
  test('it answers or refuses', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        path,
        authorization,
        bytes,
        fc.constantFrom('application/json', 'text/plain', '', 'a/b'),
        async (at, header, body, type) => {
          const { status, text } = await send('POST', at, { authorization: header, 'content-type': type }, body)
          if (status >= 500)
            throw new Error(`${status} ${text} ${String(faults)}: ${body.toString('latin1').slice(0, 500)}`)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('afterwards', () => {
  test('a new message is taken, shown and found: nothing is stuck', { timeout: 60_000 }, async () => {
    // The storm may have removed what this needs, and left documents that bear on it.
    const { items } = JSON.parse((await get('/v1/documents?limit=500')).text) as {
      items: { type: string; name: string; body: unknown }[]
    }
    for (const { type, name, body } of items) {
      if (body === null) continue
      const path = `/v1/documents/${type}/${encodeURIComponent(name)}`
      expect((await send('DELETE', path, { authorization: `Bearer ${admin}` }, undefined)).status).toBe(204)
    }
    await prepare()
    const userId = 'after-the-storm'
    const message = { type: 'identify', userId, messageId: userId, traits: { email: 'after@example.com' } }
    expect((await post('/v1/identify', message, writeKey)).status).toBe(200)
    await vi.waitFor(async () => expect((await get('/v1/profiles/email:after@example.com')).status).toBe(200), {
      timeout: 20_000,
      interval: 100,
    })
    for (const path of ['/healthz', '/readyz', '/v1/doctor', '/metrics', '/v1/rejected', '/v1/profiles?limit=500'])
      expect([path, (await get(path)).status]).toEqual([path, 200])
    expect(faults).toEqual([])
  })
})
