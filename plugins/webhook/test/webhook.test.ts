import { type Item, type Outcome, Secret } from '@rapport/core'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { profiles, webhook } from '../src/activators.ts'
import { config } from '../src/config.ts'
import { type ReceivedHook, type Reply, receiver } from './receiver.ts'

const secret = `whsec_${Buffer.from('a key of twenty-four byt').toString('base64')}`
const items: readonly Item<object>[] = [
  { id: 'i1', operation: 'upsert', fields: { email: 'ana@example.com', orders: 3 } },
  { id: 'i2', operation: 'remove', fields: {} },
]

function contextOf(url: string, more: object = {}) {
  return {
    config: config.parse({ url, secret: new Secret(secret), ...more }),
    fetch,
    log: () => {},
    now: () => new Date(),
    signal: new AbortController().signal,
  }
}

async function sendTo(url: string, more: object = {}, batch = items) {
  const outcomes: Record<string, Outcome> = {}
  const report = (id: string, outcome: Outcome) => {
    outcomes[id] = outcome
  }
  await webhook.send({ ...contextOf(url, more), report }, batch)
  return outcomes
}

async function outcomesFor(reply: Reply, more: object = {}) {
  await using server = await receiver(() => reply)
  // Awaited here: the server closes when this function ends.
  return await sendTo(server.url, more)
}

const verify = (hook: ReceivedHook | undefined): unknown =>
  new Webhook(secret).verify(hook?.body ?? '', { ...hook?.headers })

describe('a batch', () => {
  test('arrives as one request that the standardwebhooks library verifies', async () => {
    await using server = await receiver()
    const outcomes = await sendTo(server.url, {
      headers: { 'x-team': 'crm' },
      authorization: new Secret('Bearer t'),
    })
    expect(outcomes).toEqual({ i1: { ok: true }, i2: { ok: true } })
    expect(server.received).toHaveLength(1)
    expect(verify(server.received[0])).toMatchObject({ type: 'profiles.changed', data: { items } })
    expect(server.received[0]?.headers).toMatchObject({ 'x-team': 'crm', authorization: 'Bearer t' })
  })
  test('that was changed on its way does not verify', async () => {
    await using server = await receiver()
    await sendTo(server.url)
    const [hook] = server.received
    if (hook === undefined) throw new Error('nothing arrived')
    expect(() => verify({ ...hook, body: hook.body.replace('ana', 'eve') })).toThrow()
    expect(() => verify({ ...hook, headers: { ...hook.headers, 'webhook-id': 'msg_other' } })).toThrow()
  })
  test('has the same id when it is sent again, and another has another', async () => {
    await using server = await receiver()
    await sendTo(server.url)
    await sendTo(server.url)
    await sendTo(server.url, {}, items.slice(1))
    const [first, again, other] = server.received.map((hook) => hook.headers['webhook-id'])
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })
  test('is halved for a receiver that finds it too large', async () => {
    const many = Array.from({ length: 8 }, (_, at): Item<object> => ({ id: `i${at}`, operation: 'upsert', fields: {} }))
    await using server = await receiver((hook) => ({
      status: (JSON.parse(hook.body) as { data: { items: unknown[] } }).data.items.length > 3 ? 413 : 200,
    }))
    expect(Object.values(await sendTo(server.url, {}, many))).toEqual(new Array(8).fill({ ok: true }))
  })
  test('gets an outcome an item when the receiver gives one; those not named went well', async () => {
    const results = [
      { id: 'i1', ok: false, reason: 'no such list' },
      { id: 'unknown', ok: false },
      { id: 7, ok: 'maybe' },
    ]
    expect(await outcomesFor({ body: JSON.stringify({ results }) })).toEqual({
      i1: { ok: false, kind: 'data', reason: 'no such list' },
      i2: { ok: true },
    })
    expect(
      await outcomesFor({ body: JSON.stringify({ results: [{ id: 'i2', ok: false, retryAfterMs: 500 }] }) }),
    ).toEqual({
      i1: { ok: true },
      i2: { ok: false, kind: 'transient', reason: 'the receiver refused it', retryAfterMs: 500 },
    })
  })
  test('is not put off for ever by what the receiver asks', async () => {
    const results = [{ id: 'i1', ok: false, retryAfterMs: 1e300 }]
    expect((await outcomesFor({ body: JSON.stringify({ results }) })).i1).toMatchObject({ retryAfterMs: 86_400_000 })
    expect((await outcomesFor({ status: 503, headers: { 'retry-after': '9'.repeat(30) } })).i1).toMatchObject({
      retryAfterMs: 86_400_000,
    })
  })
  test('went well whatever else a 2xx says', async () => {
    for (const body of ['', 'ok', 'null', '[]', '{"results":7}', 'x'.repeat(2_000_000)])
      expect((await outcomesFor({ status: 202, body })).i1).toEqual({ ok: true })
  })
  test.each([
    [429, { 'retry-after': '7' }, { kind: 'transient', retryAfterMs: 7000 }],
    [503, {}, { kind: 'transient' }],
    [500, {}, { kind: 'transient' }],
    [400, {}, { kind: 'data' }],
    [422, {}, { kind: 'data' }],
    [401, {}, { kind: 'config' }],
    [403, {}, { kind: 'config' }],
    [404, {}, { kind: 'config' }],
    [410, {}, { kind: 'config' }],
  ])('answered %i is told for each item', async (status, headers, expected) => {
    const outcome = { ok: false, reason: `it answered ${status}`, ...expected }
    expect(await outcomesFor({ status, headers })).toEqual({ i1: outcome, i2: outcome })
  })
  test('waits as long as a Retry-After says by a date', async () => {
    const outcome = (
      await outcomesFor({ status: 503, headers: { 'retry-after': new Date(Date.now() + 60_000).toUTCString() } })
    ).i1
    expect(outcome).toMatchObject({ kind: 'transient', retryAfterMs: expect.closeTo(60_000, -4) })
  })
  test('is tried again when nobody answers, or too late', async () => {
    const gone = await receiver()
    await gone[Symbol.asyncDispose]()
    expect((await sendTo(gone.url)).i1).toEqual({ ok: false, kind: 'transient', reason: 'it could not be reached' })
    for (const hangs of [true, 'body'] as const)
      expect((await outcomesFor({ hangs }, { timeoutMs: 100 })).i1).toEqual({
        ok: false,
        kind: 'transient',
        reason: 'it took too long to answer',
      })
  })
})

