import { salesforceId } from '../../salesforce-id.ts'
import { atParisTime, DAY_MS, startOfDay } from '../../time.ts'
import { CAMPAIGNS, type Campaign, type Product, productNamed, RANGES, type Range } from './catalogue.ts'
import { netOf, type Order, TAX_FACTOR } from './orders.ts'

/**
 * The story, the same in every world of the laboratory: a rep, Julien Carpentier,
 visits the Pharmacie des Arcades of Lyon this
 * afternoon. Its star product has not been ordered for months, its chain's head office is behind with invoices, a delivery came
 * broken, its buyer clicked a mailing, he himself has not kept what he promised last time, and it does not list the range that
 * eleven of fourteen pharmacies like it do. Only dates move, with `now`.
 */
export const STORY_GROUP = 12
export const STORY_SIZE = 5

/** Ordinals of the story's organisations. Behind the sister come the fourteen comparable pharmacies, which only the list knows. */
export const HEAD_OFFICE = 0
export const SHOP = 1
export const SISTER = 2
export const FIRST_COMPARABLE = 3

/** Slots of its people. */
export const AGNES = 0
export const THOMAS = 1
export const NOUR = 2
export const SYLVIE = 3
export const MARC = 4

/** Keys of the story's rows. All lie outside the ranges from which other rows' keys are made. */
export const STORY_KEYS = {
  shop: {
    account: salesforceId('001', 900_000_001),
    customer: '0090000117',
    finess: '699900117',
    siret: '09000117300013',
    phone: '+33465712280',
    email: 'contact@pharmacie-arcades.example',
  },
  sister: {
    account: salesforceId('001', 900_000_002),
    customer: '0090000125',
    finess: '699900125',
    siret: '09000125600016',
    phone: '+33465713391',
    email: 'villeurbanne@pharmacie-arcades.example',
  },
  headOffice: {
    account: salesforceId('001', 900_000_003),
    customer: '0090000109',
    siret: '09000109000019',
    phone: '+33465714402',
    email: 'compta@arcades-sante.example',
  },
  agnes: {
    contact: salesforceId('003', 900_000_001),
    requester: 'R-90000117',
    rpps: '99900000117',
    mobile: '+33639985514',
    email: 'agnes.delorme@pharmacie-arcades.example',
  },
  thomas: {
    contact: salesforceId('003', 900_000_002),
    subscriber: 'sub_arcades1',
    mobile: '+33639986627',
    email: 'thomas.rey@pharmacie-arcades.example',
  },
  nour: { contact: salesforceId('003', 900_000_003), subscriber: 'sub_arcades2', mobile: '+33639987730' },
  sylvie: { contact: salesforceId('003', 900_000_004), email: 'sylvie.garnier@arcades-sante.example' },
  marc: { contact: salesforceId('003', 900_000_005), rpps: '99900000125', mobile: '+33639988843' },
  visitToday: salesforceId('00U', 900_000_001),
  lastVisit: salesforceId('00U', 900_000_002),
  earlierVisit: salesforceId('00U', 900_000_003),
  promise: salesforceId('00T', 900_000_001),
  opportunity: salesforceId('006', 900_000_001),
  case: 'CAL-90412077',
} as const

export const REP = 'Julien Carpentier'
export const TERRITORY = 'RA1'
export const LAPSED: Product = productNamed('Crème Calyx Riche 50 ml')
export const CLICKED = CAMPAIGNS[0] as Campaign
export const GAP = rangeOf('SOL')
export const COMPARABLES = 14
export const COMPARABLES_LISTING = 11
/** Codes of the panels that the shop and its sister are in. */
export const PANEL = 'P90001-CENTRE'
export const SISTER_PANEL = 'P90002-QUARTI'

function rangeOf(code: string): Range {
  const found = RANGES.find(({ range }) => range.code === code)
  if (found === undefined) throw new RangeError(`no range ${code}`)
  return found.range
}

/** What the shop lists, and since when. Solaire is what it does not. */
export const LISTED: readonly (readonly [code: string, daysAgo: number])[] = [
  ['HYD', 2400],
  ['NUT', 2400],
  ['PUR', 1500],
  ['ECL', 800],
  ['APA', 1900],
]

/** What its sister lists. */
export const SISTER_LISTED: typeof LISTED = [
  ['HYD', 2000],
  ['NUT', 2000],
  ['APA', 1200],
  ['BEB', 900],
]

