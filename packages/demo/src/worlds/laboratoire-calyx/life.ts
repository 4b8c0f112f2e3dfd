import type { Ledger } from '../../ledger.ts'
import { hashText, Random } from '../../random.ts'
import { DAY_MS, HOUR_MS } from '../../time.ts'
import type { Campaign } from './catalogue.ts'
import { CAMPAIGNS } from './catalogue.ts'
import { type Contact, type Group, makeGroup, type Organization } from './groups.ts'
import { accountId, contactId, customerNumber, requesterId, subscriberId, ticketNumber } from './keys.ts'
import { makeOrders, type Order } from './orders.ts'
import { RATES } from './rates.ts'

/** What a group did with the laboratory: the truth from which each system then tells its own version. */
export interface Life {
  readonly group: Group
  readonly organizations: readonly OrganizationLife[]
  readonly contacts: readonly ContactLife[]
}

export interface OrganizationLife {
  readonly organization: Organization
  /** Who pays: the head office, or the pharmacy itself. */
  readonly payer: Organization
  /** CRM accounts: the first one, then duplicates; none where the CRM does not know it. */
  readonly accounts: readonly Card[]
  /** ERP customer numbers: the first one, then duplicates. */
  readonly customers: readonly string[]
  readonly isInDirectory: boolean
  readonly orders: readonly Order[]
}

export interface ContactLife {
  readonly contact: Contact
  /** CRM contacts with the account that each hangs on; the second pharmacy of an owner is one more. */
  readonly cards: readonly ContactCard[]
  readonly subscribers: readonly string[]
  readonly requesters: readonly string[]
  readonly isInDirectory: boolean
  readonly cases: readonly Case[]
  readonly mailings: readonly Mailing[]
}

export interface Card {
  readonly id: string
  readonly isDeleted: boolean
  /** What the CRM merged this one into. */
  readonly mergedInto: string | null
}

export interface ContactCard extends Card {
  /** Ordinal of the organisation whose account it is. */
  readonly organization: number
}

export type CaseTopic = 'damaged' | 'missing' | 'late' | 'invoice' | 'reaction' | 'training'

export interface Case {
  readonly number: string
  readonly requester: string
  readonly topic: CaseTopic
  readonly order: Order | null
  readonly createdAtMs: number
  readonly status: 'new' | 'open' | 'pending' | 'solved' | 'closed'
  readonly priority: 'low' | 'normal' | 'high' | 'urgent'
}

/** A mailing that reached somebody's mailbox, or did not. */
export interface Mailing {
  readonly subscriber: string
  readonly campaign: Campaign
  readonly sentAtMs: number
  readonly isBounced: boolean
  readonly openedAtMs: number | null
  readonly clickedAtMs: number | null
}

const PRESENCE_LABEL = hashText('calyx-presence')
const DEEDS_LABEL = hashText('calyx-deeds')

/** Makes a group's life again from its index; nothing is held afterwards. */
export function makeLife(seed: number, index: number, nowMs: number, size: number, ledger: Ledger | null): Life {
  const group = makeGroup(seed, index, nowMs, size)
  const presence = new Random(seed, PRESENCE_LABEL, index)
  const deeds = new Random(seed, DEEDS_LABEL, index)
  const payer = group.organizations[0] as Organization
  const organizations = group.organizations.map((organization): OrganizationLife => {
    const isHeadOffice = organization.kind === 'headOffice'
    const isInErp = organization.isCustomer
    const isInCrm = presence.chance(organization.isCustomer ? 0.94 : 0.5)
    // Nobody is known to no system.
    const isInDirectory = !isHeadOffice && (presence.chance(0.95) || (!isInErp && !isInCrm))
    const customers = isInErp ? slots('erp/customers', presence, ledger) : 0
    const numbers = Array.from({ length: customers }, (_, slot) => customerNumber(organization.serial, slot))
    const accounts = isInCrm
      ? cardsOf('crm/accounts', presence, ledger, (slot) => accountId(organization.serial, slot))
      : []
    const orders = isHeadOffice ? [] : makeOrders({ organization, payer, nowMs, random: deeds, ledger })
    return { organization, payer, accounts, customers: numbers, isInDirectory, orders }
  })
  const contacts = group.contacts.map((contact) =>
    makeContactLife(contact, organizations, presence, deeds, nowMs, ledger),
  )
  return { group, organizations, contacts }
}

