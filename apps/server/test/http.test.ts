import { gzipSync } from 'node:zlib'
import { RapportError } from '@rapport/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Scope } from '../src/auth/scopes.ts'
import { type RunningServer, serve } from '../src/http/server.ts'
import { type FakeRuntime, fakeRuntime } from './fake-runtime.ts'

const claire = 'prf_0000000001'
const shared = '+33142685309'
let fake: FakeRuntime
let server: RunningServer
const keys = {} as Record<Scope | 'french', string>

beforeAll(async () => {
  fake = await fakeRuntime([
    { id: 1, givenName: 'Claire', phones: ['+33612345678', shared], birthDate: '1980-02-11', space: 'FR' },
    { id: 2, givenName: 'Hugo', phones: [shared], space: 'FR' },
    { id: 3, givenName: 'Greta', space: 'DE' },
  ])
  server = await serve({ runtime: fake.runtime })
  const ring = server.host.tenant('main').keys
  for (const scope of [
    'read',
    'sensitive',
    'write',
    'track',
    'steward',
    'configure',
    'operate',
    'erase',
    'admin',
  ] as const)
    keys[scope] = (await ring.create({ title: scope, scopes: [scope] }, 'test', new Date(0))).key
  const french = await ring.create({ title: 'french', scopes: ['read'], spaces: ['FR'] }, 'test', new Date(0))
  keys.french = french.key
})
afterAll(() => server.close())
beforeEach(() => {
  fake.refuse = undefined
})

interface Asked {
  readonly method?: string
  readonly key?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

async function ask(path: string, { method = 'GET', key, body, headers = {} }: Asked = {}) {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '')
  return { response, status: response.status, text, json: (isJson ? JSON.parse(text) : undefined) as never as Answer }
}
// biome-ignore lint/suspicious/noExplicitAny: answers of every route
type Answer = any

describe('keys', () => {
  test('without one only health, readiness and the reference answer', async () => {
    for (const path of ['/healthz', '/readyz', '/openapi.json', '/docs']) expect((await ask(path)).status).toBe(200)
    for (const path of [
      '/v1/profiles',
      `/v1/profiles/${claire}`,
      '/v1/changes',
      '/metrics',
      '/v1/keys',
      '/v1/documents',
    ])
      expect((await ask(path)).json).toMatchObject({ status: 401, code: 'KEY_MISSING' })
  })

  test('every documented operation refuses a missing key, and a key without the scope', async () => {
    const { json: document } = await ask('/openapi.json')
    let seen = 0
    const open: string[] = []
    for (const [path, methods] of Object.entries<Record<string, { description: string; security: object[] }>>(
      document.paths,
    ))
      for (const [method, operation] of Object.entries(methods)) {
        if (operation.security.length === 0) {
          open.push(`${method} ${path}`)
          continue
        }
        const address = path.replace(/\{\w+\}/g, 'x')
        const scope = /scope `(\w+)`/.exec(operation.description)?.[1] as Scope
        const body = method === 'post' || method === 'put' ? {} : undefined
        const asked = { method: method.toUpperCase(), body }
        expect((await ask(address, asked)).status, `${method} ${path}`).toBe(401)
        const other = scope === 'erase' ? keys.track : keys.erase
        expect((await ask(address, { ...asked, key: other })).json, `${method} ${path}`).toMatchObject({
          status: 403,
          code: 'SCOPE_MISSING',
        })
        seen++
      }
    // The door itself, by which a browser gets in and out.
    expect(open).toEqual(['get /v1/session', 'post /v1/session', 'delete /v1/session'])
    expect(seen).toBeGreaterThan(35)
  })

  test('one that is made works at once, and not once it is revoked', async () => {
    const made = await ask('/v1/keys', { method: 'POST', key: keys.admin, body: { title: 'desk', scopes: ['read'] } })
    expect(made.status).toBe(201)
    expect((await ask('/v1/profiles', { key: made.json.key })).status).toBe(200)
    expect((await ask('/v1/keys', { key: keys.admin })).text).not.toContain(made.json.key)
    expect((await ask(`/v1/keys/${made.json.id}`, { method: 'DELETE', key: keys.admin })).status).toBe(204)
    expect((await ask('/v1/profiles', { key: made.json.key })).json.code).toBe('KEY_INVALID')
    expect((await ask('/v1/keys/key_none', { method: 'DELETE', key: keys.admin })).json.code).toBe('KEY_NOT_FOUND')
  })

  test('of another form, workspace or secret are refused alike', async () => {
    for (const key of ['x', 'rpk_', 'rpk_other_abc', `${keys.read}x`, 'rpk_main_', 'rpk_main___proto__'])
      expect((await ask(`/v1/profiles/${claire}`, { key })).json.code).toBe('KEY_INVALID')
  })

  test('see only the rows of their space, and sensitive fields only with the scope', async () => {
    expect((await ask('/v1/profiles/prf_0000000003', { key: keys.french })).status).toBe(404)
    expect((await ask(`/v1/profiles/${claire}`, { key: keys.french })).text).not.toContain('1980')
    expect((await ask(`/v1/profiles/${claire}`, { key: keys.admin })).text).toContain('1980-02-11')
  })
})

