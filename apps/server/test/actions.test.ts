import type { Json } from '@rapport/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type DeskServer, deskServer } from './desk-server.ts'

let desk: DeskServer
let agent: string
let plain: string
const DAY_MS = 86_400_000

const insights: readonly Json[] = [
  { type: 'insight', name: 'orders', title: { en: 'Orders', fr: 'Commandes' }, on: 'order', calculate: 'count' },
  { type: 'insight', name: 'spend', title: 'Spend', on: 'order', calculate: 'sum', value: 'total', unit: 'money' },
  { type: 'insight', name: 'lastOrderAt', on: 'order', calculate: 'max', value: 'occurredAt', unit: 'instant' },
  {
    type: 'insight',
    name: 'complaints',
    title: 'Open complaints',
    on: 'case',
    where: {
      all: [
        { path: 'kind', is: 'complaint' },
        { path: 'status', isNot: 'closed' },
      ],
    },
    calculate: 'count',
  },
  {
    type: 'insight',
    name: 'unpaid',
    title: 'Unpaid',
    on: 'invoice',
    calculate: 'sum',
    value: 'balance',
    unit: 'money',
  },
  { type: 'rates', name: 'rates', reporting: 'EUR', rates: [] },
]
const actions: readonly Json[] = [
  {
    type: 'action',
    name: 'careKit',
    title: { en: 'Care kit', fr: 'Nécessaire d’entretien' },
    occasions: ['call', 'visit'],
    where: {
      all: [
        { insight: 'orders', gte: 1 },
        { insight: 'lastOrderAt', withinDays: 60 },
      ],
    },
    unless: [
      {
        name: 'openComplaint',
        when: { insight: 'complaints', gte: 1 },
        text: { en: 'A complaint is open.', fr: 'Réclamation ouverte.' },
      },
    ],
    value: 40,
    more: [{ when: { attribute: 'tier', is: 'Gold' }, value: 20 }],
    text: {
      en: ['Offer a care kit for {attributes.tier} clients.', 'Offer a care kit.'],
      fr: 'Proposer le nécessaire d’entretien.',
    },
    reason: { fr: '{insights.orders} commandes pour {insights.spend}.' },
    declinedForDays: 30,
    accept: { task: { kind: 'promise', subject: { en: 'Send a care kit' }, assignee: 'Hugo', dueInDays: 2 } },
  },
  {
    type: 'action',
    name: 'newsletter',
    title: 'Newsletter',
    value: 50,
    where: { attribute: 'email', exists: true },
    consent: { purpose: 'marketing', channel: 'email' },
    text: { en: 'Mention the private sale.' },
  },
  {
    type: 'action',
    name: 'payment',
    title: 'Payment',
    value: 10,
    where: { insight: 'unpaid', gt: 0 },
    text: { en: 'Agree how {insights.unpaid} will be paid.' },
  },
]

beforeAll(async () => {
  desk = await deskServer([...insights, ...actions])
  agent = await desk.key(['read', 'write', 'sensitive'])
  plain = await desk.key(['read', 'write'])
})
afterAll(async () => desk[Symbol.asyncDispose]())

let people = 0
async function somebody(more: object = {}): Promise<{ id: string; path: string; crm: string; shop: string }> {
  const n = ++people
  const row = {
    v: 1,
    at: '2026-01-01T00:00:00Z',
    first: 'Ana',
    last: `Dupont${n}`,
    email: `ana${n}@maison.fr`,
    ...more,
  }
  await desk.rows('crm/contacts', [{ ...row, id: `c${n}` }])
  await desk.rows('shop/contacts', [{ ...row, id: `s${n}` }])
  await desk.rows('crm/orders', [
    { id: `o${n}`, v: 1, of: `c${n}`, at: '2026-11-10T10:00:00Z', kind: 'order', total: '1250.00' },
    { id: `p${n}`, v: 1, of: `c${n}`, at: '2026-10-01T10:00:00Z', kind: 'order', total: '100.00' },
  ])
  const { json } = await desk.ask('GET', `/v1/profiles/email:${row.email}`)
  return { id: json.id, path: `/v1/profiles/${json.id}`, crm: `c${n}`, shop: `s${n}` }
}

