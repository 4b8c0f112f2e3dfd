import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, type DeskServer, deskServer } from './desk-server.ts'

let desk: DeskServer
const keys = {} as Record<'agent' | 'plain' | 'auditor' | 'german', string>
const MINUTE_MS = 60_000

beforeAll(async () => {
  desk = await deskServer()
  keys.agent = await desk.key(['read', 'write', 'sensitive'])
  keys.plain = await desk.key(['read'])
  keys.auditor = await desk.key(['audit'])
  keys.german = await desk.key(['audit'], ['DE'])
})
afterAll(async () => desk[Symbol.asyncDispose]())
beforeEach(() => {
  desk.nowMs += 60 * MINUTE_MS
})

let people = 0
/** Somebody with a promise, in the CRM. */
async function somebody(): Promise<{ readonly id: string; readonly key: string; readonly mail: string }> {
  const n = ++people
  const [key, mail] = [`c${n}`, `ana${n}@maison.fr`]
  const row = { v: 1, at: '2026-01-01T00:00:00Z', first: 'Ana', last: `Dupont${n}`, email: mail, space: 'FR' }
  await desk.rows('crm/contacts', [{ ...row, id: key }])
  await desk.rows('crm/orders', [
    {
      id: `o${n}`,
      v: 1,
      of: key,
      at: '2026-11-20T00:00:00Z',
      kind: 'order',
      status: 'open',
      number: `MA-${n}`,
      total: 90,
    },
  ])
  return { id: (await desk.ask('GET', `/v1/profiles/email:${mail}`)).json.id, key, mail }
}
const brief = async (profile: string, more: object = {}, key = keys.agent): Promise<Answer> => {
  const { status, json } = await desk.ask(
    'POST',
    '/v1/briefs',
    { profile, occasion: 'call', language: 'en', ...more },
    key,
  )
  expect(status).toBe(200)
  return json
}
const found = async (query: string, key = keys.auditor): Promise<Answer[]> => {
  const { status, json } = await desk.ask('GET', `/v1/audit/briefs?${query}`, undefined, key)
  expect(status).toBe(200)
  return json.items
}
const whole = async (id: string, key = keys.auditor) => desk.ask('GET', `/v1/audit/briefs/${id}`, undefined, key)

describe('the trail', () => {
  test('says who got which facts about whom, in which call, on which rows', async () => {
    const { id, key } = await somebody()
    const told = await brief(id)
    const [listed] = await found(`profile=${id}`)
    const { json } = await whole(listed.id)
    expect(json).toMatchObject({
      kind: 'brief',
      content: told.id,
      at: new Date(desk.nowMs).toISOString(),
      count: 1,
      by: { key: expect.stringMatching(/^key_/), title: 'Desk' },
      profile: id,
      call: null,
      occasion: 'call',
      question: null,
      language: 'en',
      sentences: told.sentences.length,
      writer: { by: 'rules', model: null, host: null, replaced: 0, tokens: { prompt: 0, answer: 0 } },
      prompts: [],
    })
    expect(json.facts.map((one: Answer) => one.id)).toEqual(told.facts.map((one: Answer) => one.id))
    expect(json.facts.flatMap((one: Answer) => one.rows)).toContainEqual({ stream: 'crm/contacts', key })
    expect(listed).toMatchObject({ facts: json.facts.length, prompts: 0 })
  })

  test('has the briefs of calls and of days, and answers with their question', async () => {
    const { id, key } = await somebody()
    await desk.rows('crm/contacts', [
      { id: key, v: 2, at: '2026-01-02T00:00:00Z', first: 'Ana', phone: '06 99 88 77 66', space: 'FR' },
    ])
    const { json: call } = await desk.ask('POST', '/v1/calls', { from: '+33699887766' }, keys.agent)
    expect(call.brief).not.toBeNull()
    await desk.ask('POST', '/v1/answers', { profile: id, question: 'What did she order?' }, keys.agent)
    const kept = await found(`profile=${id}`)
    expect(kept.map(({ kind, call: during, question }) => [kind, during, question]).sort()).toEqual([
      ['answer', null, 'What did she order?'],
      ['brief', call.id, null],
    ])
    expect(await found(`profile=${id}&kind=answer`)).toHaveLength(1)
  })

  test('counts the same to the same key on one record, and keeps it anew for another key, content or hour', async () => {
    const { id, key } = await somebody()
    await brief(id)
    desk.nowMs += MINUTE_MS
    await brief(id)
    expect((await found(`profile=${id}`)).map(({ count }) => count)).toEqual([2])
    await brief(id, {}, keys.plain)
    await brief(id, { language: 'fr' })
    await desk.rows('crm/orders', [
      { id: `x${key}`, v: 1, of: key, at: '2026-11-21T00:00:00Z', kind: 'order', status: 'open' },
    ])
    await brief(id)
    desk.nowMs += 11 * MINUTE_MS
    await brief(id)
    expect((await found(`profile=${id}`)).map(({ count }) => count)).toEqual([1, 1, 1, 1, 2])
  })

  test('is read by time, key and page, the newest first', async () => {
    const { id } = await somebody()
    const times: string[] = []
    for (let n = 0; n < 5; n++) {
      desk.nowMs += 20 * MINUTE_MS
      await brief(id)
      times.unshift(new Date(desk.nowMs).toISOString())
    }
    const ats = async (query: string) => (await found(`profile=${id}&${query}`)).map(({ at }) => at)
    expect(await ats('')).toEqual(times)
    expect(await ats(`since=${times[3]}&until=${times[0]}`)).toEqual(times.slice(1, 4))
    const [{ by }] = await found(`profile=${id}`)
    expect(await ats(`reader=${by.key}`)).toEqual(times)
    expect(await ats('reader=key_0000000000000000')).toEqual([])
    const pages: string[] = []
    let after = ''
    for (let n = 0; n < 9; n++) {
      const path = `/v1/audit/briefs?limit=2${after}`
      const { json } = await desk.ask('GET', path, undefined, keys.auditor)
      pages.push(...json.items.filter((one: Answer) => one.profile === id).map((one: Answer) => one.at))
      if (json.next === null) break
      after = `&after=${json.next}`
    }
    expect(pages).toEqual(times)
  })

  test('is for the scope of its own, and within the key’s spaces', async () => {
    const { id } = await somebody()
    await brief(id)
    const [{ id: record }] = await found(`profile=${id}`)
    expect((await desk.ask('GET', '/v1/audit/briefs', undefined, keys.agent)).json).toMatchObject({
      code: 'SCOPE_MISSING',
    })
    expect(await found('', keys.german)).toEqual([])
    expect((await whole(record, keys.german)).json).toMatchObject({ code: 'ENTRY_NOT_FOUND' })
    expect((await desk.ask('GET', `/v1/audit/briefs?profile=${id}`, undefined, keys.german)).status).toBe(404)
    expect((await whole('aud_nothing')).json).toMatchObject({ code: 'ENTRY_NOT_FOUND' })
  })
})

