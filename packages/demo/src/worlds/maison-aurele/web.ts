import { scramble } from '../../random.ts'
import { DAY_MS, HOUR_MS, isoInstant, MINUTE_MS, startOfDay } from '../../time.ts'
import type { Told } from '../../told.ts'
import {
  anonymousId,
  type Device,
  disturb,
  LIBRARY,
  LOCALES,
  messageId,
  USER_AGENTS,
  type WebEvent,
} from '../../tracking.ts'
import { BOUTIQUES } from './boutiques.ts'
import { CATALOGUE, type Product } from './catalogue.ts'
import type { PersonLife } from './life.ts'
import { type Order, orderTotal } from './orders.ts'
import { RATES } from './rates.ts'
import type { Telling } from './telling.ts'

export const SITE = 'https://www.maison-aurele.example'
const WEB_SHARE = 0.72
const HISTORY_DAYS = 400
const CAMPAIGNS = ['lettre-automne', 'avant-premiere', 'voeux', 'printemps', 'entretien', 'ventes-privees']
const PAGES = [
  ['/', 'Accueil'], ['/sacs', 'Sacs'], ['/joaillerie', 'Joaillerie'], ['/soie', 'Soie'], ['/boutiques', 'Nos boutiques'],
  ['/service/retours', 'Retours et échanges'], ['/entretien/sacs', 'Entretien des sacs'], ['/service/livraison', 'Livraison'],
  ['/maison/histoire', 'La maison'], ['/souliers', 'Souliers'], ['/contact', 'Contact'],
] as const // biome-ignore format: a table
const TABLET_SLOTS = { tablets: 4, days: 512, slotsADay: 32, minutes: 20 } as const

interface Session {
  readonly startMs: number
  readonly device: Device
  readonly events: number
  readonly order: Order | null
}

/** Everything a household did on the website, told in the order in which it reached the server. */
export function tellEvents(telling: Telling): Told<WebEvent>[] {
  const { life, seed, eventsPerPerson } = telling
  const rows: Told<WebEvent>[] = []
  const out = new Messages(telling, rows)
  const familyDevice = familyDeviceOf(telling, seed)
  for (const member of life.people) {
    const devices = ownDevices(telling, seed, member)
    for (const session of planSessions(telling, member, devices, familyDevice, eventsPerPerson))
      out.session(member, session)
  }
  useSharedTablet(telling, seed, out)
  disturb(rows, telling, RATES['web/events'])
  return rows
}

function ownDevices(telling: Telling, seed: number, member: PersonLife): readonly Device[] {
  const { serial } = member.person
  const devices = [device(anonymousId(seed, serial * 4), USER_AGENTS.phone)]
  if (telling.random.chance(0.4)) devices.push(device(anonymousId(seed, serial * 4 + 1), USER_AGENTS.laptop))
  return devices
}

function device(id: string, userAgent: string): Device {
  return { anonymousId: id, isShared: false, userAgent, tabletName: null }
}

/** A tablet at home that two or more customers sign in on, each on days of their own. */
function familyDeviceOf(telling: Telling, seed: number): Device | null {
  const { life, random, ledger } = telling
  const users = life.people.filter((member) => member.customers.length > 0)
  if (users.length < 2) return null
  const isThere = random.chance(RATES.household['family-device'])
  ledger?.count('household', 'family-device', isThere)
  const id = anonymousId(seed, life.household.index * 16 + 3)
  return isThere ? { anonymousId: id, isShared: true, userAgent: USER_AGENTS.tablet, tabletName: null } : null
}

