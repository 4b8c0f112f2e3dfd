import { expect, test } from 'vitest'
import { Recent } from './recent.ts'

test('keeps what is used, lets go of what is not, and never weighs more than it may', () => {
  const recent = new Recent<number>(100)
  for (let at = 0; at < 1000; at++) {
    recent.set(`k${at}`, at, 10)
    expect(recent.get('k0')).toBe(0)
  }
  const kept = Array.from({ length: 1000 }, (_, at) => at).filter((at) => recent.get(`k${at}`) !== undefined)
  expect(kept).toContain(999)
  expect(kept.length).toBeLessThanOrEqual(10)
})

test('a value that is set anew replaces the one before, in both halves', () => {
  const recent = new Recent<string>(40)
  recent.set('a', 'first', 10)
  recent.set('b', '', 10)
  recent.set('c', '', 10)
  recent.set('a', 'second', 10)
  expect(recent.get('a')).toBe('second')
  recent.set('a', 'third', 10)
  expect(recent.get('a')).toBe('third')
})
