import { writePhone } from '../../people/phones.ts'
import { DAY_MS, HOUR_MS, salesforceInstant } from '../../time.ts'
import { NOBODY, type Told } from '../../told.ts'
import type { Contact, Organization } from './groups.ts'
import { accountId, contactId } from './keys.ts'
import type { Card, ContactCard, ContactLife, OrganizationLife } from './life.ts'
import { RATES } from './rates.ts'
import { ownerOf, plant, type Telling, tellContact, tellOrganization } from './telling.ts'

/** A row of `crm/accounts.jsonl`: a pharmacy or a head office. Fields are null or absent where the CRM has nothing. */
export interface CrmAccount {
  Id: string
  Name: string
  Type: 'Pharmacy' | 'Head Office'
  ParentId: string | null
  Street: string | null
  PostalCode: string | null
  City: string | null
  Country: string | null
  Phone: string | null
  Email: string | null
  Finess: string | null
  ErpNumber: string | null
  Segment: string | null
  Typology: string | null
  Status: 'Customer' | 'Prospect'
  Territory: string
  OwnerName: string
  CreatedDate: string
  LastModifiedDate: string
  IsDeleted?: boolean
  MasterRecordId?: string
}

/** A row of `crm/contacts.jsonl`: somebody who works at an account. */
export interface CrmContact {
  Id: string
  AccountId: string
  /** The account's ERP number and FINESS, as formula fields show them. */
  AccountNumber: string | null
  AccountFiness: string | null
  Salutation: string | null
  FirstName: string
  LastName: string
  Role: string
  Email: string | null
  MobilePhone: string | null
  Rpps: string | null
  Interests: string | null
  Territory: string
  EmailOptIn: boolean | null
  EmailOptInDate: string | null
  CreatedDate: string
  LastModifiedDate: string
  IsDeleted?: boolean
  MasterRecordId?: string
}

export const ACCOUNT_COLUMNS = ['Id', 'Name', 'Type', 'ParentId', 'Street', 'PostalCode', 'City', 'Country', 'Phone',
  'Email', 'Finess', 'ErpNumber', 'Segment', 'Typology', 'Status', 'Territory', 'OwnerName', 'CreatedDate',
  'LastModifiedDate', 'IsDeleted', 'MasterRecordId'] as const satisfies readonly (keyof CrmAccount)[] // biome-ignore format: a header

export const CONTACT_COLUMNS = ['Id', 'AccountId', 'AccountNumber', 'AccountFiness', 'Salutation', 'FirstName',
  'LastName', 'Role', 'Email', 'MobilePhone', 'Rpps', 'Interests', 'Territory', 'EmailOptIn', 'EmailOptInDate',
  'CreatedDate', 'LastModifiedDate', 'IsDeleted', 'MasterRecordId'] as const satisfies readonly (keyof CrmContact)[] // biome-ignore format: a header

const ROLE_TITLES: Readonly<Record<Contact['role'], string>> = {
  owner: 'Titulaire',
  buyer: 'Acheteur',
  dermo: 'Dermo-conseil',
  assistant: 'Adjoint',
  accounting: 'Comptabilité',
  purchasing: 'Achats groupe',
}

const INTERESTS = [
  'la formation de son équipe',
  'les marges',
  'les vitrines',
  'le conseil peaux sensibles',
  'les nouveautés',
]
const OLDER_VERSIONS_SHARE = 0.15
type Dated = { CreatedDate: string; LastModifiedDate: string; IsDeleted?: boolean; MasterRecordId?: string }

