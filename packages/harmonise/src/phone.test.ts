import { expect, test } from 'vitest'
import { cleanPhone } from './phone.ts'

test('numbers kept for fiction are numbers, beside ones that no country has', () => {
  expect(cleanPhone('06 39 98 12 34', 'FR')).toMatchObject({ normal: '+33639981234' })
  expect(cleanPhone('+33 1 99 00 47 11')).toMatchObject({ normal: '+33199004711' })
  expect(cleanPhone('06 00', 'FR')).toMatchObject({ refused: 'impossible' })
})
