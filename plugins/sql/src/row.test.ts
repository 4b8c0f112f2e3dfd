import { expect, test } from 'vitest'
import { keyOf, versionOf } from './row.ts'

test('a key is its columns joined, and none where one of them has no value', () => {
  expect(keyOf({ key: 'id' }, { id: 7 })).toBe('7')
  expect(keyOf({ key: ['a', 'b'] }, { a: ' x ', b: false })).toBe('x/false')
  expect(keyOf({ key: ['a', 'b'] }, { a: 'x', b: null })).toBe('')
})

test('versions sort as their times do, whatever the length of their fractions', () => {
  const versions = [
    '2026-01-01T10:00:00Z',
    '2026-01-01T10:00:00.5Z',
    '2026-01-01T10:00:00.51Z',
    '2026-01-01T10:00:01Z',
  ].map((v) => versionOf({ version: 'v' }, { v }))
  expect([...versions].sort()).toEqual(versions)
  expect(versionOf({ version: 'v' }, { v: '12.50' })).toBe(12.5)
  expect(versionOf({ version: 'v' }, { v: null })).toBeUndefined()
  expect(versionOf({ version: undefined }, { v: 1 })).toBeUndefined()
})
