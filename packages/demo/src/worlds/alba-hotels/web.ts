import { familyTablet, lentTablet, MessageLog, ownBrowsers, ownDayOnFamilyTablet, pageViewed } from '../../browsers.ts'
import { DAY_MS, HOUR_MS, isoDate, MINUTE_MS, startOfDay } from '../../time.ts'
import type { Told } from '../../told.ts'
import { type Device, disturb, type WebEvent } from '../../tracking.ts'
import { CAMPAIGNS, type Campaign, SITE } from './campaigns.ts'
import { HOMES, HOTELS, type Hotel, ROOM_TYPES } from './hotels.ts'
import type { Guest } from './life.ts'
import { RATES } from './rates.ts'
import type { Stay } from './stays.ts'
import type { Telling } from './telling.ts'

const WEB_SHARE = 0.72
const HISTORY_DAYS = 400
const PAGES = [
  ['/', 'Alba Hotels'], ['/hotels', 'Our hotels'], ['/spa', 'Spa and wellness'], ['/rooms/sea-view', 'Sea-view rooms'],
  ['/dining', 'Restaurants'], ['/offers', 'Offers'], ['/circle', 'Alba Circle'], ['/contact', 'Contact'], ['/weddings', 'Weddings'],
] as const // biome-ignore format: a table
const TREATMENTS = ['Lemon ritual', 'Hot stone massage', 'Hammam for two', 'Facial', 'Salt scrub']

interface Session {
  readonly startMs: number
  readonly device: Device
  readonly events: number
  readonly stay: Stay | null
}

/** Everything a household did on the website, told in the order in which it reached the server. */
export function tellEvents(telling: Telling): Told<WebEvent>[] {
  const { life } = telling
  const out = new Visits(telling)
  const members = life.people.filter((guest) => guest.memberships.length > 0)
  const tablet = familyTablet(telling, members.length, RATES.household['family-device'])
  for (const guest of life.people) {
    const devices = ownBrowsers(telling, guest.person)
    for (const session of planSessions(telling, guest, devices, tablet)) out.session(guest, session)
  }
  useLobbyTablet(telling, members.slice(0, 2), out)
  const { rows } = out.log
  disturb(rows, telling, RATES['web/events'])
  return rows
}

function planSessions(
  telling: Telling,
  guest: Guest,
  devices: readonly [Device, ...Device[]],
  tablet: Device | null,
): readonly Session[] {
  const { random, nowMs, life, eventsPerPerson } = telling
  const sessions: Session[] = []
  if (!random.chance(WEB_SHARE)) return sessions
  let left = random.geometric(eventsPerPerson / WEB_SHARE)
  for (const stay of life.stays) {
    if (left < 4 || stay.channel !== 'WEB' || stay.guest !== guest.person.ordinal) continue
    if (stay.bookedAtMs < nowMs - HISTORY_DAYS * DAY_MS || !random.chance(0.7)) continue
    sessions.push({ startMs: stay.bookedAtMs - 6 * MINUTE_MS, device: devices[0], events: 4, stay })
    left -= 4
  }
  while (left > 0) {
    const events = Math.min(left, 1 + random.geometric(3))
    const daysAgo = 1 + Math.floor(random.fraction() ** 1.3 * HISTORY_DAYS)
    const onTablet = tablet !== null && guest.memberships.length > 0 && events > 1 && random.chance(0.4)
    let dayMs = startOfDay(nowMs) - daysAgo * DAY_MS
    if (onTablet) dayMs = ownDayOnFamilyTablet(telling, guest.person, dayMs)
    const startMs = dayMs + 7 * HOUR_MS + random.integer(14 * HOUR_MS)
    sessions.push({ startMs, device: onTablet ? tablet : random.pick(devices), events, stay: null })
    left -= events
  }
  return sessions.sort((one, other) => one.startMs - other.startMs)
}

/** One of a lobby's tablets, lent to guests: many people sign in on it, one after the other. */
function useLobbyTablet(telling: Telling, users: readonly Guest[], out: Visits): void {
  if (users.length === 0) return
  const { life, random } = telling
  const { code } = HOTELS[(life.household.index % HOMES.length) % HOTELS.length] as Hotel
  const lent = lentTablet(telling, HOMES.length, code, RATES.household['shared-tablet'])
  if (lent === null) return
  for (const [turn, guest] of users.entries()) {
    const startMs = lent.startMs + turn * 9 * MINUTE_MS
    out.session(guest, { startMs, device: lent.device, events: 3 + random.integer(2), stay: null })
  }
}

/** Writes sessions as messages. Somebody becomes known by signing in, by booking, or by asking for the newsletter. */
class Visits {
  readonly telling: Telling
  readonly log: MessageLog

  constructor(telling: Telling) {
    this.telling = telling
    this.log = new MessageLog(telling)
  }

