import { type Fact, type Facts, ofKind } from '../facts/fact.ts'
import { phrases } from '../language/phrases.ts'
import type { Say } from '../language/say.ts'
import { likelyReason } from './reason.ts'
import { alerts, identity, openMatters, promises, unknown, value } from './sections.ts'
import { type Sentence, sentence } from './sentence.ts'

/**
 * Everything worth saying to somebody whose phone rings, by rules, the most important first within each kind. What is told
 * once is not told again: a complaint among the alerts is not an open matter, too.
 */
export function callSentences({ facts, nowMs }: Facts, say: Say): readonly Sentence[] {
  const reason = likelyReason(facts, nowMs)
  return [
    ...alerts(facts, say),
    ...ofKind(facts, 'engaged').map((fact) => sentence('colleague', phrases.engaged(say, fact), [fact])),
    ...identity(facts, say),
    ...reasons(reason, facts, say),
    ...openMatters(facts, reason, say),
    ...promises(facts, say),
    ...value(facts, say),
    ...unknown(facts, say),
  ]
}

function reasons(reason: Fact | undefined, facts: readonly Fact[], say: Say): readonly Sentence[] {
  const [web] = ofKind(facts, 'web')
  const told = new Set(ofKind(facts, 'case').flatMap(({ value, parts }) => (value.alert ? [parts.product?.value] : [])))
  const main = reason && reasonText(reason, told, say)
  return [
    ...(reason && main !== undefined ? [sentence('reason', main, [reason])] : []),
    ...(web && reason?.kind !== 'web' ? [sentence('reason', phrases.web(say, web), [web])] : []),
  ]
}

function reasonText(fact: Fact, told: ReadonlySet<string | undefined>, say: Say): string | undefined {
  switch (fact.kind) {
    case 'order':
      return phrases.reasonOrder(say, fact, fact.parts.product !== undefined && told.has(fact.parts.product.value))
    case 'case':
      return phrases.reasonCase(say, fact)
    case 'task':
      return phrases.reasonTask(say, fact)
    case 'stay':
      return phrases.reasonStay(say, fact)
    case 'invoice':
      return phrases.reasonInvoice(say, fact)
    case 'interaction':
      return phrases.reasonInteraction(say, fact)
    case 'web':
      return phrases.reasonWeb(say, fact)
    default:
      return undefined
  }
}
