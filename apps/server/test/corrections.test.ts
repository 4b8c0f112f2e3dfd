import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type DeskServer, deskServer } from './desk-server.ts'

let desk: DeskServer
const keys = {} as Record<'agent' | 'plain' | 'reader' | 'german', string>
const DAY_MS = 86_400_000

beforeAll(async () => {
  desk = await deskServer([
    {
      type: 'reconciliation',
      name: 'person',
      entity: 'person',
      attributes: {
        familyName: { pick: 'source', sources: ['crm'] },
        givenName: { pick: 'source', sources: ['desk', 'crm'] },
      },
    },
  ])
  keys.agent = await desk.key(['read', 'write', 'sensitive'])
  keys.plain = await desk.key(['read', 'write'])
  keys.reader = await desk.key(['read'])
  keys.german = await desk.key(['read', 'write'], ['DE'])
})
afterAll(async () => desk[Symbol.asyncDispose]())

let people = 0
/** A person with a record in each of two systems, joined by their e-mail. */
async function somebody(
  more: object = {},
): Promise<{ id: string; path: string; crm: string; shop: string; mail: string }> {
  const n = ++people
  const [crm, shop, mail] = [`c${n}`, `s${n}`, `ana${n}@maison.fr`]
  const row = {
    v: 1,
    at: '2026-01-01T00:00:00Z',
    first: 'Ana',
    last: `Dupont${n}`,
    email: mail,
    phone: `06 12 34 56 ${String(10 + n)}`,
    street: '3 quai Voltaire',
    zip: '75007',
    city: 'Paris',
    space: 'FR',
    ...more,
  }
  await desk.rows('crm/contacts', [{ ...row, id: crm }])
  await desk.rows('shop/contacts', [{ ...row, id: shop }])
  const { json } = await desk.ask('GET', `/v1/profiles/email:${mail}`)
  return { id: json.id, path: `/v1/profiles/${json.id}`, crm, shop, mail }
}

const profile = async (path: string): Promise<Answer> => (await desk.ask('GET', path)).json
const correct = (path: string, body: object, key = keys.agent) => desk.ask('POST', `${path}/corrections`, body, key)
const moved = { address: { street: '12 rue des Lilas', postalCode: '75011', city: 'Paris' } }

