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

const folder = fileURLToPath(new URL('../../examples/chinook', import.meta.url))
const now = Date.parse('2026-11-24T12:00:00Z')

type Raw = Readonly<Record<string, string | number | null>>
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
/** No amount has more than two decimals. */
const cents = (amount: Raw[string] | undefined) => Math.round(Number(amount) * 100)

describe.skipIf(isSharedDataAbsent)('the Chinook database', () => {
  /** A copy, which the last tests change. */
  let input = ''
  let database: Sqlite.Database
  let project: LoadedProject
  let records: Awaited<ReturnType<typeof recordsByKey>>
  let customers: readonly Raw[]
  let invoices: readonly Raw[]
  let lines: readonly Raw[]
  let tracks: readonly Raw[]
  const rowsOfTable = (table: string) => database.prepare(`select * from "${table}"`).all() as Raw[]
  beforeAll(async () => {
    input = mkdtempSync(join(tmpdir(), 'rapport-chinook-'))
    copyFileSync(sharedFile('shop-chinook/chinook.sqlite'), join(input, 'chinook.sqlite'))
    database = new Sqlite(join(input, 'chinook.sqlite'))
    customers = rowsOfTable('Customer')
    invoices = rowsOfTable('Invoice')
    lines = rowsOfTable('InvoiceLine')
    tracks = rowsOfTable('Track')
    project = await loadProject(folder, input, { now })
    records = await recordsByKey(project)
  }, 120_000)
  afterAll(async () => {
    await project?.close()
    database?.close()
    rmSync(input, { recursive: true, force: true })
  })

  const recordOf = ({ CustomerId }: Raw) => records.get(`shop/customers/${CustomerId}`)
  const profileOf = (customer: Raw) => project.profiles.find(({ id }) => id === recordOf(customer)?.profile)
  const invoicesOf = ({ CustomerId }: Raw) => invoices.filter((invoice) => invoice.CustomerId === CustomerId)
  const linesOf = ({ InvoiceId }: Raw) => lines.filter((line) => line.InvoiceId === InvoiceId)
  const membersOf = (segment: string) =>
    project.profiles
      .filter(({ segments }) => segments.includes(segment))
      .map(({ id }) => id)
      .sort()
  const idsOf = (found: readonly Raw[]) => found.map((customer) => profileOf(customer)?.id).sort()

  it('is read whole: 59 customers, 412 invoices, 3,503 tracks, none refused', async () => {
    expect([customers.length, invoices.length, lines.length, tracks.length]).toEqual([59, 412, 2240, 3503])
    for (const [stream, rows] of Object.entries({ customers: 59, companies: 10, purchases: 412, tracks: 3503 }))
      expect(rowsOf(project, `shop/${stream}`)).toEqual({ rows, rejected: 0 })
    expect(await project.workspace.reader.countRejected()).toEqual([])
  })

  it('gives each customer a profile, with the name and the e-mail as they stand there', () => {
    expect(new Set(customers.map((customer) => recordOf(customer)?.profile)).size).toBe(59)
    expect(project.profiles.filter(({ entity }) => entity === 'person')).toHaveLength(59)
    for (const customer of customers) {
      expect(profileOf(customer)).toMatchObject({
        entity: 'person',
        attributes: { givenName: customer.FirstName, familyName: customer.LastName },
        identifiers: expect.arrayContaining([{ namespace: 'customerNumber', value: String(customer.CustomerId) }]),
      })
      expect(String(profileOf(customer)?.attributes.email)).toBe(String(customer.Email).toLowerCase())
    }
  })

  it('ties the ten who buy for a company to it', async () => {
    const employed = customers.filter(({ Company }) => Company !== null)
    expect(employed).toHaveLength(10)
    const ties = await project.workspace.reader.objects(
      employed.map(({ CustomerId }) => ({ stream: 'shop/customers', key: `${CustomerId}/employer` })),
    )
    for (const [at, { CustomerId, Company }] of employed.entries()) {
      const to = { stream: 'shop/companies', key: String(CustomerId) }
      expect(JSON.parse(ties[at]?.body ?? '{}')).toMatchObject({ role: 'employee', to })
      expect(records.get(`${to.stream}/${to.key}`)?.attributes).toMatchObject({ name: Company })
    }
  })

  it('sums what each spent, to the cent, and the tracks', () => {
    for (const customer of customers) {
      const own = invoicesOf(customer)
      expect(profileOf(customer)?.insights).toMatchObject({
        purchases: own.length,
        // From the lines, which an invoice's total only repeats.
        spent: sum(own.flatMap(linesOf).map(({ UnitPrice, Quantity }) => cents(UnitPrice) * Number(Quantity))),
        tracks: sum(own.flatMap(linesOf).map(({ Quantity }) => Number(Quantity))),
        lastPurchaseAt: `${own
          .map(({ InvoiceDate }) => String(InvoiceDate).replace(' ', 'T'))
          .sort()
          .at(-1)}.000Z`,
      })
    }
    expect(sum(project.profiles.map(({ insights }) => Number(insights.spent)))).toBe(232_860)
  })

  it('counts the last 730 days', () => {
    const since = new Date(now - 730 * 86_400_000).toISOString().slice(0, 10)
    for (const customer of customers)
      expect(profileOf(customer)?.insights.spent24m).toBe(
        sum(
          invoicesOf(customer)
            .filter(({ InvoiceDate }) => String(InvoiceDate).slice(0, 10) >= since)
            .map(({ Total }) => cents(Total)),
        ),
      )
  })

  it('has every line with its track’s name', async () => {
    const kept = await project.workspace.reader.objects(
      invoices.map(({ InvoiceId }) => ({ stream: 'shop/purchases', key: String(InvoiceId) })),
    )
    const nameOf = new Map(tracks.map(({ TrackId, Name }) => [TrackId, Name]))
    let count = 0
    for (const [at, invoice] of invoices.entries()) {
      const names = (JSON.parse(kept[at]?.body ?? '{}').lines as readonly { readonly name: string }[]).map(
        ({ name }) => name,
      )
      count += names.length
      expect([...names].sort()).toEqual(
        linesOf(invoice)
          .map(({ TrackId }) => nameOf.get(TrackId))
          .sort(),
      )
    }
    expect(count).toBe(2240)
  })

  it('keeps segments: who spent most, and whom Jane Peacock looks after', () => {
    const best = customers.filter((customer) => sum(invoicesOf(customer).map(({ Total }) => cents(Total))) > 4500)
    expect(best.length).toBeGreaterThan(0)
    expect(membersOf('bestCustomers')).toEqual(idsOf(best))
    const jane = rowsOfTable('Employee').find(({ LastName }) => LastName === 'Peacock')
    expect(membersOf('ofJane')).toEqual(
      idsOf(customers.filter(({ SupportRepId }) => SupportRepId === jane?.EmployeeId)),
    )
  })

  it('reads phones of 23 countries, as E.164, but for two that have a digit too many or too few', () => {
    const withPhone = customers.filter(({ Phone }) => Phone !== null)
    expect(withPhone).toHaveLength(58)
    const refused: Raw[] = []
    for (const customer of withPhone) {
      const points = profileOf(customer)?.contactPoints.filter(({ kind }) => kind === 'phone') ?? []
      if (points.length === 0) refused.push(customer)
      // Without what is written in brackets or as a zero to dial at home: the same digits, in the same order.
      const digits = (text: string) => text.replace(/\D/g, '')
      for (const { normal } of points)
        expect(digits(String(customer.Phone)).replaceAll('0', '')).toBe(digits(String(normal)).replaceAll('0', ''))
    }
    for (const customer of refused)
      expect(recordOf(customer)?.flags).toMatchObject([{ field: 'phone', code: 'impossible' }])
    expect(refused.map(({ Phone }) => Phone)).toEqual(['+453 3331 9991', '+56 (0)2 635 4444'])
  })

  it('reads only new invoices after the first time, and the last one again', async () => {
    const [customer] = customers
    database
      .prepare(
        `insert into Invoice (InvoiceId, CustomerId, InvoiceDate, Total) values (413, 1, '2026-11-20 00:00:00', 1.98)`,
      )
      .run()
    const run = await project.workspace.syncs.run('shop', { stream: 'purchases' })
    expect(run.streams).toMatchObject([{ stream: 'purchases', state: 'done', rows: 2, deletes: 0 }])
    await project.workspace.commands.settle()
    const after = (await allProfiles(project.workspace)).find(({ id }) => id === profileOf(customer as Raw)?.id)
    expect(after?.insights).toMatchObject({
      purchases: Number(profileOf(customer as Raw)?.insights.purchases) + 1,
      spent: Number(profileOf(customer as Raw)?.insights.spent) + 198,
    })
  })
})
