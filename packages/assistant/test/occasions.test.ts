import { describe, expect, it } from 'vitest'
import {
  type LanguageCode,
  type PlannedOccasion,
  readFacts,
  renderHtml,
  renderMarkdown,
  verify,
  writeBrief,
} from '../src/index.ts'
import { ALL, type FakePerson, fakeQueries, ID, item, NOW, recordOf, row } from './fake-queries.ts'

const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR', exponent: 2 })

const told = async (one: FakePerson, occasion: PlannedOccasion, language: LanguageCode = 'en', rights = ALL) => {
  const facts = await readFacts(fakeQueries(one), ID, { rights, nowMs: NOW, zone: 'Europe/Paris', occasion })
  if (!facts) throw new Error('no facts')
  const brief = writeBrief(facts, { occasion, language, all: true })
  for (const sentence of brief.sentences)
    expect([sentence.text, verify(sentence, brief.facts, { language, zone: facts.zone, nowMs: NOW })]).toEqual([
      sentence.text,
      [],
    ])
  const of = (kind: string) => brief.sentences.flatMap((one) => (one.kind === kind ? [one.text] : []))
  return { brief, of }
}

describe('a visit', () => {
  const tie = (key: string, role: string, title: string, to: string) =>
    item('relationship', `crm/contacts/${key}`, '2026-01-01T00:00:00.000Z', {
      role,
      title,
      to: { namespace: 'party', value: to },
    })
  const invoice = (key: string, dueOn: string, more: object = {}) =>
    item('invoice', `erp/invoices/${key}`, '2026-08-01T00:00:00.000Z', { balance: euros(100), dueOn, ...more })
  const payer: FakePerson = {
    entity: 'organization',
    attributes: { name: 'Groupe Arcades' },
    records: [recordOf('erp/customers/9')],
    timeline: [
      invoice('1', '2026-10-01'),
      invoice('2', '2026-11-01'),
      invoice('3', '2026-12-24'),
      invoice('4', '2026-09-01', { kind: 'creditNote' }),
      invoice('5', '2026-09-01', { status: 'paid' }),
    ],
  }
  const shop: FakePerson = {
    entity: 'organization',
    attributes: { name: 'Pharmacie des Arcades' },
    records: [recordOf('erp/customers/1')],
    timeline: [
      tie('1', 'employee', 'Conseil', 'nour'),
      tie('2', 'owner', 'Titulaire', 'agnes'),
      tie('3', 'decider', 'Acheteur', 'absent'),
      tie('4', 'parent', 'payer', 'group'),
      item('interaction', 'crm/visits/1', '2026-11-24T13:30:00.000Z', { kind: 'visit', author: 'Julien' }),
      item('interaction', 'crm/visits/2', '2026-10-14T08:00:00.000Z', { kind: 'visit', author: 'Julien' }),
      item('opportunity', 'crm/opportunities/1', '2026-10-14T08:00:00.000Z', { name: 'Solaire' }),
    ],
    others: {
      'party:nour': { attributes: { fullName: 'Nour Haddad' }, records: [recordOf('crm/contacts/1')] },
      'party:agnes': { attributes: { fullName: 'Agnès Delorme' }, records: [recordOf('crm/contacts/2')] },
      'party:group': payer,
    },
  }

  it('says who is met, those with most say first, and whom it cannot name not at all', async () => {
    const { of } = await told(shop, 'visit')
    expect(of('meet').slice(0, 3)).toEqual([
      'Visit with Julien planned for 24 November at 14:30.',
      'Agnès Delorme (Titulaire).',
      'Nour Haddad (Conseil).',
    ])
    expect(of('change')[0]).toBe('Visit with Julien on 14 October.')
    expect(of('propose')).toEqual(['Open opportunity “Solaire”.'])
  })

  it('adds up what is overdue at who pays, and nothing that is not due, paid or a credit', async () => {
    expect((await told(shop, 'visit')).of('due')).toEqual([
      'Groupe Arcades, which pays for it, has €200 overdue on two invoices, the oldest since 1 October.',
    ])
    const french = (await told(shop, 'visit', 'fr')).of('due').map((text) => text.replaceAll(/[\u00a0\u202f]/g, ' '))
    expect(french).toEqual([
      'Groupe Arcades, qui règle ses factures, doit 200 € échus sur deux factures, depuis le 1er octobre pour la plus ancienne.',
    ])
  })

  it('holds back what the payer owes as it would a balance of its own', async () => {
    const { brief, of } = await told(shop, 'visit', 'en', { sensitive: false })
    expect([...of('due'), ...of('change')]).toEqual(['Visit with Julien on 14 October.'])
    expect(brief.left).toMatchObject({ sensitive: 2, until: 'scope' })
  })

  it('follows no tie of a person, and none for a call', async () => {
    expect((await told({ ...shop, entity: 'person' }, 'visit')).of('due')).toEqual([])
    expect((await told(shop, 'call')).of('open').join()).not.toContain('overdue')
  })
})

