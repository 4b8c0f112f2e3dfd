import { frenchVatNumber } from '../../check-digits.ts'
import { bareUtcInstant, DAY_MS, isoDate, isoInstant, MINUTE_MS, salesforceInstant } from '../../time.ts'
import type { Told } from '../../told.ts'
import type { CrmAccount, CrmContact } from './crm.ts'
import { type ErpCustomer, writeInvoice, writeOrder } from './erp.ts'
import { type Subscriber, writeMailing } from './marketing.ts'
import { writeStatistics } from './statistics.ts'
import {
  AGNES,
  CLICKED,
  DAMAGED_ORDER,
  GAP,
  HEAD_OFFICE,
  HEAD_OFFICE_NAME,
  MARC,
  NOUR,
  REP,
  SHOP,
  SISTER,
  STORY_KEYS,
  SYLVIE,
  storyOrders,
  storyPromise,
  storyTimes,
  TERRITORY,
  THOMAS,
} from './story.ts'
import { listings, pharmacies, pharmacists } from './story-directory.ts'
import type { Requester, Ticket } from './support.ts'
import { capitals, contactOwner, sapDate } from './telling.ts'
import type { CrmOpportunity, CrmTask, CrmVisit } from './visits.ts'

const { shop, sister, headOffice, agnes, thomas, nour, sylvie, marc } = STORY_KEYS

/** The story's rows of one file, in that system's own columns. */
export function storyRows(file: string, nowMs: number): Told[] {
  switch (file) {
    case 'crm/accounts.jsonl':
      return accounts(nowMs)
    case 'crm/contacts.jsonl':
      return contacts(nowMs)
    case 'crm/visits.jsonl':
      return visits(nowMs)
    case 'crm/tasks.jsonl':
      return tasks(nowMs)
    case 'crm/opportunities.jsonl':
      return opportunities(nowMs)
    case 'erp/customers.csv':
      return customers(nowMs)
    case 'erp/orders.csv':
      return storyOrders(nowMs).map((order) => {
        const row = writeOrder(order, order.shop === SHOP ? shop.customer : sister.customer, headOffice.customer)
        return { owner: order.shop, key: order.number, row }
      })
    case 'erp/invoices.csv':
      return storyOrders(nowMs).flatMap((order) => {
        const shipTo = order.shop === SHOP ? shop.customer : sister.customer
        const row = writeInvoice(order, shipTo, headOffice.customer, nowMs)
        return row === null ? [] : [{ owner: HEAD_OFFICE, key: row.VBELN, row }]
      })
    case 'erp/statistics.csv':
      return [
        { owner: SHOP, number: shop.customer },
        { owner: SISTER, number: sister.customer },
      ].flatMap(({ owner, number }) => {
        const own = storyOrders(nowMs).filter((order) => order.shop === owner)
        return writeStatistics(number, own, nowMs).map((row) => ({ owner, key: row.ID, row }))
      })
    case 'marketing/subscribers.csv':
      return subscribers(nowMs)
    case 'marketing/activity.jsonl':
      return activity(nowMs)
    case 'support/requesters.csv':
      return requesters(nowMs)
    case 'support/tickets.jsonl':
      return tickets(nowMs)
    case 'directory/pharmacies.csv':
      return pharmacies(nowMs)
    case 'directory/pharmacists.csv':
      return pharmacists(nowMs)
    case 'directory/listings.csv':
      return listings(nowMs)
    default:
      return []
  }
}

