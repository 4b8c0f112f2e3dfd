import { foldText } from '@rapport/harmonise'
import { patternOf } from '../language/quotation.ts'
import type { Clause } from './item.ts'
import { ClaimReader } from './read.ts'
import { type Evidence, evidenceOf, Support } from './support.ts'
import { isArticle, type Today } from './values.ts'
import type { ClaimWords } from './words.ts'

/** What rules say of a fact, or of facts together: what a sentence that cites them may say. */
export interface Statement {
  readonly id: string
  readonly text: string
}

export interface ClaimOptions {
  /** What the profile is called; may stand in any sentence. */
  readonly title: string
  /** The reader's day: `2026-11-24`. */
  readonly today: Today
}

/** Assignments of clauses to statements that are tried before a sentence is refused. */
const MAX_TRIES = 500

const readers = new Map<ClaimWords, ClaimReader>()

function readerOf(words: ClaimWords): ClaimReader {
  const there = readers.get(words)
  if (there) return there
  const made = new ClaimReader(words)
  readers.set(words, made)
  return made
}

/**
 * Whether a sentence, whoever wrote it, says nothing but what the statements say that it cites. Each of its clauses must be
 * said by one statement: every number, date, amount, name, quotation and status in it, denied where it is denied there, said
 * of the same thing, and no word besides that says anything. A clause that passes to another statement names what that is about.
 * @returns the piece that is not supported; `undefined` for a sentence that is
 */
export function findUnsupported(
  sentence: string,
  statements: readonly Statement[],
  words: ClaimWords,
  { title, today }: ClaimOptions,
): string | undefined {
  const reader = readerOf(words)
  const evidence = statements.map(({ id, text }) => evidenceOf(id, text, reader, today))
  const clauses = reader.read(withQuotes(sentence, evidence, reader, today), today)
  const support = new Support(reader, new Set(foldText(title).split(' ')), today)
  let tries = 0
  let problem: string | undefined = clauses.length === 0 ? sentence : undefined
  const assign = (index: number, chosen: readonly Evidence[]): boolean => {
    if (index === clauses.length) {
      const wrong = misplaced(clauses, chosen, support)
      problem ??= wrong
      return wrong === undefined
    }
    const clause = clauses[index] as Clause
    const current = chosen.at(-1)
    const order = current ? [current, ...evidence.filter((one) => one !== current)] : evidence
    let missing: string | undefined
    for (const one of order) {
      if (++tries > MAX_TRIES) break
      const lacking = support.missing(clause, one)
      missing ??= lacking
      if (lacking !== undefined) continue
      if (current && one !== current && !support.isAnchored(clause, one, current)) {
        missing ??= clause.text
        continue
      }
      if (assign(index + 1, [...chosen, one])) return true
    }
    problem ??= missing
    return false
  }
  return assign(0, []) ? undefined : (problem ?? sentence)
}

/** The first thing that is wrong in a run of clauses of one statement. */
function misplaced(clauses: readonly Clause[], chosen: readonly Evidence[], support: Support): string | undefined {
  for (let from = 0; from < clauses.length; ) {
    let to = from + 1
    while (to < clauses.length && chosen[to] === chosen[from]) to += 1
    const wrong = support.misplaced(clauses.slice(from, to), chosen[from] as Evidence)
    if (wrong !== undefined) return wrong
    from = to
  }
  return undefined
}

/** Texts of facts that a sentence repeats without quotation marks get them: several words, none of which says a status. */
function withQuotes(sentence: string, evidence: readonly Evidence[], reader: ClaimReader, today: Today): string {
  let text = sentence
  for (const { clauses } of evidence)
    for (const item of clauses.flatMap(({ items }) => items)) {
      if (item.kind !== 'quote' || !item.text.includes(' ')) continue
      const plain = new RegExp(`(?<![“«"\\p{L}\\p{N}])${patternOf(item.text)}(?![\\p{L}\\p{N}…”»"])`, 'giu')
      const says = reader.read(item.text, today).flatMap(({ items }) => items)
      if (says.some((one) => one.kind === 'event' || (one.kind === 'value' && !isArticle(one.value)))) continue
      text = text.replace(plain, (found) => `“${found}”`)
    }
  return text
}
