import type { Money } from '@rapport/core'
import type { TimelineItem } from '@rapport/engine'
import { dayIn, daysBetween } from '../language/calendar.ts'
import type { Amount, Fact, OrderFact, SpendFact, TierFact } from './fact.ts'
import { amount, count, instant, text } from './fact.ts'
import { listOf, provenanceRows } from './identity-facts.ts'
import type { Material } from './material.ts'
import { MAX_STATES } from './material.ts'

import {
  aboutOf,
  courseOf,
  follow,
  isoOf,
  moneyOf,
  nameOfRow,
  numberOf,
  rowOfItem,
  said,
  textOf,
  timeOf,
} from './read-value.ts'
import { says } from './status.ts'

const DAY_MS = 86_400_000
/** An order that nobody closed is believed to be open for so long. */
const OPEN_DAYS = 120
/** Late or just arrived: what a call may be about. */
const RECENT_DAYS = 30
const MAX_ROWS = 20
const MAX_CURRENCIES = 2

/** Orders under way, late or just arrived. */
export function orderFacts(material: Material): readonly OrderFact[] {
  const shipments = new Map<string, TimelineItem>()
  for (const item of material.states)
    if (item.entity === 'shipment') for (const row of aboutOf(item)) if (!shipments.has(row)) shipments.set(row, item)
  const oldest = isoOf(material.nowMs - (OPEN_DAYS + RECENT_DAYS) * DAY_MS)
  // An order of a day to come is a slip of a clock, or of a test.
  const newest = isoOf(material.nowMs + DAY_MS)
  return material.states.flatMap((item) => {
    if (item.entity !== 'order' || item.occurredAt < oldest || item.occurredAt > newest) return []
    const fact = orderFact(material, item, shipments.get(nameOfRow(item)))
    return fact ? [fact] : []
  })
}

function orderFact(material: Material, item: TimelineItem, shipment: TimelineItem | undefined): OrderFact | undefined {
  const { attributes: a } = item
  const { nowMs } = material
  const status = textOf(a.status)
  if ((a.kind !== undefined && a.kind !== 'order') || says(status, 'cancelled')) return undefined
  // The order may say itself how it travels, or leave it to its shipment.
  const first = (name: string) => timeOf(a[name]) ?? timeOf(shipment?.attributes[name])
  const [promisedAt, deliveredAt] = [first('promisedAt'), first('deliveredAt')]
  const age = nowMs - Date.parse(item.occurredAt)
  const isOpen =
    deliveredAt === undefined &&
    age < OPEN_DAYS * DAY_MS &&
    !says(status, 'ended') &&
    (promisedAt !== undefined || says(status, 'moving'))
  const arrived = deliveredAt === undefined ? nowMs : Date.parse(deliveredAt)
  const isLate = promisedAt !== undefined && arrived > Date.parse(promisedAt) && (isOpen || deliveredAt !== undefined)
  const isRecent = nowMs - Math.max(Date.parse(item.occurredAt), arrived === nowMs ? 0 : arrived) < RECENT_DAYS * DAY_MS
  if (!isOpen && !isRecent) return undefined
  const { zone } = material
  const daysLate = isLate ? daysBetween(dayIn(zone, Date.parse(promisedAt)), dayIn(zone, arrived)) : 0
  const location = follow(material, a.location)
  const lines = listOf(a.lines).flatMap((line) => textOf(line.name) ?? [])
  const total = moneyOf(a.total)
  return {
    id: `order:${nameOfRow(item)}`,
    kind: 'order',
    value: { ...courseOf(item), isOpen, isLate },
    parts: {
      ...said('number', numberOf(item)),
      placedAt: instant(item.occurredAt),
      ...said('product', lines[0]),
      ...(lines.length > 1 && { moreProducts: count(lines.length - 1) }),
      ...said('service', textOf(a.service) ?? textOf(shipment?.attributes.service)),
      ...said('location', textOf(location?.attributes.name)),
      ...said('locationKind', textOf(location?.attributes.kind)),
      ...(promisedAt !== undefined && { promisedAt: instant(promisedAt) }),
      ...(deliveredAt !== undefined && { deliveredAt: instant(deliveredAt) }),
      ...(daysLate > 0 && { daysLate: count(daysLate) }),
      ...(total && { total: amount(total) }),
    },
    rows: [rowOfItem(item), ...(shipment ? [rowOfItem(shipment)] : []), ...(location ? [location.row] : [])],
    certainty: 'stated',
    sensitivity: 'open',
  }
}

