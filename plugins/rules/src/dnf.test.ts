import type { RuleCondition } from '@rapport/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alternatives } from './dnf.ts'

const names = ['a', 'b', 'c', 'd'] as const

const condition: fc.Arbitrary<RuleCondition> = fc.letrec<{ node: RuleCondition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...names).map((same): RuleCondition => ({ same, as: 'exact' })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((all): RuleCondition => ({ all })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((any): RuleCondition => ({ any })),
  ),
})).node

function holds(one: RuleCondition, agreeing: ReadonlySet<string>): boolean {
  if ('all' in one) return one.all.every((part) => holds(part, agreeing))
  if ('any' in one) return one.any.some((part) => holds(part, agreeing))
  return 'same' in one && agreeing.has(one.same)
}

describe('a condition spelt out', () => {
  test('is an OR of the ANDs one expects, in the order of writing', () => {
    const spelt = alternatives({
      all: [{ same: 'email', as: 'exact' }, { any: [{ same: 'familyName', as: 'folded' }, { lacks: ['familyName'] }] }],
    })
    expect(spelt).toEqual([
      [
        { same: 'email', as: 'exact' },
        { same: 'familyName', as: 'folded' },
      ],
      [{ same: 'email', as: 'exact' }, { lacks: ['familyName'] }],
    ])
  })

  test('holds exactly when the condition does, whatever agrees', () => {
    fc.assert(
      fc.property(condition, fc.subarray([...names]), (one, subset) => {
        const agreeing = new Set<string>(subset)
        const spelt = alternatives(one).some((leaves) => leaves.every((leaf) => holds(leaf, agreeing)))
        expect(spelt).toBe(holds(one, agreeing))
      }),
      { numRuns: 500 },
    )
  })
})
