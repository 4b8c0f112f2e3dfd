import { decimalComma } from '../../csv.ts'
import { countryName } from '../../people/addresses.ts'
import { dropAccents } from '../../text.ts'
import { DAY_MS, frenchDate, HOUR_MS, isoInstant, MINUTE_MS, parisInstant } from '../../time.ts'
import { NOBODY, type Told } from '../../told.ts'
import { BOUTIQUES } from './boutiques.ts'
import { CATALOGUE } from './catalogue.ts'
import { customerNumber } from './keys.ts'
import type { PersonLife } from './life.ts'
import { type Order, orderTotal, signedTotal, WALK_IN_CUSTOMER } from './orders.ts'
import { RATES } from './rates.ts'
import { leavesTestRecord, type Telling, tellParty } from './telling.ts'

/** A line of `shop/customers.csv`, as text in the till's own French. */
export interface ShopCustomer {
  client: string
  civilite: string
  nom: string
  prenom: string
  email: string
  telephone: string
  portable: string
  date_naissance: string
  adresse: string
  code_postal: string
  ville: string
  pays: string
  langue: string
  optin_email: string
  optin_sms: string
  date_optin: string
  magasin: string
  cumul_achats: string
  devise: string
  cree_le: string
  modifie_le: string
}

export const CUSTOMER_COLUMNS = ['client', 'civilite', 'nom', 'prenom', 'email', 'telephone', 'portable', 'date_naissance',
  'adresse', 'code_postal', 'ville', 'pays', 'langue', 'optin_email', 'optin_sms', 'date_optin', 'magasin', 'cumul_achats',
  'devise', 'cree_le', 'modifie_le'] as const satisfies readonly (keyof ShopCustomer)[] // biome-ignore format: a header

/** A row of `shop/orders.jsonl`; rows of one `orderNumber` are its versions, told apart by `updatedAt`. */
export interface ShopOrder {
  orderNumber: string
  kind: 'order' | 'return'
  returnOf: string | null
  customer: string
  channel: 'boutique' | 'online'
  store: string | null
  status: Order['status']
  placedAt: string
  updatedAt: string
  delivery: { service: 'express' | 'standard'; promisedAt: string; deliveredAt: string | null } | null
  currency: string
  total: number
  lines: { line: number; sku: string; name: string; quantity: number; unitPrice: number; amount: number }[]
}

export const ORDER_COLUMNS = ['orderNumber', 'kind', 'returnOf', 'customer', 'channel', 'store', 'status', 'placedAt', 'updatedAt',
  'delivery', 'currency', 'total', 'lines'] as const satisfies readonly (keyof ShopOrder)[] // biome-ignore format: a header

const FRENCH_TITLES = { female: 'MME', male: 'M' } as const

/** The shop's customers of a household; surnames in capitals, as the till prints them. */
export function tellCustomers(telling: Telling): Told<ShopCustomer>[] {
  const { life } = telling
  const rows: Told<ShopCustomer>[] = []
  for (const member of life.people) {
    for (const key of member.customers) {
      rows.push({ owner: member.person.ordinal, key, row: customerRow(telling, member, key) })
    }
  }
  const testKey = customerNumber(life.household.index * 4, 3)
  if (leavesTestRecord(telling, 'shop/customers', testKey))
    rows.push({ owner: NOBODY, key: testKey, row: testCustomer(telling, testKey) })
  return rows
}

