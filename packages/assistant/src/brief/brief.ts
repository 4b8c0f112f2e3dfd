import { createHash } from 'node:crypto'
import { type SentenceKind, sentenceKinds } from '@rapport/core'
import type { Fact, Facts } from '../facts/fact.ts'
import { ofKind } from '../facts/fact.ts'
import { type LanguageCode, languages } from '../language/languages.ts'
import { capital, plain, Say } from '../language/say.ts'
import { everySentence, kindsOf, type PlannedOccasion, wordLimitOf } from './plan.ts'
import { type Sentence, wordsIn } from './sentence.ts'

export interface BriefOptions {
  readonly occasion: PlannedOccasion
  readonly language?: LanguageCode | undefined
  /** Every sentence, however many. */
  readonly all?: boolean | undefined
  /** What to choose from, in this order, instead of what the rules would say. */
  readonly sentences?: readonly Sentence[] | undefined
}

/** What is not in a brief, counted. */
export interface Left {
  /** Sentences that did not fit, by kind. */
  readonly counts: Readonly<Partial<Record<SentenceKind, number>>>
  readonly sentences: number
  /** Sensitive facts that are held back. */
  readonly sensitive: number
  /** Until when: the key gets the scope, or the caller is verified. */
  readonly until: 'scope' | 'verified' | null
  /** The same in words; empty when nothing is left. */
  readonly text: string
  /** Where the whole is to be had (POST the same body); null when this is it. */
  readonly more: string | null
}

/** What an advisor reads before they speak: sentences, each citing its facts, and the facts with the rows they stand on. */
export interface Brief {
  /** The same as long as it says the same of the same profile. */
  readonly id: string
  readonly occasion: PlannedOccasion
  readonly language: LanguageCode
  /** `prf_…` */
  readonly profile: string
  /** What the profile is called. */
  readonly title: string
  readonly sentences: readonly Sentence[]
  /** Those that the sentences cite. */
  readonly facts: readonly Fact[]
  readonly left: Left
  readonly generatedAt: string
  /** The newest time that any row told of. */
  readonly asOf: string | null
  /** In which times are told. */
  readonly zone: string
}

/**
 * Writes a brief from facts, by rules and without a model. At most {@link wordLimitOf} words: alerts that press and a
 * promise, the first sentence of each kind in the order of the occasion's, so that no kind crowds out another, then the others in
 * the same order, as they fit; what is left is counted. Sentences come in the order of their kinds.
 */
export function writeBrief(
  facts: Facts,
  { occasion, language = 'en', all = false, sentences: given }: BriefOptions,
): Brief {
  const say = new Say(languages[language], facts.zone, facts.nowMs)
  const every = given ?? everySentence(facts, say, occasion)
  const { sentences, left } = all ? whole(every, facts, say) : fitted(every, facts, say, occasion)
  const cited = new Set(sentences.flatMap((one) => one.facts))
  const [name] = ofKind(facts.facts, 'name')
  return {
    id: briefId([facts.profile, occasion, language, sentences, left]),
    occasion,
    language,
    profile: facts.profile,
    title: name?.value.name ? plain(name.value.name) : say.message('nameless'),
    sentences,
    facts: facts.facts.filter((fact) => cited.has(fact.id)),
    left,
    generatedAt: new Date(facts.nowMs).toISOString(),
    asOf: facts.asOf,
    zone: facts.zone,
  }
}

interface Fitted {
  readonly sentences: readonly Sentence[]
  readonly left: Left
}

function whole(every: readonly Sentence[], facts: Facts, say: Say): Fitted {
  return { sentences: every, left: leftOf([], facts, say) }
}

/** Takes sentences while they and the words about what is then left stay within the budget. */
function fitted(every: readonly Sentence[], facts: Facts, say: Say, occasion: PlannedOccasion): Fitted {
  const most = wordLimitOf(occasion)
  const firsts = kindsOf(occasion).flatMap((kind) => every.find((one) => one.kind === kind) ?? [])
  // What was promised comes before what is merely open, what is not known after all that is.
  const promised = firsts.filter(({ kind }) => kind === 'promise')
  const known = firsts.filter(({ kind }) => kind !== 'unknown')
  const order = new Set([...pressing(every, facts, most / 2), ...promised, ...known, ...firsts, ...every])
  const chosen = new Set<Sentence>()
  const without = (more?: Sentence) => every.filter((one) => !chosen.has(one) && one !== more)
  let words = 0
  for (const one of order) {
    const size = wordsIn(one.text)
    const closing = wordsIn(leftOf(without(one), facts, say).text)
    if (words + size + closing > most) continue
    chosen.add(one)
    words += size
  }
  return { sentences: every.filter((one) => chosen.has(one)), left: leftOf(without(), facts, say) }
}

/** Alerts that a reader may not miss, up to so many words; that sources disagree can wait. */
function pressing(every: readonly Sentence[], { facts }: Facts, mostWords: number): readonly Sentence[] {
  const disputed = new Set([...ofKind(facts, 'conflict'), ...ofKind(facts, 'conflictValues')].map(({ id }) => id))
  let words = 0
  return every.filter((one) => {
    if (one.kind !== 'alert' || one.facts.some((id) => disputed.has(id))) return false
    words += wordsIn(one.text)
    return words <= mostWords
  })
}

function leftOf(sentences: readonly Sentence[], { heldBack }: Facts, say: Say): Left {
  const counts: Partial<Record<SentenceKind, number>> = {}
  for (const { kind } of sentences) counts[kind] = (counts[kind] ?? 0) + 1
  return {
    counts,
    sentences: sentences.length,
    sensitive: heldBack.count,
    until: heldBack.until,
    text: leftText(say, counts, heldBack),
    more: sentences.length > 0 ? '/v1/briefs?all=true' : null,
  }
}

/** Kinds that are named where they are left; the words for all would crowd out what they are about. */
const NAMED: readonly SentenceKind[] = ['alert', 'due', 'reason', 'open', 'promise', 'propose', 'offer']

/** What did not fit, and what is held back; empty when nothing is. */
function leftText(say: Say, counts: Left['counts'], { count, until }: Facts['heldBack']): string {
  const grouped = new Map<string, number>()
  for (const kind of sentenceKinds) {
    const group = NAMED.includes(kind) ? kind : 'line'
    grouped.set(group, (grouped.get(group) ?? 0) + (counts[kind] ?? 0))
  }
  // What is only a line more comes last.
  const more = [...NAMED, 'line'].flatMap((kind) => {
    const count = grouped.get(kind) ?? 0
    return count === 0 ? [] : [say.message('left', { kind, count })]
  })
  const clauses = [
    ...(more.length > 0 ? [say.list(more)] : []),
    ...(until === null ? [] : [say.message('heldBack', { count, until })]),
  ]
  return clauses.length === 0 ? '' : `${capital(clauses.join(say.writing.clauses))}.`
}

function briefId(content: unknown): string {
  return `brf_${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 24)}`
}