function accounts(nowMs: number): Told<CrmAccount>[] {
  const base = {
    Country: 'France',
    Segment: 'A',
    Status: 'Customer',
    Territory: TERRITORY,
    OwnerName: REP,
    CreatedDate: salesforceInstant(nowMs - 2400 * DAY_MS),
    LastModifiedDate: salesforceInstant(nowMs - 41 * DAY_MS),
  } as const
  const own: CrmAccount = {
    ...base, Id: shop.account, Name: 'Pharmacie des Arcades', Type: 'Pharmacy', ParentId: headOffice.account,
    Street: '14 cours Vitton', PostalCode: '69006', City: 'Lyon', Phone: '+33 4 65 71 22 80', Email: shop.email,
    Finess: shop.finess,
    ErpNumber: '90000117', Typology: 'centre-ville',
  } // biome-ignore format: one record
  const other: CrmAccount = {
    ...base, Id: sister.account, Name: 'Pharmacie des Arcades', Type: 'Pharmacy', ParentId: headOffice.account,
    Street: '3 place Grandclément', PostalCode: '69100', City: 'Villeurbanne', Phone: '+33 4 65 71 44 02', Email: null,
    Finess: sister.finess, ErpNumber: headOffice.customer, Segment: 'B', Typology: 'quartier',
  } // biome-ignore format: one record
  const payer: CrmAccount = {
    ...base, Id: headOffice.account, Name: HEAD_OFFICE_NAME, Type: 'Head Office', ParentId: null,
    Street: '40 avenue Tony-Garnier',
    PostalCode: '69007', City: 'Lyon', Phone: '+33 4 65 71 44 02', Email: headOffice.email, Finess: null,
    ErpNumber: headOffice.customer,
    Typology: null,
  } // biome-ignore format: one record
  return [
    { owner: SHOP, key: shop.account, row: own },
    { owner: SISTER, key: sister.account, row: other },
    { owner: HEAD_OFFICE, key: headOffice.account, row: payer },
  ]
}

function contacts(nowMs: number): Told<CrmContact>[] {
  const at = (daysAgo: number) => salesforceInstant(nowMs - daysAgo * DAY_MS)
  const base = {
    AccountId: shop.account, AccountNumber: shop.customer, AccountFiness: shop.finess, Rpps: null, Interests: null,
    Territory: TERRITORY, EmailOptIn: true,
    EmailOptInDate: at(500), CreatedDate: at(1200), LastModifiedDate: at(41),
  } // biome-ignore format: what they share
  const rows: readonly (readonly [slot: number, row: CrmContact])[] = [
    [AGNES, {
      ...base, Id: agnes.contact, Salutation: 'Mme', FirstName: 'Agnès', LastName: 'Delorme', Role: 'Titulaire',
      Email: agnes.email,
      MobilePhone: '+33 6 39 98 55 14', Rpps: agnes.rpps, Interests: 'les marges, la formation de son équipe',
    }],
    [THOMAS, {
      ...base, Id: thomas.contact, Salutation: 'M.', FirstName: 'Thomas', LastName: 'Rey', Role: 'Acheteur',
      Email: thomas.email,
      MobilePhone: '06 39 98 66 27', Interests: 'les conditions de pré-saison',
    }],
    [NOUR, {
      ...base, Id: nour.contact, Salutation: 'Mme', FirstName: 'Nour', LastName: 'Haddad', Role: 'Dermo-conseil',
      Email: shop.email,
      MobilePhone: nour.mobile, Interests: 'le conseil peaux sensibles', EmailOptIn: null, EmailOptInDate: null,
    }],
    [SYLVIE, {
      ...base, Id: sylvie.contact, AccountId: headOffice.account, AccountNumber: headOffice.customer,
      AccountFiness: null, Salutation: 'Mme',
      FirstName: 'Sylvie', LastName: 'Garnier', Role: 'Comptabilité', Email: sylvie.email,
      MobilePhone: '+33 4 65 71 44 02',
    }],
    [MARC, {
      ...base, Id: marc.contact, AccountId: sister.account, AccountNumber: sister.customer,
      AccountFiness: sister.finess, Salutation: 'M.', FirstName: 'Marc',
      LastName: 'Delorme', Role: 'Titulaire', Email: shop.email, MobilePhone: '+33 6 39 98 88 43', Rpps: marc.rpps,
    }],
  ] // biome-ignore format: five people
  return rows.map(([slot, row]) => ({ owner: contactOwner(slot), key: row.Id, row }))
}

