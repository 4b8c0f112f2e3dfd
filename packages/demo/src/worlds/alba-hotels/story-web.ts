import { pageViewed } from '../../browsers.ts'
import { DAY_MS, HOUR_MS, isoDate, isoInstant, MINUTE_MS } from '../../time.ts'
import type { Told } from '../../told.ts'
import { LIBRARY, USER_AGENTS, type WebEvent } from '../../tracking.ts'
import { CAMPAIGNS, type Campaign, SITE } from './campaigns.ts'
import { HOTELS, type Hotel } from './hotels.ts'
import { ALBA_STORY_KEYS, ELEANOR, JAMES, storyTimes } from './story-keys.ts'
import { landingPage, roomProperties, spaProperties } from './web.ts'

const { eleanor, james } = ALBA_STORY_KEYS
const AMALFI = HOTELS.find(({ code }) => code === 'AMA') as Hotel
const NEWSLETTER = CAMPAIGNS[0] as Campaign

/** Her iPad: twice without having ever signed in, then the booking, then last evening, the session long gone. */
export function storyEvents(nowMs: number): Told<WebEvent>[] {
  const times = storyTimes(nowMs)
  const told: Told<WebEvent>[] = []
  const send = (owner: number, anonymousId: string, userAgent: string, atMs: number, rest: Partial<WebEvent>) => {
    const key = `ajs-alba-story-${told.length.toString(36)}`
    const timestamp = isoInstant(atMs)
    const context = { library: LIBRARY, ...rest.context, userAgent, locale: 'en-GB' }
    const row: WebEvent = { type: 'track', messageId: key, anonymousId, ...rest, context, timestamp, sentAt: timestamp }
    told.push({ owner, key, row })
  }
  const ipad = (atMs: number, rest: Partial<WebEvent>) => send(ELEANOR, eleanor.ipad, USER_AGENTS.tablet, atMs, rest)
  const page = (path: string, title: string) => pageViewed(SITE, path, title)
  const userId = eleanor.member
  const [first, second] = times.anonymousAtMs
  ipad(first, landingPage(NEWSLETTER))
  ipad(first + 2 * MINUTE_MS, { event: 'Spa Treatment Viewed', properties: spaProperties(AMALFI, 'Lemon ritual') })
  ipad(second, page('/rooms/sea-view', 'Sea-view rooms'))
  ipad(second + 3 * MINUTE_MS, { event: 'Room Viewed', properties: roomProperties(AMALFI, 'Sea-view Deluxe') })
  ipad(second + 7 * MINUTE_MS, { event: 'Room Viewed', properties: roomProperties(AMALFI, 'Sea-view Suite') })
  const signedInMs = times.bookedAtMs - 10 * MINUTE_MS
  const traits = { email: eleanor.email, firstName: 'Eleanor', lastName: 'Ashcombe' }
  ipad(signedInMs, { type: 'identify', userId, traits })
  ipad(signedInMs + MINUTE_MS, {
    event: 'Availability Searched',
    userId,
    properties: { hotel: 'AMA', hotel_name: AMALFI.name, arrival: isoDate(times.arrivalMs), nights: 4, guests: 2 },
  })
  ipad(times.bookedAtMs, {
    event: 'Booking Completed',
    userId,
    properties: {
      confirmation: ALBA_STORY_KEYS.stay,
      hotel: 'AMA',
      hotel_name: AMALFI.name,
      arrival: isoDate(times.arrivalMs),
      nights: 4,
      room_type: 'Sea-view Deluxe',
    },
  })
  send(ELEANOR, eleanor.phone, USER_AGENTS.phone, times.bookedAtMs + 9 * HOUR_MS, { type: 'identify', userId, traits })
  ipad(times.lastVisitAtMs, page('/spa', 'Spa and wellness'))
  ipad(times.lastVisitAtMs + 2 * MINUTE_MS, {
    event: 'Spa Treatment Viewed',
    properties: spaProperties(AMALFI, 'Hammam for two'),
  })
  const his = { email: james.email, firstName: 'James', lastName: 'Ashcombe' }
  const laptop = (atMs: number, rest: Partial<WebEvent>) => send(JAMES, james.laptop, USER_AGENTS.laptop, atMs, rest)
  laptop(times.bookedAtMs - 8 * DAY_MS, { type: 'identify', userId: james.member, traits: his })
  laptop(times.bookedAtMs - 8 * DAY_MS + MINUTE_MS, { ...page('/dining', 'Restaurants'), userId: james.member })
  return told
}