function planSessions(
  telling: Telling,
  member: PersonLife,
  devices: readonly Device[],
  familyDevice: Device | null,
  eventsPerPerson: number,
): readonly Session[] {
  const { random, nowMs, life } = telling
  const sessions: Session[] = []
  if (!random.chance(WEB_SHARE)) return sessions
  let left = random.geometric(eventsPerPerson / WEB_SHARE)
  for (const order of member.orders) {
    if (left < 4 || order.channel !== 'online' || order.kind === 'return') continue
    if (order.placedAtMs < nowMs - HISTORY_DAYS * DAY_MS || !random.chance(0.6)) continue
    sessions.push({ startMs: order.placedAtMs - 6 * MINUTE_MS, device: devices[0] as Device, events: 4, order })
    left -= 4
  }
  while (left > 0) {
    const events = Math.min(left, 1 + random.geometric(3))
    const daysAgo = 1 + Math.floor(random.fraction() ** 1.3 * HISTORY_DAYS)
    const onFamilyDevice = familyDevice !== null && member.customers.length > 0 && events > 1 && random.chance(0.4)
    let dayMs = startOfDay(nowMs) - daysAgo * DAY_MS
    // On a shared device each member has days of their own: sign-ins then never overlap, as the truth needs.
    while (onFamilyDevice && (dayMs / DAY_MS) % life.household.members.length !== member.person.ordinal) dayMs -= DAY_MS
    const startMs = dayMs + 7 * HOUR_MS + random.integer(14 * HOUR_MS)
    sessions.push({ startMs, device: onFamilyDevice ? familyDevice : random.pick(devices), events, order: null })
    left -= events
  }
  return sessions.sort((one, other) => one.startMs - other.startMs)
}

/** One of the house's own tablets, lent to customers in the shop: many people sign in on it, one after the other. */
function useSharedTablet(telling: Telling, seed: number, out: Messages): void {
  const { life, random, ledger, nowMs } = telling
  const users = life.people.filter((member) => member.customers.length > 0).slice(0, 2)
  if (users.length === 0) return
  const isUsed = random.chance(RATES.household['shared-tablet'])
  ledger?.count('household', 'shared-tablet', isUsed)
  if (!isUsed) return
  // A slot of twenty minutes for each household of the shop, one to one: no two of them ever hold a tablet at once.
  const shop = life.household.index % BOUTIQUES.length
  const slot = scramble(Math.floor(life.household.index / BOUTIQUES.length), 16, seed & 0xffff)
  const tablet = slot % TABLET_SLOTS.tablets
  const day = Math.floor(slot / TABLET_SLOTS.tablets) % TABLET_SLOTS.days
  const time = Math.floor(slot / TABLET_SLOTS.tablets / TABLET_SLOTS.days)
  // Above every label made from a person's serial. A tablet gets a new id each quarter, as when it is set up afresh.
  const label = 0x80000000 + shop * 4096 + tablet * 1024 + Math.floor(day / 90)
  const { boutique } = life.household
  const lent: Device = {
    anonymousId: anonymousId(seed, label),
    isShared: true,
    userAgent: USER_AGENTS.tablet,
    tabletName: `${boutique.code}-${tablet + 1}`,
  }
  const startMs = startOfDay(nowMs) - (day + 1) * DAY_MS + 9 * HOUR_MS + time * TABLET_SLOTS.minutes * MINUTE_MS
  for (const [turn, member] of users.entries()) {
    out.session(member, {
      startMs: startMs + turn * 9 * MINUTE_MS,
      device: lent,
      events: 3 + random.integer(2),
      order: null,
    })
  }
}

/** Writes sessions as messages; remembers which browser somebody is signed in on. */
class Messages {
  readonly telling: Telling
  readonly rows: Told<WebEvent>[]
  readonly signedIn = new Map<string, string>()
  count = 0

  constructor(telling: Telling, rows: Told<WebEvent>[]) {
    this.telling = telling
    this.rows = rows
  }

  session(member: PersonLife, session: Session): void {
    const { random } = this.telling
    const { device: browser, order } = session
    const customer = order?.customer ?? member.customers[0] ?? null
    const isLent = browser.isShared
    let userId = isLent ? null : (this.signedIn.get(browser.anonymousId) ?? null)
    const signsIn = customer !== null && userId === null && (isLent || order !== null || random.chance(0.22))
    const signsInAt = signsIn && (isLent || order !== null) ? 0 : signsIn ? random.integer(session.events) : -1
    const signsUp = customer === null && random.chance(0.06)
    const campaign = random.chance(0.14) ? random.pick(CAMPAIGNS) : null
    let atMs = session.startMs
    for (let step = 0; step < session.events; step++) {
      if (step === signsInAt) userId = customer
      const isFirst = step === 0
      if (step === signsInAt && customer !== null) this.identify(member, browser, customer, atMs)
      else if (signsUp && isFirst) this.identify(member, browser, null, atMs)
      else if (campaign !== null && isFirst) this.newsletterClick(member, browser, userId, campaign, atMs)
      else if (order !== null && step === session.events - 1) this.orderCompleted(member, browser, userId, order)
      else this.browse(member, browser, userId, order, atMs)
      atMs += random.between(8, 75) * 1000
    }
    if (userId !== null && !isLent) this.signedIn.set(browser.anonymousId, userId)
  }