describe('a correction', () => {
  test('of an address is shown before what two systems go on saying, and says where it comes from', async () => {
    const { id, path, crm } = await somebody()
    const { status, json } = await correct(path, { set: moved })
    expect(status).toBe(201)
    expect(json.about).toEqual({ stream: 'crm/contacts', key: crm })
    expect(json.outcome).toEqual([
      expect.objectContaining({ attribute: 'address', holds: true, isHidden: false, rule: null }),
    ])
    const now = await profile(path)
    expect(now.id).toBe(id)
    expect(now.attributes.address).toEqual({
      street: '12 rue des Lilas',
      postalCode: '75011',
      city: 'Paris',
      country: 'FR',
    })
    expect(now.provenance.address).toMatchObject({ stream: 'desk/person-corrections', key: json.id })
    expect(now.contactPoints.filter((one: Answer) => one.kind === 'post')).toHaveLength(2)
  })

  test('of an address ends the old one however systems spell it', async () => {
    const { path, crm, shop, mail } = await somebody()
    const row = { v: 2, at: '2026-02-01T00:00:00Z', first: 'Ana', last: `Dupont${people}`, email: mail, city: 'Paris' }
    await desk.rows('crm/contacts', [{ ...row, id: crm, street: '3 Quai Voltaire, 2e étage' }])
    await desk.rows('shop/contacts', [{ ...row, id: shop, street: 'Quai Voltaire 3' }])
    await correct(path, { set: moved })
    const { contactPoints } = await profile(path)
    const open = contactPoints.filter((one: Answer) => one.kind === 'post' && one.validTo === undefined)
    expect(open.map((one: Answer) => one.address.street)).toEqual(['12 rue des Lilas'])
  })

  test('of a phone, said as people say it, is found by the number and outlives the next syncs', async () => {
    const { path, crm, mail } = await somebody()
    await correct(path, { set: { phone: '07 55 12 34 56' } })
    expect((await profile('/v1/profiles/phone:+33755123456')).attributes.email).toBe(mail)
    const row = { id: crm, first: 'Ana', email: mail, phone: '06 99 99 99 99', space: 'FR' }
    const again = { ...row, v: 2, at: new Date(desk.nowMs + DAY_MS).toISOString(), last: 'Dupont' }
    await desk.rows('crm/contacts', [{ ...again, phone: '06 12 34 56 12' }])
    expect((await profile(path)).attributes.phone).toBe('+33755123456')
    await desk.rows('crm/contacts', [{ ...again, v: 3, phone: '06 12 34 56 12', first: 'ANA' }])
    expect((await profile(path)).attributes.phone).toBe('+33755123456')
  })

  test('says by which rule another source wins, and is kept all the same', async () => {
    const { path } = await somebody()
    const { json } = await correct(path, { set: { familyName: 'Durand', givenName: 'anaïs' } })
    expect(json.outcome).toEqual([
      expect.objectContaining({ attribute: 'givenName', shows: 'Anaïs', holds: true, rule: null }),
      {
        attribute: 'familyName',
        shows: expect.stringMatching(/^Dupont/),
        isHidden: false,
        holds: false,
        from: expect.objectContaining({ stream: 'crm/contacts' }),
        rule: { pick: 'source', sources: ['crm'] },
      },
    ])
    const { conflicts } = await profile(path)
    const said = conflicts.find((one: Answer) => one.attribute === 'familyName').values
    expect(said.map((one: Answer) => one.value)).toContain('Durand')
  })

  test('outlives what systems go on telling, and yields to what they have newly heard', async () => {
    const { path, crm, mail } = await somebody()
    const before = (await profile(path)).attributes.tier
    const row = { id: crm, first: 'Ana', last: `Dupont${people}`, email: mail }
    const later = (days: number) => new Date(desk.nowMs + days * DAY_MS).toISOString()
    await desk.rows('crm/contacts', [{ ...row, v: 2, at: '2026-02-01T00:00:00Z', born: '1980-05-12' }])
    const { json: made } = await correct(path, { set: { birthDate: '1981-05-12' } })
    const born = async () => (await profile(path)).attributes.birthDate
    expect(await born()).toBe('1981-05-12')
    // The CRM's row changes elsewhere, and tells the old date once more.
    await desk.rows('crm/contacts', [{ ...row, v: 3, at: later(1), born: '1980-05-12', tier: 'Gold' }])
    expect([before, (await profile(path)).attributes.tier, await born()]).toEqual([undefined, 'Gold', '1981-05-12'])
    await desk.rows('crm/contacts', [{ ...row, v: 4, at: later(2), born: '1982-01-01' }])
    expect(await born()).toBe('1982-01-01')
    await desk.rows('crm/contacts', [{ ...row, v: 5, at: later(3), born: '1980-05-12' }])
    expect(await born()).toBe('1981-05-12')
    await desk.ask('DELETE', `${path}/corrections/${made.id}`, undefined, keys.agent)
    expect(await born()).toBe('1980-05-12')
  })

  test('of a correction counts as the newest word', async () => {
    const { path } = await somebody()
    for (const jobTitle of ['Notaire', 'Avocate', 'Notaire']) {
      desk.nowMs += 1000
      await correct(path, { set: { jobTitle } })
      expect((await profile(path)).attributes.jobTitle).toBe(jobTitle)
    }
  })

  test('is undone as if it had never been made, once, and stays listed', async () => {
    const { path } = await somebody()
    const { version: _before, ...before } = await profile(path)
    const { json: made } = await correct(path, { set: { ...moved, phone: '07 55 12 34 57', birthDate: '1980-05-12' } })
    const undo = () => desk.ask('DELETE', `${path}/corrections/${made.id}`, undefined, keys.agent)
    const { status, json } = await undo()
    expect(status).toBe(200)
    expect(json.undone).toEqual({ at: expect.any(String), by: expect.stringMatching(/^key_/) })
    expect(json.outcome.every((one: Answer) => !one.holds)).toBe(true)
    const { version: _after, ...after } = await profile(path)
    expect(after).toEqual(before)
    expect((await undo()).json).toEqual(json)
    const { json: list } = await desk.ask('GET', `${path}/corrections`, undefined, keys.agent)
    expect(list.items).toEqual([json])
  })

  test('under the same key is made once, and another one under it is refused', async () => {
    const { path } = await somebody()
    const body = { key: 'k1', set: { jobTitle: 'Notaire' } }
    const first = await correct(path, body)
    desk.nowMs += 1000
    const second = await correct(path, body)
    expect([first.status, second.status]).toEqual([201, 200])
    expect(second.json).toEqual(first.json)
    expect((await profile(path)).records).toBe(3)
    expect(await correct(path, { ...body, set: { jobTitle: 'Avocate' } })).toMatchObject({
      status: 409,
      json: { code: 'SAID_DIFFERENTLY' },
    })
    // Another client's key is another key.
    expect((await correct(path, body, keys.plain)).status).toBe(201)
  })

  test('follows the record that it is about when the profile turns out to be two people', async () => {
    const { path, crm, shop } = await somebody()
    await correct(path, { set: { jobTitle: 'Notaire' }, about: `shop/contacts/${shop}` })
    const ends = { a: `crm/contacts/${crm}`, b: `shop/contacts/${shop}` }
    const { json } = await desk.ask('POST', '/v1/identity/decisions', { ...ends, verdict: 'different' })
    const parts = await Promise.all(json.profiles.map((id: string) => profile(`/v1/profiles/${id}`)))
    const told = parts.map(({ attributes, sources }) => [sources.includes('shop/contacts'), attributes.jobTitle])
    expect(told.sort()).toEqual([
      [false, undefined],
      [true, 'Notaire'],
    ])
    await desk.ask('DELETE', `/v1/identity/decisions/${json.id}`)
    expect((await profile(path)).attributes.jobTitle).toBe('Notaire')
  })

  test('stays when the record that it is about is deleted at its source', async () => {
    const { path, crm } = await somebody()
    await correct(path, { set: moved, about: `crm/contacts/${crm}` })
    await desk.rows('crm/contacts', [], { deletes: [crm] })
    expect((await profile(path)).attributes.address.street).toBe('12 rue des Lilas')
  })

  test('is erased with the person, its entry too', async () => {
    const { id, path } = await somebody()
    const { json } = await correct(path, { key: 'gone', set: moved })
    const { json: proof } = await desk.ask('POST', '/v1/erasures', { profile: id })
    expect(proof.rows).toMatchObject({ record: 3, entry: 1 })
    expect((await desk.ask('GET', `${path}/corrections`)).status).toBe(410)
    expect(await correct(path, { key: 'gone', set: moved })).toMatchObject({ status: 410 })
    expect(JSON.stringify(proof)).not.toContain(json.id)
  })

  test('of a value that cannot be is refused by name, and the value is in no message', async () => {
    const { path } = await somebody()
    for (const [set, at] of [
      [{ birthDate: '1880-13-45' }, 'birthDate'],
      [{ email: 'not an address' }, 'email'],
      [{ phone: '12' }, 'phone'],
      [{ nationality: 'Atlantis' }, 'nationality'],
      [{ legalName: 'SARL' }, 'legalName'],
    ] as const) {
      const { status, json } = await correct(path, { set })
      expect([status, json.code]).toEqual([422, 'REQUEST_INVALID'])
      expect(json.detail + json.title).toContain(`body.set.${at}`)
      expect(JSON.stringify(json)).not.toContain(Object.values(set)[0])
    }
    expect((await correct(path, { set: {} })).status).toBe(422)
    expect((await correct(path, { set: { tier: 'Gold' } })).status).toBe(422)
    expect((await correct(path, { set: moved, about: 'crm/contacts/other' })).status).toBe(422)
    expect((await profile(path)).records).toBe(2)
  })

  test('of an organization is made of what organizations have', async () => {
    await desk.rows('crm/companies', [
      { id: 'o1', v: 1, at: '2026-01-01T00:00:00Z', name: 'Pharmacie', phone: '01 42 68 53 09' },
    ])
    const { json } = await desk.ask('GET', '/v1/profiles?entity=organization')
    const path = `/v1/profiles/${json.items.find((one: Answer) => one.entity === 'organization').id}`
    const made = await correct(path, { set: { name: 'Pharmacie du Lac', phone: '01 42 68 53 10' } })
    expect(made.status).toBe(201)
    expect((await profile(path)).attributes).toMatchObject({ name: 'Pharmacie du Lac', phone: '+33142685310' })
    expect((await correct(path, { set: { birthDate: '1980-01-01' } })).status).toBe(422)
  })
})