  session(guest: Guest, session: Session): void {
    const { random, ledger } = this.telling
    const { device, stay } = session
    const { person } = guest
    const number = guest.memberships[0]?.number ?? null
    let userId = device.isShared ? null : (this.log.signedIn.get(device.anonymousId) ?? null)
    const isMemberBooking = stay !== null && number !== null && userId === null
    const isGuestBooking = isMemberBooking && random.chance(RATES['web/events']['guest-booking'])
    if (isMemberBooking) ledger?.count('web/events', 'guest-booking', isGuestBooking)
    const signsIn =
      number !== null && userId === null && !isGuestBooking && (device.isShared || stay !== null || random.chance(0.22))
    const signsInAt = signsIn && (device.isShared || stay !== null) ? 0 : signsIn ? random.integer(session.events) : -1
    const signsUp =
      number === null && stay === null && guest.subscriptions[0]?.source === 'Website' && random.chance(0.4)
    const campaign = stay === null && random.chance(0.14) ? random.pick(CAMPAIGNS) : null
    let atMs = session.startMs
    for (let step = 0; step < session.events; step++) {
      if (step === signsInAt) userId = number
      if (step === signsInAt && number !== null) this.identify(guest, device, number, atMs)
      else if (signsUp && step === 0) this.signUp(guest, device, atMs)
      else if (stay !== null && step === 2 && userId === null) this.identify(guest, device, null, atMs)
      else if (stay !== null && step === session.events - 1) this.booked(guest, device, userId, stay)
      else if (stay !== null) this.search(guest, device, userId, stay, step, atMs)
      else if (campaign !== null && step === 0) this.landing(guest, device, userId, campaign, atMs)
      else this.browse(guest, device, userId, atMs)
      atMs += random.between(8, 75) * 1000
    }
    if (userId === null || device.isShared) return
    const signsOut = random.chance(RATES['web/events']['signed-out'])
    ledger?.count('web/events', 'signed-out', signsOut)
    if (signsOut) this.log.push(person, device, userId, Math.max(atMs, this.lastMs), { event: 'Signed Out' })
    if (signsOut) this.log.signedIn.delete(device.anonymousId)
    else this.log.signedIn.set(device.anonymousId, userId)
  }

  /** When the last message happened: a booking's is fixed, and nobody leaves before it. */
  private get lastMs(): number {
    return Date.parse(this.log.rows.at(-1)?.row.timestamp ?? '') + 1000
  }

  private identify({ person }: Guest, device: Device, userId: string | null, atMs: number): void {
    const traits = { email: person.email, firstName: person.firstName.latin, lastName: person.lastName.latin }
    this.log.push(person, device, userId, atMs, { type: 'identify', traits })
  }

  private signUp({ person }: Guest, device: Device, atMs: number): void {
    this.log.push(person, device, null, atMs, { type: 'identify', traits: { email: person.email, newsletter: true } })
  }

  private search(guest: Guest, device: Device, userId: string | null, stay: Stay, step: number, atMs: number): void {
    const { hotel, arrivalMs, nights, adults } = stay
    const asked = { hotel: hotel.code, hotel_name: hotel.name, arrival: isoDate(arrivalMs), nights, guests: adults }
    const message =
      step === 0
        ? { event: 'Availability Searched', properties: asked }
        : { event: 'Room Viewed', properties: roomProperties(hotel, stay.roomType.name) }
    this.log.push(guest.person, device, userId, atMs, message)
  }

  private booked(guest: Guest, device: Device, userId: string | null, stay: Stay): void {
    this.log.push(guest.person, device, userId, stay.bookedAtMs, {
      event: 'Booking Completed',
      properties: {
        confirmation: stay.confirmation,
        hotel: stay.hotel.code,
        hotel_name: stay.hotel.name,
        arrival: isoDate(stay.arrivalMs),
        nights: stay.nights,
        room_type: stay.roomType.name,
      },
    })
  }

  private landing(guest: Guest, device: Device, userId: string | null, campaign: Campaign, atMs: number): void {
    this.log.push(guest.person, device, userId, atMs, landingPage(campaign))
  }

  private browse({ person }: Guest, device: Device, userId: string | null, atMs: number): void {
    const { random } = this.telling
    const kind = random.weighted([0.55, 0.3, 0.15])
    const hotel = random.pick(HOTELS)
    if (kind === 0) {
      const [path, title] = random.pick(PAGES)
      this.log.push(person, device, userId, atMs, pageViewed(SITE, path, title))
    } else if (kind === 1) {
      const type = random.pick(ROOM_TYPES.filter((one) => hotel.hasSeaView || !one.needsSeaView))
      this.log.push(person, device, userId, atMs, {
        event: 'Room Viewed',
        properties: roomProperties(hotel, type.name),
      })
    } else {
      const properties = spaProperties(hotel, random.pick(TREATMENTS))
      this.log.push(person, device, userId, atMs, { event: 'Spa Treatment Viewed', properties })
    }
  }
}

/** What a message says of a room that was looked at. */
export function roomProperties(hotel: Hotel, roomType: string): Record<string, unknown> {
  return {
    hotel: hotel.code,
    hotel_name: hotel.name,
    room_type: roomType,
    price: hotel.ratePerNight,
    currency: hotel.currency,
  }
}

/** What a message says of a treatment that was looked at. */
export function spaProperties(hotel: Hotel, treatment: string): Record<string, unknown> {
  return { hotel: hotel.code, hotel_name: hotel.name, treatment }
}

/** The page that a newsletter's link leads to. */
export function landingPage({ id, title, topic }: Campaign): Partial<WebEvent> {
  const page = pageViewed(SITE, `/${topic}`, title)
  const campaign = { name: id, source: 'newsletter', medium: 'email', content: topic }
  return { ...page, context: { ...page.context, campaign } as WebEvent['context'] }
}
