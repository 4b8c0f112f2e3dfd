import type { Ledger } from '../../ledger.ts'
import type { Random } from '../../random.ts'
import { DAY_MS, HOUR_MS, startOfDay } from '../../time.ts'
import type { Product } from './catalogue.ts'
import { type Organization, orderable } from './groups.ts'
import { documentNumber } from './keys.ts'
import { RATES } from './rates.ts'

interface OrderLine {
  readonly product: Product
  readonly quantity: number
  /** Euros before tax, after discount. */
  readonly unitPrice: number
}

/** What a pharmacy ordered or sent back, with its invoice or credit note. */
export interface Order {
  readonly number: string
  readonly kind: 'order' | 'return'
  /** The order that a return sends back. */
  readonly returnOf: string | null
  readonly placedAtMs: number
  readonly deliveredAtMs: number | null
  readonly status: 'open' | 'delivered' | 'returned'
  readonly hasSeveralVersions: boolean
  readonly lines: readonly OrderLine[]
  /** Null while nothing has left. */
  readonly invoice: Invoice | null
}

interface Invoice {
  readonly number: string
  readonly kind: 'invoice' | 'creditNote'
  readonly issuedAtMs: number
  readonly dueAtMs: number
  /** Euros, tax included. */
  readonly total: number
  readonly balance: number
  readonly status: 'paid' | 'open' | 'overdue'
}

interface OrdersInput {
  readonly organization: Organization
  readonly payer: Organization
  readonly nowMs: number
  readonly random: Random
  readonly ledger: Ledger | null
}

const MEAN_ORDERS = { A: 15, B: 9, C: 5 } as const
const MOST_ORDERS = 30 // with returns, what document numbers have room for
const DISCOUNTS = { A: 0.88, B: 0.94, C: 1 } as const
const TERM_DAYS = 60
export const TAX_FACTOR = 1.2

/** Orders and returns of two years, oldest first. References stop being ordered here and there, as they do. */
export function makeOrders({ organization, nowMs, random, ledger }: OrdersInput): readonly Order[] {
  const known = orderable(organization)
  if (known.length === 0) return []
  // Until when each reference is ordered: most of them still are.
  const endsMs = new Map(
    known.map((product) => [product, random.chance(0.14) ? nowMs - random.between(90, 420) * DAY_MS : nowMs]),
  )
  const count = Math.min(1 + random.geometric(MEAN_ORDERS[organization.segment]), MOST_ORDERS)
  const placed = Array.from({ length: count }, () => nowMs - HOUR_MS - Math.floor(random.fraction() * 730 * DAY_MS))
  const orders: Order[] = []
  for (const atMs of placed.sort((one, other) => one - other)) {
    const listed = known.filter((product) => {
      const listing = organization.listings.get(product.range.code)
      return listing !== undefined && listing.sinceMs < atMs && (endsMs.get(product) ?? 0) > atMs
    })
    if (listed.length === 0 || orders.length >= MOST_ORDERS) continue
    const order = makeOrder({ organization, placedAtMs: atMs, listed, count: orders.length, nowMs, random, ledger })
    orders.push(order)
    const isReturned = order.status === 'delivered' && random.chance(RATES['erp/orders'].returned)
    if (order.status === 'delivered') ledger?.count('erp/orders', 'returned', isReturned)
    const returnedAtMs = atMs + random.between(8, 30) * DAY_MS
    if (isReturned && returnedAtMs < nowMs) orders.push(returnOf(order, organization, returnedAtMs, orders.length))
  }
  return orders
}

interface OrderInput {
  readonly organization: Organization
  readonly placedAtMs: number
  readonly listed: readonly Product[]
  readonly count: number
  readonly nowMs: number
  readonly random: Random
  readonly ledger: Ledger | null
}

function makeOrder({ organization, placedAtMs, listed, count, nowMs, random, ledger }: OrderInput): Order {
  const { serial, segment } = organization
  const lines: OrderLine[] = []
  for (let wanted = 1 + random.geometric(2.4); wanted > 0 && lines.length < 8; wanted--) {
    const product = random.pick(listed)
    if (lines.some((line) => line.product === product)) continue
    const quantity = (product.isStar ? 12 : 6) * random.between(1, segment === 'A' ? 4 : 2)
    lines.push({ product, quantity, unitPrice: Math.round(product.price * DISCOUNTS[segment] * 100) / 100 })
  }
  const isLate = random.chance(RATES['erp/orders']['late-delivery'])
  ledger?.count('erp/orders', 'late-delivery', isLate)
  const arrivesAtMs = placedAtMs + (isLate ? random.between(6, 12) : random.between(2, 4)) * DAY_MS
  const hasArrived = arrivesAtMs < nowMs
  const hasSeveralVersions = hasArrived && random.chance(RATES['erp/orders']['several-versions'])
  if (hasArrived) ledger?.count('erp/orders', 'several-versions', hasSeveralVersions)
  return {
    number: documentNumber('1', serial, count),
    kind: 'order',
    returnOf: null,
    placedAtMs,
    deliveredAtMs: hasArrived ? arrivesAtMs : null,
    status: hasArrived ? 'delivered' : 'open',
    hasSeveralVersions,
    lines,
    invoice: hasArrived ? invoiceOf(lines, serial, count, arrivesAtMs, nowMs, random, ledger) : null,
  }
}

function returnOf(order: Order, { serial }: Organization, atMs: number, count: number): Order {
  const lines = order.lines.slice(0, 1)
  const total = -Math.round(netOf(lines) * TAX_FACTOR * 100) / 100
  return {
    number: documentNumber('1', serial, count),
    kind: 'return',
    returnOf: order.number,
    placedAtMs: atMs,
    deliveredAtMs: atMs,
    status: 'returned',
    hasSeveralVersions: false,
    lines,
    invoice: {
      number: documentNumber('9', serial, count),
      kind: 'creditNote',
      issuedAtMs: atMs,
      dueAtMs: atMs,
      total,
      balance: 0,
      status: 'paid',
    },
  }
}

function invoiceOf(
  lines: readonly OrderLine[],
  serial: number,
  count: number,
  issuedAtMs: number,
  nowMs: number,
  random: Random,
  ledger: Ledger | null,
): Invoice {
  const total = Math.round(netOf(lines) * TAX_FACTOR * 100) / 100
  const dueAtMs = startOfDay(issuedAtMs + TERM_DAYS * DAY_MS)
  const isDue = dueAtMs < startOfDay(nowMs)
  const isLeft = isDue && nowMs - dueAtMs < 200 * DAY_MS && random.chance(RATES['erp/invoices']['left-unpaid'])
  if (isDue && nowMs - dueAtMs < 200 * DAY_MS) ledger?.count('erp/invoices', 'left-unpaid', isLeft)
  const paidPart = isLeft && random.chance(0.2) ? 0.5 : 0
  return {
    number: documentNumber('9', serial, count),
    kind: 'invoice',
    issuedAtMs,
    dueAtMs,
    total,
    balance: isDue && !isLeft ? 0 : Math.round(total * (1 - paidPart) * 100) / 100,
    status: isLeft ? 'overdue' : isDue ? 'paid' : 'open',
  }
}

/** Goods before tax, positive for returns too. */
export function netOf(lines: readonly OrderLine[]): number {
  return Math.round(lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0) * 100) / 100
}
