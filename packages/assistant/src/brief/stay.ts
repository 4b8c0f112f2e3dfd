import { type Facts, ofKind } from '../facts/fact.ts'
import { nameOfRow } from '../facts/read-value.ts'
import { phrases } from '../language/phrases.ts'
import type { Say } from '../language/say.ts'
import { alerts, identity, offers, openMatters, permitted, promises, unknown, value } from './sections.ts'
import { type Sentence, sentence } from './sentence.ts'

/** Everything worth saying to a front desk before a guest arrives, by rules. */
export function staySentences({ facts }: Facts, say: Say): readonly Sentence[] {
  const stays = ofKind(facts, 'stay')
  const past = stays.filter((fact) => fact.value.when === 'past')
  // Pages that templates tell as steps of the way need not be told again.
  const steps = new Set(ofKind(facts, 'template').flatMap(({ rows }) => rows.map(nameOfRow)))
  return [
    ...alerts(facts, say),
    ...identity(facts, say),
    ...stays
      .filter((fact) => fact.value.when !== 'past')
      .sort((a, b) => (a.parts.arrivalOn.value < b.parts.arrivalOn.value ? -1 : 1))
      .map((fact) => sentence('stay', phrases.stay(say, fact), [fact])),
    ...(past.length > 0 ? [sentence('stay', phrases.pastStays(say, past), past)] : []),
    ...promises(facts, say),
    ...openMatters(
      facts.filter((fact) => fact.kind !== 'stay'),
      undefined,
      say,
    ),
    ...ofKind(facts, 'web')
      .filter((fact) => !fact.rows.some((row) => steps.has(nameOfRow(row))))
      .map((fact) => sentence('journey', phrases.web(say, fact), [fact])),
    ...value(facts, say),
    ...offers(facts, 'offer', say),
    ...permitted(facts, 'offer', say),
    ...unknown(facts, say),
  ]
}
