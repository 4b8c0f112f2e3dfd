import { z } from 'zod'
import { cardinality } from '../model/party.ts'

const feature = z.union([
  z.strictObject({
    same: z.string().describe('An identifier namespace (email, phone, loyaltyNumber) or an attribute path.'),
    as: z.enum(['exact', 'folded', 'initial', 'year']).default('exact'),
  }),
])

/** A rule's condition: features that must agree, in AND and OR. */
export type RuleCondition =
  | z.output<typeof feature>
  | { readonly all: readonly RuleCondition[] }
  | { readonly any: readonly RuleCondition[] }

const ruleCondition: z.ZodType<RuleCondition> = z.lazy(() =>
  z.union([
    feature,
    z.strictObject({ all: z.array(ruleCondition).min(1) }),
    z.strictObject({ any: z.array(ruleCondition).min(1) }),
  ]),
) as z.ZodType<RuleCondition>

/** The model of the deterministic resolver: which features, agreeing, mean the same party. */
export const matchRules = z.strictObject({
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
        as: z.enum(['exact', 'folded', 'initial', 'year']).default('exact'),
      }),
    )
    .default([]),
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
