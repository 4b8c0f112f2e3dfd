import { candidates, type RuleReport } from '../blocking/candidates.ts'
import { DIFFERENT, type Pairs, UNKNOWN } from '../comparisons/comparison.ts'
import type { Table } from '../kinds.ts'
import { LEVEL_BITS, type LevelRates, levelOf, likelihoods, type MatchModel, usualModel } from './weights.ts'

const ROUNDS = 25
/** Pairs whose strength the usual rates have against what is seen. */
const PRIOR_PAIRS = 40
/** The same for pairs of a household: there are few, and what is no match for other reasons must not pass for one. */
const PRIOR_HOUSEHOLD_PAIRS = 50
/** Households that a set has before any is seen. */
const HOUSEHOLDS = 0.02
const RANDOM_PAIRS = 4_000_000

export interface Trained {
  readonly model: MatchModel
  readonly reports: readonly RuleReport[]
}

/** Compares pairs and hands their patterns over: a level of each comparison, four bits each. */
export function patternsOf(table: Table): (pairs: Pairs) => Int32Array {
  const levels = new Uint8Array(8192)
  const patterns = new Int32Array(8192)
  return (pairs) => {
    patterns.fill(0, 0, pairs.count)
    for (let at = 0; at < table.comparisons.length; at += 1) {
      table.comparisons[at]?.compare(pairs, levels)
      const shift = at * LEVEL_BITS
      for (let n = 0; n < pairs.count; n += 1) patterns[n] = (patterns[n] as number) | ((levels[n] as number) << shift)
    }
    return patterns
  }
}

/** Learns rates from unlabelled records: u from pairs at random, m and the households' share by expectation maximisation. */
export function train(table: Table, options: { readonly maxPerKey: number; readonly maxPairs: number }): Trained {
  const compare = patternsOf(table)
  const seen = new Map<number, number>()
  const reports = candidates(table, options, (pairs) => {
    const patterns = compare(pairs)
    for (let n = 0; n < pairs.count; n += 1) {
      const pattern = patterns[n] as number
      seen.set(pattern, (seen.get(pattern) ?? 0) + 1)
    }
  })
  const random = new Map<number, number>()
  const total = (table.size * (table.size - 1)) / 2
  randomPairs(table.size, Math.min(RANDOM_PAIRS, total), (pairs) => {
    const patterns = compare(pairs)
    for (let n = 0; n < pairs.count; n += 1) {
      const pattern = patterns[n] as number
      random.set(pattern, (random.get(pattern) ?? 0) + 1)
    }
  })
  const model = usualModel(table.comparisons, table.size)
  const usual = model.rates.map(({ m }) => [...m])
  let usualHousehold: readonly (readonly number[])[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    learnStrangers(table, model, random, round > 0)
    if (round === 0) usualHousehold = model.rates.map(({ household }) => [...household])
    learnMatches(model, usual, usualHousehold, seen, total, table.size)
  }
  return { model, reports }
}

/** u: random pairs, each counted by how surely it is no match: in small sets with many duplicates some of them are. */
function learnStrangers(table: Table, model: MatchModel, random: ReadonlyMap<number, number>, isSeen: boolean): void {
  const counts = model.rates.map(({ u }) => u.map(() => 0))
  for (const [pattern, count] of random) {
    const strange = count * classesOf(model, pattern).stranger
    for (let at = 0; at < counts.length; at += 1) {
      const level = levelOf(pattern, at)
      if (level !== UNKNOWN) (counts[at] as number[])[level] = ((counts[at] as number[])[level] as number) + strange
    }
  }
  for (const [at, rates] of model.rates.entries()) {
    const own = counts[at] as number[]
    const sum = own.reduce((a, b) => a + b, 0)
    // What was never seen among strangers is as rare as one pair in twice as many.
    const floors = own.map((_, level): number => (level === UNKNOWN ? 0 : level === DIFFERENT ? 8 : 0.5))
    const all = sum + floors.reduce((a, b) => a + b, 0)
    for (let level = 1; level < own.length; level += 1)
      rates.u[level] = ((own[level] as number) + (floors[level] as number)) / all
    if (!isSeen || !model.isShared[at]) fillHousehold(table, rates, at)
  }
}