describe('a desk', () => {
  test('beside a system that is called so has another name', async () => {
    await using other = await deskServer([{ type: 'connection', name: 'desk', part: 'crm/crm' }])
    await other.rows('desk/contacts', [
      { id: 'x', v: 1, at: '2026-01-01T00:00:00Z', first: 'Ana', last: 'D', email: 'a@x.fr' },
    ])
    const { json } = await other.ask('POST', '/v1/profiles/email:a@x.fr/corrections', { set: { jobTitle: 'Notaire' } })
    expect(json.outcome[0]).toMatchObject({ holds: true, from: { stream: 'agents/person-corrections' } })
    expect((await other.ask('GET', '/v1/profiles/email:a@x.fr/corrections')).json.items).toHaveLength(1)
    expect((await other.ask('POST', '/v1/profiles/email:a@x.fr/notes', { text: 'x' })).status).toBe(201)
  })
})

describe('who corrects', () => {
  test('needs the scope, and the right to see the profile', async () => {
    const { path } = await somebody()
    expect((await correct(path, { set: moved }, keys.reader)).status).toBe(403)
    expect((await correct(path, { set: moved }, keys.german)).status).toBe(404)
  })

  test('without the right to sensitive fields is not told them', async () => {
    const { path } = await somebody()
    const { status, json } = await correct(path, { set: { ...moved, jobTitle: 'Notaire' } }, keys.plain)
    expect(status).toBe(201)
    expect(JSON.stringify(json)).not.toContain('Lilas')
    expect(json.outcome).toEqual([
      expect.objectContaining({ attribute: 'jobTitle', shows: 'Notaire', isHidden: false, holds: true }),
      expect.objectContaining({ attribute: 'address', shows: null, isHidden: true, holds: true }),
    ])
    const { json: list } = await desk.ask('GET', `${path}/corrections`, undefined, keys.reader)
    expect(JSON.stringify(list)).not.toContain('Lilas')
  })

  test('of a number gives it up: it opens no call for them by itself any more', async () => {
    const { id, path } = await somebody({ phone: '06 44 55 66 77' })
    const ring = async (interactionId: string) =>
      (await desk.ask('POST', '/v1/calls', { from: '+33644556677', interactionId }, keys.agent)).json
    expect((await ring('before')).status).toBe('matched')
    const { json: made } = await correct(path, { set: { phone: '06 44 55 66 78' } })
    const after = await ring('after')
    expect([after.status, after.brief]).toEqual(['ambiguous', null])
    expect(after.candidates[0]).toMatchObject({ id, isFormer: true })
    expect(after.candidates[0].reasons).toContain('It was said to be theirs no longer.')
    await desk.ask('DELETE', `${path}/corrections/${made.id}`, undefined, keys.agent)
    expect((await ring('undone')).status).toBe('matched')
  })

  test('during a call changes nothing sensitive for a caller who is not verified', async () => {
    const { id, path, shop } = await somebody()
    // The number that rings lies on the shop's record alone: that is whom the caller speaks of.
    await desk.rows('shop/contacts', [
      {
        id: shop,
        v: 2,
        at: '2026-02-01T00:00:00Z',
        first: 'Ana',
        last: `Dupont${people}`,
        email: `ana${people}@maison.fr`,
        phone: '06 77 77 77 77',
      },
    ])
    const { json: call } = await desk.ask('POST', '/v1/calls', { from: '+33677777777' }, keys.agent)
    expect(call.profile.id).toBe(id)
    const refused = await correct(path, { set: moved, call: call.id })
    expect([refused.status, refused.json.code]).toEqual([409, 'CALLER_UNVERIFIED'])
    expect((await correct(path, { set: { jobTitle: 'Notaire' }, call: call.id })).status).toBe(201)
    await desk.ask('POST', `/v1/calls/${call.id}/verify`, { method: 'lastOrder' }, keys.agent)
    const { status, json } = await correct(path, { set: moved, call: call.id })
    expect([status, json.about]).toEqual([201, { stream: 'shop/contacts', key: shop }])
  })
})
