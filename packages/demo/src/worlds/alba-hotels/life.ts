import type { HouseholdLife } from '../../household-world.ts'
import type { Ledger } from '../../ledger.ts'
import { type HouseholdShape, homesIn, makeHousehold, type Person } from '../../people/households.ts'
import { hashText, Random } from '../../random.ts'
import { type Call, makeDeskLife } from './calls.ts'
import { HOMES } from './hotels.ts'
import { callerId, memberNumber, profileId, subscriberId } from './keys.ts'
import { type Movement, makeMovements } from './points.ts'
import { PREFERENCES, type Preference } from './preferences.ts'
import { type PartyStream, RATES } from './rates.ts'
import { makeStays, type Stay } from './stays.ts'

/** What a household did with the group: the truth from which each system then tells its own version. */
export interface Life extends HouseholdLife {
  readonly people: readonly Guest[]
  readonly stays: readonly Stay[]
}

export interface Guest {
  readonly person: Person
  /** Profiles in the property management system: the first one, then duplicates. */
  readonly profiles: readonly string[]
  /** Memberships: the first one, by which the website knows them, then duplicates. */
  readonly memberships: readonly Membership[]
  readonly subscriptions: readonly Subscription[]
  /** Contacts at the call centre. */
  readonly callers: readonly string[]
  readonly preferences: readonly Preference[]
  /** Of the first membership, oldest first. */
  readonly movements: readonly Movement[]
  readonly calls: readonly Call[]
}

export interface Membership {
  readonly number: string
  /** The membership into which this one was merged. */
  readonly mergedInto: string | null
}

export interface Subscription {
  readonly id: string
  /** Where it came from: the loyalty programme (which hands over its number), a booking, or the website's form. */
  readonly source: 'Alba Circle' | 'Booking' | 'Website'
  /** The form asks for an address only; its subscriptions are always to a person's own. */
  readonly isNameless: boolean
}

const PRESENCE_LABEL = hashText('presence')
const STAYS_LABEL = hashText('stays')
const DESK_LABEL = hashText('desk')

const SHAPE: HouseholdShape = {
  homeOf: homesIn(HOMES),
  household: RATES.household,
  person: RATES.person,
  tiers: ['Classic', 'Plus', 'Premium'],
  tierWeights: [0.76, 0.17, 0.07],
}

/** Makes a household's life again from its index; costs a few microseconds and holds nothing afterwards. */
export function makeLife(seed: number, index: number, nowMs: number, size: number, ledger: Ledger | null): Life {
  const household = makeHousehold(SHAPE, seed, index, nowMs, size)
  const presence = new Random(seed, PRESENCE_LABEL, index)
  const random = new Random(seed, STAYS_LABEL, index)
  const bookers = household.members.filter((person) => presence.chance(person.tier === 'Classic' ? 0.56 : 0.97))
  const stays = makeStays({ household, bookers, nowMs, random, ledger })
  const guests = household.members.map((person) => makeCards(person, stays, presence, ledger))
  const counters = { movements: 0, calls: 0, cases: 0, promises: 0 }
  const desk = new Random(seed, DESK_LABEL, index)
  const people = guests.map((guest) => {
    const own = stays.filter((stay) => stay.guest === guest.person.ordinal)
    const isMember = guest.memberships.length > 0
    return {
      ...guest,
      movements: isMember ? makeMovements(household, guest.person, own, nowMs, counters, random) : [],
      calls: makeDeskLife({ household, callers: guest.callers, stays: own, nowMs, counters, random: desk }),
    }
  })
  return { household, people, stays }
}

function makeCards(
  person: Person,
  stays: readonly Stay[],
  random: Random,
  ledger: Ledger | null,
): Omit<Guest, 'movements' | 'calls'> {
  const travels = stays.some((stay) => stay.guest === person.ordinal || stay.companions.includes(person.ordinal))
  const isMember = random.chance(person.tier === 'Classic' ? 0.34 : 1)
  const hasCalled = (travels || isMember) && random.chance(person.tier === 'Premium' ? 0.4 : 0.17)
  const isReader = random.chance(isMember ? 0.72 : travels ? 0.3 : 0.2)
  // Nobody is known to no system; one in twenty of the otherwise unknown stays an anonymous visitor of the website.
  const isStranger = !travels && !isMember && !isReader && random.chance(0.95)
  const profiles = travels ? slots('pms/profiles', random, ledger) : 0
  const memberships = isMember ? slots('crm/members', random, ledger) : 0
  const subscriptions = isReader || isStranger ? slots('email/subscribers', random, ledger) : 0
  const callers = hasCalled ? slots('desk/callers', random, ledger) : 0
  return {
    person,
    profiles: Array.from({ length: profiles }, (_, slot) => profileId(person.serial, slot)),
    memberships: Array.from({ length: memberships }, (_, slot) => {
      const isMerged = slot > 0 && random.chance(RATES['crm/members']['duplicate-merged'])
      if (slot > 0) ledger?.count('crm/members', 'duplicate-merged', isMerged)
      const number = memberNumber(person.serial, slot)
      return { number, mergedInto: isMerged ? memberNumber(person.serial, 0) : null }
    }),
    subscriptions: Array.from({ length: subscriptions }, (_, slot) => {
      const source = isMember && slot === 0 ? 'Alba Circle' : travels ? 'Booking' : 'Website'
      const isNameless = source === 'Website' && random.chance(0.7)
      return { id: subscriberId(person.serial, slot), source, isNameless }
    }),
    callers: Array.from({ length: callers }, (_, slot) => callerId(person.serial, slot)),
    preferences: PREFERENCES.filter((one) => random.chance(one.share * (person.tier === 'Classic' ? 0.6 : 1.4))),
  }
}

/** How many records one system has of a person it knows: one, sometimes two. */
function slots(stream: PartyStream, random: Random, ledger: Ledger | null): number {
  const isTwice = random.chance(RATES[stream].duplicate)
  ledger?.count(stream, 'duplicate', isTwice)
  return isTwice ? 2 : 1
}
