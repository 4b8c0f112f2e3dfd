import { decimalComma } from '../../csv.ts'
import { writePhone } from '../../people/phones.ts'
import { DAY_MS, isoDate } from '../../time.ts'
import { NOBODY, type Told } from '../../told.ts'
import { CATALOGUE } from './catalogue.ts'
import { customerNumber } from './keys.ts'
import type { OrganizationLife } from './life.ts'
import { netOf, type Order } from './orders.ts'
import { RATES } from './rates.ts'
import { capitals, ownerOf, plant, sapDate, type Telling, tellOrganization } from './telling.ts'

/** A line of `erp/customers.csv`, in SAP's column names. */
export interface ErpCustomer {
  KUNNR: string
  KTOKD: string
  NAME1: string
  NAME2: string
  STRAS: string
  PSTLZ: string
  ORT01: string
  LAND1: string
  TELF1: string
  STCD1: string
  STCEG: string
  KUNRG: string
  ZTERM: string
  KLIMK: string
  WAERS: string
  AUFSD: string
  ERDAT: string
  AEDAT: string
}

/** A line of `erp/orders.csv`; lines of one `VBELN` are its versions. */
export interface ErpOrder {
  VBELN: string
  AUART: string
  ERDAT: string
  KUNAG: string
  KUNWE: string
  KUNRG: string
  POSITIONEN: string
  NETWR: string
  WAERK: string
  GBSTK: string
  LFDAT: string
  WADAT: string
  AEDAT: string
}

/** A line of `erp/invoices.csv`: an invoice or credit note, with what is open of it. */
export interface ErpInvoice {
  VBELN: string
  FKART: string
  FKDAT: string
  KUNRG: string
  KUNWE: string
  AUBEL: string
  BRTWR: string
  OFFEN: string
  WAERK: string
  NETDT: string
  MAHNS: string
  STATUS: string
  AEDAT: string
}

/** A line of `erp/materials.csv`. */
export interface ErpMaterial {
  MATNR: string
  EAN11: string
  MAKTX: string
  GAMME: string
  GAMME_TXT: string
  MATKL: string
  KBETR: string
  KONWA: string
  ABC: string
  AEDAT: string
}

export const CUSTOMER_COLUMNS = ['KUNNR', 'KTOKD', 'NAME1', 'NAME2', 'STRAS', 'PSTLZ', 'ORT01', 'LAND1', 'TELF1',
  'STCD1', 'STCEG', 'KUNRG', 'ZTERM', 'KLIMK', 'WAERS', 'AUFSD', 'ERDAT', 'AEDAT'] as const satisfies readonly (keyof ErpCustomer)[] // biome-ignore format: a header

export const ORDER_COLUMNS = ['VBELN', 'AUART', 'ERDAT', 'KUNAG', 'KUNWE', 'KUNRG', 'POSITIONEN', 'NETWR', 'WAERK',
  'GBSTK', 'LFDAT', 'WADAT', 'AEDAT'] as const satisfies readonly (keyof ErpOrder)[] // biome-ignore format: a header

export const INVOICE_COLUMNS = ['VBELN', 'FKART', 'FKDAT', 'KUNRG', 'KUNWE', 'AUBEL', 'BRTWR', 'OFFEN', 'WAERK',
  'NETDT', 'MAHNS', 'STATUS', 'AEDAT'] as const satisfies readonly (keyof ErpInvoice)[] // biome-ignore format: a header

export const MATERIAL_COLUMNS = ['MATNR', 'EAN11', 'MAKTX', 'GAMME', 'GAMME_TXT', 'MATKL', 'KBETR', 'KONWA', 'ABC',
  'AEDAT'] as const satisfies readonly (keyof ErpMaterial)[] // biome-ignore format: a header

const day = (instantMs: number) => sapDate(isoDate(instantMs))
const euros = (amount: number) => decimalComma(amount, 2)

/** The number that a payer pays under: its first. */
function payerNumber({ life }: Telling): string {
  return life.organizations[0]?.customers[0] ?? ''
}

