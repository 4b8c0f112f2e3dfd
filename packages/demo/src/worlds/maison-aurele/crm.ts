import { countryName } from '../../people/addresses.ts'
import type { PartyVersion } from '../../people/telling.ts'
import { DAY_MS, HOUR_MS, salesforceInstant } from '../../time.ts'
import { NOBODY, type Told } from '../../told.ts'
import { duringOpeningHours } from './boutiques.ts'
import { contactId, interactionId, taskId } from './keys.ts'
import type { ContactCard, PersonLife } from './life.ts'
import type { Household } from './people.ts'
import { RATES } from './rates.ts'
import { leavesTestRecord, type Telling, tellParty } from './telling.ts'
import { interactionText, promiseText } from './texts.ts'

/** A row of `crm/contacts.jsonl`. Fields are absent, null or empty where the CRM has nothing. */
export interface CrmContact {
  Id: string
  Salutation?: string | null
  FirstName?: string | null
  LastName?: string | null
  Email?: string | null
  MobilePhone?: string | null
  HomePhone?: string | null
  Birthdate?: string | null
  MailingStreet?: string | null
  MailingCity?: string | null
  MailingPostalCode?: string | null
  MailingCountry?: string | null
  PreferredLanguage?: string | null
  Tier?: string | null
  OwnerBoutique?: string | null
  OwnerName?: string | null
  Space: string
  EmailOptIn?: boolean | null
  EmailOptInDate?: string | null
  SmsOptIn?: boolean | null
  SmsOptInDate?: string | null
  CreatedDate: string
  LastModifiedDate: string
  IsDeleted?: boolean
  MasterRecordId?: string
}

/** A row of `crm/interactions.jsonl`: a call, a visit or a note. */
export interface CrmInteraction {
  Id: string
  WhoId: string
  Type: 'Call' | 'Visit' | 'Note'
  Direction: 'Inbound' | 'Outbound' | null
  Subject: string
  Description: string
  AuthorName: string
  Boutique: string
  ActivityDateTime: string
  DurationMinutes: number | null
  RelatedOrder: string | null
  RelatedCase: string | null
  Space: string
  LastModifiedDate: string
}

/** A row of `crm/tasks.jsonl`: something an adviser has to do, mostly because it was promised. */
export interface CrmTask {
  Id: string
  WhoId: string
  Kind: 'Promise' | 'Follow-up'
  Subject: string
  Description: string
  OwnerName: string
  OwnerBoutique: string
  Status: 'Not Started' | 'In Progress' | 'Completed'
  Priority: 'Normal' | 'High'
  DueAt: string
  CompletedAt: string | null
  RelatedOrder: string | null
  RelatedCase: string | null
  Space: string
  CreatedDate: string
  LastModifiedDate: string
}

export const CONTACT_COLUMNS = ['Id', 'Salutation', 'FirstName', 'LastName', 'Email', 'MobilePhone', 'HomePhone', 'Birthdate',
  'MailingStreet', 'MailingCity', 'MailingPostalCode', 'MailingCountry', 'PreferredLanguage', 'Tier', 'OwnerBoutique',
  'OwnerName', 'Space', 'EmailOptIn', 'EmailOptInDate', 'SmsOptIn', 'SmsOptInDate', 'CreatedDate', 'LastModifiedDate',
  'IsDeleted', 'MasterRecordId'] as const satisfies readonly (keyof CrmContact)[] // biome-ignore format: a header

export const INTERACTION_COLUMNS = ['Id', 'WhoId', 'Type', 'Direction', 'Subject', 'Description', 'AuthorName', 'Boutique',
  'ActivityDateTime', 'DurationMinutes', 'RelatedOrder', 'RelatedCase', 'Space',
  'LastModifiedDate'] as const satisfies readonly (keyof CrmInteraction)[] // biome-ignore format: a header

export const TASK_COLUMNS = ['Id', 'WhoId', 'Kind', 'Subject', 'Description', 'OwnerName', 'OwnerBoutique', 'Status', 'Priority',
  'DueAt', 'CompletedAt', 'RelatedOrder', 'RelatedCase', 'Space', 'CreatedDate',
  'LastModifiedDate'] as const satisfies readonly (keyof CrmTask)[] // biome-ignore format: a header

const SALUTATIONS: Readonly<Record<string, readonly [string, string]>> = { fr: ['Mme', 'M.'], it: ['Sig.ra', 'Sig.'] }
const OLDER_VERSIONS_SHARE = 0.2

