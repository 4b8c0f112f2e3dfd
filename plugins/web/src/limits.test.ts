import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areAllSmall, MAX_MESSAGE_BYTES, sizeBytes } from './limits.ts'
import { isDeeperThan } from './shapes.ts'

describe('telling from a body’s text that no message is too big', () => {
  const message = fc.record(
    { messageId: fc.string({ maxLength: 8 }), text: fc.integer({ min: 0, max: 40_000 }).map((n) => 'é'.repeat(n)) },
    { requiredKeys: ['text'] },
  )
  test('never says so when measuring says otherwise', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), fc.boolean(), (batch, isLate) => {
        const body = JSON.stringify(isLate ? { batch, writeKey: 'k' } : { writeKey: 'k', batch })
        if (areAllSmall(body, batch.length))
          expect(batch.every((one) => sizeBytes(one) <= MAX_MESSAGE_BYTES)).toBe(true)
      }),
    )
  })
  test('says so of an ordinary batch, so that nothing is measured', () => {
    const batch = Array.from({ length: 300 }, (_, at) => ({ messageId: `m${at}`, text: 'x'.repeat(1000) }))
    expect(areAllSmall(JSON.stringify({ batch }), 300)).toBe(true)
  })
})

test('depth is told without descending further than asked', () => {
  const nested = (levels: number): unknown =>
    levels === 0 ? 1 : levels % 2 === 0 ? [nested(levels - 1)] : { a: nested(levels - 1) }
  expect(isDeeperThan(nested(5), 5)).toBe(false)
  expect(isDeeperThan(nested(6), 5)).toBe(true)
  expect(isDeeperThan(JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`), 32)).toBe(true)
})
