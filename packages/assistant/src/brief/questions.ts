import { type Fact, ofKind, type TaskFact } from '../facts/fact.ts'
import { phrases } from '../language/phrases.ts'
import type { Say } from '../language/say.ts'
import { type Sentence, sentence } from './sentence.ts'

/**
 * What to ask somebody, each question citing what raises it: a promise or a plan whose outcome nobody told, an opportunity whose day has
 * passed, sources that disagree, what is missing or old. What only one system knows to ask (a range that is not listed, a product that lapsed)
 * is a template of kind `ask`. A question of what is held back is not there, since the fact is not.
 */
export function questions(facts: readonly Fact[], say: Say): readonly Sentence[] {
  const ask = (text: string, raisedBy: readonly Fact[]) => sentence('ask', text, raisedBy)
  const missing = ofKind(facts, 'missing')
  const values = new Map(ofKind(facts, 'conflictValues').map((fact) => [fact.value.attribute, fact]))
  return [
    ...ofKind(facts, 'task')
      .filter(({ value }) => value.isPromise && value.isOverdue)
      .sort(byDue)
      .map((fact) => ask(phrases.askPromise(say, fact), [fact])),
    ...ofKind(facts, 'interaction')
      .filter(({ value }) => value.isUnreported)
      .map((fact) => ask(phrases.askTalk(say, fact), [fact])),
    ...ofKind(facts, 'opportunity')
      .filter(({ value }) => value.isPast)
      .map((fact) => ask(phrases.askOpportunity(say, fact), [fact])),
    ...ofKind(facts, 'conflict').map((fact) => {
      const told = values.get(fact.value.attribute)
      return ask(phrases.askConflict(say, fact, told), [fact, ...(told ? [told] : [])])
    }),
    ...(missing.length > 0 ? [ask(phrases.askMissing(say, missing), missing)] : []),
    ...ofKind(facts, 'stale').map((fact) => ask(phrases.askStale(say, fact), [fact])),
  ]
}

function byDue({ parts: { dueAt: a } }: TaskFact, { parts: { dueAt: b } }: TaskFact): number {
  return (a?.value ?? '') < (b?.value ?? '') ? -1 : 1
}
