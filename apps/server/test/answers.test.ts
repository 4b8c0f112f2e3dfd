import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DeskServer, deskServer } from './desk-server.ts'

let desk: DeskServer
let agent: string
let plain: string
const ana = 'email:ana@maison.fr'

beforeAll(async () => {
  desk = await deskServer()
  agent = await desk.key(['read', 'write', 'sensitive'])
  plain = await desk.key(['read'])
  await desk.rows('crm/contacts', [
    {
      id: 'c1',
      v: 1,
      first: 'Ana',
      last: 'Dupont',
      email: 'ana@maison.fr',
      phone: '06 12 34 56 78',
      born: '1980-05-12',
      space: 'FR',
    },
  ])
  await desk.rows('crm/orders', [
    { id: 'o1', v: 1, of: 'c1', at: '2026-11-10T10:00:00Z', kind: 'order', number: 'A-1', total: '1250', space: 'FR' },
    { id: 'o2', v: 1, of: 'c1', at: '2026-11-12T10:00:00Z', kind: 'order', number: 'A-2', total: '80', space: 'DE' },
  ])
})
afterAll(async () => desk[Symbol.asyncDispose]())

const ask = (body: object, key = agent) => desk.ask('POST', '/v1/answers', { profile: ana, ...body }, key)

describe('a question', () => {
  test('is answered with the rows behind each sentence', async () => {
    const { status, json } = await ask({ question: 'Which was the last order?' })
    expect([status, json.intent, json.basis]).toEqual([200, 'orders', 'rule'])
    expect(json.sentences).toEqual([{ text: 'Order A-2 of 12 November, €80.', facts: ['order:crm/orders/o2'] }])
    expect(json.facts[0].rows).toEqual([{ stream: 'crm/orders', key: 'o2', observedAt: '2026-11-12T10:00:00.000Z' }])
  })

  test('finds only the rows that the reader may see, and nobody outside of their spaces', async () => {
    const french = await desk.key(['read'], ['FR'])
    const german = await desk.key(['read'], ['DE'])
    const { json } = await ask({ question: 'Which orders?' }, french)
    expect(json.facts.map(({ id }: { id: string }) => id)).toEqual(['order:crm/orders/o1'])
    expect((await ask({ question: 'Which orders?' }, german)).status).toBe(404)
  })

  test('about something sensitive waits for the scope, and in a call for its caller to be verified', async () => {
    const question = 'When was she born?'
    expect((await ask({ question })).json.sentences[0].text).toBe('Date of birth: 12 May 1980.')
    const { json: held } = await ask({ question }, plain)
    expect([held.sentences, held.held.until]).toEqual([[], 'scope'])
    const { json: call } = await desk.ask('POST', '/v1/calls', { from: '+33612345678' }, agent)
    expect((await ask({ question, call: call.id })).json.held).toMatchObject({ count: 1, until: 'verified' })
    await desk.ask('POST', `/v1/calls/${call.id}/verify`, { method: 'lastOrder' }, agent)
    expect((await ask({ question, call: call.id })).json.sentences).toHaveLength(1)
  })

  test('that is none, or in a call that is none, is refused', async () => {
    expect((await ask({ question: ' ' })).status).toBe(422)
    expect((await ask({ question: 'Which orders?', call: 'call_x' })).status).toBe(404)
  })
})