describe('a profile', () => {
  test('is answered with a strong ETag, and not again while nothing changed', async () => {
    const first = await ask(`/v1/profiles/${claire}`, { key: keys.read })
    expect(first.json).toMatchObject({ id: claire, attributes: { givenName: 'Claire' } })
    const tag = first.response.headers.get('etag') as string
    expect(tag).toMatch(/^"[^"]+"$/)
    for (const header of [tag, `"other", ${tag}`, `W/${tag}`, '*'])
      expect(
        (await ask(`/v1/profiles/${claire}`, { key: keys.read, headers: { 'if-none-match': header } })).status,
      ).toBe(304)
    const stale = await ask(`/v1/profiles/${claire}`, { key: keys.read, headers: { 'if-none-match': '"older"' } })
    expect(stale.status).toBe(200)
  })

  test('tells found, moved, ambiguous, erased, absent and malformed references apart', async () => {
    const get = (reference: string) => ask(`/v1/profiles/${encodeURIComponent(reference)}`, { key: keys.read })
    expect((await get('phone:+33612345678')).json.id).toBe(claire)
    const moved = await get('prf_000000002q')
    expect(moved.json).toMatchObject({ id: claire, movedFrom: 'prf_000000002q' })
    expect(moved.response.headers.get('content-location')).toBe(`/v1/profiles/${claire}`)
    const ambiguous = await get(`phone:${shared}`)
    expect(ambiguous.status).toBe(300)
    expect(ambiguous.json.candidates.map((one: { name: string }) => one.name)).toEqual(['Claire', 'Hugo'])
    expect((await get('prf_000000002r')).json).toMatchObject({ status: 410, code: 'PROFILE_ERASED' })
    expect((await get('email:nobody@example.com')).json).toMatchObject({ status: 404, code: 'PROFILE_NOT_FOUND' })
    expect((await get('nonsense')).json).toMatchObject({ status: 400, code: 'PROFILE_ID_INVALID' })
    expect((await ask('/v1/profiles/%E0%A4%A', { key: keys.read })).status).toBe(400)
  })

  test('is the same through the router as through the listener', async () => {
    const hot = await ask(`/v1/profiles/${claire}`, { key: keys.read })
    const routed = await ask(`/v1/profiles/${claire}?x=1`, { key: keys.read })
    expect(routed.text).toBe(hot.text)
    expect(routed.response.headers.get('etag')).toBe(hot.response.headers.get('etag'))
  })
})

