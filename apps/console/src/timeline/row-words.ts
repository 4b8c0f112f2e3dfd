import type { TimelineItem } from '../api/profiles.ts'
import { type Format, isMoney, type Money } from '../i18n/format.ts'
import type { Translate } from '../i18n/translate.ts'

/** A row of the timeline in a line: what it is, what it is about, and what stands at its end. */
export interface RowWords {
  readonly title: string
  readonly detail: string
  /** As the source says it. */
  readonly status: string | null
  readonly amount: Money | null
}

type Attributes = Readonly<Record<string, unknown>>

/** What is worth saying of an item, by its entity; any other says its first texts. */
export function rowWords(
  { entity, attributes }: Pick<TimelineItem, 'entity' | 'attributes'>,
  format: Format,
  t: Translate,
): RowWords {
  const say = tellers[entity] ?? other
  const [title, ...details] = say(attributes, format, t)
  const status = textOf(attributes.status)
  const amount = [attributes.total, attributes.balance, attributes.spend, attributes.money].find(isMoney) ?? null
  return {
    title: title || format.name('entity', entity),
    detail: details.filter((one) => one !== '').join(' · '),
    status: status === '' ? null : status,
    amount,
  }
}

type Teller = (attributes: Attributes, format: Format, t: Translate) => readonly string[]

const tellers: Readonly<Record<string, Teller>> = {
  event: (a) => {
    const { title, name, path, url, query } = (a.properties ?? {}) as Attributes
    return [textOf(a.name), firstOf(title, name, query, path, url), textOf(a.campaign)]
  },
  order: (a, format, t) => [
    `${t(`order.${kindOf(a, ['return', 'quote'], 'order')}`)} ${textOf(a.number)}`.trim(),
    linesOf(a.lines),
    due(a.promisedAt, 'row.promised', format, t),
  ],
  case: (a, format, t) => [
    textOf(a.subject),
    textOf(a.number),
    textOf(a.priority),
    due(a.slaDueAt, 'row.due', format, t),
  ],
  interaction: (a, format) => [
    [format.name('entity', textOf(a.kind)), textOf(a.subject)].filter((one) => one !== '').join(': '),
    textOf(a.author),
    textOf(a.text),
  ],
  task: (a, format, t) => [
    `${t(a.kind === 'promise' ? 'row.promise' : 'entity.task')}: ${textOf(a.subject)}`,
    textOf(a.assignee) || textOf(a.owner),
    due(a.dueAt, 'row.due', format, t),
  ],
  invoice: (a, format, t) => [
    `${format.name('entity', 'invoice')} ${textOf(a.number)}`.trim(),
    due(a.dueOn, 'row.due', format, t),
  ],
  stay: (a, format) => [
    [firstOf(a.number, (a.location as Attributes | undefined)?.key)].join(''),
    [a.arrival, a.departure]
      .filter((one) => typeof one === 'string')
      .map((one) => format.date(one as string))
      .join(' – '),
    textOf(a.room),
  ],
  shipment: (a, format, t) => [
    `${format.name('entity', 'shipment')} ${textOf(a.number)}`.trim(),
    textOf(a.service),
    due(a.promisedAt, 'row.promised', format, t),
  ],
}

const other: Teller = (attributes) => {
  const texts = Object.values(attributes).filter((one): one is string => typeof one === 'string')
  return texts.slice(0, 3)
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

const firstOf = (...values: readonly unknown[]): string => values.map(textOf).find((one) => one !== '') ?? ''

function kindOf(attributes: Attributes, known: readonly string[], usual: string): string {
  const kind = textOf(attributes.kind)
  return known.includes(kind) ? kind : usual
}

function due(value: unknown, key: string, format: Format, t: Translate): string {
  const text = textOf(value)
  return text === '' || Number.isNaN(Date.parse(text)) ? '' : t(key, { at: format.dateTime(text) })
}

function linesOf(value: unknown): string {
  if (!Array.isArray(value)) return ''
  return (value as readonly Attributes[])
    .map((line) => {
      const name = firstOf(line.name, line.sku)
      return typeof line.quantity === 'number' && line.quantity !== 1 ? `${line.quantity} × ${name}` : name
    })
    .filter((one) => one !== '')
    .join(', ')
}
