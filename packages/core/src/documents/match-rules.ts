import { z } from 'zod'
import { cardinality } from '../model/party.ts'

/**
 * How two values are compared. `initial`: one of the two is no more than the initial of the other (`A.` and `Ana`).
 * `nickname`: given names that may be one person's (`Bob` and `Robert`). `day` and `year` read dates: a partial date has a
 * year and says nothing as a `day`.
 */
const as = z.enum(['exact', 'folded', 'initial', 'nickname', 'year', 'day']).default('exact')

const same = z.strictObject({
  same: z.string().min(1).describe('An identifier namespace (email, phone, loyaltyNumber) or an attribute path.'),
  as,
})

const lacks = z.strictObject({
  lacks: z
    .array(z.string().min(1))
    .min(1)
    .describe(
      'Namespaces or attribute paths of which at least one of the two records has none: an order that knows only an e-mail.',
    ),
})

/** A rule's condition: features that must agree, in AND and OR. */
export type RuleCondition =
  | z.output<typeof same>
  | z.output<typeof lacks>
  | { readonly all: readonly RuleCondition[] }
  | { readonly any: readonly RuleCondition[] }

const ruleCondition: z.ZodType<RuleCondition, RuleCondition> = z.lazy(() =>
  z.union([
    same,
    lacks,
    z.strictObject({ all: z.array(ruleCondition).min(1) }),
    z.strictObject({ any: z.array(ruleCondition).min(1) }),
  ]),
) as z.ZodType<RuleCondition, RuleCondition>

/** Spelt out as OR of ANDs, a rule has at most so many alternatives; each costs a record a key. */
const maxAlternatives = 64

function countAlternatives(one: RuleCondition): number {
  if ('all' in one) return one.all.reduce((product, part) => Math.min(product * countAlternatives(part), 1e6), 1)
  return 'any' in one ? one.any.reduce((sum, part) => sum + countAlternatives(part), 0) : 1
}

/** Whether every way to meet the condition rests on at least one value that points at one party. */
function restsOnAValue(one: RuleCondition, isShared: (name: string) => boolean): boolean {
  if ('all' in one) return one.all.some((part) => restsOnAValue(part, isShared))
  if ('any' in one) return one.any.every((part) => restsOnAValue(part, isShared))
  return 'same' in one && !isShared(one.same)
}

/** The model of the deterministic resolver: which features, agreeing, mean the same party. */
export const matchRules = z
  .strictObject({
    /** An identifier on more records than this joins nobody. */
    maxRecordsPerKey: z.int().min(2).max(100).default(20),
    namespaces: z
      .record(z.string(), z.strictObject({ cardinality }))
      .default({})
      .describe(
        'Identifier namespaces that differ from `many`. Two values of a one-per-party namespace keep two records apart.',
      ),
    rules: z
      .array(
        z.strictObject({
          name: z.string(),
          priority: z.int().min(1).max(100).default(50).describe('1 is strongest.'),
          when: ruleCondition,
        }),
      )
      .max(50),
    apart: z
      .array(
        z.strictObject({
          name: z.string(),
          differ: z.string().describe('An attribute path or namespace: two different values never join.'),
          as,
        }),
      )
      .default([]),
  })
  .superRefine(({ rules, namespaces }, context) => {
    const isShared = (name: string) => namespaces[name]?.cardinality === 'shared'
    for (const [at, rule] of rules.entries()) {
      const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['rules', at, 'when'], message })
      const alternatives = countAlternatives(rule.when)
      if (alternatives > maxAlternatives)
        refuse(`spelt out, it has ${alternatives} alternatives; at most ${maxAlternatives}, so split it or say less`)
      if (!restsOnAValue(rule.when, isShared))
        refuse('it can be met without agreeing on a value that is not shared; add a `same` to each alternative')
    }
  })
export type MatchRules = z.output<typeof matchRules>

/** Which resolver runs for an entity, with which model. */
export const matchRulesDocument = z.strictObject({
  type: z.literal('match-rules'),
  name: z.string(),
  entity: z.enum(['person', 'organization']),
  resolver: z.string().default('rules/rules').describe('plugin/resolver.'),
  /** The least weight, in bits, that links two records. */
  thresholdBits: z.number().default(0),
  model: z.record(z.string(), z.json()).describe("As the resolver's own schema says."),
})
export type MatchRulesDocument = z.output<typeof matchRulesDocument>
