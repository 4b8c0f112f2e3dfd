import type { Party } from '../party.ts'

/** Pairs of records to compare, by their place in the table: `left[n]` with `right[n]`. */
export interface Pairs {
  readonly left: Int32Array
  readonly right: Int32Array
  readonly count: number
}

/** Nothing can be said: one of the two has no value. The level that every comparison has, at place 0. */
export const UNKNOWN = 0
/** Both have values and they have nothing in common: place 1 of every comparison. */
export const DIFFERENT = 1

export interface Level {
  readonly name: string
  /** How often records of one party are on this level, before anything is learned. */
  readonly m: number
  /** The same of records of two people of one household, or two places of one company; absent: as of strangers. */
  readonly household?: number | undefined
}

/**
 * One respect in which two records are compared: a graded answer, from different to the same. It keeps its own columns of the table, so
 * that a batch of pairs is compared in one loop over them.
 */
export interface Comparison {
  readonly name: string
  /** `UNKNOWN`, `DIFFERENT`, then ever closer; at most 16. */
  readonly levels: readonly Level[]
  /** Adds a record, at the next place of the table. */
  add(party: Party): void
  /** Writes the level of each pair. */
  compare(pairs: Pairs, levels: Uint8Array): void
  /**
   * What makes agreement of a pair on a level more or less telling than usual: how many of all records' pairs agree on this
   * very value. `undefined` where values are not counted on that level.
   */
  frequencyAt?(left: number, level: number): number | undefined
}
