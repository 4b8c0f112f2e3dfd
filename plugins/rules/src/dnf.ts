import type { RuleCondition } from '@rapport/core'

/** A condition's end: values that must agree, or attributes that one of the two records must lack. */
export type RuleLeaf = Exclude<RuleCondition, { readonly all: unknown } | { readonly any: unknown }>

/**
 * Spells a condition out as OR of ANDs, in the order in which it was written: each inner list is one way to meet it,
 * and becomes one composite key. The model's schema has bounded how many there are.
 */
export function alternatives(condition: RuleCondition): readonly (readonly RuleLeaf[])[] {
  if ('any' in condition) return condition.any.flatMap(alternatives)
  if ('all' in condition) {
    let spelt: readonly (readonly RuleLeaf[])[] = [[]]
    for (const part of condition.all) {
      const ways = alternatives(part)
      spelt = spelt.flatMap((before) => ways.map((way) => [...before, ...way]))
    }
    return spelt
  }
  return [[condition]]
}
