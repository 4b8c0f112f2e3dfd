import { RapportError } from '@rapport/core'
import { hashText, mixedOrder, Random } from '../../random.ts'
import { isoInstant } from '../../time.ts'
import type { Row, StreamInfo, TrueAttributes, TruthLine, World, WorldDefinition } from '../../world.ts'
import { CONTACT_COLUMNS, INTERACTION_COLUMNS, TASK_COLUMNS, tellContacts, tellInteractions, tellTasks } from './crm.ts'
import { type Life, makeLife } from './life.ts'
import { countHouseholds, type Household, type Person } from './people.ts'
import { Ledger } from './rates.ts'
import {
  CUSTOMER_COLUMNS,
  ORDER_COLUMNS,
  PRODUCT_COLUMNS,
  productRows,
  STORE_COLUMNS,
  storeRows,
  tellCustomers,
  tellOrders,
} from './shop.ts'
import { HELENE, INES, makeStory, STORY_HOUSEHOLD, STORY_KEYS, STORY_SIZE, STORY_TRUTH, type Story } from './story.ts'
import { storyRows } from './story-rows.ts'
import { REQUESTER_COLUMNS, TICKET_COLUMNS, tellRequesters, tellTickets } from './support.ts'
import { NOBODY, type Telling, type Told } from './telling.ts'
import { EVENT_COLUMNS, tellEvents } from './web.ts'

interface Stream extends StreamInfo {
  /** Streams with the same label start from the same randomness, so that they can repeat each other's details. */
  readonly label: number
  readonly tell: ((telling: Telling, seed: number, eventsPerPerson: number) => Told[]) | null
  readonly reference: ((nowMs: number) => readonly Row[]) | null
}

function stream(file: string, columns: readonly string[], key: string, rest: Partial<Stream>): Stream {
  const [system = '', name = ''] = file.replace(/\.\w+$/, '').split('/')
  const format = file.endsWith('.csv') ? 'csv' : 'jsonl'
  return {
    system,
    stream: name,
    file,
    format,
    columns,
    key,
    label: hashText(file),
    tell: null,
    reference: null,
    ...rest,
  }
}

const STREAMS: readonly Stream[] = [
  stream('products/products.csv', PRODUCT_COLUMNS, 'sku', { delimiter: ',', reference: productRows }),
  stream('shop/stores.csv', STORE_COLUMNS, 'magasin', { delimiter: ';', hasByteOrderMark: true, reference: storeRows }),
  stream('crm/contacts.jsonl', CONTACT_COLUMNS, 'Id', { tell: tellContacts }),
  stream('crm/interactions.jsonl', INTERACTION_COLUMNS, 'Id', { tell: tellInteractions }),
  stream('crm/tasks.jsonl', TASK_COLUMNS, 'Id', { tell: tellTasks }),
  stream('shop/customers.csv', CUSTOMER_COLUMNS, 'client', {
    delimiter: ';',
    hasByteOrderMark: true,
    tell: tellCustomers,
  }),
  stream('shop/orders.jsonl', ORDER_COLUMNS, 'orderNumber', { tell: tellOrders }),
  stream('support/requesters.csv', REQUESTER_COLUMNS, 'requester_id', {
    delimiter: ',',
    label: hashText('support'),
    tell: tellRequesters,
  }),
  stream('support/tickets.jsonl', TICKET_COLUMNS, 'ticket_number', { label: hashText('support'), tell: tellTickets }),
  stream('web/events.jsonl', EVENT_COLUMNS, 'messageId', { tell: tellEvents }),
]

const PERSONAL_STREAMS = STREAMS.filter((stream) => stream.tell !== null)
const ROWS_A_BATCH = 500

class MaisonAurele implements World {
  readonly name = 'maison-aurele'
  readonly people: number
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
    this.#seed = hashText(seed)
    this.#nowMs = nowMs
    this.eventsPerPerson = eventsPerPerson
    const { households, lastSize } = countHouseholds(this.#seed, people, STORY_HOUSEHOLD, STORY_SIZE)
    this.households = households
    this.#lastSize = lastSize
  }

