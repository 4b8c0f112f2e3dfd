import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_DEPTH, sizeBytes } from './limits.ts'

const size = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))

test('a size is never told as smaller than it is, and exactly when it may be over the limit', () => {
  const text = fc.string({ unit: 'binary', maxLength: 30 })
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      text,
      fc.double(),
      fc.maxSafeInteger(),
      fc.constantFrom(true, null, '\u0000', '\ud800', '"'.repeat(9)),
      fc.array(tie('node'), { maxLength: 5 }),
      fc.dictionary(text, tie('node'), { maxKeys: 5 }),
    ),
  })).node
  fc.assert(
    fc.property(value, fc.nat(2000), (received, limit) => {
      const parsed: unknown = JSON.parse(JSON.stringify(received))
      const told = sizeBytes(parsed, limit)
      if (told > limit) expect(told).toBe(size(parsed))
      else expect(told).toBeGreaterThanOrEqual(size(parsed))
    }),
    { numRuns: 2000 },
  )
})

test('what nests too deep is told without descending further', () => {
  const nested = (levels: number): unknown =>
    levels === 0 ? 1 : levels % 2 === 0 ? [nested(levels - 1)] : { a: nested(levels - 1) }
  expect(sizeBytes(nested(MAX_DEPTH), 10)).toBe(size(nested(MAX_DEPTH)))
  expect(sizeBytes(nested(MAX_DEPTH + 1), 10)).toBe(Number.POSITIVE_INFINITY)
  expect(sizeBytes(JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`), 10)).toBe(Number.POSITIVE_INFINITY)
})
