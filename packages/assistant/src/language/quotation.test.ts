import { expect, test } from 'vitest'
import { isQuotationOf, patternOf } from './quotation.ts'

test('a quotation is a text, whole or cut at its end, and no other part of it', () => {
  const text = 'Fermoir cassé à la livraison'
  expect(isQuotationOf(text, text)).toBe(true)
  expect(isQuotationOf('Fermoir cassé…', text)).toBe(true)
  expect(isQuotationOf('Fermoir cassé', text)).toBe(false)
  expect(isQuotationOf('cassé…', text)).toBe(false)
  expect(isQuotationOf('…', text)).toBe(false)
  expect(isQuotationOf('fermoir CASSÉ…', text)).toBe(false)
  expect(isQuotationOf('fermoir CASSÉ…', text, (one) => one.toLowerCase())).toBe(true)
})

test('a text is found as it is written, whatever it means in a pattern', () => {
  for (const text of ['a.b', '(x|y)*', '[1]', '$5 + {2}', '\\d', '^^'])
    expect([text, new RegExp(`^${patternOf(text)}$`, 'u').test(text)]).toEqual([text, true])
})
