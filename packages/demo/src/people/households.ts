import type { Ledger } from '../ledger.ts'
import { hashText, mixBits, Random } from '../random.ts'
import { DAY_MS, isoDate } from '../time.ts'
import type { TrueAttributes } from '../world.ts'
import { type Address, makeAddress } from './addresses.ts'
import { makeEmail } from './emails.ts'
import { type Country, NAME_POOLS, type Name, type NamePool } from './names.ts'
import { fixedPhone, formerMobilePhone, mobilePhone, type Phone } from './phones.ts'

type HouseholdKind = 'single' | 'couple' | 'family' | 'namesakes' | 'twins' | 'flatmates'

/** People at one address, and what they share. */
export interface Household {
  readonly index: number
  readonly id: string
  readonly kind: HouseholdKind
  readonly country: Country
  readonly address: Address
  readonly formerAddress: Address | null
  readonly movedAtMs: number | null
  readonly fixedLine: Phone | null
  /** One mailbox for two, as some couples have. */
  readonly coupleEmail: string | null
  readonly members: readonly Person[]
}

/** A true person: what the systems would say if they all were right. */
export interface Person {
  readonly id: string
  readonly ordinal: number
  /** `household index * 4 + ordinal`: what a person's keys and mail addresses are made from. */
  readonly serial: number
  readonly gender: 'female' | 'male'
  readonly firstName: Name
  readonly lastName: Name
  /** The surname before marriage, where it changed. */
  readonly birthName: Name | null
  readonly birthDate: string
  readonly language: string
  readonly tier: string
  readonly email: string
  readonly formerEmail: string | null
  readonly mobile: Phone | null
  readonly formerMobile: Phone | null
  /** When the company first met them. */
  readonly sinceMs: number
}

/** How the households of a world are: where they live, what of their lives changes how often, how they are ranked. */
export interface HouseholdShape {
  /**
   * Where the household of an index lives. `rank` is its place among its country's households, one to one: phone numbers
   * are made from it.
   */
  readonly homeOf: (index: number) => { readonly country: Country; readonly rank: number }
  readonly household: { readonly moved: number; readonly 'fixed-line': number; readonly 'couple-email': number }
  readonly person: {
    readonly 'changed-surname': number
    readonly 'former-email': number
    readonly 'former-mobile': number
    readonly mobile: number
  }
  readonly tiers: readonly string[]
  readonly tierWeights: readonly number[]
}

/** A household has no more members; keys are made from `household index * 4 + ordinal`. */
export const MOST_MEMBERS = 4

const HOUSEHOLD_KINDS: readonly HouseholdKind[] = ['single', 'couple', 'family', 'namesakes', 'twins', 'flatmates']
const KIND_WEIGHTS = [0.6, 0.24, 0.1, 0.025, 0.01, 0.025]
const KIND_LABEL = hashText('household-kind')
const LIFE_LABEL = hashText('household-life')
const LANGUAGES: Readonly<Record<Country, string>> = {
  FR: 'fr',
  GB: 'en',
  US: 'en',
  JP: 'ja',
  IT: 'it',
  CN: 'zh',
  AE: 'ar',
}

/**
 * Homes for households, by index modulo the list's length: as often in a country as it is listed.
 */
export function homesIn(countries: readonly Country[]): HouseholdShape['homeOf'] {
  const places = new Map<Country, number[]>()
  for (const [place, country] of countries.entries()) places.set(country, [...(places.get(country) ?? []), place])
  return (index) => {
    const place = index % countries.length
    const country = countries[place] as Country
    const own = places.get(country) as number[]
    return { country, rank: Math.floor(index / countries.length) * own.length + own.indexOf(place) }
  }
}

function householdKind(seed: number, index: number): HouseholdKind {
  let left = mixBits(mixBits(seed ^ KIND_LABEL) + index) / 4294967296
  for (let kind = 0; kind < KIND_WEIGHTS.length; kind++) {
    left -= KIND_WEIGHTS[kind] as number
    if (left < 0) return HOUSEHOLD_KINDS[kind] as HouseholdKind
  }
  return 'single'
}

function fullSize(seed: number, index: number): number {
  const kind = householdKind(seed, index)
  if (kind === 'single') return 1
  return kind === 'family' ? 3 + (mixBits(seed + index) & 1) : 2
}

/**
 * How many households hold that many people, and how many of the last one's members are among them.
 * @param storyIndex - the household whose members are written by hand, `storySize` of them
 */
export function countHouseholds(
  seed: number,
  people: number,
  storyIndex: number,
  storySize: number,
): { readonly households: number; readonly lastSize: number } {
  let left = people
  for (let index = 0; ; index++) {
    const size = index === storyIndex ? storySize : fullSize(seed, index)
    if (size >= left) return { households: index + 1, lastSize: left }
    left -= size
  }
}

function surname(pool: NamePool, random: Random): Name {
  if (random.chance(pool.commonShare)) return random.pickSkewed(pool.surnames)
  const head = random.pick(pool.heads)
  const tail = random.pick(pool.tails)
  return {
    latin: head.latin + tail.latin,
    native: head.native === null || tail.native === null ? null : head.native + tail.native,
  }
}

function birthDateBetween(firstYear: number, lastYear: number, random: Random): string {
  return isoDate(Date.UTC(random.between(firstYear, lastYear), 0, 1) + random.integer(365) * DAY_MS)
}

/**
 * Makes a household again from its index: the same one for the same seed, however large the world.
 * @param size - at most this many members (the last household of a world may be cut)
 */
