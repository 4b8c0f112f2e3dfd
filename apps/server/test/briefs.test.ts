import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningServer, serve } from '../src/http/server.ts'
import { type FakeRuntime, fakeRuntime } from './fake-runtime.ts'

const claire = 'prf_0000000001'
const shared = '+33142685309'
const NOW = new Date('2026-11-24T09:00:00Z')
let fake: FakeRuntime
let server: RunningServer
const keys = {} as Record<'desk' | 'read' | 'write' | 'german', string>

beforeAll(async () => {
  fake = await fakeRuntime([
    {
      id: 1,
      givenName: 'Claire <b>',
      phones: ['+33612345678', shared],
      space: 'FR',
      timeline: [
        {
          entity: 'task',
          key: 'T1',
          occurredAt: '2026-11-21T09:25:00.000Z',
          attributes: { kind: 'promise', subject: 'A new *bag*', assignee: 'Hugo', dueAt: '2026-11-23T17:00:00.000Z' },
        },
        {
          entity: 'invoice',
          key: 'I1',
          occurredAt: '2026-09-01T00:00:00.000Z',
          attributes: { dueOn: '2026-10-01', balance: { amountMinor: 123400, currency: 'EUR', exponent: 2 } },
        },
      ],
    },
    { id: 2, givenName: 'Hugo', phones: [shared], space: 'FR' },
  ])
  server = await serve({ runtime: fake.runtime, now: () => NOW })
  const ring = server.host.tenant('main').keys
  const make = async (scopes: readonly ('read' | 'write' | 'sensitive')[], spaces?: readonly string[]) =>
    (await ring.create({ title: 'test', scopes: [...scopes], ...(spaces && { spaces: [...spaces] }) }, 'test', NOW)).key
  keys.desk = await make(['read', 'write', 'sensitive'])
  keys.read = await make(['read'])
  keys.write = await make(['write'])
  keys.german = await make(['read'], ['DE'])
})
afterAll(() => server.close())

async function post(path: string, body: unknown, key = keys.desk, accept?: string) {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...(accept !== undefined && { accept }),
    },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { response, status: response.status, text, json: (isJson ? JSON.parse(text) : undefined) as Answer }
}
// biome-ignore lint/suspicious/noExplicitAny: answers of every route
type Answer = any

const brief = (more: object = {}, key?: string, accept?: string) =>
  post('/v1/briefs', { profile: claire, occasion: 'call', ...more }, key, accept)
const said = (one: Answer): string => one.sentences.map(({ text }: { text: string }) => text).join(' ')

