import { describe, expect, it } from 'vitest'
import type { TruthLine } from '../../world.ts'
import { openWorld } from '../../worlds.ts'
import type { CrmAccount, CrmContact } from './crm.ts'
import type { PanelListing } from './directory.ts'
import type { ErpCustomer, ErpInvoice, ErpOrder } from './erp.ts'
import { countGroups } from './groups.ts'
import type { MarketingActivity } from './marketing.ts'
import { RATES } from './rates.ts'
import type { ErpStatistic } from './statistics.ts'
import { STORY_GROUP, STORY_KEYS, STORY_SIZE } from './story.ts'
import type { CalyxStory } from './story-file.ts'
import type { Ticket } from './support.ts'
import type { CrmTask, CrmVisit } from './visits.ts'

const NOW = '2026-11-24T09:30:00.000Z'

function world(people: number, options: { seed?: string; now?: string } = {}) {
  return openWorld('laboratoire-calyx', { people, ...options })
}

function rowsOf<T>(people: number, file: string, options = {}): T[] {
  return [...world(people, options).batches(file)].flat() as T[]
}

const people = 3000
const counts = new Map<string, { eligible: number; planted: number }>()
const truth = [...world(people).truth(counts)]
const ownerOf = new Map<string, TruthLine>()
for (const line of truth) {
  for (const [stream, keys] of Object.entries(line.keys)) for (const key of keys) ownerOf.set(`${stream}:${key}`, line)
}
const owner = (stream: string, key: string) => ownerOf.get(`${stream}:${key}`)
const accounts = rowsOf<CrmAccount>(people, 'crm/accounts.jsonl')
const customers = rowsOf<ErpCustomer>(people, 'erp/customers.csv')
const orders = rowsOf<ErpOrder>(people, 'erp/orders.csv')
const invoices = rowsOf<ErpInvoice>(people, 'erp/invoices.csv')
const listings = rowsOf<PanelListing>(people, 'directory/listings.csv')
const number = (text: string) => Number(text.replace(',', '.'))

describe('the truth', () => {
  it('has exactly as many people as were asked for', () => {
    for (const size of [100, 101, 777, people]) {
      const ids = [...world(size).truth()].flatMap((line) => line.personId ?? [])
      expect(ids).toHaveLength(size)
      expect(new Set(ids).size).toBe(size)
    }
  })

  it('names every key of every file exactly once, and no key that no file has', () => {
    const claimed = new Map<string, number>()
    for (const line of truth) {
      for (const [stream, keys] of Object.entries(line.keys)) {
        for (const key of keys) claimed.set(`${stream}:${key}`, (claimed.get(`${stream}:${key}`) ?? 0) + 1)
      }
    }
    expect([...claimed].filter(([, times]) => times > 1)).toEqual([])
    const inFiles = new Set<string>()
    for (const stream of world(people).streams) {
      if (['materials', 'campaigns'].includes(stream.stream)) continue
      for (const row of rowsOf<Record<string, string>>(people, stream.file))
        inFiles.add(`${stream.system}/${stream.stream}:${row[stream.key]}`)
    }
    expect(inFiles.size).toBe(claimed.size)
    expect([...inFiles].filter((key) => !claimed.has(key))).toEqual([])
  })

  it('knows every organisation and person to some system', () => {
    const own = ['crm/accounts', 'erp/customers', 'directory/pharmacies', 'crm/contacts', 'marketing/subscribers']
    const streams = [...own, 'support/requesters', 'directory/pharmacists']
    const unknown = truth.filter((line) => !streams.some((stream) => stream in line.keys))
    expect(unknown).toEqual([])
  })

  it('gives rows to whom they name: an order to its ship-to, an invoice to its payer, a visit to its account', () => {
    for (const row of orders) expect(owner('erp/orders', row.VBELN)).toBe(owner('erp/customers', row.KUNWE))
    for (const row of invoices) expect(owner('erp/invoices', row.VBELN)).toBe(owner('erp/customers', row.KUNRG))
    for (const row of rowsOf<CrmVisit>(people, 'crm/visits.jsonl')) {
      expect(owner('crm/visits', row.Id)).toBe(owner('crm/accounts', row.AccountId))
      const met = row.ContactId === null ? undefined : owner('crm/contacts', row.ContactId)
      if (met !== undefined) expect(met.householdId).toBe(owner('crm/visits', row.Id)?.householdId)
    }
    for (const row of rowsOf<MarketingActivity>(people, 'marketing/activity.jsonl'))
      expect(owner('marketing/activity', row.id)).toBe(owner('marketing/subscribers', row.subscriber_id))
    for (const row of rowsOf<Ticket>(people, 'support/tickets.jsonl')) {
      const caller = owner('support/requesters', row.requester_id)
      const shop = row.customer_number === null ? undefined : owner('erp/customers', row.customer_number)
      expect(owner('support/tickets', row.ticket_number)).toBe(shop ?? caller)
      if (shop !== undefined) expect(caller?.attributes?.worksFor).toBe(shop.organizationId)
    }
  })

  it('ties each shop to who pays, in SAP and in the CRM', () => {
    for (const row of customers) {
      const line = owner('erp/customers', row.KUNNR)
      const payer = owner('erp/customers', row.KUNRG)
      if (line?.organization == null) continue
      expect(payer?.organizationId).toBe(line.organization.payerId ?? line.organizationId)
      expect(row.KTOKD).toBe(line.organization.kind === 'chain' ? 'ZGRP' : payer === line ? 'ZPHA' : 'ZSHP')
    }
    const shops = accounts.filter((row) => row.ParentId !== null)
    expect(shops.length).toBeGreaterThan(500)
    for (const row of shops)
      expect(owner('crm/accounts', row.ParentId ?? '')?.organizationId).toBe(
        owner('crm/accounts', row.Id)?.organization?.payerId,
      )
  })
})

