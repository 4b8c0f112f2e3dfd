import { describe, expect, it } from 'vitest'
import { type LanguageCode, readFacts, sentenceOf, verify, verifyClaim, writeBrief } from '../src/index.ts'
import { ALL, type Asked, type FakePerson, fakeQueries, ID, item, NOW, recordOf, row } from './fake-queries.ts'

const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR', exponent: 2 })
const at = (day: string) => `${day}T08:00:00.000Z`

async function told(one: FakePerson, language: LanguageCode = 'en', rights = ALL, asked?: Asked) {
  const facts = await readFacts(fakeQueries({ entity: 'organization', ...one }, asked), ID, {
    rights,
    nowMs: NOW,
    zone: 'Europe/Paris',
    occasion: 'visit',
  })
  if (!facts) throw new Error('no facts')
  const brief = writeBrief(facts, { occasion: 'visit', language, all: true })
  const options = { language, zone: facts.zone, nowMs: NOW }
  for (const sentence of brief.sentences)
    expect([sentence.text, verify(sentence, brief.facts, options)]).toEqual([sentence.text, []])
  for (const fact of facts.facts) {
    const text = sentenceOf(fact, options)
    expect([text, verify({ text, facts: [fact.id] }, facts.facts, options)]).toEqual([text, []])
  }
  // Whoever words it says no more than the rules do: the rules' own words pass.
  for (const { text } of brief.sentences) {
    const claim = { text, statements: ['F1'] }
    const judged = verifyClaim(claim, [{ id: 'F1', text }], { ...options, title: brief.title })
    expect([text, judged]).toEqual([text, []])
  }
  const of = (kind: string) =>
    brief.sentences.flatMap((one) => (one.kind === kind ? [one.text.replaceAll(/[\u00a0\u202f]/g, ' ')] : []))
  const citedBy = (start: string) => brief.sentences.find(({ text }) => text.startsWith(start))?.facts
  return { facts, brief, of, citedBy }
}

const visit = (day: string, more: object = {}) =>
  item('interaction', `crm/visits/${day}`, at(day), { kind: 'visit', author: 'Julien', ...more })
const order = (key: string, day: string, more: object = {}) =>
  item('order', `erp/orders/${key}`, at(day), { number: key, status: 'delivered', total: euros(100), ...more })
const ticket = (key: string, day: string, more: object = {}) =>
  item('case', `support/tickets/${key}`, at(day), { number: key, kind: 'care', ...more })
const tie = (key: string, to: string, more: object = {}) =>
  item('relationship', `crm/contacts/${key}`, '2026-01-01T00:00:00.000Z', {
    role: 'employee',
    to: { namespace: 'party', value: to },
    ...more,
  })
const person = (name: string, more: object = {}): FakePerson => ({
  attributes: { fullName: name },
  records: [recordOf(`crm/contacts/${name}`)],
  ...more,
})
const refusal = (since: string) => ({
  purpose: 'marketing',
  channel: 'email',
  contactPoint: null,
  state: 'withdrawn' as const,
  since,
  from: { ...row('crm/contacts/refusal'), observedAt: since },
})

