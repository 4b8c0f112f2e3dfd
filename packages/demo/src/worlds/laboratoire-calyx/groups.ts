import type { Address } from '../../people/addresses.ts'
import { makeEmail } from '../../people/emails.ts'
import { fixedPhone, formerMobilePhone, mobilePhone, type Phone } from '../../people/phones.ts'
import { hashText, mixBits, Random } from '../../random.ts'
import { slug } from '../../text.ts'
import { DAY_MS } from '../../time.ts'
import { CATALOGUE, RANGES, TYPOLOGIES, type Typology } from './catalogue.ts'
import { companyNumbers, finessNumber, rppsNumber } from './keys.ts'
import { firstName, groupName, pharmacyName, streetLine, surname } from './names.ts'
import { RATES } from './rates.ts'
import { TERRITORIES, type Territory, type Town } from './territories.ts'

/** Pharmacies with one payer: an independent pharmacy, which pays itself, or a chain and its head office. */
export interface Group {
  readonly index: number
  readonly id: string
  readonly territory: Territory
  /** By ordinal: 0 is the head office, or the independent pharmacy itself. */
  readonly organizations: readonly Organization[]
  readonly contacts: readonly Contact[]
}

/** A true organisation: what the systems would say if they all were right. */
export interface Organization {
  readonly id: string
  readonly ordinal: number
  /** `group index * 16 + ordinal`. */
  readonly serial: number
  readonly kind: 'pharmacy' | 'headOffice'
  /** `Pharmacie du Marché`, as its sign says. */
  readonly name: string
  /** The sign before a takeover. */
  readonly formerName: string | null
  readonly legalName: string
  readonly address: Address
  readonly formerAddress: Address | null
  readonly phone: Phone
  /** The mailbox that everybody there reads. */
  readonly email: string
  /** Pharmacies only. */
  readonly finess: string | null
  readonly siret: string
  readonly vat: string
  readonly typology: Typology
  readonly segment: 'A' | 'B' | 'C'
  /** Whether it buys; others are prospects. A head office pays. */
  readonly isCustomer: boolean
  readonly sinceMs: number
  /** Of a pharmacy that buys: what it lists, by the code of the range. */
  readonly listings: ReadonlyMap<string, { readonly sinceMs: number }>
}

type Role = 'owner' | 'buyer' | 'dermo' | 'assistant' | 'accounting' | 'purchasing'

/** A true person. */
export interface Contact {
  readonly id: string
  /** Slot in the group: what the keys are made from. */
  readonly ordinal: number
  /** `group index * 32 + slot`. */
  readonly serial: number
  /** Ordinal of the organisation that employs them. */
  readonly organization: number
  /** A second pharmacy of the chain that the same owner owns. */
  readonly secondPharmacy: number | null
  readonly role: Role
  readonly gender: 'female' | 'male'
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly formerEmail: string | null
  readonly mobile: Phone | null
  readonly formerMobile: Phone | null
  readonly rpps: string | null
  readonly sinceMs: number
}

const SHAPE_LABEL = hashText('group-shape')
const LIFE_LABEL = hashText('group-life')
const MOST_PHARMACIES = 10
const CONTACTS_A_GROUP = 32

/** How many pharmacies share a payer, and whom each employs; read without making the rest. */
function shapeOf(seed: number, index: number): { readonly isChain: boolean; readonly roles: readonly Role[][] } {
  const random = new Random(seed, SHAPE_LABEL, index)
  const isChain = random.chance(RATES.group.chain)
  const pharmacies = isChain ? Math.min(2 + random.geometric(2.6), MOST_PHARMACIES) : 1
  const roles: Role[][] = isChain ? [random.chance(0.6) ? ['purchasing', 'accounting'] : ['accounting']] : []
  for (let count = 0; count < pharmacies; count++) {
    const staff: Role[] = ['owner']
    if (random.chance(0.5)) staff.push(random.chance(0.6) ? 'buyer' : 'assistant')
    if (random.chance(0.55)) staff.push('dermo')
    roles.push(staff)
  }
  return { isChain, roles }
}

/**
 * How many groups hold that many people, and how many of the last one's are among them.
 * @param storyIndex - the group that is written by hand, `storySize` people in it
 */
export function countGroups(
  seed: number,
  people: number,
  storyIndex: number,
  storySize: number,
): { readonly groups: number; readonly lastSize: number } {
  let left = people
  for (let index = 0; ; index++) {
    const size = index === storyIndex ? storySize : shapeOf(seed, index).roles.flat().length
    if (size >= left) return { groups: index + 1, lastSize: left }
    left -= size
  }
}

/**
 * Makes a group again from its index: the same one for the same seed, however large the world.
 * @param size - at most so many people (the last group of a world may be cut; its organisations stay)
 */
export function makeGroup(seed: number, index: number, nowMs: number, size = CONTACTS_A_GROUP): Group {
  const { isChain, roles } = shapeOf(seed, index)
  const random = new Random(seed, LIFE_LABEL, index)
  const territory = TERRITORIES[index % TERRITORIES.length] as Territory
  const organizations: Organization[] = []
  const taken = new Set<string>()
  for (const ordinal of roles.keys()) {
    const isHeadOffice = isChain && ordinal === 0
    organizations.push(makeOrganization({ index, ordinal, isHeadOffice, territory, nowMs, random, taken }))
  }
  const contacts: Contact[] = []
  for (const [ordinal, staff] of roles.entries()) {
    for (const role of staff) {
      const employer = organizations[ordinal] as Organization
      contacts.push(makeContact({ index, slot: contacts.length, role, employer, nowMs, random, others: contacts }))
    }
  }
  const withSecond = contacts.map((contact) => {
    const others = organizations.filter((one) => one.kind === 'pharmacy' && one.ordinal !== contact.organization)
    const isPossible = isChain && contact.role === 'owner' && others.length > 0
    const owns = isPossible && random.chance(RATES.group['second-pharmacy'])
    return owns ? { ...contact, secondPharmacy: random.pick(others).ordinal } : contact
  })
  const id = `g-${String(index).padStart(7, '0')}`
  return { index, id, territory, organizations, contacts: withSecond.slice(0, size) }
}