/** The ERP's customers of a group, in capitals. */
export function tellCustomers(telling: Telling): Told<ErpCustomer>[] {
  const { life, random, nowMs } = telling
  const rows: Told<ErpCustomer>[] = []
  for (const one of life.organizations) {
    for (const key of one.customers)
      rows.push({ owner: ownerOf(one.organization), key, row: customerRow(telling, one, key) })
  }
  const testKey = customerNumber(life.group.index * 16, 3)
  if (plant(telling, 'erp/customers', testKey, 'test-record')) {
    const createdMs = nowMs - random.between(20, 900) * DAY_MS
    const row: ErpCustomer = {
      KUNNR: testKey, KTOKD: 'ZPHA', NAME1: random.pick(['TEST', 'CLIENT TEST', 'NE PAS UTILISER']), NAME2: '',
      STRAS: '', PSTLZ: '',
      ORT01: '', LAND1: 'FR', TELF1: random.pick(['0000000000', '']), STCD1: '00000000000000', STCEG: '',
      KUNRG: testKey, ZTERM: 'Z060',
      KLIMK: '0,00', WAERS: 'EUR', AUFSD: 'X', ERDAT: day(createdMs), AEDAT: day(createdMs),
    } // biome-ignore format: one record
    rows.push({ owner: NOBODY, key: testKey, row })
  }
  return rows
}

function customerRow(telling: Telling, one: OrganizationLife, key: string): ErpCustomer {
  const { random, nowMs } = telling
  const { organization, payer } = one
  const party = tellOrganization(telling, 'erp/customers', key, one)
  const happens = (kind: string, isPossible = true) => plant(telling, 'erp/customers', key, kind, isPossible)
  const lacksSiret = happens('missing-siret')
  const isPlaceholder = happens('placeholder-siret', !lacksSiret)
  const isHeadOffices = happens('head-office-siret', payer !== organization && !lacksSiret && !isPlaceholder)
  const owner = isHeadOffices ? payer : organization
  const createdMs = organization.sinceMs
  const modifiedMs = createdMs + random.integer(nowMs - createdMs - DAY_MS)
  const isBlocked = one.orders.some(({ invoice }) => invoice?.status === 'overdue') && random.chance(0.2)
  return {
    KUNNR: key,
    KTOKD: organization.kind === 'headOffice' ? 'ZGRP' : payer === organization ? 'ZPHA' : 'ZSHP',
    NAME1: capitals(party.name),
    NAME2: random.chance(0.3) ? capitals(organization.legalName).slice(0, 35) : '',
    STRAS: capitals(party.address.street),
    PSTLZ: party.address.postalCode,
    ORT01: capitals(party.address.city),
    LAND1: 'FR',
    TELF1: party.phone === null ? '' : writePhone(party.phone, random.pick(['national', 'bare', 'zeros'])),
    STCD1: lacksSiret ? '' : isPlaceholder ? '00000000000000' : owner.siret,
    STCEG: lacksSiret ? '' : owner.vat,
    KUNRG: payerNumber(telling),
    ZTERM: 'Z060',
    KLIMK: euros({ A: 15_000, B: 8000, C: 3000 }[organization.segment]),
    WAERS: 'EUR',
    AUFSD: isBlocked ? 'X' : '',
    ERDAT: day(createdMs),
    AEDAT: day(modifiedMs),
  }
}

/** The number that an order was placed under: one of its pharmacy's, in the main the first; a return goes back to where it came from. */
export function numberFor(one: OrganizationLife, order: Order): string {
  const [first = '', second] = one.customers
  return second !== undefined && Number(order.returnOf ?? order.number) % 4 === 0 ? second : first
}

/** Orders and returns, in one or two versions each, some the wrong way round. */
export function tellOrders(telling: Telling): Told<ErpOrder>[] {
  const { life, random, ledger } = telling
  const rows: Told<ErpOrder>[] = []
  for (const one of life.organizations) {
    for (const order of one.orders) {
      const versions = [orderRow(telling, one, order)]
      if (order.hasSeveralVersions) {
        const isLate = random.chance(RATES['erp/orders']['late-version'])
        ledger?.count('erp/orders', 'late-version', isLate)
        const earlier = { ...(versions[0] as ErpOrder), GBSTK: 'A', WADAT: '', AEDAT: day(order.placedAtMs) }
        if (isLate) versions.push(earlier)
        else versions.unshift(earlier)
      }
      for (const row of versions) rows.push({ owner: ownerOf(one.organization), key: order.number, row })
    }
  }
  return rows
}

