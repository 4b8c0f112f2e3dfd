import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type DeskServer, deskServer } from './desk-server.ts'

const AT = '2026-11-01T09:00:00Z'
const visit = (id: string, of: string, at: string, more: object = {}) =>
  ({ id, v: 1, of, at, status: 'planned', by: 'Camille Roux', subject: 'Sun range', ...more }) as never

describe('the agenda', () => {
  let server: DeskServer
  beforeAll(async () => {
    server = await deskServer()
    const people = ['Ana', 'Ben', 'Cleo'].map((first, at) => ({
      id: `c${at}`,
      v: 1,
      at: AT,
      first,
      last: 'Dupont',
      tier: 'Gold',
      city: 'Lyon',
      zip: '69001',
      ...(first === 'Cleo' && { space: 'it' }),
    }))
    await server.rows('crm/contacts', people)
    await server.rows('crm/hotels', [
      { id: 'R|M', v: 1, name: 'Alba Roma', zone: 'Europe/Rome' },
      { id: 'VEN', v: 1, name: 'Alba Venezia' },
    ])
    await server.rows('crm/visits', [
      // Half past midnight in Paris: the 24th.
      visit('v1', 'c0', '2026-11-23T23:30:00Z'),
      visit('v2', 'c1', '2026-11-24T14:00:00Z', { by: 'CAMILLE ROUX' }),
      visit('v3', 'c2', '2026-11-24T08:00:00Z', { by: 'Hugo Meunier', space: 'it' }),
      visit('v4', 'c0', '2026-11-24T09:00:00Z', { status: 'done' }),
      visit('v5', 'c0', '2026-11-24T10:00:00Z', { status: 'cancelled' }),
      // Nobody's: no profile to open.
      visit('v6', '', '2026-11-24T11:00:00Z'),
      visit('v7', 'c0', '2026-11-20T09:00:00Z'),
      visit('v8', 'c1', '2026-12-01T09:00:00Z', { by: 'Hugo Meunier' }),
    ])
    await server.rows('crm/stays', [
      { id: 's1', v: 1, of: 'c0', at: AT, hotel: 'R|M', from: '2026-11-24', to: '2026-11-27', status: 'planned' },
      { id: 's2', v: 1, of: 'c1', at: AT, hotel: 'VEN', from: '2026-11-24', to: '2026-11-25', status: 'inHouse' },
      { id: 's3', v: 1, of: 'c1', at: AT, hotel: 'VEN', from: '2026-11-24', to: '2026-11-25', status: 'noShow' },
      { id: 's4', v: 1, of: 'c2', at: AT, from: '2026-11-24', to: '2026-11-25', status: 'planned' },
    ])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const get = async (path: string, key?: string): Promise<Answer> => {
    const { status, json } = await server.ask('GET', path, undefined, key)
    if (status !== 200) throw new Error(JSON.stringify(json))
    return json
  }
  const keysOf = ({ items }: Answer) => items.map(({ key }: { key: string }) => key)

  it('lists a rep’s visits of the local day in order, however their name is written', async () => {
    const day = await get('/v1/agenda?kind=visit&date=2026-11-24&author=camille%20ROUX')
    expect(keysOf(day)).toEqual(['v1', 'v2'])
    expect(day.items[0]).toMatchObject({
      kind: 'visit',
      stream: 'crm/visits',
      on: '2026-11-24',
      time: '00:30',
      at: '2026-11-23T23:30:00.000Z',
      status: 'planned',
      subject: 'Sun range',
      author: 'Camille Roux',
      group: 'camille roux',
      location: null,
      profile: { name: 'Ana Dupont', entity: 'person', city: 'Lyon', summary: { tier: 'Gold' } },
    })
    // The row is the timeline's.
    const { items } = await get(`/v1/profiles/${day.items[0].profile.id}/timeline`)
    expect(items.find(({ key }: { key: string }) => key === 'v1').id).toBe(day.items[0].id)
  })

  it('lists everybody’s group by group, in pages', async () => {
    const first = await get('/v1/agenda?kind=visit&date=2026-11-24&limit=2')
    expect(keysOf(first)).toEqual(['v1', 'v2'])
    const second = await get(`/v1/agenda?kind=visit&date=2026-11-24&limit=2&after=${first.next}`)
    expect([keysOf(second), second.next]).toEqual([['v3'], null])
  })

  it('is today’s in the zone that is asked for, where no day is said', async () => {
    server.nowMs = Date.parse('2026-11-23T23:15:00Z')
    expect((await get('/v1/agenda?kind=visit')).date).toBe('2026-11-23')
    expect((await get('/v1/agenda?kind=visit&zone=Europe/Paris')).date).toBe('2026-11-24')
    server.nowMs = Date.parse('2026-11-24T09:00:00Z')
  })

  it('says whose day it is and where to step to, of all and of one', async () => {
    expect(await get('/v1/agenda/day?kind=visit&date=2026-11-24')).toEqual({
      kind: 'visit',
      date: '2026-11-24',
      count: 3,
      groups: [
        { key: 'camille roux', name: 'Camille Roux', count: 2 },
        { key: 'hugo meunier', name: 'Hugo Meunier', count: 1 },
      ],
      hasMoreGroups: false,
      previous: '2026-11-20',
      next: '2026-12-01',
      own: 'desk',
    })
    const hers = await get('/v1/agenda/day?kind=visit&date=2026-11-24&author=Camille%20Roux')
    expect([hers.count, hers.previous, hers.next]).toEqual([2, '2026-11-20', null])
    const his = await get('/v1/agenda/day?kind=visit&date=2026-11-24&author=hugo+meunier')
    expect([his.count, his.previous, his.next]).toEqual([1, null, '2026-12-01'])
  })

  it('lists the arrivals of a hotel, with when they leave, and those of no known place', async () => {
    const { groups, own } = await get('/v1/agenda/day?kind=stay&date=2026-11-24')
    expect(own).toBeNull()
    expect(groups).toEqual([
      { key: 'crm/hotels/R/M', name: 'Alba Roma', count: 1 },
      { key: 'crm/hotels/VEN', name: 'Alba Venezia', count: 1 },
      { key: '', name: null, count: 1 },
    ])
    for (const location of [groups[0].key, 'crm/hotels/R|M']) {
      const rome = await get(`/v1/agenda?kind=stay&date=2026-11-24&location=${encodeURIComponent(location)}`)
      expect(rome.items).toMatchObject([
        {
          key: 's1',
          time: null,
          at: null,
          until: '2026-11-27',
          number: 's1',
          zone: 'Europe/Rome',
          location: { stream: 'crm/hotels', key: 'R|M', name: 'Alba Roma', zone: 'Europe/Rome' },
        },
      ])
    }
    expect(keysOf(await get('/v1/agenda?kind=stay&date=2026-11-24&location=crm/hotels/VEN'))).toEqual(['s2'])
    expect(keysOf(await get('/v1/agenda?kind=stay&date=2026-11-24&location='))).toEqual(['s4'])
  })

  it('a reader sees their rows, and no town without the right to sensitive fields', async () => {
    const french = await server.key(['read'], ['fr'])
    const day = await get('/v1/agenda?kind=visit&date=2026-11-24', french)
    expect(keysOf(day)).toEqual(['v1', 'v2'])
    expect(day.items[0].profile.city).toBeNull()
    expect((await get('/v1/agenda/day?kind=visit&date=2026-11-24', french)).groups).toHaveLength(1)
    // The stay has no space of its own; the guest has one.
    expect((await get('/v1/agenda/day?kind=stay&date=2026-11-24', french)).count).toBe(2)
  })

  it('a row leaves when it is done or deleted, and moves when it is put off', async () => {
    await server.rows('crm/visits', [visit('v9', 'c0', '2026-11-26T09:00:00Z')])
    const at = async (date: string) => keysOf(await get(`/v1/agenda?kind=visit&date=${date}`))
    expect(await at('2026-11-26')).toEqual(['v9'])
    await server.rows('crm/visits', [visit('v9', 'c0', '2026-11-27T09:00:00Z', { v: 2 })])
    expect([await at('2026-11-26'), await at('2026-11-27')]).toEqual([[], ['v9']])
    await server.rows('crm/visits', [visit('v9', 'c0', '2026-11-27T09:00:00Z', { v: 3, status: 'done' })])
    expect(await at('2026-11-27')).toEqual([])
    await server.rows('crm/visits', [visit('v9', 'c0', '2026-11-27T09:00:00Z', { v: 4 })])
    expect(await at('2026-11-27')).toEqual(['v9'])
    await server.rows('crm/visits', [], { deletes: [{ key: 'v9', version: 5 }] })
    expect(await at('2026-11-27')).toEqual([])
  })

  it.each(['kind=call', 'kind=visit&date=2026-02-30', 'kind=visit&zone=Mars', 'kind=visit&after=x', 'date=2026-11-24'])(
    'refuses %s',
    async (query) => {
      const { status } = await server.ask('GET', `/v1/agenda?${query}`)
      expect([400, 422]).toContain(status)
    },
  )
})

describe('the briefs of a day', () => {
  let server: DeskServer
  beforeAll(async () => {
    server = await deskServer()
    await server.rows(
      'crm/contacts',
      ['Ana', 'Ben', 'Cleo'].map((first, at) => ({ id: `c${at}`, v: 1, at: AT, first, last: 'Dupont' })),
    )
    await server.rows('crm/visits', [
      visit('v1', 'c1', '2026-11-24T13:00:00Z'),
      visit('v2', 'c0', '2026-11-24T14:00:00Z', { subject: '<b>Sun</b>' }),
      visit('v3', 'c1', '2026-11-24T15:00:00Z'),
      visit('v4', 'c2', '2026-11-24T16:00:00Z', { by: 'Hugo Meunier' }),
    ])
    await server.rows('crm/stays', [
      { id: 's1', v: 1, of: 'c0', at: AT, hotel: 'ROM', from: '2026-11-25', to: '2026-11-27', status: 'planned' },
    ])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const hers = { date: '2026-11-24', author: 'Camille Roux', zone: 'Europe/Paris', language: 'en' }
  const raw = async (body: object, accept: string, query = '') => {
    const key = await server.key(['read', 'sensitive'])
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept }
    return fetch(`${server.url}/v1/briefs/day${query}`, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  it('are in the order of the day, each as it is alone, and one for who is visited twice', async () => {
    const { status, json } = await server.ask('POST', '/v1/briefs/day', hers)
    expect(status).toBe(200)
    expect(json).toMatchObject({ kind: 'visit', date: '2026-11-24', next: null })
    expect(json.items.map(({ item, brief }: Answer) => [item.key, item.time, brief.title])).toEqual([
      ['v1', '14:00', 'Ben Dupont'],
      ['v2', '15:00', 'Ana Dupont'],
    ])
    for (const { item, brief } of json.items) {
      const asked = { profile: item.profile.id, occasion: 'visit', zone: 'Europe/Paris', language: 'en' }
      const { json: alone } = await server.ask('POST', '/v1/briefs', asked)
      expect({ ...brief, id: '' }).toEqual({ ...alone, id: '' })
    }
  })

  it('come in pages, as Markdown, HTML and a page of A4 each', async () => {
    const first = await server.ask('POST', '/v1/briefs/day?limit=1', hers)
    expect(first.json.items).toHaveLength(1)
    const rest = await server.ask('POST', `/v1/briefs/day?limit=5&after=${first.json.next}`, hers)
    expect(rest.json.items.map(({ item }: Answer) => item.key)).toEqual(['v2', 'v3'])

    const said = await server.ask('POST', '/v1/briefs/day', { ...hers, limit: 5, after: first.json.next })
    expect(said.json).toEqual({ ...rest.json, items: expect.anything() })
    expect(said.json.items).toHaveLength(rest.json.items.length)
    expect((await server.ask('POST', '/v1/briefs/day', { ...hers, limit: 51 })).status).toBe(422)

    const markdown = await (await raw(hers, 'text/markdown')).text()
    expect(markdown.match(/^# .*/gm)).toEqual(['# Ben Dupont', '# Ana Dupont'])
    const paged = await raw(hers, 'text/markdown', '?limit=1')
    const link = /<\/v1\/briefs\/day(\?[^>]+)>; rel="next"/.exec(paged.headers.get('link') ?? '')?.[1]
    expect(await (await raw(hers, 'text/markdown', link)).text()).toContain('# Ana Dupont')

    const html = await raw(hers, 'text/html')
    const page = await html.text()
    expect(page.match(/<article>/g)).toHaveLength(2)
    expect(page).not.toContain('<b>Sun</b>')
    expect(html.headers.get('content-disposition')).toContain('Camille Roux 2026-11-24.html')
    const pdf = new Uint8Array(await (await raw(hers, 'application/pdf')).arrayBuffer())
    expect(new TextDecoder('latin1').decode(pdf.slice(0, 5))).toBe('%PDF-')
  })

  it('are of everybody, or of the guests who arrive', async () => {
    const all = await server.ask('POST', '/v1/briefs/day', { date: '2026-11-24' })
    expect(all.json.items).toHaveLength(3)
    const stay = await server.ask('POST', '/v1/briefs/day', { kind: 'stay', date: '2026-11-25', language: 'fr' })
    expect(stay.json.items.map(({ item, brief }: Answer) => [item.key, brief.occasion, brief.language])).toEqual([
      ['s1', 'stay', 'fr'],
    ])
  })

  it('are none on a day without anybody, and of nobody whom the reader may not see', async () => {
    const none = { ...hers, date: '2026-11-29' }
    expect((await server.ask('POST', '/v1/briefs/day', none)).json).toMatchObject({ items: [], next: null })
    expect((await raw(none, 'application/pdf')).status).toBe(204)
    expect((await raw(hers, 'image/png')).status).toBe(406)
    await server.rows('crm/contacts', [{ id: 'c0', v: 2, at: AT, first: 'Ana', last: 'Dupont', space: 'it' }])
    const french = await server.key(['read'], ['fr'])
    const { json } = await server.ask('POST', '/v1/briefs/day', hers, french)
    expect(json.items.map(({ item }: Answer) => item.key)).toEqual(['v1'])
    expect((await server.ask('POST', '/v1/briefs/day', { kind: 'task' })).status).toBe(422)
    expect((await server.ask('POST', '/v1/briefs/day', {}, await server.key(['write']))).status).toBe(403)
  })
})