interface OrganizationInput {
  readonly index: number
  readonly ordinal: number
  readonly isHeadOffice: boolean
  readonly territory: Territory
  readonly nowMs: number
  readonly random: Random
  /** Names and streets of this group that another has. */
  readonly taken: Set<string>
}

function makeOrganization({
  index,
  ordinal,
  isHeadOffice,
  territory,
  nowMs,
  random,
  taken,
}: OrganizationInput): Organization {
  const serial = index * 16 + ordinal
  const unused = (make: () => string): string => {
    let made = make()
    while (taken.has(made)) made = make()
    taken.add(made)
    return made
  }
  const name = unused(() => (isHeadOffice ? groupName(territory.name, random) : `Pharmacie ${pharmacyName(random)}`))
  const formerName = unused(() => `Pharmacie ${pharmacyName(random)}`)
  const place = () =>
    addressIn(
      random.pick(territory.towns),
      unused(() => streetLine(random)),
      random,
    )
  const address = place()
  const formerAddress = place()
  const hadOtherName = random.chance(RATES.organization['former-name'])
  const hasMoved = random.chance(RATES.organization.moved)
  const isCustomer = isHeadOffice || random.chance(RATES.organization.customer)
  const typology = random.pick(TYPOLOGIES)
  const segment = (['A', 'B', 'C'] as const)[random.weighted([0.2, 0.35, 0.45])] ?? 'C'
  const sinceMs = nowMs - random.between(800, 3200) * DAY_MS
  const listings = new Map<string, { sinceMs: number }>()
  for (const { range } of RANGES) {
    const share = Math.min(
      0.96,
      range.listedShare + (range.favouredBy === typology ? 0.2 : 0) - (segment === 'C' ? 0.15 : 0),
    )
    const listedMs = sinceMs + random.integer(nowMs - sinceMs - 200 * DAY_MS)
    if (random.chance(share) && isCustomer && !isHeadOffice) listings.set(range.code, { sinceMs: listedMs })
  }
  return {
    id: `o-${String(index).padStart(7, '0')}-${String(ordinal).padStart(2, '0')}`,
    ordinal,
    serial,
    kind: isHeadOffice ? 'headOffice' : 'pharmacy',
    name,
    formerName: hadOtherName && !isHeadOffice ? formerName : null,
    legalName: isHeadOffice ? `SAS ${name}` : `SELARL ${name}`,
    address,
    formerAddress: hasMoved ? formerAddress : null,
    phone: fixedPhone('FR', serial) as Phone,
    email: `contact@${slug(name)}${serial}.example`,
    finess: isHeadOffice ? null : finessNumber(serial, address.postalCode),
    ...companyNumbers(serial),
    typology,
    segment,
    isCustomer,
    sinceMs,
    listings,
  }
}

function addressIn(town: Town, street: string, random: Random): Address {
  return { street, city: town.name, postalCode: random.pick(town.postalCodes), country: 'FR' }
}

interface ContactInput {
  readonly index: number
  readonly slot: number
  readonly role: Role
  readonly employer: Organization
  readonly nowMs: number
  readonly random: Random
  readonly others: readonly Contact[]
}

function makeContact({ index, slot, role, employer, nowMs, random, others }: ContactInput): Contact {
  const serial = index * CONTACTS_A_GROUP + slot
  const gender = random.chance(role === 'dermo' ? 0.9 : 0.62) ? 'female' : 'male'
  let first = firstName(gender, random)
  const last = surname(random)
  // Colleagues may share a surname, as couples who run a pharmacy do, but not both names.
  const isTaken = () => others.some((one) => one.firstName === first.latin && one.lastName === last.latin)
  while (isTaken()) first = firstName(gender, random)
  const formerEmail = makeEmail(first.latin, last.latin, serial, 1, random)
  const email = makeEmail(first.latin, last.latin, serial, 0, random)
  const isPharmacist = role === 'owner' || role === 'assistant'
  return {
    id: `p-${String(index).padStart(7, '0')}-${String(slot).padStart(2, '0')}`,
    ordinal: slot,
    serial,
    organization: employer.ordinal,
    secondPharmacy: null,
    role,
    gender,
    firstName: first.latin,
    lastName: last.latin,
    email,
    formerEmail: random.chance(RATES.contact['former-email']) ? formerEmail : null,
    mobile: random.chance(RATES.contact.mobile) ? mobilePhone('FR', serial) : null,
    formerMobile: random.chance(RATES.contact['former-mobile'])
      ? formerMobilePhone('FR', mixBits(serial) % 2_400_000)
      : null,
    rpps: isPharmacist ? rppsNumber(serial) : null,
    sinceMs: Math.max(employer.sinceMs, nowMs - random.between(60, 2000) * DAY_MS),
  }
}

/** What a pharmacy can order: the references of the ranges that it lists. */
export function orderable(pharmacy: Organization): typeof CATALOGUE {
  return CATALOGUE.filter((product) => pharmacy.listings.has(product.range.code))
}
