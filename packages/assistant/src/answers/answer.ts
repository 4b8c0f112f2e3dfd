import { createHash } from 'node:crypto'
import { formatProfileId, type ProfileId } from '@rapport/core'
import type { TimelineItem } from '@rapport/engine'
import { foldText } from '@rapport/harmonise'
import type { Sentence } from '../brief/sentence.ts'
import { count } from '../facts/fact.ts'
import { type FactQueries, heldBackUntil, type Material, type ReadOptions, readMaterial } from '../facts/material.ts'
import { owedOn } from '../facts/owed.ts'
import { nameOfRow, rowOfItem, rowOfRecord } from '../facts/read-value.ts'
import { says } from '../facts/status.ts'
import { type LanguageCode, languages } from '../language/languages.ts'
import { Say } from '../language/say.ts'
import { verify } from '../verify.ts'
import type { AnswerFact, Told } from './answer-fact.ts'
import type { Intent } from './intents.ts'
import { tell } from './language-file.ts'
import {
  tellAttributes,
  tellConsents,
  tellContact,
  tellCount,
  tellIdentity,
  tellLoyalty,
  tellSpend,
} from './profile-facts.ts'
import { isAbout, type Question, readQuestion } from './question.ts'
import {
  isPlanned,
  type Telling,
  tellCase,
  tellDelivery,
  tellInvoice,
  tellOrder,
  tellStay,
  tellTalk,
  tellTask,
} from './row-facts.ts'
import { metIn, searchRows, tellHit } from './search.ts'
import { tellPages } from './web-facts.ts'

const MAX_ROWS = 5
const MAX_HITS = 3
/** Of any kind, newest first: where what rules do not know is looked for. */
const MAX_SEARCHED = 200

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

/**
 * Answers a question about one profile by rules: what people ask about orders, deliveries, complaints and the like from their rows,
 * anything else by looking for its words. Every sentence is judged before it is told; what customers wrote is quoted, never obeyed.
 * `undefined` when the reader may not see the profile. The cost does not grow with the profile's history.
 */
export async function answerQuestion(
  queries: FactQueries,
  id: ProfileId,
  options: QuestionOptions,
): Promise<Answer | undefined> {
  const material = await readMaterial(queries, id, options)
  if (!material) return undefined
  const question = readQuestion(options.question, namesOf(material), options.language)
  const { language } = question
  const say = new Say(languages[language], material.zone, material.nowMs)
  const telling: Telling = { say, language, material }
  const until = heldBackUntil(options)
  const words = foldText(options.question).split(' ')
  const byRule = question.intent === undefined ? [] : answerBy(question.intent, question, telling, words)
  const mayTell = ({ facts }: Told) => until === null || facts.every(({ sensitivity }) => sensitivity === 'open')
  const held = byRule.filter((one) => !mayTell(one))
  let told = byRule.filter(mayTell)
  let basis: Answer['basis'] = 'rule'
  if (told.length === 0 && held.length === 0) {
    basis = 'search'
    // What the reader may not see is not looked into.
    const rows = await queries.timeline(id, { limit: MAX_SEARCHED }, { ...options.rights, sensitive: until === null })
    told = searchRows(rows.items, question.terms, MAX_HITS).map((hit) => tellHit(telling, hit))
  }
  const context = { language, zone: material.zone, nowMs: material.nowMs }
  const proven = told.filter(
    ({ text, facts }) => verify({ text, facts: facts.map((fact) => fact.id) }, facts, context).length === 0,
  )
  if (proven.length === 0 && held.length === 0) {
    basis = 'none'
    proven.push(nothing(telling, question))
  }
  const sentences = proven.map(({ text, facts }) => ({ text, facts: facts.map((fact) => fact.id) }))
  const facts = [...new Map(proven.flatMap((one) => one.facts.map((fact) => [fact.id, fact] as const))).values()]
  return {
    id: `ans_${createHash('sha256')
      .update(JSON.stringify([id, options.question, sentences]))
      .digest('hex')
      .slice(0, 24)}`,
    profile: formatProfileId(id),
    language,
    intent: question.intent ?? null,
    basis,
    sentences,
    facts,
    held: {
      count: held.length,
      until: held.length === 0 ? null : until,
      text: held.length === 0 ? '' : tell(say, language, 'held', { until: until ?? 'none' }),
    },
    generatedAt: new Date(material.nowMs).toISOString(),
    zone: material.zone,
  }
}

/** Words of the profile's own name, which say nothing in a question about it. */
function namesOf({ profile: { attributes } }: Material): ReadonlySet<string> {
  const names = ['fullName', 'givenName', 'familyName', 'name', 'legalName'].map((name) => attributes[name])
  return new Set(names.flatMap((name) => (typeof name === 'string' ? foldText(name).split(' ') : [])))
}

type TellRow = (telling: Telling, item: TimelineItem) => Told

