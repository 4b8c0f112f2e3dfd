import { salesforceId } from '../../salesforce-id.ts'
import { atParisTime, DAY_MS, isoDate, isoInstant, MINUTE_MS } from '../../time.ts'
import type { TrueAttributes } from '../../world.ts'
import { CATALOGUE, type Product, STORY_BAG } from './catalogue.ts'

/**
 * The heroine's story, the same in every world of the house: Mme Hélène de Montferrand, whose express order from the
 * flagship came two days late with a faulty clasp, whose case is open, and to whom the shop's manager promised a
 * replacement that is now overdue. Only its dates move, with `now`.
 */
export const STORY_HOUSEHOLD = 12
export const HELENE = 0
export const INES = 1

/** Keys of the story's rows. All lie outside the ranges from which other rows' keys are made. */
export const STORY_KEYS = {
  helene: {
    contact: salesforceId('003', 900_000_001),
    customer: 'C80210447',
    requester: 'REQ-80210447',
    mobile: '+33639980417',
    email: 'helene.demontferrand@courriel.example',
    formerEmail: 'h.montferrand@fastpost.example',
    ipad: '5f0e6a2c-7c1d-4b7e-a0c4-3d1f9b8e2a61',
    phone: 'd2a94c10-31b7-4f0a-a9e5-6b7c8d9e0f12',
  },
  ines: {
    contact: salesforceId('003', 900_000_002),
    customer: 'C80210448',
    mobile: '+33639982253',
    email: 'ines.demontferrand@inbox.example',
    laptop: 'b7d1e3f5-90a2-4c4d-a6e8-1f2a3b4c5d6e',
  },
  familyPhone: '+33199004187',
  order: 'MA-8204-1187',
  case: 'AUR-9041207',
  task: salesforceId('00T', 900_000_001),
  note: salesforceId('00U', 900_000_001),
  call: salesforceId('00U', 900_000_002),
  visit: salesforceId('00U', 900_000_003),
  inesOrder: 'MA-8204-0932',
} as const

const MONTHS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
]

/** A purchase of the past, in the flagship unless said otherwise. */
export interface PastOrder {
  readonly number: string
  readonly daysAgo: number
  readonly channel: 'boutique' | 'online'
  readonly products: readonly Product[]
}

function product(name: string): Product {
  const found = CATALOGUE.find((one) => one.name === name)
  if (found === undefined) throw new RangeError(`the catalogue has no ${name}`)
  return found
}

/** What Mme de Montferrand bought before the story's order. */
export const PAST_ORDERS: readonly PastOrder[] = [
  { number: 'MA-8011-0214', daysAgo: 2150, channel: 'boutique', products: [product('Sac Ondine moyen, veau souple noir')] },
  { number: 'MA-8026-7730', daysAgo: 1804, channel: 'boutique', products: [product('Bracelet Constellation 18 cm, or jaune diamant')] },
  { number: 'MA-8049-3312', daysAgo: 1402, channel: 'boutique', products: [product('Montre Méridien 36 mm, acier cadran blanc')] },
  {
    number: 'MA-8077-9081', daysAgo: 1011, channel: 'boutique',
    products: [product('Manteau Rive Gauche T38, cachemire camel'), product('Chemisier Rive Gauche T38, crêpe de soie ivoire')],
  },
  { number: 'MA-8098-1146', daysAgo: 622, channel: 'boutique', products: [product('Valise Voyageur cabine, toile et cuir havane')] },
  { number: 'MA-8126-4405', daysAgo: 331, channel: 'boutique', products: [product('Bague Constellation taille 52, or jaune saphir')] },
  { number: 'MA-8150-2099', daysAgo: 203, channel: 'boutique', products: [product('Montre Méridien 40 mm, acier cadran bleu')] },
  {
    number: 'MA-8177-6518', daysAgo: 96, channel: 'online',
    products: [product('Pochette Célestine, satin noir'), product('Carré Aurore 90 cm, twill de soie nuit'), product('Eau de parfum Sillage 100 ml, jus iris')],
  },
] // biome-ignore format: a list of purchases

/** Everything she bought, the story's bag included, in whole euros. */
export const LIFETIME_VALUE_EUROS = PAST_ORDERS.flatMap((order) => order.products).reduce(
  (sum, one) => sum + one.priceEuros,
  STORY_BAG.priceEuros,
)