describe('money', () => {
  it('of an order is the sum of its positions, and the invoice is that with tax', () => {
    const net = new Map(orders.map((row) => [row.VBELN, number(row.NETWR)]))
    for (const row of orders) {
      const positions = row.POSITIONEN.split('|').map((text) => text.split('/'))
      const sum = positions.reduce((all, position) => all + number(position[5] ?? ''), 0)
      expect(sum).toBeCloseTo(number(row.NETWR), 5)
      for (const [, , , quantity, price, amount] of positions)
        expect(Number(quantity) * number(price ?? '')).toBeCloseTo(number(amount ?? ''), 2)
    }
    for (const row of invoices) {
      const gross = (net.get(row.AUBEL) ?? 0) * 1.2
      expect(Math.abs(number(row.BRTWR))).toBeCloseTo(gross, 1)
      expect(number(row.BRTWR) < 0).toBe(row.FKART === 'G2')
    }
  })

  it('of a reference in the statistics is what its orders say, returns taken off', () => {
    const newest = new Map<string, ErpOrder>()
    for (const row of orders) if (newest.get(row.VBELN)?.GBSTK !== 'C') newest.set(row.VBELN, row)
    const sums = new Map<string, number>()
    for (const row of newest.values()) {
      for (const text of row.POSITIONEN.split('|')) {
        const [, sku, , , , amount = ''] = text.split('/')
        const id = `${row.KUNWE}-${sku}`
        sums.set(id, (sums.get(id) ?? 0) + (row.AUART === 'RE' ? -1 : 1) * number(amount))
      }
    }
    const statistics = rowsOf<ErpStatistic>(people, 'erp/statistics.csv')
    expect(statistics).toHaveLength(sums.size)
    for (const row of statistics) {
      expect(number(row.NETWR_N) + number(row.NETWR_N1)).toBeCloseTo(sums.get(row.ID) ?? Number.NaN, 2)
      expect(owner('erp/statistics', row.ID)).toBe(owner('erp/customers', row.KUNNR))
    }
    expect(statistics.filter((row) => row.STATUS === 'L').length).toBeGreaterThan(50)
  })

  it('is overdue only once it is due, and settled invoices leave nothing open', () => {
    const iso = (day: string) => day.split('.').reverse().join('-')
    for (const row of invoices) {
      if (row.STATUS === 'soldée') expect(row.OFFEN).toBe('0,00')
      else expect(number(row.OFFEN)).toBeGreaterThan(0)
      expect(iso(row.NETDT) < NOW.slice(0, 10)).toBe(row.STATUS !== 'ouverte')
    }
    expect(invoices.filter((row) => row.STATUS === 'échue').length).toBeGreaterThan(50)
  })
})

