import { describe, expect, it } from 'vitest'
import type { WebEvent } from '../../tracking.ts'
import type { TruthLine } from '../../world.ts'
import { openWorld } from '../../worlds.ts'
import type { CrmCompanion, CrmMember, CrmMovement } from './crm.ts'
import type { DeskCall, DeskCaller, DeskCase, DeskPromise } from './desk.ts'
import type { EmailActivity, Subscriber } from './newsletter.ts'
import type { PmsProfile, PmsReservation } from './pms.ts'
import { RATES } from './rates.ts'
import type { AlbaStory } from './story.ts'
import { ALBA_STORY_KEYS } from './story-keys.ts'

function world(people: number, options: { seed?: string; now?: string; eventsPerPerson?: number } = {}) {
  return openWorld('alba-hotels', { people, ...options })
}

function rowsOf<T>(people: number, file: string, options = {}): T[] {
  return [...world(people, options).batches(file)].flat() as T[]
}

const people = 4000
const today = '2026-11-24'
const truth = [...world(people).truth()]
const persons = truth.filter((line) => line.personId !== null)
const profiles = rowsOf<PmsProfile>(people, 'pms/profiles.csv')
const reservations = rowsOf<PmsReservation>(people, 'pms/reservations.jsonl')
const members = rowsOf<CrmMember>(people, 'crm/members.jsonl')
const subscribers = rowsOf<Subscriber>(people, 'email/subscribers.csv')
const events = rowsOf<WebEvent>(people, 'web/events.jsonl')
const ownerOf = new Map<string, TruthLine>()
for (const line of truth) {
  for (const [stream, keys] of Object.entries(line.keys)) for (const key of keys) ownerOf.set(`${stream}:${key}`, line)
}
const owner = (stream: string, key: string) => ownerOf.get(`${stream}:${key}`)
const newestStays = new Map<string, PmsReservation>()
for (const row of reservations) {
  const known = newestStays.get(row.confirmation)
  if (known === undefined || row.updatedAt > known.updatedAt) newestStays.set(row.confirmation, row)
}
const isoOf = (text: string) => new Date(`${text} UTC`).toISOString().slice(0, 10)

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
      if (stream.stream === 'hotels' || stream.stream === 'campaigns') continue
      for (const row of rowsOf<Record<string, string>>(people, stream.file)) {
        inFiles.add(`${stream.system}/${stream.stream}:${row[stream.key]}`)
      }
    }
    expect(inFiles.size).toBe(claimed.size)
    expect([...inFiles].every((key) => claimed.has(key))).toBe(true)
  })

  it('gives a stay to whom its newest version names', () => {
    for (const [confirmation, row] of newestStays)
      expect(owner('pms/reservations', confirmation)?.personId).toBe(owner('pms/profiles', row.profile)?.personId)
  })

  it('gives references to the person they point at', () => {
    const same = (stream: string, key: string, other: string, otherKey: string) =>
      expect(owner(stream, key)?.personId, `${stream}/${key}`).toBe(owner(other, otherKey)?.personId)
    for (const row of rowsOf<CrmMovement>(people, 'crm/points.jsonl'))
      same('crm/points', row.movementId, 'crm/members', row.memberNumber)
    for (const row of rowsOf<CrmCompanion>(people, 'crm/companions.jsonl')) {
      same('crm/companions', row.companionId, 'crm/members', row.memberNumber)
      expect(owner('crm/members', row.companionNumber)?.householdId).toBe(
        owner('crm/members', row.memberNumber)?.householdId,
      )
    }
    for (const row of rowsOf<EmailActivity>(people, 'email/activity.jsonl'))
      same('email/activity', row.id, 'email/subscribers', row.subscriber)
    for (const row of rowsOf<DeskCall>(people, 'desk/calls.jsonl')) {
      same('desk/calls', row.id, 'desk/callers', row.contatto)
      if (row.prenotazione !== null) same('desk/calls', row.id, 'pms/reservations', row.prenotazione)
      if (row.pratica !== null) same('desk/calls', row.id, 'desk/cases', row.pratica)
    }
    for (const row of rowsOf<DeskCase>(people, 'desk/cases.jsonl'))
      same('desk/cases', row.numero, 'desk/callers', row.contatto)
    for (const row of rowsOf<DeskPromise>(people, 'desk/promises.jsonl'))
      same('desk/promises', row.id, 'desk/cases', row.pratica)
    for (const row of subscribers)
      if (row.MEMBER_NO !== '') same('email/subscribers', row.LEID, 'crm/members', row.MEMBER_NO)
    for (const event of events)
      if (event.userId !== undefined) same('web/events', event.messageId, 'crm/members', event.userId)
  })

  it('says of which anonymous ids several people made use', () => {
    const users = new Map<string, Set<TruthLine | undefined>>()
    for (const event of events)
      users.set(
        event.anonymousId,
        (users.get(event.anonymousId) ?? new Set()).add(owner('web/events', event.messageId)),
      )
    const shared = new Set(
      truth.flatMap((line) => line.devices.filter((one) => one.isShared).map((one) => one.anonymousId)),
    )
    for (const [id, who] of users) if (who.size > 1) expect(shared.has(id)).toBe(true)
    expect([...users.values()].filter((who) => who.size > 1).length).toBeGreaterThan(20)
  })
})