describe('tracking', () => {
  const event = { type: 'track', event: 'Product Viewed', anonymousId: 'a1', messageId: 'm1' }
  const send = (init: { body: string | Uint8Array; headers?: Record<string, string> }, path = '/v1/track') =>
    fetch(server.url + path, { method: 'POST', body: init.body as never, headers: init.headers ?? {} })
  const basic = () => ({ authorization: `Basic ${Buffer.from(`${keys.track}:`).toString('base64')}` })

  test('takes Basic, Bearer and body keys, any content type and gzip, and hands bodies on unparsed', async () => {
    fake.received.length = 0
    const text = JSON.stringify(event)
    const withKey = JSON.stringify({ ...event, writeKey: keys.track })
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    for (const answer of await Promise.all([
      send({ body: text, headers: basic() }),
      send({ body: text, headers: { authorization: `Bearer ${keys.track}`, 'content-type': 'text/plain' } }),
      send({ body: withKey }),
      send({ body: gzipSync(text), headers: { ...basic(), ...form } }),
      send({ body: gzipSync(text), headers: { ...basic(), 'content-encoding': 'gzip' } }, '/v1/batch'),
    ])) {
      expect(answer.status).toBe(200)
      expect(await answer.json()).toEqual({ success: true })
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    }
    const bodies = fake.received.flat().map((one) => one.body)
    expect(bodies.sort()).toEqual([text, text, text, text, withKey].sort())
    expect(new Set(fake.received.flat().map((one) => one.connection))).toEqual(new Set(['web']))
  })

  test('refuses wrong keys, bombs, broken gzip, broken text and bodies that are too large', async () => {
    const code = async (answer: Promise<Response>) => ((await (await answer).json()) as { code: string }).code
    expect(await code(send({ body: '{}' }))).toBe('KEY_MISSING')
    expect(await code(send({ body: '{}', headers: { authorization: `Bearer ${keys.read}` } }))).toBe('SCOPE_MISSING')
    expect(await code(send({ body: 'x'.repeat(60_000), headers: basic() }))).toBe('BODY_TOO_LARGE')
    expect(await code(send({ body: gzipSync('x'.repeat(20_000_000)), headers: basic() }))).toBe('BODY_TOO_LARGE')
    expect(await code(send({ body: Buffer.from([0x1f, 0x8b, 1, 2]), headers: basic() }))).toBe('BODY_INVALID')
    expect(await code(send({ body: Buffer.from([0xff, 0xfe, 0xfd]), headers: basic() }))).toBe('BODY_INVALID')
  })

  test('says 503 with Retry-After when the disk is full, and nothing was accepted', async () => {
    fake.refuse = new RapportError('STORE_FULL')
    const answer = await send({ body: '{}', headers: basic() })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('1')
  })

  test('lets web pages of other sites send', async () => {
    const answer = await fetch(`${server.url}/v1/track`, { method: 'OPTIONS' })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-headers')).toContain('authorization')
  })
})

