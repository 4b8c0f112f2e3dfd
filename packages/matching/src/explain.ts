import { UNKNOWN } from './comparisons/comparison.ts'
import type { Table } from './kinds.ts'
import type { Scorer } from './model/score.ts'
import { patternsOf } from './model/train.ts'
import { levelOf, type MatchModel } from './model/weights.ts'
import { probabilityOf } from './resolve.ts'

/** One step of a waterfall. */
export interface EvidenceStep {
  /** A comparison's name; `prior`, `rarity`, `household`. */
  readonly name: string
  /** The level that the pair is on, where it is a comparison's. */
  readonly level: string | null
  readonly weightBits: number
  /** What it adds up to so far. */
  readonly totalBits: number
}

export interface PairExplanation {
  readonly steps: readonly EvidenceStep[]
  readonly totalBits: number
  readonly probability: number
}

/**
 * Why two records are one, or not: where it starts (how likely any two records are), what each comparison adds or takes, how rare the
 * values are that they agree on, and what is taken because two of one household would look the same.
 */
export function explainPair(table: Table, model: MatchModel, scorer: Scorer, a: number, b: number): PairExplanation {
  const one = { left: Int32Array.of(Math.min(a, b)), right: Int32Array.of(Math.max(a, b)), count: 1 }
  const [pattern = 0] = patternsOf(table)(one)
  const steps: EvidenceStep[] = []
  let totalBits = 0
  const step = (name: string, level: string | null, weightBits: number) => {
    totalBits += weightBits
    steps.push({ name, level, weightBits, totalBits })
  }
  step('prior', null, Math.log2(model.prior / (1 - model.prior - model.householdPrior)))
  for (const [at, comparison] of table.comparisons.entries()) {
    const level = levelOf(pattern, at)
    if (level === UNKNOWN) continue
    const rates = model.rates[at]
    step(
      comparison.name,
      comparison.levels[level]?.name ?? null,
      Math.log2((rates?.m[level] as number) / (rates?.u[level] as number)),
    )
  }
  const rarity = scorer.rarityBits(pattern, one.left[0] as number)
  if (rarity !== 0) step('rarity', null, rarity)
  const whole = scorer.bitsOf(a, b)
  if (Math.abs(whole - totalBits) > 0.005) step('household', null, whole - totalBits)
  return { steps, totalBits: whole, probability: probabilityOf(whole) }
}