  private push(
    member: PersonLife,
    browser: Device,
    userId: string | null,
    atMs: number,
    rest: Partial<WebEvent>,
  ): void {
    const { life } = this.telling
    const key = messageId(life.household.index, this.count++)
    const timestamp = isoInstant(atMs)
    const row: WebEvent = {
      type: 'track',
      messageId: key,
      anonymousId: browser.anonymousId,
      ...(userId === null ? {} : { userId }),
      ...rest,
      context: {
        library: LIBRARY,
        ...rest.context,
        ...(browser.tabletName === null ? {} : { device: { type: 'tablet', name: browser.tabletName } }),
        userAgent: browser.userAgent,
        locale: LOCALES[member.person.language] ?? 'en-GB',
      },
      timestamp,
      sentAt: timestamp,
    }
    this.rows.push({ owner: member.person.ordinal, key, row })
  }

  private identify(member: PersonLife, browser: Device, userId: string | null, atMs: number): void {
    const { person } = member
    const traits =
      userId === null
        ? { email: person.email, newsletter: true }
        : { email: person.email, firstName: person.firstName.latin, lastName: person.lastName.latin }
    this.push(member, browser, userId, atMs, { type: 'identify', traits })
  }

  private newsletterClick(
    member: PersonLife,
    browser: Device,
    userId: string | null,
    campaign: string,
    atMs: number,
  ): void {
    const content = this.telling.random.pick(['hero', 'produit-1', 'produit-2', 'boutiques'])
    const context = {
      campaign: { name: campaign, source: 'newsletter', medium: 'email', content },
    } as WebEvent['context']
    this.push(member, browser, userId, atMs, {
      event: 'Email Link Clicked',
      properties: { campaign_name: campaign, link_id: content, link_url: `${SITE}/${content}` },
      context,
    })
  }

  private orderCompleted(member: PersonLife, browser: Device, userId: string | null, order: Order): void {
    this.push(member, browser, userId, order.placedAtMs, {
      event: 'Order Completed',
      properties: {
        order_id: order.number,
        currency: order.currency,
        total: orderTotal(order),
        products: order.lines.map((line) => ({
          sku: line.product.sku,
          quantity: line.quantity,
          price: line.unitPrice,
        })),
      },
    })
  }

  private browse(member: PersonLife, browser: Device, userId: string | null, order: Order | null, atMs: number): void {
    const { random } = this.telling
    const kind = order === null ? random.weighted([0.5, 0.38, 0.07, 0.05]) : random.weighted([0, 0.6, 0.4])
    if (kind === 0) {
      const [path, title] = random.pick(PAGES)
      const page = { path: `/fr${path}`, url: `${SITE}/fr${path}`, title, referrer: '' }
      const { path: at, url } = page
      this.push(member, browser, userId, atMs, {
        type: 'page', name: title, properties: { path: at, url, title }, context: { page } as WebEvent['context'],
      }) // biome-ignore format: one message
      return
    }
    const product = order === null ? random.pick(CATALOGUE) : (order.lines[0]?.product ?? random.pick(CATALOGUE))
    const event = kind === 1 ? 'Product Viewed' : kind === 2 ? 'Product Added' : 'Product Added to Wishlist'
    this.push(member, browser, userId, atMs, { event, properties: productProperties(product) })
  }
}

/** What Segment's ecommerce events say of a product. */
export function productProperties(product: Product): Record<string, unknown> {
  return {
    product_id: product.sku,
    sku: product.sku,
    name: product.name,
    category: product.category,
    price: product.priceEuros,
    currency: 'EUR',
  }
}
