import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type DeskServer, deskServer } from './desk-server.ts'

let desk: DeskServer
let agent = ''
let profile = ''
const phone = '+33612345678'

beforeAll(async () => {
  desk = await deskServer()
  agent = await desk.key(['read', 'write', 'sensitive'])
  await desk.rows('crm/contacts', [
    { id: '1', v: 1, at: '2026-11-01T10:00:00Z', first: 'Claire', last: 'Fontaine', phone, optIn: 'granted' },
  ])
  profile = (await desk.ask('GET', `/v1/profiles/${encodeURIComponent(`phone:${phone}`)}`)).json.id
}, 60_000)
afterAll(() => desk[Symbol.asyncDispose]())

const say = (body: object) => desk.ask('POST', `/v1/profiles/${profile}/consents`, body, agent)
const counts = async (): Promise<Answer> =>
  (await desk.ask('GET', `/v1/profiles/${profile}`)).json.consents.map(
    ({ purpose, channel, state }: Answer) => `${purpose} ${channel} ${state}`,
  )
const ring = async (): Promise<Answer> => (await desk.ask('POST', '/v1/calls', { from: phone }, agent)).json

test('a refusal counts at once, is kept once, and is taken back as if it had never been', async () => {
  expect(await counts()).toEqual(['marketing email granted'])
  const refusal = { key: 'k-1', purpose: 'marketing', channel: 'email', state: 'withdrawn' }
  const first = await say(refusal)
  expect(first).toMatchObject({ status: 201, json: { holds: true, state: 'withdrawn' } })
  expect(await counts()).toEqual(['marketing email withdrawn'])
  expect(await say(refusal)).toMatchObject({ status: 200, json: { id: first.json.id } })
  expect((await say({ ...refusal, state: 'granted' })).json.code).toBe('SAID_DIFFERENTLY')
  const back = await desk.ask('DELETE', `/v1/profiles/${profile}/consents/${first.json.id}`, undefined, agent)
  expect(back).toMatchObject({ status: 200, json: { holds: false } })
  expect(await counts()).toEqual(['marketing email granted'])
  const again = await desk.ask('DELETE', `/v1/profiles/${profile}/consents/${first.json.id}`, undefined, agent)
  expect(again.json.code).toBe('ENTRY_NOT_FOUND')
})

test('a grant in a call waits for verification, and lifts an older refusal then', async () => {
  await say({ purpose: 'marketing', channel: 'email', state: 'withdrawn' })
  desk.nowMs += 60_000
  const call = await ring()
  const grant = { purpose: 'marketing', channel: 'email', state: 'granted', call: call.id }
  expect((await say(grant)).json.code).toBe('CALLER_UNVERIFIED')
  await desk.ask('POST', `/v1/calls/${call.id}/verify`, { method: 'lastOrder' }, agent)
  expect(await say(grant)).toMatchObject({ status: 201, json: { holds: true } })
  expect(await counts()).toEqual(['marketing email granted'])
})

test('without a call a grant has no proof, and an older refusal of another record stands against it', async () => {
  await desk.rows('shop/contacts', [
    { id: 's', v: 1, at: '2026-11-02T10:00:00Z', first: 'Anne', last: 'Deux', phone: '+33655443322', optIn: 'denied' },
  ])
  const { json } = await desk.ask('GET', `/v1/profiles/${encodeURIComponent('phone:+33655443322')}`)
  const said = await desk.ask(
    'POST',
    `/v1/profiles/${json.id}/consents`,
    { purpose: 'marketing', channel: 'post', state: 'granted' },
    agent,
  )
  expect(said.json).toMatchObject({ holds: true, channel: 'post' })
  expect(said.json.consents.map((one: Answer) => `${one.channel} ${one.state}`)).toEqual([
    'email denied',
    'post granted',
  ])
})
