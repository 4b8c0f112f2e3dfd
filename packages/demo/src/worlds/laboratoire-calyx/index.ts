import { RapportError } from '@rapport/core'
import { Ledger } from '../../ledger.ts'
import { hashText, mixedOrder, Random } from '../../random.ts'
import { isoInstant } from '../../time.ts'
import { type Told, type WorldStream, worldStream } from '../../told.ts'
import { profilePath, searchTry } from '../../tries.ts'
import type { Row, StreamInfo, TruthLine, World, WorldDefinition } from '../../world.ts'
import { ACCOUNT_COLUMNS, CONTACT_COLUMNS, tellAccounts, tellContacts } from './crm.ts'
import {
  GROUPS_A_PANEL,
  LISTING_COLUMNS,
  type PanelPharmacy,
  PHARMACIST_COLUMNS,
  PHARMACY_COLUMNS,
  panelCode,
  panelRows,
  tellPharmacies,
  tellPharmacists,
} from './directory.ts'
import {
  CUSTOMER_COLUMNS,
  INVOICE_COLUMNS,
  MATERIAL_COLUMNS,
  materialRows,
  ORDER_COLUMNS,
  tellCustomers,
  tellInvoices,
  tellOrders,
} from './erp.ts'
import { countGroups, type Group } from './groups.ts'
import { type Life, makeLife } from './life.ts'
import {
  ACTIVITY_COLUMNS,
  CAMPAIGN_COLUMNS,
  campaignRows,
  SUBSCRIBER_COLUMNS,
  tellActivity,
  tellSubscribers,
} from './marketing.ts'
import { STATISTIC_COLUMNS, tellStatistics } from './statistics.ts'
import { STORY_GROUP, STORY_SIZE } from './story.ts'
import { type CalyxStory, makeStory } from './story-file.ts'
import { storyRows } from './story-rows.ts'
import { REQUESTER_COLUMNS, TICKET_COLUMNS, tellRequesters, tellTickets } from './support.ts'
import { ownerOf, type Telling } from './telling.ts'
import { groupTruth, nobodyLines, storyTruth } from './truth.ts'
import { OPPORTUNITY_COLUMNS, TASK_COLUMNS, tellOpportunities, tellTasks, tellVisits, VISIT_COLUMNS } from './visits.ts'

type Stream = WorldStream<Telling>

const sap = { delimiter: ';', hasByteOrderMark: true } as const
const LISTINGS = 'directory/listings.csv'

const STREAMS: readonly Stream[] = [
  worldStream('erp/materials.csv', MATERIAL_COLUMNS, 'MATNR', { ...sap, reference: materialRows }),
  worldStream('marketing/campaigns.csv', CAMPAIGN_COLUMNS, 'campaign_id', { delimiter: ',', reference: campaignRows }),
  worldStream('crm/accounts.jsonl', ACCOUNT_COLUMNS, 'Id', { tell: tellAccounts }),
  worldStream('crm/contacts.jsonl', CONTACT_COLUMNS, 'Id', { tell: tellContacts }),
  worldStream('crm/visits.jsonl', VISIT_COLUMNS, 'Id', { tell: tellVisits }),
  worldStream('crm/tasks.jsonl', TASK_COLUMNS, 'Id', { tell: tellTasks }),
  worldStream('crm/opportunities.jsonl', OPPORTUNITY_COLUMNS, 'Id', { tell: tellOpportunities }),
  worldStream('erp/customers.csv', CUSTOMER_COLUMNS, 'KUNNR', { ...sap, tell: tellCustomers }),
  worldStream('erp/orders.csv', ORDER_COLUMNS, 'VBELN', { ...sap, tell: tellOrders }),
  worldStream('erp/invoices.csv', INVOICE_COLUMNS, 'VBELN', { ...sap, tell: tellInvoices }),
  worldStream('erp/statistics.csv', STATISTIC_COLUMNS, 'ID', { ...sap, tell: tellStatistics }),
  worldStream('marketing/subscribers.csv', SUBSCRIBER_COLUMNS, 'subscriber_id', {
    delimiter: ',',
    tell: tellSubscribers,
  }),
  worldStream('marketing/activity.jsonl', ACTIVITY_COLUMNS, 'id', { tell: tellActivity }),
  worldStream('support/requesters.csv', REQUESTER_COLUMNS, 'requester_id', {
    delimiter: ',',
    label: hashText('calyx-support'),
    tell: tellRequesters,
  }),
  worldStream('support/tickets.jsonl', TICKET_COLUMNS, 'ticket_number', {
    label: hashText('calyx-support'),
    tell: tellTickets,
  }),
  worldStream('directory/pharmacies.csv', PHARMACY_COLUMNS, 'finess', { delimiter: ';', tell: tellPharmacies }),
  worldStream('directory/pharmacists.csv', PHARMACIST_COLUMNS, 'rpps', { delimiter: ';', tell: tellPharmacists }),
  // Told by panels of neighbouring groups, not by group.
  worldStream(LISTINGS, LISTING_COLUMNS, 'id', { delimiter: ';' }),
]

