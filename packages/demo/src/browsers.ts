import type { HouseholdLife, HouseholdTelling } from './household-world.ts'
import type { Person } from './people/households.ts'
import { scramble } from './random.ts'
import { DAY_MS, HOUR_MS, isoInstant, MINUTE_MS, startOfDay } from './time.ts'
import type { Told } from './told.ts'
import { anonymousId, type Device, LIBRARY, LOCALES, messageId, USER_AGENTS, type WebEvent } from './tracking.ts'

type Telling = HouseholdTelling<HouseholdLife>

const TABLET_SLOTS = { tablets: 4, days: 512, minutes: 20 } as const

function browser(id: string, userAgent: string): Device {
  return { anonymousId: id, isShared: false, userAgent, tabletName: null }
}

/** A person's own browsers: a phone, and for two in five a laptop. */
export function ownBrowsers({ seed, random }: Telling, { serial }: Person): readonly [Device, ...Device[]] {
  const phone = browser(anonymousId(seed, serial * 4), USER_AGENTS.phone)
  return random.chance(0.4) ? [phone, browser(anonymousId(seed, serial * 4 + 1), USER_AGENTS.laptop)] : [phone]
}

/** A tablet at home, at some rate, that those who sign in (two or more) share, each on days of their own. */
export function familyTablet({ life, seed, random, ledger }: Telling, users: number, rate: number): Device | null {
  if (users < 2) return null
  const isThere = random.chance(rate)
  ledger?.count('household', 'family-device', isThere)
  const id = anonymousId(seed, life.household.index * 16 + 3)
  return isThere ? { anonymousId: id, isShared: true, userAgent: USER_AGENTS.tablet, tabletName: null } : null
}

/** The day that a member uses the family's tablet on, at `dayMs` or before: sign-ins of two then never overlap. */
export function ownDayOnFamilyTablet({ life }: Telling, { ordinal }: Person, dayMs: number): number {
  let ownMs = dayMs
  while ((ownMs / DAY_MS) % life.household.members.length !== ordinal) ownMs -= DAY_MS
  return ownMs
}

/**
 * One of a place's own tablets, lent at some rate to customers there: many households sign in on it, one after the other.
 * @param places how many places there are; a household's is its index modulo that
 * @param code the place's, for the tablet's name
 */
export function lentTablet(
  { life, seed, random, ledger, nowMs }: Telling,
  places: number,
  code: string,
  rate: number,
): { readonly device: Device; readonly startMs: number } | null {
  const isUsed = random.chance(rate)
  ledger?.count('household', 'shared-tablet', isUsed)
  if (!isUsed) return null
  // A slot of twenty minutes for each household of the place, one to one: no two of them ever hold a tablet at once.
  const place = life.household.index % places
  const slot = scramble(Math.floor(life.household.index / places), 16, seed & 0xffff)
  const tablet = slot % TABLET_SLOTS.tablets
  const day = Math.floor(slot / TABLET_SLOTS.tablets) % TABLET_SLOTS.days
  const time = Math.floor(slot / TABLET_SLOTS.tablets / TABLET_SLOTS.days)
  // Above every label made from a person's serial. A tablet gets a new id each quarter, as when it is set up afresh.
  const label = 0x80000000 + place * 4096 + tablet * 1024 + Math.floor(day / 90)
  const id = anonymousId(seed, label)
  return {
    device: { anonymousId: id, isShared: true, userAgent: USER_AGENTS.tablet, tabletName: `${code}-${tablet + 1}` },
    startMs: startOfDay(nowMs) - (day + 1) * DAY_MS + 9 * HOUR_MS + time * TABLET_SLOTS.minutes * MINUTE_MS,
  }
}

/** Writes what a household does on a website as messages; remembers which browser somebody is signed in on. */
export class MessageLog {
  readonly rows: Told<WebEvent>[] = []
  readonly signedIn: Map<string, string> = new Map()
  readonly #telling: Telling
  #count = 0

  constructor(telling: Telling) {
    this.#telling = telling
  }

  push(person: Person, device: Device, userId: string | null, atMs: number, rest: Partial<WebEvent>): void {
    const key = messageId(this.#telling.life.household.index, this.#count++)
    const timestamp = isoInstant(atMs)
    const row: WebEvent = {
      type: 'track',
      messageId: key,
      anonymousId: device.anonymousId,
      ...(userId === null ? {} : { userId }),
      ...rest,
      context: {
        library: LIBRARY,
        ...rest.context,
        ...(device.tabletName === null ? {} : { device: { type: 'tablet', name: device.tabletName } }),
        userAgent: device.userAgent,
        locale: LOCALES[person.language] ?? 'en-GB',
      },
      timestamp,
      sentAt: timestamp,
    }
    this.rows.push({ owner: person.ordinal, key, row })
  }
}

/** What a message says of a page that was looked at. */
export function pageViewed(site: string, path: string, title: string): Partial<WebEvent> {
  const url = `${site}${path}`
  return {
    type: 'page', name: title, properties: { path, url, title },
    context: { page: { path, url, title, referrer: '' } } as WebEvent['context'],
  } // biome-ignore format: one message
}