describe('a profile that merges and splits', () => {
  const decide = async (a: { readonly key: string }, b: { readonly key: string }, verdict: 'same' | 'different') => {
    desk.nowMs += MINUTE_MS
    const ends = { a: `crm/contacts/${a.key}`, b: `crm/contacts/${b.key}` }
    const { json } = await desk.ask('POST', '/v1/identity/decisions', { ...ends, verdict })
    desk.nowMs += MINUTE_MS
    return json
  }

  test('shows what was kept under either id, and after the split what was told while it was one', async () => {
    const [a, b] = [await somebody(), await somebody()]
    const contents = async (id: string) => (await found(`profile=${id}`)).map(({ content }) => content)
    const ofA = (await brief(a.id)).id
    const ofB = (await brief(b.id)).id
    const decision = await decide(a, b, 'same')
    const joint = (await brief(b.id)).id
    expect(await contents(b.id)).toEqual(await contents(a.id))
    expect((await contents(a.id)).sort()).toEqual([joint, ofA, ofB].sort())
    desk.nowMs += MINUTE_MS
    await desk.ask('DELETE', `/v1/identity/decisions/${decision.id}`)
    desk.nowMs += MINUTE_MS
    const alone = (await brief(a.id)).id
    expect(await contents(b.id)).toEqual([joint, ofB])
    // It says again what it said before they were one.
    expect(alone).toBe(ofA)
    expect(await contents(a.id)).toEqual([joint, ofA])
  })

  test('is erased with all of it: what was told of both while they were one, and of nobody else', async () => {
    const [a, b] = [await somebody(), await somebody()]
    const ofA = await brief(a.id)
    await brief(b.id)
    const decision = await decide(a, b, 'same')
    await brief(a.id)
    desk.nowMs += MINUTE_MS
    await desk.ask('DELETE', `/v1/identity/decisions/${decision.id}`)
    desk.nowMs += MINUTE_MS
    expect(await found(`profile=${b.id}`)).toHaveLength(2)
    expect((await desk.ask('POST', '/v1/erasures', { profile: b.id })).status).toBe(201)
    expect((await found(`profile=${a.id}`)).map(({ content }) => content)).toEqual([ofA.id])
    expect((await desk.ask('GET', `/v1/audit/briefs?profile=${b.id}`, undefined, keys.auditor)).status).toBe(410)
    const all = await found('limit=200')
    expect(all.some(({ profile }) => profile === b.id)).toBe(false)
    for (const { id } of all) expect(JSON.stringify((await whole(id)).json)).not.toContain(`"${b.key}"`)
  })
})
