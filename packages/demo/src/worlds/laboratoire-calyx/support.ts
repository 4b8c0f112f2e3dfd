import { writePhone } from '../../people/phones.ts'
import { bareUtcInstant, DAY_MS, HOUR_MS } from '../../time.ts'
import { NOBODY, type Told } from '../../told.ts'
import { requesterId } from './keys.ts'
import type { Case, ContactLife, OrganizationLife } from './life.ts'
import { ownerOf, plant, type Telling, tellContact } from './telling.ts'
import { caseTexts } from './texts.ts'

/** A line of `support/requesters.csv`: who wrote or called, by one free-text name. */
export interface Requester {
  requester_id: string
  name: string
  email: string
  phone: string
  organization: string
  customer_number: string
  created_at: string
  updated_at: string
}

/** A row of `support/tickets.jsonl`. Instants are UTC without saying so. */
export interface Ticket {
  ticket_number: string
  requester_id: string
  requester_name: string
  customer_number: string | null
  subject: string
  description: string
  topic: string
  status: string
  priority: string
  channel: string
  order_number: string | null
  material: string | null
  created_at: string
  updated_at: string
  sla_due_at: string
  solved_at: string | null
  assignee: string | null
}

export const REQUESTER_COLUMNS = ['requester_id', 'name', 'email', 'phone', 'organization', 'customer_number',
  'created_at', 'updated_at'] as const satisfies readonly (keyof Requester)[] // biome-ignore format: a header

export const TICKET_COLUMNS = ['ticket_number', 'requester_id', 'requester_name', 'customer_number', 'subject',
  'description', 'topic', 'status', 'priority', 'channel', 'order_number', 'material', 'created_at', 'updated_at',
  'sla_due_at', 'solved_at', 'assignee'] as const satisfies readonly (keyof Ticket)[] // biome-ignore format: a header

const SLA_HOURS = { low: 96, normal: 48, high: 24, urgent: 4 } as const
const AGENTS = ['Maud Terrier', 'Idriss Kone', 'Sylvain Petit', 'Lucie Arnal']

/** The desk's requesters of a group; told from its own randomness, so that tickets agree with them. */
export function tellRequesters(telling: Telling): Told<Requester>[] {
  const { life, random, nowMs } = telling
  const rows: Told<Requester>[] = []
  for (const one of life.contacts) {
    for (const key of one.requesters)
      rows.push({ owner: ownerOf(one.contact), key, row: requesterRow(telling, one, key) })
  }
  const testKey = requesterId(life.group.index * 32, 3)
  if (plant(telling, 'support/requesters', testKey, 'test-record')) {
    const createdMs = nowMs - random.between(20, 900) * DAY_MS
    const row: Requester = {
      requester_id: testKey, name: random.pick(['test', 'Mail Delivery']), email: random.pick(['test@test.com', 'n/a']),
      phone: random.pick(['0000000000', '']), organization: '', customer_number: '',
      created_at: bareUtcInstant(createdMs),
      updated_at: bareUtcInstant(createdMs),
    } // biome-ignore format: one record
    rows.push({ owner: NOBODY, key: testKey, row })
  }
  return rows
}

function requesterRow(telling: Telling, { contact, cases }: ContactLife, key: string): Requester {
  const { life, random, nowMs } = telling
  const employer = life.organizations[contact.organization] as OrganizationLife
  const party = tellContact(telling, 'support/requesters', key, contact, employer.organization)
  const lacksNumber = plant(telling, 'support/requesters', key, 'missing-customer-number')
  const firstMs = Math.min(
    ...cases.filter((one) => one.requester === key).map((one) => one.createdAtMs),
    nowMs - DAY_MS,
  )
  const isCalling = party.mobile === null && random.chance(0.5)
  return {
    requester_id: key,
    name: `${party.firstName} ${party.lastName}`.trim(),
    email: party.email ?? '',
    phone: party.mobile ?? (isCalling ? writePhone(employer.organization.phone, 'national') : ''),
    organization: employer.organization.name,
    customer_number: lacksNumber ? '' : (employer.customers[0] ?? ''),
    created_at: bareUtcInstant(firstMs),
    updated_at: bareUtcInstant(firstMs + random.integer(nowMs - firstMs)),
  }
}

/**
 * The tickets of a group. `telling.random` must start as for {@link tellRequesters}. A ticket is the organisation's when its
 * customer number is known, else only the requester's.
 */
export function tellTickets(telling: Telling): Told<Ticket>[] {
  const { life, nowMs } = telling
  if (life.contacts.every((one) => one.cases.length === 0)) return []
  const requesters = new Map(tellRequesters({ ...telling, ledger: null }).map((told) => [told.key, told.row]))
  return life.contacts.flatMap(({ contact, cases }) =>
    cases.map((one): Told<Ticket> => {
      const requester = requesters.get(one.requester)
      const row = ticketRow(telling, one, requester, nowMs)
      const employer = life.organizations[contact.organization]
      const isShops = row.customer_number !== null && employer !== undefined
      return { owner: ownerOf(isShops ? employer.organization : contact), key: one.number, row }
    }),
  )
}

function ticketRow({ random }: Telling, one: Case, requester: Requester | undefined, nowMs: number): Ticket {
  const isDone = one.status === 'solved' || one.status === 'closed'
  const solvedMs = Math.max(
    one.createdAtMs,
    Math.min(nowMs - HOUR_MS / 2, one.createdAtMs + HOUR_MS + random.integer(6 * DAY_MS)),
  )
  const product = one.order?.lines[0]?.product ?? null
  const { subject, text } = caseTexts(one.topic, product?.name ?? null, one.order?.number ?? null, random)
  return {
    ticket_number: one.number,
    requester_id: one.requester,
    requester_name: requester?.name ?? '',
    customer_number: requester?.customer_number || null,
    subject,
    description: text,
    topic: one.topic,
    status: one.status,
    priority: one.priority,
    channel: random.pick(['phone', 'phone', 'email', 'web']),
    order_number: one.order?.number ?? null,
    material: product?.sku ?? null,
    created_at: bareUtcInstant(one.createdAtMs),
    updated_at: bareUtcInstant(isDone ? solvedMs : Math.min(nowMs, one.createdAtMs + random.integer(HOUR_MS))),
    sla_due_at: bareUtcInstant(one.createdAtMs + SLA_HOURS[one.priority] * HOUR_MS),
    solved_at: isDone ? bareUtcInstant(solvedMs) : null,
    assignee: one.status === 'new' ? null : random.pick(AGENTS),
  }
}
