import type { Money } from '@rapport/core'
import { isSensitive, type TimelineItem } from '@rapport/engine'
import { amount, count, day, instant, type Part } from '../facts/fact.ts'
import { listOf } from '../facts/identity-facts.ts'
import { owedOn } from '../facts/owed.ts'
import { aboutOf, follow, moneyOf, nameOfRow, numberOf, rowOfItem, said, textOf, timeOf } from '../facts/read-value.ts'
import { says } from '../facts/status.ts'
import { dayIn, daysBetween } from '../language/calendar.ts'
import type { LanguageCode } from '../language/languages.ts'
import type { Say } from '../language/say.ts'
import type { AnswerFact, Told } from './answer-fact.ts'
import { tell } from './language-file.ts'
import type { AnswerMaterial } from './subject.ts'

const QUOTE = 80

/** What writes an answer, and for whom. */
export interface Telling {
  readonly say: Say
  readonly language: LanguageCode
  readonly material: AnswerMaterial
}

function factOf(item: TimelineItem, parts: AnswerFact['parts'], more: Partial<AnswerFact> = {}): AnswerFact {
  return {
    id: `${item.entity}:${nameOfRow(item)}`,
    kind: item.entity,
    parts,
    rows: [rowOfItem(item)],
    certainty: 'stated',
    sensitivity: 'open',
    ...more,
  }
}

const dated = (name: string, value: string | undefined): Readonly<Record<string, Part>> =>
  value === undefined ? {} : { [name]: value.length === 10 ? day(value) : instant(value) }

const sayDate = (say: Say, part: Part | undefined): string | undefined =>
  part && (part.type === 'instant' || part.type === 'date') ? say.date(part) : undefined

const sayMoney = (say: Say, money: Money | undefined): string | undefined => money && say.money({ value: money })

/** Products that an order names, and how many more lines it has. */
function goodsOf(item: TimelineItem): { readonly product: string | undefined; readonly more: number } {
  const names = listOf(item.attributes.lines).flatMap((line) => textOf(line.name) ?? [])
  return { product: names[0], more: Math.max(0, names.length - 1) }
}

/** An order, or a return: what, when, for how much. */
export function tellOrder({ say, language }: Telling, item: TimelineItem): Told {
  const { attributes: a } = item
  const { product, more } = goodsOf(item)
  const total = moneyOf(a.total)
  const [number, status] = [numberOf(item), textOf(a.status)]
  const placedAt = instant(item.occurredAt)
  const fact = factOf(item, {
    ...said('number', number),
    placedAt,
    ...said('product', product),
    ...(more > 0 && { more: count(more) }),
    ...(total && { total: amount(total) }),
    ...said('status', status),
  })
  const sentence = tell(say, language, 'order', {
    kind: textOf(a.kind) ?? 'order',
    number: number && say.name({ value: number }),
    placedAt: say.date(placedAt),
    product: product && say.quote({ value: product }),
    moreProducts: more,
    total: sayMoney(say, total),
    status: status && say.code({ value: status }),
  })
  return { facts: [fact], text: sentence }
}

/** How an order travelled: by itself, or by its shipment. */
export function tellDelivery({ say, language, material }: Telling, item: TimelineItem): Told {
  const { states, zone, nowMs } = material
  const shipment = states.find((one) => one.entity === 'shipment' && aboutOf(one).includes(nameOfRow(item)))
  const first = (name: string) => timeOf(item.attributes[name]) ?? timeOf(shipment?.attributes[name])
  const [promisedAt, deliveredAt] = [first('promisedAt'), first('deliveredAt')]
  const isLate =
    promisedAt !== undefined && Date.parse(deliveredAt ?? new Date(nowMs).toISOString()) > Date.parse(promisedAt)
  const daysLate =
    isLate && deliveredAt !== undefined
      ? daysBetween(dayIn(zone, Date.parse(promisedAt)), dayIn(zone, Date.parse(deliveredAt)))
      : 0
  const number = numberOf(item)
  const parts = {
    ...said('number', number),
    placedAt: instant(item.occurredAt),
    ...dated('promisedAt', promisedAt),
    ...dated('deliveredAt', deliveredAt),
    ...(daysLate > 0 && { daysLate: count(daysLate) }),
  }
  const fact = factOf(item, parts, {
    id: `delivery:${nameOfRow(item)}`,
    kind: 'delivery',
    rows: [rowOfItem(item), ...(shipment ? [rowOfItem(shipment)] : [])],
  })
  const told: Readonly<Record<string, Part | undefined>> = parts
  const sentence = tell(say, language, 'delivery', {
    number: number && say.name({ value: number }),
    placedAt: say.date(parts.placedAt),
    course: deliveredAt !== undefined ? 'delivered' : promisedAt !== undefined ? 'promised' : 'none',
    deliveredAt: sayDate(say, told.deliveredAt),
    promisedAt: sayDate(say, told.promisedAt),
    isLate,
    daysLate,
  })
  return { facts: [fact], text: sentence }
}

