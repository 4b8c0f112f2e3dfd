import { expect, test } from 'vitest'
import { keyInBody } from './write-key.ts'

test('the write key is found at a body’s top or in its first message, and nowhere deeper', () => {
  expect(keyInBody('{"writeKey":"k","batch":[]}')).toBe('k')
  expect(keyInBody('{"batch":[{"writeKey":"k"}]}')).toBe('k')
  expect(keyInBody('[{"writeKey":"k"}]')).toBe('k')
  expect(keyInBody('{"properties":{"writeKey":"k"}}')).toBeUndefined()
  expect(keyInBody('{"writeKey":""}')).toBeUndefined()
  expect(keyInBody('{"writeKey":7}')).toBeUndefined()
  expect(keyInBody('{"writeKey":')).toBeUndefined()
  expect(keyInBody('')).toBeUndefined()
})
