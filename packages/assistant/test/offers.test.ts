import { entities } from '@rapport/core'
import { type ActionCatalogue, loadReadRules } from '@rapport/engine'
import { describe, expect, it } from 'vitest'
import {
  type ActionDecision,
  type LanguageCode,
  type PlannedOccasion,
  type ReadOptions,
  readFacts,
  sentenceOf,
  type TakenCall,
  verify,
  writeBrief,
} from '../src/index.ts'
import { ALL, type FakePerson, fakeQueries, ID, item, NOW, recordOf, row } from './fake-queries.ts'

const insight = (name: string, on: string, more: object = {}) => ({
  type: 'insight',
  name,
  title: name,
  on,
  calculate: 'count',
  ...more,
})
const action = (name: string, value: number, more: object = {}) => ({
  type: 'action',
  name,
  entity: 'person',
  value,
  text: { en: `Offer ${name}.`, fr: `Proposer ${name}.` },
  ...more,
})
const documents = [
  insight('openCases', 'case', { where: { path: 'status', isNot: 'solved' } }),
  insight('orders12m', 'order', { window: { days: 365 } }),
  insight('unpaid', 'invoice', { calculate: 'sum', value: 'balance', unit: 'money' }),
  { type: 'rates', name: 'rates', reporting: 'EUR', rates: [] },
  { type: 'segment', name: 'premium', entity: 'person', where: { attribute: 'tier', is: 'Premium' } },
  action('amends', 90, {
    where: { insight: 'openCases', gte: 1 },
    reason: { en: 'Open cases: {insights.openCases}.', fr: 'Dossiers en cours : {insights.openCases}.' },
  }),
  action('tasting', 60, {
    where: { segment: 'premium' },
    unless: [{ name: 'openCase', when: { insight: 'openCases', gte: 1 } }],
  }),
  action('letter', 50, { consent: { purpose: 'marketing', channel: 'email' } }),
  action('points', 30, {
    occasions: ['stay'],
    where: { insight: 'orders12m', gte: 2 },
    text: { en: 'Mention the {insights.orders12m} orders', fr: 'Rappeler les {insights.orders12m} commandes' },
  }),
  action('plan', 95, {
    where: { insight: 'unpaid', gt: 0 },
    text: { en: 'Agree on {insights.unpaid}.', fr: 'Convenir de {insights.unpaid}.' },
  }),
  action('shops', 99, { entity: 'organization' }),
]
const catalogue = async (): Promise<ActionCatalogue> => {
  const items = documents.map((body) => ({ ...body, version: 1, body: JSON.stringify(body), by: 'test', at: 0 }))
  return (await loadReadRules({ list: async () => ({ items, next: null }) }, entities)).actions
}

const order = (key: string, day: string) => item('order', `shop/orders/${key}`, `${day}T10:00:00.000Z`, { number: key })
const guest: FakePerson = {
  attributes: { fullName: 'Eleanor Ashcombe', tier: 'Premium' },
  records: [recordOf('pms/profiles/1')],
  segments: ['premium'],
  insights: { openCases: 1, orders12m: 3, unpaid: 0 },
  hidden: ['unpaid'],
  timeline: [
    item('case', 'desk/cases/1', '2026-11-20T10:00:00.000Z', { number: 'C-1', kind: 'noise', status: 'open' }),
    item('case', 'desk/cases/0', '2026-01-20T10:00:00.000Z', { number: 'C-0', kind: 'noise', status: 'solved' }),
    order('O-3', '2026-10-01'),
    order('O-2', '2026-09-01'),
    order('O-1', '2024-09-01'),
  ],
}
const told = async (
  person: FakePerson,
  occasion: PlannedOccasion,
  { language = 'en', ...more }: Partial<ReadOptions> & { language?: LanguageCode } = {},
) => {
  const queries = fakeQueries({ ...person, actions: await catalogue() })
  const facts = await readFacts(queries, ID, { rights: ALL, nowMs: NOW, zone: 'Europe/Paris', occasion, ...more })
  if (!facts) throw new Error('no facts')
  const brief = writeBrief(facts, { occasion, language, all: true })
  const options = { language, zone: facts.zone, nowMs: NOW }
  for (const sentence of brief.sentences)
    expect([sentence.text, verify(sentence, brief.facts, options)]).toEqual([sentence.text, []])
  for (const fact of facts.facts) {
    const text = sentenceOf(fact, options)
    expect([text, verify({ text, facts: [fact.id] }, facts.facts, options)]).toEqual([text, []])
  }
  const of = (kind: string) =>
    brief.sentences.flatMap((one) => (one.kind === kind ? [one.text.replaceAll(/[\u00a0\u202f]/g, ' ')] : []))
  return { facts, brief, of }
}
const desk = (decisions: readonly ActionDecision[], calls: readonly TakenCall[] = []) => ({
  decisions: async () => decisions,
  calls: async () => calls,
})

