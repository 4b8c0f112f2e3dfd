import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type DeskServer, deskServer } from './desk-server.ts'

let desk: DeskServer
let agent: string
let reader: string

beforeAll(async () => {
  desk = await deskServer()
  agent = await desk.key(['read', 'write', 'sensitive'])
  reader = await desk.key(['read'])
})
afterAll(async () => desk[Symbol.asyncDispose]())

let people = 0
async function somebody(): Promise<{ id: string; path: string; crm: string; shop: string }> {
  const n = ++people
  const row = { v: 1, at: '2026-01-01T00:00:00Z', first: 'Ana', last: `Dupont${n}`, email: `ana${n}@maison.fr` }
  await desk.rows('crm/contacts', [{ ...row, id: `c${n}` }])
  await desk.rows('shop/contacts', [{ ...row, id: `s${n}` }])
  const { json } = await desk.ask('GET', `/v1/profiles/email:${row.email}`)
  return { id: json.id, path: `/v1/profiles/${json.id}`, crm: `c${n}`, shop: `s${n}` }
}

const write = (path: string, body: object, key = agent) => desk.ask('POST', `${path}/notes`, body, key)
const brief = async (profile: string): Promise<string> => {
  const { json } = await desk.ask('POST', '/v1/briefs?all=true', { profile, occasion: 'call' }, agent)
  return json.sentences.map(({ text }: Answer) => text).join('\n')
}
const promise = {
  kind: 'call',
  text: 'She would rather have it mended.',
  outcome: 'repair agreed',
  author: 'Inès',
  task: { subject: 'Collect the bag', assignee: 'Hugo', dueAt: '2026-11-26T18:00:00+01:00' },
}

describe('a note', () => {
  test('is in the timeline and in the next brief, with what was promised', async () => {
    const { id, path } = await somebody()
    const { status, json } = await write(path, promise)
    expect(status).toBe(201)
    expect(json.task).toMatchObject({ kind: 'promise', status: 'open', dueAt: '2026-11-26T17:00:00.000Z' })
    const { json: timeline } = await desk.ask('GET', `${path}/timeline`)
    expect(timeline.items.map((one: Answer) => [one.entity, one.stream, one.attributes.outcome ?? null])).toEqual(
      expect.arrayContaining([
        ['interaction', 'desk/notes', 'repair agreed'],
        ['task', 'desk/tasks', null],
      ]),
    )
    const text = await brief(id)
    expect(text).toContain('Hugo promised “Collect the bag” by 26 November at 17:00 UTC')
    expect(text).toContain('Inès')
  })

  test('under the same key is written once', async () => {
    const { path } = await somebody()
    const first = await write(path, { ...promise, key: 'n1' })
    desk.nowMs += 60_000
    const second = await write(path, { ...promise, key: 'n1' })
    expect([first.status, second.status]).toEqual([201, 200])
    expect(second.json).toEqual(first.json)
    expect(await write(path, { key: 'n1', text: 'Something else' })).toMatchObject({
      status: 409,
      json: { code: 'SAID_DIFFERENTLY' },
    })
    const { json } = await desk.ask('GET', `${path}/timeline`)
    expect(json.items).toHaveLength(2)
  })

  test("'s promise is no open matter once it was kept, and is open again when that was a mistake", async () => {
    const { id, path } = await somebody()
    const { json } = await write(path, promise)
    const end = (status: string) => desk.ask('PUT', `${path}/notes/${json.id}/task`, { status }, agent)
    expect((await end('done')).json.task).toMatchObject({ status: 'done', doneAt: expect.any(String) })
    expect(await brief(id)).not.toContain('Collect the bag')
    await end('open')
    expect(await brief(id)).toContain('Collect the bag')
    await end('cancelled')
    expect(await brief(id)).not.toContain('Collect the bag')
  })

  test('is taken back with what followed from it', async () => {
    const { id, path } = await somebody()
    const { json } = await write(path, promise)
    expect((await desk.ask('DELETE', `${path}/notes/${json.id}`, undefined, agent)).status).toBe(204)
    expect(await brief(id)).not.toContain('Collect the bag')
    expect((await desk.ask('GET', `${path}/notes/${json.id}`)).status).toBe(404)
    expect((await desk.ask('GET', `${path}/timeline`)).json.items).toEqual([])
  })

  test('goes with the record that it hangs on', async () => {
    const { path, crm, shop } = await somebody()
    await write(path, { text: 'Left-handed.', about: `shop/contacts/${shop}` })
    const ends = { a: `crm/contacts/${crm}`, b: `shop/contacts/${shop}` }
    const { json } = await desk.ask('POST', '/v1/identity/decisions', { ...ends, verdict: 'different' })
    const has = async (reference: string) =>
      (await desk.ask('GET', `/v1/profiles/${reference}/timeline`)).json.items.length
    const counts = await Promise.all(json.profiles.map(has))
    expect(counts.sort()).toEqual([0, 1])
  })

  test('is erased with the person', async () => {
    const { id, path } = await somebody()
    await write(path, promise)
    const { json } = await desk.ask('POST', '/v1/erasures', { profile: id })
    expect(json.rows.activity).toBe(2)
  })

  test("of another profile is nobody else's, and a reader writes none", async () => {
    const [one, other] = [await somebody(), await somebody()]
    const { json } = await write(one.path, promise)
    expect((await desk.ask('GET', `${other.path}/notes/${json.id}`)).status).toBe(404)
    expect((await desk.ask('DELETE', `${other.path}/notes/${json.id}`)).status).toBe(404)
    expect((await write(one.path, promise, reader)).status).toBe(403)
    expect((await write(one.path, { kind: 'note' })).status).toBe(422)
  })
})