function orderRow(telling: Telling, one: OrganizationLife, order: Order): ErpOrder {
  const number = numberFor(one, order)
  return writeOrder(order, number, payerNumber(telling))
}

/** An order in the ERP's columns; positions are `item/material/text/quantity/price/amount`, with bars between them. */
export function writeOrder(order: Order, shop: string, payer: string): ErpOrder {
  const { placedAtMs, deliveredAtMs } = order
  return {
    VBELN: order.number,
    AUART: order.kind === 'return' ? 'RE' : 'TA',
    ERDAT: day(placedAtMs),
    KUNAG: shop,
    KUNWE: shop,
    KUNRG: payer,
    POSITIONEN: order.lines
      .map(({ product, quantity, unitPrice }, at) =>
        [(at + 1) * 10, product.sku, product.name, quantity, euros(unitPrice), euros(quantity * unitPrice)].join('/'),
      )
      .join('|'),
    NETWR: euros(netOf(order.lines)),
    WAERK: 'EUR',
    GBSTK: order.status === 'open' ? 'A' : 'C',
    LFDAT: day(placedAtMs + 4 * DAY_MS),
    WADAT: deliveredAtMs === null ? '' : day(deliveredAtMs),
    AEDAT: day(deliveredAtMs ?? placedAtMs),
  }
}

/** Invoices and credit notes: they are the payer's, whoever received the goods. */
export function tellInvoices(telling: Telling): Told<ErpInvoice>[] {
  const { life, nowMs } = telling
  const payer = life.organizations[0]
  const rows: Told<ErpInvoice>[] = []
  for (const one of life.organizations) {
    for (const order of one.orders) {
      if (order.invoice === null || payer === undefined) continue
      const row = writeInvoice(order, numberFor(one, order), payerNumber(telling), nowMs)
      rows.push({ owner: ownerOf(payer.organization), key: order.invoice.number, row: row as ErpInvoice })
    }
  }
  return rows
}

const STATUSES = { paid: 'soldée', open: 'ouverte', overdue: 'échue' } as const

/** An order's invoice in the ERP's columns; null while there is none. */
export function writeInvoice(
  { number, invoice }: Order,
  shop: string,
  payer: string,
  nowMs: number,
): ErpInvoice | null {
  if (invoice === null) return null
  const daysLate = invoice.status === 'overdue' ? Math.floor((nowMs - invoice.dueAtMs) / DAY_MS) : 0
  return {
    VBELN: invoice.number,
    FKART: invoice.kind === 'invoice' ? 'F2' : 'G2',
    FKDAT: day(invoice.issuedAtMs),
    KUNRG: payer,
    KUNWE: shop,
    AUBEL: number,
    BRTWR: euros(invoice.total),
    OFFEN: euros(invoice.balance),
    WAERK: 'EUR',
    NETDT: day(invoice.dueAtMs),
    MAHNS: String(Math.min(3, Math.floor(daysLate / 15))),
    STATUS: STATUSES[invoice.status],
    AEDAT: day(Math.min(nowMs, invoice.status === 'paid' ? invoice.dueAtMs : nowMs)),
  }
}

/** The laboratory's references: prices with a decimal comma, `ABC` `A` for its stars. */
export function materialRows(nowMs: number): ErpMaterial[] {
  return CATALOGUE.map((product, at) => ({
    MATNR: product.sku,
    EAN11: product.gtin,
    MAKTX: product.name,
    GAMME: product.range.code,
    GAMME_TXT: product.range.name,
    MATKL: product.category,
    KBETR: euros(product.price),
    KONWA: 'EUR',
    ABC: product.isStar ? 'A' : at % 2 === 0 ? 'B' : 'C',
    AEDAT: day(nowMs - (20 + at * 3) * DAY_MS),
  }))
}
