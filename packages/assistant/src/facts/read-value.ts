import type { Json, Money } from '@rapport/core'
import type { Provenance, RecordAnswer, ReferenceRow, TimelineItem } from '@rapport/engine'
import { type Course, type Text, text } from './fact.ts'

/** Attributes are canonical, but a patched row may hold null and a custom mapping anything: what is not of the type is not there. */
export const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined

/** An ISO instant or date. */
export const timeOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined

export function moneyOf(value: Json | undefined): Money | undefined {
  const money = value as Partial<Money> | null | undefined
  const isMoney =
    typeof money === 'object' &&
    money !== null &&
    typeof money.amountMinor === 'number' &&
    typeof money.exponent === 'number' &&
    /^[A-Z]{3}$/.test(String(money.currency))
  return isMoney ? (money as Money) : undefined
}

export const isoOf = (ms: number): string => new Date(ms).toISOString()

/** The part of a stream's name that a person knows: its connection. */
export const systemOf = (stream: string): string => stream.split('/', 1)[0] as string

export const rowOfItem = ({ stream, key, occurredAt }: TimelineItem): Provenance => ({
  stream,
  key,
  observedAt: occurredAt,
})

export const rowOfRecord = ({ stream, key, observedAt }: RecordAnswer): Provenance => ({ stream, key, observedAt })

export const nameOfRow = ({ stream, key }: { readonly stream: string; readonly key: string }): string =>
  `${stream}/${key}`

/** What people call it: its number, else its key, unless a mapping made that of another row's. */
export function numberOf({ attributes, key }: TimelineItem): string | undefined {
  return textOf(attributes.number) ?? (key.includes('/') ? undefined : key)
}

/** A reference to a row; `undefined` for one to a party, and for anything else. */
export function rowOf(value: unknown): { readonly stream: string; readonly key: string } | undefined {
  const { stream, key } = (value ?? {}) as { readonly stream?: unknown; readonly key?: unknown }
  return typeof stream === 'string' && typeof key === 'string' ? { stream, key } : undefined
}

/** What a matter belongs with: the rows that it points at. */
export function aboutOf(item: TimelineItem): readonly string[] {
  const { order, about, asset, stay } = item.attributes
  return [order, about, asset, stay].flatMap((one) => {
    const row = rowOf(one)
    return row ? [nameOfRow(row)] : []
  })
}

/** A referenced row with where it lies; `undefined` when it dangles. */
export function follow(
  { references }: { readonly references: ReadonlyMap<string, ReferenceRow> },
  reference: Json | undefined,
): { readonly row: Provenance; readonly attributes: TimelineItem['attributes'] } | undefined {
  const named = rowOf(reference)
  const found = named && references.get(nameOfRow(named))
  if (!found) return undefined
  const { stream, key, occurredAt, attributes } = found
  return { row: { stream, key, observedAt: occurredAt }, attributes }
}

/** When it happened, and what it belongs with. */
export const courseOf = (item: TimelineItem): Course => ({
  at: item.occurredAt,
  about: [nameOfRow(item), ...aboutOf(item)],
})

/** An optional text part by name; nothing when there is no text. */
export function said<N extends string>(name: N, value: string | undefined): { readonly [K in N]?: Text } {
  return (value === undefined ? {} : { [name]: text(value) }) as { readonly [K in N]?: Text }
}