function answerBy(intent: Intent, question: Question, telling: Telling, words: readonly string[]): readonly Told[] {
  const { material } = telling
  const { states } = material
  const of = (...entities: readonly string[]) => states.filter((item) => entities.includes(item.entity))
  const isReturn = ({ attributes }: TimelineItem) => attributes.kind === 'return'
  const orders = of('order').filter((item) => !isReturn(item) && item.attributes.kind !== 'quote')
  // What was called off did not take place.
  const talks = of('interaction').filter(
    (item) => !isCalledOff(item) && (!question.isLast || !isPlanned(item, material.nowMs)),
  )
  switch (intent) {
    case 'orders': {
      const listed = listRows(orders, question, telling, tellOrder)
      return orders.length > 1 && !question.isLast ? [tellCount(telling, orders), ...listed] : listed
    }
    case 'returns':
      return listRows(of('order').filter(isReturn), question, telling, tellOrder)
    case 'deliveries':
      return listRows(orders, question, telling, tellDelivery)
    case 'cases':
      return listRows(of('case'), question, telling, tellCase)
    case 'promises': {
      const tasks = of('task')
      const promises = tasks.filter(({ attributes }) => attributes.kind === 'promise')
      return listRows(promises.length > 0 ? promises : tasks, question, telling, tellTask)
    }
    case 'talks':
      return listRows(talks, question, telling, tellTalk)
    case 'visits':
      return listRows(
        talks.filter(({ attributes }) => attributes.kind === 'visit'),
        question,
        telling,
        tellTalk,
      )
    case 'stays':
      return listRows(of('stay'), question, telling, tellStay)
    case 'invoices':
      return listInvoices(openFirst(of('invoice')), question, telling)
    case 'contact':
      return tellContact(telling, words)
    case 'birthday':
      return tellAttributes(telling, ['birthDate'])
    case 'language':
      return tellAttributes(telling, ['languages'])
    case 'identity':
      return tellIdentity(telling)
    case 'consent':
      return tellConsents(telling)
    case 'loyalty':
      return tellLoyalty(telling)
    case 'spend':
      return tellSpend(telling)
    case 'web':
      return tellPages(telling)
  }
}

const isCalledOff = ({ attributes: { status } }: TimelineItem): boolean =>
  says(typeof status === 'string' ? status : undefined, 'cancelled')

const openFirst = (rows: readonly TimelineItem[]): readonly TimelineItem[] =>
  [...rows].sort((a, b) => Number(isPaid(a)) - Number(isPaid(b)))

const isPaid = ({ attributes }: TimelineItem): boolean => owedOn(attributes) === undefined

/**
 * The newest rows, or those that what else is named in the question is about: the delivery in a complaint about a delivery. When
 * none says so, that is told, and what there is. A word that nobody knows and no row holds claims nothing.
 */
function listRows(
  rows: readonly TimelineItem[],
  question: Question,
  telling: Telling,
  tellRow: TellRow,
): readonly Told[] {
  if (rows.length === 0) return []
  const { besides, terms, isLast } = question
  const isNarrowed = besides.length > 0 || terms.length > 0
  const meant = isNarrowed ? rows.filter((item) => isMeant(item, question)) : rows
  const isFound = meant.length > 0
  const chosen = (isFound ? meant : rows).slice(0, isLast ? 1 : MAX_ROWS)
  const listed = chosen.map((item) => tellRow(telling, item))
  const more = (isFound ? meant : rows).length - chosen.length
  return [
    ...(isFound || besides.length === 0 ? [] : noneAbout(listed, telling)),
    ...listed,
    ...(more > 0 && !isLast ? [moreOf(more, chosen, telling)] : []),
  ]
}

/** Whether a row is about what the question names beside: by its own words, or by what it points at. */
function isMeant(item: TimelineItem, { besides, terms }: Question): boolean {
  if (terms.length > 0 && metIn(item, terms) > 0) return true
  const { attributes: a } = item
  const words = foldText(
    [a.kind, a.subject, a.text, a.status].filter((one) => typeof one === 'string').join(' '),
  ).split(' ')
  return besides.some(
    (intent) => words.some((word) => isAbout(intent, word)) || (intent === 'orders' && a.order !== undefined),
  )
}

/** Open ones first; those that should have been paid when these are asked for. */
function listInvoices(rows: readonly TimelineItem[], question: Question, telling: Telling): readonly Told[] {
  const { today } = telling.material
  const isOverdue = (item: TimelineItem) => {
    const { dueOn } = item.attributes
    return !isPaid(item) && typeof dueOn === 'string' && dueOn.slice(0, 10) < today
  }
  const overdue = question.isOverdue ? rows.filter(isOverdue) : []
  const listed = listRows(overdue.length > 0 ? overdue : rows, { ...question, besides: [] }, telling, tellInvoice)
  if (!question.isOverdue || overdue.length > 0 || listed.length === 0) return listed
  const { say, language } = telling
  return [{ facts: listed.flatMap((one) => one.facts), text: tell(say, language, 'noneOverdue', {}) }, ...listed]
}

/** None says so in its words, which is all that rules can tell. */
function noneAbout(listed: readonly Told[], { say, language }: Telling): readonly Told[] {
  const facts = listed.flatMap((one) => one.facts)
  return facts.length === 0 ? [] : [{ facts, text: tell(say, language, 'noneAbout', {}) }]
}

function moreOf(more: number, rows: readonly TimelineItem[], { say, language }: Telling): Told {
  const last = rows.at(-1) as TimelineItem
  const fact: AnswerFact = {
    id: `more:${nameOfRow(last)}`,
    kind: 'more',
    parts: { count: count(more) },
    rows: [rowOfItem(last)],
    certainty: 'calculated',
    sensitivity: 'open',
  }
  return { facts: [fact], text: tell(say, language, 'more', { count: more }) }
}

/** The data does not say: what was read, and holds nothing of it, is cited. */
function nothing({ say, language, material }: Telling, { intent }: Question): Told {
  const rows = [...material.states.slice(0, 1).map(rowOfItem), ...material.records.slice(0, 1).map(rowOfRecord)]
  const read = material.states.length + material.records.length
  const fact: AnswerFact = {
    id: 'read',
    kind: 'read',
    parts: { count: count(read) },
    rows,
    certainty: 'calculated',
    sensitivity: 'open',
  }
  const text = intent === undefined ? tell(say, language, 'notSaid', {}) : tell(say, language, 'none', { intent })
  return { facts: [fact], text }
}
