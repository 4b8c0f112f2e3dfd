import { dropAccents } from '../../text.ts'
import { bareUtcInstant, DAY_MS, HOUR_MS, isoDate, isoInstant, MINUTE_MS } from '../../time.ts'
import { NOBODY, type Told } from '../../told.ts'
import { HOTELS } from './hotels.ts'
import { profileId } from './keys.ts'
import type { Guest } from './life.ts'
import { HIGH_FLOOR_CODE, LOW_FLOOR_CODE } from './preferences.ts'
import { RATES } from './rates.ts'
import { type Stay, type StayStatus, stayTotal } from './stays.ts'
import { happens, mobileOf, type Telling, tellParty } from './telling.ts'

/** A line of `pms/profiles.csv`: a guest as a front desk keeps them, in capitals. */
export interface PmsProfile {
  PROFILE_ID: string
  TITLE: string
  LAST_NAME: string
  FIRST_NAME: string
  EMAIL: string
  PHONE: string
  MOBILE: string
  BIRTH_DATE: string
  ADDRESS: string
  CITY: string
  POSTCODE: string
  COUNTRY: string
  LANGUAGE: string
  MEMBERSHIP: string
  TIER: string
  PREFERENCES: string
  MAIL_OPTIN: string
  HOTEL: string
  CREATED: string
  UPDATED: string
}

export const PROFILE_COLUMNS = ['PROFILE_ID', 'TITLE', 'LAST_NAME', 'FIRST_NAME', 'EMAIL', 'PHONE', 'MOBILE', 'BIRTH_DATE', 'ADDRESS',
  'CITY', 'POSTCODE', 'COUNTRY', 'LANGUAGE', 'MEMBERSHIP', 'TIER', 'PREFERENCES', 'MAIL_OPTIN', 'HOTEL', 'CREATED',
  'UPDATED'] as const satisfies readonly (keyof PmsProfile)[] // biome-ignore format: a header

/** A row of `pms/reservations.jsonl`; rows of one `confirmation` are its versions, told apart by `updatedAt`. */
export interface PmsReservation {
  confirmation: string
  hotel: string
  status: StayStatus
  profile: string
  guests: { profile: string; role: 'companion' }[]
  arrival: string
  departure: string
  nights: number
  adults: number
  roomType: string
  room: string | null
  channel: Stay['channel']
  currency: string
  roomRevenue: number | null
  totalRevenue: number | null
  requests: string | null
  bookedAt: string
  updatedAt: string
}

export const RESERVATION_COLUMNS = ['confirmation', 'hotel', 'status', 'profile', 'guests', 'arrival', 'departure', 'nights', 'adults',
  'roomType', 'room', 'channel', 'currency', 'roomRevenue', 'totalRevenue', 'requests', 'bookedAt',
  'updatedAt'] as const satisfies readonly (keyof PmsReservation)[] // biome-ignore format: a header

/** The profile on which front desks put whom they do not know yet. */
const UNNAMED_PROFILE = 'P99999999'

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')

/** `24-NOV-2026`, from `2026-11-24`. */
function pmsDate(iso: string): string {
  return `${iso.slice(8, 10)}-${MONTHS[Number(iso.slice(5, 7)) - 1]}-${iso.slice(0, 4)}`
}

/** `24-NOV-2026 09:30:00`, UTC without saying so. */
export function pmsInstant(instantMs: number): string {
  const text = bareUtcInstant(instantMs)
  return `${pmsDate(text)}${text.slice(10)}`
}

const TITLES = { female: ['Mrs', 'Ms', 'Sig.ra'], male: ['Mr', 'Sig.'] } as const
const TIER_BELOW: Readonly<Record<string, string>> = { Premium: 'Plus', Plus: 'Classic', Classic: 'Classic' }

/** Which of a guest's profiles a stay is on: front desks take whichever they find. */
function profileOf(guest: Guest, stay: Stay): string {
  const { profiles } = guest
  const at = Number(stay.confirmation.slice(-3)) % Math.max(1, profiles.length)
  return profiles[at] ?? UNNAMED_PROFILE
}

function guestOf(telling: Telling, ordinal: number): Guest {
  return telling.life.people[ordinal] as Guest
}

/** A household's profiles. Whoever came along often has the phone or the e-mail of the one who booked. */
export function tellProfiles(telling: Telling): Told<PmsProfile>[] {
  const { life } = telling
  const rows: Told<PmsProfile>[] = []
  for (const guest of life.people) {
    for (const key of guest.profiles) {
      rows.push({ owner: guest.person.ordinal, key, row: profileRow(telling, guest, key) })
    }
  }
  const testKey = profileId(life.household.index * 4, 3)
  if (happens(telling, 'pms/profiles', testKey, 'test-record'))
    rows.push({ owner: NOBODY, key: testKey, row: testProfile(telling, testKey) })
  return rows
}

