import type { Provenance, TimelineItem } from '@rapport/engine'
import type { Change, ChangeFact, Fact, Part, Text, UnvisitedFact } from './fact.ts'
import { count, day, instant, text } from './fact.ts'
import { nameOf, recordRows } from './identity-facts.ts'
import { MAX_STATES, type Material } from './material.ts'
import { sums } from './order-facts.ts'
import { owedOn } from './owed.ts'
import { moneyOf, numberOf, rowOfItem, textOf, timeOf } from './read-value.ts'
import { says } from './status.ts'
import { isSince } from './ties.ts'

const MAX_ROWS = 20
/** Numbers and people that a sentence names; the others are in its count. */
const MAX_NAMED = 3

/** What has happened since the last visit, counted, the newest first; that there was none, where that is certain. */
export function changeFacts(material: Material): readonly Fact[] {
  const { occasion, lastVisit, isVisitSought } = material
  if (occasion !== 'visit') return []
  if (!lastVisit) return isVisitSought ? [unvisited(material)] : []
  const since: Since = { material, visit: lastVisit, visitMs: Date.parse(lastVisit.occurredAt) }
  return [...orderChanges(since), ...overdueChanges(since), ...caseChanges(since), ...peopleChanges(since)].sort(
    (a, b) => (a.value.at > b.value.at ? -1 : a.value.at < b.value.at ? 1 : 0),
  )
}

interface Since {
  readonly material: Material
  readonly visit: TimelineItem
  readonly visitMs: number
}

/** One thing that happened, with what is said of it. */
interface Happened {
  /** ISO; a date where the source has no time. */
  readonly at: string
  readonly rows: readonly Provenance[]
  readonly name?: string | undefined
}

/** A fact of all that happened of a sort; nothing of nothing. */
function changeOf(
  { visit }: Since,
  what: Change,
  happened: readonly Happened[],
  parts: Partial<ChangeFact['parts']> = {},
  more: { readonly id?: string; readonly isPartial?: boolean; readonly sensitivity?: 'sensitive' } = {},
): readonly ChangeFact[] {
  const newestFirst = [...happened].sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : 0))
  const [newest] = newestFirst
  if (!newest) return []
  const { id = what, isPartial = false, sensitivity = 'open' } = more
  const named = newestFirst.flatMap(({ name }) => (name === undefined ? [] : [text(name)])).slice(0, MAX_NAMED)
  return [
    {
      id: `change:${id}`,
      kind: 'change',
      value: { what, at: newest.at, isPartial },
      parts: {
        count: count(happened.length),
        ...parts,
        ...(named.length > 0 && (namesNumbers(what) ? { number: named } : { who: named })),
        last: dated(newest.at),
        since: instant(visit.occurredAt),
      },
      rows: [...newestFirst.flatMap(({ rows }) => rows).slice(0, MAX_ROWS), rowOfItem(visit)],
      certainty: 'calculated',
      sensitivity,
    },
  ]
}

const namesNumbers = (what: Change): boolean => what === 'casesOpened' || what === 'casesClosed'

const dated = (at: string): Extract<Part, { type: 'instant' | 'date' }> => (at.includes('T') ? instant(at) : day(at))

/** Whether an instant lies between the visit and now. */
function isWithin({ material, visitMs }: Since, at: string): boolean {
  const ms = Date.parse(at)
  return ms > visitMs && ms <= material.nowMs
}

function orderChanges(since: Since): readonly ChangeFact[] {
  const { states, hasMoreStates } = since.material
  const isNew = (item: TimelineItem) =>
    item.entity === 'order' && isWithin(since, item.occurredAt) && !says(textOf(item.attributes.status), 'cancelled')
  const placed = states.filter(isNew)
  const oldestRead = states[MAX_STATES - 1]
  const isPartial = hasMoreStates && oldestRead !== undefined && Date.parse(oldestRead.occurredAt) > since.visitMs
  const told = (items: readonly TimelineItem[]) =>
    items.map((item) => ({ at: item.occurredAt, rows: [rowOfItem(item)] }))
  const bought = placed.filter(({ attributes: { kind } }) => kind === undefined || kind === 'order')
  const totals = sums(bought.flatMap(({ attributes }) => moneyOf(attributes.total) ?? []))
  return [
    ...changeOf(since, 'orders', told(bought), totals.length > 0 ? { totals } : {}, { isPartial }),
    ...changeOf(
      since,
      'returns',
      told(placed.filter(({ attributes: { kind } }) => kind === 'return')),
      {},
      { isPartial },
    ),
  ]
}

