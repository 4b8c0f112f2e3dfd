import type { ReceivedRequest } from '@rapport/engine'
import { randomNumbers } from '../../support/random.ts'

/** One message as a bare table would keep it, for the peer: the same rows, nothing computed of them. */
export interface PeerRow {
  readonly messageId: string
  readonly owner: string
  readonly occurredAtMs: number
  readonly body: string
}

/** Requests that are taken to the end together, and what they hold. */
export interface Group {
  readonly requests: readonly ReceivedRequest[]
  /** JSON of an emitted batch of orders; `undefined`: none in this group. */
  readonly orders: string | undefined
  readonly rows: readonly PeerRow[]
  readonly events: number
  /** The clock's reading when it arrives. */
  readonly atMs: number
}

export interface TrafficOptions {
  readonly seed: number
  /** Visitors are drawn evenly from so many people, every `stride`th from `from` on. */
  readonly people: number
  readonly from?: number
  readonly stride?: number
  readonly startMs: number
  /** How far the clock goes on with every event. */
  readonly millisecondsPerEvent: number
  /** Events a group, about. */
  readonly groupEvents: number
  /** Sessions that go on at the same time. */
  readonly sessions: number
}

export const START_MS: number = Date.UTC(2026, 2, 2, 9)
export const DAY_MS = 86_400_000

const names = [
  'Product Viewed',
  'Product Viewed',
  'Product Added',
  'Cart Viewed',
  'Checkout Started',
  'Search',
] as const
const given = 'Anna Louis Emma Jules Chloé Hugo Léa Arthur Alice Paul Inès Noah Zoé Adam Rose Liam Mia Ethan Lina Sacha'
  .split(' ')
  .flatMap((name) => ['', '-Marie', '-Jean', 'ne', 'tte'].map((end) => `${name}${end}`))
const syllables =
  'ba be bi bo bra ca co da de dou fa fe gra gi la le lou ma me mon na ne pa per ra ri sa ser ta val'.split(' ')

/** A family's name of three syllables: 27,000 of them, as rare and as common as real ones are on average. */
const familyOf = (at: number): string => {
  const mixed = Math.imul(at, 0x9e3779b1) >>> 0
  const of = (shift: number) => syllables[(mixed >>> shift) % syllables.length] as string
  const name = of(3) + of(11) + of(19)
  return name[0]?.toUpperCase() + name.slice(1)
}

export const userId = (person: number): string => `user-${person}`
const deviceId = (person: number): string => `d0e1f2a3-${String(person).padStart(12, '0')}`

/** Who somebody is: what an identify tells, and by what they are found. */
export interface Person {
  readonly userId: string
  readonly deviceId: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  /** Every second person's, E.164. */
  readonly phone?: string
}

export function personOf(person: number): Person {
  const firstName = given[person % given.length] as string
  const lastName = familyOf(Math.floor(person / given.length) * 7 + (person % 7))
  const email = `${firstName}.${lastName}.${person}@mail${person % 97}.fr`
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9.@-]/g, '')
  const phone = `+336${String(10_000_000 + (person % 50_000_000)).padStart(8, '0')}`
  return {
    userId: userId(person),
    deviceId: deviceId(person),
    firstName,
    lastName,
    email,
    ...(person % 2 === 0 ? { phone } : {}),
  }
}

const context = {
  library: { name: 'analytics.js', version: '4.2.0' },
  userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/605.1.15',
  locale: 'fr-FR',
}

function message(person: number, isKnown: boolean, id: string, atMs: number, draw: () => number): object {
  const timestamp = new Date(atMs).toISOString()
  const product = Math.floor(draw() * 5000)
  const common = {
    messageId: id,
    anonymousId: deviceId(person),
    ...(isKnown ? { userId: userId(person) } : {}),
    timestamp,
    sentAt: timestamp,
  }
  if (draw() < 0.4) {
    const page = { path: `/p/${product}`, url: `https://shop.example/p/${product}`, title: `Product ${product}` }
    return { type: 'page', ...common, context: { ...context, page } }
  }
  const properties = {
    productId: String(product),
    name: `Product ${product}`,
    category: `c${product % 40}`,
    value: product % 300,
    currency: 'EUR',
  }
  return { type: 'track', event: names[Math.floor(draw() * names.length)], properties, ...common, context }
}

const request = (messages: readonly object[], receivedAt: number): ReceivedRequest => ({
  connection: 'web',
  path: '/v1/batch',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ batch: messages, sentAt: new Date(receivedAt).toISOString() }),
  receivedAt,
})

const peerRow = (said: object, person: number, atMs: number): PeerRow => {
  const { messageId, ...rest } = said as { messageId: string; type: string; properties?: object; event?: string }
  const body = JSON.stringify({ name: rest.event ?? 'Page Viewed', properties: rest.properties ?? null })
  return { messageId, owner: deviceId(person), occurredAtMs: atMs, body }
}

interface Session {
  readonly person: number
  readonly isKnown: boolean
  left: number
}

/**
 * Sessions' traffic: bursts by the same visitor. Many sessions go on at once; each sends its events a few at a time, as SDKs
 * do, two to six a request. Half of them are logged in, half are only a device's. Every fortieth request goes with an order.
 */