/** The CRM's accounts of a group; two rows of one id are two versions of it, not always in their order. */
export function tellAccounts(telling: Telling): Told<CrmAccount>[] {
  const { life, random, nowMs } = telling
  const rows: Told<CrmAccount>[] = []
  for (const one of life.organizations) {
    for (const card of one.accounts) {
      const versions = versionsOf(telling, 'crm/accounts', card, accountRow(telling, one, card))
      for (const row of versions) rows.push({ owner: ownerOf(one.organization), key: card.id, row })
    }
  }
  const testId = accountId(life.group.index * 16, 3)
  if (plant(telling, 'crm/accounts', testId, 'test-record')) {
    const createdMs = nowMs - random.between(20, 900) * DAY_MS
    const row: CrmAccount = {
      Id: testId, Name: random.pick(['TEST', 'Pharmacie Test', 'A SUPPRIMER']), Type: 'Pharmacy', ParentId: null,
      Street: null,
      PostalCode: null, City: null, Country: 'France', Phone: random.pick(['0000000000', 'n/a']),
      Email: 'test@test.com', Finess: null,
      ErpNumber: null, Segment: null, Typology: null, Status: 'Prospect', Territory: life.group.territory.code,
      OwnerName: life.group.territory.rep, CreatedDate: salesforceInstant(createdMs),
      LastModifiedDate: salesforceInstant(createdMs),
    } // biome-ignore format: one record
    rows.push({ owner: NOBODY, key: testId, row })
  }
  return rows
}

function accountRow(telling: Telling, one: OrganizationLife, card: Card): CrmAccount {
  const { life, random, nowMs } = telling
  const { organization, payer } = one
  const party = tellOrganization(telling, 'crm/accounts', card.id, one)
  const happens = (kind: string, isPossible = true) => plant(telling, 'crm/accounts', card.id, kind, isPossible)
  const isShopOfChain = payer !== organization
  const lacksFiness = happens('missing-finess', organization.finess !== null)
  const isPayersNumber = happens('payer-number', isShopOfChain && one.customers.length > 0)
  const lacksNumber = happens('missing-erp-number', one.customers.length > 0 && !isPayersNumber)
  const payersNumber = life.organizations[0]?.customers[0] ?? null
  const createdMs = organization.sinceMs + random.integer(60 * DAY_MS)
  const modifiedMs = createdMs + DAY_MS + random.integer(nowMs - createdMs - 2 * DAY_MS)
  const row: CrmAccount = {
    Id: card.id,
    Name: party.name,
    Type: organization.kind === 'headOffice' ? 'Head Office' : 'Pharmacy',
    ParentId: isShopOfChain ? (life.organizations[0]?.accounts[0]?.id ?? null) : null,
    Street: party.address.street,
    PostalCode: party.address.postalCode,
    City: party.address.city,
    Country: random.pick(['France', 'FR']),
    Phone: party.phone === null ? null : writePhone(party.phone, random.pick(['international', 'national', 'e164'])),
    Email: random.chance(0.5) ? organization.email : null,
    Finess: lacksFiness ? null : organization.finess,
    ErpNumber: erpNumber(
      isPayersNumber ? payersNumber : lacksNumber ? null : (one.customers[0] ?? null),
      random.chance(0.4),
    ),
    Segment: organization.segment,
    Typology: organization.kind === 'headOffice' ? null : organization.typology,
    Status: organization.isCustomer ? 'Customer' : 'Prospect',
    Territory: life.group.territory.code,
    OwnerName: life.group.territory.rep,
    CreatedDate: salesforceInstant(createdMs),
    LastModifiedDate: salesforceInstant(modifiedMs),
  }
  return withFate(row, card)
}

/** People type the number with or without the zeros in front. */
function erpNumber(number: string | null, isShort: boolean): string | null {
  return number === null || !isShort ? number : number.replace(/^0+/, '')
}

/** The CRM's contacts of a group. */
export function tellContacts(telling: Telling): Told<CrmContact>[] {
  const { life, random, nowMs } = telling
  const rows: Told<CrmContact>[] = []
  for (const one of life.contacts) {
    for (const card of one.cards) {
      const versions = versionsOf(telling, 'crm/contacts', card, contactRow(telling, one, card))
      for (const row of versions) rows.push({ owner: ownerOf(one.contact), key: card.id, row })
    }
  }
  const account = life.organizations.flatMap(({ accounts }) => accounts)[0]
  const testId = contactId(life.group.index * 32, 3)
  if (plant(telling, 'crm/contacts', testId, 'test-record', account !== undefined) && account !== undefined) {
    const createdMs = nowMs - random.between(20, 900) * DAY_MS
    const row: CrmContact = {
      Id: testId, AccountId: account.id, AccountNumber: null, AccountFiness: null, Salutation: null,
      FirstName: random.pick(['Test', 'X']),
      LastName: random.pick(['TEST', 'Doublon', 'xxx']), Role: 'Titulaire', Email: random.pick(['test@test.com',
      'n/a']),
      MobilePhone: random.pick(['0000000000', 'null']), Rpps: null, Interests: null,
      Territory: life.group.territory.code,
      EmailOptIn: null, EmailOptInDate: null, CreatedDate: salesforceInstant(createdMs),
      LastModifiedDate: salesforceInstant(createdMs),
    } // biome-ignore format: one record
    rows.push({ owner: NOBODY, key: testId, row })
  }
  return rows
}