describe('refusals', () => {
  test('are problems with code, solution and request id, whatever went wrong', async () => {
    const problem = async (path: string, asked: Asked, status: number, code: string) => {
      const { json, response } = await ask(path, { key: keys.admin, ...asked })
      expect(response.headers.get('content-type'), path).toBe('application/problem+json')
      expect(json, path).toMatchObject({ status, code, requestId: expect.any(String), detail: expect.any(String) })
      return { json, response }
    }
    await problem('/v1/nowhere', {}, 404, 'NOT_FOUND')
    const { response } = await problem('/v1/search', { method: 'DELETE' }, 405, 'METHOD_NOT_ALLOWED')
    expect(response.headers.get('allow')).toBe('GET')
    await problem('/v1/rows', { method: 'POST', body: '{"a":' }, 400, 'BODY_INVALID')
    const xml = { method: 'POST', body: '<a/>', headers: { 'content-type': 'text/xml' } }
    await problem('/v1/rows', xml, 415, 'MEDIA_TYPE_UNSUPPORTED')
    await problem('/v1/keys', { method: 'POST', body: `"${'x'.repeat(1_100_000)}"` }, 413, 'BODY_TOO_LARGE')
    const { json } = await problem(
      '/v1/keys',
      { method: 'POST', body: { title: '', scopes: ['all'] } },
      422,
      'REQUEST_INVALID',
    )
    expect(json.errors.map((one: { path: string }) => one.path)).toEqual(['body.title', 'body.scopes.0'])
    await problem('/v1/backups', { method: 'POST', body: { directory: 'here' } }, 422, 'REQUEST_INVALID')
    await problem('/v1/profiles?limit=0', {}, 422, 'REQUEST_INVALID')
    const unknownStream = { method: 'POST', body: { stream: 'erp/orders', rows: [{}] } }
    await problem('/v1/rows', unknownStream, 404, 'STREAM_UNKNOWN')
  })

  test('never show what was sent', async () => {
    const { text } = await ask('/v1/rows', { method: 'POST', key: keys.admin, body: '{"secret-value' })
    expect(text).not.toContain('secret-value')
    expect(JSON.stringify(fake.logged)).not.toContain('secret-value')
  })

  test('no hostile input makes an error of ours', async () => {
    const { json: document } = await ask('/openapi.json')
    const values = [
      '%00',
      '..%2f..',
      '%F0%9F%92%A9',
      "'%20OR%201=1",
      '__proto__',
      '-1',
      'prf_',
      'email:',
      '9'.repeat(400),
    ]
    const bodies = ['', '[]', 'null', '0', '{}', '{"__proto__":{"x":1}}', '{"a":"\\u0000"}', '[[[[]]]]', '"\\ud800"']
    for (const [path, methods] of Object.entries<Record<string, object>>(document.paths))
      for (const method of Object.keys(methods)) {
        if (path === '/v1/changes' || path === '/v1/calls/stream' || path.startsWith('/v1/erasures')) continue
        for (const value of values.slice(0, path.includes('{') ? values.length : 1)) {
          const address = path.replace(/\{\w+\}/g, value)
          const hasBody = method === 'post' || method === 'put'
          for (const body of hasBody ? bodies : [undefined]) {
            const { status } = await ask(address, { method: method.toUpperCase(), key: keys.admin, body })
            // The fake lacks the engine's own commands: what reaches them is past all checks of the HTTP side.
            if (status >= 500) expect(fake.logged.at(-1), `${method} ${address} ${body}`).toMatchObject(missingCommand)
          }
        }
      }
  }, 60_000)
})

const missingCommand = {
  fields: { err: { cause: { message: expect.stringMatching(/workspace\.commands\.\w+ is not a function/) } } },
}

describe('the change feed', () => {
  async function follow(key: string, headers: Record<string, string>, enough: number, query = '') {
    const abort = new AbortController()
    const response = await fetch(`${server.url}/v1/changes${query}`, {
      headers: { authorization: `Bearer ${key}`, ...headers },
      signal: abort.signal,
    })
    let text = ''
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      text += Buffer.from(chunk).toString()
      if (text.split('\ndata: ').length > enough) break
    }
    abort.abort()
    return [...text.matchAll(/id: (\d+)\nevent: (\w+)\ndata: (.*)\n/g)].map(([, id, event, data]) => ({
      id: Number(id),
      event,
      data: JSON.parse(data as string) as { profile: string },
    }))
  }

  test('begins where the client left off and goes on as changes come', async () => {
    await fake.change('updated', 1)
    await fake.change('updated', 2)
    const all = await follow(keys.read, {}, 2, '?after=0')
    expect(all.map((one) => one.data.profile)).toEqual([claire, 'prf_0000000002'])
    const resumed = follow(keys.read, { 'last-event-id': String(all[0]?.id) }, 2)
    await fake.change('erased', 3)
    expect((await resumed).map((one) => one.event)).toEqual(['updated', 'erased'])
  })

  test('refuses a position that is none', async () => {
    const { json } = await ask('/v1/changes', { key: keys.read, headers: { 'last-event-id': 'abc' } })
    expect(json.code).toBe('CURSOR_INVALID')
  })
})

