import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edits, jaroWinkler, mayBeNear } from './similarity.ts'
import { TextPool } from './text-pool.ts'

function pooled(...texts: readonly string[]) {
  const pool = new TextPool()
  return { pool, ids: texts.map((text) => pool.intern(text)) as [number, number] }
}

const similarity = (a: string, b: string) => {
  const { pool, ids } = pooled(a, b)
  return jaroWinkler(pool, ...ids)
}

/** As the definition has it, letter by letter, for texts where it does not depend on the order. */
function plainJaroWinkler(a: string, b: string): number {
  const reach = Math.max(Math.floor(Math.max(a.length, b.length) / 2) - 1, 0)
  const used = new Set<number>()
  const matched: number[] = []
  for (let i = 0; i < a.length; i += 1) {
    for (let j = Math.max(0, i - reach); j <= Math.min(b.length - 1, i + reach); j += 1) {
      if (a[i] !== b[j] || used.has(j)) continue
      used.add(j)
      matched.push(i)
      break
    }
  }
  if (matched.length === 0) return a === b ? 1 : 0
  const inB = [...used].sort((x, y) => x - y)
  const swaps = matched.filter((i, at) => a[i] !== b[inB[at] as number]).length / 2
  const jaro = (matched.length / a.length + matched.length / b.length + (matched.length - swaps) / matched.length) / 3
  let prefix = 0
  while (prefix < 4 && prefix < Math.min(a.length, b.length) && a[prefix] === b[prefix]) prefix += 1
  return jaro + prefix * 0.1 * (1 - jaro)
}

function plainEdits(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  ) as number[][]
  const at = (i: number, j: number) => (table[i] as number[])[j] as number
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      let cost = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(i - 2, j - 2) + 1)
      ;(table[i] as number[])[j] = cost
    }
  }
  return at(a.length, b.length)
}

const name = fc.string({ unit: fc.constantFrom(...'abcdeinrst 07'), minLength: 1, maxLength: 32 })
const ordered = (a: string, b: string): [string, string] =>
  a.length < b.length || (a.length === b.length && a < b) ? [a, b] : [b, a]

describe('how alike two names are', () => {
  test('is what the literature says of its own examples', () => {
    expect(similarity('martha', 'marhta')).toBeCloseTo(0.9611, 4)
    expect(similarity('dwayne', 'duane')).toBeCloseTo(0.84, 4)
    expect(similarity('dixon', 'dicksonx')).toBeCloseTo(0.8133, 4)
    expect(similarity('abc', 'xyz')).toBe(0)
  })

  test('is what its definition gives, and the same both ways round', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(similarity(a, b)).toBeCloseTo(a === b ? 1 : plainJaroWinkler(...ordered(a, b)), 10)
        expect(similarity(a, b)).toBe(similarity(b, a))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('edits', () => {
  test('are counted as the definition counts them, up to the most that is asked', () => {
    fc.assert(
      fc.property(name, name, fc.integer({ min: 0, max: 3 }), (a, b, most) => {
        const { pool, ids } = pooled(a, b)
        expect(edits(pool, ...ids, most)).toBe(Math.min(plainEdits(a, b), most + 1))
      }),
      { numRuns: 1000 },
    )
  })
})

test('two texts that are near are never told apart by their letters alone', () => {
  fc.assert(
    fc.property(name, name, (a, b) => {
      const { pool, ids } = pooled(a, b)
      const isNear = jaroWinkler(pool, ...ids) >= 0.84 || edits(pool, ...ids, 2) <= 2
      if (isNear) expect(mayBeNear(pool, ...ids, 0.84, 2)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('a pool numbers each text once, keeps its beginning and counts how often it came', () => {
  const pool = new TextPool()
  const long = 'x'.repeat(1_000_000)
  const id = pool.intern(long)
  expect(pool.intern(long)).toBe(id)
  expect(pool.intern('')).toBe(0)
  expect(pool.count(id)).toBe(2)
  expect(pool.lengths[id]).toBe(32)
  for (let at = 0; at < 5000; at += 1) pool.intern(`name ${at}`)
  expect(pool.text(pool.intern('name 4999'))).toBe('name 4999')
})