/** A case, open or closed. */
export function tellCase({ say, language, material }: Telling, item: TimelineItem): Told {
  const { attributes: a } = item
  const product = follow(material, a.product)
  const name = textOf(product?.attributes.name)
  const [number, topic, subject] = [numberOf(item), textOf(a.kind), textOf(a.subject) ?? textOf(a.text)]
  const openedAt = instant(item.occurredAt)
  const parts = {
    ...said('number', number),
    ...said('topic', topic),
    ...said('subject', subject),
    ...said('product', name),
    openedAt,
  }
  const fact = factOf(item, parts, { rows: [rowOfItem(item), ...(product ? [product.row] : [])] })
  const sentence = tell(say, language, 'case', {
    number: number && say.name({ value: number }),
    topic: topic && say.code({ value: topic }),
    openedAt: say.date(openedAt),
    isOpen: timeOf(a.closedAt) === undefined && !says(textOf(a.status), 'ended'),
    product: name && say.quote({ value: name }),
    subject: subject && say.quote({ value: subject }, QUOTE),
  })
  return { facts: [fact], text: sentence }
}

/** A promise or a task, done or not. */
export function tellTask({ say, language, material }: Telling, item: TimelineItem): Told {
  const { attributes: a } = item
  const [who, what, dueAt] = [textOf(a.assignee), textOf(a.subject), timeOf(a.dueAt)]
  const madeAt = instant(item.occurredAt)
  const due = dated('dueAt', dueAt)
  const fact = factOf(item, { ...said('who', who), ...said('what', what), madeAt, ...due })
  const sentence = tell(say, language, 'task', {
    isPromise: a.kind === 'promise',
    who: who && say.name({ value: who }),
    what: what && say.quote({ value: what }, QUOTE),
    madeAt: say.date(madeAt),
    dueAt: sayDate(say, due.dueAt),
    isOpen: timeOf(a.doneAt) === undefined && !says(textOf(a.status), 'ended'),
    isOverdue: dueAt !== undefined && Date.parse(dueAt) < material.nowMs,
  })
  return { facts: [fact], text: sentence }
}

/** Whether a talk is still to come. */
export function isPlanned({ attributes, occurredAt }: TimelineItem, nowMs: number): boolean {
  return Date.parse(occurredAt) > nowMs || attributes.planned === true
}

/** A call, a visit, a note. */
export function tellTalk({ say, language, material }: Telling, item: TimelineItem): Told {
  const { attributes: a } = item
  const [who, words, outcome] = [textOf(a.author), textOf(a.text) ?? textOf(a.subject), textOf(a.outcome)]
  const at = instant(item.occurredAt)
  const fact = factOf(item, { ...said('who', who), ...said('words', words), ...said('outcome', outcome), at })
  const sentence = tell(say, language, 'talk', {
    kind: textOf(a.kind) ?? 'note',
    who: who && say.name({ value: who }),
    isPlanned: isPlanned(item, material.nowMs),
    at: say.date(at),
    words: words && say.quote({ value: words }, QUOTE),
    outcome: outcome !== undefined && outcome !== words ? say.quote({ value: outcome }) : undefined,
  })
  return { facts: [fact], text: sentence }
}

/** A stay, past or to come. */
export function tellStay({ say, language, material }: Telling, item: TimelineItem): Told {
  const { attributes: a } = item
  const location = follow(material, a.location)
  const where = textOf(location?.attributes.name)
  const arrivalOn = (timeOf(a.arrivalOn) ?? item.occurredAt).slice(0, 10)
  const departureOn = timeOf(a.departureOn)?.slice(0, 10)
  const status = textOf(a.status)
  const { today } = material
  const parts = {
    ...said('location', where),
    arrivalOn: day(arrivalOn),
    ...dated('departureOn', departureOn),
    ...said('status', status),
  }
  const fact = factOf(item, parts, { rows: [rowOfItem(item), ...(location ? [location.row] : [])] })
  const sentence = tell(say, language, 'stay', {
    when: says(status, 'cancelled')
      ? 'cancelled'
      : arrivalOn > today
        ? 'coming'
        : (departureOn ?? arrivalOn) >= today
          ? 'now'
          : 'past',
    location: where && say.name({ value: where }),
    arrivalOn: say.date(parts.arrivalOn),
    departureOn: departureOn && say.date(day(departureOn)),
    status: status && !says(status, 'cancelled') ? say.code({ value: status }) : undefined,
  })
  return { facts: [fact], text: sentence }
}

/** An invoice: that there is a balance is the sensitive part of it. */
export function tellInvoice({ say, language, material }: Telling, item: TimelineItem): Told {
  const { attributes: a } = item
  const number = numberOf(item)
  const balance = owedOn(a)
  const dueOn = timeOf(a.dueOn)?.slice(0, 10)
  const at = instant(item.occurredAt)
  const due = dated('dueOn', dueOn)
  const parts = { ...said('number', number), at, ...(balance && { balance: amount(balance) }), ...due }
  const fact = factOf(item, parts, { sensitivity: isSensitive('invoice', 'balance') ? 'sensitive' : 'open' })
  const sentence = tell(say, language, 'invoice', {
    number: number && say.name({ value: number }),
    at: say.date(at),
    balance: sayMoney(say, balance),
    dueOn: sayDate(say, due.dueOn),
    isOverdue: dueOn !== undefined && dueOn < material.today,
  })
  return { facts: [fact], text: sentence }
}
