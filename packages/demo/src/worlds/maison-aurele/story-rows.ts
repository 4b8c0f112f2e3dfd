import { pageViewed } from '../../browsers.ts'
import { decimalComma } from '../../csv.ts'
import {
  atParisTime,
  bareUtcInstant,
  DAY_MS,
  frenchDate,
  HOUR_MS,
  isoInstant,
  MINUTE_MS,
  parisInstant,
  salesforceInstant,
} from '../../time.ts'
import type { Told } from '../../told.ts'
import type { WebEvent } from '../../tracking.ts'
import { BOUTIQUES, type Boutique } from './boutiques.ts'
import { CATALOGUE, type Product, STORY_BAG } from './catalogue.ts'
import type { CrmContact, CrmInteraction, CrmTask } from './crm.ts'
import type { Order } from './orders.ts'
import { orderRow, type ShopCustomer, type ShopOrder, walkInCustomer } from './shop.ts'
import { HELENE, INES, LIFETIME_VALUE_EUROS, PAST_ORDERS, STORY_KEYS, storyPromise, storyTimes } from './story.ts'
import type { SupportRequester, SupportTicket } from './support.ts'
import { productProperties, SITE } from './web.ts'

const FLAGSHIP = BOUTIQUES.find((boutique) => boutique.isFlagship) as Boutique
const SPACE = 'aurele-fr'
const { helene, ines } = STORY_KEYS

/** The story's rows of one file, in that system's own columns. */
export function storyRows(file: string, nowMs: number): Told[] {
  switch (file) {
    case 'crm/contacts.jsonl':
      return contacts(nowMs)
    case 'crm/interactions.jsonl':
      return interactions(nowMs)
    case 'crm/tasks.jsonl':
      return tasks(nowMs)
    case 'shop/customers.csv':
      return [...customers(nowMs), walkInCustomer(nowMs)]
    case 'shop/orders.jsonl':
      return orders(nowMs)
    case 'support/requesters.csv':
      return requesters(nowMs)
    case 'support/tickets.jsonl':
      return tickets(nowMs)
    case 'web/events.jsonl':
      return events(nowMs)
    default:
      return []
  }
}

function contacts(nowMs: number): Told<CrmContact>[] {
  const times = storyTimes(nowMs)
  const current: CrmContact = {
    Id: helene.contact,
    Salutation: 'Mme',
    FirstName: 'Hélène',
    LastName: 'de Montferrand',
    Email: helene.email,
    MobilePhone: '+33 6 39 98 04 17',
    HomePhone: '01 99 00 41 87',
    Birthdate: '1968-04-03',
    MailingStreet: '18 rue des Acacias-Blancs',
    MailingCity: 'Paris',
    MailingPostalCode: '75007',
    MailingCountry: 'France',
    PreferredLanguage: 'fr',
    Tier: 'Ambassadeur',
    OwnerBoutique: FLAGSHIP.code,
    OwnerName: FLAGSHIP.manager,
    Space: SPACE,
    EmailOptIn: false,
    EmailOptInDate: salesforceInstant(times.consentWithdrawnAtMs),
    SmsOptIn: true,
    SmsOptInDate: salesforceInstant(nowMs - 622 * DAY_MS),
    CreatedDate: salesforceInstant(nowMs - 2150 * DAY_MS),
    LastModifiedDate: salesforceInstant(times.consentWithdrawnAtMs),
  }
  const former: CrmContact = {
    ...current,
    Email: helene.formerEmail,
    MailingStreet: '3 villa des Glycines',
    MailingPostalCode: '75016',
    EmailOptIn: true,
    EmailOptInDate: salesforceInstant(nowMs - 2150 * DAY_MS),
    Tier: 'Privilège',
    LastModifiedDate: salesforceInstant(nowMs - 622 * DAY_MS),
  }
  const daughter: CrmContact = {
    ...current,
    Id: ines.contact,
    Salutation: 'Mme',
    FirstName: 'Inès',
    Email: ines.email,
    MobilePhone: '+33 6 39 98 22 53',
    HomePhone: '+33 1 99 00 41 87',
    Birthdate: '1996-09-21',
    Tier: 'Client',
    OwnerName: FLAGSHIP.advisers[1] ?? FLAGSHIP.manager,
    EmailOptIn: true,
    EmailOptInDate: salesforceInstant(nowMs - 410 * DAY_MS),
    SmsOptIn: false,
    SmsOptInDate: salesforceInstant(nowMs - 410 * DAY_MS),
    CreatedDate: salesforceInstant(nowMs - 410 * DAY_MS),
    LastModifiedDate: salesforceInstant(nowMs - 120 * DAY_MS),
  }
  return [
    { owner: HELENE, key: helene.contact, row: former },
    { owner: HELENE, key: helene.contact, row: current },
    { owner: INES, key: ines.contact, row: daughter },
  ]
}

