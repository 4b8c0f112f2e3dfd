import type { Ledger } from '../../ledger.ts'
import type { Address } from '../../people/addresses.ts'
import { misspellEmail } from '../../people/emails.ts'
import { NICKNAMES } from '../../people/nicknames.ts'
import { type Phone, writePhone } from '../../people/phones.ts'
import type { Random } from '../../random.ts'
import { dropAccents, hasAccents, typo } from '../../text.ts'
import type { Contact, Organization } from './groups.ts'
import type { Life, OrganizationLife } from './life.ts'
import { RATES } from './rates.ts'

/** What every system needs to tell its version of a group's life. */
export interface Telling {
  readonly life: Life
  readonly nowMs: number
  readonly random: Random
  readonly ledger: Ledger | null
}

/** Owner of an organisation's rows is its ordinal; of a contact's, a number behind those of all organisations. */
export function ownerOf(of: Contact | Organization): number {
  return 'role' in of ? contactOwner(of.ordinal) : of.ordinal
}

/** Owner of the rows of the contact in a slot. */
export function contactOwner(slot: number): number {
  return 100 + slot
}

export type PartyStream = Exclude<
  keyof typeof RATES,
  'group' | 'organization' | 'contact' | 'erp/orders' | 'erp/invoices' | 'marketing/activity'
>

/** Decides by a stream's rate whether `kind` happens here, and notes it in the ledger. */
export function plant(telling: Telling, stream: PartyStream, key: string, kind: string, isPossible = true): boolean {
  const rate = (RATES[stream] as Readonly<Record<string, number>>)[kind]
  if (rate === undefined || !isPossible) return false
  const isPlanted = telling.random.chance(rate)
  if (telling.ledger !== null) {
    telling.ledger.count(stream, kind, isPlanted)
    if (isPlanted) telling.ledger.notes.push(`${kind}@${stream}:${key}`)
  }
  return isPlanted
}

/** One system's view of an organisation. Null: the system has nothing there. */
export interface OrganizationVersion {
  readonly name: string
  readonly address: Address
  readonly phone: Phone | null
}

/** Tells an organisation the way one system has it; names and streets in capitals are the writer's own affair. */
export function tellOrganization(
  telling: Telling,
  stream: 'crm/accounts' | 'erp/customers' | 'directory/pharmacies',
  key: string,
  { organization, payer }: OrganizationLife,
): OrganizationVersion {
  const { random } = telling
  const happens = (kind: string, isPossible = true) => plant(telling, stream, key, kind, isPossible)
  const { formerName, formerAddress } = organization
  let { name } = organization
  if (happens('former-name', formerName !== null)) name = formerName ?? name
  if (happens('typo-name')) name = `${name.slice(0, 10)}${typo(name.slice(10), random)}`
  if (happens('abbreviated-name', name.startsWith('Pharmacie ')))
    name = name.replace('Pharmacie', random.pick(['Phie', 'Pharm.']))
  if (happens('accents-dropped', hasAccents(name))) name = dropAccents(name)
  const isFormerAddress = happens('former-address', formerAddress !== null)
  const isShopOfChain = payer !== organization
  const isHeadOfficePhone = happens('head-office-phone', isShopOfChain)
  const lacksPhone = happens('missing-phone', !isHeadOfficePhone)
  return {
    name,
    address: isFormerAddress ? (formerAddress ?? organization.address) : organization.address,
    phone: lacksPhone ? null : isHeadOfficePhone ? payer.phone : organization.phone,
  }
}

/** One system's view of a person, before it is written in that system's columns. */
export interface ContactVersion {
  readonly firstName: string
  readonly lastName: string
  readonly email: string | null
  readonly mobile: string | null
  /** The line of the shop, where it stands in the place of the mobile. */
  readonly isShopPhone: boolean
}

type Habit = Parameters<typeof writePhone>[1]
const PHONE_HABITS: Readonly<Record<string, readonly Habit[]>> = {
  'crm/contacts': ['international', 'e164', 'national'],
  'support/requesters': ['e164', 'national', 'bare'],
}
const PLACEHOLDER_EMAILS = ['test@test.com', 'n/a', 'N/A', 'null', 'aucun']

/** Tells a person the way one system has them, with the disagreements of its rates. */
export function tellContact(
  telling: Telling,
  stream: 'crm/contacts' | 'marketing/subscribers' | 'support/requesters',
  key: string,
  contact: Contact,
  employer: Organization,
): ContactVersion {
  const { random } = telling
  const happens = (kind: string, isPossible = true) => plant(telling, stream, key, kind, isPossible)
  const [firstName, lastName] = tellName(contact, random, happens)
  const email = tellContactEmail(contact, employer, random, happens)
  const habits = PHONE_HABITS[stream]
  if (habits === undefined) return { firstName, lastName, email, mobile: null, isShopPhone: false }
  const write = (phone: Phone) => writePhone(phone, random.pick(habits))
  if (happens('shop-phone')) return { firstName, lastName, email, mobile: write(employer.phone), isShopPhone: true }
  const { mobile, formerMobile } = contact
  if (mobile === null || happens('missing-mobile'))
    return { firstName, lastName, email, mobile: null, isShopPhone: false }
  const isFormer = happens('former-mobile', formerMobile !== null)
  const number = isFormer ? (formerMobile ?? mobile) : mobile
  return { firstName, lastName, email, mobile: write(number), isShopPhone: false }
}

type Happens = (kind: string, isPossible?: boolean) => boolean

function tellName(contact: Contact, random: Random, happens: Happens): readonly [string, string] {
  let { firstName: first, lastName: last } = contact
  const nicknames = NICKNAMES.get(first)
  if (nicknames !== undefined && happens('nickname')) first = random.pick(nicknames)
  if (happens('accents-dropped', hasAccents(first) || hasAccents(last))) {
    first = dropAccents(first)
    last = dropAccents(last)
  }
  if (happens('typo-name', last.length >= 4)) last = typo(last, random)
  if (happens('initial-only')) first = `${first.charAt(0)}.`
  return happens('missing-name') ? ['', ''] : [first, last]
}

function tellContactEmail(contact: Contact, employer: Organization, random: Random, happens: Happens): string | null {
  if (happens('missing-email')) return null
  if (happens('placeholder-email')) return random.pick(PLACEHOLDER_EMAILS)
  if (happens('shop-email')) return employer.email
  const email = happens('former-email', contact.formerEmail !== null)
    ? (contact.formerEmail ?? contact.email)
    : contact.email
  if (happens('typo-email')) return misspellEmail(email, random)
  return random.chance(0.1) ? email.toUpperCase() : email
}

/** `24.11.2026`, as SAP writes days. */
export function sapDate(isoDate: string): string {
  return `${isoDate.slice(8, 10)}.${isoDate.slice(5, 7)}.${isoDate.slice(0, 4)}`
}

/** `PHARMACIE DU MARCHE`, as SAP and the association's list write texts. */
export function capitals(text: string): string {
  return dropAccents(text).toUpperCase()
}