const offers = async (path: string, query = '', key = agent): Promise<Answer> =>
  (await desk.ask('GET', `${path}/actions${query}`, undefined, key)).json
const names = ({ items }: Answer): readonly string[] => items.map(({ name }: Answer) => name)
const excludedBy = (answer: Answer, name: string): Answer => answer.excluded.find((one: Answer) => one.name === name)

describe('what may be proposed', () => {
  test('is ranked by value, each with the conditions that hold, their values and rows', async () => {
    const { path, crm } = await somebody({ tier: 'Gold', optIn: 'granted' })
    const answer = await offers(path, '?occasion=call')
    expect(names(answer)).toEqual(['careKit', 'newsletter'])
    const [kit] = answer.items
    expect(kit).toMatchObject({ value: 60, text: 'Offer a care kit for Gold clients.', title: 'Care kit' })
    expect(kit.because).toEqual([
      {
        kind: 'insight',
        name: 'orders',
        title: 'Orders',
        holds: true,
        value: 2,
        said: 'two',
        rows: [
          { stream: 'crm/orders', key: crm.replace('c', 'o'), observedAt: '2026-11-10T10:00:00.000Z' },
          { stream: 'crm/orders', key: crm.replace('c', 'p'), observedAt: '2026-10-01T10:00:00.000Z' },
        ],
      },
      expect.objectContaining({ name: 'lastOrderAt', value: '2026-11-10T10:00:00.000Z', said: '10 November' }),
      expect.objectContaining({
        kind: 'attribute',
        name: 'tier',
        value: 'Gold',
        rows: [expect.objectContaining({ key: expect.any(String) })],
      }),
    ])
    expect(kit.reason).toContain('Orders: two')
    expect(kit.leadsTo.task).toMatchObject({ subject: 'Send a care kit', assignee: 'Hugo', dueInDays: 2 })
    expect(names(await offers(path, '?occasion=stay'))).toEqual(['newsletter'])
  })

  test('is told in the language asked for, with money and numbers as it writes them', async () => {
    const { path } = await somebody()
    const [kit] = (await offers(path, '?language=fr')).items
    expect(kit.title).toBe('Nécessaire d’entretien')
    expect(kit.because[0].title).toBe('Commandes')
    expect(kit.text).toBe('Proposer le nécessaire d’entretien.')
    expect(kit.reason.replace(/\s/g, ' ')).toBe('deux commandes pour 1 350 €.')
    expect((await offers(path)).items[0].text).toBe('Offer a care kit.')
  })

  test('is not what is forbidden, and says by what', async () => {
    const { path, crm } = await somebody({ optIn: 'denied' })
    await desk.rows('crm/cases', [
      { id: `k-${crm}`, v: 1, of: crm, at: '2026-11-20T10:00:00Z', kind: 'complaint', status: 'open' },
    ])
    const answer = await offers(path, '?all=true')
    expect(names(answer)).toEqual([])
    expect(excludedBy(answer, 'careKit')).toMatchObject({
      why: 'unless',
      unless: 'openComplaint',
      text: 'A complaint is open.',
      because: [{ name: 'complaints', value: 1 }],
    })
    expect(excludedBy(answer, 'newsletter')).toMatchObject({ why: 'consent', because: [{ value: 'denied' }] })
    expect(excludedBy(answer, 'payment')).toMatchObject({ why: 'where', because: [{ name: 'unpaid', value: 0 }] })
    // Once it is solved, it comes back by itself.
    await desk.rows('crm/cases', [
      { id: `k-${crm}`, v: 2, of: crm, at: '2026-11-20T10:00:00Z', kind: 'complaint', status: 'closed' },
    ])
    expect(names(await offers(path))).toEqual(['careKit'])
  })

  test('waits, where its reasons are sensitive, for the right to see them and for a verified caller', async () => {
    const { id, path, crm } = await somebody({ phone: '06 55 44 33 22' })
    await desk.rows('crm/invoices', [{ id: `i-${crm}`, v: 1, of: crm, at: '2026-09-01T00:00:00Z', balance: '80.00' }])
    expect((await offers(path)).items.find(({ name }: Answer) => name === 'payment').text).toBe(
      'Agree how €80 will be paid.',
    )
    const held = await offers(path, '?all=true', plain)
    expect(names(held)).not.toContain('payment')
    expect(held.heldBack).toEqual({ count: 1, until: 'scope' })
    expect(JSON.stringify(held)).not.toContain('8000')
    const { json: call } = await desk.ask('POST', '/v1/calls', { from: '+33655443322' }, agent)
    expect(call.profile.id).toBe(id)
    expect((await offers(path, `?call=${call.id}`)).heldBack).toEqual({ count: 1, until: 'verified' })
    await desk.ask('POST', `/v1/calls/${call.id}/verify`, { method: 'lastOrder' }, agent)
    expect(names(await offers(path, `?call=${call.id}`))).toContain('payment')
  })
})