export function makeHousehold(
  shape: HouseholdShape,
  seed: number,
  index: number,
  nowMs: number,
  size = MOST_MEMBERS,
): Household {
  const kind = householdKind(seed, index)
  const random = new Random(seed, LIFE_LABEL, index)
  const { country, rank } = shape.homeOf(index)
  const pool = NAME_POOLS[country]
  const nowYear = new Date(nowMs).getUTCFullYear()

  const familyName = surname(pool, random)
  const address = makeAddress(country, random)
  const hasMoved = random.chance(shape.household.moved)
  const formerAddress = makeAddress(country, random)
  const movedAtMs = nowMs - random.between(30, 900) * DAY_MS
  const hasFixedLine = random.chance(shape.household['fixed-line'])
  const headYear = random.between(nowYear - 82, nowYear - (kind === 'family' || kind === 'namesakes' ? 50 : 27))
  const isFirstFemale = random.chance(0.6)
  const wantsCoupleEmail = random.chance(shape.household['couple-email'])

  const members: Person[] = []
  for (let ordinal = 0; ordinal < fullSize(seed, index); ordinal++) {
    const serial = index * 4 + ordinal
    const first = members[0]
    const isChild = (kind === 'family' && ordinal >= 2) || (kind === 'namesakes' && ordinal === 1)
    const isPartner = (kind === 'couple' || kind === 'family') && ordinal === 1
    let gender: Person['gender'] =
      ordinal === 0 ? (isFirstFemale ? 'female' : 'male') : random.chance(0.5) ? 'female' : 'male'
    if (isPartner) gender = isFirstFemale ? 'male' : 'female'
    if (kind === 'namesakes') gender = 'male'
    let firstName = random.pickSkewed(pool[gender])
    while (kind !== 'namesakes' && members.some((member) => member.firstName.latin === firstName.latin)) {
      firstName = random.pick(pool[gender])
    }
    if (kind === 'namesakes' && first !== undefined) firstName = first.firstName

    const otherName = surname(pool, random)
    const isOwnName = kind === 'flatmates' ? ordinal > 0 : isPartner && random.chance(0.3)
    const lastName = isOwnName ? otherName : familyName
    const marriedAdult = ordinal === 0 ? kind === 'single' : isPartner && !isOwnName
    const hasChangedName =
      gender === 'female' && marriedAdult && random.chance(isPartner ? 0.75 : shape.person['changed-surname'])
    const birthName = hasChangedName && otherName.latin !== lastName.latin ? otherName : null

    const year = isChild ? Math.min(headYear + random.between(22, 38), nowYear - 26) : headYear + random.between(-4, 4)
    const ownBirthDate = birthDateBetween(year, year, random)
    const birthDate = kind === 'twins' && first !== undefined ? first.birthDate : ownBirthDate
    const tierDrawn = random.weighted(shape.tierWeights)
    const sinceMs = nowMs - (20 + Math.floor(random.fraction() ** 1.4 * 2400)) * DAY_MS - random.integer(DAY_MS)
    const email = makeEmail(firstName.latin, lastName.latin, serial, 0, random)
    const formerEmail = makeEmail(firstName.latin, (birthName ?? lastName).latin, serial, 1, random)
    members.push({
      id: `p-${String(index).padStart(7, '0')}-${ordinal}`,
      ordinal,
      serial,
      gender,
      firstName,
      lastName,
      birthName,
      birthDate,
      language: LANGUAGES[country],
      tier: shape.tiers[tierDrawn] as string,
      email,
      formerEmail: random.chance(shape.person['former-email']) ? formerEmail : null,
      mobile: random.chance(shape.person.mobile) ? mobilePhone(country, rank * 4 + ordinal) : null,
      formerMobile: random.chance(shape.person['former-mobile'])
        ? formerMobilePhone(country, rank * 4 + ordinal)
        : null,
      sinceMs,
    })
  }

  const partners = (kind === 'couple' || kind === 'family') && members.length > 1
  return {
    index,
    id: `h-${String(index).padStart(7, '0')}`,
    kind,
    country,
    address,
    formerAddress: hasMoved ? formerAddress : null,
    movedAtMs: hasMoved ? movedAtMs : null,
    fixedLine: hasFixedLine ? fixedPhone(country, rank) : null,
    coupleEmail: partners && wantsCoupleEmail ? makeEmail('famille', familyName.latin, index * 4, 2, random) : null,
    members: members.slice(0, size),
  }
}

/** Counts what of a household's life could have been otherwise, and was. */
export function countHousehold(household: Household, ledger: Ledger): void {
  ledger.count('household', 'moved', household.formerAddress !== null)
  if (household.country !== 'CN' && household.country !== 'AE')
    ledger.count('household', 'fixed-line', household.fixedLine !== null)
  if (household.kind === 'couple' || household.kind === 'family')
    ledger.count('household', 'couple-email', household.coupleEmail !== null)
  for (const person of household.members) {
    ledger.count('person', 'former-email', person.formerEmail !== null)
    ledger.count('person', 'former-mobile', person.formerMobile !== null)
    ledger.count('person', 'mobile', person.mobile !== null)
    if (household.kind === 'single' && person.gender === 'female')
      ledger.count('person', 'changed-surname', person.birthName !== null)
  }
}

/** What the truth file says of a person. */
export function trueAttributes(household: Household, person: Person): TrueAttributes {
  const { address } = household
  return {
    firstName: person.firstName.latin,
    lastName: person.lastName.latin,
    birthName: person.birthName?.latin ?? null,
    birthDate: person.birthDate,
    gender: person.gender,
    country: household.country,
    language: person.language,
    emails: [person.email, person.formerEmail, person.ordinal < 2 ? household.coupleEmail : null].filter(
      (email) => email !== null,
    ),
    phones: [person.mobile, household.fixedLine, person.formerMobile].flatMap((phone) =>
      phone === null ? [] : [phone.e164],
    ),
    street: address.street,
    postalCode: address.postalCode,
    city: address.city,
    tier: person.tier,
  }
}
