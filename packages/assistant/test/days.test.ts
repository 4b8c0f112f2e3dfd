import type { TemplateSet } from '@rapport/engine'
import { describe, expect, it } from 'vitest'
import { readFacts, verify, writeBrief } from '../src/index.ts'
import { ALL, type FakePerson, fakeQueries, ID, item, NOW, recordOf } from './fake-queries.ts'

const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR', exponent: 2 })
/** An ERP that writes days, as its mapping reads them: the 17th of May is that day's midnight in Paris. */
const zones = new Map([
  ['erp/orders', 'Europe/Paris'],
  ['pms/reservations', 'UTC'],
])
const templates: TemplateSet = { templates: [], insights: new Map(), isHappening: () => false, zones }
const ordered = (occurredAt: string): FakePerson => ({
  attributes: { fullName: 'Ann Lee' },
  records: [recordOf('crm/contacts/1')],
  timeline: [item('order', 'erp/orders/1', occurredAt, { kind: 'order', total: euros(230) })],
  templates,
})

async function told(person: FakePerson, zone?: string): Promise<{ readonly zone: string; readonly text: string }> {
  const facts = await readFacts(fakeQueries(person), ID, { rights: ALL, nowMs: NOW, zone })
  if (!facts) throw new Error('no facts')
  const brief = writeBrief(facts, { occasion: 'call', all: true })
  for (const one of brief.sentences)
    expect([one.text, verify(one, brief.facts, { zone: facts.zone, nowMs: NOW })]).toEqual([one.text, []])
  return { zone: facts.zone, text: brief.sentences.map(({ text }) => text).join('\n') }
}

describe('what a source wrote as a day', () => {
  it.each(['UTC', 'America/New_York', 'Europe/Paris', 'Asia/Tokyo'])('is told as that day in %s', async (zone) => {
    expect((await told(ordered('2025-05-16T22:00:00.000Z'), zone)).text).toContain('€230 in one order on 17 May 2025')
  })

  it('of a system that writes days in UTC, too', async () => {
    const stay = { status: 'completed', spend: euros(490) }
    const guest: FakePerson = {
      ...ordered(''),
      timeline: [item('stay', 'pms/reservations/1', '2023-12-24T00:00:00.000Z', stay)],
    }
    expect((await told(guest, 'America/New_York')).text).toContain('€490 in one stay on 24 December 2023')
  })

  it('and an instant is told as the clocks of the brief show it', async () => {
    const late = ordered('2025-05-16T22:30:00.000Z')
    expect((await told(late, 'UTC')).text).toContain('on 16 May 2025')
    expect((await told(late, 'Europe/Paris')).text).toContain('on 17 May 2025')
  })

  it('and without a location, times are told by the clocks of the newest row’s system', async () => {
    expect((await told(ordered('2025-05-16T22:00:00.000Z'))).zone).toBe('Europe/Paris')
  })
})

it('marks that French sets apart count as no words', async () => {
  const visits = Array.from({ length: 40 }, (_, n) =>
    item('interaction', `crm/calls/${n}`, '2026-11-20T10:00:00.000Z', { kind: 'call', text: 'Rappeler' }),
  )
  const facts = await readFacts(fakeQueries({ ...ordered(''), timeline: visits }), ID, { rights: ALL, nowMs: NOW })
  if (!facts) throw new Error('no facts')
  const [english, french] = (['en', 'fr'] as const).map((language) => writeBrief(facts, { occasion: 'call', language }))
  expect(french?.sentences.length).toBeGreaterThanOrEqual((english?.sentences.length ?? 0) - 1)
})
