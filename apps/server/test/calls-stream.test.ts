import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type DeskServer, deskServer } from './desk-server.ts'

let desk: DeskServer
const keys = { agent: '', paris: '', lyon: '', admin: '' }

beforeAll(async () => {
  desk = await deskServer()
  keys.agent = await desk.key(['read', 'write'])
  keys.paris = await desk.key(['read', 'write'], ['paris'])
  keys.lyon = await desk.key(['read'], ['lyon'])
  keys.admin = await desk.key(['admin'])
  const at = '2026-11-01T10:00:00Z'
  await desk.rows('crm/contacts', [
    { id: '1', v: 1, at, first: 'Claire', last: 'Fontaine', phone: '+33612345678', space: 'paris' },
    { id: '2', v: 1, at, first: 'Hugo', last: 'Fontaine', phone: '+33655443322', space: 'lyon' },
    { id: '3', v: 1, at, first: 'Anne', last: 'Fontaine', phone: '+33655443322', space: 'paris' },
  ])
}, 60_000)
afterAll(() => desk[Symbol.asyncDispose]())

interface Event {
  readonly id: string
  readonly event: string
  readonly data: Answer
}

/** A desk that waits: its events one by one, until it leaves or the server ends it. */
async function follow(headers: Record<string, string>) {
  const leave = new AbortController()
  const response = await fetch(`${desk.url}/v1/calls/stream`, { headers, signal: leave.signal })
  const events: Event[] = []
  let wake = () => {}
  let hasEnded = false
  const reading = (async () => {
    let text = ''
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      text += Buffer.from(chunk).toString()
      const parts = text.split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) {
        const found = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(part)
        if (found) events.push({ id: found[1] ?? '', event: found[2] ?? '', data: JSON.parse(found[3] ?? '') })
      }
      wake()
    }
  })().catch(() => {})
  void reading.then(() => {
    hasEnded = true
    wake()
  })
  let taken = 0
  return {
    status: response.status,
    events,
    /** The next event; undefined when the server ended the feed. */
    async next(): Promise<Event | undefined> {
      while (taken === events.length && !hasEnded)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      return events[taken++]
    },
    async leave(): Promise<void> {
      leave.abort()
      await reading
    },
  }
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const ring = async (from: string, key = keys.agent): Promise<Answer> =>
  (await desk.ask('POST', '/v1/calls', { from }, key)).json
const act = (call: Answer, what: string, body: object, key = keys.agent) =>
  desk.ask('POST', `/v1/calls/${call.id}/${what}`, body, key)
/** So that what earlier tests rang is not recent. */
const later = () => {
  desk.nowMs += 3_600_000
}