describe('the stays', () => {
  it('of one person never overlap', () => {
    const byPerson = Map.groupBy(newestStays.values(), (row) => owner('pms/reservations', row.confirmation)?.personId)
    for (const stays of byPerson.values()) {
      stays.sort((one, other) => (isoOf(one.arrival) < isoOf(other.arrival) ? -1 : 1))
      for (const [at, stay] of stays.entries())
        if (at > 0) expect(isoOf(stay.arrival) >= isoOf(stays[at - 1]?.departure ?? '')).toBe(true)
    }
  })

  it('are past, under way or planned as their dates say, and billed once they are over', () => {
    const seen = new Map<string, number>()
    for (const row of newestStays.values()) {
      const [arrival, departure] = [isoOf(row.arrival), isoOf(row.departure)]
      seen.set(row.status, (seen.get(row.status) ?? 0) + 1)
      expect(row.totalRevenue !== null).toBe(row.status === 'CHECKED OUT')
      if (row.status === 'RESERVED') expect(arrival >= today).toBe(true)
      if (row.status === 'IN HOUSE') expect(arrival < today && departure > today).toBe(true)
      if (row.status === 'CHECKED OUT' || row.status === 'NO SHOW') expect(departure <= today).toBe(true)
      expect((Date.parse(departure) - Date.parse(arrival)) / 86_400_000).toBe(row.nights)
      expect(row.bookedAt < `${departure}T12`).toBe(true)
    }
    for (const status of ['RESERVED', 'IN HOUSE', 'CHECKED OUT', 'CANCELLED', 'NO SHOW'])
      expect(seen.get(status), status).toBeGreaterThan(5)
  })

  it('earn points that add up to what the member has', () => {
    const sums = new Map<string, number>()
    for (const row of rowsOf<CrmMovement>(people, 'crm/points.jsonl'))
      sums.set(row.memberNumber, (sums.get(row.memberNumber) ?? 0) + row.points)
    const newest = new Map<string, CrmMember>()
    for (const row of members)
      if (row.updatedAt > (newest.get(row.memberNumber)?.updatedAt ?? '')) newest.set(row.memberNumber, row)
    for (const [number, row] of newest)
      if (number !== ALBA_STORY_KEYS.james.member) expect(row.points, number).toBe(sums.get(number) ?? 0)
  })

  it('leave the phone or the e-mail of who booked on the profile of who came along', () => {
    const noted = new Set(persons.flatMap((line) => line.disagreements))
    const copied = profiles.filter((row) => noted.has(`companion-email@pms/profiles:${row.PROFILE_ID}`))
    expect(copied.length).toBeGreaterThan(100)
    for (const row of copied) {
      const own = owner('pms/profiles', row.PROFILE_ID)
      expect(own?.attributes?.emails).not.toContain(row.EMAIL.toLowerCase())
      const others = persons.filter((line) => line.householdId === own?.householdId && line !== own)
      expect(others.flatMap((line) => line.attributes?.emails ?? [])).toContain(row.EMAIL.toLowerCase())
    }
  })
})