function interactions(nowMs: number): Told<CrmInteraction>[] {
  const times = storyTimes(nowMs)
  const shared = { WhoId: helene.contact, Boutique: FLAGSHIP.code, Space: SPACE, AuthorName: FLAGSHIP.manager }
  const visitMs = atParisTime(nowMs - 9 * DAY_MS, 10, 40)
  const rows: CrmInteraction[] = [
    {
      Id: STORY_KEYS.visit, ...shared, Type: 'Visit', Direction: null, Subject: 'Visite',
      Description:
        "Mme de Montferrand a choisi le sac Héloïse moyen en cuir box noir, à livrer chez elle en express avant un dîner. Reçue par Camille au salon.",
      ActivityDateTime: salesforceInstant(visitMs), DurationMinutes: 45, RelatedOrder: STORY_KEYS.order, RelatedCase: null,
      LastModifiedDate: salesforceInstant(visitMs + HOUR_MS),
    },
    {
      Id: STORY_KEYS.call, ...shared, Type: 'Call', Direction: 'Inbound', Subject: 'Appel',
      Description: 'A appelé au sujet du fermoir défectueux et du retard de livraison. Souhaite un remplacement, pas un avoir.',
      ActivityDateTime: salesforceInstant(times.promiseMadeAtMs - 15 * MINUTE_MS), DurationMinutes: 14,
      RelatedOrder: STORY_KEYS.order, RelatedCase: STORY_KEYS.case,
      LastModifiedDate: salesforceInstant(times.promiseMadeAtMs - MINUTE_MS),
    },
    {
      Id: STORY_KEYS.note, ...shared, Type: 'Note', Direction: null, Subject: 'Promesse de remplacement',
      Description: storyPromise(nowMs).note,
      ActivityDateTime: salesforceInstant(times.promiseMadeAtMs), DurationMinutes: null, RelatedOrder: STORY_KEYS.order,
      RelatedCase: STORY_KEYS.case, LastModifiedDate: salesforceInstant(times.promiseMadeAtMs),
    },
  ] // biome-ignore format: three entries
  return rows.map((row) => ({ owner: HELENE, key: row.Id, row }))
}

function tasks(nowMs: number): Told<CrmTask>[] {
  const times = storyTimes(nowMs)
  const promise = storyPromise(nowMs)
  const row: CrmTask = {
    Id: STORY_KEYS.task,
    WhoId: helene.contact,
    Kind: 'Promise',
    Subject: promise.subject,
    Description: promise.text,
    OwnerName: FLAGSHIP.manager,
    OwnerBoutique: FLAGSHIP.code,
    Status: 'In Progress',
    Priority: 'High',
    DueAt: salesforceInstant(times.promiseDueAtMs),
    CompletedAt: null,
    RelatedOrder: STORY_KEYS.order,
    RelatedCase: STORY_KEYS.case,
    Space: SPACE,
    CreatedDate: salesforceInstant(times.promiseMadeAtMs),
    LastModifiedDate: salesforceInstant(times.promiseMadeAtMs),
  }
  return [{ owner: HELENE, key: row.Id, row }]
}

