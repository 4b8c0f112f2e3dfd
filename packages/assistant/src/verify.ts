import { findUnsupported, type Statement } from './claims/claims.ts'
import { claimWords } from './claims/words.ts'
import type { Part } from './facts/fact.ts'
import { dayIn } from './language/calendar.ts'
import { type LanguageCode, languages } from './language/languages.ts'
import { isQuotationOf, patternOf } from './language/quotation.ts'
import { plain, Say } from './language/say.ts'

/** What is wrong with a sentence. `unsupported`: a number, date or quotation that no cited fact holds. */
export interface Unproven {
  readonly problem: 'uncited' | 'unknown-fact' | 'unsupported'
  /** The fact's id, or the piece of the sentence. */
  readonly piece: string
}

/** What a sentence is judged by: a fact's id, and everything that one may say of it. */
interface Provable {
  readonly id: string
  readonly parts: Readonly<Record<string, Part | readonly Part[] | undefined>>
}

export interface VerifyOptions {
  readonly language?: LanguageCode
  readonly zone: string
  readonly nowMs: number
}

/**
 * Whether a sentence says nothing but what its facts hold: each citation exists, and each number, amount, date, time and
 * quotation in it is one of theirs. It reads the text and knows nothing of the rule, or model, that wrote it.
 * @returns what is wrong; empty for a proven sentence
 */
export function verify(
  sentence: { readonly text: string; readonly facts: readonly string[] },
  facts: readonly Provable[],
  { language = 'en', zone, nowMs }: VerifyOptions,
): readonly Unproven[] {
  const byId = new Map(facts.map((fact) => [fact.id, fact]))
  const miscited = miscitations(sentence.text, sentence.facts, byId)
  if (miscited.length > 0) return miscited
  const parts = sentence.facts.flatMap((id) => partsOf(byId.get(id) as Provable))
  const writing = languages[language]
  const say = new Say(writing, zone, nowMs)
  const [open, close] = writing.quotes
  const problems: Unproven[] = []
  const texts = parts.flatMap((part) => (part.type === 'text' ? [plain(part.value)] : []))
  const withoutQuotes = sentence.text.replace(
    new RegExp(`${open}([^${close}]*)${close}`, 'gu'),
    (whole, inner: string) => {
      if (!texts.some((one) => isQuotationOf(inner, one))) problems.push({ problem: 'unsupported', piece: whole })
      return ' '
    },
  )
  const said = parts.flatMap((part) => say.renderings(part).map((text) => ({ text, isText: part.type === 'text' })))
  let rest = withoutQuotes
  // The longest first: what is left of "12 March 2024" without "12 March" would look like a number of its own.
  for (const { text } of said.sort((a, b) => b.text.length - a.text.length)) if (text !== '') rest = without(rest, text)
  const months = monthsOf(writing.locale)
  const suspicious = new RegExp(
    `\\p{L}*\\p{N}(?:[\\p{L}\\p{N}.,:]*[\\p{L}\\p{N}])?|\\p{Sc}|(?<!\\p{L})(?:${[...writing.numberWords, ...months].join('|')})(?!\\p{L})`,
    'giu',
  )
  for (const [piece] of rest.matchAll(suspicious)) {
    // A number within a code is the code's: `profilingOf2`.
    const isCode = /\p{L}/u.test(piece) && /\p{N}/u.test(piece)
    const isWithin = texts.some((one) =>
      isCode ? one.toLowerCase().includes(piece.toLowerCase()) : without(one, piece) !== one,
    )
    if (!isWithin && !writing.ambiguousWords.includes(piece.toLowerCase()))
      problems.push({ problem: 'unsupported', piece })
  }
  return problems
}

/** A sentence that somebody wrote from statements, with the ids of those it cites. */
export interface Claim {
  readonly text: string
  readonly statements: readonly string[]
}

/** How claims are judged. */
export interface ClaimVerifyOptions extends VerifyOptions {
  /** What the profile is called; may stand in any sentence. */
  readonly title: string
}

/**
 * Whether a sentence says nothing but what the statements say that it cites, in its own words: the judge of what a model wrote.
 * Each clause must be said by one of them, with every number, date, amount, name, quotation and status, denied where it is
 * denied there, and no word beside that says anything. A rounded number is right where it is told as one.
 * @returns what is wrong; empty for a proven sentence
 */
export function verifyClaim(
  { text, statements: cited }: Claim,
  statements: readonly Statement[],
  { language = 'en', zone, nowMs, title }: ClaimVerifyOptions,
): readonly Unproven[] {
  const byId = new Map(statements.map((one) => [one.id, one]))
  const miscited = miscitations(text, cited, byId)
  if (miscited.length > 0) return miscited
  const told = [...new Set(cited)].map((id) => byId.get(id) as Statement)
  const piece = findUnsupported(text, told, claimWords[language], { title, today: dayIn(zone, nowMs) })
  return piece === undefined ? [] : [{ problem: 'unsupported', piece }]
}

/** What is wrong with the citations of a sentence, before its words are read. */
function miscitations(text: string, ids: readonly string[], known: ReadonlyMap<string, unknown>): readonly Unproven[] {
  if (ids.length === 0) return [{ problem: 'uncited', piece: text }]
  return ids.filter((id) => !known.has(id)).map((piece) => ({ problem: 'unknown-fact', piece }))
}

function partsOf(fact: Provable): readonly Part[] {
  return Object.values(fact.parts).flatMap((one) => (one === undefined ? [] : 'type' in one ? [one] : one))
}

function without(sentence: string, text: string): string {
  return sentence.replace(new RegExp(`(?<![\\p{L}\\p{N}])${patternOf(text)}(?![\\p{L}\\p{N}]|[.,:]\\p{N})`, 'giu'), ' ')
}

const known = new Map<string, readonly string[]>()

function monthsOf(locale: string): readonly string[] {
  const there = known.get(locale)
  if (there) return there
  const format = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' })
  const made = Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2024, month, 1)))
  known.set(locale, made)
  return made
}
