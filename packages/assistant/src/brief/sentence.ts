import type { SentenceKind } from '@rapport/core'
import type { Fact } from '../facts/fact.ts'

/** One sentence of a brief, with the ids of the facts it says. */
export interface Sentence {
  readonly text: string
  readonly kind: SentenceKind
  readonly facts: readonly string[]
}

export const sentence = (kind: SentenceKind, text: string, facts: readonly Fact[]): Sentence => ({
  text,
  kind,
  facts: facts.map(({ id }) => id),
})

/** French sets its marks apart by spaces; they are no words. */
export const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