/** The story's instants, all from `now`. */
export interface StoryTimes {
  readonly placedAtMs: number
  readonly promisedAtMs: number
  readonly deliveredAtMs: number
  readonly caseCreatedAtMs: number
  readonly caseDueAtMs: number
  readonly promiseMadeAtMs: number
  readonly promiseDueAtMs: number
  readonly consentWithdrawnAtMs: number
  readonly sessionAtMs: number
  readonly signedInAtMs: number
}

export function storyTimes(nowMs: number): StoryTimes {
  const at = (daysAgo: number, hours: number, minutes: number) => atParisTime(nowMs - daysAgo * DAY_MS, hours, minutes)
  return {
    placedAtMs: at(9, 11, 5),
    promisedAtMs: at(7, 12, 0),
    deliveredAtMs: at(5, 16, 40),
    caseCreatedAtMs: at(4, 9, 12),
    caseDueAtMs: at(3, 9, 12),
    promiseMadeAtMs: at(3, 10, 25),
    promiseDueAtMs: at(1, 18, 0),
    consentWithdrawnAtMs: at(20, 14, 30),
    sessionAtMs: at(1, 20, 47),
    signedInAtMs: at(26, 21, 15),
  }
}

/** The promise as Camille Aubert wrote it down. */
export function storyPromise(nowMs: number): {
  readonly subject: string
  readonly text: string
  readonly note: string
} {
  const due = new Date(storyTimes(nowMs).promiseDueAtMs)
  const date = `${due.getUTCDate()} ${MONTHS[due.getUTCMonth()]}`
  return {
    subject: 'Remplacement du sac Héloïse',
    text: `Remplacer le sac Héloïse au fermoir défectueux et livrer le nouveau chez elle, au plus tard le ${date} à 18 h.`,
    note:
      `Mme de Montferrand a appelé, très contrariée : livraison express arrivée avec deux jours de retard et fermoir qui ne ferme pas. ` +
      `Je lui ai promis un sac de remplacement livré chez elle au plus tard le ${date} à 18 h, et je m'en occupe moi-même. Camille`,
  }
}

/** The truth about the two women of the story. */
export const STORY_TRUTH: readonly TrueAttributes[] = [
  {
    firstName: 'Hélène', lastName: 'de Montferrand', birthName: null, birthDate: '1968-04-03', gender: 'female', country: 'FR',
    language: 'fr', emails: [STORY_KEYS.helene.email, STORY_KEYS.helene.formerEmail],
    phones: [STORY_KEYS.helene.mobile, STORY_KEYS.familyPhone], street: '18 rue des Acacias-Blancs', postalCode: '75007', city: 'Paris',
    tier: 'Ambassadeur',
  },
  {
    firstName: 'Inès', lastName: 'de Montferrand', birthName: null, birthDate: '1996-09-21', gender: 'female', country: 'FR',
    language: 'fr', emails: [STORY_KEYS.ines.email], phones: [STORY_KEYS.ines.mobile, STORY_KEYS.familyPhone],
    street: '18 rue des Acacias-Blancs', postalCode: '75007', city: 'Paris', tier: 'Client',
  },
] // biome-ignore format: two people

/** What the story's records get wrong. */
export const STORY_DISAGREEMENTS: readonly string[] = [
  `accents-dropped@shop/customers:${STORY_KEYS.helene.customer}`,
  `wrong-birth-date@shop/customers:${STORY_KEYS.helene.customer}`,
  `former-address@shop/customers:${STORY_KEYS.helene.customer}`,
  `accents-dropped@support/requesters:${STORY_KEYS.helene.requester}`,
  `former-email@support/requesters:${STORY_KEYS.helene.requester}`,
  `family-phone@shop/customers:${STORY_KEYS.ines.customer}`,
]