describe('documents', () => {
  const segment = { where: { attribute: 'tier', is: 'gold' } }
  const path = '/v1/documents/segment/goldClients'

  test('are versioned, and refused when somebody saved in between', async () => {
    const first = await ask(path, {
      method: 'PUT',
      key: keys.configure,
      body: segment,
      headers: { 'if-none-match': '*' },
    })
    expect(first.response.headers.get('etag')).toBe('"1"')
    const match = { 'if-match': '"1"' }
    const second = await ask(path, {
      method: 'PUT',
      key: keys.configure,
      body: { ...segment, title: { en: 'Gold', fr: 'Or' } },
      headers: match,
    })
    expect(second.json).toMatchObject({ version: 2, body: { title: { en: 'Gold', fr: 'Or' } } })
    const titled = async (language: string) => {
      const listed = await ask('/v1/segments', { key: keys.read, headers: { 'accept-language': language } })
      return listed.json.items.find((one: { name: string }) => one.name === 'goldClients').title
    }
    expect([await titled('fr-CA'), await titled('de')]).toEqual(['Or', 'Gold'])
    const late = await ask(path, { method: 'PUT', key: keys.configure, body: segment, headers: match })
    expect(late.json).toMatchObject({ status: 412, code: 'PRECONDITION_FAILED' })
    const versions = await ask(`${path}/versions`, { key: keys.read })
    expect(versions.json.items.map((one: { version: number }) => one.version)).toEqual([2, 1])
  })

  test('are exported as a file that imports again without a new version', async () => {
    const exported = await ask('/v1/documents/export', { key: keys.configure })
    const headers = { 'content-type': 'application/yaml' }
    const again = await ask('/v1/documents/import', {
      method: 'POST',
      key: keys.configure,
      body: exported.text,
      headers,
    })
    expect(again.json).toMatchObject({ saved: [], unchanged: 1 })
  })

  test('that are not valid are refused with the place', async () => {
    const bad = await ask(path, {
      method: 'PUT',
      key: keys.configure,
      body: { where: { attribute: 'tier', equals: 1 } },
    })
    expect(bad.json).toMatchObject({ status: 422, code: 'DOCUMENT_INVALID' })
    const headers = { 'content-type': 'application/yaml' }
    const yaml = await ask('/v1/documents/import', { method: 'POST', key: keys.configure, body: 'a: [', headers })
    expect(yaml.json.code).toBe('DOCUMENT_INVALID')
  })
})

describe('an activation', () => {
  test('shows what could not be sent without showing whom, and sends it again', async () => {
    const body = { connection: 'crm', on: { segment: 'goldClients' }, purpose: 'marketing', channel: 'email' }
    await ask('/v1/documents/activation/vips', { method: 'PUT', key: keys.configure, body })
    const item = { id: 'i-1', operation: 'upsert', fields: { email: 'claire@example.com' } }
    const queued = { queue: 'deliver', dueAt: 0, key: null, body: JSON.stringify({ activation: 'vips', item }) }
    await fake.store.write.commit({
      enqueue: [
        { ...queued, lane: 'vips' },
        { ...queued, lane: 'others' },
      ],
    })
    for (const lane of ['vips', 'others']) {
      const lease = await fake.store.write.claim('deliver', { max: 1, leaseMs: 1000, nowMs: 1, lane })
      const settled = lease.items.map(({ id }) => ({ id, deadReason: 'no such list' }))
      await fake.store.write.commit({ lease: lease.token, settled })
    }
    expect((await ask('/v1/activations', { key: keys.read })).json.items[0]).toMatchObject({
      name: 'vips',
      hasDead: true,
    })
    const dead = await ask('/v1/activations/vips/deliveries?state=dead', { key: keys.operate })
    expect(dead.json.items).toMatchObject([
      { item: expect.stringMatching(/^i-1:\d+$/), state: 'dead', reason: 'no such list' },
    ])
    expect(dead.text).not.toContain('claire@example.com')
    const replay = () => ask('/v1/activations/vips/replay', { method: 'POST', key: keys.operate, body: {} })
    expect((await replay()).json).toEqual({ replayed: 1 })
    expect((await replay()).json).toEqual({ replayed: 0 })
    expect((await ask('/v1/activations/none/deliveries', { key: keys.operate })).status).toBe(404)
  })
})

