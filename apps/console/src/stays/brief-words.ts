import type { Brief } from '../api/desk.ts'
import type { TimelineItem } from '../api/profiles.ts'
import type { JourneyWords } from './journey-steps.ts'

type Fact = Brief['facts'][number]

/** What a brief says of single rows: its sentences, what they are about, and what places are called. */
export function briefWords(
  { sentences, facts }: Brief,
  items: readonly TimelineItem[],
): Pick<JourneyWords, 'sentenceOf' | 'subjectOf' | 'placeOf'> {
  const byId = new Map(facts.map((fact) => [fact.id, fact]))
  const byRow = new Map(facts.flatMap((fact) => (isOfOneRow(fact) ? [[rowOf(fact), fact] as const] : [])))
  const told = new Map(
    sentences.flatMap(({ text, facts: cited }) => {
      const fact = cited.length === 1 ? byId.get(cited[0] ?? '') : undefined
      return fact && isOfOneRow(fact) ? [[rowOf(fact), text] as const] : []
    }),
  )
  const rows = new Map(items.map((item) => [name(item), item]))
  const places = new Map(
    facts.flatMap((fact) => {
      const place = fact.kind === 'stay' ? textOf(fact.parts.location) : undefined
      const stay = fact.rows.map((row) => rows.get(name(row))).find((one) => one?.entity === 'stay')
      const key = (stay?.attributes.location as { key?: unknown } | null | undefined)?.key
      return place !== undefined && typeof key === 'string' ? [[key, place] as const] : []
    }),
  )
  return {
    sentenceOf: (item) => told.get(name(item)),
    // A template names first what it is about.
    subjectOf: (item) => {
      const fact = byRow.get(name(item))
      return fact?.kind === 'template'
        ? Object.values(fact.parts)
            .map(textOf)
            .find((one) => one !== undefined)
        : undefined
    },
    placeOf: (key) => places.get(key),
  }
}

const name = ({ stream, key }: { readonly stream: string; readonly key: string }): string => `${stream} ${key}`
const rowOf = ({ rows }: Fact): string => (rows[0] ? name(rows[0]) : '')

/** What it says is of this row, not of several together; reference rows such as a hotel's come behind. */
const isOfOneRow = ({ id, kind, rows }: Fact): boolean => {
  const [first] = rows
  return first !== undefined && kind !== 'stay' && (rows.length === 1 || id.endsWith(`${first.stream}/${first.key}`))
}

const textOf = (part: Fact['parts'][string] | undefined): string | undefined =>
  part !== undefined && !Array.isArray(part) && part.type === 'text' && typeof part.value === 'string'
    ? part.value
    : undefined