type ValueMaterial = Pick<Material, 'profile' | 'states' | 'hasMoreStates'>

/** What it has bought and where it stands with the house. */
export function valueFacts(material: ValueMaterial): readonly Fact[] {
  return [...tierFact(material), ...spendFact(material, 'order'), ...spendFact(material, 'stay')]
}

function tierFact(material: ValueMaterial): readonly TierFact[] {
  const { profile, states } = material
  const agreement = states.find(
    ({ entity, attributes: a }) => entity === 'agreement' && (a.kind === 'loyalty' || textOf(a.tier) !== undefined),
  )
  const own = textOf(profile.attributes.tier)
  const tier = own ?? textOf(agreement?.attributes.tier)
  if (tier === undefined) return []
  const points = agreement?.attributes.balance
  return [
    {
      id: 'tier',
      kind: 'tier',
      value: { tier },
      parts: { tier: text(tier), ...(typeof points === 'number' && { points: count(points) }) },
      rows: [
        ...(own === undefined ? [] : provenanceRows(material, 'tier')),
        ...(agreement ? [rowOfItem(agreement)] : []),
      ],
      certainty: profile.conflicts.some(({ attribute }) => attribute === 'tier') ? 'disputed' : 'stated',
      sensitivity: 'open',
    },
  ]
}

/** The sum of what was bought, over the history that was read: partial when there is more. */
function spendFact({ states, hasMoreStates }: ValueMaterial, entity: 'order' | 'stay'): readonly SpendFact[] {
  // A stay that is planned, or that somebody only came along on, has no bill.
  const isBilled = ({ attributes: a }: TimelineItem) =>
    entity === 'stay' ? moneyOf(a.spend) !== undefined : !says(textOf(a.status), 'cancelled')
  const mine = states.filter((item) => item.entity === entity && isBilled(item))
  const bought = mine.filter(({ attributes: { kind } }) => kind === undefined || kind === 'order')
  const returned = mine.filter(({ attributes: { kind } }) => kind === 'return')
  const [newest] = bought
  const oldest = bought.at(-1)
  if (!newest || !oldest) return []
  const totals = sums(bought.flatMap(({ attributes: a }) => moneyOf(entity === 'order' ? a.total : a.spend) ?? []))
  return [
    {
      id: `spend:${entity}`,
      kind: 'spend',
      value: { isPartial: hasMoreStates && states.length >= MAX_STATES, of: entity },
      parts: {
        totals,
        count: count(bought.length),
        ...(returned.length > 0 && { returns: count(returned.length) }),
        first: instant(oldest.occurredAt),
        last: instant(newest.occurredAt),
      },
      rows: [...bought.slice(0, MAX_ROWS), ...returned.slice(0, MAX_ROWS)].map(rowOfItem),
      certainty: 'calculated',
      sensitivity: 'open',
    },
  ]
}

/** By currency, the largest in number first; currencies are never added up. */
export function sums(amounts: readonly Money[]): readonly Amount[] {
  const byCurrency = new Map<string, Money & { readonly n: number }>()
  for (const { currency, exponent, amountMinor } of amounts) {
    const there = byCurrency.get(currency)
    const sum = (there?.amountMinor ?? 0) + amountMinor
    byCurrency.set(currency, { currency, exponent, amountMinor: sum, n: (there?.n ?? 0) + 1 })
  }
  return [...byCurrency.values()]
    .sort((a, b) => b.n - a.n || (a.currency < b.currency ? -1 : 1))
    .slice(0, MAX_CURRENCIES)
    .map(({ currency, exponent, amountMinor }) => amount({ currency, exponent, amountMinor }))
}