test('what forbids an offer is not named to who may not see it', async () => {
  await desk.documents({
    type: 'action',
    name: 'treat',
    value: 1,
    unless: [{ name: 'creditHold', when: { insight: 'unpaid', gte: 1 }, text: { en: 'Money is owed.' } }],
    text: { en: 'Offer a treat.' },
  })
  const { path, crm } = await somebody()
  await desk.rows('crm/invoices', [{ id: `h-${crm}`, v: 1, of: crm, at: '2026-09-01T00:00:00Z', balance: '80.00' }])
  expect(excludedBy(await offers(path, '?all=true'), 'treat')).toMatchObject({
    unless: 'creditHold',
    text: 'Money is owed.',
  })
  const hidden = excludedBy(await offers(path, '?all=true', plain), 'treat')
  expect(hidden).toMatchObject({ why: 'unless', unless: null, text: null, because: [] })
  await desk.ask('DELETE', '/v1/documents/action/treat')
})

describe('an action that asks of who pays', () => {
  const payer = { role: 'parent', title: 'payer' }
  const display = {
    type: 'action',
    name: 'display',
    title: 'Display',
    entity: 'organization',
    value: 40,
    unless: [
      {
        name: 'payerHold',
        when: { related: payer, where: { attribute: 'ext.crm.hold', is: true } },
        text: { en: 'Not while its payer is on hold.' },
      },
    ],
    more: [{ when: { related: payer, where: { insight: 'unpaid', gt: 0 } }, value: -15 }],
    text: { en: 'Offer a display.' },
  }
  const payment = {
    type: 'action',
    name: 'askThePayer',
    entity: 'organization',
    value: 10,
    where: {
      all: [
        { attribute: 'kind', is: 'site' },
        { related: payer, where: { insight: 'unpaid', gt: 0 } },
      ],
    },
    text: { en: 'Ask for the accountant.' },
  }
  let found = 0
  const companies = async (head: object = {}, shop: object = {}): Promise<{ path: string; head: string }> => {
    const n = ++found
    const common = { v: 1, at: '2026-01-01T00:00:00Z' }
    await desk.rows('crm/companies', [
      { ...common, id: `h${n}`, name: `Groupe ${n}`, kind: 'chain', ...head },
      { ...common, id: `s${n}`, name: `Pharmacie ${n}`, kind: 'site', payer: `h${n}`, ...shop },
    ])
    const { json } = await desk.ask('GET', `/v1/profiles/company:s${n}`)
    return { path: `/v1/profiles/${json.id}`, head: `h${n}` }
  }
  beforeAll(() => desk.documents(display, payment))
  afterAll(async () => {
    for (const name of ['display', 'askThePayer']) await desk.ask('DELETE', `/v1/documents/action/${name}`)
  })

  test('is not offered while that one is on hold, and says of whom and by which rows', async () => {
    const { path, head } = await companies({ hold: true })
    const answer = await offers(path, '?all=true')
    expect(names(answer)).toEqual([])
    const { json: payer } = await desk.ask('GET', `/v1/profiles/company:${head}`)
    expect(excludedBy(answer, 'display')).toMatchObject({
      why: 'unless',
      unless: 'payerHold',
      text: 'Not while its payer is on hold.',
      because: [
        {
          kind: 'attribute',
          name: 'ext.crm.hold',
          value: true,
          title: `${payer.attributes.name}, hold`,
          of: { profile: payer.id, role: 'parent', title: 'payer' },
          rows: [
            { stream: 'crm/companies', key: expect.stringContaining('s') },
            { stream: 'crm/companies', key: head },
          ],
        },
      ],
    })
    await desk.rows('crm/companies', [{ id: head, v: 2, at: '2026-02-01T00:00:00Z', name: 'Groupe', hold: false }])
    expect(names(await offers(path))).toEqual(['display'])
    expect((await offers(path)).items[0].value).toBe(40)
  })

  test('holds of nobody where nobody pays, and of nobody else than who does', async () => {
    const { path } = await companies({ hold: true }, { payer: 'nobody' })
    const answer = await offers(path, '?all=true')
    expect(names(answer)).toEqual(['display'])
    expect(excludedBy(answer, 'askThePayer').because).toEqual([
      expect.objectContaining({ kind: 'related', name: 'parent/payer', holds: false }),
    ])
    const { path: alone } = await companies({}, { hold: true })
    expect(names(await offers(alone))).toEqual(['display'])
  })

  test('forbids for whoever may not see that one, and tells them neither who nor why', async () => {
    const { path } = await companies({ hold: true, space: 'HEAD', name: 'Secret Holding' }, { space: 'FR' })
    const french = await desk.key(['read', 'write', 'sensitive'], ['FR'])
    const answer = await offers(path, '?all=true', french)
    expect(names(answer)).toEqual([])
    expect(excludedBy(answer, 'display')).toMatchObject({ why: 'unless', unless: null, text: null, because: [] })
    expect(JSON.stringify(answer)).not.toMatch(/Secret|h\d+/)
    expect(excludedBy(await offers(path, '?all=true'), 'display').unless).toBe('payerHold')
  })

  test('weighs and offers by what that one owes, where the reader may see it', async () => {
    const { path, head } = await companies()
    await desk.rows('crm/company-invoices', [
      { id: `i-${head}`, v: 1, of: head, at: '2026-09-01T00:00:00Z', balance: '80.00' },
    ])
    const { items } = await offers(path)
    expect(items.map(({ name, value }: Answer) => [name, value])).toEqual([
      ['display', 25],
      ['askThePayer', 10],
    ])
    expect(items[1].because.at(-1)).toMatchObject({
      name: 'unpaid',
      title: expect.stringMatching(/^Groupe \d+, Unpaid$/),
      said: '€80',
      rows: [
        { stream: 'crm/companies', key: expect.stringContaining('s') },
        { stream: 'crm/company-invoices', key: `i-${head}` },
      ],
    })
    const held = await offers(path, '?all=true', plain)
    expect([names(held), held.heldBack]).toEqual([['display'], { count: 1, until: 'scope' }])
    expect(JSON.stringify(held)).not.toContain('8000')
  })

  test.each([
    [{ where: { related: { role: 'boss' }, where: { attribute: 'name', exists: true } } }, 'expected one of'],
    [{ where: { related: payer, where: { insight: 'nothing', gte: 1 } } }, 'no insight named nothing'],
    [{ where: { related: payer, where: { attribute: 'givenName', exists: true } } }, "'givenName' is not an attribute"],
    [{ where: { related: payer, where: { related: payer, where: { attribute: 'name', exists: true } } } }, ''],
  ])('with %j is refused', async (more, problem) => {
    const action = { type: 'action', name: 'x', entity: 'organization', value: 1, text: { en: 'X' }, ...more }
    const { status, json } = await desk.ask('POST', '/v1/documents/import', action)
    expect([status, json.code]).toEqual([422, 'DOCUMENT_INVALID'])
    expect(json.title).toContain(problem)
  })
})