/** Where households are as strangers, they take the strangers' rates, in what the given ones leave. */
function fillHousehold(table: Table, rates: LevelRates, at: number): void {
  const levels = table.comparisons[at]?.levels ?? []
  let given = 0
  let left = 0
  for (let level = 1; level < levels.length; level += 1) {
    const household = levels[level]?.household
    if (household === undefined) left += rates.u[level] as number
    else given += household
  }
  for (let level = 1; level < levels.length; level += 1) {
    const household = levels[level]?.household
    rates.household[level] =
      household ?? (left === 0 ? 1e-6 : ((rates.u[level] as number) / left) * Math.max(1 - given, 0.01 * left))
    if (household === undefined && given === 0) rates.household[level] = rates.u[level] as number
  }
}

/** One step of expectation maximisation over the distinct patterns of candidates. */
function learnMatches(
  model: MatchModel,
  usual: readonly (readonly number[])[],
  usualHousehold: readonly (readonly number[])[],
  seen: ReadonlyMap<number, number>,
  total: number,
  size: number,
): void {
  const counts = model.rates.map(({ m }) => m.map(() => 0))
  const homes = model.rates.map(({ m }) => m.map(() => 0))
  let matches = 0
  let households = 0
  for (const [pattern, count] of seen) {
    const { match, household } = classesOf(model, pattern)
    matches += count * match
    households += count * household
    for (let at = 0; at < counts.length; at += 1) {
      const level = levelOf(pattern, at)
      if (level === UNKNOWN) continue
      const own = counts[at] as number[]
      const home = homes[at] as number[]
      own[level] = (own[level] as number) + count * match
      home[level] = (home[level] as number) + count * household
    }
  }
  for (const [at, rates] of model.rates.entries()) {
    settle(rates.m, counts[at] as number[], usual[at] as readonly number[], PRIOR_PAIRS)
    if (model.isShared[at])
      settle(rates.household, homes[at] as number[], usualHousehold[at] as readonly number[], PRIOR_HOUSEHOLD_PAIRS)
  }
  model.prior = (matches + 1) / (total + size)
  model.householdPrior = (households + HOUSEHOLDS) / (total + size)
}

/** Rates from counts, drawn towards the usual ones as if `strength` pairs had been seen of those. */
function settle(rates: number[], counts: readonly number[], usual: readonly number[], strength: number): void {
  const sum = counts.reduce((a, b) => a + b, 0) + strength
  for (let level = 1; level < rates.length; level += 1)
    rates[level] = ((counts[level] as number) + strength * (usual[level] as number)) / sum
}

/** How surely a pair of a pattern is a match, two of one household, or strangers. */
function classesOf(
  model: MatchModel,
  pattern: number,
): { readonly match: number; readonly household: number; readonly stranger: number } {
  const { m, u, household } = likelihoods(model, pattern)
  const match = model.prior * m
  const home = model.householdPrior * household
  const strange = (1 - model.prior - model.householdPrior) * (u === 0 ? 1e-12 : u)
  const sum = match + home + strange
  return { match: match / sum, household: home / sum, stranger: strange / sum }
}

/** Pairs by a fixed sequence over all of them, the same for the same records in the same order. */
function randomPairs(size: number, count: number, visit: (pairs: Pairs) => void): void {
  const left = new Int32Array(8192)
  const right = new Int32Array(8192)
  const total = (size * (size - 1)) / 2
  let filled = 0
  const step = total / count
  for (let n = 0; n < count; n += 1) {
    // Row and column of the n-th pair of the triangle below the diagonal.
    const place = Math.floor(n * step + (step > 2 ? ((n * 0.618_033_988_749) % 1) * (step - 1) : 0))
    const b = Math.floor((1 + Math.sqrt(1 + 8 * place)) / 2)
    const a = place - (b * (b - 1)) / 2
    left[filled] = Math.min(Math.max(a, 0), b - 1)
    right[filled] = b
    filled += 1
    if (filled === left.length) {
      visit({ left, right, count: filled })
      filled = 0
    }
  }
  if (filled > 0) visit({ left, right, count: filled })
}
