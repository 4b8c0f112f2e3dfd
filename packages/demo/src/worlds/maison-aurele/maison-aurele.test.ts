import { describe, expect, it } from 'vitest'
import type { WebEvent } from '../../tracking.ts'
import type { TruthLine } from '../../world.ts'
import { openWorld } from '../../worlds.ts'
import type { CrmContact, CrmTask } from './crm.ts'
import { RATES } from './rates.ts'
import type { ShopCustomer, ShopOrder } from './shop.ts'
import { STORY_KEYS, type Story } from './story.ts'
import type { SupportRequester, SupportTicket } from './support.ts'

const NOW = '2026-11-24T09:30:00.000Z'

function world(people: number, options: { seed?: string; now?: string; eventsPerPerson?: number } = {}) {
  return openWorld('maison-aurele', { people, ...options })
}

function rowsOf<T>(people: number, file: string, options = {}): T[] {
  return [...world(people, options).batches(file)].flat() as T[]
}

const people = 4000
const truth = [...world(people).truth()]
const persons = truth.filter((line) => line.personId !== null)
const contacts = rowsOf<CrmContact>(people, 'crm/contacts.jsonl')
const customers = rowsOf<ShopCustomer>(people, 'shop/customers.csv')
const requesters = rowsOf<SupportRequester>(people, 'support/requesters.csv')
const orders = rowsOf<ShopOrder>(people, 'shop/orders.jsonl')
const events = rowsOf<WebEvent>(people, 'web/events.jsonl')
const ownerOf = new Map<string, TruthLine>()
for (const line of truth) {
  for (const [stream, keys] of Object.entries(line.keys)) for (const key of keys) ownerOf.set(`${stream}:${key}`, line)
}
const owner = (stream: string, key: string) => ownerOf.get(`${stream}:${key}`)

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
    expect([...claimed.values()].every((times) => times === 1)).toBe(true)
    const inFiles = new Set<string>()
    for (const stream of world(people).streams) {
      if (stream.system === 'products' || stream.stream === 'stores') continue
      for (const row of rowsOf<Record<string, string>>(people, stream.file)) {
        inFiles.add(`${stream.system}/${stream.stream}:${row[stream.key]}`)
      }
    }
    expect(inFiles.size).toBe(claimed.size)
    expect([...inFiles].every((key) => claimed.has(key))).toBe(true)
  })

  it('gives an order to whom its newest version names, unless that is nobody', () => {
    const newest = new Map<string, ShopOrder>()
    for (const row of orders) {
      const known = newest.get(row.orderNumber)
      if (known === undefined || row.updatedAt > known.updatedAt) newest.set(row.orderNumber, row)
    }
    for (const [number, row] of newest) {
      expect(owner('shop/orders', number)?.personId).toBe(owner('shop/customers', row.customer)?.personId)
    }
  })

  it('gives references to the person they point at', () => {
    for (const task of rowsOf<CrmTask>(people, 'crm/tasks.jsonl')) {
      expect(owner('crm/tasks', task.Id)?.personId).toBe(owner('crm/contacts', task.WhoId)?.personId)
    }
    for (const ticket of rowsOf<SupportTicket>(people, 'support/tickets.jsonl')) {
      const person = owner('support/tickets', ticket.ticket_number)
      expect(person?.personId).toBe(owner('support/requesters', ticket.requester_id)?.personId)
      if (ticket.order_number !== null) expect(owner('shop/orders', ticket.order_number)).toBe(person)
    }
    for (const event of events) {
      if (event.userId === undefined) continue
      expect(owner('web/events', event.messageId)?.personId).toBe(owner('shop/customers', event.userId)?.personId)
    }
  })

  it('says of which anonymous ids several people made use', () => {
    const users = new Map<string, Set<TruthLine | undefined>>()
    for (const event of events) {
      const known = users.get(event.anonymousId) ?? new Set()
      users.set(event.anonymousId, known.add(owner('web/events', event.messageId)))
    }
    const shared = new Set(
      truth.flatMap((line) => line.devices.filter((one) => one.isShared).map((one) => one.anonymousId)),
    )
    for (const [anonymousId, people] of users) if (people.size > 1) expect(shared.has(anonymousId)).toBe(true)
    expect([...users.values()].filter((people) => people.size > 1).length).toBeGreaterThan(20)
  })

  it('lets a later sign-in on a shared browser never reach into an earlier one', () => {
    const byDevice = Map.groupBy(events, (event) => event.anonymousId)
    for (const sent of byDevice.values()) {
      sent.sort((one, other) => (one.timestamp < other.timestamp ? -1 : 1))
      let signedIn: string | undefined
      for (const event of sent) {
        if (event.type === 'identify' && event.userId !== undefined) signedIn = event.userId
        if (signedIn !== undefined && event.userId !== undefined) {
          expect(owner('shop/customers', event.userId)).toBe(owner('shop/customers', signedIn))
        }
      }
    }
  })
})

