import type { Occasion, SentenceKind } from '@rapport/core'
import type { Facts } from '../facts/fact.ts'
import type { Say } from '../language/say.ts'
import { callSentences } from './call.ts'
import type { Sentence } from './sentence.ts'
import { staySentences } from './stay.ts'
import { withTemplates } from './templates.ts'
import { visitSentences } from './visit.ts'

/** What a brief for an occasion is made of. */
interface Plan {
  /** What is told, in the order of priority and of the page. */
  readonly kinds: readonly SentenceKind[]
  /** What its words add up to at most, its closing line included. */
  readonly maxWords: number
  readonly sentences: (facts: Facts, say: Say) => readonly Sentence[]
}

const plans: Readonly<Record<PlannedOccasion, Plan>> = {
  call: {
    kinds: ['alert', 'colleague', 'identity', 'reason', 'open', 'promise', 'value', 'unknown'],
    maxWords: 120,
    sentences: callSentences,
  },
  visit: {
    kinds: [
      'alert',
      'meet',
      'promise',
      'sales',
      'due',
      'range',
      'open',
      'engagement',
      'change',
      'preference',
      'propose',
      'ask',
      'unknown',
    ],
    maxWords: 300,
    sentences: visitSentences,
  },
  stay: {
    kinds: [
      'alert',
      'identity',
      'stay',
      'promise',
      'preference',
      'journey',
      'value',
      'open',
      'engagement',
      'offer',
      'unknown',
    ],
    // The way here is told step by step.
    maxWords: 400,
    sentences: staySentences,
  },
}

/** What a brief can be for. */
export const plannedOccasions: readonly ['call', 'visit', 'stay'] = ['call', 'visit', 'stay']
export type PlannedOccasion = Extract<Occasion, (typeof plannedOccasions)[number]>

/** The kinds of sentences of an occasion, in their order. */
export const kindsOf = (occasion: PlannedOccasion): readonly SentenceKind[] => plans[occasion].kinds

export const wordLimitOf = (occasion: PlannedOccasion): number => plans[occasion].maxWords

/** Everything worth saying, by rules, in the order of its kinds. */
export function everySentence(facts: Facts, say: Say, occasion: PlannedOccasion): readonly Sentence[] {
  const { kinds, sentences } = plans[occasion]
  return withTemplates(sentences(facts, say), facts.facts, say, { occasion, kinds })
}
