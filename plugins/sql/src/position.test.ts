import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Column } from './database.ts'
import { before, cursor, fromBound, notAfter, toBound } from './position.ts'

const instant: Column = { name: 'at', type: 'timestamp with time zone', kind: 'instant' }
const dateTime: Column = { name: 'at', type: 'datetime', kind: 'dateTime' }
const now = new Date('2026-11-24T12:00:00Z')

test.each([
  ['2026-01-01 00:00:10.123456+00', 60, '2025-12-31 23:59:10.123456+00'],
  ['2026-01-01T00:00:10Z', 10, '2026-01-01T00:00:00Z'],
  ['2026-03-01 10:00:00', 86_400, '2026-02-28 10:00:00'],
  ['2026-03-01', 1, '2026-02-28'],
  ['2026-03-01', 86_401, '2026-02-27'],
  ['infinity', 60, 'infinity'],
  ['9007199254740993', 2, '9007199254740991'],
  ['12.75', 2, '10'],
  [9.5, 1, 8.5],
  [9_007_199_254_740_993n, 2, 9_007_199_254_740_991n],
  ['2026-01-01', 0, '2026-01-01'],
])('so far before: %s, %s is %s', (value, overlap, expected) => {
  expect(before(value, overlap)).toBe(expected)
})

test('a time that lies ahead counts as now, where its zone is known; else as the latest that it can be now', () => {
  expect(notAfter('2099-01-01 00:00:00+00', instant, now)).toBe('2026-11-24 12:00:00+00')
  expect(notAfter('2099-01-01T00:00:00.5+02:00', dateTime, now)).toBe('2026-11-24T14:00:00.5+02:00')
  expect(notAfter('2099-01-01 00:00:00', dateTime, now)).toBe('2026-11-25 02:00:00')
  expect(notAfter('2026-11-25 01:59:00', dateTime, now)).toBe('2026-11-25 01:59:00')
  expect(notAfter('2026-11-24 11:59:59.999999+00', instant, now)).toBe('2026-11-24 11:59:59.999999+00')
  expect(notAfter('9999', { ...instant, kind: 'number' }, now)).toBe('9999')
  expect(notAfter(9e15, dateTime, now)).toBe(9e15)
})

test('values of a cursor survive being JSON', () => {
  const value = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((one) => !Object.is(one, -0)),
    fc.bigInt(),
  )
  fc.assert(
    fc.property(value, (raw) => {
      const kept = cursor.parse(JSON.parse(JSON.stringify({ of: 'x', since: toBound(raw) })))
      expect(fromBound(kept.since ?? '')).toBe(raw)
    }),
  )
})
