import type { Comparison } from '../comparisons/comparison.ts'
import { UNKNOWN } from '../comparisons/comparison.ts'

/** How likely each level of a comparison is among records of one party, of strangers, and of two of one household. */
export interface LevelRates {
  readonly m: number[]
  readonly u: number[]
  readonly household: number[]
}

/**
 * A Fellegi-Sunter model (1969) with two classes of what is no match: strangers, and two of one household, who share name, address and
 * phone though they are not one. One class cannot stand for both: with strangers alone a household's agreement looks like a match.
 */
export interface MatchModel {
  readonly comparisons: readonly string[]
  readonly rates: readonly LevelRates[]
  /** Which comparisons are of what households share. */
  readonly isShared: readonly boolean[]
  /** Share of all pairs of records that are one party. */
  prior: number
  /** Share of all pairs that are two of one household. */
  householdPrior: number
}

/** Bits for one level a comparison, four each: a pattern of up to eight comparisons in one number. */
export const LEVEL_BITS = 4

export function levelOf(pattern: number, comparison: number): number {
  return (pattern >>> (comparison * LEVEL_BITS)) & 15
}

/** What a pattern is worth: likelihoods under each class, with nothing known counting as 1. */
export function likelihoods(model: MatchModel, pattern: number): { m: number; u: number; household: number } {
  let m = 1
  let u = 1
  let household = 1
  for (let at = 0; at < model.rates.length; at += 1) {
    const level = levelOf(pattern, at)
    if (level === UNKNOWN) continue
    const rates = model.rates[at] as LevelRates
    m *= rates.m[level] as number
    u *= rates.u[level] as number
    household *= rates.household[level] as number
  }
  return { m, u, household }
}

/** A model that has learned nothing: what is usual of data about people. */
export function usualModel(comparisons: readonly Comparison[], size: number): MatchModel {
  return {
    comparisons: comparisons.map(({ name }) => name),
    rates: comparisons.map(({ levels }) => {
      const m = levels.map((level) => level.m)
      const u = levels.map(() => 0)
      return { m, u, household: levels.map((level) => level.household ?? 0) }
    }),
    isShared: comparisons.map(({ levels }) => (levels.at(-1)?.household ?? 0) > 0.02),
    prior: 1 / Math.max(size, 2),
    householdPrior: 0.5 / Math.max(size, 2),
  }
}