test('a reason that is a no is told as one', async () => {
  await desk.documents({
    type: 'action',
    name: 'meet',
    value: 1,
    where: { all: [{ not: { identifier: 'loyaltyNumber' } }, { attribute: 'jobTitle', exists: false }] },
    text: { en: 'Ask.' },
  })
  const { path } = await somebody()
  const found = (await offers(path)).items.find(({ name }: Answer) => name === 'meet')
  expect(found.reason).toBe('loyalty number: no · job title: none')
  await desk.ask('DELETE', '/v1/documents/action/meet')
})

describe('an answer', () => {
  const answer = (path: string, name: string, verb: string, body: object = {}, key = agent) =>
    desk.ask('POST', `${path}/actions/${name}/${verb}`, body, key)

  test('"no" is kept with why, and respected until the cool-down has passed', async () => {
    const { path, id } = await somebody()
    const proposed = async (): Promise<readonly string[]> => {
      const { json: brief } = await desk.ask('POST', '/v1/briefs', { profile: id, occasion: 'visit' }, agent)
      return brief.sentences.flatMap(({ kind, text }: Answer) => (kind === 'propose' ? [text] : []))
    }
    // A brief proposes what is ranked first, with the same reason, and no more than is answered here.
    const [first] = (await offers(path, '?occasion=visit')).items
    expect(await proposed()).toEqual([`${first.text} Why: ${first.reason}.`])
    const { status, json } = await answer(path, 'careKit', 'decline', { why: 'Has one already.', occasion: 'call' })
    expect(await proposed()).toEqual([])
    expect([status, json.status, json.why]).toEqual([201, 'declined', 'Has one already.'])
    const gone = await offers(path, '?all=true')
    expect(names(gone)).toEqual([])
    expect(excludedBy(gone, 'careKit')).toMatchObject({
      why: 'declined',
      until: new Date(desk.nowMs + 30 * DAY_MS).toISOString(),
    })
    const { json: timeline } = await desk.ask('GET', `${path}/timeline?entities=desk.proposal`)
    expect(timeline.items[0].attributes).toMatchObject({
      action: 'careKit',
      number: 'Care kit',
      status: 'declined',
      why: 'Has one already.',
    })
    desk.nowMs += 31 * DAY_MS
    expect(names(await offers(path))).toEqual(['careKit'])
    desk.nowMs -= 31 * DAY_MS
  })

  test('"yes" leads to what the document says, once, and is not asked again', async () => {
    const { id, path } = await somebody()
    const { status, json } = await answer(path, 'careKit', 'accept', { key: 'a1' })
    expect(status).toBe(201)
    expect(json.task).toMatchObject({ subject: 'Send a care kit', assignee: 'Hugo', kind: 'promise' })
    expect((await answer(path, 'careKit', 'accept', { key: 'a1' })).status).toBe(200)
    expect(await answer(path, 'careKit', 'decline', { key: 'a1' })).toMatchObject({ status: 409 })
    const { json: brief } = await desk.ask('POST', '/v1/briefs?all=true', { profile: id, occasion: 'call' }, agent)
    expect(JSON.stringify(brief.sentences)).toContain('Hugo promised “Send a care kit”')
    const { json: made } = await desk.ask('GET', `${path}/timeline?entities=task,desk.proposal`)
    expect(made.items).toHaveLength(2)
    expect(excludedBy(await offers(path, '?all=true'), 'careKit')).toMatchObject({ why: 'accepted', until: null })
    expect(await answer(path, 'careKit', 'accept')).toMatchObject({ status: 409, json: { code: 'ACTION_NOT_OFFERED' } })
  })

  test('is taken back with what followed from it', async () => {
    const { path } = await somebody()
    const { json } = await answer(path, 'careKit', 'accept')
    const undo = () => desk.ask('DELETE', `${path}/proposals/${json.id}`, undefined, agent)
    expect((await undo()).status).toBe(204)
    expect(names(await offers(path))).toEqual(['careKit'])
    const { json: timeline } = await desk.ask('GET', `${path}/timeline`)
    expect(timeline.items.filter(({ stream }: Answer) => stream.startsWith('desk/'))).toEqual([])
    expect((await undo()).status).toBe(404)
  })

  test('goes with the record that it hangs on, and is erased with the person', async () => {
    const { id, path, crm, shop } = await somebody()
    await answer(path, 'careKit', 'decline', { about: `crm/contacts/${crm}` })
    const ends = { a: `crm/contacts/${crm}`, b: `shop/contacts/${shop}` }
    const { json: decided } = await desk.ask('POST', '/v1/identity/decisions', { ...ends, verdict: 'different' })
    const other = decided.profiles.find((one: string) => one !== id)
    expect((await desk.ask('GET', `/v1/profiles/${other}/timeline`)).json.items).toEqual([])
    expect(excludedBy(await offers(path, '?all=true'), 'careKit').why).toBe('declined')
    const { json: proof } = await desk.ask('POST', '/v1/erasures', { profile: id })
    expect(proof.rows.activity).toBe(3)
  })

  test('to an action that is not there, or by a reader, is refused', async () => {
    const { path } = await somebody()
    const reader = await desk.key(['read'])
    expect((await answer(path, 'nothing', 'accept')).status).toBe(404)
    expect((await answer(path, 'careKit', 'accept', {}, reader)).status).toBe(403)
    expect((await answer(path, 'newsletter', 'accept')).status).toBe(409)
    expect((await answer(path, 'newsletter', 'decline')).status).toBe(201)
  })
})

