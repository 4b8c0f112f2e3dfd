import { defineResolver, matchRules, type Resolver } from '@rapport/core'
import { defaultModel } from './defaults.ts'
import { rulesMatcher } from './matcher.ts'

/**
 * Links records that a rule says are the same. Its weights are ranks (100 less the rule's priority), not
 * probabilities: they order links that contradict each other, and let a threshold leave the weakest rules out.
 */
export const rulesResolver: Resolver = defineResolver({
  name: 'rules',
  title: 'Deterministic rules',
  entities: ['person', 'organization'],
  certainty: 'deterministic',
  model: matchRules,
  defaultModel,
  maxRecordsPerKey: (model) => model.maxRecordsPerKey,
  matcher: rulesMatcher,
})
