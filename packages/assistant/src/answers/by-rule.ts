import type { TimelineItem } from '@rapport/engine'
import { foldText } from '@rapport/harmonise'
import { count, instant } from '../facts/fact.ts'
import { owedOn } from '../facts/owed.ts'
import { nameOfRow, rowOfItem, rowOfRecord } from '../facts/read-value.ts'
import { says } from '../facts/status.ts'
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
import { isAbout, type Question } from './question.ts'
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
import { metIn } from './search.ts'
import type { AnswerMaterial } from './subject.ts'
import { tellPages } from './web-facts.ts'

const MAX_ROWS = 5

/** The entities whose rows answer what is asked; of none, the profile itself does. */
export const entitiesOf: Readonly<Record<Intent, readonly string[]>> = {
  invoices: ['invoice'],
  birthday: [],
  consent: [],
  loyalty: ['agreement'],
  spend: ['order', 'stay'],
  cases: ['case'],
  promises: ['task'],
  returns: ['order'],
  deliveries: ['order', 'shipment'],
  stays: ['stay'],
  web: ['event'],
  language: [],
  visits: ['interaction'],
  talks: ['interaction'],
  orders: ['order'],
  contact: [],
  identity: [],
}

type TellRow = (telling: Telling, item: TimelineItem) => Told

/** Which rows are meant, of what is asked. */
export type Meant = Pick<Question, 'besides' | 'terms' | 'isLast' | 'isOverdue'>

/** How a row is told, of what is asked for by rows; the others are told of the profile. */
const tellers: Readonly<Partial<Record<Intent, TellRow>>> = {
  orders: tellOrder,
  returns: tellOrder,
  deliveries: tellDelivery,
  cases: tellCase,
  promises: tellTask,
  talks: tellTalk,
  visits: tellTalk,
  stays: tellStay,
  invoices: tellInvoice,
}

/** The rows that are of what is asked, newest first; of invoices those that are not paid before the others. */
export function rowsFor(intent: Intent, { states }: Pick<AnswerMaterial, 'states'>): readonly TimelineItem[] {
  const [entity] = entitiesOf[intent]
  const rows = states.filter((item) => item.entity === entity)
  switch (intent) {
    case 'orders':
    case 'deliveries':
      return rows.filter(({ attributes: { kind } }) => kind !== 'return' && kind !== 'quote')
    case 'returns':
      return rows.filter(({ attributes: { kind } }) => kind === 'return')
    case 'promises': {
      const promises = rows.filter(({ attributes: { kind } }) => kind === 'promise')
      return promises.length > 0 ? promises : rows
    }
    case 'talks':
      // What was called off did not take place.
      return rows.filter((item) => !isCalledOff(item))
    case 'visits':
      return rows.filter((item) => !isCalledOff(item) && item.attributes.kind === 'visit')
    case 'invoices':
      return openFirst(rows)
    default:
      return rows
  }
}

/** What one row says of what is asked for by rows; `undefined` for what is not. */
export const tellRowOf = (intent: Intent): TellRow | undefined => tellers[intent]

/** What rows and values say of what is asked; empty: nothing. */
export function answerBy(intent: Intent, question: Meant, telling: Telling, words: readonly string[]): readonly Told[] {
  const { material } = telling
  const tellRow = tellers[intent]
  if (tellRow) {
    const rows = rowsFor(intent, material)
    if (intent === 'invoices') return listInvoices(rows, question, telling)
    // The last one is the last that was.
    const isTalk = intent === 'talks' || intent === 'visits'
    const past = isTalk && question.isLast ? rows.filter((item) => !isPlanned(item, material.nowMs)) : rows
    const listed = listRows(past, question, telling, tellRow)
    return intent === 'orders' && rows.length > 1 && !question.isLast ? [tellCount(telling, rows), ...listed] : listed
  }
  switch (intent) {
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
    default:
      return []
  }
}

/**
 * That there is more than was read: what is older was not looked at.
 * @param isWritten whether all that somebody wrote was read, and only the rest is cut
 */
export function tellBound({ say, language, material }: Telling, isWritten = false): Told {
  const read = [...material.states, ...material.recent]
  const oldest = read.reduce<TimelineItem | undefined>(
    (one, item) => (one && one.occurredAt <= item.occurredAt ? one : item),
    undefined,
  )
  const since = oldest && instant(oldest.occurredAt)
  const fact: AnswerFact = {
    id: oldest ? `bound:${nameOfRow(oldest)}` : 'bound',
    kind: 'bound',
    parts: { count: count(read.length), ...(since && { since }) },
    rows: oldest ? [rowOfItem(oldest)] : material.records.slice(0, 1).map(rowOfRecord),
    certainty: 'calculated',
    sensitivity: 'open',
  }
  const sentence = tell(say, language, 'bound', {
    count: read.length,
    since: since && say.wholeDate(since),
    isWritten,
  })
  return { facts: [fact], text: sentence }
}

/** The data does not say: what was read, and holds nothing of it, is cited. */
export function tellNothing({ say, language, material }: Telling, intent: Intent | undefined): Told {
  const read = [...material.states, ...material.recent]
  const fact: AnswerFact = {
    id: 'read',
    kind: 'read',
    parts: { count: count(read.length + material.records.length) },
    rows: [...read.slice(0, 1).map(rowOfItem), ...material.records.slice(0, 1).map(rowOfRecord)],
    certainty: 'calculated',
    sensitivity: 'open',
  }
  const text = intent === undefined ? tell(say, language, 'notSaid', {}) : tell(say, language, 'none', { intent })
  return { facts: [fact], text }
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
function listRows(rows: readonly TimelineItem[], question: Meant, telling: Telling, tellRow: TellRow): readonly Told[] {
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
function isMeant(item: TimelineItem, { besides, terms }: Meant): boolean {
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
function listInvoices(rows: readonly TimelineItem[], question: Meant, telling: Telling): readonly Told[] {
  const { today } = telling.material
  const isOverdue = (item: TimelineItem) => {
    const { dueOn } = item.attributes
    return !isPaid(item) && typeof dueOn === 'string' && dueOn.slice(0, 10) < today
  }
  const overdue = question.isOverdue ? rows.filter(isOverdue) : []
  const listed = listRows(overdue.length > 0 ? overdue : rows, { ...question, besides: [] }, telling, tellInvoice)
  if (!question.isOverdue || overdue.length > 0 || listed.length === 0) return listed
  const { say, language } = telling
  const none = tell(say, language, 'noneOverdue', {})
  return [{ facts: listed.flatMap((one) => one.facts), text: none, isAside: true }, ...listed]
}

/** None says so in its words, which is all that rules can tell. */
function noneAbout(listed: readonly Told[], { say, language }: Telling): readonly Told[] {
  const facts = listed.flatMap((one) => one.facts)
  return facts.length === 0 ? [] : [{ facts, text: tell(say, language, 'noneAbout', {}), isAside: true }]
}

function moreOf(more: number, rows: readonly TimelineItem[], { say, language, material }: Telling): Told {
  const last = rows.at(-1) as TimelineItem
  const fact: AnswerFact = {
    id: `more:${nameOfRow(last)}`,
    kind: 'more',
    parts: { count: count(more) },
    rows: [rowOfItem(last)],
    certainty: 'calculated',
    sensitivity: 'open',
  }
  const text = tell(say, language, 'more', { count: more, isPartial: material.hasMoreStates })
  return { facts: [fact], text, isAside: true }
}
