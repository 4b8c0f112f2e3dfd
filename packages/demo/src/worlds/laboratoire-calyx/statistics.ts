import { decimalComma } from '../../csv.ts'
import { DAY_MS, isoDate } from '../../time.ts'
import type { Told } from '../../told.ts'
import type { Product } from './catalogue.ts'
import { numberFor } from './erp.ts'
import type { Order } from './orders.ts'
import { ownerOf, sapDate, type Telling } from './telling.ts'

/** A line of `erp/statistics.csv`: SAP's sales statistics of one customer and reference, as of an evening. */
export interface ErpStatistic {
  ID: string
  KUNNR: string
  MATNR: string
  MAKTX: string
  ABC: string
  ANZ: string
  MENGE_N: string
  NETWR_N: string
  MENGE_N1: string
  NETWR_N1: string
  WAERK: string
  ERSTE: string
  LETZTE: string
  STATUS: string
  STAND: string
}

export const STATISTIC_COLUMNS = ['ID', 'KUNNR', 'MATNR', 'MAKTX', 'ABC', 'ANZ', 'MENGE_N', 'NETWR_N', 'MENGE_N1', 'NETWR_N1',
  'WAERK', 'ERSTE', 'LETZTE', 'STATUS', 'STAND'] as const satisfies readonly (keyof ErpStatistic)[] // biome-ignore format: a header

const YEAR_DAYS = 365
/** A reference that was ordered regularly and not for so long has lapsed. */
const LAPSED_AFTER_DAYS = 120
const REGULAR_ORDERS = 3

interface Tally {
  readonly product: Product
  orders: number
  firstAtMs: number
  lastAtMs: number
  /** Of the last 365 days, and of those before; returns taken off. */
  readonly quantity: [number, number]
  readonly cents: [number, number]
}

/** A customer's orders by reference, most usual first. */
export function writeStatistics(customer: string, orders: readonly Order[], nowMs: number): ErpStatistic[] {
  const tallies = new Map<Product, Tally>()
  for (const { kind, placedAtMs, lines } of orders) {
    for (const { product, quantity, unitPrice } of lines) {
      const tally = tallies.get(product) ?? emptyTally(product)
      tallies.set(product, tally)
      const sign = kind === 'return' ? -1 : 1
      const year = placedAtMs > nowMs - YEAR_DAYS * DAY_MS ? 0 : 1
      tally.quantity[year] += sign * quantity
      tally.cents[year] += sign * Math.round(quantity * unitPrice * 100)
      if (kind === 'return') continue
      tally.orders += 1
      tally.firstAtMs = Math.min(tally.firstAtMs, placedAtMs)
      tally.lastAtMs = Math.max(tally.lastAtMs, placedAtMs)
    }
  }
  const euros = (cents: number) => decimalComma(cents / 100, 2)
  const day = (instantMs: number) => sapDate(isoDate(instantMs))
  return [...tallies.values()]
    .sort((one, other) => other.orders - one.orders || (one.product.sku < other.product.sku ? -1 : 1))
    .map((tally) => ({
      ID: `${customer}-${tally.product.sku}`,
      KUNNR: customer,
      MATNR: tally.product.sku,
      MAKTX: tally.product.name,
      ABC: tally.product.isStar ? 'A' : 'B',
      ANZ: String(tally.orders),
      MENGE_N: String(tally.quantity[0]),
      NETWR_N: euros(tally.cents[0]),
      MENGE_N1: String(tally.quantity[1]),
      NETWR_N1: euros(tally.cents[1]),
      WAERK: 'EUR',
      ERSTE: day(tally.firstAtMs),
      LETZTE: day(tally.lastAtMs),
      STATUS: statusOf(tally, nowMs),
      STAND: day(nowMs - DAY_MS),
    }))
}

function emptyTally(product: Product): Tally {
  return {
    product,
    orders: 0,
    firstAtMs: Number.POSITIVE_INFINITY,
    lastAtMs: Number.NEGATIVE_INFINITY,
    quantity: [0, 0],
    cents: [0, 0],
  }
}

/** `A` ordered lately, `L` lapsed, `S` seldom. */
function statusOf({ orders, lastAtMs }: Tally, nowMs: number): string {
  if (lastAtMs > nowMs - LAPSED_AFTER_DAYS * DAY_MS) return 'A'
  return orders >= REGULAR_ORDERS ? 'L' : 'S'
}

/** What a group's pharmacies ordered of each reference, by the customer number that they ordered under. */
export function tellStatistics({ life, nowMs }: Telling): Told<ErpStatistic>[] {
  return life.organizations.flatMap((one) =>
    [...Map.groupBy(one.orders, (order) => numberFor(one, order))].flatMap(([customer, orders]) =>
      writeStatistics(customer, orders, nowMs).map((row) => ({ owner: ownerOf(one.organization), key: row.ID, row })),
    ),
  )
}