const shop: FakePerson = {
  attributes: { name: 'Pharmacie des Arcades', email: 'a@x.fr', phone: '+33465712280' },
  records: [recordOf('crm/accounts/1')],
  consents: [{ ...refusal('2026-01-01T00:00:00.000Z'), state: 'granted' }],
  timeline: [
    visit('2026-10-14', { text: 'Inquiète de ses marges' }),
    visit('2026-06-14'),
    visit('2026-11-02', { status: 'Cancelled' }),
    order('A1', '2026-10-13'),
    order('A2', '2026-10-20'),
    order('A3', '2026-11-12'),
    order('A4', '2026-11-10', { status: 'cancelled' }),
    order('R1', '2026-11-14', { kind: 'return', total: euros(-30) }),
    item('invoice', 'erp/invoices/1', at('2026-09-01'), { balance: euros(70), dueOn: '2026-11-05' }),
    item('invoice', 'erp/invoices/2', at('2026-08-01'), { balance: euros(20), dueOn: '2026-10-01' }),
    item('invoice', 'erp/invoices/3', at('2026-10-01'), { balance: euros(90), dueOn: '2026-12-01' }),
    ticket('S-1', '2026-11-19'),
    ticket('S-2', '2026-09-01', { status: 'solved', closedAt: at('2026-10-30') }),
    ticket('S-3', '2026-09-02', { status: 'solved', closedAt: at('2026-09-30') }),
    tie('1', 'nour', { validFrom: at('2026-10-25') }),
    tie('2', 'thomas', { validFrom: at('2020-01-01') }),
    tie('3', 'luc', { validFrom: at('2020-01-01'), validTo: at('2026-11-01') }),
    tie('4', 'ada', { validFrom: at('2020-01-01'), validTo: at('2026-08-01') }),
    // Whom another system has known for nobody knows how long is not new.
    tie('5', 'ines', { validFrom: at('2026-11-20') }),
    tie('6', 'ines'),
  ],
  others: {
    'party:nour': person('Nour Haddad'),
    'party:thomas': person('Thomas Rey', { consents: [refusal(at('2026-11-03'))] }),
    'party:luc': person('Luc Petit'),
    'party:ada': person('Ada Long'),
    'party:ines': person('Inès Faure', { consents: [refusal(at('2026-03-03'))] }),
  },
}