describe('a redirect', () => {
  test('is followed on the same origin, signed as before', async () => {
    await using server = await receiver((hook) =>
      hook.path === '/hook' ? { status: 308, headers: { location: '/new' } } : {},
    )
    expect((await sendTo(server.url)).i1).toEqual({ ok: true })
    expect(verify(server.received[1])).toMatchObject({ type: 'profiles.changed' })
  })
  test('to another host is not: nothing reaches it', async () => {
    await using other = await receiver()
    expect((await outcomesFor({ status: 307, headers: { location: other.url } })).i1).toMatchObject({ kind: 'config' })
    expect(other.received).toEqual([])
  })
  test('that would lose the body, or goes round in circles, is not', async () => {
    expect((await outcomesFor({ status: 302, headers: { location: '/new' } })).i1).toMatchObject({ kind: 'config' })
    expect((await outcomesFor({ status: 308, headers: { location: '/hook' } })).i1).toMatchObject({ kind: 'config' })
  })
})

describe('a check', () => {
  test('is a signed ping', async () => {
    await using server = await receiver()
    expect(await profiles.check(contextOf(server.url))).toEqual({ ok: true })
    expect(verify(server.received[0])).toMatchObject({ type: 'ping' })
  })
  test('says what is wrong', async () => {
    await using server = await receiver(() => ({ status: 401 }))
    expect(await webhook.check(contextOf(server.url))).toMatchObject({
      ok: false,
      problem: expect.stringContaining('401'),
    })
  })
})

describe('an erasure', () => {
  const person = {
    identifiers: [{ namespace: 'email', value: 'ana@example.com' }],
    keys: [{ stream: 'crm/contacts', key: '7' }],
  }
  test('is told in a signed message', async () => {
    await using server = await receiver()
    await webhook.onErase?.(contextOf(server.url), person)
    expect(verify(server.received[0])).toMatchObject({ type: 'profile.erased', data: person })
  })
  test('that the receiver does not take is an error by its kind, without a personal value in it', async () => {
    for (const [status, kind] of [
      [503, 'transient'],
      [404, 'config'],
    ] as const) {
      await using server = await receiver(() => ({ status }))
      const error = await Promise.resolve(webhook.onErase?.(contextOf(server.url), person)).catch(
        (thrown: unknown) => thrown,
      )
      expect(error).toMatchObject({ kind })
      expect(String(error)).not.toContain('ana@')
    }
  })
})

describe('a configuration', () => {
  const refusal = (more: object) =>
    config.safeParse({ url: 'https://x.example/h', secret: new Secret(secret), ...more }).success

  test('takes web addresses only, without credentials', () => {
    expect(refusal({})).toBe(true)
    for (const url of ['ftp://x.example', 'file:///etc/passwd', 'javascript:alert(1)', 'x', 'https://u:p@x.example'])
      expect(refusal({ url })).toBe(false)
  })
  test('takes no address at which a cloud keeps credentials, however it is spelt; private ones are fine', () => {
    const never = [
      '169.254.169.254',
      '2852039166',
      '0xA9.254.169.254',
      '0',
      '255.255.255.255',
      'metadata.google.internal',
    ]
    never.push('[::ffff:169.254.169.254]', '[fe80::1]', '[::]', '[ff02::1]', '[fd00:ec2::254]')
    for (const host of never) expect([host, refusal({ url: `http://${host}/h` })]).toEqual([host, false])
    for (const host of [
      '127.0.0.1:8080',
      '10.1.2.3',
      '192.168.1.4',
      'localhost',
      '[::1]',
      '[fd00::1]',
      'app.example.com',
    ])
      expect([host, refusal({ url: `http://${host}/h` })]).toEqual([host, true])
  })
  test('leaves the headers of the signature alone', () => {
    for (const name of ['Webhook-Signature', 'authorization', 'Host', 'content-type', 'a b'])
      expect(refusal({ headers: { [name]: 'x' } })).toBe(false)
    expect(refusal({ headers: { 'x-a': 'a\r\nb: c' } })).toBe(false)
  })
  test('with a secret that signs nothing is an error, not a weak signature', async () => {
    for (const weak of ['', 'whsec_', 'whsec_c2hvcnQ=', 'not base64!'])
      await expect(sendTo('http://127.0.0.1:9/x', { secret: new Secret(weak) })).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
      })
  })
})
