import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isoDay, isoTime, isoWallClock } from './times.ts'

test('a wall clock has as many digits of a second as say it, before 1970 too', () => {
  expect(isoWallClock(0n)).toBe('1970-01-01T00:00:00')
  expect(isoWallClock(-1n)).toBe('1969-12-31T23:59:59.999999999')
  expect(isoWallClock(1_711_852_200_120_000_000n)).toBe('2024-03-31T02:30:00.120')
  expect(isoWallClock(1_711_852_200_000_005_000n)).toBe('2024-03-31T02:30:00.000005')
  expect(isoWallClock(10n ** 30n)).toBeNull()
})
test('a wall clock of any millisecond is what Date says', () => {
  fc.assert(
    fc.property(
      fc.date({ noInvalidDate: true, min: new Date(-62_135_596_800_000), max: new Date(253_402_300_799_999) }),
      (date) => {
        expect(isoWallClock(BigInt(date.getTime()) * 1_000_000n)).toBe(date.toISOString().replace(/(\.000)?Z$/, ''))
      },
    ),
  )
})
test('days and times are told alone', () => {
  expect([0, -25_567, 1e12].map(isoDay)).toEqual(['1970-01-01', '1900-01-01', null])
  expect([49_501_500_000_000n, 0n, 129_600_000_000_000n].map(isoTime)).toEqual(['13:45:01.500', '00:00:00', '36:00:00'])
})
