import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  isSharedDataAbsent,
  type LoadedProject,
  loadProject,
  recordsByKey,
  rowsOf,
  sharedFile,
} from '../support/project.ts'

const folder = fileURLToPath(new URL('../../examples/sap-bikes', import.meta.url))
const now = Date.parse('2026-11-24T12:00:00Z')

type Raw = Readonly<Record<string, string>>

/** The files quote nothing: lines and semicolons are all there is, so no reader of ours stands between file and test. */
function rawOf(file: string): readonly Raw[] {
  const text = readFileSync(sharedFile(`erp-sap-bikes/${file}.csv`), 'utf8').replace(/^\ufeff/, '')
  const [head = '', ...lines] = text.trim().split(/\r?\n/)
  const names = head.split(';')
  return lines.map((line) => Object.fromEntries(line.split(';').map((cell, index) => [names[index], cell])))
}

/** `13119,75` in cents. */
function cents(amount = ''): number {
  const [whole = '0', fraction = ''] = amount.split(',')
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
}
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

describe.skipIf(isSharedDataAbsent)('the SAP export', () => {
  let project: LoadedProject
  let records: Awaited<ReturnType<typeof recordsByKey>>
  let partners: readonly Raw[]
  let orders: readonly Raw[]
  let items: readonly Raw[]
  beforeAll(async () => {
    partners = rawOf('BusinessPartners')
    orders = rawOf('SalesOrders')
    items = rawOf('SalesOrderItems')
    project = await loadProject(folder, sharedFile('erp-sap-bikes'), { now })
    records = await recordsByKey(project)
  }, 120_000)
  afterAll(() => project?.close())

  const profileOf = ({ PARTNERID }: Raw) =>
    project.profiles.find(({ id }) => id === records.get(`erp/partners/${PARTNERID}`)?.profile)
  const standing = () => orders.filter(({ LIFECYCLESTATUS }) => LIFECYCLESTATUS !== 'X')
  const total = (insight: string) => sum(project.profiles.map(({ insights }) => Number(insights[insight])))

  it('is read whole: each row is applied, or refused with the reason', async () => {
    const known = new Set(orders.map(({ SALESORDERID }) => SALESORDERID))
    const orphans = items.filter(({ SALESORDERID }) => !known.has(SALESORDERID))
    expect([partners.length, orders.length, items.length]).toEqual([40, 5166, 17_818])
    expect(rowsOf(project, 'erp/partners')).toEqual({ rows: 40, rejected: 0 })
    expect(rowsOf(project, 'erp/orders')).toEqual({ rows: 5166, rejected: 0 })
    expect(rowsOf(project, 'erp/items')).toEqual({ rows: 17_818, rejected: orphans.length })
    expect(await project.workspace.reader.countRejected()).toEqual([
      { stream: 'erp/items', code: 'ROW_INVALID', count: orphans.length },
    ])
    const { items: refused } = await project.workspace.reader.rejected({ limit: 5 })
    for (const { reason, raw } of refused) {
      expect(reason).toMatch(/row \d+: no row of SalesOrders.csv has its SALESORDERID/)
      expect(orphans).toContainEqual(expect.objectContaining({ SALESORDERID: JSON.parse(raw).SALESORDERID }))
    }
    const inspected = await project.workspace.reader.inspect()
    expect(inspected.activities).toBe(orders.length + items.length - orphans.length)
  })

  it('gives each of its 40 partners a profile of an organization', () => {
    expect(project.profiles).toHaveLength(40)
    for (const partner of partners) {
      expect(profileOf(partner)).toMatchObject({
        entity: 'organization',
        attributes: { name: partner.COMPANYNAME, email: partner.EMAILADDRESS },
        identifiers: [{ namespace: 'partnerNumber', value: partner.PARTNERID }],
      })
    }
  })

  it('has phones that name no country: flagged, read in none, and kept for people', () => {
    for (const partner of partners) {
      const record = records.get(`erp/partners/${partner.PARTNERID}`)
      expect(record?.flags).toEqual([{ field: 'phone', code: 'ambiguous', received: partner.PHONENUMBER }])
      expect(record?.attributes).toMatchObject({ ext: { sap: { phone: partner.PHONENUMBER } } })
    }
  })

  it('sums every partner’s orders to the cent, those under one number apart', () => {
    for (const partner of partners) {
      const own = standing().filter(({ PARTNERID }) => PARTNERID === partner.PARTNERID)
      expect(profileOf(partner)?.insights).toMatchObject({
        orders: own.length,
        sales: sum(own.map(({ GROSSAMOUNT }) => cents(GROSSAMOUNT))),
        cancelled: orders.filter(
          ({ PARTNERID, LIFECYCLESTATUS }) => PARTNERID === partner.PARTNERID && LIFECYCLESTATUS === 'X',
        ).length,
      })
    }
    expect(total('orders') + total('cancelled')).toBe(5166)
  })

  it('counts the last 365 days, and not the orders of years to come', () => {
    const day = (at: number) => new Date(at).toISOString().slice(0, 10).replaceAll('-', '')
    const [since, until] = [day(now - 365 * 86_400_000), day(now)]
    expect(orders.some(({ CREATEDAT = '' }) => CREATEDAT > until)).toBe(true)
    for (const partner of partners)
      expect(profileOf(partner)?.insights.orders12m).toBe(
        standing().filter(
          ({ PARTNERID, CREATEDAT = '' }) =>
            PARTNERID === partner.PARTNERID && CREATEDAT >= since && CREATEDAT <= until,
        ).length,
      )
  })

  it('reads decimal commas of net amounts', async () => {
    const kept = await project.workspace.reader.objects(
      orders.map(({ SALESORDERID, GROSSAMOUNT }) => ({ stream: 'erp/orders', key: `${SALESORDERID}/${GROSSAMOUNT}` })),
    )
    const net = kept.map((one) => Math.round(JSON.parse(one?.body ?? '{}').ext.sap.net * 100))
    expect(sum(net)).toBe(sum(orders.map(({ NETAMOUNT }) => cents(NETAMOUNT))))
  })

  it('gives each item to the partner of its order', () => {
    const partnerOf = new Map(orders.map(({ SALESORDERID, PARTNERID }) => [SALESORDERID, PARTNERID]))
    for (const partner of partners)
      expect(profileOf(partner)?.insights.pieces).toBe(
        sum(
          items
            .filter(({ SALESORDERID }) => partnerOf.get(SALESORDERID) === partner.PARTNERID)
            .map(({ QUANTITY }) => Number(QUANTITY)),
        ),
      )
  })

  it('keeps segments of organizations as their orders arrive', () => {
    const members = partners.filter(
      (partner) =>
        orders.filter(({ PARTNERID, LIFECYCLESTATUS }) => PARTNERID === partner.PARTNERID && LIFECYCLESTATUS === 'X')
          .length >= 3,
    )
    expect(members.length).toBeGreaterThan(0)
    expect(
      project.profiles
        .filter(({ segments }) => segments.includes('cancelling'))
        .map(({ id }) => id)
        .sort(),
    ).toEqual(members.map((partner) => profileOf(partner)?.id).sort())
  })
})
