import type { Ledger } from '../ledger.ts'
import type { Random } from '../random.ts'
import { dropAccents, hasAccents, typo } from '../text.ts'
import type { Address } from './addresses.ts'
import { misspellEmail } from './emails.ts'
import type { Household, Person } from './households.ts'
import type { Country } from './names.ts'
import { NICKNAMES } from './nicknames.ts'
import { type Phone, writePhone } from './phones.ts'

/** What every system needs to tell its version of a household's people. */
export interface PartyTelling {
  readonly household: Household
  readonly nowMs: number
  readonly random: Random
  readonly ledger: Ledger | null
}

/** One system's view of a person, before it is written in that system's columns. Null: the system has nothing there. */
export interface PartyVersion {
  readonly firstName: string
  readonly lastName: string
  readonly email: string | null
  readonly mobile: string | null
  readonly fixedLine: string | null
  /** ISO date. */
  readonly birthDate: string | null
  readonly address: Address | null
}

type Habit = Parameters<typeof writePhone>[1]

/** How a system keeps people: what it is right about how often, and how it writes phones. */
export interface PartySystem {
  /** `system/stream`, as in the ledger. */
  readonly stream: string
  /** Of the kinds of disagreement that {@link tellParty} knows, those that happen here. */
  readonly rates: Readonly<Record<string, number>>
  /** Where the system is at home: phones of this country are written as `phonesAtHome`, others as `phonesAbroad`. */
  readonly country: Country
  readonly phonesAtHome: readonly Habit[]
  readonly phonesAbroad: readonly Habit[]
  readonly hasBirthDate: boolean
  readonly hasAddress: boolean
}

const PLACEHOLDER_EMAILS = ['test@test.com', 'n/a', 'N/A', 'null', 'undefined', '[object Object]']
const PLACEHOLDER_PHONES = ['0000000000', '0000000000', '00 00 00 00 00', 'n/a', 'null', 'undefined', '[object Object]']

/** Decides by a stream's rate whether `kind` happens here, and notes it in the ledger. */
export function plant(
  telling: PartyTelling,
  { stream, rates }: Pick<PartySystem, 'stream' | 'rates'>,
  key: string,
  kind: string,
  isPossible: boolean,
): boolean {
  const rate = rates[kind]
  if (rate === undefined || !isPossible) return false
  const isPlanted = telling.random.chance(rate)
  if (telling.ledger !== null) {
    telling.ledger.count(stream, kind, isPlanted)
    if (isPlanted) telling.ledger.notes.push(`${kind}@${stream}:${key}`)
  }
  return isPlanted
}

/** Tells a person the way one system has them, with the disagreements of its rates. */
export function tellParty(telling: PartyTelling, system: PartySystem, key: string, person: Person): PartyVersion {
  const { household } = telling
  const happens = (kind: string, isPossible: boolean) => plant(telling, system, key, kind, isPossible)
  const [firstName, lastName] = tellName(telling, person, happens)
  const phones = tellPhones(telling, system, person, happens)
  return {
    firstName,
    lastName,
    email: tellEmail(telling, person, happens),
    mobile: phones.mobile,
    fixedLine: phones.fixedLine,
    birthDate: system.hasBirthDate ? tellBirthDate(telling, person, happens) : null,
    address: system.hasAddress ? tellAddress(household, happens) : null,
  }
}

type Happens = (kind: string, isPossible: boolean) => boolean

function tellName(telling: PartyTelling, person: Person, happens: Happens): readonly [string, string] {
  const { random } = telling
  let first = person.firstName.latin
  let last = person.lastName.latin
  const isBirthName = happens('birth-name', person.birthName !== null)
  if (isBirthName && person.birthName !== null) last = person.birthName.latin
  const native = isBirthName ? null : person.lastName.native
  if (native !== null && person.firstName.native !== null && happens('native-script', true)) {
    return [person.firstName.native, native]
  }
  const nicknames = NICKNAMES.get(first)
  if (nicknames !== undefined && happens('nickname', true)) first = random.pick(nicknames)
  if (happens('accents-dropped', hasAccents(first) || hasAccents(last))) {
    first = dropAccents(first)
    last = dropAccents(last)
  }
  if (happens('typo-name', last.length >= 4)) {
    if (random.chance(0.4) && first.length >= 4) first = typo(first, random)
    else last = typo(last, random)
  }
  if (happens('initial-only', true)) first = `${first.charAt(0)}.`
  return happens('swapped-names', true) ? [last, first] : [first, last]
}

function tellEmail(telling: PartyTelling, person: Person, happens: Happens): string | null {
  const { household } = telling
  const isPartner = household.coupleEmail !== null && person.ordinal < 2
  if (happens('missing-email', true)) return null
  if (happens('placeholder-email', true)) return telling.random.pick(PLACEHOLDER_EMAILS)
  if (happens('couple-email', isPartner)) return household.coupleEmail
  const email = happens('former-email', person.formerEmail !== null)
    ? (person.formerEmail ?? person.email)
    : person.email
  if (happens('typo-email', true)) return misspellEmail(email, telling.random)
  return telling.random.chance(0.15) ? email.toUpperCase() : email
}

function tellPhones(
  telling: PartyTelling,
  system: PartySystem,
  person: Person,
  happens: Happens,
): { readonly mobile: string | null; readonly fixedLine: string | null } {
  const { household, random } = telling
  const write = (phone: Phone) => writeAs(system, household.country, phone, random)
  const line = household.fixedLine
  if (line !== null && happens('family-phone', household.members.length > 1))
    return { mobile: null, fixedLine: write(line) }
  const fixedLine = line !== null && random.chance(0.4) ? write(line) : null
  if (happens('placeholder-phone', true)) return { mobile: random.pick(PLACEHOLDER_PHONES), fixedLine }
  if (person.mobile === null || happens('missing-mobile', true)) return { mobile: null, fixedLine }
  const isFormer = happens('former-mobile', person.formerMobile !== null)
  return { mobile: write(isFormer ? (person.formerMobile ?? person.mobile) : person.mobile), fixedLine }
}

/** A phone of somebody from `country`, in one of the ways in which the system writes such phones. */
export function writeAs(system: PartySystem, country: Country, phone: Phone, random: Random): string {
  return writePhone(phone, random.pick(country === system.country ? system.phonesAtHome : system.phonesAbroad))
}

function tellBirthDate(telling: PartyTelling, person: Person, happens: Happens): string | null {
  const { random, nowMs } = telling
  if (happens('missing-birth-date', true)) return null
  const [year = '', month = '', day = ''] = person.birthDate.split('-')
  if (happens('impossible-birth-date', true)) {
    return `${new Date(nowMs).getUTCFullYear() + random.between(1, 30)}-${month}-${day}`
  }
  if (!happens('wrong-birth-date', true)) return person.birthDate
  const kind = random.integer(3)
  if (kind === 0 && Number(day) <= 12 && day !== month) return `${year}-${day}-${month}`
  if (kind === 1 && `${month}${day}` !== '0101') return `${year}-01-01`
  return `${Number(year) - 10}-${month}-${day === '29' ? '28' : day}`
}

function tellAddress(household: Household, happens: Happens): Address | null {
  if (happens('missing-address', true)) return null
  if (happens('former-address', household.formerAddress !== null)) return household.formerAddress
  return household.address
}