function customerRow(telling: Telling, member: PersonLife, key: string): ShopCustomer {
  const { life, random, nowMs } = telling
  const { household } = life
  const { person } = member
  const party = tellParty(telling, 'shop/customers', key, person)
  const createdMs = person.sinceMs
  const modifiedMs = createdMs + random.integer(nowMs - createdMs - DAY_MS)
  const { currency } = household.boutique
  const spent = member.orders.reduce(
    (sum, order) => sum + (order.customer === key && order.currency === currency ? signedTotal(order) : 0),
    0,
  )
  const hasChosen = random.chance(0.8)
  return {
    client: key,
    civilite: random.chance(0.8) ? FRENCH_TITLES[person.gender] : '',
    nom: party.lastName.toUpperCase(),
    prenom: party.firstName,
    email: party.email ?? '',
    telephone: party.fixedLine ?? '',
    portable: party.mobile ?? '',
    date_naissance: party.birthDate === null ? '' : frenchDate(party.birthDate),
    adresse: party.address === null ? '' : dropAccents(party.address.street).toUpperCase(),
    code_postal: party.address?.postalCode ?? '',
    ville: party.address === null ? '' : dropAccents(party.address.city).toUpperCase(),
    pays: party.address === null ? '' : countryName(party.address.country, 'french'),
    langue: person.language.toUpperCase(),
    optin_email: hasChosen ? (random.chance(0.6) ? 'O' : 'N') : '',
    optin_sms: hasChosen ? (random.chance(0.35) ? 'O' : 'N') : '',
    date_optin: hasChosen ? frenchDate(isoInstant(createdMs + random.integer(modifiedMs - createdMs + 1))) : '',
    magasin: household.boutique.code,
    cumul_achats: decimalComma(spent, currency === 'JPY' ? 0 : 2),
    devise: currency,
    cree_le: parisInstant(createdMs),
    modifie_le: parisInstant(modifiedMs),
  }
}

function blankCustomer(key: string, createdMs: number): ShopCustomer {
  return {
    client: key, civilite: '', nom: '', prenom: '', email: '', telephone: '', portable: '', date_naissance: '', adresse: '',
    code_postal: '', ville: '', pays: '', langue: 'FR', optin_email: '', optin_sms: '', date_optin: '', magasin: '',
    cumul_achats: '0,00', devise: 'EUR', cree_le: parisInstant(createdMs), modifie_le: parisInstant(createdMs + HOUR_MS),
  } // biome-ignore format: blanks
}

function testCustomer(telling: Telling, key: string): ShopCustomer {
  const { life, random, nowMs } = telling
  return {
    ...blankCustomer(key, nowMs - random.between(20, 1500) * DAY_MS),
    nom: random.pick(['TEST', 'CLIENT', 'XXX', 'FORMATION CAISSE']),
    prenom: random.pick(['TEST', 'Test', '']),
    email: random.pick(['test@test.com', 'n/a', '']),
    portable: random.pick(['0000000000', '00 00 00 00 00', '']),
    magasin: life.household.boutique.code,
  }
}

/** The line to which tills book what an unknown visitor buys; one in every world. */
export function walkInCustomer(nowMs: number): Told<ShopCustomer> {
  const row = {
    ...blankCustomer(WALK_IN_CUSTOMER, nowMs - 2500 * DAY_MS),
    nom: 'CLIENT',
    prenom: 'PASSAGE',
    magasin: 'FSH',
  }
  return { owner: NOBODY, key: WALK_IN_CUSTOMER, row }
}

/** Orders and returns of a household, in one to three versions each, some of them the wrong way round. */
export function tellOrders(telling: Telling): Told<ShopOrder>[] {
  const { life, random, ledger } = telling
  const rows: Told<ShopOrder>[] = []
  for (const { person, orders } of life.people) {
    for (const order of orders) {
      const versions = orderVersions(telling, order)
      if (versions.length > 1) {
        const isLate = random.chance(RATES['shop/orders']['late-version'])
        ledger?.count('shop/orders', 'late-version', isLate)
        if (isLate) versions.reverse()
      }
      for (const row of versions) rows.push({ owner: person.ordinal, key: order.number, row })
    }
  }
  return rows
}

