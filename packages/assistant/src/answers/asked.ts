import type { ProfileId } from '@rapport/core'
import { foldText } from '@rapport/harmonise'
import type { FactQueries, ReadOptions } from '../facts/material.ts'
import { type LanguageCode, languages } from '../language/languages.ts'
import { Say } from '../language/say.ts'
import { type Question, readQuestion } from './question.ts'
import type { Telling } from './row-facts.ts'
import { type Clock, type Rows, readMaterialOf, readSubject, readZone, type Subject } from './subject.ts'

/** What is asked of whom, by whom. */
export interface QuestionOptions extends ReadOptions {
  readonly question: string
  /** The reader's language; absent: the question's. */
  readonly language?: LanguageCode | undefined
}

/** Everything that an answer is made with. */
export interface Asked {
  readonly queries: FactQueries
  readonly options: QuestionOptions
  readonly question: Question
  /** Folded. */
  readonly words: readonly string[]
  readonly subject: Subject
  readonly say: Say
  readonly clock: Clock
}

/** `undefined` when the reader may not see the profile. */
export async function readAsked(
  queries: FactQueries,
  id: ProfileId,
  options: QuestionOptions,
): Promise<Asked | undefined> {
  const { nowMs, rights } = options
  const [subject, zone] = await Promise.all([
    readSubject(queries, id, rights),
    options.zone ?? readZone(queries, id, rights),
  ])
  if (!subject) return undefined
  const about = { names: namesOf(subject), isOrganization: subject.profile.entity === 'organization' }
  const question = readQuestion(options.question, about, options.language)
  const say = new Say(languages[question.language], zone, nowMs)
  return {
    queries,
    options,
    question,
    words: foldText(options.question).split(' '),
    subject,
    say,
    clock: { nowMs, zone },
  }
}

/** Words of the profile's own name, which say nothing in a question about it. */
function namesOf({ profile: { attributes } }: Subject): ReadonlySet<string> {
  const names = ['fullName', 'givenName', 'familyName', 'name', 'legalName'].map((name) => attributes[name])
  return new Set(names.flatMap((name) => (typeof name === 'string' ? foldText(name).split(' ') : [])))
}

/** What writes an answer of rows, and for whom. */
export async function tellingOf(
  { queries, options, question, say, clock }: Asked,
  subject: Subject,
  rows: Rows,
): Promise<Telling> {
  const rights = { ...options.rights, sensitive: true }
  const material = await readMaterialOf(queries, subject, rows, clock, rights)
  return { say, language: question.language, material }
}
