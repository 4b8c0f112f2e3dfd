import { type Json, titleIn } from '@rapport/core'
import type { ActionCatalogue, Provenance, TemplateSet } from '@rapport/engine'
import { amount, count, day, instant, type Part, text } from '../facts/fact.ts'
import { recordRows } from '../facts/identity-facts.ts'
import { rowOfItem } from '../facts/read-value.ts'
import type { Say } from '../language/say.ts'
import type { AnswerFact, Told } from './answer-fact.ts'
import { type Asked, tellingOf } from './asked.ts'
import { tell } from './language-file.ts'
import { noRows } from './subject.ts'

const MAX_FIGURES = 15
/** Newest rows of its entity among which those that a figure counts are found, and how many of these are cited. */
const MAX_READ = 20
const MAX_CITED = 3

/** What is calculated of a profile, as everybody who sees it may see it. */
export async function tellFigures(asked: Asked, catalogue: ActionCatalogue): Promise<readonly Told[]> {
  const { queries, options, subject, say, question } = asked
  const rights = { ...options.rights, sensitive: false }
  const profile = await queries.profile(subject.id, rights)
  const known = Object.entries(profile?.insights ?? {}).slice(0, MAX_FIGURES)
  const { insights } = queries.templates()
  const entities = new Set(known.flatMap(([name]) => insights.get(name)?.entity ?? []))
  const rows = new Map<string, readonly Provenance[]>()
  for (const entity of entities) for (const [name, own] of await rowsOf(asked, entity, insights)) rows.set(name, own)
  const telling = await tellingOf(asked, subject, noRows)
  return known.flatMap(([name, value]): readonly Told[] => {
    const document = catalogue.insights.get(name)
    const part = partOf(value, document?.unit === 'money' ? catalogue.currency : null)
    if (!part) return []
    const title = titleIn(document?.title, question.language) ?? say.code({ value: name })
    const cited = rows.get(name) ?? []
    const fact: AnswerFact = {
      id: `insight:${name}`,
      kind: 'insight',
      parts: { insight: text(title), value: part },
      rows: cited.length > 0 ? cited : recordRows(telling.material),
      certainty: 'calculated',
      sensitivity: 'open',
    }
    const sentence = tell(say, question.language, 'insight', { insight: title, value: sayPart(say, part) })
    return [{ facts: [fact], text: sentence }]
  })
}

async function rowsOf(
  { queries, options, subject }: Asked,
  entity: string,
  insights: TemplateSet['insights'],
): Promise<ReadonlyMap<string, readonly Provenance[]>> {
  const { items } = await queries.timeline(subject.id, { limit: MAX_READ, entities: [entity] }, options.rights)
  const own = [...insights].filter(([, insight]) => insight.entity === entity)
  return new Map(
    own.map(([name, { test }]) => {
      const counted = items.filter(({ attributes }) => test?.(attributes, options.nowMs) ?? true)
      return [name, counted.slice(0, MAX_CITED).map(rowOfItem)]
    }),
  )
}

function partOf(value: Json | undefined, currency: ActionCatalogue['currency']): Part | undefined {
  if (typeof value === 'number' && Number.isFinite(value))
    return currency
      ? amount({ amountMinor: Math.round(value), currency: currency.code, exponent: currency.exponent })
      : count(value)
  if (typeof value !== 'string' || value.trim() === '') return undefined
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return instant(value)
  return /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : text(value)
}

function sayPart(say: Say, part: Part): string {
  switch (part.type) {
    case 'money':
      return say.money(part)
    case 'number':
      return say.number(part)
    case 'text':
      return say.quote(part)
    default:
      return say.wholeDate(part)
  }
}