function customers(nowMs: number): Told<ShopCustomer>[] {
  const mother: ShopCustomer = {
    client: helene.customer,
    civilite: 'MME',
    nom: 'MONTFERRAND',
    prenom: 'Helene',
    email: helene.email,
    telephone: '0199004187',
    portable: '06 39 98 04 17',
    date_naissance: '04/03/1968',
    adresse: '3 VILLA DES GLYCINES',
    code_postal: '75016',
    ville: 'PARIS',
    pays: 'FRANCE',
    langue: 'FR',
    optin_email: 'O',
    optin_sms: 'O',
    date_optin: frenchDate(isoInstant(nowMs - 1011 * DAY_MS)),
    magasin: FLAGSHIP.code,
    cumul_achats: decimalComma(LIFETIME_VALUE_EUROS, 2),
    devise: 'EUR',
    cree_le: parisInstant(nowMs - 2150 * DAY_MS),
    modifie_le: parisInstant(storyTimes(nowMs).placedAtMs),
  }
  const daughter: ShopCustomer = {
    ...mother,
    client: ines.customer,
    prenom: 'Ines',
    nom: 'DE MONTFERRAND',
    email: ines.email,
    portable: '',
    date_naissance: '21/09/1996',
    adresse: '18 RUE DES ACACIAS-BLANCS',
    code_postal: '75007',
    optin_sms: 'N',
    date_optin: frenchDate(isoInstant(nowMs - 410 * DAY_MS)),
    cumul_achats: decimalComma(inesProduct().priceEuros, 2),
    cree_le: parisInstant(nowMs - 410 * DAY_MS),
    modifie_le: parisInstant(nowMs - 150 * DAY_MS),
  }
  return [
    { owner: HELENE, key: helene.customer, row: mother },
    { owner: INES, key: ines.customer, row: daughter },
  ]
}

function inesProduct(): Product {
  return CATALOGUE.find((product) => product.category === 'Petite maroquinerie') as Product
}

/** The story's bag order and what it left behind: placed, shipped, delivered late; past purchases; the daughter's own. */
function orders(nowMs: number): Told<ShopOrder>[] {
  const times = storyTimes(nowMs)
  const base = {
    kind: 'order',
    returnOf: null,
    firstCustomer: null,
    currency: 'EUR',
    hasSeveralVersions: true,
  } as const
  const bag: Order = {
    ...base,
    number: STORY_KEYS.order,
    customer: helene.customer,
    channel: 'boutique',
    boutique: FLAGSHIP,
    placedAtMs: times.placedAtMs,
    isExpress: true,
    promisedAtMs: times.promisedAtMs,
    deliveredAtMs: times.deliveredAtMs,
    status: 'delivered',
    lines: [{ product: STORY_BAG, quantity: 1, unitPrice: STORY_BAG.priceEuros }],
  }
  const told: Told<ShopOrder>[] = [
    { owner: HELENE, key: bag.number, row: orderRow(bag, bag.customer, 'placed', times.placedAtMs) },
    { owner: HELENE, key: bag.number, row: orderRow(bag, bag.customer, 'shipped', times.placedAtMs + 26 * HOUR_MS) },
    { owner: HELENE, key: bag.number, row: orderRow(bag, bag.customer, 'delivered', times.deliveredAtMs) },
  ]
  const past = (
    number: string,
    customer: string,
    daysAgo: number,
    channel: Order['channel'],
    products: readonly Product[],
  ): Order => {
    const placedAtMs = atParisTime(nowMs - daysAgo * DAY_MS, 15, 20)
    const isOnline = channel === 'online'
    return {
      ...base,
      number,
      customer,
      channel,
      boutique: isOnline ? null : FLAGSHIP,
      placedAtMs,
      isExpress: false,
      promisedAtMs: isOnline ? placedAtMs + 5 * DAY_MS : null,
      deliveredAtMs: isOnline ? placedAtMs + 3 * DAY_MS : null,
      status: isOnline ? 'delivered' : 'collected',
      lines: products.map((product) => ({ product, quantity: 1, unitPrice: product.priceEuros })),
    }
  }
  for (const { number, daysAgo, channel, products } of PAST_ORDERS) {
    const order = past(number, helene.customer, daysAgo, channel, products)
    told.push({
      owner: HELENE,
      key: number,
      row: orderRow(order, order.customer, order.status, order.deliveredAtMs ?? order.placedAtMs),
    })
  }
  const daughters = past(STORY_KEYS.inesOrder, ines.customer, 150, 'boutique', [inesProduct()])
  told.push({
    owner: INES,
    key: daughters.number,
    row: orderRow(daughters, daughters.customer, 'collected', daughters.placedAtMs),
  })
  return told
}

