import { createHash } from 'node:crypto'
import { formatProfileId, type ProfileId } from '@rapport/core'
import type { Sentence } from '../brief/sentence.ts'
import { type FactQueries, heldBackUntil } from '../facts/material.ts'
import type { LanguageCode } from '../language/languages.ts'
import { verify } from '../verify.ts'
import type { AnswerFact, Told } from './answer-fact.ts'
import { type Asked, type QuestionOptions, readAsked } from './asked.ts'
import { findByRule, findByWords } from './find.ts'
import type { Intent } from './intents.ts'
import { tell } from './language-file.ts'

/** An answer from the data of one profile, each sentence with the facts, each fact with the rows it stands on. */
export interface Answer {
  readonly id: string
  /** `prf_…` */
  readonly profile: string
  readonly language: LanguageCode
  /** What the question was taken to be about; null: it was looked for by its words. */
  readonly intent: Intent | null
  /** `model`: facts that a model looked up, in its words. `none`: the data does not say, and the one sentence says so. */
  readonly basis: 'rule' | 'search' | 'model' | 'none'
  readonly sentences: readonly Pick<Sentence, 'text' | 'facts'>[]
  readonly facts: readonly AnswerFact[]
  readonly held: { readonly count: number; readonly until: 'scope' | 'verified' | null; readonly text: string }
  readonly generatedAt: string
  readonly zone: string
}

/** An answer before it is put together. */
export interface Drafted {
  readonly basis: Answer['basis']
  /** What the reader is told. */
  readonly told: readonly Told[]
  /** That older rows were not read. */
  readonly bounds: readonly Told[]
  /** What this reader may not be told now. */
  readonly held: readonly Told[]
}

/**
 * Answers a question about one profile by rules: what people ask about orders, deliveries, complaints and the like from their rows,
 * anything else by looking for its words. What a payer owes, or an organisation that it belongs to is asked about, is read there, as far
 * as the reader may. Every sentence is judged before it is told; what customers wrote is quoted, never obeyed. At most 1,000 rows of what
 * is asked about are read, newest first; where there are more, the answer says so.
 * @returns `undefined` when the reader may not see the profile
 */
export async function answerQuestion(
  queries: FactQueries,
  id: ProfileId,
  options: QuestionOptions,
): Promise<Answer | undefined> {
  const asked = await readAsked(queries, id, options)
  return asked && answerOf(asked, await draftByRules(asked))
}

/** What rules tell. */
export async function draftByRules(asked: Asked): Promise<Drafted> {
  const { question, subject, options } = asked
  const until = heldBackUntil(options)
  let found = await findByRule(asked)
  let basis: Answer['basis'] = 'rule'
  if (found.told.length === 0 && question.whose === undefined) {
    basis = 'search'
    const { told, bounds, nothing } = await findByWords(asked, subject, question.terms)
    found = { told, bounds, nothing: question.intent === undefined ? nothing : found.nothing }
  }
  const held = until === null ? [] : found.told.filter((one) => !isOpen(one))
  const told = found.told.filter((one) => !held.includes(one) && isProven(asked, one))
  const isFound = told.length > 0 || held.length > 0
  if (!isFound) basis = 'none'
  return {
    basis,
    told: isFound ? told : [found.nothing],
    // The last of what was read is the last there is, however much is older.
    bounds: isFound && question.isLast ? [] : found.bounds.filter((one) => isProven(asked, one)),
    held,
  }
}

/** Whether everybody who may see the profile may be told it. */
export const isOpen = ({ facts }: Told): boolean => facts.every(({ sensitivity }) => sensitivity === 'open')

/** Whether a rule's sentence says only what its facts hold. */
export function isProven({ question: { language }, clock }: Asked, { text, facts }: Told): boolean {
  return verify({ text, facts: facts.map((fact) => fact.id) }, facts, { language, ...clock }).length === 0
}

/** Puts an answer together. */
export function answerOf(
  { subject, question, options, say, clock }: Asked,
  { basis, told, bounds, held }: Drafted,
): Answer {
  const { language } = question
  const until = held.length === 0 ? null : heldBackUntil(options)
  const all = [...told, ...bounds]
  const sentences = all.map(({ text, facts }) => ({ text, facts: [...new Set(facts.map((fact) => fact.id))] }))
  return {
    id: idOf(subject.id, options.question, sentences),
    profile: formatProfileId(subject.id),
    language,
    intent: question.intent ?? null,
    basis,
    sentences,
    facts: [...new Map(all.flatMap((one) => one.facts.map((fact) => [fact.id, fact] as const))).values()],
    held: {
      count: held.length,
      until,
      text: held.length === 0 ? '' : tell(say, language, 'held', { until: until ?? 'none' }),
    },
    generatedAt: new Date(clock.nowMs).toISOString(),
    zone: clock.zone,
  }
}

/** The same for the same question and sentences. */
const idOf = (id: ProfileId, question: string, sentences: Answer['sentences']): string =>
  `ans_${createHash('sha256')
    .update(JSON.stringify([id, question, sentences]))
    .digest('hex')
    .slice(0, 24)}`
