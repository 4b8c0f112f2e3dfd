import { DAY_MS, isoDate, startOfDay } from '../../time.ts'
import { HOTELS, type Hotel, ROOM_TYPES, type RoomType } from './hotels.ts'
import { type Stay, stayTotal } from './stays.ts'
import { ALBA_STORY_KEYS, ELEANOR, JAMES, storyTimes } from './story-keys.ts'

function hotel(code: string): Hotel {
  const found = HOTELS.find((one) => one.code === code)
  if (found === undefined) throw new RangeError(`there is no hotel ${code}`)
  return found
}

function roomType(name: string): RoomType {
  const found = ROOM_TYPES.find((one) => one.name === name)
  if (found === undefined) throw new RangeError(`there is no room ${name}`)
  return found
}

interface PastStay {
  readonly confirmation: string
  readonly hotel: Hotel
  readonly daysAgo: number
  readonly nights: number
  readonly room: string
  readonly roomType: string
  readonly roomRevenue: number
  readonly extras: number
}

/** Where Mrs Ashcombe stayed before, oldest first. */
const PAST_STAYS: readonly PastStay[] = [
  { confirmation: 'ALB80311460', hotel: hotel('FLR'), daysAgo: 1460, nights: 3, room: '305', roomType: 'Deluxe', roomRevenue: 1290, extras: 214 },
  { confirmation: 'ALB80331120', hotel: hotel('COM'), daysAgo: 1120, nights: 4, room: '412', roomType: 'Sea-view Deluxe', roomRevenue: 2960, extras: 680 },
  { confirmation: 'ALB80350790', hotel: hotel('ROM'), daysAgo: 790, nights: 2, room: '518', roomType: 'Deluxe', roomRevenue: 900, extras: 96 },
  { confirmation: 'ALB80371510', hotel: hotel('AMA'), daysAgo: 510, nights: 5, room: '607', roomType: 'Sea-view Suite', roomRevenue: 6450, extras: 1385 },
  { confirmation: 'ALB80385330', hotel: hotel('PAR'), daysAgo: 330, nights: 2, room: '402', roomType: 'Junior Suite', roomRevenue: 1580, extras: 142 },
  { confirmation: ALBA_STORY_KEYS.noisyStay, hotel: hotel('VCE'), daysAgo: 158, nights: 3, room: '112', roomType: 'Sea-view Deluxe', roomRevenue: 1990, extras: 268 },
] // biome-ignore format: a list of stays

const BASE = {
  guest: ELEANOR,
  companions: [JAMES],
  isMoved: false,
  adults: 2,
  hasSeveralVersions: true,
} as const

/** Her stays, with that which she cancelled and that which she has before her. */
export function storyStays(nowMs: number): readonly Stay[] {
  const times = storyTimes(nowMs)
  const past = PAST_STAYS.map(
    (one, at): Stay => ({
      ...BASE,
      ...one,
      companions: at % 2 === 1 ? [JAMES] : [],
      adults: at % 2 === 1 ? 2 : 1,
      roomType: roomType(one.roomType),
      arrivalMs: startOfDay(nowMs) - one.daysAgo * DAY_MS,
      bookedAtMs: nowMs - (one.daysAgo + 30) * DAY_MS,
      status: 'CHECKED OUT',
      channel: at === 0 ? 'AGENT' : 'WEB',
    }),
  )
  const planned: Stay = {
    ...BASE,
    confirmation: ALBA_STORY_KEYS.stay,
    hotel: hotel('AMA'),
    arrivalMs: times.arrivalMs,
    bookedAtMs: times.bookedAtMs,
    nights: 4,
    status: 'RESERVED',
    roomType: roomType('Sea-view Deluxe'),
    room: '',
    channel: 'WEB',
    roomRevenue: 0,
    extras: 0,
  }
  const cancelled: Stay = {
    ...planned,
    confirmation: ALBA_STORY_KEYS.cancelledStay,
    hotel: hotel('LON'),
    companions: [],
    adults: 1,
    arrivalMs: startOfDay(nowMs) - 60 * DAY_MS,
    bookedAtMs: nowMs - 95 * DAY_MS,
    nights: 1,
    status: 'CANCELLED',
    roomType: roomType('Classic'),
  }
  return [...past, cancelled, planned]
}

/** The one stay that her husband had alone. */
export function jamesStay(nowMs: number): Stay {
  return {
    ...BASE, guest: JAMES, companions: [], adults: 1, confirmation: ALBA_STORY_KEYS.jamesStay, hotel: hotel('LON'),
    arrivalMs: startOfDay(nowMs) - 402 * DAY_MS, bookedAtMs: nowMs - 420 * DAY_MS, nights: 1, status: 'CHECKED OUT',
    roomType: roomType('Classic'), room: '204', channel: 'CALL', roomRevenue: 345, extras: 38,
  } // biome-ignore format: one stay
}

/** Where she stands with the group. */
export interface StoryTotals {
  readonly stays: number
  readonly nights: number
  readonly spendEuros: number
  readonly lastDepartureOn: string
}

/** Where she stands with the group, from her stays. */
export function storyTotals(nowMs: number): StoryTotals {
  const stays = storyStays(nowMs).filter(({ status }) => status === 'CHECKED OUT')
  const last = stays.at(-1) as Stay
  return {
    stays: stays.length,
    nights: stays.reduce((sum, stay) => sum + stay.nights, 0),
    spendEuros: stays.reduce((sum, stay) => sum + stayTotal(stay), 0),
    lastDepartureOn: isoDate(last.arrivalMs + last.nights * DAY_MS),
  }
}
