import type { LanguageCode } from '../language/languages.ts'
import en from './words/en.json' with { type: 'json' }
import fr from './words/fr.json' with { type: 'json' }

/**
 * What the verifier of claims knows of a language. Words are folded (no accents, lower case), separated by spaces; `_` joins
 * the words of a phrase; a word behind `-` says the contrary of its concept (`-unpaid` of PAID). Everything that is in none of
 * these lists must stand in the facts themselves, so that a word which is missing costs a good sentence and never passes a bad one.
 */
export interface ClaimWords {
  /** What happens to something or is its state: by concept. Dates and amounts belong to these. */
  readonly events: Readonly<Record<string, string>>
  /** What things are: by concept. */
  readonly nouns: Readonly<Record<string, string>>
  readonly negators: string
  /** Words of doubt: what is only probable must stay so. */
  readonly modals: string
  /** Words that say nothing by themselves. */
  readonly functions: string
  /** Where one clause ends and another begins. */
  readonly splitters: string
  /** What the customer may be called, whatever the facts call them. */
  readonly customer: string
  /** Ourselves: who promises, when no colleague is named. */
  readonly us: string
  /** Small numbers in words. */
  readonly numbers: Readonly<Record<string, number>>
  /** "One" that may be an article, too. */
  readonly articles: string
  readonly months: readonly string[]
  /** From Monday. */
  readonly weekdays: readonly string[]
  /** Days from today. */
  readonly days: Readonly<Record<string, number>>
  /** Words before a date: from then on; until then. */
  readonly since: string
  readonly until: string
  /** Words before a date until which something is to be done. */
  readonly by: string
  /** Words before a number that is rounded to the nearest, up, or down. */
  readonly about: string
  readonly nearly: string
  readonly over: string
  /** Words before a name that make somebody the one who acts, or for whom. */
  readonly parties: string
  /** Written out: `20 percent`. */
  readonly percent: string
  /** Currencies in words. */
  readonly currencies: Readonly<Record<string, string>>
  readonly decimal: '.' | ','
}

/** Concepts that stand for each other where facts have one of the second. */
export const softly: Readonly<Record<string, readonly string[]>> = {
  // A promise is due when it was promised for; it is not late by that.
  DUE: ['PROMISE'],
  OTHER: ['MORE'],
  MORE: ['OTHER'],
}

/** Saying no: facts that deny a noun ("no marketing") may be told as a refusal of it. */
export const refusals: ReadonlySet<string> = new Set(['REFUSE', 'OBJECT', 'WITHDRAW'])

/** The languages in which a model's sentences can be judged: a file each, and nothing else. */
export const claimWords: Readonly<Record<LanguageCode, ClaimWords>> = { en: en as ClaimWords, fr: fr as ClaimWords }
