import type { JsonObject } from '@rapport/core'
import { instant, text } from '../facts/fact.ts'
import { rowOfItem, textOf } from '../facts/read-value.ts'
import type { AnswerFact, Told } from './answer-fact.ts'
import { tell } from './language-file.ts'
import type { Telling } from './row-facts.ts'

const MAX_PAGES = 5

/** What was looked at on the web, the newest first, each page once. */
export function tellPages({ say, language, material }: Telling): readonly Told[] {
  const pages = new Map<string, (typeof material.recent)[number]>()
  for (const item of material.recent) {
    if (item.entity !== 'event') continue
    const { title, name } = (item.attributes.properties ?? {}) as JsonObject
    const page = textOf(title) ?? textOf(name)
    if (page !== undefined && !pages.has(page) && pages.size < MAX_PAGES) pages.set(page, item)
  }
  const [newest] = pages.values()
  if (!newest) return []
  const at = instant(newest.occurredAt)
  const fact: AnswerFact = {
    id: 'pages',
    kind: 'event',
    parts: { at, pages: [...pages.keys()].map(text) },
    rows: [...pages.values()].map(rowOfItem),
    certainty: 'stated',
    sensitivity: 'open',
  }
  const sentence = tell(say, language, 'web', {
    at: say.date(at),
    pages: say.list([...pages.keys()].map((value) => say.quote({ value }))),
  })
  return [{ facts: [fact], text: sentence }]
}
