import { expect, test } from 'vitest'
import { presentOf, setOf } from './draft.ts'

test('what is filled in is set, and nothing else', () => {
  expect(setOf({ givenName: ' Hélène ', familyName: '  ', 'address.city': '' })).toEqual({ givenName: 'Hélène' })
})

test('an address is one value, languages are a list', () => {
  expect(setOf({ 'address.street': '12 rue des Lilas', 'address.city': 'Paris', languages: 'fr, en,' })).toEqual({
    address: { street: '12 rue des Lilas', city: 'Paris' },
    languages: ['fr', 'en'],
  })
})

test('what stands there now is found in an address too, and is nothing where there is none', () => {
  const attributes = { givenName: 'Hélène', address: { city: 'Paris' } }
  expect(['givenName', 'address.city', 'address.street', 'email'].map((field) => presentOf(attributes, field))).toEqual(
    ['Hélène', 'Paris', undefined, undefined],
  )
})