function orderVersions(telling: Telling, order: Order): ShopOrder[] {
  const { random, nowMs } = telling
  const settledMs =
    order.deliveredAtMs ??
    Math.min(nowMs - MINUTE_MS, order.placedAtMs + (order.kind === 'return' ? DAY_MS : 6 * HOUR_MS))
  const last = orderRow(order, order.customer, order.status, Math.max(order.placedAtMs, settledMs) + 1000)
  if (!order.hasSeveralVersions) return [last]
  const first = orderRow(order, order.firstCustomer ?? order.customer, 'placed', order.placedAtMs)
  if (order.status !== 'delivered' || random.chance(0.5)) return [first, last]
  const shipped = orderRow(order, order.firstCustomer ?? order.customer, 'shipped', order.placedAtMs + 12 * HOUR_MS)
  return [first, shipped, last]
}

/** One version of an order as the shop exports it. */
export function orderRow(order: Order, customer: string, status: Order['status'], updatedAtMs: number): ShopOrder {
  return {
    orderNumber: order.number,
    kind: order.kind,
    returnOf: order.returnOf,
    customer,
    channel: order.channel,
    store: order.boutique?.code ?? null,
    status,
    placedAt: isoInstant(order.placedAtMs),
    updatedAt: isoInstant(updatedAtMs),
    delivery:
      order.promisedAtMs === null
        ? null
        : {
            service: order.isExpress ? 'express' : 'standard',
            promisedAt: isoInstant(order.promisedAtMs),
            deliveredAt:
              status === 'delivered' && order.deliveredAtMs !== null ? isoInstant(order.deliveredAtMs) : null,
          },
    currency: order.currency,
    total: orderTotal(order),
    lines: order.lines.map((line, index) => ({
      line: index + 1,
      sku: line.product.sku,
      name: line.product.name,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      amount: line.quantity * line.unitPrice,
    })),
  }
}

/** A line of `shop/stores.csv`. */
export interface ShopStore {
  magasin: string
  nom: string
  adresse: string
  code_postal: string
  ville: string
  pays: string
  fuseau: string
  vaisseau_amiral: string
  responsable: string
}

export const STORE_COLUMNS = ['magasin', 'nom', 'adresse', 'code_postal', 'ville', 'pays', 'fuseau', 'vaisseau_amiral',
  'responsable'] as const satisfies readonly (keyof ShopStore)[] // biome-ignore format: a header

/** The house's shops; `vaisseau_amiral` is `O` for the flagship. */
export function storeRows(): ShopStore[] {
  return BOUTIQUES.map((boutique) => ({
    magasin: boutique.code,
    nom: boutique.name,
    adresse: boutique.address,
    code_postal: boutique.postalCode,
    ville: boutique.city,
    pays: boutique.country,
    fuseau: boutique.timeZone,
    vaisseau_amiral: boutique.isFlagship ? 'O' : 'N',
    responsable: boutique.manager,
  }))
}

/** A line of `products/products.csv`. */
export interface ProductRow {
  sku: string
  gtin: string
  name: string
  brand: string
  range: string
  category: string
  material: string
  colour: string
  price: string
  currency: string
  lifecycle: string
  launched_on: string
  url: string
  updated_at: string
}

export const PRODUCT_COLUMNS = ['sku', 'gtin', 'name', 'brand', 'range', 'category', 'material', 'colour', 'price', 'currency',
  'lifecycle', 'launched_on', 'url', 'updated_at'] as const satisfies readonly (keyof ProductRow)[] // biome-ignore format: a header

/** The product data system's list: prices in euros with a decimal point, dates in ISO. */
export function productRows(nowMs: number): ProductRow[] {
  return CATALOGUE.map((product) => ({
    sku: product.sku,
    gtin: product.gtin,
    name: product.name,
    brand: 'Maison Aurèle',
    range: product.range,
    category: product.category,
    material: product.material,
    colour: product.colour,
    price: product.priceEuros.toFixed(2),
    currency: 'EUR',
    lifecycle: product.lifecycle,
    launched_on: isoInstant(nowMs - product.launchedDaysAgo * DAY_MS).slice(0, 10),
    url: `https://www.maison-aurele.example/fr/p/${product.slug}`,
    updated_at: isoInstant(nowMs - 12 * HOUR_MS - (product.launchedDaysAgo % 30) * DAY_MS),
  }))
}