describe('a call', () => {
  const deskScopes = () => keys.write
  const ring = (body: object) => ask('/v1/calls', { method: 'POST', key: deskScopes(), body })

  test('from a number of one person opens for them, once, and tells nothing sensitive', async () => {
    const first = await ring({ from: '06 12 34 56 78', to: '+33142000000', interactionId: 'i-1' })
    expect(first.status).toBe(201)
    expect(first.json).toMatchObject({ status: 'matched', isVerified: false, profile: { id: claire, name: 'Claire' } })
    expect(first.json.profile.reasons[0]).toBe('The number is on crm/contacts 1.')
    const french = await ask('/v1/calls', {
      method: 'POST',
      key: deskScopes(),
      headers: { 'accept-language': 'fr-FR' },
      body: { from: '06 12 34 56 78', to: '+33142000000' },
    })
    expect(french.json.profile.reasons[0]).toBe('Le numéro figure dans crm/contacts 1.')
    expect(french.response.headers.get('vary')).toContain('Accept-Language')
    const again = await ring({ from: '06 12 34 56 78', to: '+33142000000', interactionId: 'i-1' })
    expect(again.status).toBe(200)
    expect(again.json.id).toBe(first.json.id)
    const admin = await ask('/v1/calls', { method: 'POST', key: keys.admin, body: { from: '+33612345678' } })
    expect(admin.text).not.toContain('1980')
  })

  test('from a shared number gives candidates, and picking or excluding one corrects it', async () => {
    const opened = await ring({ from: shared })
    expect(opened.json).toMatchObject({ status: 'ambiguous', profile: null, candidateCount: 2, tellApart: ['name'] })
    const act = (what: string, body: object) =>
      ask(`/v1/calls/${opened.json.id}/${what}`, { method: 'POST', key: deskScopes(), body })
    expect((await act('verify', { method: 'lastOrder' })).json.code).toBe('CALL_UNASSIGNED')
    const picked = await act('pick', { profile: claire })
    expect(picked.json).toMatchObject({ status: 'matched', profile: { name: 'Claire' } })
    expect((await act('verify', { method: 'lastOrder' })).json.isVerified).toBe(true)
    const corrected = await act('pick', { not: claire })
    expect(corrected.json).toMatchObject({ status: 'matched', isVerified: false, profile: { name: 'Hugo' } })
  })

  test('from nobody known, or withheld, offers a new contact', async () => {
    for (const from of ['+33199999999', '', 'anonymous'])
      expect((await ring({ from })).json).toMatchObject({ status: 'unknown', offers: ['contact'] })
    expect((await ask('/v1/calls/call_none', { key: keys.read })).json.code).toBe('CALL_NOT_FOUND')
  })
})

describe('the reference', () => {
  test('is an OpenAPI 3.1 document whose page asks nobody else for anything', async () => {
    const { json } = await ask('/openapi.json')
    expect(json.openapi).toBe('3.1.0')
    const ids = Object.values<Record<string, { operationId: string }>>(json.paths).flatMap((one) =>
      Object.values(one).map((operation) => operation.operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
    const page = await ask('/docs')
    expect([...page.text.matchAll(/(?:src|href)="(https?:)?\/\//g)]).toEqual([])
    const script = await fetch(`${server.url}/docs/standalone.js`)
    expect(script.status).toBe(200)
    expect((await script.text()).length).toBeGreaterThan(1_000_000)
  })

  test('metrics count requests by route', async () => {
    await ask(`/v1/profiles/${claire}`, { key: keys.read })
    const { text } = await ask('/metrics', { key: keys.operate })
    expect(text).toMatch(
      /rapport_http_requests_total\{method="GET",route="\/v1\/profiles\/\{reference\}",status="200"\} \d+/,
    )
    expect(text).toContain('rapport_http_request_duration_seconds_bucket')
  })
})
