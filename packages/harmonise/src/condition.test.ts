import type { Condition } from '@rapport/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileCondition, compileNextFlip, conditionPaths } from './condition.ts'

const nowMs = Date.UTC(2026, 10, 24, 12)
const DAY_MS = 86_400_000
const holds = (condition: Condition, row: unknown) => compileCondition(condition)(row, nowMs)

describe('a condition', () => {
  it.each<[Condition, unknown, boolean]>([
    [{ path: 'a.b', is: 'x' }, { a: { b: 'x' } }, true],
    [{ path: 'a."b.c"', is: 1 }, { a: { 'b.c': 1 } }, true],
    [{ path: 'a', is: 2 }, { a: '2' }, true],
    [{ path: 'a', is: 2 }, { a: '02' }, false],
    [{ path: 'a', is: true }, { a: 'true' }, true],
    [{ path: 'a', is: null }, { a: null }, true],
    [{ path: 'a', is: null }, {}, false],
    [{ path: 'a', isNot: 'x' }, {}, true],
    [{ path: 'a', notIn: ['x'] }, {}, true],
    [{ path: 'a', in: ['x', 2] }, { a: 2 }, true],
    [{ path: 'a', exists: false }, { a: null }, true],
    [{ path: 'a', gt: 9 }, { a: '10' }, true],
    [{ path: 'a', gt: 9 }, { a: '' }, false],
    [{ path: 'a', gte: '2025-01-01' }, { a: '2025-01-01' }, true],
    [{ path: 'a', lt: 5 }, {}, false],
    [{ path: 'lines.sku', is: 'b' }, { lines: [{ sku: 'a' }, { sku: 'b' }] }, true],
    [{ path: 'lines.sku', isNot: 'b' }, { lines: [{ sku: 'a' }, { sku: 'b' }] }, false],
    [{ path: 'lines.1.sku', startsWith: 'b' }, { lines: [{ sku: 'a' }, { sku: 'b' }] }, true],
    [{ path: 'a', contains: 'el' }, { a: 'hello' }, true],
    [{ path: 'a', withinDays: 30 }, { a: '2026-11-01' }, true],
    [{ path: 'a', withinDays: 30 }, { a: '2026-12-01' }, false],
    [{ path: 'a', nextDays: 30 }, { a: '2026-12-01' }, true],
    [{ path: 'a', withinDays: 1 }, { a: nowMs - DAY_MS }, true],
    [{ path: 'constructor', exists: true }, {}, false],
    [{ all: [] }, {}, true],
    [{ any: [] }, {}, false],
    [{ not: { all: [{ path: 'a', is: 1 }, { any: [{ path: 'b', is: 1 }] }] } }, { a: 1, b: 1 }, false],
  ])('%j of %j is %s', (condition, row, expected) => expect(holds(condition, row)).toBe(expected))

  it('names its paths once', () => {
    expect(
      conditionPaths({ all: [{ path: 'a', is: 1 }, { not: { path: 'b', is: 1 } }, { path: 'a', exists: true }] }),
    ).toEqual(['a', 'b'])
  })

  it('may only change by time at the instant it announces, or later ones announced from there', () => {
    const leaf = fc
      .record({ days: fc.integer({ min: 1, max: 40 }), ahead: fc.boolean() })
      .map(({ days, ahead }): Condition => (ahead ? { path: 'at', nextDays: days } : { path: 'at', withinDays: days }))
    const condition = fc.oneof(
      leaf,
      fc.array(leaf, { maxLength: 3 }).map((all): Condition => ({ all })),
      leaf.map((not): Condition => ({ not })),
    )
    fc.assert(
      fc.property(
        condition,
        fc.integer({ min: -60, max: 60 }),
        fc.integer({ min: 0, max: DAY_MS }),
        (one, day, rest) => {
          const row = { at: nowMs + day * DAY_MS + rest }
          const test = compileCondition(one)
          const flip = compileNextFlip(one)(row, nowMs)
          expect(flip).toBeGreaterThan(nowMs)
          const until = Math.min(flip - 1, nowMs + 200 * DAY_MS)
          for (const share of [0.1, 0.5, 0.9, 1]) {
            expect(test(row, Math.floor(nowMs + (until - nowMs) * share))).toBe(test(row, nowMs))
          }
        },
      ),
    )
  })
})
