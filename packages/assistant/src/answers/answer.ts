import { createHash } from 'node:crypto'
import { entities, formatProfileId, type ProfileId } from '@rapport/core'
import { foldText } from '@rapport/harmonise'
import type { Sentence } from '../brief/sentence.ts'
import { type FactQueries, heldBackUntil, type ReadOptions } from '../facts/material.ts'
import { owedOn } from '../facts/owed.ts'
import { type LanguageCode, languages } from '../language/languages.ts'
import { Say } from '../language/say.ts'
import { verify } from '../verify.ts'
import type { AnswerFact, Told } from './answer-fact.ts'
import { answerBy, entitiesOf, tellBound, tellNothing } from './by-rule.ts'
import type { Intent } from './intents.ts'
import { tell } from './language-file.ts'
import { type Question, readQuestion } from './question.ts'
import { readRelated, tellNoneRelated, tellPayerDue, tellRelated, type Whose } from './related.ts'
import type { Telling } from './row-facts.ts'
import { searchRows, tellHit } from './search.ts'
import {
  type Clock,
  noRows,
  type Rows,
  readMaterialOf,
  readRows,
  readSubject,
  readZone,
  type Subject,
} from './subject.ts'

const MAX_HITS = 3
/** What has words in it: everything but what happened, and ties. */
const WITH_WORDS = Object.entries(entities).flatMap(([name, { class: kind }]) =>
  kind === 'state' || kind === 'content' ? [name] : [],
)

/** What is asked of whom, by whom. */
export interface QuestionOptions extends ReadOptions {
  readonly question: string
  /** The reader's language; absent: the question's. */
  readonly language?: LanguageCode | undefined
}

/** An answer from the data of one profile, each sentence with the facts, each fact with the rows it stands on. */
export interface Answer {
  readonly id: string
  /** `prf_…` */
  readonly profile: string
  readonly language: LanguageCode
  /** What the question was taken to be about; null: it was looked for by its words. */
  readonly intent: Intent | null
  /** `none`: the data does not say, and the one sentence says so. */
  readonly basis: 'rule' | 'search' | 'none'
  readonly sentences: readonly Pick<Sentence, 'text' | 'facts'>[]
  readonly facts: readonly AnswerFact[]
  readonly held: { readonly count: number; readonly until: 'scope' | 'verified' | null; readonly text: string }
  readonly generatedAt: string
  readonly zone: string
}

/** Everything that an answer is made with. */
interface Asked {
  readonly queries: FactQueries
  readonly options: QuestionOptions
  readonly question: Question
  /** Folded. */
  readonly words: readonly string[]
  readonly subject: Subject
  readonly say: Say
  readonly clock: Clock
}