function makeContactLife(
  contact: Contact,
  organizations: readonly OrganizationLife[],
  presence: Random,
  deeds: Random,
  nowMs: number,
  ledger: Ledger | null,
): ContactLife {
  const employer = organizations[contact.organization] as OrganizationLife
  const isInCrm = employer.accounts.length > 0 && presence.chance(0.85)
  const isSubscriber = presence.chance(0.5)
  const isRequester = employer.organization.isCustomer && presence.chance(contact.role === 'owner' ? 0.22 : 0.12)
  const isPharmacist = contact.rpps !== null && employer.isInDirectory
  const isInDirectory = isPharmacist && presence.chance(0.9)
  // Nobody is known to no system.
  const isStranger = !isInCrm && !isSubscriber && !isRequester && !isInDirectory
  const own = isInCrm
    ? cardsOf('crm/contacts', presence, ledger, (slot) => contactId(contact.serial, slot)).map((card) => ({
        ...card,
        organization: contact.organization,
      }))
    : []
  const second = contact.secondPharmacy === null ? undefined : organizations[contact.secondPharmacy]
  if (isInCrm && second !== undefined && second.accounts.length > 0) {
    own.push({
      id: contactId(contact.serial, 2),
      isDeleted: false,
      mergedInto: null,
      organization: second.organization.ordinal,
    })
  }
  const subscriberSlots = isSubscriber || isStranger ? slots('marketing/subscribers', presence, ledger) : 0
  const requesterSlots = isRequester ? slots('support/requesters', presence, ledger) : 0
  const subscribers = Array.from({ length: subscriberSlots }, (_, slot) => subscriberId(contact.serial, slot))
  const requesters = Array.from({ length: requesterSlots }, (_, slot) => requesterId(contact.serial, slot))
  return {
    contact,
    cards: own,
    subscribers,
    requesters,
    isInDirectory,
    cases: makeCases(contact, requesters, employer.orders, nowMs, deeds),
    mailings: makeMailings(subscribers, employer.organization, nowMs, deeds, ledger),
  }
}

/** How many records one system has of somebody it knows: one, sometimes two. */
function slots(
  stream: 'erp/customers' | 'crm/accounts' | 'crm/contacts' | 'marketing/subscribers' | 'support/requesters',
  random: Random,
  ledger: Ledger | null,
): number {
  const isTwice = random.chance(RATES[stream].duplicate)
  ledger?.count(stream, 'duplicate', isTwice)
  return isTwice ? 2 : 1
}

function cardsOf(
  stream: 'crm/accounts' | 'crm/contacts',
  random: Random,
  ledger: Ledger | null,
  idOf: (slot: number) => string,
): Card[] {
  const rates = RATES[stream]
  return Array.from({ length: slots(stream, random, ledger) }, (_, slot) => {
    const isMerged = slot > 0 && random.chance(rates['duplicate-merged'])
    const isDeleted = !isMerged && random.chance(rates.deleted)
    if (slot > 0) ledger?.count(stream, 'duplicate-merged', isMerged)
    if (!isMerged) ledger?.count(stream, 'deleted', isDeleted)
    return { id: idOf(slot), isDeleted, mergedInto: isMerged ? idOf(0) : null }
  })
}

function makeCases(
  contact: Contact,
  requesters: readonly string[],
  orders: readonly Order[],
  nowMs: number,
  random: Random,
): readonly Case[] {
  const cases: Case[] = []
  for (const [slot, requester] of requesters.entries()) {
    for (let wanted = slot === 0 ? 1 + random.geometric(0.4) : 1; wanted > 0 && cases.length < 8; wanted--) {
      const order = orders.length > 0 && random.chance(0.75) ? random.pick(orders) : null
      const topic = random.pick(
        order === null
          ? (['training', 'reaction', 'invoice'] as const)
          : (['damaged', 'missing', 'late', 'invoice'] as const),
      )
      const earliestMs = order?.placedAtMs ?? nowMs - 600 * DAY_MS
      const createdAtMs = Math.floor(earliestMs + random.fraction() * (nowMs - earliestMs - HOUR_MS))
      const isRecent = nowMs - createdAtMs < 18 * DAY_MS
      cases.push({
        number: ticketNumber(contact.serial, cases.length),
        requester,
        topic,
        order,
        createdAtMs,
        status: isRecent
          ? random.pick(['new', 'open', 'pending'] as const)
          : random.pick(['solved', 'closed', 'closed'] as const),
        priority: topic === 'reaction' ? 'urgent' : random.pick(['low', 'normal', 'normal', 'high'] as const),
      })
    }
  }
  return cases
}

/** Pharmacies open and click more of what they list. */
function makeMailings(
  subscribers: readonly string[],
  employer: Organization,
  nowMs: number,
  random: Random,
  ledger: Ledger | null,
): readonly Mailing[] {
  const rates = RATES['marketing/activity']
  const mailings: Mailing[] = []
  for (const subscriber of subscribers) {
    for (const campaign of CAMPAIGNS) {
      if (!random.chance(0.7)) continue
      const sentAtMs = nowMs - campaign.sentDaysAgo * DAY_MS + random.integer(6 * HOUR_MS)
      const isBounced = random.chance(rates.bounced)
      const isOpened = !isBounced && random.chance(rates.opened)
      const isClicked = isOpened && random.chance(rates.clicked)
      ledger?.count('marketing/activity', 'bounced', isBounced)
      if (!isBounced) ledger?.count('marketing/activity', 'opened', isOpened)
      if (isOpened) ledger?.count('marketing/activity', 'clicked', isClicked)
      const patienceMs = employer.listings.has(campaign.range.code) ? 2 * DAY_MS : 5 * DAY_MS
      const openedAtMs = Math.min(nowMs - HOUR_MS, sentAtMs + random.integer(patienceMs))
      const clickedAtMs = Math.min(nowMs - HOUR_MS / 2, openedAtMs + random.integer(HOUR_MS / 2))
      mailings.push({
        subscriber,
        campaign,
        sentAtMs,
        isBounced,
        openedAtMs: isOpened ? openedAtMs : null,
        clickedAtMs: isClicked ? clickedAtMs : null,
      })
    }
  }
  return mailings
}