  *batches(file: string): Generator<readonly Row[]> {
    const stream = STREAMS.find((one) => one.file === file)
    if (stream === undefined) throw new RapportError('STREAM_UNKNOWN', { stream: file })
    if (stream.reference !== null) {
      yield stream.reference(this.#nowMs)
      return
    }
    // Each file has an order of its own, so that a person's rows lie far apart and no file gives away another's order.
    const householdAt = mixedOrder(this.households, hashText(file))
    let batch: Row[] = []
    for (let position = 0; position < this.households; position++) {
      const index = householdAt(position)
      const told =
        index === STORY_HOUSEHOLD ? storyRows(file, this.#nowMs) : this.#tell(stream, this.#life(index, null), null)
      for (const { row } of told) batch.push(row)
      if (batch.length >= ROWS_A_BATCH) {
        yield batch
        batch = []
      }
    }
    if (batch.length > 0) yield batch
  }

  *truth(counts?: Map<string, { eligible: number; planted: number }>): Generator<TruthLine> {
    for (let index = 0; index < this.households; index++) {
      if (index === STORY_HOUSEHOLD) {
        yield* this.#storyTruth()
        continue
      }
      const ledger = new Ledger(counts)
      const life = this.#life(index, ledger)
      countHousehold(life.household, ledger)
      const told = PERSONAL_STREAMS.map((stream) => [stream, this.#tell(stream, life, ledger)] as const)
      for (const { person } of life.people) {
        yield truthLine(
          person.id,
          life.household.id,
          trueAttributes(life.household, person),
          told,
          person.ordinal,
          ledger.notes,
        )
      }
      for (const [stream, rows] of told) {
        for (const one of rows) {
          if (one.owner === NOBODY) yield nobodyLine(stream, one.key)
        }
      }
    }
  }

  story(): Story {
    const [mother, daughter] = [...this.#storyTruth()]
    const ids: [string, string] = [mother?.personId ?? '', daughter?.personId ?? '']
    return makeStory(this.#nowMs, ids, [mother?.keys ?? {}, daughter?.keys ?? {}])
  }

  #life(index: number, ledger: Ledger | null): Life {
    return makeLife(this.#seed, index, this.#nowMs, index === this.households - 1 ? this.#lastSize : 4, ledger)
  }

  #tell(stream: Stream, life: Life, ledger: Ledger | null): Told[] {
    const random = new Random(this.#seed, stream.label, life.household.index)
    return stream.tell?.({ life, nowMs: this.#nowMs, random, ledger }, this.#seed, this.eventsPerPerson) ?? []
  }

  *#storyTruth(): Generator<TruthLine> {
    const household = String(STORY_HOUSEHOLD).padStart(7, '0')
    const told = PERSONAL_STREAMS.map((stream) => [stream, storyRows(stream.file, this.#nowMs)] as const)
    const { helene } = STORY_KEYS
    const notes = [
      `accents-dropped@shop/customers:${helene.customer}`,
      `wrong-birth-date@shop/customers:${helene.customer}`,
      `former-address@shop/customers:${helene.customer}`,
      `accents-dropped@support/requesters:${helene.requester}`,
      `former-email@support/requesters:${helene.requester}`,
      `family-phone@shop/customers:${STORY_KEYS.ines.customer}`,
    ]
    for (const ordinal of [HELENE, INES]) {
      const attributes = STORY_TRUTH[ordinal] as TrueAttributes
      yield truthLine(`p-${household}-${ordinal}`, `h-${household}`, attributes, told, ordinal, notes)
    }
    for (const [stream, rows] of told) {
      for (const one of rows) {
        if (one.owner === NOBODY) yield nobodyLine(stream, one.key)
      }
    }
  }
}

function countHousehold(household: Household, ledger: Ledger): void {
  ledger.count('household', 'moved', household.formerAddress !== null)
  if (household.country !== 'CN' && household.country !== 'AE')
    ledger.count('household', 'fixed-line', household.fixedLine !== null)
  if (household.kind === 'couple' || household.kind === 'family')
    ledger.count('household', 'couple-email', household.coupleEmail !== null)
  for (const person of household.members) {
    ledger.count('person', 'former-email', person.formerEmail !== null)
    ledger.count('person', 'former-mobile', person.formerMobile !== null)
    ledger.count('person', 'mobile', person.mobile !== null)
    if (household.kind === 'single' && person.gender === 'female')
      ledger.count('person', 'changed-surname', person.birthName !== null)
  }
}

function trueAttributes(household: Household, person: Person): TrueAttributes {
  const { address } = household
  return {
    firstName: person.firstName.latin,
    lastName: person.lastName.latin,
    birthName: person.birthName?.latin ?? null,
    birthDate: person.birthDate,
    gender: person.gender,
    country: household.country,
    language: person.language,
    emails: [person.email, person.formerEmail, person.ordinal < 2 ? household.coupleEmail : null].filter(
      (email) => email !== null,
    ),
    phones: [person.mobile, household.fixedLine, person.formerMobile].flatMap((phone) =>
      phone === null ? [] : [phone.e164],
    ),
    street: address.street,
    postalCode: address.postalCode,
    city: address.city,
    tier: person.tier,
  }
}

/** Gathers one person's keys; a key that two rows have (versions, a message sent twice) is listed once. */
function truthLine(
  personId: string,
  householdId: string,
  attributes: TrueAttributes,
  told: readonly (readonly [StreamInfo, readonly Told[]])[],
  owner: number,
  notes: readonly string[],
): TruthLine {
  const keys: Record<string, string[]> = {}
  const usedBy = new Map<string, number>()
  for (const [stream, rows] of told) {
    const own = new Set<string>()
    for (const one of rows) {
      if (one.owner === owner) own.add(one.key)
      if (stream.file === 'web/events.jsonl') {
        const { anonymousId, context } = one.row as { anonymousId: string; context: { device?: object } }
        const isOthersToo = one.owner !== owner || context.device !== undefined
        const flags = (one.owner === owner ? 1 : 0) | (isOthersToo ? 2 : 0)
        usedBy.set(anonymousId, (usedBy.get(anonymousId) ?? 0) | flags)
      }
    }
    if (own.size > 0) keys[`${stream.system}/${stream.stream}`] = [...own]
  }
  const devices = [...usedBy]
    .filter(([, flags]) => (flags & 1) !== 0)
    .map(([anonymousId, flags]) => ({ anonymousId, isShared: (flags & 2) !== 0 }))
  const disagreements = notes.filter((note) => {
    const at = note.indexOf('@')
    const colon = note.indexOf(':', at)
    return keys[note.slice(at + 1, colon)]?.includes(note.slice(colon + 1)) ?? false
  })
  return { personId, householdId, attributes, keys, devices, disagreements }
}

function nobodyLine(stream: StreamInfo, key: string): TruthLine {
  return {
    personId: null,
    householdId: null,
    attributes: null,
    keys: { [`${stream.system}/${stream.stream}`]: [key] },
    devices: [],
    disagreements: [],
  }
}

/** Maison Aurèle, a luxury house of Paris with sixteen shops in seven countries. */
export const maisonAurele: WorldDefinition = {
  name: 'maison-aurele',
  tracked: [{ file: 'web/events.jsonl', connection: 'website' }],
  title: 'Maison Aurèle, a luxury house',
  open: ({ people, seed, nowMs, eventsPerPerson }) => new MaisonAurele(people, seed, nowMs, eventsPerPerson),
}
