import { describe, expect, it } from 'vitest'
import { type Brief, type ReadOptions, readFacts, writeBrief } from '../src/index.ts'
import { ALL, type FakePerson, fakeQueries, ID, item, NOW, recordOf, row } from './fake-queries.ts'

async function everything(person: FakePerson, options: Partial<ReadOptions> = {}): Promise<Brief> {
  const facts = await readFacts(fakeQueries(person), ID, { rights: ALL, nowMs: NOW, ...options })
  if (!facts) throw new Error('no facts')
  return writeBrief(facts, { occasion: 'call', all: true })
}
const textsOf = (brief: Brief, kind?: string) =>
  brief.sentences.filter((one) => kind === undefined || one.kind === kind).map((one) => one.text)

const calm: FakePerson = {
  attributes: { fullName: 'Ana Dupont', email: 'ana@x.fr', phone: '+33612345678', languages: ['fr'] },
  records: [recordOf('crm/contacts/1')],
  consents: [
    {
      purpose: 'marketing',
      channel: null,
      contactPoint: null,
      state: 'granted',
      since: '2026-01-01T00:00:00.000Z',
      from: { stream: 'crm/contacts', key: '1', observedAt: '2026-01-01T00:00:00.000Z' },
    },
  ],
}
const consent = (channel: string, state: 'denied' | 'objected', since: string, key = '1') => ({
  purpose: 'marketing',
  channel,
  contactPoint: null,
  state,
  since,
  from: { stream: 'crm/contacts', key, observedAt: since },
})

describe('who it is', () => {
  it('nothing but who it is, is said of somebody of whom nothing else is known', async () => {
    const brief = await everything(calm)
    expect(textsOf(brief)).toEqual(['Ana Dupont: one record in CRM.'])
    expect(brief.left).toMatchObject({ sentences: 0, sensitive: 0, until: null, text: '', more: null })
  })

  it('as sure as the weakest of the links that hold the records', async () => {
    const link = (a: string, b: string, certainty: string, isActive = true) => ({
      a: { ...row(a), observedAt: '' },
      b: { ...row(b), observedAt: '' },
      resolver: 'rules/rules',
      certainty,
      weightBits: 10,
      evidence: [],
      isActive,
    })
    const records = ['crm/contacts/1', 'shop/customers/2', 'support/requesters/3'].map((one) => recordOf(one))
    const sure = [link('crm/contacts/1', 'shop/customers/2', 'deterministic')]
    const identity = async (links: FakePerson['links'], decisions: FakePerson['decisions'] = []) =>
      textsOf(await everything({ ...calm, records, links: links ?? [], decisions }), 'identity')[0]
    expect(await identity([...sure, link('shop/customers/2', 'support/requesters/3', 'deterministic')])).toBe(
      'Ana Dupont: three records in CRM, shop and support, joined by rules.',
    )
    expect(await identity([...sure, link('shop/customers/2', 'support/requesters/3', 'probabilistic')])).toBe(
      'Ana Dupont: three records in CRM, shop and support, believed to be the same.',
    )
    const decided = [{ verdict: 'same', a: 'x', b: 'y', withdrawnAt: null }]
    expect(await identity(sure, decided)).toBe(
      'Ana Dupont: three records in CRM, shop and support, joined by a steward.',
    )
  })

  it('says when others share the number, and whether the caller is verified', async () => {
    const ring = (isVerified: boolean) =>
      everything({ ...calm, sharing: 3 }, { caller: { number: '+33142685309', isVerified } })
    expect(textsOf(await ring(false), 'identity')).toEqual([
      'Ana Dupont: one record in CRM; two other profiles share this number, and the caller is not verified.',
    ])
    expect(textsOf(await ring(true), 'identity')).toEqual([
      'Ana Dupont: one record in CRM; two other profiles share this number.',
    ])
  })
})

