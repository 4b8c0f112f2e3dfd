import { entities } from '@rapport/core'
import { heldBackUntil } from '../facts/material.ts'
import { owedOn } from '../facts/owed.ts'
import type { Told } from './answer-fact.ts'
import { type Asked, tellingOf } from './asked.ts'
import { answerBy, entitiesOf, tellBound, tellNothing } from './by-rule.ts'
import { asTheirs, readRelated, tellNoneRelated, tellPayerDue, tellRelated, type Whose } from './related.ts'
import { searchRows, tellHit } from './search.ts'
import { noRows, readRows, type Subject } from './subject.ts'

const MAX_HITS = 3
/** What has words in it: everything but what happened, and ties. */
const WITH_WORDS = Object.entries(entities).flatMap(([name, { class: kind }]) =>
  kind === 'state' || kind === 'content' ? [name] : [],
)

/** What was found, before it is judged. */
export interface Found {
  readonly told: readonly Told[]
  /** That older rows were not read, which could say more. */
  readonly bounds: readonly Told[]
  /** What is told when nothing was found. */
  readonly nothing: Told
}

/** What rows and values say of what a question's words are about; nothing told: they are about nothing that rules know, or there is nothing. */
export async function findByRule(asked: Asked): Promise<Found> {
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
  const { told, bounds, nothing } =
    question.intent === undefined
      ? await findByWords(asked, related.subject, question.terms)
      : await findOf(asked, related.subject)
  return { told: [who, ...asTheirs(told.length > 0 ? told : [nothing], who, related)], bounds, nothing }
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
  const invoices = answerBy('invoices', question, { ...telling, material }, words)
  return {
    told: [...own.told, ...asTheirs([due, ...invoices], tellRelated(telling, payer), payer)],
    bounds: [...own.bounds, ...(rows.isWhole ? [] : [tellBound(telling)])],
    nothing: own.nothing,
  }
}

/** Rows that hold words. What the reader may not see is not looked into; neither is, when only what is open may be told, anything else. */
export async function findByWords(
  { queries, options, ...asked }: Asked,
  subject: Subject,
  terms: readonly string[],
  { limit = MAX_HITS, isOpen = false }: { readonly limit?: number; readonly isOpen?: boolean } = {},
): Promise<Found> {
  const rights = { ...options.rights, sensitive: !isOpen && heldBackUntil(options) === null }
  const newest = await readRows(queries, subject.id, undefined, rights)
  // Behind much that happened lies what somebody wrote.
  const written = newest.isWhole ? noRows : await readRows(queries, subject.id, WITH_WORDS, rights)
  const known = new Set(newest.items.map(({ id }) => id))
  const items = [...newest.items, ...written.items.filter(({ id }) => !known.has(id))]
  const telling = await tellingOf({ queries, options, ...asked }, subject, newest)
  return {
    told: searchRows(items, terms, limit).map((hit) => tellHit(telling, hit)),
    bounds: newest.isWhole || terms.length === 0 ? [] : [tellBound(telling, written.isWhole)],
    nothing: tellNothing(telling, undefined),
  }
}
