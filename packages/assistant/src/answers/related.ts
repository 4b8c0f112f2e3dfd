import type { Json, JsonObject } from '@rapport/core'
import type { ReaderRights, TimelineItem } from '@rapport/engine'
import { count, day, type Part } from '../facts/fact.ts'
import { listOf, nameOf } from '../facts/identity-facts.ts'
import type { FactQueries } from '../facts/material.ts'
import { sums } from '../facts/order-facts.ts'
import { owedOn } from '../facts/owed.ts'
import { nameOfRow, rowOfItem, said, textOf, timeOf } from '../facts/read-value.ts'
import { followTie, isPayerTie, readCurrentTies } from '../facts/ties.ts'
import type { Say } from '../language/say.ts'
import type { AnswerFact, Told } from './answer-fact.ts'
import { tell } from './language-file.ts'
import type { Telling } from './row-facts.ts'
import type { Subject } from './subject.ts'

const MAX_ROWS = 20

/** Whom beside the profile itself a question may be about. */
export type Whose = 'payer' | 'parent'

/** Another profile that one hangs on, and the row that says so. */
export interface Related {
  readonly whose: Whose
  readonly tie: TimelineItem
  /** `undefined`: it is not there, or this reader may not see it. */
  readonly subject: Subject | undefined
}

/** Who pays for an organisation, or whom it belongs to, by the newest tie that its own rows tell; `undefined`: none does. */
export async function readRelated(
  queries: FactQueries,
  { id, profile }: Subject,
  whose: Whose,
  nowMs: number,
  rights: ReaderRights,
): Promise<Related | undefined> {
  if (profile.entity !== 'organization') return undefined
  const all = { ...rights, sensitive: true }
  const ties = (await readCurrentTies(queries, id, nowMs, all)).filter(({ attributes }) => attributes.role === 'parent')
  const paying = ties.filter(isPayerTie)
  const other = ties.filter((item) => !isPayerTie(item))
  // Who pays for a chain's shop is mostly its parent, too.
  const chosen = whose === 'payer' ? paying[0] : (other[0] ?? paying[0])
  if (!chosen) return undefined
  const end = await followTie(queries, chosen, all)
  if (end?.id === id) return undefined
  return { whose, tie: chosen, subject: end && { ...end, newest: [] } }
}

/** Who it is. */
export function tellRelated({ say, language }: Telling, { whose, tie, subject }: Related): Told {
  const name = subject && nameOf(subject).name
  const title = textOf(tie.attributes.title)
  const fact: AnswerFact = {
    id: `${whose}:${nameOfRow(tie)}`,
    kind: whose,
    parts: { ...said('name', name), ...said('title', title) },
    rows: rowsOf(tie, subject),
    certainty: 'stated',
    sensitivity: 'open',
  }
  const sentence = tell(say, language, 'related', {
    whose,
    name: name && say.name({ value: name }),
    title: title && title !== whose ? say.code({ value: title }) : undefined,
  })
  return { facts: [fact], text: sentence }
}

/** The same as told of somebody else: facts have ids of their own, and say whose they are. */
export function asTheirs(told: readonly Told[], who: Told, { whose, subject }: Related): readonly Told[] {
  const [fact] = who.facts as [AnswerFact]
  const of = { name: (subject && nameOf(subject).name) ?? whose, fact }
  return told.map((one) => ({
    ...one,
    facts: one.facts.map((cited) => ({ ...cited, id: `${whose}/${cited.id}` })),
    of,
  }))
}

/** That nobody pays for it, or owns it, by its own rows. */
export function tellNoneRelated({ say, language, material }: Telling, whose: Whose): Told {
  const rows = material.records.slice(0, 1).map(({ stream, key, observedAt }) => ({ stream, key, observedAt }))
  const fact: AnswerFact = {
    id: `no:${whose}`,
    kind: 'read',
    parts: {},
    rows,
    certainty: 'calculated',
    sensitivity: 'open',
  }
  return { facts: [fact], text: tell(say, language, 'noneRelated', { whose }) }
}

/**
 * What the payer of an organisation has not paid, all in all, how much of it is overdue, and how much is for goods that went to the
 * organisation itself.
 * @param invoices the payer's
 * @param identifiers of the organisation that is asked about
 */
export function tellPayerDue(
  { say, language, material }: Telling,
  { tie, subject }: Related,
  invoices: readonly TimelineItem[],
  identifiers: readonly { readonly namespace: string; readonly value: string }[],
): Told {
  const name = subject && nameOf(subject).name
  const open = invoices.flatMap((item) => {
    const balance = owedOn(item.attributes)
    return balance ? [{ item, balance, dueOn: timeOf(item.attributes.dueOn)?.slice(0, 10) }] : []
  })
  const overdue = open.filter(({ dueOn }) => dueOn !== undefined && dueOn < material.today)
  const since = overdue.map(({ dueOn }) => dueOn as string).sort()[0]
  const ids = new Set(identifiers.map(({ namespace, value }) => `${namespace}:${value}`))
  const here = open.filter(({ item }) => isFor(item.attributes, ids))
  const [totals, late, own] = [open, overdue, here].map((some) => sums(some.map(({ balance }) => balance))) as [
    ReturnType<typeof sums>,
    ReturnType<typeof sums>,
    ReturnType<typeof sums>,
  ]
  const parts: Record<string, Part | readonly Part[]> = {
    ...said('name', name),
    totals,
    invoices: count(open.length),
    ...(since !== undefined && { overdue: late, since: day(since) }),
    ...(here.length > 0 && here.length < open.length && { own }),
  }
  const fact: AnswerFact = {
    id: `payerDue:${nameOfRow(tie)}`,
    kind: 'payerDue',
    parts,
    rows: [...rowsOf(tie, subject), ...open.map(({ item }) => rowOfItem(item))].slice(0, MAX_ROWS),
    certainty: 'calculated',
    // As a balance of its own would be.
    sensitivity: 'sensitive',
  }
  const sentence = tell(say, language, 'payerDue', {
    name: name && say.name({ value: name }),
    count: open.length,
    totals: moneyOf(say, totals),
    overdue: since === undefined ? undefined : moneyOf(say, late),
    since: since && say.date(day(since)),
    own: parts.own === undefined ? undefined : moneyOf(say, own),
  })
  return { facts: [fact], text: sentence }
}

const moneyOf = (say: Say, amounts: ReturnType<typeof sums>): string | undefined =>
  amounts.length === 0 ? undefined : say.list(amounts.map((one) => say.money(one)))

/** The tie, and where the name comes from. */
function rowsOf(tie: TimelineItem, subject: Subject | undefined) {
  const from = subject?.profile.provenance[nameOf(subject).attribute]
  return [rowOfItem(tie), ...(from ? [from] : [])]
}

/** Whether an invoice names one of the identifiers as who bought or received. */
function isFor({ parties }: JsonObject, identifiers: ReadonlySet<string>): boolean {
  return listOf(parties).some(({ role, party }) => {
    const { namespace, value } = (party ?? {}) as Readonly<Record<string, Json | undefined>>
    return (role === 'shipTo' || role === 'soldTo') && identifiers.has(`${String(namespace)}:${String(value)}`)
  })
}
