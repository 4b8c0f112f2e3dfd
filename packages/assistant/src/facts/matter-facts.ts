import { entities, type JsonObject } from '@rapport/core'
import type { TimelineItem } from '@rapport/engine'
import type {
  CaseAlert,
  CaseFact,
  Fact,
  InteractionFact,
  InvoiceFact,
  OpportunityFact,
  OwnFact,
  StayFact,
  TaskFact,
  WebFact,
} from './fact.ts'
import { amount, day, instant, text } from './fact.ts'
import type { Material } from './material.ts'
import { orderFacts } from './order-facts.ts'
import { owedOn } from './owed.ts'
import { courseOf, follow, isoOf, nameOfRow, numberOf, rowOfItem, said, textOf, timeOf } from './read-value.ts'
import { says } from './status.ts'

const DAY_MS = 86_400_000
/** Stays and talks further back say nothing about a call today. */
const RECENT_DAYS = 60
/** To who stays with us, what was before is no news of today: it is told for as long. */
const STAY_DAYS = 1095
const MAX_PAST_STAYS = 4
const WEB_DAYS = 7
const MAX_PAGES = 3

/** What is going on with a profile: cases, promises, orders, invoices, stays, talks, what it read on the web. */
export function matterFacts(material: Material): readonly Fact[] {
  const facts: Fact[] = []
  let pastStays = 0
  for (const item of material.states) {
    const fact = factOf(material, item)
    if (fact?.kind === 'stay' && fact.value.when === 'past' && ++pastStays > MAX_PAST_STAYS) continue
    if (fact) facts.push(fact)
  }
  return [...facts, ...orderFacts(material), ...webFacts(material), ...ownFacts(material)]
}

/** Of entities that a plugin or a customer brought, and no template tells of: the newest row of each kind, by what every row has. */
function ownFacts({ recent, told, nowMs }: Material): readonly OwnFact[] {
  // What a template tells of needs no other words.
  const known = new Set([...told.keys()].flatMap(({ source }) => (source.kind === 'rows' ? [source.entity] : [])))
  const newest = new Map<string, TimelineItem>()
  for (const item of recent) {
    const age = nowMs - Date.parse(item.occurredAt)
    const isRecent = age >= 0 && age < RECENT_DAYS * DAY_MS
    if (Object.hasOwn(entities, item.entity) || known.has(item.entity)) continue
    if (isRecent && !newest.has(item.entity)) newest.set(item.entity, item)
  }
  return [...newest.values()].map((item) => ({
    ...base(item),
    id: `own:${nameOfRow(item)}`,
    kind: 'own',
    value: { ...courseOf(item), entity: item.entity },
    parts: {
      // `acme.repair` is a repair to whoever reads.
      entity: text(item.entity.split('.').at(-1) as string),
      ...said('number', textOf(item.attributes.number)),
      ...said('status', textOf(item.attributes.status)),
      at: instant(item.occurredAt),
    },
  }))
}

function factOf(material: Material, item: TimelineItem): Fact | undefined {
  switch (item.entity) {
    case 'case':
      return caseFact(material, item)
    case 'task':
      return taskFact(material, item)
    case 'invoice':
      return invoiceFact(material, item)
    case 'stay':
      return stayFact(material, item)
    case 'opportunity':
      return opportunityFact(material, item)
    case 'interaction':
      return interactionFact(material, item)
    default:
      return undefined
  }
}

const base = (item: TimelineItem) => ({
  rows: [rowOfItem(item)],
  certainty: 'stated' as const,
  sensitivity: 'open' as const,
})
const isPast = (at: string | undefined, nowMs: number): boolean => at !== undefined && Date.parse(at) < nowMs

function caseFact(material: Material, item: TimelineItem): CaseFact | undefined {
  const { attributes: a } = item
  const status = textOf(a.status)
  if (timeOf(a.closedAt) !== undefined || says(status, 'ended')) return undefined
  const topic = textOf(a.kind)
  const dueAt = timeOf(a.slaDueAt)
  const isOverdue = isPast(dueAt, material.nowMs)
  const product = follow(material, a.product)
  return {
    ...base(item),
    id: `case:${nameOfRow(item)}`,
    kind: 'case',
    value: { ...courseOf(item), isOverdue, alert: alertOf(item, isOverdue) },
    parts: {
      ...said('number', numberOf(item)),
      ...said('subject', textOf(a.subject)),
      ...said('topic', topic),
      ...said('priority', says(textOf(a.priority), 'pressing') ? textOf(a.priority) : undefined),
      ...said('product', textOf(product?.attributes.name)),
      openedAt: instant(item.occurredAt),
      ...(dueAt !== undefined && { dueAt: instant(dueAt) }),
    },
    rows: [rowOfItem(item), ...(product ? [product.row] : [])],
  }
}

/** By its topic, by its subject where it has none; else whether it presses. */
function alertOf({ attributes: a }: TimelineItem, isOverdue: boolean): CaseAlert | null {
  const topic = textOf(a.kind) ?? textOf(a.subject)
  if (says(topic, 'warning')) return 'warning'
  if (says(topic, 'dispute') || says(textOf(a.status), 'dispute')) return 'dispute'
  if (says(topic, 'complaint')) return 'complaint'
  return isOverdue || says(textOf(a.priority), 'pressing') ? 'urgent' : null
}

