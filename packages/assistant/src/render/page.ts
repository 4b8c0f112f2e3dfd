import type { SentenceKind } from '@rapport/core'
import type { Brief } from '../brief/brief.ts'
import { kindsOf } from '../brief/plan.ts'
import { type Fact, ofKind } from '../facts/fact.ts'
import { languages } from '../language/languages.ts'
import { Say } from '../language/say.ts'

/** What stands on the page of a brief, in words and in the order of reading, whatever it is printed as. */
export interface Page {
  readonly title: string
  /** What it is for: `Visit`. */
  readonly occasion: string
  /** When that is and with whom or where, when a fact of the brief tells: `24 November at 14:30 · Julien Moreau`. */
  readonly when: string | undefined
  /** The short of it, for a list: the visit's time, the day of arrival. */
  readonly at: string | undefined
  readonly sections: readonly Section[]
  /** What is not on it; empty when nothing is left. */
  readonly left: string
  /** Above the rows. */
  readonly sourcesHeading: string
  readonly sources: readonly Source[]
  /** When it was written, and how new what it tells is. */
  readonly written: string
}

export interface Section {
  readonly kind: SentenceKind
  readonly heading: string
  readonly sentences: readonly { readonly text: string; readonly sources: readonly Source[] }[]
}

/** The rows behind a fact, by the number that sentences cite them by. */
export interface Source {
  readonly number: number
  readonly fact: string
  /** At most three rows, and how many more there are. */
  readonly text: string
  /** The first row, undated, and how many more. */
  readonly short: string
}

export function pageOf(brief: Brief): Page {
  const language = languages[brief.language]
  const say = new Say(language, brief.zone, Date.parse(brief.generatedAt))
  const sources = brief.facts.map((fact, index) => ({
    number: index + 1,
    fact: fact.id,
    text: rowsIn(fact, say),
    short: firstRow(fact),
  }))
  const byFact = new Map(sources.map((one) => [one.fact, one]))
  return {
    title: brief.title,
    occasion: say.message('occasion', { occasion: brief.occasion }),
    ...whenOf(brief.facts, say),
    sections: kindsOf(brief.occasion).flatMap((kind) => {
      const sentences = brief.sentences
        .filter((one) => one.kind === kind)
        .map(({ text, facts }) => ({ text, sources: facts.flatMap((id) => byFact.get(id) ?? []) }))
      return sentences.length === 0 ? [] : [{ kind, heading: language.headings[kind], sentences }]
    }),
    left: brief.left.text,
    sourcesHeading: say.message('sources'),
    sources,
    written: say.message('written', {
      at: say.dateAndTime({ type: 'instant', value: brief.generatedAt }),
      asOf: brief.asOf === null ? undefined : say.date({ type: 'instant', value: brief.asOf }),
    }),
  }
}

/** The first visit that is planned, else the first stay that is not over. */
function whenOf(facts: readonly Fact[], say: Say): Pick<Page, 'when' | 'at'> {
  const [visit] = ofKind(facts, 'interaction')
    .filter(({ value }) => value.isPlanned && value.kind === 'visit')
    .sort((a, b) => (a.value.at < b.value.at ? -1 : 1))
  if (visit) {
    const { at, who } = visit.parts
    return { when: parted([say.dateAndTime(at), who && say.name(who)]), at: say.time(at) }
  }
  const [stay] = ofKind(facts, 'stay')
    .filter(({ value }) => value.when !== 'past')
    .sort((a, b) => (a.parts.arrivalOn.value < b.parts.arrivalOn.value ? -1 : 1))
  if (!stay) return { when: undefined, at: undefined }
  const { arrivalOn, departureOn, location } = stay.parts
  const days = [arrivalOn, departureOn].flatMap((day) => (day ? [say.date(day)] : []))
  return { when: parted([days.join(' – '), location && say.name(location)]), at: say.date(arrivalOn) }
}

const parted = (parts: readonly (string | undefined)[]): string => parts.filter((part) => part).join(' · ')

const MAX_ROWS = 3

/** The rows of a fact in a line: `shop/orders MA-1 (12 March), MA-2 (14 March), +1`. */
function rowsIn({ rows }: Fact, say: Say): string {
  if (rows.length === 0) return '–'
  const named = rows.slice(0, MAX_ROWS).map(({ stream, key, observedAt }, index) => {
    const row = `${key} (${say.date({ type: 'instant', value: observedAt })})`
    return rows[index - 1]?.stream === stream ? row : `${stream} ${row}`
  })
  return rows.length > MAX_ROWS ? `${named.join(', ')}, +${rows.length - MAX_ROWS}` : named.join(', ')
}

function firstRow({ rows: [first, ...more] }: Fact): string {
  if (!first) return '–'
  return `${first.stream} ${first.key}${more.length > 0 ? `, +${more.length}` : ''}`
}
