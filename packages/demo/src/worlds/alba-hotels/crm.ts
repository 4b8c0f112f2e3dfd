import type { Address } from '../../people/addresses.ts'
import type { Household } from '../../people/households.ts'
import { DAY_MS, isoDate, isoInstant, MINUTE_MS } from '../../time.ts'
import { NOBODY, type Told } from '../../told.ts'
import { HOTELS } from './hotels.ts'
import { companionId, memberNumber } from './keys.ts'
import type { Guest, Membership } from './life.ts'
import type { Movement } from './points.ts'
import { RATES } from './rates.ts'
import { happens, type Telling, tellParty } from './telling.ts'

/** What a member said about being written to on a channel, and when. */
interface ConsentState {
  granted: boolean
  at: string
}

/** A row of `crm/members.jsonl`: a member of the loyalty programme, Alba Circle. Null or absent where nothing is known. */
export interface CrmMember {
  memberNumber: string
  title: string | null
  givenName: string | null
  familyName: string | null
  email?: string | null
  mobile?: string | null
  homePhone?: string | null
  birthDate?: string | null
  language: string | null
  address: { street: string; city: string; postalCode: string; country: string } | null
  tier: string
  points: number
  tierUntil: string
  enrolledAt: string
  preferences: readonly string[]
  consents: Record<'email' | 'sms' | 'phone' | 'post', ConsentState> | null
  homeHotel: string
  space: string
  status: 'active' | 'merged'
  mergedInto: string | null
  updatedAt: string
}

export const MEMBER_COLUMNS = ['memberNumber', 'title', 'givenName', 'familyName', 'email', 'mobile', 'homePhone', 'birthDate',
  'language', 'address', 'tier', 'points', 'tierUntil', 'enrolledAt', 'preferences', 'consents', 'homeHotel', 'space', 'status',
  'mergedInto', 'updatedAt'] as const satisfies readonly (keyof CrmMember)[] // biome-ignore format: a header

/** A row of `crm/points.jsonl`: points that came or went. */
export interface CrmMovement {
  movementId: string
  memberNumber: string
  kind: Movement['kind']
  points: number
  balance: number
  confirmation: string | null
  hotel: string | null
  at: string
}

export const MOVEMENT_COLUMNS = ['movementId', 'memberNumber', 'kind', 'points', 'balance', 'confirmation', 'hotel',
  'at'] as const satisfies readonly (keyof CrmMovement)[] // biome-ignore format: a header

/** A row of `crm/companions.jsonl`: with whom a member travels. A tie, never the same person. */
export interface CrmCompanion {
  companionId: string
  memberNumber: string
  name: string
  relation: 'spouse' | 'relative' | 'friend'
  companionNumber: string
  since: string
}

export const COMPANION_COLUMNS = ['companionId', 'memberNumber', 'name', 'relation', 'companionNumber',
  'since'] as const satisfies readonly (keyof CrmCompanion)[] // biome-ignore format: a header

const OLDER_VERSIONS_SHARE = 0.2
const TITLES: Readonly<Record<string, readonly [string, string]>> = { it: ['Sig.ra', 'Sig.'], fr: ['Mme', 'M.'] }
const GRANTS = { email: 0.62, sms: 0.3, phone: 0.25, post: 0.4 } as const

/** The space (brand and market) that a row belongs to: `alba-gb`. */
function spaceOf({ country }: Household): string {
  return `alba-${country.toLowerCase()}`
}

/** The members of a household; two rows of one number are two versions, not always in their order. */
export function tellMembers(telling: Telling): Told<CrmMember>[] {
  const { life, random, ledger } = telling
  const rows: Told<CrmMember>[] = []
  for (const guest of life.people) {
    for (const [slot, membership] of guest.memberships.entries()) {
      const latest = memberRow(telling, guest, membership, slot)
      const versions = [latest]
      if (membership.mergedInto !== null || random.chance(OLDER_VERSIONS_SHARE)) {
        versions.unshift(olderVersion(latest, guest, random.between(1, 90)))
        const isLate = random.chance(RATES['crm/members']['late-version'])
        ledger?.count('crm/members', 'late-version', isLate)
        if (isLate) versions.reverse()
      }
      for (const row of versions) rows.push({ owner: guest.person.ordinal, key: membership.number, row })
    }
  }
  const testKey = memberNumber(life.household.index * 4, 3)
  if (happens(telling, 'crm/members', testKey, 'test-record'))
    rows.push({ owner: NOBODY, key: testKey, row: testMember(telling, testKey) })
  return rows
}

/** A version of some days before, when the mail address was the former one and fewer points were there. */
function olderVersion(row: CrmMember, { person }: Guest, days: number): CrmMember {
  const atMs = Math.max(Date.parse(row.enrolledAt), Date.parse(row.updatedAt) - days * DAY_MS) - 1
  return {
    ...row,
    ...(person.formerEmail === null ? {} : { email: person.formerEmail }),
    points: Math.floor(row.points * 0.8),
    status: 'active',
    mergedInto: null,
    updatedAt: isoInstant(atMs),
  }
}

