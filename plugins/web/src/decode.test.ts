import { type EndpointRequest, RapportError, rowProblem } from '@rapport/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode } from './decode.ts'
import { MAX_BATCH_MESSAGES } from './limits.ts'

const receivedAt = Date.UTC(2026, 2, 4, 12)
const iso = (ms: number): string => new Date(ms).toISOString()

const request = (path: string, body: unknown, more: Partial<EndpointRequest> = {}): EndpointRequest => ({
  path,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receivedAt,
  ...more,
})
const rowsOf = (stream: string, path: string, body: unknown, more?: Partial<EndpointRequest>) =>
  (decode(request(path, body, more)).find((one) => one.stream === stream)?.rows ?? []) as Record<string, unknown>[]
const signalsOf = (path: string, body: unknown, more?: Partial<EndpointRequest>) =>
  decode(request(path, body, more)).flatMap((one) => one.signals ?? [])
const problemsOf = (path: string, body: unknown) =>
  decode(request(path, body)).flatMap(
    (one) => one.rows?.map((row) => (row as Record<string, unknown>)[rowProblem]) ?? [],
  )

describe('a track', () => {
  const track = { messageId: 'm1', userId: 'u1', anonymousId: 'a1', event: 'Order Completed', properties: { total: 5 } }

  test('becomes an event of its user', () => {
    const context = { campaign: { name: 'spring' }, sessionId: 17, locale: 'fr-FR' }
    expect(rowsOf('events', '/v1/track', { ...track, timestamp: iso(receivedAt - 500), context })).toEqual([
      {
        messageId: 'm1',
        userId: 'u1',
        anonymousId: 'a1',
        occurredAt: iso(receivedAt - 500),
        name: 'Order Completed',
        properties: { total: 5 },
        campaign: { name: 'spring' },
        session: '17',
        context,
      },
    ])
  })
  test('is the same by its short path, its trailing slash, in a batch, an import and a bare list', () => {
    const expected = rowsOf('events', '/v1/track', track)
    expect(rowsOf('events', '/v1/t', track)).toEqual(expected)
    expect(rowsOf('events', '/v1/in/shop/t/', track)).toEqual(expected)
    for (const path of ['/v1/batch', '/v1/b', '/v1/import/', '/v1/t'])
      expect(rowsOf('events', path, { batch: [{ ...track, type: 'track' }] })).toEqual(expected)
    expect(rowsOf('events', '/v1/batch', [{ ...track, action: 'track' }])).toEqual(expected)
  })
  test('without a name is kept with its problem', () => {
    expect(problemsOf('/v1/track', { ...track, event: ' ' })).toEqual(['a track has no event name'])
    expect(problemsOf('/v1/track', { ...track, event: 7 })).toEqual(['a track has no event name'])
  })
  test('says who was on the device, once an hour and user', () => {
    const at = (minutes: number, userId: string) => ({
      ...track,
      type: 'track',
      userId,
      timestamp: iso(receivedAt - 90 * 60_000 + minutes * 60_000),
    })
    const signals = signalsOf('/v1/batch', { batch: [at(10, 'u1'), at(2, 'u1'), at(70, 'u1'), at(5, 'u2')] })
    expect(signals).toEqual([
      { kind: 'login', anonymousId: 'a1', stream: 'users', key: 'u1', occurredAt: receivedAt - 88 * 60_000 },
      { kind: 'login', anonymousId: 'a1', stream: 'users', key: 'u1', occurredAt: receivedAt - 20 * 60_000 },
      { kind: 'login', anonymousId: 'a1', stream: 'users', key: 'u2', occurredAt: receivedAt - 85 * 60_000 },
    ])
  })
  test('by which a user leaves ends their time on the device just after it', () => {
    const signedOut = { ...track, event: 'Signed Out' }
    expect(signalsOf('/v1/track', signedOut)).toEqual([
      { kind: 'login', anonymousId: 'a1', stream: 'users', key: 'u1', occurredAt: receivedAt },
      { kind: 'reset', anonymousId: 'a1', occurredAt: receivedAt + 1 },
    ])
    const config = { resetEvents: ['Bye'] }
    expect(signalsOf('/v1/track', signedOut, { config })).toHaveLength(1)
    expect(signalsOf('/v1/track', { ...track, event: 'Bye' }, { config })).toHaveLength(2)
  })
})

describe('a page', () => {
  test('becomes one event name for all pages, with where it was among its properties', () => {
    const body = {
      messageId: 'p1',
      anonymousId: 'a1',
      name: 'Home',
      category: 'Shop',
      properties: { title: 'Mine' },
      context: { page: { url: 'https://x.example/a', path: '/a', referrer: '', title: 'Theirs', other: 1 } },
    }
    expect(rowsOf('events', '/v1/p', body)[0]).toMatchObject({
      name: 'Page Viewed',
      userId: null,
      properties: {
        url: 'https://x.example/a',
        path: '/a',
        referrer: '',
        title: 'Mine',
        name: 'Home',
        category: 'Shop',
      },
    })
    expect(rowsOf('events', '/v1/s', body)[0]).toMatchObject({ name: 'Screen Viewed' })
  })
})

