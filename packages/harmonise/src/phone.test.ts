import { describe, expect, test } from 'vitest'
import { cleanPhone, isDoubtfulPhone } from './phone.ts'

describe('a number of the right length and beginning, in a range that is not known to be given out', () => {
  test.each([
    ['06 39 98 12 34', 'FR', '+33639981234'],
    ['07700 900123', 'GB', '+447700900123'],
    ['0044 7700 900123', 'US', '+447700900123'],
    ['+86 154 0000 1234', undefined, '+8615400001234'],
    ['+39 300 1234567', undefined, '+393001234567'],
    ['291-555-0134', 'US', '+12915550134'],
  ])('is kept, and doubtful: %s', (received, country, normal) => {
    expect(cleanPhone(received, country)).toMatchObject({ normal, isDoubtful: true })
    expect(isDoubtfulPhone(received, country)).toBe(true)
  })

  test('is told from one that is known', () => {
    expect(cleanPhone('06 12 34 56 78', 'FR')).toEqual({ normal: '+33612345678', country: 'FR' })
    expect(isDoubtfulPhone('06 12 34 56 78', 'FR')).toBe(false)
  })
})

test.each([
  ['06 00', 'FR'],
  ['196-794-6794', 'US'],
  ['032-794-6794', 'US'],
  ['451-114-0232', 'US'],
  ['321-3212', 'US'],
  ['622734567', 'US'],
  ['+999 123 456 789', undefined],
])('a number of a length or beginning that its country does not have is impossible: %s', (received, country) => {
  expect(cleanPhone(received, country)).toMatchObject({ refused: 'impossible' })
  expect(isDoubtfulPhone(received, country)).toBe(false)
})
