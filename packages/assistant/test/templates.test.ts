import { entities, field } from '@rapport/core'
import { loadReadRules, type TemplateSet } from '@rapport/engine'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Brief, type LanguageCode, readFacts, sentenceOf, verify, writeBrief } from '../src/index.ts'
import { ALL, type FakePerson, fakeQueries, ID, item, NOW, recordOf, row } from './fake-queries.ts'

const model = {
  ...entities,
  'acme.repair': {
    name: 'acme.repair',
    class: 'state',
    title: 'Repair',
    schema: z.strictObject({
      number: field.code().optional(),
      status: field.code().optional(),
      item: field.text().optional(),
      product: field.reference().optional(),
      price: field.money().optional(),
      cost: field.money({ sensitive: true }).optional(),
      pieces: field.integer().optional(),
      readyOn: field.date().optional(),
    }),
  },
} as const

async function compiled(...documents: readonly object[]): Promise<TemplateSet> {
  const items = documents.map((body) => {
    const { type, name } = body as { readonly type: string; readonly name: string }
    return { type, name, version: 1, body: JSON.stringify(body), by: 'test', at: 0 }
  })
  return (await loadReadRules({ list: async () => ({ items, next: null }) }, model)).templates
}

const repair = {
  type: 'template',
  name: 'acme.repairs',
  on: { entity: 'acme.repair', where: { path: 'status', isNot: 'done' }, newest: 2 },
  values: { product: 'product.name' },
  text: {
    en: 'In the workshop: {product}, {pieces, plural, =1 {one piece} other {{pieces} pieces}}{hasReadyOn, select, yes {, ready {readyOn}} other {}}: {item}. We charge {price}',
    fr: 'À l’atelier : {product}, {pieces, plural, =1 {une pièce} other {{pieces} pièces}}{hasReadyOn, select, yes {, prête le {readyOn}} other {}} : {item}. Nous facturons {price}',
  },
  kind: 'open',
  occasions: { call: 0.9 },
}
const row1 = item('acme.repair', 'acme/repairs/1', '2026-11-20T10:00:00.000Z', {
  number: 'R-1',
  status: 'inWork',
  item: 'Clasp “broken” {x}',
  product: row('shop/products/P1'),
  price: { amountMinor: 12_300_00, currency: 'EUR', exponent: 2 },
  pieces: 1234,
  readyOn: '2026-12-01',
})
const person: FakePerson = {
  attributes: { fullName: 'Ana Dupont', email: 'ana@x.fr', phone: '+33612345678', languages: ['fr'], tier: 'Gold' },
  records: [recordOf('crm/contacts/1')],
  references: { 'shop/products/P1': { entity: 'product', attributes: { name: 'Sac Héloïse' } } },
  timeline: [row1, item('acme.repair', 'acme/repairs/2', '2026-11-21T10:00:00.000Z', { status: 'done' })],
}

async function told(one: FakePerson, templates: TemplateSet, language: LanguageCode = 'en', rights = ALL) {
  const facts = await readFacts(fakeQueries({ ...one, templates }), ID, { rights, nowMs: NOW })
  if (!facts) throw new Error('no facts')
  const brief = writeBrief(facts, { occasion: 'call', language, all: true })
  const options = { language, zone: facts.zone, nowMs: NOW }
  for (const sentence of brief.sentences)
    expect([sentence.text, verify(sentence, brief.facts, options)]).toEqual([sentence.text, []])
  for (const fact of facts.facts) expect(sentenceOf(fact, options)).not.toBe('')
  return { facts, brief, texts: (kind: string) => textsOf(brief, kind) }
}
const textsOf = (brief: Brief, kind: string) =>
  brief.sentences.filter((one) => one.kind === kind).map(({ text }) => text.replace(/[\u00a0\u202f]/g, ' '))

