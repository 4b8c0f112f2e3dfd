import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type DeskServer, deskServer } from './desk-server.ts'

const AT = '2026-11-01T09:00:00Z'
const PLANNED = '2026-11-24T13:30:00.000Z'

describe('a report after a visit', () => {
  let server: DeskServer
  let ana = ''
  let number = 0
  beforeAll(async () => {
    server = await deskServer()
    await server.rows('crm/contacts', [
      { id: 'c1', v: 1, at: AT, first: 'Ana', last: 'Dupont' },
      { id: 'c2', v: 1, at: AT, first: 'Ben', last: 'Roux' },
    ])
    ana = (await server.ask('GET', '/v1/search?q=Ana')).json.items[0].id
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const row = (id: string, v: number, more: object = {}) =>
    ({ id, v, of: 'c1', at: PLANNED, status: 'planned', by: 'Camille Roux', subject: 'Sun range', ...more }) as never
  /** A visit planned for the afternoon of the 24th, of which nobody has reported. */
  async function plan(): Promise<string> {
    number += 1
    await server.rows('crm/visits', [row(`v${number}`, 1)])
    return `v${number}`
  }
  const due = async (date = '2026-11-24', kind = 'visit'): Promise<readonly string[]> =>
    (await server.ask('GET', `/v1/agenda?kind=${kind}&date=${date}`)).json.items.map(({ key }: Answer) => key)
  const report = (body: object, key?: string) => server.ask('POST', `/v1/profiles/${ana}/reports`, body, key)
  const brief = async (): Promise<string> => {
    const asked = { profile: ana, occasion: 'visit', zone: 'Europe/Paris', language: 'en' }
    const { json } = await server.ask('POST', '/v1/briefs?all=true', asked)
    return json.sentences.map(({ text }: Answer) => text).join('\n')
  }

  it('takes the visit out of the agenda and the brief, with tasks and the next visit, and is told itself', async () => {
    const key = await plan()
    expect(await brief()).toContain('Visit with Camille Roux planned for 24 November')
    const { status, json } = await report({
      visit: `crm/visits/${key}`,
      outcome: 'order promised',
      text: 'She lists the sun range from March.',
      zone: 'Europe/Paris',
      tasks: [
        { subject: 'Send samples', assignee: 'Camille Roux', dueAt: '2026-11-27T17:00:00Z' },
        { kind: 'todo', subject: 'Tell the warehouse' },
      ],
      next: { at: '2026-12-14T23:30:00Z', subject: 'After the samples' },
    })
    expect(status).toBe(201)
    expect(json).toMatchObject({
      profile: ana,
      about: { stream: 'crm/contacts', key: 'c1' },
      visit: { stream: 'crm/visits', key },
      plannedFor: PLANNED,
      // It is still to come: it was now.
      at: '2026-11-24T09:00:00.000Z',
      report: { author: 'Camille Roux', subject: 'Sun range', status: 'done' },
      tasks: [{ subject: 'Send samples', kind: 'promise', status: 'open' }, { subject: 'Tell the warehouse' }],
      next: { planned: true, author: 'Camille Roux' },
    })
    expect(await due()).not.toContain(key)
    expect(await due('2026-12-15')).toEqual([`${json.id}-next`])
    expect(await due('2026-11-27', 'task')).toEqual([`${json.id}-1`])
    const told = await brief()
    expect(told).not.toContain('planned for 24 November')
    expect(told).toContain('She lists the sun range from March.')
    expect(told).toContain('Send samples')
    expect((await server.ask('GET', `/v1/profiles/${ana}/reports/${json.id}`)).json).toEqual(json)

    const one = `/v1/profiles/${ana}/reports/${json.id}`
    const { json: done } = await server.ask('PUT', `${one}/tasks/1`, { status: 'done' })
    expect(done.tasks[0]).toMatchObject({ status: 'done' })
    expect(await due('2026-11-27', 'task')).toEqual([])
    expect((await server.ask('PUT', `${one}/tasks/3`, { status: 'done' })).status).toBe(404)

    // Taken back, everything is as before.
    expect((await server.ask('DELETE', one)).status).toBe(204)
    expect(await due()).toContain(key)
    expect([await due('2026-12-15'), await due('2026-11-27', 'task')]).toEqual([[], []])
    expect(await brief()).toContain('planned for 24 November')
    expect((await server.ask('GET', one)).status).toBe(404)
  })

  it('stands while the system says the same time, though its row changed; another time is a new plan', async () => {
    const key = await plan()
    await report({ visit: `crm/visits/${key}`, outcome: 'done' })
    await server.rows('crm/visits', [row(key, 2, { subject: 'Sun and winter range' })])
    expect(await due()).not.toContain(key)
    await server.rows('crm/visits', [row(key, 3, { at: '2026-11-30T09:00:00Z' })])
    expect(await due('2026-11-30')).toEqual([key])
    // Reported once more, for that time.
    await report({ visit: `crm/visits/${key}`, outcome: 'done again' })
    expect(await due('2026-11-30')).toEqual([])
  })

  it('written on a phone without a network, it reports on what was planned then', async () => {
    const key = await plan()
    await server.rows('crm/visits', [row(key, 2, { at: '2026-12-02T09:00:00Z' })])
    const { json } = await report({ visit: `crm/visits/${key}`, plannedFor: PLANNED, outcome: 'seen' })
    expect(json.plannedFor).toBe(PLANNED)
    expect(await due('2026-12-02')).toEqual([key])
    // Its system has forgotten the visit in the meantime: what was written is kept all the same.
    await server.rows('crm/visits', [], { deletes: [{ key, version: 3 }] })
    expect((await report({ visit: `crm/visits/${key}`, outcome: 'seen' })).status).toBe(201)
  })

  it('a visit of today is planned until it is reported, and is due on its day for as long as nobody reports', async () => {
    await server.rows('crm/visits', [row('stale', 1, { at: '2026-11-10T09:00:00Z' })])
    const key = await plan()
    server.nowMs = Date.parse('2026-11-24T18:00:00Z')
    const planned = async () => (await brief()).match(/Visit with Camille Roux planned for 24 November/g)?.length ?? 0
    const before = await planned()
    expect(before).toBeGreaterThan(0)
    expect(await due('2026-11-10')).toEqual(['stale'])
    await report({ visit: `crm/visits/${key}`, text: 'Told in the evening' })
    expect(await planned()).toBe(before - 1)
    // It was when it was planned for.
    expect(await brief()).toContain('Visit with Camille Roux on 24 November')
    server.nowMs = Date.parse('2026-11-24T09:00:00Z')
  })

  it('sent twice under one key it is one report; another one under that key is refused', async () => {
    const key = await plan()
    const body = {
      key: `phone-${key}`,
      visit: `crm/visits/${key}`,
      text: 'Twice',
      tasks: [{ subject: 'Call', dueAt: '2026-11-28T10:00:00+01:00' }],
      next: { at: '2026-12-16T09:00:00Z' },
    }
    const first = await report(body)
    server.nowMs += 3_600_000
    const again = await report(body)
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.json).toEqual(first.json)
    // What became of a task since changes nothing of that.
    await server.ask('PUT', `/v1/profiles/${ana}/reports/${first.json.id}/tasks/1`, { status: 'done' })
    expect((await report(body)).status).toBe(200)
    for (const other of [
      { text: 'Other' },
      { visit: undefined },
      { tasks: [] },
      { tasks: [{ subject: 'Write', dueAt: '2026-11-28T09:00:00Z' }] },
      { next: undefined },
      { status: 'cancelled' },
      { at: '2026-11-24T08:00:00Z' },
      { author: 'Hugo' },
    ]) {
      const refused = await report({ ...body, ...other })
      expect([other, refused.status, refused.json.code]).toEqual([other, 409, 'SAID_DIFFERENTLY'])
    }
    // Another client's key is another's.
    const theirs = await report(body, await server.key(['read', 'write']))
    expect(theirs.status).toBe(201)
    expect(theirs.json.id).not.toBe(first.json.id)
    const { json } = await server.ask('GET', `/v1/profiles/${ana}/timeline?entities=interaction&limit=200`)
    const rows = json.items.filter(({ attributes }: Answer) => attributes.text === 'Twice')
    expect(rows).toHaveLength(2)
  })

  it('of a visit that fell through needs no words, and takes it out as well', async () => {
    const key = await plan()
    expect((await report({ visit: `crm/visits/${key}` })).status).toBe(422)
    const { json } = await report({
      visit: `crm/visits/${key}`,
      status: 'cancelled',
      next: { at: '2026-12-20T09:00:00Z' },
    })
    expect(await due()).not.toContain(key)
    const [planned] = await due('2026-12-20')
    expect(planned).toBe(`${json.id}-next`)
    // What the desk planned is reported on like what the CRM did.
    const { status } = await report({ visit: `desk/visits/${planned}`, outcome: 'seen' })
    expect(status).toBe(201)
    expect(await due('2026-12-20')).toEqual([])
  })

  it('of a visit that nobody planned is kept too; one of somebody else, or of no visit, is refused', async () => {
    expect((await report({ text: 'Passed by' })).json).toMatchObject({ visit: null, plannedFor: null })
    await server.rows('crm/visits', [row('of-ben', 1, { of: 'c2' })])
    await server.rows('crm/cases', [{ id: 'k1', v: 1, of: 'c1', at: AT, subject: 'x' }])
    for (const visit of ['crm/visits/of-ben', 'crm/visits/none', 'crm/cases/k1', 'no/stream/x']) {
      const { status, json } = await report({ visit, text: 'x' })
      expect([status, json.code]).toEqual([422, 'REQUEST_INVALID'])
    }
    expect((await report({ visit: 'v1', text: 'x' })).status).toBe(422)
    const reader = await server.key(['read'])
    expect((await report({ text: 'x' }, reader)).status).toBe(403)
  })

  it('of a row that the reader may not see is refused', async () => {
    await server.rows('crm/visits', [row('italian', 1, { space: 'it' })])
    const french = await server.key(['read', 'write'], ['fr'])
    expect((await report({ visit: 'crm/visits/italian', text: 'x' }, french)).status).toBe(422)
  })
})