describe('anonymous visitors', () => {
  it('become known by signing in, by booking, or by leaving an address, after they had been anonymous', () => {
    const identifies = events.filter((event) => event.type === 'identify')
    const named = identifies.filter((event) => event.userId === undefined && event.traits?.firstName !== undefined)
    const nameless = identifies.filter((event) => event.userId === undefined && event.traits?.newsletter === true)
    expect(identifies.length - named.length - nameless.length).toBeGreaterThan(200)
    expect(named.length).toBeGreaterThan(50)
    expect(nameless.length).toBeGreaterThan(5)
    const firstKnown = new Map<string, string>()
    for (const { anonymousId, timestamp } of identifies)
      if (timestamp < (firstKnown.get(anonymousId) ?? '~')) firstKnown.set(anonymousId, timestamp)
    const before = events.filter((event) => event.timestamp < (firstKnown.get(event.anonymousId) ?? ''))
    expect(before.length).toBeGreaterThan(500)
    expect(before.every((event) => event.userId === undefined)).toBe(true)
  })

  it('follow the number of events asked for', () => {
    expect(rowsOf(1000, 'web/events.jsonl', { eventsPerPerson: 40 }).length / 1000).toBeGreaterThan(33)
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

  it('include late rows, moved stays and merged memberships', () => {
    const versions = [...Map.groupBy(reservations, (row) => row.confirmation).values()].filter(
      (rows) => rows.length > 1,
    )
    expect(
      versions.some((rows) => rows.some((row, at) => at > 0 && row.updatedAt < (rows[at - 1]?.updatedAt ?? ''))),
    ).toBe(true)
    expect(versions.some((rows) => new Set(rows.map((row) => row.profile)).size > 1)).toBe(true)
    const merged = members.filter((row) => row.mergedInto !== null)
    expect(merged.length).toBeGreaterThan(5)
    for (const row of merged)
      expect(owner('crm/members', row.mergedInto ?? '')).toBe(owner('crm/members', row.memberNumber))
  })
})

describe('the story', () => {
  const { eleanor, james } = ALBA_STORY_KEYS

  it('is the same at any size, with any seed', () => {
    const story = JSON.stringify(world(100).story())
    expect(JSON.stringify(world(10_000, { seed: 'another' }).story())).toBe(story)
    const inFile = (file: string, size: number, seed: string) =>
      rowsOf<object>(size, file, { seed }).filter((row) =>
        /-?80310\d{3}|ALB80\d{6}|PT-900000|em-story|alba-story/.test(JSON.stringify(row)),
      )
    for (const { file } of world(100).streams.filter((one) => !/hotels|campaigns/.test(one.stream))) {
      const small = inFile(file, 100, 'one')
      expect(small.length, file).toBeGreaterThan(0)
      expect(inFile(file, 3000, 'two'), file).toEqual(small)
    }
  })

  it('holds what the brief has to find', () => {
    const story = world(100).story() as AlbaStory
    const own = [
      ...Map.groupBy(rowsOf<PmsReservation>(100, 'pms/reservations.jsonl'), (row) => row.confirmation).values(),
    ]
      .map((rows) => rows.at(-1) as PmsReservation)
      .filter((row) => row.profile === eleanor.profile || row.profile === eleanor.formerProfile)
    const past = own.filter((row) => row.status === 'CHECKED OUT')
    expect(past).toHaveLength(story.totals.stays)
    expect(past.reduce((sum, row) => sum + row.nights, 0)).toBe(story.totals.nights)
    expect(past.reduce((sum, row) => sum + (row.totalRevenue ?? 0), 0)).toBe(story.totals.spendEuros)
    const planned = own.find((row) => row.confirmation === story.stay.confirmation)
    expect(planned).toMatchObject({ status: 'RESERVED', hotel: 'AMA', guests: [{ profile: james.profile }] })
    expect(isoOf(planned?.arrival ?? '')).toBe('2026-11-27')
    const points = rowsOf<CrmMovement>(100, 'crm/points.jsonl').filter((row) => row.memberNumber === eleanor.member)
    expect(points.reduce((sum, row) => sum + row.points, 0)).toBe(story.points)
    expect(points.every((row) => row.balance >= 0)).toBe(true)
    const promise = rowsOf<DeskPromise>(100, 'desk/promises.jsonl').find((row) => row.id === story.promise.key)
    expect(promise).toMatchObject({ stato: 'aperta', responsabile: story.promise.owner, pratica: story.case.number })
  })

  it('is anonymous on a browser where nobody had signed in, until she does', () => {
    const story = world(100).story() as AlbaStory
    const onIpad = rowsOf<WebEvent>(100, 'web/events.jsonl').filter((event) => event.anonymousId === eleanor.ipad)
    const before = onIpad.filter((event) => event.timestamp < story.webSessions.knownAt)
    expect(before.length).toBeGreaterThan(3)
    expect(before.every((event) => event.userId === undefined)).toBe(true)
    expect(before.flatMap((event) => event.context.page?.path ?? [])).toEqual(['/spa', '/rooms/sea-view'])
    expect(onIpad.some((event) => event.type === 'identify' && event.userId === eleanor.member)).toBe(true)
  })

  it('leaves her husband’s profile with her e-mail and her mobile, and nobody else with them', () => {
    const husband = profiles.find((row) => row.PROFILE_ID === james.profile)
    const hers = profiles.find((row) => row.PROFILE_ID === eleanor.profile)
    expect(husband?.EMAIL).toBe(hers?.EMAIL)
    expect(husband?.MOBILE).toBe(hers?.MOBILE)
    const numbers: string[] = [eleanor.mobile, james.mobile, ALBA_STORY_KEYS.familyPhone]
    for (const line of [...world(12_000).truth()]) {
      if (line.householdId === 'h-0000009') continue
      expect(line.attributes?.phones.some((phone) => numbers.includes(phone)) ?? false).toBe(false)
    }
    expect(rowsOf<DeskCaller>(100, 'desk/callers.csv').filter((row) => row.telefono === eleanor.mobile)).toHaveLength(1)
  })

  it('moves with now', () => {
    const story = world(100, { now: '2027-07-01T08:00:00.000Z' }).story() as AlbaStory
    expect(story.stay.arrivalOn).toBe('2027-07-04')
    const call = rowsOf<DeskCall>(100, 'desk/calls.jsonl', { now: story.now }).find((row) => row.id === story.call.key)
    expect(call?.note).toContain('Room 112 in January')
    expect(story.promise.dueAt).toBe('2027-07-04T12:00:00.000Z') // 14:00 in Italy, in summer
  })
})