function requesters(nowMs: number): Told<SupportRequester>[] {
  const times = storyTimes(nowMs)
  const row: SupportRequester = {
    requester_id: helene.requester,
    name: 'Helene Montferrand',
    email: helene.formerEmail,
    phone: helene.mobile,
    locale: 'fr-FR',
    created_at: bareUtcInstant(nowMs - 800 * DAY_MS),
    updated_at: bareUtcInstant(times.caseCreatedAtMs),
  }
  return [{ owner: HELENE, key: row.requester_id, row }]
}

function tickets(nowMs: number): Told<SupportTicket>[] {
  const times = storyTimes(nowMs)
  const row: SupportTicket = {
    ticket_number: STORY_KEYS.case,
    requester_id: helene.requester,
    requester_name: 'Helene Montferrand',
    requester_email: helene.formerEmail,
    requester_phone: helene.mobile,
    subject: 'Fermoir défectueux',
    description:
      'Bonjour, le fermoir du sac Héloïse reçu hier ne ferme pas. La livraison express avait déjà deux jours de retard. À ce prix, ' +
      "c'est inadmissible : j'attends un sac neuf. Hélène de Montferrand",
    topic: 'faulty',
    status: 'open',
    priority: 'high',
    channel: 'email',
    order_number: STORY_KEYS.order,
    product_sku: STORY_BAG.sku,
    created_at: bareUtcInstant(times.caseCreatedAtMs),
    updated_at: bareUtcInstant(times.promiseMadeAtMs),
    sla_due_at: bareUtcInstant(times.caseDueAtMs),
    solved_at: null,
    assignee: 'Nora Bellamy',
  }
  return [{ owner: HELENE, key: row.ticket_number, row }]
}

/** Her iPad: signed in weeks ago, signed out since; last evening she read the care page and the returns policy. */
function events(nowMs: number): Told<WebEvent>[] {
  const times = storyTimes(nowMs)
  const told: Told<WebEvent>[] = []
  const send = (owner: number, anonymousId: string, userAgent: string, atMs: number, rest: Partial<WebEvent>) => {
    const key = `ajs-story-${told.length.toString(36)}`
    const timestamp = isoInstant(atMs)
    const context = {
      library: { name: 'analytics.js', version: '2.11.1' },
      ...rest.context,
      userAgent,
      locale: 'fr-FR',
    }
    told.push({
      owner,
      key,
      row: { type: 'track', messageId: key, anonymousId, ...rest, context, timestamp, sentAt: timestamp },
    })
  }
  const page = (path: string, title: string) => pageViewed(SITE, path, title)
  const ipad = (atMs: number, rest: Partial<WebEvent>) => send(HELENE, helene.ipad, 'Mozilla/5.0 (iPad)', atMs, rest)
  const traits = { email: helene.email, firstName: 'Hélène', lastName: 'de Montferrand' }
  ipad(times.signedInAtMs, page('/fr/sacs', 'Sacs'))
  ipad(times.signedInAtMs + MINUTE_MS, { type: 'identify', userId: helene.customer, traits })
  ipad(times.signedInAtMs + 2 * MINUTE_MS, {
    event: 'Product Viewed',
    userId: helene.customer,
    properties: productProperties(STORY_BAG),
  })
  send(HELENE, helene.phone, 'Mozilla/5.0 (iPhone)', times.signedInAtMs + 9 * HOUR_MS, {
    type: 'identify',
    userId: helene.customer,
    traits,
  })
  ipad(times.sessionAtMs, page('/fr/entretien/sacs', 'Entretien des sacs'))
  ipad(times.sessionAtMs + 3 * MINUTE_MS, { event: 'Product Viewed', properties: productProperties(STORY_BAG) })
  ipad(times.sessionAtMs + 4 * MINUTE_MS, page(`/fr/p/${STORY_BAG.slug}`, STORY_BAG.name))
  ipad(times.sessionAtMs + 9 * MINUTE_MS, page('/fr/service/retours', 'Retours et échanges'))
  const laptop = 'Mozilla/5.0 (Macintosh)'
  const daughter = { email: ines.email, firstName: 'Inès', lastName: 'de Montferrand' }
  send(INES, ines.laptop, laptop, times.signedInAtMs - 8 * DAY_MS, {
    type: 'identify',
    userId: ines.customer,
    traits: daughter,
  })
  send(INES, ines.laptop, laptop, times.signedInAtMs - 8 * DAY_MS + MINUTE_MS, {
    ...page('/fr/soie', 'Soie'),
    userId: ines.customer,
  })
  return told
}