export function* traffic(options: TrafficOptions): Generator<Group, never> {
  const draw = randomNumbers(options.seed)
  const { people, from = 0, stride = 1, sessions: atOnce, groupEvents, millisecondsPerEvent } = options
  const start = (): Session => ({
    person: from + Math.floor(draw() * people) * stride,
    isKnown: draw() < 0.5,
    left: 4 + Math.floor(draw() * 12),
  })
  const sessions = Array.from({ length: atOnce }, start)
  let atMs = options.startMs
  let sequence = 0
  for (;;) {
    const requests: ReceivedRequest[] = []
    const rows: PeerRow[] = []
    const orders: object[] = []
    while (rows.length < groupEvents) {
      const slot = Math.floor(draw() * atOnce)
      const session = sessions[slot] as Session
      const messages: object[] = []
      for (let count = Math.min(session.left, 2 + Math.floor(draw() * 5)); count > 0; count--) {
        atMs += millisecondsPerEvent
        const said = message(session.person, session.isKnown, `m${options.seed}-${sequence++}`, atMs, draw)
        messages.push(said)
        rows.push(peerRow(said, session.person, atMs))
        session.left--
      }
      requests.push(request(messages, atMs))
      if (draw() < 1 / 40)
        orders.push({
          id: `o${options.seed}-${sequence}`,
          version: 1,
          user: userId(session.person),
          at: new Date(atMs).toISOString(),
          total: 20 + Math.floor(draw() * 400),
        })
      if (session.left <= 0) sessions[slot] = start()
    }
    yield {
      requests,
      orders: orders.length === 0 ? undefined : JSON.stringify({ rows: orders }),
      rows,
      events: rows.length + orders.length,
      atMs,
    }
  }
}

/** What {@link traffic} is, in a line. */
export const trafficCondition =
  "sessions' traffic through the web plugin: 4 to 15 events a session, 2 to 6 a request, 60 % track, 40 % page, half logged in; visitors drawn evenly; an order with every 40th request"

/** People as they sign up: an identify with name, e-mail, for half of them a phone, and the device; then two events. */
export function* signUps(
  from: number,
  until: number,
  groupPeople: number,
  startMs: number,
): Generator<ReceivedRequest[]> {
  const draw = randomNumbers(from + 1)
  for (let first = from; first < until; first += groupPeople) {
    const requests: ReceivedRequest[] = []
    for (let person = first; person < Math.min(until, first + groupPeople); person++) {
      const atMs = startMs + person * 10
      const { userId, deviceId, ...traits } = personOf(person)
      const identify = {
        type: 'identify',
        messageId: `i-${person}`,
        userId,
        anonymousId: deviceId,
        timestamp: new Date(atMs).toISOString(),
        traits,
        context,
      }
      requests.push(
        request(
          [
            identify,
            message(person, true, `s-${person}-0`, atMs + 1, draw),
            message(person, true, `s-${person}-1`, atMs + 2, draw),
          ],
          atMs + 3,
        ),
      )
    }
    yield requests
  }
}

/** Events of the past for a few people, in order of time, spread over three years: what makes a profile deep. */
export function* history(from: number, people: number, eventsEach: number, endMs: number): Generator<Group> {
  const draw = randomNumbers(from + eventsEach)
  const rounds = Math.ceil(eventsEach / 5)
  for (let round = 0; round < rounds; round++) {
    const roundMs = endMs - ((rounds - round) * 1095 * DAY_MS) / rounds
    const requests: ReceivedRequest[] = []
    const rows: PeerRow[] = []
    for (let person = from; person < from + people; person++) {
      const messages = Array.from({ length: Math.min(5, eventsEach - round * 5) }, (_, at) =>
        message(person, true, `h-${person}-${round}-${at}`, Math.floor(roundMs) + at * 1000, draw),
      )
      for (const said of messages) rows.push(peerRow(said, person, roundMs))
      requests.push(request(messages, Math.floor(roundMs) + 6000))
    }
    yield { requests, orders: undefined, rows, events: rows.length, atMs: Math.floor(roundMs) + 6000 }
  }
}

/** Single calls of visitors who take turns: `eventsEach` of each, `atOnce` at a time, in the order they are due. */
export function oneByOne(options: {
  readonly seed: number
  readonly people: readonly number[]
  readonly atOnce: number
  readonly eventsEach: number
  readonly startMs: number
  /** Calls a second. */
  readonly rate: number
}): readonly { readonly person: number; readonly group: Group }[] {
  const { seed, people, atOnce, eventsEach, startMs, rate } = options
  const draw = randomNumbers(seed)
  const waiting = people.map((person) => ({ person, left: eventsEach }))
  const active = waiting.splice(0, atOnce)
  const calls: { person: number; group: Group }[] = []
  while (active.length > 0) {
    const slot = Math.floor(draw() * active.length)
    const visit = active[slot] as (typeof active)[number]
    const atMs = Math.floor(startMs + (calls.length * 1000) / rate)
    const said = message(visit.person, true, `l${seed}-${calls.length}`, atMs, draw)
    const rows = [peerRow(said, visit.person, atMs)]
    calls.push({
      person: visit.person,
      group: { requests: [request([said], atMs)], orders: undefined, rows, events: 1, atMs },
    })
    if (--visit.left > 0) continue
    const next = waiting.shift()
    if (next) active[slot] = next
    else active.splice(slot, 1)
  }
  return calls
}