describe('alerts', () => {
  it('come for who died, for disputes before complaints, for refusals and for sources that disagree', async () => {
    const brief = await everything({
      ...calm,
      attributes: { ...calm.attributes, deceased: true },
      consents: [consent('email', 'denied', '2026-03-12T00:00:00.000Z')],
      conflicts: [
        {
          attribute: 'tier',
          values: [
            { stream: 'crm/contacts', key: '1', observedAt: '2026-01-01T00:00:00.000Z', value: 'gold' },
            { stream: 'shop/customers', key: '2', observedAt: '2026-01-02T00:00:00.000Z', value: 'silver' },
          ],
        },
      ],
      timeline: [
        item('case', 'desk/cases/1', '2026-11-22T00:00:00.000Z', { number: 'C-1', kind: 'late', status: 'open' }),
        item('case', 'desk/cases/2', '2026-11-20T00:00:00.000Z', { number: 'C-2', kind: 'chargeback', status: 'New' }),
        item('case', 'desk/cases/5', '2019-11-20T00:00:00.000Z', { number: 'C-5', kind: 'Fraud', status: 'open' }),
        item('case', 'desk/cases/6', '2026-11-20T00:00:00.000Z', { number: 'C-6', kind: 'upgrade', priority: 'High' }),
        item('case', 'desk/cases/3', '2026-11-20T00:00:00.000Z', { number: 'C-3', kind: 'late', status: 'Closed' }),
        item('case', 'desk/cases/4', '2026-11-20T00:00:00.000Z', { number: 'C-4', kind: 'care', status: 'open' }),
      ],
    })
    expect(textsOf(brief, 'alert')).toEqual([
      'Recorded as deceased.',
      'Open warning C-5 (fraud), since 20 November 2019.',
      'Open dispute C-2 (chargeback), since 20 November.',
      'Open complaint C-1 (late), since 22 November.',
      'Open case C-6 (upgrade, high priority), since 20 November.',
      'No marketing by e-mail (refused 12 March).',
      'Sources disagree on the tier.',
      'Tier: “gold” in CRM, “silver” in shop.',
    ])
    expect(textsOf(brief, 'open')).toEqual(['Open case C-4 (care), since 20 November.'])
  })

  it('say of a refusal when another system still has a grant', async () => {
    const brief = await everything({
      ...calm,
      consents: [consent('email', 'objected', '2026-03-12T00:00:00.000Z', '1/email')],
      timeline: [
        item('consent', 'shop/customers/9/email', '2024-01-01T00:00:00.000Z', {
          purpose: 'marketing',
          channel: 'email',
          state: 'granted',
        }),
      ],
    })
    expect(textsOf(brief, 'alert')).toEqual(['No marketing by e-mail (objected 12 March; shop says yes).'])
    expect(brief.facts.find((fact) => fact.kind === 'consent')?.rows.map(({ stream }) => stream)).toEqual([
      'crm/contacts',
      'shop/customers',
    ])
  })

  it('do not come for names that are the same, written more or less fully', async () => {
    const values = (...all: readonly string[]) =>
      all.map((value) => ({ stream: 'crm/contacts', key: value, observedAt: '2026-01-01T00:00:00.000Z', value }))
    const conflicts = [{ attribute: 'familyName', values: values('de Montferrand', 'Montferrand') }]
    expect(textsOf(await everything({ ...calm, conflicts }), 'alert')).toEqual([])
    const other = [{ attribute: 'familyName', values: values('Noirmont', 'Noirmmont') }]
    expect(textsOf(await everything({ ...calm, conflicts: other }), 'alert')).toHaveLength(2)
  })
})

