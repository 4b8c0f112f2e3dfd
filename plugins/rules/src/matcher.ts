import type { Evidence, Exclusion, Matcher, MatchRules } from '@rapport/core'
import { at, countKeys, keysOf, MAX_KEYS_PER_ALTERNATIVE } from './keys.ts'
import { type Alternative, type CompiledRules, compiledRules } from './model.ts'

/** What the rules read of a record: its values, by position among the compiled model's readers. */
export type RuleFeatures = readonly (readonly string[])[]

/** The weight of a pair of which no rule says anything: as far below zero as the strongest rule is above. */
export const NO_RULE_BITS = -100

/** Stands for "never" in an explanation, where `-Infinity` would not survive JSON. */
const APART_BITS = -1000

const VALUE_SEPARATOR = '\u001f'
const POSITION_SEPARATOR = '\u001e'
const NOTHING: readonly string[] = Object.freeze([])

const encoder = new TextEncoder()

/**
 * The rules as a matcher. Keys and comparison say the same: two records that no exclusion keeps apart have a weight
 * above {@link NO_RULE_BITS} exactly when they share a key that is not blocked (and one lacks what a `lacks` asks for, or has
 * no more than the initial where initials are compared).
 */
export const rulesMatcher: Matcher<MatchRules, RuleFeatures> = {
  features(record, model) {
    const { readers } = compiledRules(model)
    const values: (readonly string[])[] = new Array(readers.length)
    for (let position = 0; position < readers.length; position += 1)
      values[position] = readers[position]?.(record) ?? NOTHING
    return values
  },

  keys(features, model) {
    const keys: string[] = []
    for (const alternative of compiledRules(model).alternatives) {
      for (const key of keysOf(alternative, features)) keys.push(key)
    }
    return keys
  },

  exclusions(features, model) {
    const exclusions: Exclusion[] = []
    for (const { name, at: position } of compiledRules(model).apart) {
      const value = onlyValue(features, position)
      if (value !== undefined) exclusions.push({ name, value })
    }
    return exclusions
  },

  pack(features) {
    let text = ''
    for (let position = 0; position < features.length; position += 1) {
      const values = at(features, position)
      if (position > 0) text += POSITION_SEPARATOR
      if (values.length > 0) text += values.length === 1 ? values[0] : values.join(VALUE_SEPARATOR)
    }
    return encoder.encode(text)
  },

  unpack(bytes) {
    // Far quicker than a TextDecoder for texts this short.
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    const features: (readonly string[])[] = []
    for (const part of text.split(POSITION_SEPARATOR)) {
      features.push(part === '' ? NOTHING : part.includes(VALUE_SEPARATOR) ? part.split(VALUE_SEPARATOR) : [part])
    }
    return features
  },

  compare(one, candidates, model, blocked, weights) {
    const rules = compiledRules(model)
    for (let index = 0; index < candidates.length; index += 1) {
      const candidate = candidates[index]
      weights[index] = candidate === undefined ? NO_RULE_BITS : weightBits(one, candidate, rules, blocked)
    }
  },

  explain(a, b, model, blocked) {
    const rules = compiledRules(model)
    const evidence: Evidence[] = []
    for (const { name, at: position } of rules.apart) {
      if (differ(a, b, position)) evidence.push({ comparison: name, level: 'differs', weightBits: APART_BITS })
    }
    const told = new Set<number>()
    for (const alternative of rules.alternatives) {
      if (told.has(alternative.rule) || !agree(a, b, alternative, blocked)) continue
      told.add(alternative.rule)
      evidence.push({
        comparison: rules.ruleNames[alternative.rule] ?? alternative.id,
        level: alternative.label,
        weightBits: alternative.weightBits,
      })
    }
    return evidence
  },
}

function weightBits(a: RuleFeatures, b: RuleFeatures, rules: CompiledRules, blocked: ReadonlySet<string>): number {
  for (const { at: position } of rules.apart) if (differ(a, b, position)) return Number.NEGATIVE_INFINITY
  for (const alternative of rules.alternatives) if (agree(a, b, alternative, blocked)) return alternative.weightBits
  return NO_RULE_BITS
}

function agree(a: RuleFeatures, b: RuleFeatures, alternative: Alternative, blocked: ReadonlySet<string>): boolean {
  for (const position of alternative.same) if (!intersect(at(a, position), at(b, position))) return false
  for (const { all, bare } of alternative.initials) {
    if (!intersect(at(a, bare), at(b, all)) && !intersect(at(a, all), at(b, bare))) return false
  }
  for (const position of alternative.lacks) {
    if (at(a, position).length === 0 && at(b, position).length === 0) return false
  }
  // Nearly always decided by now; only a blocked key, or a record with too many values, makes keys worth building.
  if (
    blocked.size === 0 &&
    countKeys(alternative, a) <= MAX_KEYS_PER_ALTERNATIVE &&
    countKeys(alternative, b) <= MAX_KEYS_PER_ALTERNATIVE
  ) {
    return true
  }
  const theirs = keysOf(alternative, b)
  for (const key of keysOf(alternative, a)) if (!blocked.has(key) && theirs.includes(key)) return true
  return false
}

function intersect(a: readonly string[], b: readonly string[]): boolean {
  for (let i = 0; i < a.length; i += 1) {
    for (let j = 0; j < b.length; j += 1) if (a[i] === b[j]) return true
  }
  return false
}

/** A record that contradicts itself keeps nobody away: which of its values is wrong cannot be known. */
function onlyValue(features: RuleFeatures, position: number): string | undefined {
  const values = at(features, position)
  return values.length === 1 ? values[0] : undefined
}

function differ(a: RuleFeatures, b: RuleFeatures, position: number): boolean {
  const one = onlyValue(a, position)
  if (one === undefined) return false
  const other = onlyValue(b, position)
  return other !== undefined && one !== other
}