function taskFact({ nowMs }: Material, item: TimelineItem): TaskFact | undefined {
  const { attributes: a } = item
  if (timeOf(a.doneAt) !== undefined || says(textOf(a.status), 'ended')) return undefined
  const dueAt = timeOf(a.dueAt)
  return {
    ...base(item),
    id: `task:${nameOfRow(item)}`,
    kind: 'task',
    value: { ...courseOf(item), isPromise: a.kind === 'promise', isOverdue: isPast(dueAt, nowMs) },
    parts: {
      ...said('who', textOf(a.assignee)),
      ...said('what', textOf(a.subject)),
      madeAt: instant(item.occurredAt),
      ...(dueAt !== undefined && { dueAt: instant(dueAt) }),
    },
  }
}

function invoiceFact({ today }: Material, item: TimelineItem): InvoiceFact | undefined {
  const { attributes: a } = item
  const balance = owedOn(a)
  if (!balance) return undefined
  const dueOn = timeOf(a.dueOn)
  return {
    ...base(item),
    id: `invoice:${nameOfRow(item)}`,
    kind: 'invoice',
    value: { ...courseOf(item), isOverdue: dueOn !== undefined && dueOn.slice(0, 10) < today },
    parts: {
      ...said('number', textOf(a.number)),
      balance: amount(balance),
      ...(dueOn !== undefined && { dueOn: day(dueOn.slice(0, 10)) }),
    },
    // That there is a balance is the sensitive part of it.
    sensitivity: 'sensitive',
  }
}

function stayFact(material: Material, item: TimelineItem): StayFact | undefined {
  const { attributes: a } = item
  const arrivalOn = timeOf(a.arrivalOn)?.slice(0, 10)
  const departureOn = timeOf(a.departureOn)?.slice(0, 10)
  if (arrivalOn === undefined || says(textOf(a.status), 'cancelled')) return undefined
  const { today } = material
  const days = material.occasion === 'stay' ? STAY_DAYS : RECENT_DAYS
  const oldest = isoOf(material.nowMs - days * DAY_MS).slice(0, 10)
  const last = departureOn ?? arrivalOn
  if (last < oldest) return undefined
  const location = follow(material, a.location)
  return {
    ...base(item),
    id: `stay:${nameOfRow(item)}`,
    kind: 'stay',
    value: { ...courseOf(item), when: arrivalOn > today ? 'coming' : last >= today ? 'now' : 'past' },
    parts: {
      ...said('location', textOf(location?.attributes.name)),
      arrivalOn: day(arrivalOn),
      ...(departureOn !== undefined && { departureOn: day(departureOn) }),
    },
    rows: [rowOfItem(item), ...(location ? [location.row] : [])],
  }
}

function opportunityFact({ nowMs, today }: Material, item: TimelineItem): OpportunityFact | undefined {
  const { attributes: a } = item
  if (says(textOf(a.stage), 'ended') || says(textOf(a.status), 'ended')) return undefined
  const closeOn = timeOf(a.closeOn)?.slice(0, 10)
  if (closeOn !== undefined && closeOn < isoOf(nowMs - RECENT_DAYS * DAY_MS).slice(0, 10)) return undefined
  return {
    ...base(item),
    id: `opportunity:${nameOfRow(item)}`,
    kind: 'opportunity',
    value: { ...courseOf(item), isPast: closeOn !== undefined && closeOn < today },
    parts: {
      ...said('name', textOf(a.name)),
      ...said('stage', textOf(a.stage)),
      ...(closeOn !== undefined && { closeOn: day(closeOn) }),
    },
  }
}

function interactionFact({ nowMs, lastVisit }: Material, item: TimelineItem): InteractionFact | undefined {
  const { attributes: a } = item
  const age = nowMs - Date.parse(item.occurredAt)
  const isRecent = age < RECENT_DAYS * DAY_MS || item === lastVisit
  if (!isRecent || a.kind === 'survey' || says(textOf(a.status), 'cancelled')) return undefined
  const isPlanned = a.planned === true
  return {
    ...base(item),
    id: `interaction:${nameOfRow(item)}`,
    kind: 'interaction',
    value: {
      ...courseOf(item),
      kind: textOf(a.kind) ?? 'note',
      isPlanned: age < 0 || isPlanned,
      ...(isPlanned && age >= DAY_MS && { isUnreported: true }),
    },
    parts: {
      at: instant(item.occurredAt),
      ...said('who', textOf(a.author)),
      ...said('words', textOf(a.text) ?? textOf(a.subject)),
    },
  }
}

/** What was looked at on the web of late, the newest first, each page once. */
function webFacts({ recent, nowMs }: Material): readonly WebFact[] {
  const seen = new Map<string, TimelineItem>()
  for (const item of recent) {
    const age = nowMs - Date.parse(item.occurredAt)
    if (item.entity !== 'event' || age < 0 || age > WEB_DAYS * DAY_MS) continue
    const { title, name } = (item.attributes.properties ?? {}) as JsonObject
    const page = textOf(title) ?? textOf(name)
    if (page !== undefined && !seen.has(page) && seen.size < MAX_PAGES) seen.set(page, item)
  }
  const [newest] = seen.values()
  if (!newest) return []
  return [
    {
      id: 'web',
      kind: 'web',
      value: { at: newest.occurredAt },
      parts: { at: instant(newest.occurredAt), pages: [...seen.keys()].map(text) },
      rows: [...seen.values()].map(rowOfItem),
      certainty: 'stated',
      sensitivity: 'open',
    },
  ]
}