describe('the panel', () => {
  it('counts, for each pharmacy and range, how many of the others of its group list it', () => {
    for (const group of Map.groupBy(listings, (row) => `${row.groupe} ${row.gamme}`).values()) {
      const listing = group.filter((row) => row.referencee === 'O').length
      for (const row of group) {
        expect(Number(row.comparables)).toBe(group.length - 1)
        expect(Number(row.comparables_referencant)).toBe(listing - (row.referencee === 'O' ? 1 : 0))
      }
    }
  })

  it('has no pharmacy order what it does not list', () => {
    const listed = new Set(listings.filter((row) => row.referencee === 'O').map((row) => row.id))
    for (const row of orders) {
      const finess = owner('erp/orders', row.VBELN)?.organization?.finess
      // Who is not in the directory is not in the panel.
      if (owner('directory/pharmacies', finess ?? '') === undefined) continue
      for (const text of row.POSITIONEN.split('|')) {
        const range = text.split('/')[1]?.slice(3, 6)
        expect(listed.has(`${finess}-${range}`)).toBe(true)
      }
    }
  })
})

describe('the disagreements', () => {
  const many = new Map<string, { eligible: number; planted: number }>()
  for (const line of world(20_000).truth(many)) void line

  it.each(
    Object.entries(RATES).flatMap(([stream, rates]) =>
      Object.entries(rates).map(([kind, rate]) => [stream, kind, rate] as const),
    ),
  )('%s: %s happens in %d of the cases', (stream, kind, rate) => {
    const { eligible, planted } = many.get(`${stream}:${kind}`) ?? { eligible: 0, planted: 0 }
    expect(eligible).toBeGreaterThan(20)
    expect(planted).toBeGreaterThan(0)
    // Four and a half standard deviations: fails by chance once in a hundred thousand.
    expect(Math.abs(planted / eligible - rate)).toBeLessThan(4.5 * Math.sqrt((rate * (1 - rate)) / eligible))
  })

  it('are in the rows, where the truth file says so and nowhere else', () => {
    const noted = new Set(truth.flatMap((line) => line.disagreements))
    const headOffices = new Map(truth.flatMap((line) => (line.organizationId ? [[line.organizationId, line]] : [])))
    let shops = 0
    for (const row of customers) {
      const line = owner('erp/customers', row.KUNNR)
      if (line?.organization == null) continue
      const has = (kind: string) => noted.has(`${kind}@erp/customers:${row.KUNNR}`)
      const payer = headOffices.get(line.organization.payerId ?? '')
      if (has('missing-siret')) expect(row.STCD1).toBe('')
      else if (has('placeholder-siret')) expect(row.STCD1).toBe('00000000000000')
      else expect(row.STCD1).toBe(has('head-office-siret') ? payer?.organization?.siret : line.organization.siret)
      shops++
    }
    expect(shops).toBeGreaterThan(1000)
    for (const row of accounts) {
      const line = owner('crm/accounts', row.Id)
      if (line?.organization == null || row.ErpNumber === null) continue
      const isPayers = noted.has(`payer-number@crm/accounts:${row.Id}`)
      const names = owner('erp/customers', row.ErpNumber.padStart(10, '0'))?.organizationId
      expect(names).toBe(isPayers ? line.organization.payerId : line.organizationId)
    }
  })

  it('leave nobody with the phone of somebody else, but for the shop’s', () => {
    const phones = new Map<string, string>()
    for (const { personId, attributes } of truth)
      for (const phone of attributes?.phones ?? []) {
        expect(phones.get(phone) ?? personId).toBe(personId)
        phones.set(phone, personId ?? '')
      }
    expect(phones.size).toBeGreaterThan(1500)
  })
})