/** The space (brand and country) that a row belongs to: `aurele-fr`. */
function spaceOf(household: Household): string {
  return `aurele-${household.country.toLowerCase()}`
}

/** The CRM's contacts of a household; two rows of one id are two versions of it, not always in their order. */
export function tellContacts(telling: Telling): Told<CrmContact>[] {
  const { life, random, ledger } = telling
  const rows: Told<CrmContact>[] = []
  for (const member of life.people) {
    for (const card of member.contacts) {
      const party = tellParty(telling, 'crm/contacts', card.id, member.person)
      const latest = contactRow(telling, member, card, party)
      const versions = [latest]
      if (card.isDeleted || card.mergedInto !== null || random.chance(OLDER_VERSIONS_SHARE)) {
        const older: CrmContact = { ...latest, LastModifiedDate: earlier(latest, random.between(1, 90)) }
        delete older.IsDeleted
        delete older.MasterRecordId
        if (member.person.formerEmail !== null) older.Email = member.person.formerEmail
        const isLate = random.chance(RATES['crm/contacts']['late-version'])
        ledger?.count('crm/contacts', 'late-version', isLate)
        if (isLate) versions.push(older)
        else versions.unshift(older)
      }
      for (const row of versions) rows.push({ owner: member.person.ordinal, key: card.id, row })
    }
  }
  const testId = contactId(life.household.index * 4, 3)
  if (leavesTestRecord(telling, 'crm/contacts', testId))
    rows.push({ owner: NOBODY, key: testId, row: testContact(telling, testId) })
  return rows
}

function earlier(row: CrmContact, days: number): string {
  const createdMs = Date.parse(row.CreatedDate.replace('+0000', 'Z'))
  const modifiedMs = Date.parse(row.LastModifiedDate.replace('+0000', 'Z'))
  return salesforceInstant(Math.max(createdMs, modifiedMs - days * DAY_MS) - 1)
}

function contactRow(telling: Telling, member: PersonLife, card: ContactCard, party: PartyVersion): CrmContact {
  const { life, random, nowMs } = telling
  const { household } = life
  const { person } = member
  const createdMs = person.sinceMs + random.integer(15 * DAY_MS)
  const modifiedMs = createdMs + DAY_MS + random.integer(nowMs - createdMs - 2 * DAY_MS)
  const [female, male] = SALUTATIONS[person.language] ?? ['Ms', 'Mr']
  const isOptedIn = random.chance(0.55)
  const isSmsOptedIn = random.chance(0.3)
  const row: CrmContact = {
    Id: card.id,
    Salutation: random.chance(0.85) ? (person.gender === 'female' ? female : male) : null,
    FirstName: party.firstName,
    LastName: party.lastName,
    Email: party.email,
    MobilePhone: party.mobile,
    HomePhone: party.fixedLine,
    Birthdate: party.birthDate,
    MailingStreet: party.address?.street ?? null,
    MailingCity: party.address?.city ?? null,
    MailingPostalCode: party.address?.postalCode ?? null,
    MailingCountry:
      party.address === null ? null : countryName(party.address.country, random.chance(0.8) ? 'english' : 'short'),
    PreferredLanguage: random.chance(0.8) ? person.language : null,
    Tier: person.tier,
    OwnerBoutique: household.boutique.code,
    OwnerName: random.pick(household.boutique.advisers),
    Space: spaceOf(household),
    EmailOptIn: isOptedIn,
    EmailOptInDate: salesforceInstant(createdMs + random.integer(modifiedMs - createdMs)),
    SmsOptIn: isSmsOptedIn,
    SmsOptInDate: salesforceInstant(createdMs + random.integer(modifiedMs - createdMs)),
    CreatedDate: salesforceInstant(createdMs),
    LastModifiedDate: salesforceInstant(modifiedMs),
  }
  // What is not known is told in three ways, as exports do: null, an empty text, or no field at all.
  const way = random.integer(3)
  if (way > 0) {
    for (const column of ['Email', 'MobilePhone', 'HomePhone', 'Birthdate', 'MailingStreet', 'Salutation'] as const) {
      if (row[column] !== null) continue
      if (way === 1) row[column] = ''
      else delete row[column]
    }
  }
  if (card.isDeleted || card.mergedInto !== null) row.IsDeleted = true
  if (card.mergedInto !== null) row.MasterRecordId = card.mergedInto
  return row
}

