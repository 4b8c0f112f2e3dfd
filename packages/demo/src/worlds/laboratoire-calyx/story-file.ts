import { isoDate, isoInstant } from '../../time.ts'
import {
  AGNES,
  CLICKED,
  COMPARABLES,
  COMPARABLES_LISTING,
  DAMAGED_ORDER,
  GAP,
  HEAD_OFFICE,
  HEAD_OFFICE_NAME,
  LAPSED,
  MARC,
  NOUR,
  REP,
  SHOP,
  SHOP_NAME,
  SISTER,
  STORY_KEYS,
  storyOrders,
  storyPromise,
  storySales,
  storyTimes,
  TERRITORY,
  THOMAS,
} from './story.ts'

/** What `story.json` holds: whom to visit, and what a page about it has to know. */
export interface CalyxStory {
  readonly world: 'laboratoire-calyx'
  readonly now: string
  readonly visit: Readonly<Record<string, string>>
  readonly pharmacy: StoryOrganization
  readonly payer: StoryOrganization
  readonly people: readonly StoryPerson[]
  /** Each of these is never one with the pharmacy, or with its owner. */
  readonly neverMergeWith: { readonly organization: StoryOrganization; readonly person: StoryPerson }
  readonly sales: {
    readonly thisYear: number
    readonly lastYear: number
    readonly currency: 'EUR'
    readonly basis: 'before tax'
  }
  readonly lapsed: {
    readonly sku: string
    readonly product: string
    readonly lastOrderedOn: string
    readonly ordersBefore: number
  }
  readonly overdue: {
    readonly amount: number
    readonly currency: 'EUR'
    readonly invoices: readonly { readonly number: string; readonly balance: number; readonly dueOn: string }[]
  }
  readonly case: Readonly<Record<string, string | boolean>>
  readonly campaign: Readonly<Record<string, string>>
  readonly promise: Readonly<Record<string, string | boolean>>
  readonly lastVisit: Readonly<Record<string, string>>
  readonly opportunity: Readonly<Record<string, string | number>>
  readonly gap: {
    readonly range: string
    readonly rangeName: string
    readonly comparables: number
    readonly listing: number
  }
}

interface StoryOrganization {
  readonly organizationId: string
  readonly name: string
  readonly customer: string
  readonly finess: string | null
  readonly phone: string
  readonly keys: Keys
}

interface StoryPerson {
  readonly personId: string
  readonly name: string
  readonly role: string
  readonly keys: Keys
}

type Keys = Readonly<Record<string, readonly string[]>>

/** @param keysOf - of every row that is an organisation's or a person's, by their truth's id */
export function makeStory(
  nowMs: number,
  ids: { organization(ordinal: number): string; person(slot: number): string },
  keysOf: (id: string) => Keys,
): CalyxStory {
  const times = storyTimes(nowMs)
  const promise = storyPromise(nowMs)
  const orders = storyOrders(nowMs)
  const withLapsed = orders.filter(
    (order) => order.shop === SHOP && order.lines.some((line) => line.product === LAPSED),
  )
  const unpaid = orders.flatMap(({ invoice }) => (invoice?.status === 'overdue' ? [invoice] : []))
  const organization = (ordinal: number, name: string, key: keyof typeof STORY_KEYS): StoryOrganization => {
    const own = STORY_KEYS[key] as { customer: string; finess?: string; phone: string }
    const organizationId = ids.organization(ordinal)
    return {
      organizationId,
      name,
      customer: own.customer,
      finess: own.finess ?? null,
      phone: own.phone,
      keys: keysOf(organizationId),
    }
  }
  const person = (slot: number, name: string, role: string): StoryPerson => {
    const personId = ids.person(slot)
    return { personId, name, role, keys: keysOf(personId) }
  }
  return {
    world: 'laboratoire-calyx',
    now: isoInstant(nowMs),
    visit: {
      id: STORY_KEYS.visitToday,
      startsAt: isoInstant(times.visitAtMs),
      rep: REP,
      territory: TERRITORY,
      objective: 'Référencer la gamme Solaire',
      meets: 'Agnès Delorme',
    },
    pharmacy: organization(SHOP, SHOP_NAME, 'shop'),
    payer: organization(HEAD_OFFICE, HEAD_OFFICE_NAME, 'headOffice'),
    people: [
      person(AGNES, 'Agnès Delorme', 'owner'),
      person(THOMAS, 'Thomas Rey', 'buyer'),
      person(NOUR, 'Nour Haddad', 'dermo'),
    ],
    neverMergeWith: {
      organization: organization(SISTER, SHOP_NAME, 'sister'),
      person: person(MARC, 'Marc Delorme', 'owner'),
    },
    sales: { ...storySales(nowMs), currency: 'EUR', basis: 'before tax' },
    lapsed: {
      sku: LAPSED.sku,
      product: LAPSED.name,
      lastOrderedOn: isoDate(Math.max(...withLapsed.map((order) => order.placedAtMs))),
      ordersBefore: withLapsed.length,
    },
    overdue: {
      amount: Math.round(unpaid.reduce((sum, { balance }) => sum + balance, 0) * 100) / 100,
      currency: 'EUR',
      invoices: unpaid.map(({ number, balance, dueAtMs }) => ({ number, balance, dueOn: isoDate(dueAtMs) })),
    },
    case: {
      number: STORY_KEYS.case,
      status: 'open',
      priority: 'high',
      topic: 'damaged',
      subject: 'Flacons cassés à la livraison',
      order: DAMAGED_ORDER,
      createdAt: isoInstant(times.caseCreatedAtMs),
      slaDueAt: isoInstant(times.caseDueAtMs),
      isOverdue: true,
    },
    campaign: {
      id: CLICKED.id,
      name: CLICKED.name,
      sentAt: isoInstant(times.sentAtMs),
      clickedAt: isoInstant(times.clickedAtMs),
      clickedBy: 'Thomas Rey',
      url: CLICKED.link,
    },
    promise: {
      task: STORY_KEYS.promise,
      by: REP,
      subject: promise.subject,
      text: promise.text,
      madeAt: isoInstant(times.lastVisitAtMs),
      dueAt: isoInstant(times.promiseDueAtMs),
      isOverdue: true,
    },
    lastVisit: { id: STORY_KEYS.lastVisit, at: isoInstant(times.lastVisitAtMs), report: promise.report },
    opportunity: {
      id: STORY_KEYS.opportunity,
      name: `Référencement ${GAP.name}`,
      stage: 'Proposal',
      amount: 1850,
      currency: 'EUR',
    },
    gap: { range: GAP.code, rangeName: GAP.name, comparables: COMPARABLES, listing: COMPARABLES_LISTING },
  }
}