describe('an identify', () => {
  test('patches the user, with the context’s traits beneath its own', () => {
    const body = {
      messageId: 'i1',
      userId: 42,
      traits: { email: 'new@example.com' },
      context: { traits: { email: 'old@example.com', plan: 'gold' }, locale: 'fr-FR', timezone: 'Europe/Paris' },
    }
    expect(rowsOf('users', '/v1/identify', body)).toEqual([
      {
        messageId: 'i1',
        userId: '42',
        anonymousId: null,
        occurredAt: iso(receivedAt),
        traits: { email: 'new@example.com', plan: 'gold' },
        locale: 'fr-FR',
        timezone: 'Europe/Paris',
      },
    ])
  })
  test('of nobody with an e-mail becomes a lead that was on the device', () => {
    const body = { messageId: 'i1', anonymousId: 'a1', traits: { email: ' Ana@Example.com ', firstName: 'Ana' } }
    expect(rowsOf('leads', '/v1/i', body)[0]).toMatchObject({ email: 'ana@example.com', traits: { firstName: 'Ana' } })
    expect(signalsOf('/v1/i', body)).toEqual([
      { kind: 'login', anonymousId: 'a1', stream: 'leads', key: 'ana@example.com', occurredAt: receivedAt },
    ])
  })
  test('of nobody without an e-mail is something that the device told', () => {
    const body = { messageId: 'i1', anonymousId: 'a1', traits: { plan: 'free' } }
    expect(rowsOf('events', '/v1/i', body)[0]).toMatchObject({ name: 'Identify', properties: { plan: 'free' } })
  })
})

describe('a group', () => {
  test('patches the organization and says who belongs to it', () => {
    const body = { messageId: 'g1', userId: 'u1', groupId: 'acme', traits: { name: 'Acme' } }
    const head = { messageId: 'g1', userId: 'u1', anonymousId: null, occurredAt: iso(receivedAt), groupId: 'acme' }
    expect(decode(request('/v1/g', body))).toEqual([
      { stream: 'groups', rows: [{ ...head, traits: { name: 'Acme' } }] },
      { stream: 'memberships', rows: [head] },
    ])
  })
  test('without its id is kept with its problem', () => {
    expect(problemsOf('/v1/group', { userId: 'u1' })).toEqual(['a group has no groupId'])
  })
})

describe('an alias', () => {
  test('says that two user ids are one', () => {
    expect(signalsOf('/v1/alias', { messageId: 'x', userId: 'u1', previousId: 'u0' })).toEqual([
      { kind: 'alias', stream: 'users', key: 'u1', previousKey: 'u0' },
    ])
  })
  test('from the device’s own id is a login', () => {
    expect(signalsOf('/v1/alias', { userId: 'u1', anonymousId: 'a1', previousId: 'a1' })).toEqual([
      { kind: 'login', anonymousId: 'a1', stream: 'users', key: 'u1', occurredAt: receivedAt },
    ])
  })
  test('without both ids is kept with its problem', () => {
    expect(problemsOf('/v1/alias', { userId: 'u1', previousId: 'null' })).toEqual([
      'an alias needs a userId and a previousId',
    ])
  })
})

describe('ids', () => {
  test.each([
    null,
    '',
    ' ',
    'null',
    'undefined',
    '0',
    0,
    'NaN',
    '[object Object]',
    {},
    [],
    true,
    -1,
    'x'.repeat(300),
    'a\u0000b',
  ])('%j is nobody', (userId) => {
    const body = { messageId: 'm', event: 'X', userId }
    expect(problemsOf('/v1/track', body)).toEqual(['it names nobody: neither userId nor anonymousId is an id'])
    expect(rowsOf('events', '/v1/track', { ...body, anonymousId: 'a1' })[0]).toMatchObject({ userId: null })
    expect(signalsOf('/v1/track', { ...body, anonymousId: 'a1' })).toEqual([])
  })
  test('a message without an id gets the same one each time it is sent', () => {
    const body = { userId: 'u1', event: 'X', timestamp: '2026-03-04T11:00:00Z' }
    const [first] = rowsOf('events', '/v1/track', { ...body, sentAt: '2026-03-04T11:59:59Z' })
    const [again] = rowsOf(
      'events',
      '/v1/track',
      { ...body, sentAt: '2026-03-04T12:00:30Z' },
      { receivedAt: receivedAt + 31_000 },
    )
    expect(again).toEqual(first)
    const [other] = rowsOf('events', '/v1/track', { ...body, event: 'Y' })
    expect(other?.messageId).not.toBe(first?.messageId)
  })
  test('an imported message keeps its time, however long ago it says that it was sent', () => {
    const body = {
      userId: 'u1',
      type: 'track',
      event: 'X',
      timestamp: '2025-01-02T03:04:05Z',
      sentAt: '2025-01-02T03:04:06Z',
    }
    const occurredAt = '2025-01-02T03:04:05.000Z'
    expect(rowsOf('events', '/v1/import', { batch: [body] })).toMatchObject([{ occurredAt }])
    expect(rowsOf('events', '/v1/batch', { batch: [body] })).not.toMatchObject([{ occurredAt }])
  })
  test('an event that says no time has none in its row, so that a later attempt is the same event', () => {
    const body = { messageId: 'm1', userId: 'u1', event: 'X' }
    expect(rowsOf('events', '/v1/track', body)).toMatchObject([{ messageId: 'm1', occurredAt: null }])
    expect(rowsOf('events', '/v1/track', { ...body, timestamp: 'soon' })).toMatchObject([{ occurredAt: null }])
  })
  test('two messages with neither id nor time are two', () => {
    const body = { type: 'track', userId: 'u1', event: 'X' }
    const rows = rowsOf('events', '/v1/batch', { batch: [body, body] })
    expect(rows[0]?.messageId).not.toBe(rows[1]?.messageId)
  })
})

