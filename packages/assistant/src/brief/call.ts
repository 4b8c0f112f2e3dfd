import { type CaseFact, type Fact, type Facts, type InteractionFact, ofKind, type TaskFact } from '../facts/fact.ts'
import type { Language } from '../language/language.ts'
import type { Say } from '../language/say.ts'
import { likelyReason } from './reason.ts'
import { type Sentence, sentence } from './sentence.ts'

/**
 * Everything worth saying to somebody whose phone rings, by rules, the most important first within each kind. What is told
 * once is not told again: a complaint among the alerts is not an open matter, too.
 */
export function callSentences({ facts, nowMs }: Facts, language: Language, say: Say): readonly Sentence[] {
  const reason = likelyReason(facts, nowMs)
  return [
    ...alerts(facts, language, say),
    ...identity(facts, language, say),
    ...reasons(reason, facts, language, say),
    ...openMatters(facts, reason, language, say),
    ...ofKind(facts, 'task')
      .filter(({ value }) => value.isPromise)
      .sort(byUrgency)
      .map((fact) => sentence('promise', language.promise(say, fact), [fact])),
    ...value(facts, language, say),
    ...unknown(facts, language, say),
  ]
}

function alerts(facts: readonly Fact[], language: Language, say: Say): readonly Sentence[] {
  const cases = ofKind(facts, 'case').filter((fact) => fact.value.alert !== null)
  const conflicts = ofKind(facts, 'conflict')
  return [
    ...ofKind(facts, 'deceased').map((fact) => sentence('alert', language.deceased(), [fact])),
    ...cases
      .sort((a, b) => alertRank(a) - alertRank(b) || byUrgency(a, b))
      .map((fact) => sentence('alert', language.case(say, fact), [fact])),
    ...consents(facts, language, say),
    ...(conflicts.length > 0 ? [sentence('alert', language.conflict(say, conflicts), conflicts)] : []),
    ...ofKind(facts, 'conflictValues').map((fact) => sentence('alert', language.conflictValues(say, fact), [fact])),
  ]
}

const alertRanks: readonly CaseFact['value']['alert'][] = ['warning', 'dispute', 'complaint', 'urgent']
const alertRank = ({ value }: CaseFact): number => alertRanks.indexOf(value.alert)

/** A sentence for each purpose. */
function consents(facts: readonly Fact[], language: Language, say: Say): readonly Sentence[] {
  const groups = Map.groupBy(ofKind(facts, 'consent'), ({ value }) => value.purpose)
  return [...groups.values()].map((group) => sentence('alert', language.consent(say, group), group))
}

function identity(facts: readonly Fact[], language: Language, say: Say): readonly Sentence[] {
  const [name] = ofKind(facts, 'name')
  const [found] = ofKind(facts, 'identity')
  const caller = ofKind(facts, 'caller').find((fact) => fact.parts.others.value > 0)
  if (!name || !found) return []
  const cited = [name, found, ...(caller ? [caller] : [])]
  return [sentence('identity', language.identity(say, name, found, caller), cited)]
}

function reasons(reason: Fact | undefined, facts: readonly Fact[], language: Language, say: Say): readonly Sentence[] {
  const [web] = ofKind(facts, 'web')
  const told = new Set(ofKind(facts, 'case').flatMap(({ value, parts }) => (value.alert ? [parts.product?.value] : [])))
  const main = reason && reasonText(reason, told, language, say)
  return [
    ...(reason && main !== undefined ? [sentence('reason', main, [reason])] : []),
    ...(web && reason?.kind !== 'web' ? [sentence('reason', language.web(say, web), [web])] : []),
  ]
}

function reasonText(
  fact: Fact,
  told: ReadonlySet<string | undefined>,
  { reason }: Language,
  say: Say,
): string | undefined {
  switch (fact.kind) {
    case 'order':
      return reason.order(say, fact, fact.parts.product !== undefined && told.has(fact.parts.product.value))
    case 'case':
      return reason.case(say, fact)
    case 'task':
      return reason.task(say, fact)
    case 'stay':
      return reason.stay(say, fact)
    case 'invoice':
      return reason.invoice(say, fact)
    case 'interaction':
      return reason.interaction(say, fact)
    case 'web':
      return reason.web(say, fact)
    default:
      return undefined
  }
}

function openMatters(
  facts: readonly Fact[],
  reason: Fact | undefined,
  language: Language,
  say: Say,
): readonly Sentence[] {
  const open = (fact: Fact, text: string) => sentence('open', text, [fact])
  const untold = <F extends Fact>(list: readonly F[]) => list.filter((fact) => fact !== reason)
  const talks = ofKind(facts, 'interaction')
  const [last] = talks.filter((fact) => !fact.value.isPlanned).sort(byTalk)
  return [
    ...untold(ofKind(facts, 'case').filter((fact) => fact.value.alert === null))
      .sort(byUrgency)
      .map((fact) => open(fact, language.case(say, fact))),
    ...untold(ofKind(facts, 'order').filter((fact) => fact.value.isOpen)).map((fact) =>
      open(fact, language.order(say, fact)),
    ),
    ...untold(ofKind(facts, 'invoice')).map((fact) => open(fact, language.invoice(say, fact))),
    ...untold(ofKind(facts, 'stay')).map((fact) => open(fact, language.stay(say, fact))),
    ...talks.filter((fact) => fact.value.isPlanned).map((fact) => open(fact, language.interaction(say, fact))),
    ...(last && last !== reason ? [open(last, language.interaction(say, last))] : []),
    ...untold(ofKind(facts, 'task').filter((fact) => !fact.value.isPromise))
      .sort(byUrgency)
      .map((fact) => open(fact, language.task(say, fact))),
    ...ofKind(facts, 'own').map((fact) => open(fact, language.own(say, fact))),
    ...ofKind(facts, 'opportunity').map((fact) => open(fact, language.opportunity(say, fact))),
  ]
}

/** The last time somebody spoke with them; what was only written down about them comes behind. */
function byTalk(a: InteractionFact, b: InteractionFact): number {
  return Number(a.value.kind === 'note') - Number(b.value.kind === 'note') || (a.value.at > b.value.at ? -1 : 1)
}

/** Overdue first, then what is due first, then what is newest. */
function byUrgency(a: CaseFact | TaskFact, b: CaseFact | TaskFact): number {
  const due = (fact: CaseFact | TaskFact) => fact.parts.dueAt?.value ?? '9999'
  return (
    Number(b.value.isOverdue) - Number(a.value.isOverdue) ||
    (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : a.value.at > b.value.at ? -1 : 1)
  )
}

function value(facts: readonly Fact[], language: Language, say: Say): readonly Sentence[] {
  const [tier] = ofKind(facts, 'tier')
  const spends = ofKind(facts, 'spend')
  const cited = [...(tier ? [tier] : []), ...spends]
  return cited.length > 0 ? [sentence('value', language.value(say, tier, spends), cited)] : []
}

function unknown(facts: readonly Fact[], language: Language, say: Say): readonly Sentence[] {
  const missing = ofKind(facts, 'missing')
  const flags = ofKind(facts, 'flag')
  return [
    ...(missing.length > 0 ? [sentence('unknown', language.missing(say, missing), missing)] : []),
    ...ofKind(facts, 'stale').map((fact) => sentence('unknown', language.stale(say, fact), [fact])),
    ...(flags.length > 0 ? [sentence('unknown', language.flags(say, flags), flags)] : []),
    ...ofKind(facts, 'bound').map((fact) => sentence('unknown', language.bound(say, fact.parts.limit), [fact])),
  ]
}
