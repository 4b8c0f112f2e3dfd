import { familyTablet, lentTablet, MessageLog, ownBrowsers, ownDayOnFamilyTablet, pageViewed } from '../../browsers.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, startOfDay } from '../../time.ts'
import type { Told } from '../../told.ts'
import { type Device, disturb, type WebEvent } from '../../tracking.ts'
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

interface Session {
  readonly startMs: number
  readonly device: Device
  readonly events: number
  readonly order: Order | null
}

/** Everything a household did on the website, told in the order in which it reached the server. */
export function tellEvents(telling: Telling): Told<WebEvent>[] {
  const { life, eventsPerPerson } = telling
  const out = new Messages(telling)
  const shoppers = life.people.filter((member) => member.customers.length > 0)
  const tablet = familyTablet(telling, shoppers.length, RATES.household['family-device'])
  for (const member of life.people) {
    const devices = ownBrowsers(telling, member.person)
    for (const session of planSessions(telling, member, devices, tablet, eventsPerPerson)) out.session(member, session)
  }
  useSharedTablet(telling, out)
  const { rows } = out.log
  disturb(rows, telling, RATES['web/events'])
  return rows
}

function planSessions(
  telling: Telling,
  member: PersonLife,
  devices: readonly Device[],
  familyDevice: Device | null,
  eventsPerPerson: number,
): readonly Session[] {
  const { random, nowMs } = telling
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
    if (onFamilyDevice) dayMs = ownDayOnFamilyTablet(telling, member.person, dayMs)
    const startMs = dayMs + 7 * HOUR_MS + random.integer(14 * HOUR_MS)
    sessions.push({ startMs, device: onFamilyDevice ? familyDevice : random.pick(devices), events, order: null })
    left -= events
  }
  return sessions.sort((one, other) => one.startMs - other.startMs)
}

/** One of the house's own tablets, lent to customers in the shop: many people sign in on it, one after the other. */
function useSharedTablet(telling: Telling, out: Messages): void {
  const { life, random } = telling
  const users = life.people.filter((member) => member.customers.length > 0).slice(0, 2)
  if (users.length === 0) return
  const { code } = life.household.boutique
  const lent = lentTablet(telling, BOUTIQUES.length, code, RATES.household['shared-tablet'])
  if (lent === null) return
  for (const [turn, member] of users.entries()) {
    const startMs = lent.startMs + turn * 9 * MINUTE_MS
    out.session(member, { startMs, device: lent.device, events: 3 + random.integer(2), order: null })
  }
}

/** Writes sessions as messages. */
class Messages {
  readonly telling: Telling
  readonly log: MessageLog

  constructor(telling: Telling) {
    this.telling = telling
    this.log = new MessageLog(telling)
  }

  session(member: PersonLife, session: Session): void {
    const { random } = this.telling
    const { device: browser, order } = session
    const customer = order?.customer ?? member.customers[0] ?? null
    const isLent = browser.isShared
    let userId = isLent ? null : (this.log.signedIn.get(browser.anonymousId) ?? null)
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
    if (userId !== null && !isLent) this.log.signedIn.set(browser.anonymousId, userId)
  }

  private identify(member: PersonLife, browser: Device, userId: string | null, atMs: number): void {
    const { person } = member
    const traits =
      userId === null
        ? { email: person.email, newsletter: true }
        : { email: person.email, firstName: person.firstName.latin, lastName: person.lastName.latin }
    this.log.push(member.person, browser, userId, atMs, { type: 'identify', traits })
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
    this.log.push(member.person, browser, userId, atMs, {
      event: 'Email Link Clicked',
      properties: { campaign_name: campaign, link_id: content, link_url: `${SITE}/${content}` },
      context,
    })
  }

  private orderCompleted(member: PersonLife, browser: Device, userId: string | null, order: Order): void {
    this.log.push(member.person, browser, userId, order.placedAtMs, {
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
      this.log.push(member.person, browser, userId, atMs, pageViewed(SITE, `/fr${path}`, title))
      return
    }
    const product = order === null ? random.pick(CATALOGUE) : (order.lines[0]?.product ?? random.pick(CATALOGUE))
    const event = kind === 1 ? 'Product Viewed' : kind === 2 ? 'Product Added' : 'Product Added to Wishlist'
    this.log.push(member.person, browser, userId, atMs, { event, properties: productProperties(product) })
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
