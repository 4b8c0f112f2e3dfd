import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  allProfiles,
  isSharedDataAbsent,
  type LoadedProject,
  loadProject,
  recordsByKey,
  rowsOf,
  sharedFile,
} from '../support/project.ts'

const folder = fileURLToPath(new URL('../../examples/northwind', import.meta.url))
const now = Date.parse('2026-11-24T12:00:00Z')

type Raw = Readonly<Record<string, string | number | null>>
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** `9.8` in cents, by its digits. */
function cents(amount: Raw[string] | undefined): number {
  const [whole = '0', fraction = ''] = String(amount).split('.')
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
}

describe.skipIf(isSharedDataAbsent)('the Northwind database', () => {
  /** A copy, which the last tests change. */
  let input = ''
  let database: Sqlite.Database
  let project: LoadedProject
  let records: Awaited<ReturnType<typeof recordsByKey>>
  let customers: readonly Raw[]
  let orders: readonly Raw[]
  let lines: readonly Raw[]
  beforeAll(async () => {
    input = mkdtempSync(join(tmpdir(), 'rapport-northwind-'))
    copyFileSync(sharedFile('erp-northwind/northwind.sqlite'), join(input, 'northwind.sqlite'))
    database = new Sqlite(join(input, 'northwind.sqlite'))
    // Whole tables, each by itself: what is joined and added up here, no SQL of ours has joined.
    const rowsOfTable = (table: string) => database.prepare(`select * from "${table}"`).all() as Raw[]
    customers = rowsOfTable('Customers')
    orders = rowsOfTable('Orders')
    lines = rowsOfTable('Order Details')
    project = await loadProject(folder, input, { now })
    records = await recordsByKey(project)
  }, 120_000)
  afterAll(async () => {
    await project?.close()
    database?.close()
    rmSync(input, { recursive: true, force: true })
  })

  const keyOf = ({ CustomerID }: Raw) => String(CustomerID).trim()
  const profileOf = (customer: Raw) =>
    project.profiles.find(({ id }) => id === records.get(`erp/customers/${keyOf(customer)}`)?.profile)
  const ordersOf = ({ CustomerID }: Raw) => orders.filter((order) => order.CustomerID === CustomerID)
  const linesOf = ({ OrderID }: Raw) => lines.filter((line) => line.OrderID === OrderID)
  /** An order's total: discounts are whole percents; half a cent is rounded up. */
  const totalOf = (order: Raw) => {
    const basis = linesOf(order).map(
      ({ UnitPrice, Quantity, Discount }) =>
        cents(UnitPrice) * Number(Quantity) * (100 - Math.round(Number(Discount) * 100)),
    )
    return Math.floor((sum(basis) + 50) / 100)
  }
  const membersOf = (segment: string) =>
    project.profiles.filter(({ segments }) => segments.includes(segment)).map(({ id }) => id)
  const idsOf = (found: readonly Raw[]) => found.map((customer) => profileOf(customer)?.id)
  const bodies = async (stream: string, keys: readonly string[]) => {
    const kept = await project.workspace.reader.objects(keys.map((key) => ({ stream: `erp/${stream}`, key })))
    return kept.map((one) => JSON.parse(one?.body ?? '{}'))
  }

  it('is read whole: 93 customers, 830 orders, 77 products, none refused', async () => {
    expect([customers.length, orders.length, lines.length]).toEqual([93, 830, 2155])
    for (const [stream, rows] of Object.entries({
      customers: 93,
      contacts: 93,
      orders: 830,
      shipments: 830,
      products: 77,
    }))
      expect(rowsOf(project, `erp/${stream}`)).toEqual({ rows, rejected: 0 })
    expect(await project.workspace.reader.countRejected()).toEqual([])
  })

  it('gives each customer a profile of an organization, and the person to talk to one of a person', async () => {
    for (const customer of customers) {
      expect(profileOf(customer)).toMatchObject({
        entity: 'organization',
        // One name has two spaces.
        attributes: { name: String(customer.CompanyName).replace('  ', ' ') },
        identifiers: [{ namespace: 'customerNumber', value: keyOf(customer) }],
      })
      const person = records.get(`erp/contacts/${keyOf(customer)}`)
      expect(person?.attributes).toMatchObject({ fullName: customer.ContactName })
    }
    expect(project.profiles).toHaveLength(93 + 93)
  })

  it('sums every customer’s orders to the cent', () => {
    for (const customer of customers) {
      const own = ordersOf(customer)
      const dates = own.map(({ OrderDate }) => String(OrderDate).replace(' ', 'T')).sort()
      expect(profileOf(customer)?.insights).toMatchObject({
        orders: own.length,
        sales: sum(own.map(totalOf)),
        firstOrderAt: dates[0] === undefined ? null : `${dates[0]}Z`,
        lastOrderAt: dates.length === 0 ? null : `${dates.at(-1)}Z`,
      })
    }
    const sales = sum(project.profiles.map(({ insights }) => Number(insights.sales)))
    expect(sales).toBe(sum(orders.map(totalOf)))
    // As everybody who ever added Northwind up knows it: 1,265,793.04, before each order is rounded.
    expect(Math.abs(sales - 126_579_304)).toBeLessThan(orders.length)
  })

  it('has every line of every order', async () => {
    const kept = await bodies(
      'orders',
      orders.map(({ OrderID }) => String(OrderID)),
    )
    const quantities = kept.map(({ lines: own }: { lines: readonly { quantity: number }[] }) =>
      own.map((line) => line.quantity),
    )
    expect(quantities.flat()).toHaveLength(lines.length)
    for (const [at, order] of orders.entries())
      expect([...(quantities[at] ?? [])].sort()).toEqual(
        linesOf(order)
          .map(({ Quantity }) => Number(Quantity))
          .sort(),
      )
  })

  it('knows which shipments were late, and which never left', () => {
    const isLate = ({ ShippedDate, RequiredDate }: Raw) =>
      ShippedDate !== null && String(ShippedDate) > String(RequiredDate)
    expect([orders.filter(isLate).length, orders.filter(({ ShippedDate }) => ShippedDate === null).length]).toEqual([
      37, 21,
    ])
    for (const customer of customers)
      expect(profileOf(customer)?.insights).toMatchObject({
        lateShipments: ordersOf(customer).filter(isLate).length,
        openShipments: ordersOf(customer).filter(({ ShippedDate }) => ShippedDate === null).length,
      })
    const kept = customers.filter((customer) => ordersOf(customer).filter(isLate).length >= 2)
    expect(membersOf('keptWaiting').sort()).toEqual(idsOf(kept).sort())
  })

  it('keeps segments: those who bought most, and the four who never did, two of them junk', () => {
    const key = customers.filter((customer) => sum(ordersOf(customer).map(totalOf)) > 5_000_000)
    expect(key.length).toBeGreaterThan(0)
    expect(membersOf('keyAccounts').sort()).toEqual(idsOf(key).sort())
    const never = customers.filter((customer) => ordersOf(customer).length === 0)
    expect(never.map(keyOf).sort()).toEqual(['FISSA', 'PARIS', 'VALON', 'Val2'])
    expect(membersOf('neverOrdered').sort()).toEqual(idsOf(never).sort())
  })

  it('has phones that name no country: flagged, read in none, and kept for people', () => {
    for (const customer of customers) {
      const record = records.get(`erp/customers/${keyOf(customer)}`)
      const flags = record?.flags.filter(({ field }) => field === 'phone') ?? []
      expect(flags).toEqual(
        customer.Phone === null ? [] : [{ field: 'phone', code: 'ambiguous', received: customer.Phone }],
      )
      if (customer.Phone !== null)
        expect(record?.attributes).toMatchObject({ ext: { northwind: { phone: customer.Phone } } })
    }
  })

  it('ties each contact to the customer’s organization', async () => {
    const ties = await bodies(
      'contacts',
      customers.map((customer) => `${keyOf(customer)}/works-for`),
    )
    for (const [at, customer] of customers.entries())
      expect(ties[at]).toMatchObject({ role: 'contact', to: { stream: 'erp/customers', key: keyOf(customer) } })
  })

  it('follows the database: a changed order, and a customer who is gone', async () => {
    database
      .prepare(`update "Order Details" set Quantity = Quantity + 10 where OrderID = 10643 and ProductID = 28`)
      .run()
    database.prepare(`delete from Customers where CustomerID = 'VALON'`).run()
    const run = await project.workspace.syncs.run('erp')
    expect(run.streams.map(({ stream, state }) => `${stream} ${state}`)).toEqual([
      'customers done',
      'contacts done',
      'orders done',
      'shipments done',
      'products done',
    ])
    await project.workspace.commands.settle()
    const after = await allProfiles(project.workspace)
    const find = (id: string | undefined) => after.find((one) => one.id === id)
    const [alfki] = customers
    const [line] = lines.filter(({ OrderID, ProductID }) => OrderID === 10643 && ProductID === 28)
    const more = Math.round((cents(line?.UnitPrice) * 10 * (100 - Math.round(Number(line?.Discount) * 100))) / 100)
    expect(find(profileOf(alfki as Raw)?.id)?.insights.sales).toBe(
      Number(profileOf(alfki as Raw)?.insights.sales) + more,
    )
    const gone = customers.find((customer) => keyOf(customer) === 'VALON') as Raw
    // The id stays known; nothing else of it does, and it is in no segment.
    expect(find(profileOf(gone)?.id)).toMatchObject({ records: 0, attributes: {}, identifiers: [], segments: [] })
    expect(after.filter(({ records: count }) => count > 0)).toHaveLength(93 + 93 - 2)
  })
})
