import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NumberFormat } from './number-format.ts'
import { valueOfNumber } from './serial.ts'

const day: NumberFormat = { kind: 'date', hasDay: true, hasTime: false }
const moment: NumberFormat = { kind: 'date', hasDay: true, hasTime: true }
const clock: NumberFormat = { kind: 'date', hasDay: false, hasTime: true }
const number: NumberFormat = { kind: 'number' }

describe('a day', () => {
  test.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [61, '1900-03-01'],
    [45351, '2024-02-29'],
    [2958465, '9999-12-31'],
    // An empty day; 29 February 1900, which never was; before and after all that Excel has.
    [0, null],
    [60, null],
    [-1, null],
    [2958466, null],
    [1e300, null],
  ])('%d is %s', (serial, expected) => expect(valueOfNumber(serial, day, false)).toBe(expected))

  test('is counted from 1904 where the workbook says so', () => {
    expect([0, 59, 60, 43889].map((serial) => valueOfNumber(serial, day, true))).toEqual([
      '1904-01-01',
      '1904-02-29',
      '1904-03-01',
      '2024-02-29',
    ])
  })
  test('of both systems is that of the calendar, for any', () => {
    const days = fc.integer({ min: Date.UTC(1904, 0, 1) / 86_400_000, max: Date.UTC(9999, 11, 31) / 86_400_000 })
    fc.assert(
      fc.property(days, (since1970) => {
        const iso = new Date(since1970 * 86_400_000).toISOString().slice(0, 10)
        expect(valueOfNumber(since1970 + 25_569, day, false)).toBe(iso)
        expect(valueOfNumber(since1970 + 24_107, day, true)).toBe(iso)
      }),
    )
  })
})

test('a time of day is exact to the millisecond, though the serial is a fraction', () => {
  const ms = fc.integer({ min: 61 * 86_400_000, max: 60_000 * 86_400_000 })
  fc.assert(
    fc.property(ms, (since) => {
      const expected = new Date(Date.UTC(1899, 11, 30) + since).toISOString().replace(/(\.000)?Z$/, '')
      expect(valueOfNumber(Number((since / 86_400_000).toPrecision(15)), moment, false)).toBe(expected)
    }),
  )
})
test('a time without a day is a time, and a day without a time that has one says it', () => {
  expect(valueOfNumber(0.5625, clock, false)).toBe('13:30:00')
  expect(valueOfNumber(0.5625, moment, false)).toBe('13:30:00')
  expect(valueOfNumber(45351, moment, false)).toBe('2024-02-29T00:00:00')
  expect(valueOfNumber(45351.5, day, false)).toBe('2024-02-29T12:00:00')
  expect(valueOfNumber(1.25, { kind: 'duration' }, false)).toBe('30:00:00')
})
test('numbers have the digits that Excel shows, and noughts in front where it shows them', () => {
  expect([0.1 + 0.2, 1.1 * 3, 1e21, 33612345678, -0].map((value) => valueOfNumber(value, number, false))).toEqual([
    0.3, 3.3, 1e21, 33612345678, 0,
  ])
  expect(valueOfNumber(1234, { kind: 'digits', width: 5 }, false)).toBe('01234')
  expect(valueOfNumber(1.5, { kind: 'digits', width: 5 }, false)).toBe(1.5)
})