describe('a brief', () => {
  test('cites facts, and facts their rows', async () => {
    const { status, json } = await brief()
    expect(status).toBe(200)
    const promise = json.sentences.find((one: Answer) => one.kind === 'promise')
    expect(promise.text).toBe('Hugo promised “A new *bag*” by 23 November at 17:00 UTC; overdue.')
    const [id] = promise.facts
    expect(json.facts.find((one: Answer) => one.id === id).rows).toEqual([
      { stream: 'crm/contacts', key: 'T1', observedAt: '2026-11-21T09:25:00.000Z' },
    ])
    expect(json).toMatchObject({ occasion: 'call', profile: claire, generatedAt: NOW.toISOString() })
  })

  test('is the same whichever way the profile is named, and in the zone that is asked for', async () => {
    const byPhone = await brief({ profile: 'phone:+33612345678', zone: 'Europe/Paris' })
    expect(byPhone.json.profile).toBe(claire)
    expect(said(byPhone.json)).toContain('by 23 November at 18:00;')
  })

  test('of a call says who has taken another with the same person today, and not oneself', async () => {
    const ring = async (interactionId: string) =>
      (await post('/v1/calls', { from: '+33612345678', interactionId })).json as Answer
    const colleagues = (one: Answer) =>
      one.sentences.flatMap(({ kind, text }: Answer) => (kind === 'colleague' ? [text] : []))
    const first = await ring('engaged-1')
    await post(`/v1/calls/${first.id}/take`, { author: 'Ana' })
    expect(colleagues((await ring('engaged-1')).brief)).toEqual([])
    const second = await ring('engaged-2')
    expect(colleagues(second.brief)).toEqual(['Ana has been on this since 09:00 UTC today.'])
    const cited = second.brief.facts.find(({ kind }: Answer) => kind === 'engaged')
    expect(cited.rows).toEqual([{ stream: 'desk/calls', key: first.id, observedAt: NOW.toISOString() }])
  })

  test('comes as Markdown and as HTML, in which what others wrote is text', async () => {
    const markdown = await brief({}, keys.desk, 'text/markdown')
    expect(markdown.response.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(markdown.text).toContain('# Claire \\<b\\>')
    expect(markdown.text).toContain('“A new \\*bag\\*”')
    const html = await brief({}, keys.desk, 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8')
    expect(html.response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(html.text).toContain('<h1>Claire &lt;b&gt;</h1>')
    expect(html.text).not.toContain('<b>')
    expect((await brief({}, keys.desk, '*/*')).json.profile).toBe(claire)
    expect((await brief({}, keys.desk, 'image/png')).json).toMatchObject({ status: 406, code: 'NOT_ACCEPTABLE' })
  })

  test('comes as a PDF, called by who it is about and the day, with nothing in the name that a file or a header would mind', async () => {
    const response = await fetch(`${server.url}/v1/briefs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.desk}`, 'content-type': 'application/json', accept: 'application/pdf' },
      body: JSON.stringify({ profile: claire, occasion: 'call', language: 'fr' }),
    })
    expect(response.headers.get('content-type')).toBe('application/pdf')
    expect(response.headers.get('content-language')).toBe('fr')
    expect(response.headers.get('content-disposition')).toBe(
      `inline; filename="Claire b 2026-11-24.pdf"; filename*=UTF-8''Claire%20b%202026-11-24.pdf`,
    )
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(bytes.toString('latin1')).toContain('/Lang (fr-FR)')
  })

  test('as a page may use its own styles and nothing else', async () => {
    const { response, text } = await brief({}, keys.desk, 'text/html')
    const [, styles = ''] = text.match(/<style>(.*)<\/style>/s) ?? []
    const hash = createHash('sha256').update(styles).digest('base64')
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'`,
    )
  })

  test('is in the language that is asked for, else in the first of the reader’s that there is', async () => {
    const inLanguage = async (language: string | undefined, accepted: string) => {
      const response = await fetch(`${server.url}/v1/briefs`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${keys.desk}`,
          'content-type': 'application/json',
          'accept-language': accepted,
        },
        body: JSON.stringify({ profile: claire, occasion: 'call', ...(language !== undefined && { language }) }),
      })
      expect(response.headers.get('vary')).toContain('Accept-Language')
      return [response.headers.get('content-language'), said((await response.json()) as Answer)] as const
    }
    const [french, text] = await inLanguage(undefined, 'de;q=0.9, fr-CH, en;q=0.5')
    expect(french).toBe('fr')
    expect(text).toContain('1\u202f234\u00a0€ restent dus, échus depuis le 1er octobre.')
    expect((await inLanguage('en', 'fr'))[0]).toBe('en')
    expect((await inLanguage(undefined, 'xx, fr;q=0, *;q=0.1'))[0]).toBe('en')
  })

  test('holds sensitive facts back from a key without the scope, and counts them', async () => {
    expect(said((await brief()).json)).toContain('€1,234 unpaid')
    const { json, text } = await brief({}, keys.read)
    expect(text).not.toContain('1234')
    expect(text).not.toContain('1,234')
    expect(json.left).toMatchObject({ sensitive: 1, until: 'scope' })
  })

  test('refuses what is not there, not to be seen, or not understood', async () => {
    expect((await brief({ profile: 'prf_000000000z' })).json.code).toBe('PROFILE_NOT_FOUND')
    expect((await brief({ profile: 'prf_000000002r' })).json).toMatchObject({ status: 410, code: 'PROFILE_ERASED' })
    expect((await brief({ profile: `phone:${shared}` })).json).toMatchObject({ code: 'PROFILE_AMBIGUOUS' })
    expect((await brief({}, keys.german)).json.code).toBe('PROFILE_NOT_FOUND')
    expect((await brief({ call: 'call_none' })).json.code).toBe('CALL_NOT_FOUND')
    for (const wrong of [{ occasion: 'party' }, { zone: 'Mars/Base' }, { language: 'xx' }, { more: 1 }, { profile: 7 }])
      expect((await brief(wrong)).json).toMatchObject({ status: 422, code: 'REQUEST_INVALID' })
    expect((await post('/v1/briefs?all=maybe', { profile: claire, occasion: 'call' })).status).toBe(422)
    expect((await brief({}, keys.write)).json.code).toBe('SCOPE_MISSING')
  })
})

describe('a call', () => {
  test('of one person opens with the brief, and sensitive facts come with verification', async () => {
    const opened = await post('/v1/calls', { from: '+33612345678' })
    expect(opened.json).toMatchObject({ status: 'matched', brief: { profile: claire, left: { until: 'verified' } } })
    expect(opened.text).not.toContain('123400')
    const path = `/v1/calls/${opened.json.id}`
    const verified = await post(`${path}/verify`, { method: 'callBack' })
    expect(said(verified.json.brief)).toContain('€1,234 unpaid')
    expect(said((await brief({ call: opened.json.id })).json)).toContain('€1,234 unpaid')
    // Beside the call, somebody else's facts are no more open than before.
    const other = await brief({ profile: 'prf_0000000002', call: opened.json.id })
    expect(other.json.sentences[0].kind).toBeDefined()
    const moved = await post(`${path}/pick`, { profile: 'prf_0000000002' })
    expect(moved.json).toMatchObject({ isVerified: false, brief: { profile: 'prf_0000000002', title: 'Hugo' } })
    expect(moved.text).not.toContain('123400')
  })

  test('of several has no brief until one is picked, and then at once', async () => {
    const opened = await post('/v1/calls', { from: shared })
    expect(opened.json).toMatchObject({ status: 'ambiguous', brief: null })
    const picked = await post(`/v1/calls/${opened.json.id}/pick`, { profile: claire })
    expect(picked.json.brief).toMatchObject({ profile: claire })
    expect(said(picked.json.brief)).toContain('one other profile shares this number, and the caller is not verified')
    const corrected = await post(`/v1/calls/${opened.json.id}/pick`, { not: claire })
    expect(corrected.json.brief).toMatchObject({ title: 'Hugo' })
  })

  test('has no brief for a key that may not read', async () => {
    const opened = await post('/v1/calls', { from: '+33612345678' }, keys.write)
    expect(opened.json).toMatchObject({ status: 'matched', brief: null })
  })
})
