import { DAY_MS, HOUR_MS, isoDate, isoInstant, MINUTE_MS } from '../../time.ts'
import type { TrueAttributes, TruthLine } from '../../world.ts'
import { CAMPAIGNS, sentAtMs } from './campaigns.ts'
import { ALBA_STORY_KEYS, storyTimes } from './story-keys.ts'
import { type StoryTotals, storyStays, storyTotals } from './story-stays.ts'

/**
 * The heroine's story, the same in every world of the group: Mrs Eleanor Ashcombe, Premium, opened the newsletter about
 * spa days, looked at the spa and at sea-view rooms without signing in, booked Amalfi, called about the noisy room she had
 * had in Venice, was promised a quiet one on a high floor, and arrives in three days with her husband, who is in the hotels'
 * system with her e-mail and her mobile. Only its dates move, with `now`.
 */
export const STORY_HOUSEHOLD = 9

/** What she complained of, in the agent's words: the month is that of the stay. */
export function storyComplaint(nowMs: number): string {
  const stay = storyStays(nowMs).find(({ confirmation }) => confirmation === ALBA_STORY_KEYS.noisyStay)
  const month = new Date(stay?.arrivalMs ?? nowMs).toLocaleString('en-GB', { month: 'long', timeZone: 'UTC' })
  return (
    `Room ${stay?.room} in ${month} was above the bar and loud until two in the morning; nobody could move her. ` +
    'She hopes that Amalfi will be quieter.'
  )
}

/** The promise as it was written down, and who made it. */
export const STORY_TEXTS = {
  subject: 'Noisy room at Alba Venezia',
  promise: 'A quiet room on a high floor at Alba Amalfi',
  agent: 'Amelia Stone',
  owner: 'Chiara Esposito',
} as const

/** The truth about the two of them. */
export const STORY_TRUTH: readonly TrueAttributes[] = [
  {
    firstName: 'Eleanor', lastName: 'Ashcombe', birthName: null, birthDate: '1971-09-14', gender: 'female', country: 'GB', language: 'en',
    emails: [ALBA_STORY_KEYS.eleanor.email, ALBA_STORY_KEYS.eleanor.formerEmail],
    phones: [ALBA_STORY_KEYS.eleanor.mobile, ALBA_STORY_KEYS.familyPhone], street: '14 Canonbury Mews', postalCode: 'N1 2NP',
    city: 'London', tier: 'Premium',
  },
  {
    firstName: 'James', lastName: 'Ashcombe', birthName: null, birthDate: '1969-02-03', gender: 'male', country: 'GB', language: 'en',
    emails: [ALBA_STORY_KEYS.james.email], phones: [ALBA_STORY_KEYS.james.mobile, ALBA_STORY_KEYS.familyPhone],
    street: '14 Canonbury Mews', postalCode: 'N1 2NP', city: 'London', tier: 'Classic',
  },
] // biome-ignore format: two people

/** What the story's records get wrong. */
export const STORY_DISAGREEMENTS: readonly string[] = [
  `former-email@pms/profiles:${ALBA_STORY_KEYS.eleanor.formerProfile}`,
  `missing-membership@pms/profiles:${ALBA_STORY_KEYS.eleanor.formerProfile}`,
  `duplicate@pms/profiles:${ALBA_STORY_KEYS.eleanor.formerProfile}`,
  `contrary-floor@pms/profiles:${ALBA_STORY_KEYS.eleanor.formerProfile}`,
  `stale-tier@pms/profiles:${ALBA_STORY_KEYS.eleanor.profile}`,
  `companion-email@pms/profiles:${ALBA_STORY_KEYS.james.profile}`,
  `companion-phone@pms/profiles:${ALBA_STORY_KEYS.james.profile}`,
]

type Keys = Readonly<Record<string, readonly string[]>>