describe('the feed of calls', () => {
  test('tells a desk that waits of a ring, and of everything that is done with it', async () => {
    later()
    const waiting = await follow(bearer(keys.agent))
    const call = await ring('+33655443322')
    expect(await waiting.next()).toMatchObject({
      event: 'ring',
      data: { id: call.id, status: 'ambiguous', from: '+33655443322', profile: null, taken: null },
    })
    expect(waiting.events[0]?.data.candidates.sort()).toEqual(['Anne Fontaine', 'Hugo Fontaine'])
    const [anne] = call.candidates.filter((one: Answer) => one.name === 'Anne Fontaine')
    await act(call, 'pick', { profile: anne.id })
    expect(await waiting.next()).toMatchObject({
      event: 'change',
      data: { status: 'matched', profile: { name: 'Anne Fontaine' }, isVerified: false },
    })
    await act(call, 'verify', { method: 'lastOrder' })
    expect((await waiting.next())?.data.isVerified).toBe(true)
    const { json } = await act(call, 'take', { author: 'Camille', desk: 'one' })
    expect(json.taken).toMatchObject({ author: 'Camille', desk: 'one' })
    expect((await waiting.next())?.data.taken).toEqual(json.taken)
    // The same desk again is no news; another one is.
    await act(call, 'take', { author: 'Camille', desk: 'one' })
    await act(call, 'take', { author: 'Denis', desk: 'two' })
    expect((await waiting.next())?.data.taken).toMatchObject({ author: 'Denis', desk: 'two' })
    await waiting.leave()
  })

  test('tells only of calls about people whom the reader may see; of nobody known, everybody', async () => {
    later()
    const paris = await follow(bearer(keys.paris))
    const lyon = await follow(bearer(keys.lyon))
    const claire = await ring('+33612345678')
    const shared = await ring('+33655443322')
    const unknown = await ring('+33700000001')
    expect([await paris.next(), await paris.next(), await paris.next()].map((one) => one?.data)).toMatchObject([
      { id: claire.id, profile: { name: 'Claire Fontaine' } },
      { id: shared.id, candidates: ['Anne Fontaine'] },
      { id: unknown.id, status: 'unknown' },
    ])
    expect([await lyon.next(), await lyon.next()].map((one) => one?.data)).toMatchObject([
      { id: shared.id, candidates: ['Hugo Fontaine'] },
      { id: unknown.id },
    ])
    const anne = shared.candidates.find((one: Answer) => one.name === 'Anne Fontaine')
    await act(shared, 'pick', { profile: anne.id })
    expect((await paris.next())?.data.profile.name).toBe('Anne Fontaine')
    // It is not theirs any more: its name alone is said, so that it goes from their screen.
    expect(await lyon.next()).toMatchObject({ event: 'gone', data: { id: shared.id } })
    expect(lyon.events.map((one) => JSON.stringify(one)).join()).not.toMatch(/Claire|Anne/)
    await Promise.all([paris.leave(), lyon.leave()])
  })

  test('goes on where a client left off, and begins with the last minutes where that is not known', async () => {
    later()
    const first = await follow(bearer(keys.agent))
    const a = await ring('+33612345678')
    desk.nowMs++
    const b = await ring('+33700000002')
    const seen = await first.next()
    await first.leave()
    const back = await follow({ ...bearer(keys.agent), 'last-event-id': seen?.id ?? '' })
    expect(await back.next()).toMatchObject({ event: 'ring', data: { id: b.id } })
    await back.leave()
    for (const position of ['', 'of-another-process-7', `${seen?.id}9999`]) {
      const anew = await follow({ ...bearer(keys.agent), 'last-event-id': position })
      const told = [await anew.next(), await anew.next()]
      expect(told.map((one) => [one?.event, one?.data.id])).toEqual([
        ['recent', a.id],
        ['recent', b.id],
      ])
      await anew.leave()
    }
    later()
    const idle = await follow(bearer(keys.agent))
    const c = await ring('+33700000003')
    expect(await idle.next()).toMatchObject({ event: 'ring', data: { id: c.id } })
    await idle.leave()
  })

  test('keeps what two desks do at once', async () => {
    const call = await ring('+33655443322')
    const [hugo] = call.candidates
    await Promise.all([
      act(call, 'pick', { profile: hugo.id }),
      act(call, 'take', { author: 'Camille' }),
      act(call, 'take', { author: 'Denis', desk: 'two' }),
    ])
    const { json } = await desk.ask('GET', `/v1/calls/${call.id}`, undefined, keys.agent)
    expect(json).toMatchObject({ status: 'matched', profile: { id: hugo.id }, taken: { by: expect.any(String) } })
  })

  test('rings once when the telephony tells twice at once', async () => {
    const told = { from: '+33612345678', interactionId: 'ivr-1' }
    const both = await Promise.all([1, 2].map(() => desk.ask('POST', '/v1/calls', told, keys.agent)))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 201])
    expect(both[0]?.json.id).toBe(both[1]?.json.id)
  })

  test('ends with the key, and with the session', async () => {
    const { json } = await desk.ask('POST', '/v1/keys', { title: 'Leaving', scopes: ['read'] }, keys.admin)
    const [byKey, stays] = [await follow(bearer(json.key)), await follow(bearer(keys.agent))]
    const bySession = await follow({ cookie: `rapport_session=${keys.agent}` })
    await desk.ask('DELETE', `/v1/keys/${json.id}`, undefined, keys.admin)
    expect((await byKey.next())?.event ?? 'ended').toMatch(/recent|ended/)
    await fetch(`${desk.url}/v1/session`, {
      method: 'DELETE',
      headers: { cookie: `rapport_session=${keys.agent}`, origin: desk.url },
    })
    while (await byKey.next());
    while (await bySession.next());
    expect((await follow(bearer(json.key))).status).toBe(401)
    const call = await ring('+33700000004')
    let last = await stays.next()
    while (last && last.data.id !== call.id) last = await stays.next()
    expect(last?.event).toBe('ring')
    await stays.leave()
  })

  test('forgets whom the workspace erased', async () => {
    later()
    const waiting = await follow(bearer(keys.agent))
    const call = await ring('+33612345678')
    const rung = await waiting.next()
    await desk.ask('POST', '/v1/erasures', { profile: call.profile.id })
    // Earlier calls of hers are gone too.
    let gone = await waiting.next()
    while (gone && gone.data.id !== call.id) gone = await waiting.next()
    expect(gone).toMatchObject({ event: 'gone', data: { id: call.id } })
    await waiting.leave()
    const position = String(Number(rung?.id.split('-')[1]) - 1)
    const anew = await follow({ ...bearer(keys.agent), 'last-event-id': `${rung?.id.split('-')[0]}-${position}` })
    expect(await anew.next()).toMatchObject({ event: 'gone', data: { id: call.id } })
    expect(JSON.stringify(anew.events)).not.toContain('+33612345678')
    await anew.leave()
  })
})