function contactRow(telling: Telling, { contact }: ContactLife, card: ContactCard): CrmContact {
  const { life, random, nowMs } = telling
  const employer = life.organizations[card.organization] as OrganizationLife
  const party = tellContact(telling, 'crm/contacts', card.id, contact, employer.organization)
  const lacksRpps = plant(telling, 'crm/contacts', card.id, 'missing-rpps', contact.rpps !== null)
  const createdMs = contact.sinceMs + random.integer(30 * DAY_MS)
  const modifiedMs = createdMs + DAY_MS + random.integer(nowMs - createdMs - 2 * DAY_MS)
  const hasChosen = random.chance(0.85)
  const row: CrmContact = {
    Id: card.id,
    AccountId: accountOf(employer),
    AccountNumber: employer.customers[0] ?? null,
    AccountFiness: random.chance(0.65) ? employer.organization.finess : null,
    Salutation: random.chance(0.8) ? (contact.gender === 'female' ? 'Mme' : 'M.') : null,
    FirstName: party.firstName,
    LastName: party.lastName,
    Role: ROLE_TITLES[contact.role],
    Email: party.email,
    MobilePhone: party.mobile,
    Rpps: lacksRpps ? null : contact.rpps,
    Interests: random.chance(0.5) ? random.pick(INTERESTS) : null,
    Territory: life.group.territory.code,
    EmailOptIn: hasChosen ? random.chance(0.7) : null,
    EmailOptInDate: hasChosen ? salesforceInstant(createdMs + random.integer(modifiedMs - createdMs)) : null,
    CreatedDate: salesforceInstant(createdMs),
    LastModifiedDate: salesforceInstant(modifiedMs),
  }
  return withFate(row, card)
}

function accountOf({ accounts }: OrganizationLife): string {
  return (accounts.find((one) => !one.isDeleted && one.mergedInto === null) ?? accounts[0])?.id ?? ''
}

function withFate<R extends Dated>(row: R, card: Card): R {
  if (card.isDeleted || card.mergedInto !== null) row.IsDeleted = true
  if (card.mergedInto !== null) row.MasterRecordId = card.mergedInto
  return row
}

function versionsOf<R extends Dated>(
  telling: Telling,
  stream: 'crm/accounts' | 'crm/contacts',
  card: Card,
  latest: R,
): R[] {
  const { random, ledger } = telling
  if (!card.isDeleted && card.mergedInto === null && !random.chance(OLDER_VERSIONS_SHARE)) return [latest]
  const createdMs = instantOf(latest.CreatedDate)
  const modifiedMs = instantOf(latest.LastModifiedDate)
  const earlierMs = Math.max(createdMs, modifiedMs - random.between(1, 90) * DAY_MS) - HOUR_MS
  const older: R = { ...latest, LastModifiedDate: salesforceInstant(earlierMs) }
  delete older.IsDeleted
  delete older.MasterRecordId
  const isLate = random.chance(RATES[stream]['late-version'])
  ledger?.count(stream, 'late-version', isLate)
  return isLate ? [latest, older] : [older, latest]
}

function instantOf(text: string): number {
  return Date.parse(text.replace('+0000', 'Z'))
}

/** Whether the CRM still has a card that rows can hang on. */
export function liveAccount(one: OrganizationLife): string | null {
  return one.accounts.find((card) => !card.isDeleted && card.mergedInto === null)?.id ?? null
}

/** A contact's card at an organisation, when the CRM has one. */
export function cardAt(one: ContactLife, organization: Organization): string | null {
  return one.cards.find((card) => card.organization === organization.ordinal && !card.isDeleted)?.id ?? null
}