describe('what has changed since the last visit', () => {
  it('is counted by sort, the newest first, behind what was said then', async () => {
    expect((await told(shop)).of('change')).toEqual([
      'Visit with Julien on 14 October: “Inquiète de ses marges”.',
      'One case opened since the last visit (S-1), on 19 November.',
      'One return since the last visit, on 14 November.',
      'Two orders since the last visit, €200 in all, the last on 12 November.',
      'One invoice has become overdue since the last visit, €70, due on 5 November.',
      'Marketing refused since the last visit by Thomas Rey, on 3 November.',
      'No longer there since the last visit: Luc Petit, on 1 November.',
      'One case closed since the last visit (S-2), on 30 October.',
      'New there since the last visit: Nour Haddad, on 25 October.',
    ])
    expect((await told(shop, 'fr')).of('change')).toEqual([
      'Visite avec Julien du 14 octobre : « Inquiète de ses marges ».',
      'Un dossier ouvert depuis la dernière visite (S-1), le 19 novembre.',
      'Un retour depuis la dernière visite, le 14 novembre.',
      'Deux commandes depuis la dernière visite, 200 € au total, en dernier le 12 novembre.',
      'Une facture échue depuis la dernière visite, 70 €, à échéance du 5 novembre.',
      'Sollicitations refusées depuis la dernière visite par Thomas Rey, le 3 novembre.',
      'Départs depuis la dernière visite : Luc Petit, le 1er novembre.',
      'Un dossier clos depuis la dernière visite (S-2), le 30 octobre.',
      'Arrivées depuis la dernière visite : Nour Haddad, le 25 octobre.',
    ])
  })

  it('cites the rows that it counts, and the visit', async () => {
    const { facts } = await told(shop)
    expect(facts.facts.find(({ id }) => id === 'change:orders')?.rows.map(({ key }) => key)).toEqual([
      'A3',
      'A2',
      '2026-10-14',
    ])
  })

  it('does not meet who has left, and keeps what is overdue for who may see balances', async () => {
    const { of } = await told(shop, 'en', { sensitive: false })
    expect(of('meet').join()).toMatch(/Nour.*Inès/)
    expect(of('meet').join()).not.toMatch(/Luc|Ada/)
    expect(of('change').join()).not.toMatch(/overdue|70/)
  })

  it('is since the last one however long ago, which a long history may hide', async () => {
    const many = Array.from({ length: 300 }, (_, n) =>
      order(`B${n}`, new Date(NOW - (n + 1) * 43_200_000).toISOString().slice(0, 10)),
    )
    const asked: Asked = { limits: [] }
    const { of } = await told({ ...shop, timeline: [visit('2025-01-10'), ...many] }, 'en', ALL, asked)
    expect(of('change')[0]).toBe('Visit with Julien on 10 January 2025.')
    expect(of('change')[1]).toMatch(/^At least 200 orders since the last visit, €20,000 in all/)
    expect(asked.limits.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(600)
  })

  it('is not told where nobody has been, and that is', async () => {
    const never = { ...shop, timeline: [visit('2026-11-02', { status: 'Cancelled' }), visit('2026-12-01')] }
    expect((await told(never)).of('change')).toEqual(['No visit on record.'])
    expect((await told(never, 'fr')).of('change')).toEqual(['Aucune visite enregistrée.'])
    // What lies behind more talks than are read may be a visit.
    const calls = Array.from({ length: 260 }, (_, n) =>
      item('interaction', `crm/calls/${n}`, new Date(NOW - (n + 90) * 86_400_000).toISOString(), { kind: 'call' }),
    )
    expect((await told({ ...shop, timeline: calls })).of('change')).toEqual([])
  })

  it('is for visits alone', async () => {
    const facts = await readFacts(fakeQueries({ entity: 'organization', ...shop }), ID, { rights: ALL, nowMs: NOW })
    expect(facts?.facts.filter(({ kind }) => kind === 'change' || kind === 'unvisited')).toEqual([])
  })
})

describe('what to ask', () => {
  const open: FakePerson = {
    ...shop,
    attributes: { name: 'Pharmacie des Arcades' },
    consents: [],
    records: [recordOf('crm/accounts/1'), recordOf('erp/customers/1', '2022-05-03T00:00:00.000Z')],
    conflicts: [
      {
        attribute: 'legalName',
        values: [
          { ...row('crm/accounts/1'), observedAt: at('2026-01-01'), value: 'SELARL Arcades' },
          { ...row('erp/customers/1'), observedAt: at('2026-01-02'), value: 'SELAS des Halles' },
        ],
      },
    ],
    timeline: [
      item('task', 'crm/tasks/1', at('2026-10-14'), {
        kind: 'promise',
        subject: 'Testeurs',
        assignee: 'Julien',
        dueAt: at('2026-11-21'),
      }),
      item('task', 'crm/tasks/2', at('2026-10-14'), { kind: 'promise', subject: 'PLV', dueAt: at('2026-12-21') }),
      visit('2026-10-14'),
      visit('2026-11-03', { planned: true }),
      item('opportunity', 'crm/opportunities/1', at('2026-09-01'), { name: 'Solaire', closeOn: '2026-11-15' }),
      item('opportunity', 'crm/opportunities/2', at('2026-09-01'), { name: 'Riche', closeOn: '2026-12-15' }),
    ],
  }

  it('is what nobody told, each question citing what raises it', async () => {
    const { of, citedBy } = await told(open)
    expect(of('ask')).toEqual([
      'Ask whether “Testeurs” was done: Julien promised it by 21 November, and no outcome is on record.',
      'Ask whether the visit planned for 3 November with Julien took place: nothing was reported.',
      'Ask what became of “Solaire”, expected by 15 November.',
      'Ask which legal name is right: “SELARL Arcades” in CRM, “SELAS des Halles” in ERP.',
      'Ask for what is not on record: e-mail address, phone number and consent to marketing.',
      'Ask whether the ERP record is still right: it has not changed since 3 May 2022.',
    ])
    expect(citedBy('Ask whether “Testeurs”')).toEqual(['task:crm/tasks/1'])
    expect(citedBy('Ask which legal name')).toEqual(['conflict:legalName', 'conflict:legalName:values'])
    // What is asked is not told as unknown, too; a visit that nobody reported is neither to come nor the last one.
    expect(of('unknown')).toEqual([])
    expect(of('meet').join()).not.toContain('planned')
    expect(of('change')[0]).toBe('Visit with Julien on 14 October.')
    expect((await told(open, 'fr')).of('ask')[0]).toBe(
      'Demander si « Testeurs » a été fait : Julien l’avait promis pour le 21 novembre, sans suite connue.',
    )
  })

  it('holds back what a sensitive fact raises, with the fact', async () => {
    const secret = {
      ...open,
      entity: 'person',
      conflicts: [{ attribute: 'birthDate', values: open.conflicts?.[0]?.values ?? [] }],
    }
    expect((await told(secret)).of('ask').join()).toContain('SELARL')
    const { of } = await told(secret, 'en', { sensitive: false })
    expect(of('ask')).toContain('Ask which date of birth is right; sources disagree.')
    expect(of('ask').join()).not.toContain('SELARL')
  })
})