describe('why they may be calling', () => {
  const order = item('order', 'shop/orders/O1', '2026-11-10T10:00:00.000Z', {
    number: 'O-1',
    status: 'shipped',
    service: 'express',
    promisedAt: '2026-11-20T10:00:00.000Z',
    location: row('shop/stores/S1'),
    lines: [{ name: 'Blue hat' }, { name: 'Scarf' }],
  })
  const references = {
    'shop/stores/S1': { entity: 'location', attributes: { name: 'Lyon', kind: 'boutique', zone: 'Europe/Paris' } },
  }

  it('an order that is late before one that is not', async () => {
    const other = item('order', 'shop/orders/O2', '2026-11-22T10:00:00.000Z', { number: 'O-2', status: 'placed' })
    const brief = await everything({ ...calm, references, timeline: [other, order] })
    expect(textsOf(brief, 'reason')).toEqual([
      'Probably calling about order O-1: “Blue hat” and one more, express from the Lyon boutique, promised for 20 November, not delivered yet (four days late).',
    ])
    expect(textsOf(brief, 'open')).toEqual(['Order O-2: placed 22 November, not delivered yet.'])
    expect(brief.zone).toBe('Europe/Paris')
  })

  it('a story of several systems before a single matter, told by its order', async () => {
    const story = [
      order,
      item('case', 'desk/cases/1', '2026-10-01T00:00:00.000Z', {
        number: 'C-1',
        kind: 'care',
        order: row('shop/orders/O1'),
      }),
      item('task', 'crm/tasks/1', '2026-10-02T00:00:00.000Z', { kind: 'promise', about: row('desk/cases/1') }),
    ]
    const alone = item('case', 'desk/cases/9', '2026-11-23T00:00:00.000Z', {
      number: 'C-9',
      slaDueAt: '2026-11-23T12:00:00.000Z',
    })
    const [reason] = textsOf(await everything({ ...calm, timeline: [...story, alone] }), 'reason')
    expect(reason).toContain('order O-1')
    const [other] = textsOf(await everything({ ...calm, timeline: [alone] }), 'reason')
    expect(other).toBe('Probably calling about case C-9, opened on 23 November.')
  })

  it('takes how an order travels from its shipment where the order does not say', async () => {
    const brief = await everything({
      ...calm,
      timeline: [
        item('order', 'erp/orders/1', '2026-11-12T00:00:00.000Z', { number: '1', status: 'paid' }),
        item('shipment', 'erp/shipments/1', '2026-11-13T00:00:00.000Z', {
          order: row('erp/orders/1'),
          service: 'standard',
          promisedAt: '2026-11-15T00:00:00.000Z',
          deliveredAt: '2026-11-16T00:00:00.000Z',
        }),
      ],
    })
    expect(textsOf(brief, 'reason')).toEqual([
      'Probably calling about order 1: standard, delivered 16 November, one day late.',
    ])
  })

  it('a stay of somebody who is there, and pages that were read', async () => {
    const brief = await everything({
      ...calm,
      timeline: [
        item('stay', 'pms/stays/1', '2026-11-01T00:00:00.000Z', { arrivalOn: '2026-11-22', departureOn: '2026-11-26' }),
        item('event', 'web/events/1', '2026-11-23T20:00:00.000Z', { name: 'page', properties: { title: 'Spa' } }),
      ],
    })
    expect(textsOf(brief, 'reason')).toEqual([
      'Probably calling about the stay until 26 November.',
      'Read online on 23 November at 20:00 UTC: “Spa”.',
    ])
  })

  it('nothing, when nothing suggests a call: what is long past, long open, or dated in years to come', async () => {
    const timeline = [
      item('order', 'shop/orders/1', '2024-01-01T00:00:00.000Z', { status: 'delivered' }),
      item('order', 'shop/orders/2', '2035-01-01T00:00:00.000Z', { status: 'placed' }),
      item('case', 'desk/cases/1', '2019-01-01T00:00:00.000Z', { kind: 'care', status: 'open' }),
    ]
    expect(textsOf(await everything({ ...calm, timeline }), 'reason')).toEqual([])
  })
})