describe('the story', () => {
  const files = world(100).streams.map((stream) => stream.file)

  it('is the same at any size, with any seed', () => {
    const story = JSON.stringify(world(100).story())
    expect(JSON.stringify(world(5000, { seed: 'another' }).story())).toBe(story)
    const inFile = (file: string, size: number, seed: string) =>
      rowsOf<object>(size, file, { seed }).filter((row) =>
        /00900001|0A84TH|sub_arcades|CAL-90412|R-90000117|6999001|6999002|999000001/.test(JSON.stringify(row)),
      )
    for (const file of files.filter((one) => !/materials|campaigns/.test(one))) {
      const small = inFile(file, 100, 'one')
      expect(small.length, file).toBeGreaterThan(0)
      expect(inFile(file, 5000, 'two'), file).toEqual(small)
    }
  })

  it('adds up from its rows', () => {
    const story = world(100).story() as CalyxStory
    const own = rowsOf<ErpOrder>(100, 'erp/orders.csv').filter((row) => row.KUNWE === STORY_KEYS.shop.customer)
    const sum = own.reduce((all, row) => all + number(row.NETWR), 0)
    expect(sum).toBeCloseTo(story.sales.thisYear + story.sales.lastYear, 5)
    expect(story.sales.thisYear).toBeLessThan(story.sales.lastYear)
    const unpaid = rowsOf<ErpInvoice>(100, 'erp/invoices.csv').filter(
      (row) => row.KUNRG === STORY_KEYS.headOffice.customer && row.STATUS === 'échue',
    )
    expect(unpaid.reduce((all, row) => all + number(row.OFFEN), 0)).toBeCloseTo(story.overdue.amount, 5)
    // One of them is the sister's: the payer is behind with both.
    expect(new Set(unpaid.map((row) => row.KUNWE)).size).toBe(2)
    const gap = rowsOf<PanelListing>(100, 'directory/listings.csv').find(
      (row) => row.id === `${STORY_KEYS.shop.finess}-${story.gap.range}`,
    )
    expect(gap).toMatchObject({ referencee: 'N', comparables: '14', comparables_referencant: '11', part: '78,6' })
    const promise = rowsOf<CrmTask>(100, 'crm/tasks.jsonl').find((row) => row.Id === STORY_KEYS.promise)
    expect(promise).toMatchObject({ Kind: 'Promise', Status: 'In Progress', CompletedAt: null })
    expect(Date.parse((promise?.DueAt ?? '').replace('+0000', 'Z'))).toBeLessThan(Date.parse(NOW))
  })

  it('keeps husband and wife apart by everything but their surname and the shop’s mailbox', () => {
    const [hers, his] = [STORY_KEYS.agnes.contact, STORY_KEYS.marc.contact].map((id) =>
      rowsOf<CrmContact>(100, 'crm/contacts.jsonl').find((row) => row.Id === id),
    )
    expect(his?.LastName).toBe(hers?.LastName)
    expect(his?.Email).toBe(STORY_KEYS.shop.email)
    expect(his?.Rpps).not.toBe(hers?.Rpps)
  })

  it('moves with now', () => {
    const story = world(100, { now: '2027-07-01T08:00:00.000Z' }).story() as CalyxStory
    expect(story.visit.startsAt).toBe('2027-07-01T12:30:00.000Z') // half past two in Paris, in summer
    expect(story.promise.text).toContain('28 juin')
    expect(story.sales).toEqual((world(100).story() as CalyxStory).sales)
  })
})

it('the largest world has room for everybody in its keys and phone numbers', () => {
  const { groups } = countGroups(1, 1_000_000, STORY_GROUP, STORY_SIZE)
  expect(groups * 32).toBeLessThan(5_000_000)
  expect(groups * 16).toBeLessThan(2 ** 22)
})