const ROWS_A_BATCH = 500

class LaboratoireCalyx implements World {
  readonly name = 'laboratoire-calyx'
  readonly people: number
  /** Groups of pharmacies that share a payer. */
  readonly households: number
  readonly seed: string
  readonly now: string
  readonly eventsPerPerson: number
  readonly streams: readonly StreamInfo[] = STREAMS
  readonly #seed: number
  readonly #nowMs: number
  readonly #lastSize: number

  constructor(people: number, seed: string, nowMs: number, eventsPerPerson: number) {
    this.people = people
    this.seed = seed
    this.now = isoInstant(nowMs)
    this.eventsPerPerson = eventsPerPerson
    this.#seed = hashText(seed)
    this.#nowMs = nowMs
    const { groups, lastSize } = countGroups(this.#seed, people, STORY_GROUP, STORY_SIZE)
    this.households = groups
    this.#lastSize = lastSize
  }

  *batches(file: string): Generator<readonly Row[]> {
    const stream = STREAMS.find((one) => one.file === file)
    if (stream === undefined) throw new RapportError('STREAM_UNKNOWN', { stream: file })
    if (stream.reference !== null) {
      yield stream.reference(this.#nowMs)
      return
    }
    let batch: Row[] = []
    for (const { row } of file === LISTINGS ? this.#listings() : this.#told(stream)) {
      batch.push(row)
      if (batch.length < ROWS_A_BATCH) continue
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  }

  *truth(counts?: Map<string, { eligible: number; planted: number }>): Generator<TruthLine> {
    const told = STREAMS.filter((stream) => stream.tell !== null)
    for (let panel = 0; panel * GROUPS_A_PANEL < this.households; panel++) {
      const lives = this.#panelLives(panel, (index) => new Ledger(index === STORY_GROUP ? undefined : counts))
      const listings = Map.groupBy(this.#panelListings(lives), ({ group }) => group)
      for (const [index, { life, ledger }] of lives) {
        const rows = told.map((stream) => [stream, this.#tell(stream, life, ledger)] as const)
        yield* groupTruth(life, [...rows, [listingStream, listings.get(index) ?? []]], ledger)
        yield* nobodyLines(rows)
      }
      if (panel === Math.floor(STORY_GROUP / GROUPS_A_PANEL)) yield* storyTruth(STREAMS, this.#nowMs)
    }
  }

  story(): CalyxStory {
    const lines = [...storyTruth(STREAMS, this.#nowMs)]
    const keysOf = (id: string) => lines.find((line) => (line.personId ?? line.organizationId) === id)?.keys ?? {}
    return makeStory(this.#nowMs, storyIds, keysOf)
  }

  #life(index: number, ledger: Ledger | null): Life {
    return makeLife(this.#seed, index, this.#nowMs, index === this.households - 1 ? this.#lastSize : 32, ledger)
  }

  #tell(stream: Stream, life: Life, ledger: Ledger | null): Told[] {
    const random = new Random(this.#seed, stream.label, life.group.index)
    return stream.tell?.({ life, nowMs: this.#nowMs, random, ledger }) ?? []
  }

  *#told(stream: Stream): Generator<Told> {
    // Each file has an order of its own, so that one customer's rows lie far apart and no file gives away another's order.
    const groupAt = mixedOrder(this.households, stream.label)
    for (let position = 0; position < this.households; position++) {
      const index = groupAt(position)
      if (index === STORY_GROUP) yield* storyRows(stream.file, this.#nowMs)
      else yield* this.#tell(stream, this.#life(index, null), null)
    }
  }

  *#listings(): Generator<{ readonly row: object }> {
    const panels = Math.ceil(this.households / GROUPS_A_PANEL)
    const panelAt = mixedOrder(panels, hashText(LISTINGS))
    for (let position = 0; position < panels; position++) {
      const panel = panelAt(position)
      yield* this.#panelListings(this.#panelLives(panel, () => null))
      if (panel === Math.floor(STORY_GROUP / GROUPS_A_PANEL)) yield* storyRows(LISTINGS, this.#nowMs)
    }
  }

  /** The lives of one panel's groups, by index, the story's left out. */
  #panelLives<L extends Ledger | null>(
    panel: number,
    ledgerFor: (index: number) => L,
  ): Map<number, { life: Life; ledger: L }> {
    const lives = new Map<number, { life: Life; ledger: L }>()
    const end = Math.min(this.households, (panel + 1) * GROUPS_A_PANEL)
    for (let index = panel * GROUPS_A_PANEL; index < end; index++) {
      if (index === STORY_GROUP) continue
      const ledger = ledgerFor(index)
      lives.set(index, { life: this.#life(index, ledger), ledger })
    }
    return lives
  }

  #panelListings(lives: ReadonlyMap<number, { readonly life: Life }>): (Told & { readonly group: number })[] {
    const groupOf = new Map<PanelPharmacy['organization'], Group>()
    const pharmacies: PanelPharmacy[] = []
    for (const { life } of lives.values())
      for (const { organization, isInDirectory } of life.organizations) {
        if (!isInDirectory) continue
        groupOf.set(organization, life.group)
        const panel = Math.floor(life.group.index / GROUPS_A_PANEL)
        pharmacies.push({ organization, comparable: panelCode(panel, organization.typology) })
      }
    return panelRows(pharmacies, this.#nowMs).map(({ organization, row }) => ({
      group: groupOf.get(organization)?.index ?? -1,
      owner: ownerOf(organization),
      key: row.id,
      row,
    }))
  }
}

const listingStream = STREAMS.find((stream) => stream.file === LISTINGS) as Stream

const storyIds = {
  organization: (ordinal: number) => `o-${String(STORY_GROUP).padStart(7, '0')}-${String(ordinal).padStart(2, '0')}`,
  person: (slot: number) => `p-${String(STORY_GROUP).padStart(7, '0')}-${String(slot).padStart(2, '0')}`,
}

/** Laboratoire Calyx, a cosmetics laboratory that sells through pharmacies. */
export const laboratoireCalyx: WorldDefinition = {
  name: 'laboratoire-calyx',
  title: 'Laboratoire Calyx, a cosmetics laboratory that sells through pharmacies',
  tracked: [],
  tries: (story) => {
    const { visit, pharmacy, payer } = story as CalyxStory
    const shop = `customerNumber:${Number(pharmacy.customer)}`
    return [
      {
        title: `${visit.rep} visits the ${pharmacy.name} this afternoon: what he should know`,
        requests: [
          { path: '/v1/briefs', body: { profile: shop, occasion: 'visit', zone: 'Europe/Paris' } },
          { path: profilePath(shop) },
        ],
      },
      {
        title: `What is overdue, at who pays for it: ${payer.name}`,
        requests: [{ path: profilePath(`customerNumber:${Number(payer.customer)}`) }],
      },
      searchTry('Shops of one name, which are not one', pharmacy.name),
    ]
  },
  open: ({ people, seed, nowMs, eventsPerPerson }) => new LaboratoireCalyx(people, seed, nowMs, eventsPerPerson),
}
