import { expect, test } from 'vitest'
import english from '../../messages/en.json' with { type: 'json' }
import { formatter } from '../i18n/format.ts'
import { translator } from '../i18n/translate.ts'
import { rowWords } from './row-words.ts'

const t = translator('en', english, english)
const format = formatter('en', t)
const words = (entity: string, attributes: Record<string, unknown>) => rowWords({ entity, attributes }, format, t)

test('an order says what it is of, how it stands and what it costs', () => {
  const total = { amountMinor: 590000, currency: 'EUR', exponent: 2 }
  const lines = [
    { name: 'Sac Héloïse', quantity: 1 },
    { sku: 'AU-1', quantity: 2 },
  ]
  expect(words('order', { kind: 'order', number: 'MA-1', status: 'delivered', total, lines })).toEqual({
    title: 'Order MA-1',
    detail: 'Sac Héloïse, 2 × AU-1',
    status: 'delivered',
    amount: total,
  })
  expect(words('order', { kind: 'return', number: 'MA-2' }).title).toBe('Return MA-2')
})

test('a promise is told from a task', () => {
  const task = { subject: 'New bag', assignee: 'Camille', dueAt: '2026-11-23' }
  expect(words('task', { ...task, kind: 'promise' })).toMatchObject({
    title: 'Promise: New bag',
    detail: 'Camille · due Nov 23, 2026',
  })
  expect(words('task', task).title).toBe('Task: New bag')
})

test('an event says its page or product', () => {
  expect(words('event', { name: 'Page Viewed', properties: { path: '/fr', title: 'Accueil' } })).toMatchObject({
    title: 'Page Viewed',
    detail: 'Accueil',
  })
})

test('what nobody thought of says its first texts, and nothing breaks', () => {
  expect(words('parking', { spot: 'B12', level: 2, note: 'near the lift' })).toMatchObject({
    title: 'B12',
    detail: 'near the lift',
  })
  for (const entity of ['event', 'order', 'case', 'interaction', 'task', 'invoice', 'stay', 'shipment', 'parking'])
    for (const value of [null, 1, {}, [], [null], 'x'])
      expect(() =>
        words(entity, {
          lines: Array.isArray(value) ? [{ name: value }] : value,
          properties: value ?? {},
          status: value,
          dueAt: value,
        }),
      ).not.toThrow()
})