function profileRow(telling: Telling, guest: Guest, key: string): PmsProfile {
  const { life, random, nowMs } = telling
  const { person } = guest
  const plants = (kind: string, isPossible: boolean) => happens(telling, 'pms/profiles', key, kind, isPossible)
  const party = tellParty(telling, 'pms/profiles', key, person)
  const cameAlong = life.stays.find(
    (stay) => stay.companions.includes(person.ordinal) && profileOf(guest, stay) === key,
  )
  const booker = cameAlong === undefined ? null : guestOf(telling, cameAlong.guest)
  const email = booker !== null && plants('companion-email', true) ? booker.person.email : party.email
  const isBookersPhone = booker !== null && plants('companion-phone', booker.person.mobile !== null)
  const mobile = isBookersPhone ? mobileOf(telling, 'pms/profiles', booker.person) : party.mobile
  const own = guest.memberships[0]?.number ?? ''
  const bookers = booker?.memberships[0]?.number ?? ''
  const isBookersCard = plants('companion-membership', bookers !== '')
  const membership = isBookersCard ? bookers : own !== '' && plants('missing-membership', true) ? '' : own
  const isBehind = plants('stale-tier', own !== '' && person.tier !== 'Classic')
  const createdMs = Math.min(person.sinceMs, ...life.stays.map((stay) => stay.bookedAtMs))
  const updatedMs = createdMs + random.integer(nowMs - createdMs - HOUR_MS)
  return {
    PROFILE_ID: key,
    TITLE: random.chance(0.75) ? random.pick(TITLES[person.gender]) : '',
    LAST_NAME: party.lastName.toUpperCase(),
    FIRST_NAME: party.firstName.toUpperCase(),
    EMAIL: email ?? '',
    PHONE: party.fixedLine ?? '',
    MOBILE: mobile ?? '',
    BIRTH_DATE: party.birthDate === null ? '' : pmsDate(party.birthDate),
    ADDRESS: party.address === null ? '' : dropAccents(party.address.street).toUpperCase(),
    CITY: party.address === null ? '' : dropAccents(party.address.city).toUpperCase(),
    POSTCODE: party.address?.postalCode ?? '',
    COUNTRY: party.address?.country ?? '',
    LANGUAGE: person.language.toUpperCase(),
    MEMBERSHIP: membership,
    TIER: own === '' ? '' : isBehind ? (TIER_BELOW[person.tier] ?? '') : person.tier,
    PREFERENCES: preferenceCodes(guest, random.chance(0.6), plants),
    MAIL_OPTIN: random.chance(0.75) ? (random.chance(0.65) ? 'Y' : 'N') : '',
    HOTEL: (life.stays[0]?.hotel ?? HOTELS[0])?.code ?? '',
    CREATED: pmsInstant(createdMs),
    UPDATED: pmsInstant(updatedMs),
  }
}

function preferenceCodes(
  { preferences }: Guest,
  isAsked: boolean,
  plants: (kind: string, isPossible: boolean) => boolean,
): string {
  const codes = isAsked ? preferences.map(({ code }) => code) : []
  const isContrary = plants('contrary-floor', codes.includes(HIGH_FLOOR_CODE))
  return codes.map((code) => (isContrary && code === HIGH_FLOOR_CODE ? LOW_FLOOR_CODE : code)).join(',')
}

function blankProfile(key: string, createdMs: number): PmsProfile {
  return {
    PROFILE_ID: key, TITLE: '', LAST_NAME: '', FIRST_NAME: '', EMAIL: '', PHONE: '', MOBILE: '', BIRTH_DATE: '', ADDRESS: '', CITY: '',
    POSTCODE: '', COUNTRY: '', LANGUAGE: 'EN', MEMBERSHIP: '', TIER: '', PREFERENCES: '', MAIL_OPTIN: '', HOTEL: 'MIL',
    CREATED: pmsInstant(createdMs), UPDATED: pmsInstant(createdMs + HOUR_MS),
  } // biome-ignore format: blanks
}

function testProfile({ random, nowMs }: Telling, key: string): PmsProfile {
  return {
    ...blankProfile(key, nowMs - random.between(20, 1500) * DAY_MS),
    LAST_NAME: random.pick(['TEST', 'TBA', 'GROUP', 'DO NOT USE']),
    FIRST_NAME: random.pick(['TEST', 'GUEST', '']),
    EMAIL: random.pick(['test@test.com', 'n/a', '']),
    MOBILE: random.pick(['0000000000', '']),
    BIRTH_DATE: '01-JAN-1900',
    HOTEL: random.pick(HOTELS).code,
  }
}

/** The profile of whoever has no name yet; one in every world. */
export function unnamedProfile(nowMs: number): Told<PmsProfile> {
  const row = { ...blankProfile(UNNAMED_PROFILE, nowMs - 2500 * DAY_MS), LAST_NAME: 'TBA', FIRST_NAME: 'GUEST' }
  return { owner: NOBODY, key: UNNAMED_PROFILE, row }
}

