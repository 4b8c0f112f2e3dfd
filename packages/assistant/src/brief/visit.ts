import { type Fact, type Facts, ofKind } from '../facts/fact.ts'
import { phrases } from '../language/phrases.ts'
import type { Say } from '../language/say.ts'
import { questions } from './questions.ts'
import { alerts, identity, isComing, offers, openMatters, permitted, promises, unknown, value } from './sections.ts'
import { type Sentence, sentence } from './sentence.ts'

/** Everything worth saying to a rep before they visit, by rules. */
export function visitSentences({ facts }: Facts, say: Say): readonly Sentence[] {
  const talks = ofKind(facts, 'interaction')
  const planned = talks.filter(isComing).sort((a, b) => (a.value.at < b.value.at ? -1 : 1))
  const lastVisit = talks.find((fact) => !fact.value.isPlanned && fact.value.kind === 'visit')
  // Since a visit orders are counted; without one, those of late are told.
  const arrived = lastVisit ? [] : ofKind(facts, 'order').filter((fact) => !fact.value.isOpen)
  const elsewhere: readonly Fact['kind'][] = ['invoice', 'opportunity']
  const proposed = offers(facts, 'propose', say)
  const open = facts.filter((fact) => !elsewhere.includes(fact.kind) && !planned.some((one) => one === fact))
  return [
    ...alerts(facts, say),
    ...planned.map((fact) => sentence('meet', phrases.interaction(say, fact), [fact])),
    ...team(facts, say),
    ...identity(facts, say).map((one) => ({ ...one, kind: 'meet' as const })),
    ...value(facts, say).map((one) => ({ ...one, kind: 'sales' as const })),
    ...ofKind(facts, 'invoice').map((fact) => sentence('due', phrases.invoice(say, fact), [fact])),
    ...ofKind(facts, 'payerDue').map((fact) => sentence('due', phrases.payerDue(say, fact), [fact])),
    ...promises(facts, say),
    ...openMatters(
      open.filter((fact) => fact !== lastVisit),
      undefined,
      say,
    ),
    ...(lastVisit ? [sentence('change', phrases.interaction(say, lastVisit), [lastVisit])] : []),
    ...ofKind(facts, 'unvisited').map((fact) => sentence('change', phrases.unvisited(say), [fact])),
    ...ofKind(facts, 'change').map((fact) => sentence('change', phrases.change(say, fact), [fact])),
    ...arrived.map((fact) => sentence('change', phrases.order(say, fact), [fact])),
    ...proposed.slice(0, 1),
    ...ofKind(facts, 'opportunity').map((fact) => sentence('propose', phrases.opportunity(say, fact), [fact])),
    ...proposed.slice(1),
    ...permitted(facts, 'propose', say),
    ...questions(facts, say),
    // What is asked need not be told, too.
    ...unknown(
      facts.filter(({ kind }) => kind !== 'missing' && kind !== 'stale'),
      say,
    ),
  ]
}

/** Who works there, each with what templates tell of them. */
function team(facts: readonly Fact[], say: Say): readonly Sentence[] {
  return ofKind(facts, 'member').map((fact) => {
    const told = ofKind(facts, 'template').filter((one) => one.value.of === fact.id)
    const texts = [phrases.member(say, fact), ...told.map((one) => phrases.template(say, one))]
    return sentence('meet', texts.join(' '), [fact, ...told])
  })
}
