import type { Json, JsonObject } from '@rapport/core'
import type { TimelineItem } from '@rapport/engine'
import { foldText } from '@rapport/harmonise'
import { instant, text } from '../facts/fact.ts'
import { nameOfRow, numberOf, rowOfItem, said } from '../facts/read-value.ts'
import type { AnswerFact, Told } from './answer-fact.ts'
import { answerWords, tell } from './language-file.ts'
import type { Telling } from './row-facts.ts'

const QUOTE = 100
const MAX_DEPTH = 4
/** Words that differ in their ends are one: `fermoir`, `fermoirs`. */
const MIN_STEM = 4

/** A row that holds words of a question, and the text in which it does. */
interface Hit {
  readonly item: TimelineItem
  readonly words: string
  readonly met: number
}

/** How many of the words a row's texts hold. */
export function metIn(item: TimelineItem, terms: readonly string[]): number {
  return textsOf(item.attributes).reduce((best, one) => Math.max(best, countMet(one, terms)), 0)
}

/** Rows whose texts hold words of the question, those that hold most first, then the newest. */
export function searchRows(rows: readonly TimelineItem[], terms: readonly string[], limit: number): readonly Hit[] {
  if (terms.length === 0) return []
  return rows
    .flatMap((item): readonly Hit[] => {
      const best = textsOf(item.attributes)
        .map((words) => ({ words, met: countMet(words, terms) }))
        .sort((a, b) => b.met - a.met || b.words.length - a.words.length)[0]
      return best && best.met > 0 ? [{ item, ...best }] : []
    })
    .sort((a, b) => b.met - a.met || (a.item.occurredAt > b.item.occurredAt ? -1 : 1))
    .slice(0, limit)
}

/** What a row says of what was looked for, in its own words. */
export function tellHit({ say, language }: Telling, { item, words }: Hit): Told {
  const number = numberOf(item)
  const entity = item.entity.split('.').at(-1) as string
  const at = instant(item.occurredAt)
  const fact: AnswerFact = {
    id: `found:${item.entity}:${nameOfRow(item)}`,
    kind: item.entity,
    parts: { entity: text(entity), ...said('number', number), at, words: text(words) },
    rows: [rowOfItem(item)],
    certainty: 'stated',
    sensitivity: 'open',
  }
  const { entities } = answerWords[language]
  const name = (Object.hasOwn(entities, entity) ? entities[entity] : undefined) ?? say.code({ value: entity })
  const sentence = tell(say, language, 'hit', {
    entity: name.charAt(0).toUpperCase() + name.slice(1),
    number: number && say.name({ value: number }),
    at: say.date(at),
    words: say.quote({ value: words }, QUOTE),
  })
  return { facts: [fact], text: sentence }
}

function countMet(words: string, terms: readonly string[]): number {
  const held = foldText(words).split(' ')
  return terms.filter((term) => held.some((word) => isSame(word, term))).length
}

function isSame(word: string, term: string): boolean {
  if (word === term) return true
  const stem = Math.max(MIN_STEM, term.length - 2)
  return (
    term.length >= MIN_STEM &&
    word.length >= MIN_STEM &&
    word.slice(0, stem) === term.slice(0, stem) &&
    Math.abs(word.length - term.length) <= 3
  )
}

/** Every text of a row, its lines' and properties' too; references and codes of ours are none. */
function textsOf(value: Json | JsonObject, depth = 0): readonly string[] {
  if (typeof value === 'string') return /\p{L}/u.test(value) && !/^\d{4}-\d\d-\d\dT/.test(value) ? [value] : []
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return []
  if (Array.isArray(value)) return value.flatMap((one: Json) => textsOf(one, depth + 1))
  if ('stream' in value && 'key' in value) return []
  return Object.values(value).flatMap((one) => textsOf(one as Json, depth + 1))
}