describe('a catalogue', () => {
  const action = (more: object) => ({ type: 'action', name: 'x', value: 1, text: { en: 'X' }, ...more })
  test.each([
    [{ where: { insight: 'ordres', gte: 1 } }, 'no insight named ordres'],
    [{ unless: [{ name: 'a', when: { segment: 'nobody' } }] }, 'no segment named nobody'],
    [{ more: [{ when: { attribute: 'shoeSize', gt: 1 }, value: 1 }] }, "'shoeSize' is not an attribute of person"],
    [{ entity: 'order' }, 'order is no kind of party'],
    [{ text: { en: 'For {insights.nothing}' } }, 'no insight named nothing'],
    [{ text: { en: 'For {givenName}' } }, 'neither {attributes.NAME}'],
    [{ accept: { task: { subject: { en: '{attributes.shoe}' } } } }, 'neither {attributes.NAME}'],
    [{ text: {} }, 'in no language'],
    [{ occasions: ['lunch'] }, 'expected one of'],
  ])('with %j is refused by name', async (more, problem) => {
    const { status, json } = await desk.ask('POST', '/v1/documents/import', action(more))
    expect([status, json.code]).toEqual([422, 'DOCUMENT_INVALID'])
    expect(json.title).toContain(problem)
  })

  test('holds what it rests on: an insight that an action asks for cannot be removed', async () => {
    const { status, json } = await desk.ask('DELETE', '/v1/documents/insight/complaints')
    expect([status, json.title]).toEqual([422, expect.stringContaining('careKit')])
  })
})