describe('the volume', () => {
  it('is about 1.6 records, 1.5 orders and 6 events a person', () => {
    const records = new Set(contacts.map((row) => row.Id)).size + customers.length + requesters.length
    const placed = new Set(orders.filter((row) => row.kind === 'order').map((row) => row.orderNumber)).size
    expect(records / people).toBeGreaterThan(1.5)
    expect(records / people).toBeLessThan(1.75)
    expect(placed / people).toBeGreaterThan(1.3)
    expect(placed / people).toBeLessThan(1.7)
    expect(events.length / people).toBeGreaterThan(5.4)
    expect(events.length / people).toBeLessThan(6.6)
  })

  it('follows the number of events asked for', () => {
    expect(rowsOf(1000, 'web/events.jsonl', { eventsPerPerson: 40 }).length / 1000).toBeGreaterThan(33)
    const without = rowsOf<WebEvent>(1000, 'web/events.jsonl', { eventsPerPerson: 0 })
    expect(
      without.every((event) => event.context.device !== undefined || event.messageId.startsWith('ajs-story-')),
    ).toBe(true)
  })

  it('knows everybody to some system but for a few anonymous visitors', () => {
    const unknown = persons.filter(
      (line) => !['crm/contacts', 'shop/customers', 'support/requesters'].some((stream) => stream in line.keys),
    )
    expect(unknown.length / people).toBeLessThan(0.01)
  })
})

describe('the disagreements', () => {
  const counts = new Map<string, { eligible: number; planted: number }>()
  for (const line of world(20_000).truth(counts)) void line

  it.each(
    Object.entries(RATES).flatMap(([stream, rates]) =>
      Object.entries(rates).map(([kind, rate]) => [stream, kind, rate] as const),
    ),
  )('%s: %s happens in %d of the cases', (stream, kind, rate) => {
    const { eligible, planted } = counts.get(`${stream}:${kind}`) ?? { eligible: 0, planted: 0 }
    expect(eligible).toBeGreaterThan(100)
    expect(planted).toBeGreaterThan(0)
    // Four and a half standard deviations: fails by chance once in a hundred thousand.
    expect(Math.abs(planted / eligible - rate)).toBeLessThan(4.5 * Math.sqrt((rate * (1 - rate)) / eligible))
  })

  it('are in the rows, where the truth file says so and nowhere else', () => {
    const noted = new Set(persons.flatMap((line) => line.disagreements))
    let isolated = 0
    for (const row of customers) {
      const line = owner('shop/customers', row.client)
      if (line?.attributes == null) continue
      const has = (kind: string) => noted.has(`${kind}@shop/customers:${row.client}`)
      const email = row.email.toLowerCase()
      if (has('placeholder-email')) expect(line.attributes.emails).not.toContain(email)
      else if (email !== '' && !has('typo-email')) expect(line.attributes.emails).toContain(email)
      expect(has('missing-email')).toBe(row.email === '')
      if (has('impossible-birth-date')) expect(isoOf(row.date_naissance) > NOW.slice(0, 10)).toBe(true)
      else if (row.date_naissance !== '' && !has('wrong-birth-date'))
        expect(isoOf(row.date_naissance)).toBe(line.attributes.birthDate)
      if (has('wrong-birth-date')) expect(isoOf(row.date_naissance)).not.toBe(line.attributes.birthDate)
      isolated++
    }
    expect(isolated).toBeGreaterThan(2500)
  })

  it('leave a name as it is where none was planted', () => {
    const kinds = [
      'nickname',
      'typo-name',
      'accents-dropped',
      'swapped-names',
      'initial-only',
      'native-script',
      'birth-name',
    ]
    const noted = new Set(persons.flatMap((line) => line.disagreements))
    let untouched = 0
    let touched = 0
    for (const row of contacts) {
      const line = owner('crm/contacts', row.Id)
      if (line?.attributes == null || row.Id === STORY_KEYS.helene.contact) continue
      const isPlanted = kinds.some((kind) => noted.has(`${kind}@crm/contacts:${row.Id}`))
      const isSame = row.FirstName === line.attributes.firstName && row.LastName === line.attributes.lastName
      if (isPlanted) touched++
      else untouched++
      if (!isPlanted) expect(isSame).toBe(true)
    }
    expect(untouched).toBeGreaterThan(1500)
    expect(touched).toBeGreaterThan(300)
  })

  it('include late rows, moved orders, deleted and merged contacts', () => {
    const versions = [...Map.groupBy(orders, (row) => row.orderNumber).values()].filter((rows) => rows.length > 1)
    expect(
      versions.some((rows) => rows.some((row, at) => at > 0 && row.updatedAt < (rows[at - 1]?.updatedAt ?? ''))),
    ).toBe(true)
    expect(versions.some((rows) => new Set(rows.map((row) => row.customer)).size > 1)).toBe(true)
    const merged = contacts.filter((row) => row.MasterRecordId !== undefined)
    expect(contacts.some((row) => row.IsDeleted === true && row.MasterRecordId === undefined)).toBe(true)
    expect(merged.length).toBeGreaterThan(0)
    for (const row of merged)
      expect(owner('crm/contacts', row.MasterRecordId ?? '')).toBe(owner('crm/contacts', row.Id))
    const sentTwice = events.length - new Set(events.map((event) => event.messageId)).size
    expect(sentTwice).toBeGreaterThan(0)
  })
})

