import type { PartyVersion } from '../../people/telling.ts'
import { bareUtcInstant, DAY_MS, HOUR_MS } from '../../time.ts'
import { NOBODY, type Told } from '../../told.ts'
import { requesterId } from './keys.ts'
import { leavesTestRecord, type Telling, tellParty } from './telling.ts'
import { caseTexts } from './texts.ts'

/** A line of `support/requesters.csv`: who wrote to the support desk, by one free-text name. */
export interface SupportRequester {
  requester_id: string
  name: string
  email: string
  phone: string
  locale: string
  created_at: string
  updated_at: string
}

export const REQUESTER_COLUMNS = ['requester_id', 'name', 'email', 'phone', 'locale', 'created_at',
  'updated_at'] as const satisfies readonly (keyof SupportRequester)[] // biome-ignore format: a header

/** A row of `support/tickets.jsonl`. Instants are UTC without saying so. */
export interface SupportTicket {
  ticket_number: string
  requester_id: string
  requester_name: string
  requester_email: string | null
  requester_phone: string | null
  subject: string
  description: string
  topic: string
  status: string
  priority: string
  channel: string
  order_number: string | null
  product_sku: string | null
  created_at: string
  updated_at: string
  sla_due_at: string
  solved_at: string | null
  assignee: string | null
}

export const TICKET_COLUMNS = ['ticket_number', 'requester_id', 'requester_name', 'requester_email', 'requester_phone', 'subject',
  'description', 'topic', 'status', 'priority', 'channel', 'order_number', 'product_sku', 'created_at', 'updated_at', 'sla_due_at',
  'solved_at', 'assignee'] as const satisfies readonly (keyof SupportTicket)[] // biome-ignore format: a header

const SLA_HOURS = { low: 96, normal: 48, high: 24, urgent: 8 } as const
const AGENTS = ['Nora Bellamy', 'Jules Caron', 'Mina Sato', 'Peter Lund', 'Lila Arnoux', 'Sara Conti']
const LOCALES: Readonly<Record<string, string>> = {
  fr: 'fr-FR',
  en: 'en-GB',
  ja: 'ja-JP',
  it: 'it-IT',
  zh: 'zh-CN',
  ar: 'ar-AE',
}

/** A person as the desk knows them; told from its own randomness, so that requesters and tickets agree. */
function requesterParty(telling: Telling, key: string, ordinal: number): PartyVersion & { readonly name: string } {
  const person = telling.life.household.members[ordinal]
  if (person === undefined) throw new RangeError(`no member ${ordinal}`)
  const party = tellParty(telling, 'support/requesters', key, person)
  return { ...party, name: `${party.firstName} ${party.lastName}`.trim() }
}

/** The desk's requesters of a household. */
export function tellRequesters(telling: Telling): Told<SupportRequester>[] {
  const { life, random, nowMs } = telling
  const rows: Told<SupportRequester>[] = []
  for (const { person, requesters, cases } of life.people) {
    for (const key of requesters) {
      const party = requesterParty(telling, key, person.ordinal)
      const createdMs = Math.min(
        ...cases.filter((one) => one.requester === key).map((one) => one.createdAtMs),
        nowMs - DAY_MS,
      )
      rows.push({
        owner: person.ordinal,
        key,
        row: {
          requester_id: key,
          name: party.name,
          email: party.email ?? '',
          phone: party.mobile ?? party.fixedLine ?? '',
          locale: LOCALES[person.language] ?? 'en-GB',
          created_at: bareUtcInstant(createdMs),
          updated_at: bareUtcInstant(createdMs + random.integer(nowMs - createdMs)),
        },
      })
    }
  }
  const testKey = requesterId(life.household.index * 4, 3)
  if (leavesTestRecord(telling, 'support/requesters', testKey)) {
    const createdMs = nowMs - random.between(20, 900) * DAY_MS
    const email = random.pick(['test@test.com', 'noreply@maison-aurele.example', 'n/a'])
    const row = {
      requester_id: testKey, name: random.pick(['test', 'Test Test', 'Mail Delivery']), email, phone: random.pick(['0000000000', '']),
      locale: 'fr-FR', created_at: bareUtcInstant(createdMs), updated_at: bareUtcInstant(createdMs),
    } // biome-ignore format: one record
    rows.push({ owner: NOBODY, key: testKey, row })
  }
  return rows
}

/**
 * The tickets of a household. `telling.random` must start as for {@link tellRequesters}: the contact details repeated
 * on a ticket are then those of its requester.
 */
export function tellTickets(telling: Telling): Told<SupportTicket>[] {
  const { life, random, nowMs } = telling
  if (life.people.every((member) => member.cases.length === 0)) return []
  const requesters = new Map(tellRequesters({ ...telling, ledger: null }).map((told) => [told.key, told.row]))
  const rows: Told<SupportTicket>[] = []
  for (const { person, cases } of life.people) {
    for (const one of cases) {
      const requester = requesters.get(one.requester)
      const isDone = one.status === 'solved' || one.status === 'closed'
      const solvedMs = Math.min(nowMs - HOUR_MS / 2, one.createdAtMs + HOUR_MS / 2 + random.integer(6 * DAY_MS))
      const { subject, text } = caseTexts(
        one.topic,
        person.language,
        one.product?.name ?? null,
        one.order?.number ?? null,
        random,
      )
      rows.push({
        owner: person.ordinal,
        key: one.number,
        row: {
          ticket_number: one.number,
          requester_id: one.requester,
          requester_name: requester?.name ?? '',
          requester_email: requester?.email || null,
          requester_phone: requester?.phone || null,
          subject,
          description: text,
          topic: one.topic,
          status: one.status,
          priority: one.priority,
          channel: random.pick(['email', 'email', 'web', 'phone', 'chat']),
          order_number: one.order?.number ?? null,
          product_sku: one.product?.sku ?? null,
          created_at: bareUtcInstant(one.createdAtMs),
          updated_at: bareUtcInstant(
            isDone ? Math.max(one.createdAtMs, solvedMs) : Math.min(nowMs, one.createdAtMs + random.integer(HOUR_MS)),
          ),
          sla_due_at: bareUtcInstant(one.createdAtMs + SLA_HOURS[one.priority] * HOUR_MS),
          solved_at: isDone ? bareUtcInstant(Math.max(one.createdAtMs, solvedMs)) : null,
          assignee: one.status === 'new' ? null : random.pick(AGENTS),
        },
      })
    }
  }
  return rows
}
