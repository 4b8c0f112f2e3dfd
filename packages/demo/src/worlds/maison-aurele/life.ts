import { hashText, Random } from '../../random.ts'
import { DAY_MS, HOUR_MS } from '../../time.ts'
import { BOUTIQUES, type Boutique } from './boutiques.ts'
import { CATALOGUE, CATEGORIES, type Product } from './catalogue.ts'
import { contactId, customerNumber, orderNumber, requesterId, ticketNumber } from './keys.ts'
import { type Household, makeHousehold, type Person } from './people.ts'
import { type Ledger, type PartyStream, RATES } from './rates.ts'

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

export interface OrderLine {
  readonly product: Product
  readonly quantity: number
  /** In the order's currency, tax included. */
  readonly unitPrice: number
}

export interface Order {
  readonly number: string
  readonly kind: 'order' | 'return'
  readonly returnOf: string | null
  readonly customer: string
  /** Another customer's number that the order's first version names by mistake. */
  readonly firstCustomer: string | null
  readonly channel: 'boutique' | 'online'
  readonly boutique: Boutique | null
  readonly currency: Boutique['currency']
  readonly placedAtMs: number
  readonly isExpress: boolean
  readonly promisedAtMs: number | null
  readonly deliveredAtMs: number | null
  readonly status: 'placed' | 'shipped' | 'delivered' | 'collected' | 'cancelled' | 'refunded'
  readonly hasSeveralVersions: boolean
  readonly lines: readonly OrderLine[]
}

export interface Case {
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

/** The customer to whom tills book what an unknown visitor buys. */
export const WALK_IN_CUSTOMER = 'C99999999'

const PRESENCE_LABEL = hashText('presence')
const ORDERS_LABEL = hashText('orders')
const MAX_ORDERS_A_PERSON = 15 // times four members is what keys have room for
const MEAN_ORDERS = { Client: 1.5, Privilège: 3.6, Ambassadeur: 7 } as const
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
    const relative = cards.find((_, other) => other !== ordinal)?.customers[0]
    const orders = makeOrders(household, person, own.customers, relative, nowMs, counters, random, ledger)
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

function makeOrders(
  household: Household,
  person: Person,
  customers: readonly string[],
  relativeCustomer: string | undefined,
  nowMs: number,
  counters: { orders: number },
  random: Random,
  ledger: Ledger | null,
): readonly Order[] {
  const orders: Order[] = []
  if (customers.length === 0) return orders
  const favourite = random.pick(CATEGORIES)
  const count = Math.min(random.geometric(MEAN_ORDERS[person.tier]), MAX_ORDERS_A_PERSON - 1)
  const knownForMs = nowMs - person.sinceMs
  for (let ordinal = 0; ordinal < count; ordinal++) {
    const placedAtMs = person.sinceMs + Math.floor(random.fraction() ** 0.8 * (knownForMs - HOUR_MS))
    const order = makeOrder(
      household,
      random.pick(customers),
      relativeCustomer,
      favourite,
      placedAtMs,
      nowMs,
      counters,
      random,
      ledger,
    )
    orders.push(order)
    const canReturn = order.status === 'delivered' || order.status === 'collected'
    const isReturned = canReturn && random.chance(RATES['shop/orders'].returned)
    if (canReturn) ledger?.count('shop/orders', 'returned', isReturned)
    const returnedAtMs = placedAtMs + random.between(4, 25) * DAY_MS
    if (isReturned && returnedAtMs < nowMs && orders.length < MAX_ORDERS_A_PERSON) {
      orders.push({
        ...order,
        number: orderNumber('RT', household.index, counters.orders++),
        kind: 'return',
        returnOf: order.number,
        firstCustomer: null,
        placedAtMs: returnedAtMs,
        isExpress: false,
        promisedAtMs: null,
        deliveredAtMs: null,
        status: 'refunded',
        hasSeveralVersions: false,
        lines: order.lines.slice(0, 1),
      })
    }
  }
  return orders
}

function makeOrder(
  household: Household,
  customer: string,
  relativeCustomer: string | undefined,
  favourite: readonly Product[],
  placedAtMs: number,
  nowMs: number,
  counters: { orders: number },
  random: Random,
  ledger: Ledger | null,
): Order {
  const isOnline = random.chance(0.4)
  const boutique = isOnline ? null : random.chance(0.85) ? household.boutique : random.pick(BOUTIQUES)
  const currency = (boutique ?? household.boutique).currency
  const lines: OrderLine[] = []
  for (let line = 1 + random.geometric(0.35); line > 0 && lines.length < 5; line--) {
    const product = random.chance(0.6) ? random.pick(favourite) : random.pick(CATALOGUE)
    if (lines.some((other) => other.product === product)) continue
    lines.push({
      product,
      quantity: product.priceEuros < 500 && random.chance(0.15) ? 2 : 1,
      unitPrice: priceIn(currency, product),
    })
  }
  const isExpress = random.chance(isOnline ? 0.25 : 0.08)
  const isDeliveredHome = isOnline || isExpress
  const promisedAtMs = isDeliveredHome ? placedAtMs + (isExpress ? 2 : 5) * DAY_MS : null
  const isLate = random.chance(RATES['shop/orders']['late-delivery'])
  const arrivesAtMs = placedAtMs + (isExpress ? 1.6 : 4) * DAY_MS + (isLate ? random.between(2, 6) * DAY_MS : 0)
  if (isDeliveredHome) ledger?.count('shop/orders', 'late-delivery', isLate)
  const isCancelled = random.chance(0.03)
  const status = isCancelled ? 'cancelled' : statusAt(nowMs, placedAtMs, isDeliveredHome ? arrivesAtMs : null)
  const isMoved = random.chance(RATES['shop/orders']['moved-customer'])
  const hasSeveralVersions = isMoved || random.chance(RATES['shop/orders']['several-versions'])
  ledger?.count('shop/orders', 'moved-customer', isMoved)
  ledger?.count('shop/orders', 'several-versions', hasSeveralVersions)
  return {
    number: orderNumber('MA', household.index, counters.orders++),
    kind: 'order',
    returnOf: null,
    customer,
    firstCustomer: isMoved ? (relativeCustomer ?? WALK_IN_CUSTOMER) : null,
    channel: isOnline ? 'online' : 'boutique',
    boutique,
    currency,
    placedAtMs,
    isExpress,
    promisedAtMs,
    deliveredAtMs: status === 'delivered' ? Math.floor(arrivesAtMs) : null,
    status,
    hasSeveralVersions,
    lines,
  }
}

function statusAt(nowMs: number, placedAtMs: number, arrivesAtMs: number | null): Order['status'] {
  if (arrivesAtMs === null) return 'collected'
  if (arrivesAtMs <= nowMs) return 'delivered'
  return nowMs - placedAtMs > DAY_MS ? 'shipped' : 'placed'
}

/** What the house asks for a product in a currency, rounded as its price tags are. */
export function priceIn(currency: Boutique['currency'], product: Product): number {
  switch (currency) {
    case 'EUR':
      return product.priceEuros
    case 'GBP':
      return Math.round((product.priceEuros * 0.9) / 5) * 5
    case 'USD':
      return Math.round((product.priceEuros * 1.15) / 5) * 5
    case 'JPY':
      return Math.round((product.priceEuros * 170) / 1000) * 1000
    case 'CNY':
      return Math.round((product.priceEuros * 8.4) / 10) * 10
    case 'AED':
      return Math.round((product.priceEuros * 4.2) / 10) * 10
  }
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