describe('the story', () => {
  const files = world(100).streams.map((stream) => stream.file)
  const { helene } = STORY_KEYS

  it('is the same at any size, with any seed', () => {
    const story = JSON.stringify(world(100).story())
    expect(JSON.stringify(world(10_000, { seed: 'another' }).story())).toBe(story)
    const inFile = (file: string, size: number, seed: string) =>
      rowsOf<object>(size, file, { seed }).filter((row) =>
        /80210447|80210448|0A84TH|ajs-story|MA-8[01]\d\d-|MA-8204|AUR-9/.test(JSON.stringify(row)),
      )
    for (const file of files.filter((one) => !/products|stores/.test(one))) {
      const small = inFile(file, 100, 'one')
      expect(small.length, file).toBeGreaterThan(0)
      expect(inFile(file, 10_000, 'two'), file).toEqual(small)
    }
  })

  it('holds what the brief has to find', () => {
    const story = world(100).story() as Story
    const ownOrders = rowsOf<ShopOrder>(100, 'shop/orders.jsonl').filter((row) => row.customer === helene.customer)
    const late = ownOrders.filter((row) => row.orderNumber === STORY_KEYS.order)
    expect(late.map((row) => row.status)).toEqual(['placed', 'shipped', 'delivered'])
    const delivery = late.at(-1)?.delivery
    expect(delivery?.service).toBe('express')
    expect(Date.parse(delivery?.deliveredAt ?? '')).toBeGreaterThan(Date.parse(delivery?.promisedAt ?? ''))
    const stores = rowsOf<Record<string, string>>(100, 'shop/stores.csv')
    expect(stores.find((row) => row.magasin === late[0]?.store)?.vaisseau_amiral).toBe('O')
    const spent = [...new Map(ownOrders.map((row) => [row.orderNumber, row.total])).values()].reduce(
      (sum, total) => sum + total,
      0,
    )
    expect(story.lifetimeValue.amount).toBe(spent)
    expect(spent).toBeGreaterThan(47_500)
    expect(spent).toBeLessThan(48_500)
    const ticket = rowsOf<SupportTicket>(100, 'support/tickets.jsonl').find(
      (row) => row.ticket_number === STORY_KEYS.case,
    )
    expect(ticket).toMatchObject({
      status: 'open',
      requester_email: helene.formerEmail,
      order_number: STORY_KEYS.order,
    })
    const task = rowsOf<CrmTask>(100, 'crm/tasks.jsonl').find((row) => row.Id === STORY_KEYS.task)
    expect(task).toMatchObject({
      Kind: 'Promise',
      OwnerName: 'Camille Aubert',
      Status: 'In Progress',
      CompletedAt: null,
    })
    expect(Date.parse((task?.DueAt ?? '').replace('+0000', 'Z'))).toBeLessThan(Date.parse(NOW))
  })

  it('is anonymous on the evening before, on a browser where she had signed in', () => {
    const onIpad = rowsOf<WebEvent>(100, 'web/events.jsonl').filter((event) => event.anonymousId === helene.ipad)
    const evening = onIpad.filter((event) => event.timestamp.startsWith('2026-11-23'))
    expect(evening.flatMap((event) => event.context.page?.path ?? [])).toContain('/fr/service/retours')
    expect(evening.every((event) => event.userId === undefined)).toBe(true)
    expect(onIpad.some((event) => event.type === 'identify' && event.userId === helene.customer)).toBe(true)
  })

  it('keeps mother and daughter apart by everything but their address and line', () => {
    const [mother, daughter] = [STORY_KEYS.helene.customer, STORY_KEYS.ines.customer].map((key) =>
      customers.find((row) => row.client === key),
    )
    expect(mother?.telephone).toBe(daughter?.telephone)
    expect(mother?.email).not.toBe(daughter?.email)
    expect(owner('shop/customers', helene.customer)?.personId).not.toBe(
      owner('shop/customers', STORY_KEYS.ines.customer)?.personId,
    )
  })

  it('moves with now', () => {
    const story = world(100, { now: '2027-07-01T08:00:00.000Z' }).story() as Story
    expect(story.promise.dueAt).toBe('2027-06-30T16:00:00.000Z') // 18:00 in Paris, in summer
    expect(story.promise.text).toContain('30 juin')
  })

  it('has phone numbers that nobody else has', () => {
    const numbers: string[] = [STORY_KEYS.helene.mobile, STORY_KEYS.ines.mobile, STORY_KEYS.familyPhone]
    for (const line of [...world(12_000).truth()]) {
      if (line.householdId === 'h-0000012') continue
      expect(line.attributes?.phones.some((phone) => numbers.includes(phone)) ?? false).toBe(false)
    }
  })
})

function isoOf(french: string): string {
  const [day, month, year] = french.split('/')
  return `${year}-${month}-${day}`
}