describe('a stay', () => {
  const stay = (key: string, arrivalOn: string, departureOn: string) =>
    item('stay', `pms/stays/${key}`, `${arrivalOn}T14:00:00.000Z`, {
      arrivalOn,
      departureOn,
      location: row('pms/hotels/A'),
    })
  const consent = (channel: string | null, state: 'granted' | 'denied') => ({
    purpose: 'marketing',
    channel,
    contactPoint: null,
    state,
    since: '2026-01-02T00:00:00.000Z',
    from: { ...row(`crm/members/${channel}-${state}`), observedAt: '2026-01-02T00:00:00.000Z' },
  })
  const guest: FakePerson = {
    attributes: { fullName: 'Eleanor Ashcombe' },
    records: [recordOf('pms/profiles/1')],
    references: { 'pms/hotels/A': { entity: 'location', attributes: { name: 'Alba Amalfi', kind: 'hotel' } } },
    timeline: [
      stay('1', '2026-11-27', '2026-12-01'),
      ...[2025, 2024, 2023].map((year) => stay(`${year}`, `${year}-12-29`, `${year}-12-31`)),
      stay('old', '2019-05-01', '2019-05-04'),
    ],
    consents: [consent('email', 'granted'), consent('sms', 'denied')],
  }

  it('tells the coming one, and those of three years in one sentence', async () => {
    expect((await told(guest, 'stay')).of('stay')).toEqual([
      'Expected for a stay at Alba Amalfi from 27 November to 1 December.',
      'Stayed before, latest first: Alba Amalfi (29 December 2025), Alba Amalfi (29 December 2024) and Alba Amalfi (29 December 2023).',
    ])
    // To a call they are long past.
    expect((await told(guest, 'call')).of('open')).toEqual([])
  })

  it('says by which channels offers may be sent, and never by one that is refused', async () => {
    const proposed = async (...consents: ReturnType<typeof consent>[]) =>
      (await told({ ...guest, consents }, 'stay')).of('offer')
    expect((await told(guest, 'stay')).of('offer')).toEqual(['Offers may be sent by e-mail.'])
    expect((await told(guest, 'stay', 'fr')).of('offer')).toEqual(['Offres autorisées par e-mail.'])
    expect(await proposed(consent('email', 'granted'), consent('email', 'denied'))).toEqual([])
    expect(await proposed(consent('email', 'granted'), consent(null, 'denied'))).toEqual([])
    expect(await proposed(consent(null, 'granted'))).toEqual(['Offers may be sent by any channel.'])
  })

  it('is a page under its own headings', async () => {
    const { brief } = await told(guest, 'stay', 'fr')
    expect(renderMarkdown(brief)).toContain('## Le séjour')
    expect(renderHtml(brief)).toContain('<section data-kind="offer"><h2>À offrir</h2>')
  })
})
