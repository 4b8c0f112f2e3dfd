import { expect, test } from 'vitest'
import { documentTitle, titleIn } from './title.ts'

test('a title is one, or one in each language: the reader’s, else English, else any', () => {
  expect(titleIn('Gold', 'fr')).toBe('Gold')
  const both = documentTitle.parse({ en: 'Gold', fr: 'Or' })
  expect([titleIn(both, 'fr'), titleIn(both, 'de')]).toEqual(['Or', 'Gold'])
  expect(titleIn({ it: 'Oro' }, 'fr')).toBe('Oro')
  expect(titleIn(undefined, 'fr')).toBeUndefined()
})

test.each([{}, { english: 'Gold' }, { en: '' }, { en: 'x'.repeat(201) }, 12])('%j is no title', (value) => {
  expect(documentTitle.safeParse(value).success).toBe(false)
})