function visits(nowMs: number): Told<CrmVisit>[] {
  const times = storyTimes(nowMs)
  const base = {
    AccountId: shop.account,
    ContactId: agnes.contact,
    OwnerName: REP,
    Territory: TERRITORY,
    Subject: 'Visite officine',
  }
  const rows: CrmVisit[] = [
    {
      ...base, Id: STORY_KEYS.visitToday, Status: 'Planned', StartsAt: salesforceInstant(times.visitAtMs),
      DurationMinutes: 30,
      Objective: 'Référencer la gamme Solaire', Report: null, Outcome: null,
      LastModifiedDate: salesforceInstant(nowMs - 6 * DAY_MS),
    },
    {
      ...base, Id: STORY_KEYS.lastVisit, Status: 'Done', StartsAt: salesforceInstant(times.lastVisitAtMs),
      DurationMinutes: 35,
      Objective: 'Proposer la pré-saison Solaire', Report: storyPromise(nowMs).report, Outcome: 'À relancer',
      LastModifiedDate: salesforceInstant(times.lastVisitAtMs + 60 * MINUTE_MS),
    },
    {
      ...base, Id: STORY_KEYS.earlierVisit, ContactId: thomas.contact, Status: 'Done',
      StartsAt: salesforceInstant(times.earlierVisitAtMs),
      DurationMinutes: 25, Objective: 'Relancer le réassort', Outcome: 'Commande prise',
      Report: 'M. Rey a commandé, mais plus de Crème Riche : un concurrent a pris un mètre linéaire.',
      LastModifiedDate: salesforceInstant(times.earlierVisitAtMs + 40 * MINUTE_MS),
    },
  ] // biome-ignore format: three visits
  return rows.map((row) => ({ owner: SHOP, key: row.Id, row }))
}

function tasks(nowMs: number): Told<CrmTask>[] {
  const times = storyTimes(nowMs)
  const { subject, text } = storyPromise(nowMs)
  const row: CrmTask = {
    Id: STORY_KEYS.promise, AccountId: shop.account, ContactId: agnes.contact, VisitId: STORY_KEYS.lastVisit,
    Kind: 'Promise',
    Subject: subject, Description: text, OwnerName: REP, Status: 'In Progress', Priority: 'High',
    DueAt: salesforceInstant(times.promiseDueAtMs), CompletedAt: null, Territory: TERRITORY,
    CreatedDate: salesforceInstant(times.lastVisitAtMs + 60 * MINUTE_MS),
    LastModifiedDate: salesforceInstant(times.lastVisitAtMs + 60 * MINUTE_MS),
  } // biome-ignore format: one record
  return [{ owner: SHOP, key: row.Id, row }]
}

function opportunities(nowMs: number): Told<CrmOpportunity>[] {
  const row: CrmOpportunity = {
    Id: STORY_KEYS.opportunity, AccountId: shop.account, Name: `Référencement ${GAP.name}`, Range: GAP.code,
    Stage: 'Proposal', Amount: 1850,
    Currency: 'EUR', CloseDate: isoDate(nowMs + 21 * DAY_MS), OwnerName: REP, Territory: TERRITORY,
    CreatedDate: salesforceInstant(nowMs - 41 * DAY_MS), LastModifiedDate: salesforceInstant(nowMs - 12 * DAY_MS),
  } // biome-ignore format: one record
  return [{ owner: SHOP, key: row.Id, row }]
}

function customers(nowMs: number): Told<ErpCustomer>[] {
  const base = {
    NAME2: '', LAND1: 'FR', KUNRG: headOffice.customer, ZTERM: 'Z060', WAERS: 'EUR', AUFSD: '',
    ERDAT: sapDate(isoDate(nowMs - 2400 * DAY_MS)), AEDAT: sapDate(isoDate(nowMs - 200 * DAY_MS)),
  } // biome-ignore format: what they share
  const vatOf = (siret: string) => frenchVatNumber(siret.slice(0, 9))
  const own: ErpCustomer = {
    ...base, KUNNR: shop.customer, KTOKD: 'ZSHP', NAME1: 'PHIE DES ARCADES', NAME2: 'SELARL PHARMACIE DES ARCADES',
    STRAS: '14 COURS VITTON',
    PSTLZ: '69006', ORT01: 'LYON', TELF1: '04 65 71 22 80', STCD1: shop.siret, STCEG: vatOf(shop.siret),
    KLIMK: '15000,00',
  } // biome-ignore format: one record
  const other: ErpCustomer = {
    ...base, KUNNR: sister.customer, KTOKD: 'ZSHP', NAME1: 'PHIE DES ARCADES', STRAS: '3 PLACE GRANDCLEMENT',
    PSTLZ: '69100',
    ORT01: 'VILLEURBANNE', TELF1: '0465713391', STCD1: headOffice.siret, STCEG: vatOf(headOffice.siret),
    KLIMK: '8000,00',
  } // biome-ignore format: one record
  const payer: ErpCustomer = {
    ...base, KUNNR: headOffice.customer, KTOKD: 'ZGRP', NAME1: capitals(HEAD_OFFICE_NAME),
    STRAS: '40 AVENUE TONY-GARNIER', PSTLZ: '69007',
    ORT01: 'LYON', TELF1: '04 65 71 44 02', STCD1: headOffice.siret, STCEG: vatOf(headOffice.siret), KLIMK: '25000,00',
  } // biome-ignore format: one record
  return [
    { owner: SHOP, key: shop.customer, row: own },
    { owner: SISTER, key: sister.customer, row: other },
    { owner: HEAD_OFFICE, key: headOffice.customer, row: payer },
  ]
}

