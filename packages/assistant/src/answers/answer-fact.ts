import type { Provenance } from '@rapport/engine'
import type { Certainty, Part } from '../facts/fact.ts'

/** A fact that answers a question: a row, a value or a figure, with the rows that it stands on. */
export interface AnswerFact {
  readonly id: string
  /** The row's entity, or what it is: `attribute`, `consent`, `spend`, … */
  readonly kind: string
  readonly parts: Readonly<Record<string, Part | readonly Part[] | undefined>>
  readonly rows: readonly Provenance[]
  readonly certainty: Certainty
  readonly sensitivity: 'open' | 'sensitive'
}

/** A sentence before it is judged: which text, of which facts, with which values. */
export interface Told {
  readonly facts: readonly AnswerFact[]
  readonly text: string
  /** Says how those beside it are meant; alone it says nothing. */
  readonly isAside?: true | undefined
  /** Whom it is told of, when that is not who is asked about: their name, and the fact that ties them. */
  readonly of?: { readonly name: string; readonly fact: AnswerFact } | undefined
}