describe('what to propose', () => {
  it('is one offer for a stay, the most valuable that nothing forbids, with its reason and its rows', async () => {
    const { of, facts } = await told(guest, 'stay')
    expect(of('offer')).toEqual(['Offer amends. Why: Open cases: one.'])
    expect((await told(guest, 'stay', { language: 'fr' })).of('offer')).toEqual([
      'Proposer amends. Pourquoi : Dossiers en cours : un.',
    ])
    expect(facts.facts.find(({ kind }) => kind === 'offer')?.rows.map(({ key }) => key)).toEqual(['1'])
  })

  it('is what a complaint or a consent that lacks no longer forbids', async () => {
    const calm = { ...guest, insights: { ...guest.insights, openCases: 0 } }
    expect((await told(calm, 'stay')).of('offer')).toEqual(['Offer tasting. Why: premium.'])
    const answered = desk([{ action: 'tasting', status: 'declined', at: '2026-11-20T10:00:00.000Z' }])
    const { of, facts } = await told(calm, 'stay', { desk: answered })
    expect(of('offer')).toEqual(['Mention the three orders. Why: orders12m: three.'])
    // Of the last twelve months, as the figure is.
    expect(facts.facts.find(({ kind }) => kind === 'offer')?.rows.map(({ key }) => key)).toEqual(['O-3', 'O-2'])
    const granted = {
      purpose: 'marketing',
      channel: 'email',
      contactPoint: null,
      state: 'granted' as const,
      since: '2026-01-02T00:00:00.000Z',
      from: { ...row('crm/members/1'), observedAt: '2026-01-02T00:00:00.000Z' },
    }
    expect((await told({ ...calm, consents: [granted] }, 'stay', { desk: answered })).of('offer')).toEqual([
      'Offer letter.',
      'Offers may be sent by e-mail.',
    ])
  })

  it('is up to three for a visit, and nothing in the hurry of a call', async () => {
    const owing = { ...guest, insights: { ...guest.insights, unpaid: 12_300 } }
    expect((await told(owing, 'visit')).of('propose')).toEqual([
      'Agree on €123. Why: unpaid: €123.',
      'Offer amends. Why: Open cases: one.',
    ])
    const { brief } = await told(owing, 'call')
    expect(JSON.stringify(brief)).not.toContain('amends')
  })

  it('is withheld with what it rests on, and counted', async () => {
    const owing = { ...guest, insights: { ...guest.insights, unpaid: 12_300 } }
    const { of, brief } = await told(owing, 'visit', { rights: { sensitive: false } })
    expect(of('propose')).toEqual(['Offer amends. Why: Open cases: one.'])
    expect(brief.left).toMatchObject({ sensitive: 1, until: 'scope' })
    expect(JSON.stringify(brief)).not.toContain('123')
  })
})

describe('a colleague who is on it already', () => {
  const busy: FakePerson = {
    ...guest,
    timeline: [
      item('interaction', 'desk/notes/1', '2026-11-24T08:12:00.000Z', { kind: 'call', author: 'Claire Moreau' }),
      item('task', 'desk/tasks/1', '2026-11-24T08:30:00.000Z', { kind: 'todo', assignee: 'Claire Moreau' }),
      item('task', 'desk/tasks/2', '2026-11-24T07:30:00.000Z', { kind: 'todo', assignee: 'Ana', status: 'cancelled' }),
      item('interaction', 'desk/notes/2', '2026-11-23T08:12:00.000Z', { kind: 'call', author: 'Hugo Meunier' }),
      item('interaction', 'crm/visits/1', '2026-11-24T14:00:00.000Z', { kind: 'visit', author: 'Luc' }),
      item('interaction', 'desk/notes/3', '2026-11-24T08:00:00.000Z', { kind: 'note', author: 'Me Myself' }),
    ],
  }

  it('is named with since when, behind the alerts and before all else', async () => {
    const { of, brief, facts } = await told(busy, 'call', { reader: 'me myself' })
    expect(of('colleague')).toEqual(['Claire Moreau has been on this since 09:12 today.'])
    expect((await told(busy, 'call', { reader: 'Me Myself', language: 'fr' })).of('colleague')).toEqual([
      'Claire Moreau s’en occupe aujourd’hui depuis 09 h 12.',
    ])
    expect(brief.sentences[0]?.kind).toBe('colleague')
    expect(facts.facts.find(({ kind }) => kind === 'engaged')).toMatchObject({
      id: 'engaged:desk/notes/1',
      rows: [{ key: '1' }, { key: '1' }],
    })
    expect((await told(busy, 'visit')).of('colleague')).toEqual([])
  })

  it('is whoever has taken another call today', async () => {
    const calls = [
      { id: 'call_2', at: '2026-11-24T08:55:00.000Z', author: 'Inès' },
      { id: 'call_1', at: '2026-11-22T08:55:00.000Z', author: 'Hugo' },
    ]
    const { of, facts } = await told(guest, 'call', { desk: desk([], calls) })
    expect(of('colleague')).toEqual(['Inès has been on this since 09:55 today.'])
    expect(facts.facts.find(({ kind }) => kind === 'engaged')?.rows).toEqual([
      { stream: 'desk/calls', key: 'call_2', observedAt: '2026-11-24T08:55:00.000Z' },
    ])
  })
})