describe('a template on rows', () => {
  it('tells a row of a plugin’s own entity, each value by its type, in each language', async () => {
    const templates = await compiled(repair)
    expect((await told(person, templates)).texts('open')).toEqual([
      'In the workshop: Sac Héloïse, 1,234 pieces, ready 1 December: “Clasp ’broken’ {x}”. We charge €12,300.',
    ])
    expect((await told(person, templates, 'fr')).texts('open')).toEqual([
      'À l’atelier : Sac Héloïse, 1 234 pièces, prête le 1er décembre : « Clasp ’broken’ {x} ». Nous facturons 12 300 €.',
    ])
  })

  it('cites the row and what it points at', async () => {
    const { facts } = await told(person, await compiled(repair))
    expect(facts.facts.find(({ kind }) => kind === 'template')).toMatchObject({
      id: 'template:acme.repairs:acme/repairs/1',
      rows: [
        { stream: 'acme/repairs', key: '1' },
        { stream: 'shop/products', key: 'P1' },
      ],
    })
  })

  it('says nothing where a value that it needs is missing, or the occasion is another', async () => {
    const bare = { ...person, timeline: [item('acme.repair', 'acme/repairs/3', '2026-11-20T10:00:00.000Z', {})] }
    expect((await told(bare, await compiled(repair))).texts('open')).toEqual([])
    const elsewhere = await compiled({ ...repair, occasions: { visit: 1 } })
    // Then it is told by what every row has, as before.
    expect((await told(person, elsewhere)).texts('open')).toEqual(['Repair: done, 21 November.'])
  })

  it('is held back where it reads a sensitive field, and counted', async () => {
    const costly = { ...repair, text: { en: 'It costs us {cost}' } }
    const rows = [
      { ...row1, attributes: { ...row1.attributes, cost: { amountMinor: 5, currency: 'EUR', exponent: 2 } } },
    ]
    const templates = await compiled(costly)
    expect((await told({ ...person, timeline: rows }, templates)).texts('open')).toEqual(['It costs us €0.05.'])
    const { brief, texts } = await told({ ...person, timeline: rows }, templates, 'en', { sensitive: false })
    expect(texts('open')).toEqual([])
    expect(brief.left).toMatchObject({ sensitive: 1, until: 'scope' })
  })
})

describe('a template about the profile', () => {
  const insights = [
    {
      type: 'insight',
      name: 'spend12m',
      on: 'order',
      calculate: 'sum',
      value: 'total',
      unit: 'money',
      window: { days: 365 },
    },
    { type: 'insight', name: 'orders', on: 'order', calculate: 'count', where: { path: 'status', isNot: 'cancelled' } },
    { type: 'segment', name: 'regulars', where: { insight: 'orders', gte: 2 } },
  ]
  const on = (source: object, text: string, more: object = {}) => ({
    type: 'template',
    name: 'facts',
    on: source,
    text: { en: text },
    kind: 'value',
    ...more,
  })
  const order = (key: string, status: string) =>
    item('order', `shop/orders/${key}`, '2020-01-01T10:00:00.000Z', { status })
  const buyer: FakePerson = {
    ...person,
    insights: { spend12m: 123_456, orders: 3 },
    segments: ['regulars'],
    timeline: [order('1', 'done'), order('2', 'cancelled')],
  }

  it('tells an insight that meets its condition, with the rows behind it', async () => {
    const value = { value: { insight: 'spend12m', currency: 'EUR' }, n: { insight: 'orders' } }
    const text = 'Spent {value} in 12 months, {n} orders in all'
    const { facts, texts } = await told(
      buyer,
      await compiled(...insights, on({ insight: 'orders', gte: 3 }, text, { values: value })),
    )
    expect(texts('value')).toContain('Spent €1,234.56 in 12 months, three orders in all.')
    const fact = facts.facts.find(({ kind }) => kind === 'template')
    expect(fact?.rows.map(({ key }) => key)).toEqual(['1', '2'])
    const few = await compiled(...insights, on({ insight: 'orders', gt: 3 }, text, { values: value }))
    expect((await told(buyer, few)).texts('value').join()).not.toContain('Spent')
  })

  it('tells of a segment, and of an attribute', async () => {
    const segment = await compiled(...insights, on({ segment: 'regulars' }, 'One of our regulars'))
    expect((await told(buyer, segment)).texts('value')).toContain('One of our regulars.')
    expect((await told({ ...buyer, segments: [] }, segment)).texts('value')).not.toContain('One of our regulars.')
    const tier = await compiled(on({ attribute: 'tier', is: 'Gold' }, 'Stands at {value}'))
    expect((await told(buyer, tier)).texts('value')).toContain('Stands at Gold.')
  })

  it('is of the party that it names, comes first when it matters, and speaks another language where it has not the reader’s', async () => {
    const first = on({ segment: 'regulars' }, 'A regular', { occasions: { call: 0.8 }, party: 'person' })
    const { texts } = await told(buyer, await compiled(...insights, first), 'fr')
    expect(texts('value')[0]).toBe('A regular.')
    expect(texts('value')).toHaveLength(2)
    const shops = await compiled(...insights, { ...first, party: 'organization' })
    expect((await told(buyer, shops)).texts('value')).toHaveLength(1)
  })

  it('costs a read more only where it asks for rows that nobody else does', async () => {
    const count = async (templates: TemplateSet) => {
      const asked = { limits: [] as number[] }
      await readFacts(fakeQueries({ ...buyer, templates }, asked), ID, { rights: ALL, nowMs: NOW })
      return asked.limits.length
    }
    const before = await count(await compiled())
    expect(await count(await compiled(...insights, on({ segment: 'regulars' }, 'x')))).toBe(before)
    expect(await count(await compiled(repair))).toBe(before + 1)
  })
})
