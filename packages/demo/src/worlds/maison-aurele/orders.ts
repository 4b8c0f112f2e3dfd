import type { Ledger } from '../../ledger.ts'
import type { Person } from '../../people/households.ts'
import type { Random } from '../../random.ts'
import { DAY_MS, HOUR_MS } from '../../time.ts'
import { BOUTIQUES, type Boutique, duringOpeningHours } from './boutiques.ts'
import { CATALOGUE, CATEGORIES, type Product } from './catalogue.ts'
import { orderNumber } from './keys.ts'
import type { Household } from './people.ts'
import { RATES } from './rates.ts'

interface OrderLine {
  readonly product: Product
  readonly quantity: number
  /** In the order's currency, tax included. */
  readonly unitPrice: number
}

/** What somebody bought or brought back, as it truly happened. */
export interface Order {
  readonly number: string
  readonly kind: 'order' | 'return'
  readonly returnOf: string | null
  readonly customer: string
  /** Another customer's number that the order's earlier versions name by mistake. */
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

/** Somebody with an account in the shop, and what making their orders needs. */
export interface Shopper {
  readonly household: Household
  readonly person: Person
  readonly customers: readonly string[]
  /** Customer number of somebody else in the household, to whom an order may be booked by mistake. */
  readonly relative: string | null
  readonly nowMs: number
  readonly counters: { orders: number }
  readonly random: Random
  readonly ledger: Ledger | null
}

/** The customer to whom tills book what an unknown visitor buys. */
export const WALK_IN_CUSTOMER = 'C99999999'

const MAX_ORDERS_A_PERSON = 15 // times four members is what order numbers have room for
const MEAN_ORDERS: Readonly<Record<string, number>> = { Client: 1.5, Privilège: 3.6, Ambassadeur: 7 }

/** All orders and returns of a shopper; the counters are the household's, so that numbers never repeat. */
export function makeOrders(shopper: Shopper): readonly Order[] {
  const { person, random, ledger, nowMs } = shopper
  const orders: Order[] = []
  if (shopper.customers.length === 0) return orders
  const favourite = random.pick(CATEGORIES)
  const count = Math.min(random.geometric(MEAN_ORDERS[person.tier] ?? 0), MAX_ORDERS_A_PERSON)
  for (let ordinal = 0; ordinal < count && orders.length < MAX_ORDERS_A_PERSON; ordinal++) {
    const order = makeOrder(shopper, favourite)
    orders.push(order)
    const canReturn = order.status === 'delivered' || order.status === 'collected'
    const isReturned = canReturn && random.chance(RATES['shop/orders'].returned)
    if (canReturn) ledger?.count('shop/orders', 'returned', isReturned)
    const returnedAtMs = order.placedAtMs + random.between(4, 25) * DAY_MS
    if (isReturned && returnedAtMs < nowMs && orders.length < MAX_ORDERS_A_PERSON) {
      orders.push(returnOf(order, orderNumber('RT', shopper.household.index, shopper.counters.orders++), returnedAtMs))
    }
  }
  return orders
}

function returnOf(order: Order, number: string, placedAtMs: number): Order {
  return {
    ...order,
    number,
    kind: 'return',
    returnOf: order.number,
    firstCustomer: null,
    placedAtMs,
    isExpress: false,
    promisedAtMs: null,
    deliveredAtMs: null,
    status: 'refunded',
    hasSeveralVersions: false,
    lines: order.lines.slice(0, 1),
  }
}

function makeOrder(shopper: Shopper, favourite: readonly Product[]): Order {
  const { household, person, nowMs, random, ledger } = shopper
  const isOnline = random.chance(0.4)
  const boutique = isOnline ? null : random.chance(0.85) ? household.boutique : random.pick(BOUTIQUES)
  const currency = (boutique ?? household.boutique).currency
  const placedAtMs = placedAt(shopper, boutique)
  const isExpress = random.chance(isOnline ? 0.25 : 0.08)
  const isSentHome = isOnline || isExpress
  const promisedAtMs = isSentHome ? placedAtMs + (isExpress ? 2 : 5) * DAY_MS : null
  const isLate = random.chance(RATES['shop/orders']['late-delivery'])
  const daysUnderway = (isExpress ? 1.6 : 4) + (isLate ? random.between(2, 6) : 0)
  const arrivesAtMs = placedAtMs + Math.floor(daysUnderway * DAY_MS)
  const status = random.chance(0.03) ? 'cancelled' : statusAt(nowMs, placedAtMs, isSentHome ? arrivesAtMs : null)
  const isMoved = random.chance(RATES['shop/orders']['moved-customer'])
  const hasSeveralVersions = isMoved || random.chance(RATES['shop/orders']['several-versions'])
  if (isSentHome) ledger?.count('shop/orders', 'late-delivery', isLate)
  ledger?.count('shop/orders', 'moved-customer', isMoved)
  if (!isMoved) ledger?.count('shop/orders', 'several-versions', hasSeveralVersions)
  return {
    number: orderNumber('MA', household.index, shopper.counters.orders++),
    kind: 'order',
    returnOf: null,
    customer: random.pick(shopper.customers),
    firstCustomer: isMoved ? (shopper.relative ?? WALK_IN_CUSTOMER) : null,
    channel: isOnline ? 'online' : 'boutique',
    boutique,
    currency,
    placedAtMs: Math.min(placedAtMs, nowMs - HOUR_MS),
    isExpress,
    promisedAtMs,
    deliveredAtMs: status === 'delivered' ? arrivesAtMs : null,
    status,
    hasSeveralVersions,
    lines: makeLines(currency, person.tier === 'Client', favourite, random),
  }
}

function placedAt(shopper: Shopper, boutique: Boutique | null): number {
  const { person, nowMs, random } = shopper
  const wantedMs = person.sinceMs + Math.floor(random.fraction() ** 0.8 * (nowMs - person.sinceMs - HOUR_MS))
  if (boutique === null) return wantedMs
  const openMs = duringOpeningHours(wantedMs, boutique.country, random)
  return openMs > person.sinceMs && openMs < nowMs - HOUR_MS ? openMs : wantedMs
}

/** Most people buy small things; the best clients of the house do not look at prices. */
function makeLines(
  currency: Boutique['currency'],
  isThrifty: boolean,
  favourite: readonly Product[],
  random: Random,
): readonly OrderLine[] {
  const lines: OrderLine[] = []
  const draw = () => (random.chance(0.6) ? random.pick(favourite) : random.pick(CATALOGUE))
  for (let wanted = 1 + random.geometric(0.35); wanted > 0 && lines.length < 5; wanted--) {
    const first = draw()
    const second = draw()
    const product = isThrifty && second.priceEuros < first.priceEuros ? second : first
    if (lines.some((line) => line.product === product)) continue
    const quantity = product.priceEuros < 500 && random.chance(0.15) ? 2 : 1
    lines.push({ product, quantity, unitPrice: priceIn(currency, product) })
  }
  return lines
}

function statusAt(nowMs: number, placedAtMs: number, arrivesAtMs: number | null): Order['status'] {
  if (arrivesAtMs === null) return 'collected'
  if (arrivesAtMs <= nowMs) return 'delivered'
  return nowMs - placedAtMs > DAY_MS ? 'shipped' : 'placed'
}

/** What the house asks for a product in a currency, rounded as its price tags are. */
function priceIn(currency: Boutique['currency'], product: Product): number {
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

/** Goods of an order, taxes included, in its currency. */
export function orderTotal(order: Order): number {
  return order.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0)
}

/** What an order is worth to the shop: money in for orders, out for returns, nothing when cancelled. */
export function signedTotal(order: Order): number {
  if (order.status === 'cancelled') return 0
  return order.kind === 'return' ? -orderTotal(order) : orderTotal(order)
}
