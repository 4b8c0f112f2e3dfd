import type { Ledger } from '../../ledger.ts'
import type { Person } from '../../people/households.ts'
import { hashText, Random } from '../../random.ts'
import { DAY_MS, HOUR_MS } from '../../time.ts'
import type { Product } from './catalogue.ts'
import { contactId, customerNumber, requesterId, ticketNumber } from './keys.ts'
import { makeOrders, type Order } from './orders.ts'
import { type Household, makeHousehold } from './people.ts'
import { type PartyStream, RATES } from './rates.ts'

/** What a household did with the house: the truth from which each system then tells its own version. */
export interface Life {
  readonly household: Household
  readonly people: readonly PersonLife[]
}

export interface PersonLife {
  readonly person: Person
  /** CRM contact ids: the first one, then duplicates. */
  readonly contacts: readonly ContactCard[]
  /** Shop customer numbers: the first one, then duplicates. */
  readonly customers: readonly string[]
  readonly requesters: readonly string[]
  readonly orders: readonly Order[]
  readonly cases: readonly Case[]
}

export interface ContactCard {
  readonly id: string
  readonly isDeleted: boolean
  /** The contact that the CRM merged this one into. */
  readonly mergedInto: string | null
}

interface Case {
  readonly number: string
  readonly requester: string
  readonly topic: CaseTopic
  readonly order: Order | null
  readonly product: Product | null
  readonly createdAtMs: number
  readonly status: 'new' | 'open' | 'pending' | 'solved' | 'closed'
  readonly priority: 'low' | 'normal' | 'high' | 'urgent'
}

export type CaseTopic = 'faulty' | 'late' | 'return' | 'care' | 'invoice' | 'account' | 'praise' | 'repair'

const PRESENCE_LABEL = hashText('presence')
const ORDERS_LABEL = hashText('orders')
const TOPICS: readonly CaseTopic[] = ['faulty', 'late', 'return', 'care', 'invoice', 'account', 'praise', 'repair']

/** Makes a household's life again from its index; costs a few microseconds and holds nothing afterwards. */
export function makeLife(seed: number, index: number, nowMs: number, size: number, ledger: Ledger | null): Life {
  const household = makeHousehold(seed, index, nowMs, size)
  const presence = new Random(seed, PRESENCE_LABEL, index)
  const random = new Random(seed, ORDERS_LABEL, index)
  const counters = { orders: 0, cases: 0 }
  const cards = household.members.map((person) => makeCards(person, presence, ledger))
  const people = household.members.map((person, ordinal) => {
    const own = cards[ordinal] as Cards
    const relative = cards.find((_, other) => other !== ordinal)?.customers[0] ?? null
    const orders = makeOrders({
      household,
      person,
      customers: own.customers,
      relative,
      nowMs,
      counters,
      random,
      ledger,
    })
    return { person, ...own, orders, cases: makeCases(household, own.requesters, orders, nowMs, counters, random) }
  })
  return { household, people }
}

interface Cards {
  readonly contacts: readonly ContactCard[]
  readonly customers: readonly string[]
  readonly requesters: readonly string[]
}

function makeCards(person: Person, random: Random, ledger: Ledger | null): Cards {
  const isInCrm = random.chance(person.tier === 'Client' ? 0.52 : 0.9)
  const isInShop = random.chance(0.66)
  const isInSupport = random.chance(0.2)
  // Nobody is known to no system; one in twenty of the otherwise unknown stays an anonymous visitor of the website.
  const isStranger = !isInCrm && !isInShop && !isInSupport && random.chance(0.95)
  const contactSlots = isInCrm ? slots('crm/contacts', random, ledger) : 0
  const customerSlots = isInShop || isStranger ? slots('shop/customers', random, ledger) : 0
  const requesterSlots = isInSupport ? slots('support/requesters', random, ledger) : 0

  const contacts: ContactCard[] = []
  for (let slot = 0; slot < contactSlots; slot++) {
    const isMerged = slot > 0 && random.chance(RATES['crm/contacts']['duplicate-merged'])
    const isDeleted = !isMerged && random.chance(RATES['crm/contacts'].deleted)
    if (slot > 0) ledger?.count('crm/contacts', 'duplicate-merged', isMerged)
    if (!isMerged) ledger?.count('crm/contacts', 'deleted', isDeleted)
    contacts.push({
      id: contactId(person.serial, slot),
      isDeleted,
      mergedInto: isMerged ? contactId(person.serial, 0) : null,
    })
  }
  return {
    contacts,
    customers: Array.from({ length: customerSlots }, (_, slot) => customerNumber(person.serial, slot)),
    requesters: Array.from({ length: requesterSlots }, (_, slot) => requesterId(person.serial, slot)),
  }
}

/** How many records one system has of a person it knows: one, sometimes two. */
function slots(stream: PartyStream, random: Random, ledger: Ledger | null): number {
  const isTwice = random.chance(RATES[stream].duplicate)
  ledger?.count(stream, 'duplicate', isTwice)
  return isTwice ? 2 : 1
}

function makeCases(
  household: Household,
  requesters: readonly string[],
  orders: readonly Order[],
  nowMs: number,
  counters: { cases: number },
  random: Random,
): readonly Case[] {
  const cases: Case[] = []
  for (const [slot, requester] of requesters.entries()) {
    const wanted = slot === 0 ? 1 + random.geometric(0.35) : 1
    for (let count = 0; count < wanted && counters.cases < 8; count++) {
      const order = orders.length > 0 && random.chance(0.75) ? random.pick(orders) : null
      const topic =
        order === null ? random.pick(['care', 'account', 'praise', 'invoice'] as const) : random.pick(TOPICS)
      const earliestMs = order?.placedAtMs ?? nowMs - 700 * DAY_MS
      const createdAtMs = Math.floor(earliestMs + random.fraction() * (nowMs - earliestMs - HOUR_MS))
      const isRecent = nowMs - createdAtMs < 15 * DAY_MS
      const isAnnoying = topic === 'faulty' || topic === 'late'
      cases.push({
        number: ticketNumber(household.index, counters.cases++),
        requester,
        topic,
        order,
        product: order?.lines[0]?.product ?? null,
        createdAtMs,
        status: isRecent
          ? random.pick(['new', 'open', 'pending'] as const)
          : random.pick(['solved', 'closed', 'closed'] as const),
        priority: random.pick(
          isAnnoying ? (['normal', 'high', 'urgent'] as const) : (['low', 'normal', 'normal'] as const),
        ),
      })
    }
  }
  return cases
}