function testContact(telling: Telling, id: string): CrmContact {
  const { life, random, nowMs } = telling
  const createdMs = nowMs - random.between(20, 1500) * DAY_MS
  return {
    Id: id,
    FirstName: random.pick(['Test', 'test', 'TEST', 'Ne pas utiliser']),
    LastName: random.pick(['Test', 'TEST', 'Client', 'Doublon', 'xxx']),
    Email: random.pick(['test@test.com', 'n/a', '']),
    MobilePhone: random.pick(['0000000000', 'null', '']),
    Birthdate: '1900-01-01',
    Tier: 'Client',
    OwnerBoutique: life.household.boutique.code,
    OwnerName: life.household.boutique.manager,
    Space: spaceOf(life.household),
    CreatedDate: salesforceInstant(createdMs),
    LastModifiedDate: salesforceInstant(createdMs + HOUR_MS),
  }
}

/** Calls, visits and notes that advisers wrote about a household's contacts. */
export function tellInteractions(telling: Telling): Told<CrmInteraction>[] {
  const { life, random, nowMs } = telling
  const rows: Told<CrmInteraction>[] = []
  for (const { person, contacts } of life.people) {
    if (contacts.length === 0) continue
    const wanted = Math.min(random.geometric(person.tier === 'Client' ? 0.5 : 1.6), 8)
    for (let count = 0; count < wanted; count++) {
      const key = interactionId(life.household.index, rows.length)
      const type = random.pick(['Visit', 'Call', 'Note'] as const)
      const anyMs = person.sinceMs + random.integer(nowMs - person.sinceMs - DAY_MS)
      const atMs = Math.min(nowMs - HOUR_MS, duringOpeningHours(anyMs, life.household.country, random))
      rows.push({
        owner: person.ordinal,
        key,
        row: {
          Id: key,
          WhoId: random.pick(contacts).id,
          Type: type,
          Direction: type === 'Call' ? random.pick(['Inbound', 'Outbound'] as const) : null,
          Subject: type === 'Visit' ? 'Visite' : type === 'Call' ? 'Appel' : 'Note',
          Description: interactionText(type, person.language, random),
          AuthorName: random.pick(life.household.boutique.advisers),
          Boutique: life.household.boutique.code,
          ActivityDateTime: salesforceInstant(atMs),
          DurationMinutes: type === 'Note' ? null : random.between(2, 70),
          RelatedOrder: null,
          RelatedCase: null,
          Space: spaceOf(life.household),
          LastModifiedDate: salesforceInstant(Math.min(nowMs, atMs + random.integer(HOUR_MS))),
        },
      })
    }
  }
  return rows
}

/** Promises and follow-ups; one in eight that are past due is still open. */
export function tellTasks(telling: Telling): Told<CrmTask>[] {
  const { life, random, nowMs } = telling
  const rows: Told<CrmTask>[] = []
  for (const { person, contacts, orders, cases } of life.people) {
    if (contacts.length === 0 || !random.chance(person.tier === 'Client' ? 0.08 : 0.3)) continue
    const key = taskId(life.household.index, rows.length)
    const isPromise = random.chance(0.6)
    const createdMs = nowMs - 2 * HOUR_MS - Math.floor(random.fraction() ** 2 * 300 * DAY_MS)
    const dueMs = createdMs + random.between(1, 14) * DAY_MS
    const isDone = dueMs < nowMs ? random.chance(0.88) : random.chance(0.2)
    const completedMs = Math.min(nowMs - HOUR_MS, dueMs - random.integer(DAY_MS))
    rows.push({
      owner: person.ordinal,
      key,
      row: {
        Id: key,
        WhoId: random.pick(contacts).id,
        Kind: isPromise ? 'Promise' : 'Follow-up',
        Subject: isPromise ? 'Promesse' : 'Relance',
        Description: isPromise
          ? promiseText(person.language, random)
          : interactionText('Call', person.language, random),
        OwnerName: random.pick(life.household.boutique.advisers),
        OwnerBoutique: life.household.boutique.code,
        Status: isDone ? 'Completed' : random.pick(['Not Started', 'In Progress'] as const),
        Priority: random.chance(0.2) ? 'High' : 'Normal',
        DueAt: salesforceInstant(dueMs),
        CompletedAt: isDone ? salesforceInstant(Math.max(createdMs, completedMs)) : null,
        RelatedOrder: orders.length > 0 && random.chance(0.3) ? random.pick(orders).number : null,
        RelatedCase: cases.length > 0 && random.chance(0.3) ? random.pick(cases).number : null,
        Space: spaceOf(life.household),
        CreatedDate: salesforceInstant(createdMs),
        LastModifiedDate: salesforceInstant(isDone ? Math.max(createdMs, completedMs) : createdMs),
      },
    })
  }
  return rows
}