function memberRow(telling: Telling, guest: Guest, { number, mergedInto }: Membership, slot: number): CrmMember {
  const { life, random, nowMs } = telling
  const { person, movements, preferences } = guest
  const party = tellParty(telling, 'crm/members', number, person)
  const enrolledMs = person.sinceMs
  const updatedMs = enrolledMs + DAY_MS + random.integer(nowMs - enrolledMs - 2 * DAY_MS)
  const [female, male] = TITLES[person.language] ?? ['Ms', 'Mr']
  const said = (share: number): ConsentState => ({
    granted: random.chance(share),
    at: isoInstant(enrolledMs + random.integer(updatedMs - enrolledMs)),
  })
  const row: CrmMember = {
    memberNumber: number,
    title: random.chance(0.8) ? (person.gender === 'female' ? female : male) : null,
    givenName: party.firstName,
    familyName: party.lastName,
    email: party.email,
    mobile: party.mobile,
    homePhone: party.fixedLine,
    birthDate: party.birthDate,
    language: random.chance(0.85) ? person.language : null,
    address: addressOf(party.address),
    tier: slot === 0 ? person.tier : 'Classic',
    points: slot === 0 ? (movements.at(-1)?.balance ?? 0) : 0,
    tierUntil: isoDate(nowMs + random.between(30, 400) * DAY_MS),
    enrolledAt: isoInstant(enrolledMs),
    preferences: preferences.map(({ name }) => name),
    consents: random.chance(0.92)
      ? { email: said(GRANTS.email), sms: said(GRANTS.sms), phone: said(GRANTS.phone), post: said(GRANTS.post) }
      : null,
    homeHotel: (life.stays[0]?.hotel ?? random.pick(HOTELS)).code,
    space: spaceOf(life.household),
    status: mergedInto === null ? 'active' : 'merged',
    mergedInto,
    updatedAt: isoInstant(updatedMs),
  }
  // What is not known is told in three ways, as exports do: null, an empty text, or no field at all.
  const way = random.integer(3)
  if (way > 0) {
    for (const column of ['email', 'mobile', 'homePhone', 'birthDate'] as const) {
      if (row[column] !== null) continue
      if (way === 1) row[column] = ''
      else delete row[column]
    }
  }
  return row
}

function addressOf(address: Address | null): CrmMember['address'] {
  if (address === null) return null
  const { street, city, postalCode, country } = address
  return { street, city, postalCode, country }
}

function testMember({ life, random, nowMs }: Telling, key: string): CrmMember {
  const enrolledMs = nowMs - random.between(20, 1500) * DAY_MS
  return {
    memberNumber: key, title: null, givenName: random.pick(['Test', 'test']), familyName: random.pick(['Test', 'Member', 'xxx']),
    email: random.pick(['test@test.com', 'n/a', '']), mobile: random.pick(['0000000000', 'null', '']), birthDate: '1900-01-01',
    language: 'en', address: null, tier: 'Classic', points: 0, tierUntil: isoDate(nowMs), enrolledAt: isoInstant(enrolledMs),
    preferences: [], consents: null, homeHotel: 'MIL', space: spaceOf(life.household), status: 'active', mergedInto: null,
    updatedAt: isoInstant(enrolledMs + MINUTE_MS),
  } // biome-ignore format: one record
}

/** The movements of points of a household's members. */
export function tellMovements({ life }: Telling): Told<CrmMovement>[] {
  return life.people.flatMap(({ person, memberships, movements }) =>
    movements.map((movement) => ({
      owner: person.ordinal,
      key: movement.id,
      row: movementRow(movement, memberships[0]?.number ?? ''),
    })),
  )
}

/** One movement as the programme exports it. */
export function movementRow(movement: Movement, number: string): CrmMovement {
  return {
    movementId: movement.id,
    memberNumber: number,
    kind: movement.kind,
    points: movement.points,
    balance: movement.balance,
    confirmation: movement.stay?.confirmation ?? null,
    hotel: movement.stay?.hotel.code ?? null,
    at: isoInstant(movement.atMs),
  }
}

/** With whom members travel: who came along on one of their stays and is a member too. */
export function tellCompanions({ life }: Telling): Told<CrmCompanion>[] {
  const rows: Told<CrmCompanion>[] = []
  for (const { person, memberships } of life.people) {
    const [membership] = memberships
    if (membership === undefined) continue
    const own = life.stays.filter((stay) => stay.guest === person.ordinal)
    for (const other of life.people) {
      const first = own.find((stay) => stay.companions.includes(other.person.ordinal))
      const [theirs] = other.memberships
      if (first === undefined || theirs === undefined) continue
      const areCouple = life.household.kind === 'couple' || (person.ordinal < 2 && other.person.ordinal < 2)
      const isRelated = life.household.kind !== 'flatmates'
      const key = companionId(person.serial, other.person.ordinal)
      rows.push({
        owner: person.ordinal,
        key,
        row: {
          companionId: key,
          memberNumber: membership.number,
          name: `${other.person.firstName.latin} ${other.person.lastName.latin}`,
          relation: !isRelated ? 'friend' : areCouple && life.household.kind !== 'twins' ? 'spouse' : 'relative',
          companionNumber: theirs.number,
          since: isoInstant(first.bookedAtMs),
        },
      })
    }
  }
  return rows
}
