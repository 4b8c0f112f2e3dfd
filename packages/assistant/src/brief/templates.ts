import type { Occasion, SentenceKind } from '@rapport/core'
import { type Fact, ofKind, type TemplateFact } from '../facts/fact.ts'
import { phrases } from '../language/phrases.ts'
import type { Say } from '../language/say.ts'
import { type Sentence, sentence } from './sentence.ts'

/** From here on a template comes before what every brief says of the kind. */
const FIRST = 0.75

/** Where a kind is told in an occasion that does not have it: the first of these that it has. */
const elsewhere: Readonly<Record<SentenceKind, readonly SentenceKind[]>> = {
  alert: [],
  colleague: ['identity', 'meet'],
  identity: ['meet'],
  meet: ['identity'],
  reason: ['change', 'journey'],
  stay: ['value', 'open'],
  journey: ['reason', 'change'],
  sales: ['value'],
  due: ['open'],
  open: ['stay'],
  promise: [],
  engagement: ['journey', 'value'],
  range: ['sales', 'value'],
  change: ['reason', 'journey'],
  value: ['sales'],
  preference: ['meet', 'value'],
  propose: ['offer', 'value'],
  offer: ['propose', 'value'],
  ask: ['unknown'],
  unknown: ['ask'],
}

/** An occasion's sentences with those of templates among them, in the order of its kinds. */
export function withTemplates(
  sentences: readonly Sentence[],
  facts: readonly Fact[],
  say: Say,
  { occasion, kinds }: { readonly occasion: Occasion; readonly kinds: readonly SentenceKind[] },
): readonly Sentence[] {
  const weigh = (fact: TemplateFact) => fact.value.relevance[occasion] ?? 0
  const told = ofKind(facts, 'template')
    // Of who works at the place: told with them.
    .filter((fact) => weigh(fact) > 0 && fact.value.of === undefined)
    .sort((a, b) => weigh(b) - weigh(a) || byTime(a, b))
    .map((fact) => {
      const { section } = fact.value
      const kind = [section, ...elsewhere[section]].find((one) => kinds.includes(one)) ?? 'unknown'
      return { isFirst: weigh(fact) >= FIRST, one: sentence(kind, phrases.template(say, fact), [fact]) }
    })
  return kinds.flatMap((kind) => [
    ...told.flatMap(({ one, isFirst }) => (one.kind === kind && isFirst ? [one] : [])),
    ...sentences.filter((one) => one.kind === kind),
    ...told.flatMap(({ one, isFirst }) => (one.kind === kind && !isFirst ? [one] : [])),
  ])
}

/** The newest first; a journey as it went. */
function byTime({ value: a }: TemplateFact, { value: b }: TemplateFact): number {
  const newestFirst = a.at > b.at ? -1 : a.at < b.at ? 1 : 0
  return a.section === 'journey' && b.section === 'journey' ? -newestFirst : newestFirst
}
