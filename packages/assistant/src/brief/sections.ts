import { type CaseFact, type Fact, type InteractionFact, ofKind, type TaskFact } from '../facts/fact.ts'
import { phrases } from '../language/phrases.ts'
import type { Say } from '../language/say.ts'
import { type Sentence, sentence } from './sentence.ts'

// What several occasions tell, each under its kind.

/** What must be known before a word is said. */
export function alerts(facts: readonly Fact[], say: Say): readonly Sentence[] {
  const cases = ofKind(facts, 'case').filter((fact) => fact.value.alert !== null)
  const conflicts = ofKind(facts, 'conflict')
  return [
    ...ofKind(facts, 'deceased').map((fact) => sentence('alert', phrases.deceased(say), [fact])),
    ...cases
      .sort((a, b) => alertRank(a) - alertRank(b) || byUrgency(a, b))
      .map((fact) => sentence('alert', phrases.case(say, fact), [fact])),
    ...consents(facts, say),
    ...(conflicts.length > 0 ? [sentence('alert', phrases.conflict(say, conflicts), conflicts)] : []),
    ...ofKind(facts, 'conflictValues').map((fact) => sentence('alert', phrases.conflictValues(say, fact), [fact])),
  ]
}

const alertRanks: readonly CaseFact['value']['alert'][] = ['warning', 'dispute', 'complaint', 'urgent']
const alertRank = ({ value }: CaseFact): number => alertRanks.indexOf(value.alert)

/** A sentence for each purpose. */
function consents(facts: readonly Fact[], say: Say): readonly Sentence[] {
  const groups = Map.groupBy(ofKind(facts, 'consent'), ({ value }) => value.purpose)
  return [...groups.values()].map((group) => sentence('alert', phrases.consent(say, group), group))
}

/** Who it is, and how sure that is. */
export function identity(facts: readonly Fact[], say: Say): readonly Sentence[] {
  const [name] = ofKind(facts, 'name')
  const [found] = ofKind(facts, 'identity')
  const caller = ofKind(facts, 'caller').find((fact) => fact.parts.others.value > 0)
  if (!name || !found) return []
  const cited = [name, found, ...(caller ? [caller] : [])]
  return [sentence('identity', phrases.identity(say, name, found, caller), cited)]
}

/** What is not settled, but for what was told as the reason. */
export function openMatters(facts: readonly Fact[], reason: Fact | undefined, say: Say): readonly Sentence[] {
  const open = (fact: Fact, text: string) => sentence('open', text, [fact])
  const untold = <F extends Fact>(list: readonly F[]) => list.filter((fact) => fact !== reason)
  const talks = ofKind(facts, 'interaction')
  const [last] = talks.filter((fact) => !fact.value.isPlanned).sort(byTalk)
  return [
    ...untold(ofKind(facts, 'case').filter((fact) => fact.value.alert === null))
      .sort(byUrgency)
      .map((fact) => open(fact, phrases.case(say, fact))),
    ...untold(ofKind(facts, 'order').filter((fact) => fact.value.isOpen)).map((fact) =>
      open(fact, phrases.order(say, fact)),
    ),
    ...untold(ofKind(facts, 'invoice')).map((fact) => open(fact, phrases.invoice(say, fact))),
    ...untold(ofKind(facts, 'stay')).map((fact) => open(fact, phrases.stay(say, fact))),
    ...talks.filter(isComing).map((fact) => open(fact, phrases.interaction(say, fact))),
    ...(last && last !== reason ? [open(last, phrases.interaction(say, last))] : []),
    ...untold(ofKind(facts, 'task').filter((fact) => !fact.value.isPromise))
      .sort(byUrgency)
      .map((fact) => open(fact, phrases.task(say, fact))),
    ...ofKind(facts, 'own').map((fact) => open(fact, phrases.own(say, fact))),
    ...ofKind(facts, 'opportunity').map((fact) => open(fact, phrases.opportunity(say, fact))),
  ]
}

/** What was planned and never reported is nothing to come. */
export const isComing = ({ value }: InteractionFact): boolean => value.isPlanned && !value.isUnreported

export function promises(facts: readonly Fact[], say: Say): readonly Sentence[] {
  return ofKind(facts, 'task')
    .filter(({ value }) => value.isPromise)
    .sort(byUrgency)
    .map((fact) => sentence('promise', phrases.promise(say, fact), [fact]))
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

/** Where it stands with the house, and what it bought. */
export function value(facts: readonly Fact[], say: Say): readonly Sentence[] {
  const [tier] = ofKind(facts, 'tier')
  const spends = ofKind(facts, 'spend')
  const cited = [...(tier ? [tier] : []), ...spends]
  return cited.length > 0 ? [sentence('value', phrases.value(say, tier, spends), cited)] : []
}

/** What is missing, old, impossible or was not read. */
export function unknown(facts: readonly Fact[], say: Say): readonly Sentence[] {
  const missing = ofKind(facts, 'missing')
  const flags = ofKind(facts, 'flag')
  return [
    ...(missing.length > 0 ? [sentence('unknown', phrases.missing(say, missing), missing)] : []),
    ...ofKind(facts, 'stale').map((fact) => sentence('unknown', phrases.stale(say, fact), [fact])),
    ...(flags.length > 0 ? [sentence('unknown', phrases.flags(say, flags), flags)] : []),
    ...ofKind(facts, 'bound').map((fact) => sentence('unknown', phrases.bound(say, fact.parts.limit), [fact])),
  ]
}

/** What to propose, each with its reason, in the order of its value. */
export function offers(facts: readonly Fact[], kind: 'propose' | 'offer', say: Say): readonly Sentence[] {
  return ofKind(facts, 'offer').map((fact) => sentence(kind, phrases.offer(say, fact), [fact]))
}

/** By which channels offers may be sent. */
export function permitted(facts: readonly Fact[], kind: 'propose' | 'offer', say: Say): readonly Sentence[] {
  return ofKind(facts, 'permission').map((fact) => sentence(kind, phrases.permission(say, fact), [fact]))
}
