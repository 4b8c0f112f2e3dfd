import type { JsonObject } from '@rapport/core'
import { expect, it } from 'vitest'
import { agendaOf, agendaRange, groupOf, parseDue } from './agenda.ts'

const AT = Date.parse('2026-11-24T22:30:00Z')
const of = (entity: string, attributes: JsonObject, zone = 'Europe/Paris', occurredAt: number | undefined = AT) =>
  agendaOf({ entity, attributes, received: {}, flags: [], ...(occurredAt !== undefined && { occurredAt }) }, zone)
const visit = { kind: 'visit', planned: true, author: 'Éloïse  O’Brien' }

it('a planned visit is due on the day and at the time of its zone, with who makes it, however that is written', () => {
  expect(of('interaction', visit)).toBe('visit|2026-11-24|eloise obrien|23:30')
  expect(of('interaction', { ...visit, author: "ELOISE O'BRIEN" })).toBe('visit|2026-11-24|eloise obrien|23:30')
  expect(of('interaction', visit, 'Asia/Tokyo')).toBe('visit|2026-11-25|eloise obrien|07:30')
  expect(of('interaction', { ...visit, zone: 'America/New_York' })).toBe('visit|2026-11-24|eloise obrien|17:30')
  expect(of('interaction', { kind: 'visit', planned: true })).toBe('visit|2026-11-24||23:30')
})

it.each([
  ['was made', { ...visit, planned: false }],
  ['is not said to be planned', { kind: 'visit', author: 'x' }],
  ['is a call', { ...visit, kind: 'call' }],
  ['was called off', { ...visit, status: 'Cancelled' }],
  ['is done, whatever else it says', { ...visit, status: 'completed' }],
  ['has a zone that nobody knows', { ...visit, zone: 'Mars/Base' }],
])('a visit that %s is not due', (_, attributes) => expect(of('interaction', attributes)).toBeNull())

it('a visit without a time, or in a year of five digits, is due on no day', () => {
  expect(agendaOf({ entity: 'interaction', attributes: visit, received: {}, flags: [] }, 'UTC')).toBeNull()
  expect(of('interaction', visit, 'UTC', 8.6e15)).toBeNull()
})

it('a stay is due on its day of arrival, at its place, until the guest has gone or never came', () => {
  const stay = { arrivalOn: '2026-11-24', location: { stream: 'pms/hotels', key: 'R|M' }, status: 'planned' }
  expect(of('stay', stay)).toBe('stay|2026-11-24|pms/hotels/R/M|')
  expect(of('stay', { ...stay, status: 'inHouse' })).toBe('stay|2026-11-24|pms/hotels/R/M|')
  expect(of('stay', { arrivalOn: '2026-11-24', location: { namespace: 'hotel', value: '7' } })).toBe(
    'stay|2026-11-24|hotel:7|',
  )
  for (const status of ['cancelled', 'completed', 'noShow', 'NO SHOW', 'Checked out', 'annulé'])
    expect([status, of('stay', { ...stay, status })]).toEqual([status, null])
  expect(of('stay', { status: 'planned' })).toBeNull()
})

it('a task is due when it is to be done, by whom, until it is', () => {
  const task = { dueAt: '2026-11-26T23:15:00.000Z', assignee: 'Hugo Meunier', status: 'In Progress' }
  expect(of('task', task)).toBe('task|2026-11-27|hugo meunier|00:15')
  expect(of('task', { ...task, doneAt: '2026-11-25T09:00:00.000Z' })).toBeNull()
  expect(of('task', { ...task, status: 'Completed' })).toBeNull()
  expect(of('task', { subject: 'some day' })).toBeNull()
})

it('a report says which planned row it ends, and for when that was planned', () => {
  const report = {
    kind: 'visit',
    planned: false,
    reports: { stream: 'crm/visits', key: 'V1' },
    plannedFor: '2026-11-24T13:30:00.000Z',
  }
  expect(of('interaction', report)).toBe(`reported|crm/visits|V1|${Date.parse(report.plannedFor)}`)
  expect(of('interaction', { ...report, reports: { namespace: 'visit', value: '1' } })).toBeNull()
})

it('nothing else is due', () => {
  for (const entity of ['order', 'case', 'person', 'acme.visit'])
    expect(of(entity, { ...visit, arrivalOn: '2026-11-24', dueAt: '2026-11-24T00:00:00Z' })).toBeNull()
})

it('a range holds the values of its kind, day and group, and no others', () => {
  const inRange = (agenda: string, { from, to }: { from: string; to: string }) => agenda >= from && agenda < to
  const value = 'visit|2026-11-24|ana|09:00'
  expect(parseDue(value)).toEqual({ kind: 'visit', on: '2026-11-24', group: 'ana', time: '09:00' })
  expect(inRange(value, agendaRange('visit'))).toBe(true)
  expect(inRange(value, agendaRange('visit', '2026-11-24'))).toBe(true)
  expect(inRange(value, agendaRange('visit', '2026-11-24', 'ana'))).toBe(true)
  expect(inRange(value, agendaRange('visit', '2026-11-24', 'an'))).toBe(false)
  expect(inRange(value, agendaRange('visit', '2026-11-2', 'ana'))).toBe(false)
  expect(inRange(value, agendaRange('stay', '2026-11-24'))).toBe(false)
  expect(groupOf('visit', ' Ána ')).toBe('ana')
})