/** A household's reservations, in one to three versions each, some of them the wrong way round. */
export function tellReservations(telling: Telling): Told<PmsReservation>[] {
  const { life, random, ledger } = telling
  const rows: Told<PmsReservation>[] = []
  for (const stay of life.stays) {
    const versions = reservationVersions(telling, stay)
    if (versions.length > 1) {
      const isLate = random.chance(RATES['pms/reservations']['late-version'])
      ledger?.count('pms/reservations', 'late-version', isLate)
      if (isLate) versions.reverse()
    }
    for (const row of versions) rows.push({ owner: stay.guest, key: stay.confirmation, row })
  }
  return rows
}

function reservationVersions(telling: Telling, stay: Stay): PmsReservation[] {
  const { nowMs } = telling
  const profile = profileOf(guestOf(telling, stay.guest), stay)
  const companions = stay.companions.map((ordinal) => profileOf(guestOf(telling, ordinal), stay))
  const wrong = companions[0] ?? UNNAMED_PROFILE
  const arrivedMs = stay.arrivalMs + 14 * HOUR_MS
  const leftMs = stay.arrivalMs + stay.nights * DAY_MS + 9 * HOUR_MS
  const settledMs = {
    RESERVED: stay.bookedAtMs + 30 * MINUTE_MS,
    'IN HOUSE': Math.min(arrivedMs, nowMs - HOUR_MS),
    'CHECKED OUT': Math.min(leftMs, nowMs - HOUR_MS),
    CANCELLED: Math.min(nowMs - HOUR_MS, stay.bookedAtMs + 5 * DAY_MS),
    'NO SHOW': Math.min(stay.arrivalMs + 30 * HOUR_MS, nowMs - HOUR_MS),
  }[stay.status]
  const lastMs = Math.max(stay.bookedAtMs + MINUTE_MS, settledMs)
  const last = reservationRow(stay, profile, companions, stay.status, lastMs)
  if (!stay.hasSeveralVersions) return [last]
  const bookedFor = stay.isMoved ? wrong : profile
  const first = reservationRow(stay, bookedFor, stay.isMoved ? [] : companions, 'RESERVED', stay.bookedAtMs)
  if (stay.status !== 'CHECKED OUT' || stay.isMoved) return [first, last]
  return [first, reservationRow(stay, profile, companions, 'IN HOUSE', Math.min(arrivedMs, lastMs - MINUTE_MS)), last]
}

/** One version of a reservation as the system exports it. */
export function reservationRow(
  stay: Stay,
  profile: string,
  companions: readonly string[],
  status: StayStatus,
  updatedAtMs: number,
  requests: string | null = null,
): PmsReservation {
  const isBilled = status === 'CHECKED OUT'
  return {
    confirmation: stay.confirmation,
    hotel: stay.hotel.code,
    status,
    profile,
    guests: companions.map((companion) => ({ profile: companion, role: 'companion' })),
    arrival: pmsDate(isoDate(stay.arrivalMs)),
    departure: pmsDate(isoDate(stay.arrivalMs + stay.nights * DAY_MS)),
    nights: stay.nights,
    adults: stay.adults,
    roomType: stay.roomType.name,
    room: status === 'IN HOUSE' || isBilled ? stay.room : null,
    channel: stay.channel,
    currency: stay.hotel.currency,
    roomRevenue: isBilled ? stay.roomRevenue : null,
    totalRevenue: isBilled ? stayTotal(stay) : null,
    requests,
    bookedAt: isoInstant(stay.bookedAtMs),
    updatedAt: isoInstant(updatedAtMs),
  }
}

/** A line of `pms/hotels.csv`. */
export interface PmsHotel {
  HOTEL: string
  NAME: string
  ADDRESS: string
  POSTCODE: string
  CITY: string
  COUNTRY: string
  TIMEZONE: string
  CURRENCY: string
  ROOMS: string
}

export const HOTEL_COLUMNS = ['HOTEL', 'NAME', 'ADDRESS', 'POSTCODE', 'CITY', 'COUNTRY', 'TIMEZONE', 'CURRENCY',
  'ROOMS'] as const satisfies readonly (keyof PmsHotel)[] // biome-ignore format: a header

/** The group's hotels. */
export function hotelRows(): PmsHotel[] {
  return HOTELS.map((hotel) => ({
    HOTEL: hotel.code,
    NAME: hotel.name,
    ADDRESS: hotel.address,
    POSTCODE: hotel.postalCode,
    CITY: hotel.city,
    COUNTRY: hotel.country,
    TIMEZONE: hotel.timeZone,
    CURRENCY: hotel.currency,
    ROOMS: String(hotel.rooms),
  }))
}