/** Invoices whose day passed, at the profile and at who pays for it. */
function overdueChanges(since: Since): readonly ChangeFact[] {
  const { states, ties } = since.material
  const own = states.filter(({ entity }) => entity === 'invoice')
  const payer = ties.payer && nameOf(ties.payer).name
  return [
    ...overdueOf(since, own, 'overdue'),
    ...(ties.payer && payer !== undefined ? overdueOf(since, ties.payer.invoices, 'overdue:payer', text(payer)) : []),
  ]
}

function overdueOf(since: Since, invoices: readonly TimelineItem[], id: string, payer?: Text): readonly ChangeFact[] {
  const { today } = since.material
  const visitDay = since.visit.occurredAt.slice(0, 10)
  const overdue = invoices.flatMap((item) => {
    const [balance, dueOn] = [owedOn(item.attributes), timeOf(item.attributes.dueOn)?.slice(0, 10)]
    // What was due on the day of the visit was overdue the day after.
    const isNew = balance && dueOn !== undefined && dueOn >= visitDay && dueOn < today
    return isNew ? [{ balance, at: dueOn, rows: [rowOfItem(item)] }] : []
  })
  const totals = sums(overdue.map(({ balance }) => balance))
  // As a balance would be.
  return changeOf(since, 'overdue', overdue, { totals, ...(payer && { payer }) }, { id, sensitivity: 'sensitive' })
}

function caseChanges(since: Since): readonly ChangeFact[] {
  const cases = since.material.states.filter(({ entity }) => entity === 'case')
  const told = (item: TimelineItem, at: string): Happened => ({ at, rows: [rowOfItem(item)], name: numberOf(item) })
  const opened = cases.filter((item) => isWithin(since, item.occurredAt))
  const closed = cases.flatMap((item) => {
    const at = timeOf(item.attributes.closedAt)
    return at !== undefined && isWithin(since, at) ? [told(item, at)] : []
  })
  return [
    ...changeOf(
      since,
      'casesOpened',
      opened.map((item) => told(item, item.occurredAt)),
    ),
    ...changeOf(since, 'casesClosed', closed),
  ]
}

/** Who came, who left, and who has refused since; as far as sources say since when. */
function peopleChanges(since: Since): readonly ChangeFact[] {
  const { profile, ties } = since.material
  const visitedAt = since.visit.occurredAt
  const came = ties.members.flatMap((member): readonly Happened[] => {
    const { name } = nameOf(member)
    const from = member.items.map(({ attributes }) => timeOf(attributes.validFrom))
    const [first] = from.filter((at) => at !== undefined).sort()
    // Of who has a tie that says nothing of its beginning nothing is known.
    if (name === undefined || first === undefined || from.includes(undefined)) return []
    return isSince(first, visitedAt) ? [{ at: first, rows: member.items.map(rowOfItem), name }] : []
  })
  const left = ties.gone.flatMap((tie): readonly Happened[] => {
    const [{ name }, at] = [nameOf(tie), timeOf(tie.item.attributes.validTo)]
    return name === undefined || at === undefined ? [] : [{ at, rows: [rowOfItem(tie.item)], name }]
  })
  const refused = [{ profile }, ...ties.members].flatMap((one): readonly Happened[] => {
    const { name } = nameOf(one)
    const refusals = one.profile.consents.filter(
      ({ purpose, state, since: at }) => purpose === 'marketing' && state !== 'granted' && isWithin(since, at),
    )
    const at = refusals
      .map((consent) => consent.since)
      .sort()
      .at(-1)
    return name === undefined || at === undefined ? [] : [{ at, rows: refusals.map(({ from }) => from), name }]
  })
  return [
    ...changeOf(since, 'arrivals', came),
    ...changeOf(since, 'departures', left),
    ...changeOf(since, 'refusals', refused),
  ]
}

function unvisited(material: Material): UnvisitedFact {
  return {
    id: 'unvisited',
    kind: 'unvisited',
    value: { isVisited: false },
    parts: {},
    rows: recordRows(material),
    certainty: 'calculated',
    sensitivity: 'open',
  }
}
