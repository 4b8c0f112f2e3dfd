import type { Ledger } from '../../ledger.ts'
import type { Household, Person } from '../../people/households.ts'
import { mixedOrder, type Random } from '../../random.ts'
import { DAY_MS, HOUR_MS, startOfDay } from '../../time.ts'
import { HOTELS, type Hotel, ROOM_TYPES, type RoomType } from './hotels.ts'
import { confirmation, MOST_STAYS } from './keys.ts'
import { RATES } from './rates.ts'

export type StayStatus = 'RESERVED' | 'IN HOUSE' | 'CHECKED OUT' | 'CANCELLED' | 'NO SHOW'
type BookingChannel = 'WEB' | 'CALL' | 'AGENT' | 'OTA'

/** A stay as it truly happened, or is planned: who booked it, and who of the household comes along. */
export interface Stay {
  readonly confirmation: string
  readonly hotel: Hotel
  /** Ordinal of the member on whose name it is. */
  readonly guest: number
  /** Ordinals of the members that come along and are named in the booking. */
  readonly companions: readonly number[]
  /** Earlier versions are on another guest's profile by mistake: a companion's, or nobody's. */
  readonly isMoved: boolean
  readonly adults: number
  readonly bookedAtMs: number
  /** Midnight UTC of the day of arrival. */
  readonly arrivalMs: number
  readonly nights: number
  readonly status: StayStatus
  readonly roomType: RoomType
  readonly room: string
  readonly channel: BookingChannel
  /** In the hotel's currency; 0 until there is a bill. */
  readonly roomRevenue: number
  readonly extras: number
  readonly hasSeveralVersions: boolean
}

const MEAN_STAYS: Readonly<Record<string, number>> = { Classic: 0.9, Plus: 2.4, Premium: 5.5 }
const DAYS_AHEAD = 80
const TRAVELS_WITH: Readonly<Record<Household['kind'], number>> = {
  single: 0,
  couple: 0.65,
  family: 0.55,
  twins: 0.3,
  // Father and son of one name, on one booking's phone: nothing in the data could tell them apart. They travel alone.
  namesakes: 0,
  flatmates: 0.1,
}

/** What a household's stays are made of. */
export interface Travelling {
  readonly household: Household
  /** Those who book, at least one stay each. */
  readonly bookers: readonly Person[]
  readonly nowMs: number
  readonly random: Random
  readonly ledger: Ledger | null
}

/** A household's stays in order of arrival; no two overlap. */
export function makeStays(travelling: Travelling): readonly Stay[] {
  const { household, bookers, nowMs, random } = travelling
  const guests: Person[] = []
  for (const person of bookers) {
    const wanted = 1 + random.geometric(MEAN_STAYS[person.tier] ?? 0)
    for (let count = 0; count < wanted && guests.length < MOST_STAYS; count++) guests.push(person)
  }
  if (guests.length === 0) return []
  const guestAt = mixedOrder(guests.length, random.bits())
  const sinceMs = Math.min(...household.members.map((person) => person.sinceMs))
  const slotMs = (nowMs + DAYS_AHEAD * DAY_MS - sinceMs) / guests.length
  const favourite = random.pick(HOTELS)
  return guests.map((_, at) => {
    const person = guests[guestAt(at)] as Person
    return makeStay(travelling, person, at, sinceMs + at * slotMs, slotMs, favourite)
  })
}

function makeStay(
  travelling: Travelling,
  person: Person,
  ordinal: number,
  slotStartMs: number,
  slotMs: number,
  favourite: Hotel,
): Stay {
  const { household, nowMs, random, ledger } = travelling
  const most = Math.max(1, Math.floor(slotMs / DAY_MS) - 2)
  const nights = Math.min(1 + random.geometric(1.9), 12, most)
  const arrivalMs = startOfDay(slotStartMs + random.fraction() * Math.max(0, slotMs - (nights + 1) * DAY_MS)) + DAY_MS
  const hotel = random.chance(0.4) ? favourite : random.pick(HOTELS)
  const companions = companionsOf(household, person, random)
  const unnamed = random.chance(companions.length > 0 ? 0.1 : 0.3) ? 1 : 0
  const status = statusOf(arrivalMs, nights, nowMs, random, ledger)
  const isMoved = random.chance(RATES['pms/reservations']['moved-guest'])
  ledger?.count('pms/reservations', 'moved-guest', isMoved)
  const isRepeated = random.chance(RATES['pms/reservations']['several-versions'])
  if (!isMoved) ledger?.count('pms/reservations', 'several-versions', isRepeated)
  const possible = ROOM_TYPES.filter((type) => hotel.hasSeaView || !type.needsSeaView)
  const roomType = random.pickSkewed(possible)
  const isBilled = status === 'CHECKED OUT'
  const perNight = Math.round(hotel.ratePerNight * roomType.factor * (0.85 + random.fraction() * 0.4))
  const extras = Math.round(nights * hotel.ratePerNight * random.fraction() * 0.5)
  return {
    confirmation: confirmation(household.index, ordinal),
    hotel,
    guest: person.ordinal,
    companions,
    isMoved,
    adults: 1 + companions.length + unnamed,
    bookedAtMs: bookedAt(arrivalMs, nowMs, random),
    arrivalMs,
    nights,
    status,
    roomType,
    room: `${random.between(1, 6)}${String(random.between(1, 24)).padStart(2, '0')}`,
    channel: random.pick(['WEB', 'WEB', 'CALL', 'AGENT', 'OTA'] as const),
    roomRevenue: isBilled ? perNight * nights : 0,
    extras: isBilled ? extras : 0,
    hasSeveralVersions: isMoved || isRepeated,
  }
}

function bookedAt(arrivalMs: number, nowMs: number, random: Random): number {
  const wantedMs = arrivalMs - Math.floor((1 + random.geometric(35)) * DAY_MS - random.integer(14 * HOUR_MS))
  return Math.min(wantedMs, nowMs - 2 * HOUR_MS - random.integer(5 * DAY_MS))
}

function companionsOf(household: Household, person: Person, random: Random): readonly number[] {
  const share = TRAVELS_WITH[household.kind]
  return household.members
    .filter((other) => other !== person && random.chance(other.ordinal < 2 ? share : share * 0.6))
    .map((other) => other.ordinal)
}

function statusOf(arrivalMs: number, nights: number, nowMs: number, random: Random, ledger: Ledger | null): StayStatus {
  const todayMs = startOfDay(nowMs)
  const isCancelled = random.chance(RATES['pms/reservations'].cancelled)
  ledger?.count('pms/reservations', 'cancelled', isCancelled)
  const isNoShow = random.chance(RATES['pms/reservations']['no-show'])
  if (isCancelled) return 'CANCELLED'
  if (arrivalMs >= todayMs) return 'RESERVED'
  if (arrivalMs + nights * DAY_MS > todayMs) return 'IN HOUSE'
  ledger?.count('pms/reservations', 'no-show', isNoShow)
  return isNoShow ? 'NO SHOW' : 'CHECKED OUT'
}

/** What a stay cost, in the hotel's currency. */
export function stayTotal(stay: Stay): number {
  return stay.roomRevenue + stay.extras
}