/** What `story.json` holds: the keys to call up the story by, and what a brief about it has to know. */
export interface AlbaStory {
  readonly world: 'alba-hotels'
  readonly now: string
  readonly heroine: {
    readonly personId: string
    readonly name: string
    readonly tier: string
    /** Her own number; also on her husband's profile, from the booking. */
    readonly phone: string
    readonly sharedPhone: string
    readonly email: string
    readonly formerEmail: string
    readonly keys: Keys
    readonly anonymousIds: readonly string[]
  }
  /** Her husband and companion. */
  readonly neverMergeWith: { readonly personId: string; readonly name: string; readonly keys: Keys }
  readonly stay: {
    readonly confirmation: string
    readonly hotel: string
    readonly arrivalOn: string
    readonly departureOn: string
    readonly nights: number
    readonly roomType: string
    readonly companion: string
  }
  readonly newsletter: {
    readonly campaign: string
    readonly title: string
    readonly openedAt: string
    readonly clickedAt: string
  }
  readonly webSessions: {
    readonly anonymousId: string
    /** Sessions without a sign-in, in order; those before `knownAt` were anonymous when they happened. */
    readonly startedAt: readonly string[]
    readonly pages: readonly string[]
    readonly knownAt: string
  }
  readonly call: { readonly key: string; readonly at: string; readonly agent: string }
  readonly case: Readonly<Record<'number' | 'subject' | 'stay' | 'room' | 'hotel', string>>
  readonly promise: Readonly<Record<'key' | 'subject' | 'owner' | 'dueAt', string>>
  readonly preferences: readonly string[]
  /** By channel: who may be written to, and who may not. */
  readonly consents: Readonly<Record<'email' | 'sms' | 'phone' | 'post', 'granted' | 'denied'>>
  readonly totals: StoryTotals
  readonly points: number
  readonly conflicts: readonly Readonly<Record<string, unknown>>[]
}

/** Her points: what the programme says she has. */
export const STORY_POINTS = 22_676

/** The story's keys and expected facts, as of `nowMs`. */
export function makeStory(nowMs: number, [eleanor, james]: readonly TruthLine[]): AlbaStory {
  const times = storyTimes(nowMs)
  const keys = ALBA_STORY_KEYS
  const newsletter = CAMPAIGNS[0] as (typeof CAMPAIGNS)[number]
  return {
    world: 'alba-hotels',
    now: isoInstant(nowMs),
    heroine: {
      personId: eleanor?.personId ?? '',
      name: 'Eleanor Ashcombe',
      tier: 'Premium',
      phone: keys.eleanor.mobile,
      sharedPhone: keys.familyPhone,
      email: keys.eleanor.email,
      formerEmail: keys.eleanor.formerEmail,
      keys: eleanor?.keys ?? {},
      anonymousIds: [keys.eleanor.ipad, keys.eleanor.phone],
    },
    neverMergeWith: { personId: james?.personId ?? '', name: 'James Ashcombe', keys: james?.keys ?? {} },
    stay: {
      confirmation: keys.stay,
      hotel: 'Alba Amalfi',
      arrivalOn: isoDate(times.arrivalMs),
      departureOn: isoDate(times.arrivalMs + 4 * DAY_MS),
      nights: 4,
      roomType: 'Sea-view Deluxe',
      companion: 'James Ashcombe',
    },
    newsletter: {
      campaign: newsletter.id,
      title: newsletter.title,
      openedAt: isoInstant(times.openedAtMs),
      clickedAt: isoInstant(times.clickedAtMs),
    },
    webSessions: {
      anonymousId: keys.eleanor.ipad,
      startedAt: [...times.anonymousAtMs, times.lastVisitAtMs].map(isoInstant),
      pages: ['/spa', '/rooms/sea-view'],
      knownAt: isoInstant(times.bookedAtMs - 10 * MINUTE_MS),
    },
    call: { key: keys.call, at: isoInstant(times.calledAtMs), agent: STORY_TEXTS.agent },
    case: {
      number: keys.case,
      subject: STORY_TEXTS.subject,
      stay: keys.noisyStay,
      room: '112',
      hotel: 'Alba Venezia',
    },
    promise: {
      key: keys.promise,
      subject: STORY_TEXTS.promise,
      owner: STORY_TEXTS.owner,
      dueAt: isoInstant(times.promiseDueAtMs),
    },
    preferences: ['High floor', 'Quiet room', 'Sea view', 'Spa guest'],
    consents: { email: 'granted', sms: 'denied', phone: 'denied', post: 'granted' },
    totals: storyTotals(nowMs),
    points: STORY_POINTS,
    conflicts: [
      { attribute: 'email', 'crm/members': keys.eleanor.email, 'pms/profiles': keys.eleanor.formerEmail },
      { attribute: 'tier', 'crm/members': 'Premium', 'pms/profiles': 'Plus' },
      { attribute: 'preferences', 'crm/members': 'High floor', 'pms/profiles': 'LF' },
    ],
  }
}

/** When the newsletter of the story reached her. */
export function storySentAtMs(nowMs: number): number {
  return sentAtMs(CAMPAIGNS[0] as (typeof CAMPAIGNS)[number], nowMs) + 12 * MINUTE_MS - HOUR_MS
}