/** number | shop | days ago | lines, each `quantity × name`; `!` behind the days: not paid */
const ORDERS = `
1900000101|1|712|24 Crème Calyx Riche 50 ml, 12 Crème Hydra légère 40 ml, 12 Baume Apaisa 200 ml
1900000102|1|655|24 Crème Calyx Riche 50 ml, 6 Sérum Éclat vitamine C 30 ml
1900000103|1|598|36 Crème Calyx Riche 50 ml, 12 Gel nettoyant Pureté 200 ml, 12 Baume lèvres Riche 15 ml
1900000104|1|541|24 Crème Calyx Riche 50 ml, 24 Crème Hydra légère 40 ml
1900000105|1|484|24 Crème Calyx Riche 50 ml, 6 Crème Éclat jour 50 ml, 12 Baume Apaisa 200 ml
1900000106|1|427|36 Crème Calyx Riche 50 ml, 12 Masque Hydra nuit 50 ml
1900000107|1|392|24 Crème Calyx Riche 50 ml, 12 Gel nettoyant Pureté 200 ml
1900000108|1|330|24 Crème Calyx Riche 50 ml, 12 Crème Hydra légère 40 ml
1900000109|1|262|24 Crème Calyx Riche 50 ml, 6 Sérum Éclat vitamine C 30 ml, 12 Baume Apaisa 200 ml
1900000110|1|171|24 Crème Calyx Riche 50 ml, 12 Gel nettoyant Pureté 200 ml
1900000111|1|117!|12 Gel nettoyant Pureté 200 ml, 12 Baume Apaisa 200 ml, 6 Huile Riche 100 ml
1900000112|1|93!|12 Crème Hydra légère 40 ml, 12 Soin matifiant Pureté 40 ml
1900000113|1|9|12 Sérum Hydra 30 ml, 12 Baume Apaisa 200 ml, 6 Sérum Éclat vitamine C 30 ml
1900000121|2|310|12 Crème Hydra légère 40 ml, 12 Crème Calyx Riche 50 ml
1900000122|2|101!|24 Crème Calyx Riche 50 ml, 12 Liniment Bébé 500 ml
1900000123|2|33|12 Crème Hydra légère 40 ml, 12 Gel douche Apaisa 400 ml
`

/** An order of the story, whose shop it went to, and its days. */
export interface StoryOrder extends Order {
  readonly shop: typeof SHOP | typeof SISTER
}

/** The orders of the shop and of its sister, oldest first within each. */
export function storyOrders(nowMs: number): readonly StoryOrder[] {
  return ORDERS.trim()
    .split('\n')
    .map((text) => {
      const [number = '', shop = '', days = '', list = ''] = text.split('|')
      const lines = list.split(', ').map((entry) => {
        const [, quantity = '', name = ''] = /^(\d+) (.*)$/.exec(entry) ?? []
        const product = productNamed(name)
        return { product, quantity: Number(quantity), unitPrice: Math.round(product.price * 88) / 100 }
      })
      const placedAtMs = atParisTime(nowMs - Number.parseInt(days, 10) * DAY_MS, 11, 20)
      const deliveredAtMs = placedAtMs + 3 * DAY_MS
      const total = Math.round(netOf(lines) * TAX_FACTOR * 100) / 100
      const dueAtMs = startOfDay(deliveredAtMs + 60 * DAY_MS)
      const isLeft = days.endsWith('!')
      const isDue = dueAtMs < startOfDay(nowMs)
      return {
        number,
        shop: Number(shop) === SHOP ? SHOP : SISTER,
        kind: 'order',
        returnOf: null,
        placedAtMs,
        deliveredAtMs,
        status: 'delivered',
        hasSeveralVersions: false,
        lines,
        invoice: {
          number: `9${number.slice(1)}`,
          kind: 'invoice',
          issuedAtMs: deliveredAtMs,
          dueAtMs,
          total,
          balance: isDue && !isLeft ? 0 : total,
          status: isLeft ? 'overdue' : isDue ? 'paid' : 'open',
        },
      } as const
    })
}

/** The story's instants, all from `now`. */
export function storyTimes(nowMs: number) {
  const at = (daysAgo: number, hours: number, minutes: number) => atParisTime(nowMs - daysAgo * DAY_MS, hours, minutes)
  const sentAtMs = at(CLICKED.sentDaysAgo, 9, 0)
  return {
    visitAtMs: at(0, 14, 30),
    lastVisitAtMs: at(41, 10, 15),
    earlierVisitAtMs: at(118, 11, 0),
    promiseDueAtMs: at(3, 18, 0),
    caseCreatedAtMs: at(5, 9, 40),
    caseDueAtMs: at(4, 9, 40),
    sentAtMs,
    openedAtMs: at(7, 8, 12),
    clickedAtMs: at(7, 8, 14),
  } as const
}

/** The order that came broken. */
export const DAMAGED_ORDER = '1900000113'

const MONTHS = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ')

/** `21 novembre` */
function frenchDay(instantMs: number): string {
  const date = new Date(instantMs)
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
}

/** What he wrote down at the last visit, and what he promised. */
export function storyPromise(nowMs: number): {
  readonly subject: string
  readonly text: string
  readonly report: string
} {
  const due = frenchDay(storyTimes(nowMs).promiseDueAtMs)
  return {
    subject: 'Testeurs et conditions Solaire',
    text: `Livrer les testeurs de la gamme Solaire et envoyer les conditions de pré-saison à Mme Delorme, au plus tard le ${due}.`,
    report:
      `Mme Delorme est inquiète de ses marges et trouve le rayon Riche trop lent. Elle veut former Nour au conseil solaire avant de ` +
      `référencer la gamme. Promis : testeurs et conditions de pré-saison au plus tard le ${due}.`,
  }
}

/** The shop's sales before tax, by the 365 days up to `now` and those before, in euros. */
export function storySales(nowMs: number): { readonly thisYear: number; readonly lastYear: number } {
  const own = storyOrders(nowMs).filter((order) => order.shop === SHOP)
  const sum = (orders: readonly Order[]) =>
    Math.round(orders.reduce((all, order) => all + netOf(order.lines), 0) * 100) / 100
  const isThisYear = (order: Order) => order.placedAtMs > nowMs - 365 * DAY_MS
  return { thisYear: sum(own.filter(isThisYear)), lastYear: sum(own.filter((order) => !isThisYear(order))) }
}

export const SHOP_NAME = 'Pharmacie des Arcades'
export const HEAD_OFFICE_NAME = 'Groupe Arcades Santé'