describe('what was promised, what it is worth, and what is not known', () => {
  it('promises by whom and until when, the overdue first; kept ones are not told', async () => {
    const promise = (key: string, dueAt: string, more: object = {}) =>
      item('task', `crm/tasks/${key}`, '2026-11-20T10:00:00.000Z', { kind: 'promise', subject: key, dueAt, ...more })
    const brief = await everything(
      {
        ...calm,
        timeline: [
          promise('later', '2026-11-30T17:00:00.000Z', { assignee: 'Camille Aubert' }),
          promise('overdue', '2026-11-23T17:00:00.000Z', { assignee: 'Camille Aubert', status: 'Not Completed' }),
          promise('kept', '2026-11-21T17:00:00.000Z', { doneAt: '2026-11-21T09:00:00.000Z' }),
          promise('done', '2026-11-21T17:00:00.000Z', { status: 'Completed' }),
        ],
      },
      { zone: 'Europe/Paris' },
    )
    expect(textsOf(brief, 'promise')).toEqual([
      'Camille Aubert promised “overdue” by 23 November at 18:00; overdue.',
      'Camille Aubert promised “later” by 30 November at 18:00; not done yet.',
    ])
  })

  it('sums what was bought by currency, without what was cancelled, and tells returns apart', async () => {
    const order = (key: string, at: string, amountMinor: number, currency: string, more: object = {}) =>
      item('order', `shop/orders/${key}`, `${at}T10:00:00.000Z`, {
        status: 'delivered',
        total: { amountMinor, currency, exponent: currency === 'JPY' ? 0 : 2 },
        ...more,
      })
    const brief = await everything({
      ...calm,
      attributes: { ...calm.attributes, tier: 'Gold' },
      timeline: [
        order('1', '2024-03-01', 120050, 'EUR', { kind: 'order' }),
        order('2', '2026-02-14', 5000, 'EUR'),
        order('3', '2025-02-14', 90000, 'JPY'),
        order('4', '2025-02-14', 77777, 'EUR', { status: 'Cancelled' }),
        order('5', '2025-02-14', -500, 'EUR', { kind: 'return' }),
      ],
    })
    expect(textsOf(brief, 'value')).toEqual([
      'Gold tier; €1,250.50 and JP¥90,000 in three orders since March 2024, last on 14 February, one return.',
    ])
  })

  it('tells the newest of each entity that a plugin brought, by what every row has', async () => {
    const timeline = [
      item('acme.repairOrder', 'acme/repairs/1', '2026-11-20T10:00:00.000Z', { number: 'R-17', status: 'IN_WORK' }),
      item('acme.repairOrder', 'acme/repairs/2', '2026-11-19T10:00:00.000Z', { number: 'R-16', status: 'done' }),
    ]
    expect(textsOf(await everything({ ...calm, timeline }), 'open')).toEqual([
      'Repair order R-17: in work, 20 November.',
    ])
  })

  it('names what is missing, old, impossible, or was not read', async () => {
    const timeline = Array.from({ length: 230 }, (_, n) =>
      item('order', `shop/orders/${n}`, new Date(Date.parse('2024-01-01T00:00:00Z') + n * 3_600_000).toISOString(), {}),
    )
    const old = {
      ...recordOf('shop/customers/2', '2022-05-03T00:00:00.000Z'),
      flags: [{ field: 'birthDate', code: 'impossible', received: '2042-01-01' }],
    }
    const brief = await everything({
      attributes: { fullName: 'Ana' },
      records: [recordOf('crm/contacts/1'), old],
      timeline,
    })
    expect(textsOf(brief, 'unknown')).toEqual([
      'Not on record: e-mail address, phone number, language and consent to marketing.',
      'The shop record has not changed since 3 May 2022.',
      'Impossible and not used: the date of birth in shop.',
      'Only the last 200 orders, cases and contacts were read.',
    ])
    expect(textsOf(brief, 'value')).toEqual(['The last 200 orders since January 2024, last on 10 January 2024.'])
  })
})

describe('what is held back', () => {
  const person: FakePerson = {
    ...calm,
    conflicts: [
      {
        attribute: 'birthDate',
        values: [
          { stream: 'crm/contacts', key: '1', observedAt: '2026-01-01T00:00:00.000Z', value: '1980-04-03' },
          { stream: 'shop/customers', key: '2', observedAt: '2026-01-02T00:00:00.000Z', value: '1980-03-04' },
        ],
      },
    ],
    timeline: [
      item('invoice', 'erp/invoices/1', '2026-10-01T00:00:00.000Z', {
        number: 'I-1',
        balance: { amountMinor: 100, currency: 'EUR', exponent: 2 },
      }),
    ],
  }

  it('is counted for a reader without the scope and for an unverified caller, and nowhere in the brief', async () => {
    const caller = { number: null, isVerified: false }
    for (const [options, until] of [
      [{ rights: { sensitive: false } }, 'scope'],
      [{ caller }, 'verified'],
    ] as const) {
      const brief = await everything(person, options)
      expect(brief.left).toMatchObject({ sensitive: 2, until })
      expect(JSON.stringify(brief)).not.toMatch(/1980|I-1|invoice/)
      expect(textsOf(brief, 'alert')).toEqual(['Sources disagree on the date of birth.'])
    }
  })

  it('is told to who may see it, once the caller is verified', async () => {
    const brief = await everything(person, { caller: { number: null, isVerified: true } })
    expect(textsOf(brief, 'alert')).toContain('Date of birth: 3 April 1980 in CRM, 4 March 1980 in shop.')
    expect(textsOf(brief, 'open')).toEqual(['Invoice I-1 has €1 unpaid.'])
    expect(brief.left).toMatchObject({ sensitive: 0, until: null })
  })
})
