import { type Brief, type LanguageCode, type PlannedOccasion, readFacts, writeBrief } from '../src/index.ts'
import { ALL, type FakePerson, fakeQueries, ID, item, NOW, recordOf, row } from './fake-queries.ts'

export const shop: FakePerson = {
  entity: 'organization',
  attributes: { name: 'Pharmacie Œuvre & Λευκός Żółć' },
  records: [recordOf('erp/customers/1'), recordOf('crm/accounts/1')],
  timeline: [
    item('interaction', 'crm/visits/1', '2026-11-24T13:30:00.000Z', { kind: 'visit', author: 'Julien Carpentier' }),
    item('interaction', 'crm/visits/2', '2026-10-14T08:00:00.000Z', { kind: 'visit', text: 'Parlé de la Прага' }),
    item('case', 'support/tickets/7', '2026-11-22T10:00:00.000Z', {
      number: 'T-7',
      kind: 'faulty',
      priority: 'high',
      slaDueAt: '2026-11-23T10:00:00.000Z',
      subject: 'Flacons cassés à la livraison',
    }),
    item('invoice', 'erp/invoices/1', '2026-10-01T00:00:00.000Z', {
      number: 'F-12',
      balance: { amountMinor: 1_234_50, currency: 'EUR', exponent: 2 },
      dueOn: '2026-11-01',
    }),
    item('opportunity', 'crm/opportunities/1', '2026-10-14T08:00:00.000Z', { name: 'Solaire' }),
  ],
}
export const guest: FakePerson = {
  attributes: { fullName: 'Eleanor Ashcombe' },
  records: [recordOf('pms/profiles/1')],
  references: { 'pms/hotels/A': { entity: 'location', attributes: { name: 'Alba Amalfi', kind: 'hotel' } } },
  timeline: [
    item('stay', 'pms/stays/1', '2026-11-27T14:00:00.000Z', {
      arrivalOn: '2026-11-27',
      departureOn: '2026-12-01',
      location: row('pms/hotels/A'),
    }),
  ],
}

export async function briefOf(
  person: FakePerson,
  occasion: PlannedOccasion,
  language: LanguageCode = 'en',
): Promise<Brief> {
  const facts = await readFacts(fakeQueries(person), ID, { rights: ALL, nowMs: NOW, zone: 'Europe/Paris', occasion })
  if (!facts) throw new Error('no facts')
  return writeBrief(facts, { occasion, language })
}

/** A brief with as many words, spread over all kinds of its occasion, each sentence with sources. */
export function briefWith(texts: readonly string[], more: Partial<Brief> = {}): Brief {
  const rows = (n: number) =>
    [1, 2, 3, 4].map((m) => ({ stream: 'erp/orders', key: `19000${n}-${m}`, observedAt: '2026-11-15T00:00:00.000Z' }))
  const kinds = [
    'alert',
    'meet',
    'promise',
    'sales',
    'due',
    'range',
    'open',
    'engagement',
    'change',
    'propose',
  ] as const
  return {
    id: 'brf_1',
    occasion: 'visit',
    language: 'en',
    profile: 'prf_0000000001',
    title: 'Pharmacie de la Très Longue Avenue du Général-Leclerc-de-Hauteclocque',
    sentences: texts.map((text, n) => ({ text, kind: kinds[n % kinds.length] ?? 'alert', facts: [`f${n}`, `g${n}`] })),
    facts: texts.flatMap((_, n) =>
      ['f', 'g'].map((letter) => ({
        id: `${letter}${n}`,
        kind: 'own' as const,
        value: { at: '2026-11-15T00:00:00.000Z', about: [] },
        parts: {
          entity: { type: 'text' as const, value: 'order' },
          at: { type: 'instant' as const, value: '2026-11-15T00:00:00.000Z' },
        },
        rows: rows(n),
        certainty: 'stated' as const,
        sensitivity: 'open' as const,
      })),
    ) as unknown as Brief['facts'],
    left: { counts: {}, sentences: 4, sensitive: 2, until: 'scope', text: '4 more lines.', more: null },
    generatedAt: '2026-11-24T09:00:00.000Z',
    asOf: '2026-11-23T09:00:00.000Z',
    zone: 'Europe/Paris',
    ...more,
  }
}