/** What was found, before it is judged. */
interface Found {
  readonly told: readonly Told[]
  /** That older rows were not read, which could say more. */
  readonly bounds: readonly Told[]
  /** What is told when nothing was found. */
  readonly nothing: Told
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
  if (!asked) return undefined
  const { question, say, clock } = asked
  const { language } = question
  const until = heldBackUntil(options)
  const mayTell = ({ facts }: Told) => until === null || facts.every(({ sensitivity }) => sensitivity === 'open')
  let found = await findByRule(asked)
  let basis: Answer['basis'] = 'rule'
  if (found.told.length === 0 && question.whose === undefined) {
    basis = 'search'
    const { told, bounds, nothing } = await findByWords(asked, asked.subject)
    found = { told, bounds, nothing: question.intent === undefined ? nothing : found.nothing }
  }
  const context = { language, ...clock }
  const isProven = ({ text, facts }: Told) =>
    verify({ text, facts: facts.map((fact) => fact.id) }, facts, context).length === 0
  const held = found.told.filter((one) => !mayTell(one))
  const proven = found.told.filter((one) => mayTell(one) && isProven(one))
  if (proven.length === 0 && held.length === 0) {
    basis = 'none'
    proven.push(found.nothing)
  }
  // The last of what was read is the last there is, however much is older.
  if (!question.isLast || basis === 'none') proven.push(...found.bounds.filter(isProven))
  const sentences = proven.map(({ text, facts }) => ({ text, facts: facts.map((fact) => fact.id) }))
  return {
    id: idOf(id, options.question, sentences),
    profile: formatProfileId(id),
    language,
    intent: question.intent ?? null,
    basis,
    sentences,
    facts: [...new Map(proven.flatMap((one) => one.facts.map((fact) => [fact.id, fact] as const))).values()],
    held: {
      count: held.length,
      until: held.length === 0 ? null : until,
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

async function readAsked(queries: FactQueries, id: ProfileId, options: QuestionOptions): Promise<Asked | undefined> {
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

async function findByRule(asked: Asked): Promise<Found> {
  const { question, subject } = asked
  if (question.whose !== undefined) return findOfRelated(asked, question.whose)
  const own = await findOf(asked, subject)
  return question.intent === 'invoices' ? withPayer(asked, own) : own
}

/** What a profile's own rows and values say of what is asked. */
async function findOf(asked: Asked, subject: Subject): Promise<Found> {
  const { queries, options, question, words } = asked
  const { intent } = question
  const entitiesAsked = intent === undefined ? [] : entitiesOf[intent]
  const rights = { ...options.rights, sensitive: true }
  const rows = entitiesAsked.length === 0 ? noRows : await readRows(queries, subject.id, entitiesAsked, rights)
  const telling = await tellingOf(asked, subject, rows)
  return {
    told: intent === undefined ? [] : answerBy(intent, question, telling, words),
    bounds: rows.isWhole ? [] : [tellBound(telling)],
    nothing: tellNothing(telling, intent),
  }
}

/** What is asked of who pays for it, or of whom it belongs to: who that is, and what is known of them. */
async function findOfRelated(asked: Asked, whose: Whose): Promise<Found> {
  const { queries, options, question, subject } = asked
  const related = await readRelated(queries, subject, whose, options.nowMs, options.rights)
  const telling = await tellingOf(asked, subject, noRows)
  if (!related) return { told: [], bounds: [], nothing: tellNoneRelated(telling, whose) }
  const who = tellRelated(telling, related)
  if (!related.subject) return { told: [who], bounds: [], nothing: who }
  if (question.intent === undefined && question.terms.length === 0) return { told: [who], bounds: [], nothing: who }
  const find = question.intent === undefined ? findByWords : findOf
  const { told, bounds, nothing } = await find(asked, related.subject)
  return { told: [who, ...(told.length > 0 ? told : [nothing])], bounds, nothing }
}

/** Invoices of an organisation for which another pays lie there. */
async function withPayer(asked: Asked, own: Found): Promise<Found> {
  const { queries, options, question, words, subject } = asked
  const payer = await readRelated(queries, subject, 'payer', options.nowMs, options.rights)
  if (!payer) return own
  if (!payer.subject) {
    const who = tellRelated(await tellingOf(asked, subject, noRows), payer)
    return { ...own, told: [...own.told, who] }
  }
  const rights = { ...options.rights, sensitive: true }
  const rows = await readRows(queries, payer.subject.id, entitiesOf.invoices, rights)
  const telling = await tellingOf(asked, payer.subject, rows)
  const due = tellPayerDue(telling, payer, rows.items, subject.profile.identifiers)
  const unpaid = rows.items.filter(({ attributes }) => owedOn(attributes) !== undefined)
  const material = { ...telling.material, states: unpaid }
  return {
    told: [...own.told, due, ...answerBy('invoices', question, { ...telling, material }, words)],
    bounds: [...own.bounds, ...(rows.isWhole ? [] : [tellBound(telling)])],
    nothing: own.nothing,
  }
}

/** Rows that hold the words of the question. What the reader may not see is not looked into. */
async function findByWords(asked: Asked, subject: Subject): Promise<Found> {
  const { queries, options, question } = asked
  const rights = { ...options.rights, sensitive: heldBackUntil(options) === null }
  const newest = await readRows(queries, subject.id, undefined, rights)
  // Behind much that happened lies what somebody wrote.
  const written = newest.isWhole ? noRows : await readRows(queries, subject.id, WITH_WORDS, rights)
  const known = new Set(newest.items.map(({ id }) => id))
  const items = [...newest.items, ...written.items.filter(({ id }) => !known.has(id))]
  const telling = await tellingOf(asked, subject, newest)
  return {
    told: searchRows(items, question.terms, MAX_HITS).map((hit) => tellHit(telling, hit)),
    bounds: newest.isWhole || question.terms.length === 0 ? [] : [tellBound(telling, written.isWhole)],
    nothing: tellNothing(telling, undefined),
  }
}

async function tellingOf({ queries, options, question, say, clock }: Asked, subject: Subject, rows: Rows) {
  const rights = { ...options.rights, sensitive: true }
  const material = await readMaterialOf(queries, subject, rows, clock, rights)
  const telling: Telling = { say, language: question.language, material }
  return telling
}