/** What `story.json` holds: the keys to call up the story by, and what a brief about it has to know. */
export interface Story {
  readonly world: 'maison-aurele'
  readonly now: string
  readonly heroine: {
    readonly personId: string
    readonly name: string
    readonly tier: string
    /** The number that rings; hers alone. */
    readonly phone: string
    /** The family's line, hers and her daughter's: two candidates. */
    readonly sharedPhone: string
    readonly email: string
    readonly formerEmail: string
    readonly keys: Readonly<Record<string, readonly string[]>>
    readonly anonymousIds: readonly string[]
  }
  readonly neverMergeWith: {
    readonly personId: string
    readonly name: string
    readonly keys: Readonly<Record<string, readonly string[]>>
  }
  readonly order: Readonly<Record<string, unknown>>
  readonly case: Readonly<Record<string, unknown>>
  readonly promise: Readonly<Record<string, unknown>>
  readonly webSession: Readonly<Record<string, unknown>>
  readonly consent: Readonly<Record<string, unknown>>
  readonly lifetimeValue: Readonly<Record<string, unknown>>
  readonly conflicts: readonly Readonly<Record<string, unknown>>[]
}

/** The story's keys and expected facts, as of `nowMs`; `keys` are those of every row that is theirs. */
export function makeStory(
  nowMs: number,
  personIds: readonly [string, string],
  keys: readonly [Record<string, readonly string[]>, Record<string, readonly string[]>],
): Story {
  const times = storyTimes(nowMs)
  const promise = storyPromise(nowMs)
  return {
    world: 'maison-aurele',
    now: isoInstant(nowMs),
    heroine: {
      personId: personIds[0],
      name: 'Hélène de Montferrand',
      tier: 'Ambassadeur',
      phone: STORY_KEYS.helene.mobile,
      sharedPhone: STORY_KEYS.familyPhone,
      email: STORY_KEYS.helene.email,
      formerEmail: STORY_KEYS.helene.formerEmail,
      keys: keys[0],
      anonymousIds: [STORY_KEYS.helene.ipad, STORY_KEYS.helene.phone],
    },
    neverMergeWith: { personId: personIds[1], name: 'Inès de Montferrand', keys: keys[1] },
    order: {
      number: STORY_KEYS.order,
      store: 'FSH',
      storeName: 'Faubourg Saint-Honoré',
      service: 'express',
      placedAt: isoInstant(times.placedAtMs),
      promisedAt: isoInstant(times.promisedAtMs),
      deliveredAt: isoInstant(times.deliveredAtMs),
      sku: STORY_BAG.sku,
      product: STORY_BAG.name,
      total: STORY_BAG.priceEuros,
      currency: 'EUR',
    },
    case: {
      number: STORY_KEYS.case,
      status: 'open',
      priority: 'high',
      subject: 'Fermoir défectueux',
      createdAt: isoInstant(times.caseCreatedAtMs),
      slaDueAt: isoInstant(times.caseDueAtMs),
      isOverdue: true,
    },
    promise: {
      task: STORY_KEYS.task,
      note: STORY_KEYS.note,
      by: 'Camille Aubert',
      store: 'FSH',
      subject: promise.subject,
      text: promise.text,
      noteText: promise.note,
      madeAt: isoInstant(times.promiseMadeAtMs),
      dueAt: isoInstant(times.promiseDueAtMs),
      isOverdue: true,
    },
    webSession: {
      anonymousId: STORY_KEYS.helene.ipad,
      startedAt: isoInstant(times.sessionAtMs),
      endedAt: isoInstant(times.sessionAtMs + 9 * MINUTE_MS),
      pages: ['/fr/entretien/sacs', `/fr/p/${STORY_BAG.slug}`, '/fr/service/retours'],
      isAnonymous: true,
      signedInBefore: isoInstant(times.signedInAtMs),
    },
    consent: {
      purpose: 'marketing',
      channel: 'email',
      state: 'withdrawn',
      since: isoInstant(times.consentWithdrawnAtMs),
      source: 'crm',
    },
    lifetimeValue: {
      amount: LIFETIME_VALUE_EUROS,
      currency: 'EUR',
      orders: PAST_ORDERS.length + 1,
      firstOrderOn: isoDate(nowMs - 2150 * DAY_MS),
    },
    conflicts: [
      { attribute: 'birthDate', 'crm/contacts': '1968-04-03', 'shop/customers': '1968-03-04' },
      {
        attribute: 'address',
        'crm/contacts': '18 rue des Acacias-Blancs, 75007 Paris',
        'shop/customers': '3 VILLA DES GLYCINES, 75016 PARIS',
      },
      {
        attribute: 'email',
        'crm/contacts': STORY_KEYS.helene.email,
        'support/requesters': STORY_KEYS.helene.formerEmail,
      },
      { attribute: 'emailOptIn', 'crm/contacts': false, 'shop/customers': 'O' },
    ],
  }
}