describe('a batch', () => {
  const good = { type: 'track', messageId: 'm1', userId: 'u1', event: 'X' }

  test('keeps what is good beside what is not', () => {
    const big = { ...good, messageId: 'big', properties: { text: 'x'.repeat(33_000) } }
    const rows = rowsOf('events', '/v1/batch', {
      batch: [{ ...good, type: 'purchase' }, 'text', null, big, good, { userId: 'u1' }],
    })
    expect(rows.map((row) => row[rowProblem])).toEqual([
      "there is no message type 'purchase'",
      'the message is not a JSON object',
      'the message is not a JSON object',
      'the message is over 32 KB',
      undefined,
      'the message has no type',
    ])
    expect(rows[3]).toMatchObject({ messageId: 'big', received: big })
  })
  test('gives its context and its time of sending to its messages', () => {
    const rows = rowsOf('events', '/v1/batch', {
      sentAt: iso(receivedAt - 3_600_000),
      context: { locale: 'de', library: { name: 'java' } },
      batch: [{ ...good, timestamp: iso(receivedAt - 3_660_000), context: { locale: 'fr' } }],
    })
    expect(rows[0]).toMatchObject({
      occurredAt: iso(receivedAt - 60_000),
      context: { locale: 'fr', library: { name: 'java' } },
    })
  })
  test('of none is nothing', () => {
    expect(decode(request('/v1/batch', { batch: [] }))).toEqual([])
  })
  test('nested beyond reason is refused message by message, and what it holds is not kept', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    const body = `{"batch":[{"type":"track","messageId":"d","userId":"u","event":"X","properties":{"deep":${deep}}},${JSON.stringify(good)}]}`
    const rows = rowsOf('events', '/v1/batch', body)
    expect(rows.map((row) => row[rowProblem])).toEqual(['the message nests more than 32 levels deep', undefined])
    expect(JSON.stringify(rows)).not.toContain('[[[')
  })
})

describe('a body', () => {
  const refusal = (body: string) => {
    try {
      decode(request('/v1/batch', body))
    } catch (error) {
      return RapportError.is(error) ? error.code : error
    }
    return 'accepted'
  }
  test('that is no JSON, no message or no batch is refused as a whole', () => {
    expect(['', 'x', '{"batch":', '7', '"text"', 'null', '{"batch":{}}'].map(refusal)).toEqual(
      new Array(7).fill('BODY_INVALID'),
    )
  })
  test('of more messages than documented is refused', () => {
    expect(refusal(JSON.stringify(new Array(MAX_BATCH_MESSAGES + 1).fill({})))).toBe('BODY_INVALID')
  })
  test('whatever it holds, gives rows that can be stored, or is refused by code', () => {
    const key = fc.oneof(
      fc.constantFrom(
        'type',
        'messageId',
        'userId',
        'anonymousId',
        'event',
        'properties',
        'traits',
        'context',
        'groupId',
      ),
      fc.constantFrom('timestamp', 'sentAt', 'previousId', 'batch', '__proto__', 'page', 'campaign', 'constructor'),
    )
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('track', 'identify', 'page', 'group', 'alias', 'u1', 'null', '', 0, true, null),
        fc.string(),
        fc.double(),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(key, tie('node'), { maxKeys: 8 }),
      ),
    })).node
    const path = fc.constantFrom('/v1/batch', '/v1/track', '/v1/i', '/v1/g', '/v1/alias', '/', '', '/v1/in/x/nonsense')
    fc.assert(
      fc.property(path, value, (at, body) => {
        try {
          for (const one of decode(request(at, body))) expect(typeof JSON.stringify(one)).toBe('string')
        } catch (error) {
          expect(RapportError.is(error) && error.code).toBe('BODY_INVALID')
        }
      }),
      { numRuns: 2000 },
    )
  })
})