function subscribers(nowMs: number): Told<Subscriber>[] {
  const at = (daysAgo: number) => isoInstant(nowMs - daysAgo * DAY_MS)
  const base = {
    company: 'Pharmacie des Arcades', customer_number: shop.customer, state: 'subscribed', state_changed_at: at(500),
    created_at: at(500),
    updated_at: at(90),
  } // biome-ignore format: what they share
  const rows: readonly (readonly [slot: number, row: Subscriber])[] = [
    [
      THOMAS,
      { ...base, subscriber_id: thomas.subscriber, email: thomas.email, first_name: 'Thomas', last_name: 'Rey' },
    ],
    [NOUR, { ...base, subscriber_id: nour.subscriber, email: shop.email, first_name: 'Nour', last_name: 'Haddad' }],
  ]
  return rows.map(([slot, row]) => ({ owner: contactOwner(slot), key: row.subscriber_id, row }))
}

function activity(nowMs: number): Told[] {
  const { sentAtMs, openedAtMs, clickedAtMs } = storyTimes(nowMs)
  const mailing = { campaign: CLICKED, sentAtMs, isBounced: false }
  let count = 0
  const nextId = () => `act_arcades${++count}`
  const clicked = writeMailing(
    { ...mailing, subscriber: thomas.subscriber, openedAtMs, clickedAtMs },
    shop.customer,
    nextId,
  )
  const sent = writeMailing(
    { ...mailing, subscriber: nour.subscriber, openedAtMs: null, clickedAtMs: null },
    shop.customer,
    nextId,
  )
  return [
    ...clicked.map((row) => ({ owner: contactOwner(THOMAS), key: row.id, row })),
    ...sent.map((row) => ({ owner: contactOwner(NOUR), key: row.id, row })),
  ]
}

function requesters(nowMs: number): Told<Requester>[] {
  const row: Requester = {
    requester_id: agnes.requester, name: 'Agnes Delorme', email: agnes.email, phone: '0639985514',
    organization: 'Pharmacie des Arcades',
    customer_number: shop.customer, created_at: bareUtcInstant(nowMs - 900 * DAY_MS),
    updated_at: bareUtcInstant(nowMs - 5 * DAY_MS),
  } // biome-ignore format: one record
  return [{ owner: contactOwner(AGNES), key: agnes.requester, row }]
}

function tickets(nowMs: number): Told<Ticket>[] {
  const times = storyTimes(nowMs)
  const product = storyOrders(nowMs).find((order) => order.number === DAMAGED_ORDER)?.lines[0]?.product
  const row: Ticket = {
    ticket_number: STORY_KEYS.case, requester_id: agnes.requester, requester_name: 'Agnes Delorme',
    customer_number: shop.customer,
    subject: 'Flacons cassés à la livraison', topic: 'damaged', status: 'open', priority: 'high', channel: 'phone',
    description: `Livraison ${DAMAGED_ORDER} : un carton écrasé, huit flacons de ${product?.name} fuyants. Nous attendons le remplacement.`,
    order_number: DAMAGED_ORDER, material: product?.sku ?? null, created_at: bareUtcInstant(times.caseCreatedAtMs),
    updated_at: bareUtcInstant(times.caseCreatedAtMs + 50 * MINUTE_MS), sla_due_at: bareUtcInstant(times.caseDueAtMs),
    solved_at: null,
    assignee: 'Maud Terrier',
  } // biome-ignore format: one record
  return [{ owner: SHOP, key: STORY_KEYS.case, row }]
}
