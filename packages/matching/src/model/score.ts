import { candidates } from '../blocking/candidates.ts'
import type { Table } from '../kinds.ts'
import { patternsOf } from './train.ts'
import { levelOf, likelihoods, type MatchModel } from './weights.ts'

/** Pairs that may be one party, with the evidence in bits: log2 of the odds that they are. */
export interface Edges {
  readonly left: Int32Array
  readonly right: Int32Array
  readonly bits: Float32Array
  readonly count: number
}

/** Scores pairs of a table by a model. */
export class Scorer {
  readonly #table: Table
  readonly #model: MatchModel
  readonly #compare: ReturnType<typeof patternsOf>
  readonly #known = new Map<number, { readonly m: number; readonly u: number; readonly household: number }>()
  readonly #one = { left: new Int32Array(1), right: new Int32Array(1), count: 1 }

  constructor(table: Table, model: MatchModel) {
    this.#table = table
    this.#model = model
    this.#compare = patternsOf(table)
  }

  /** Odds of one pair, in bits; minus infinity where something keeps them apart. */
  bitsOf(a: number, b: number): number {
    this.#one.left[0] = Math.min(a, b)
    this.#one.right[0] = Math.max(a, b)
    if (this.#table.apart.isNeeded && this.#table.apart.areApart(a, b)) return Number.NEGATIVE_INFINITY
    const [pattern = 0] = this.#compare(this.#one)
    return this.#bits(pattern, this.#one.left[0] as number)
  }

  /** What the rarity of the values that a pair agrees on adds, in bits. */
  rarityBits(pattern: number, left: number): number {
    return -Math.log2(this.#rarity(pattern, left))
  }

  #bits(pattern: number, left: number): number {
    let known = this.#known.get(pattern)
    if (known === undefined) {
      known = likelihoods(this.#model, pattern)
      this.#known.set(pattern, known)
    }
    const { prior, householdPrior } = this.#model
    const strangers = (1 - prior - householdPrior) * known.u * this.#rarity(pattern, left)
    return Math.log2((prior * known.m) / (strangers + householdPrior * known.household + 1e-300))
  }

  /** How much rarer, below 1, or more common, above 1, the values that a pair agrees on are than usual. */
  #rarity(pattern: number, left: number): number {
    let factor = 1
    const { comparisons, size } = this.#table
    for (let at = 0; at < comparisons.length; at += 1) {
      const level = levelOf(pattern, at)
      const count = comparisons[at]?.frequencyAt?.(left, level)
      if (count === undefined) continue
      const usual = this.#model.rates[at]?.u[level] as number
      factor *= Math.min(Math.max(count / size / usual, 1 / 16), 64)
    }
    return factor
  }

  /** Every candidate pair whose odds are at least `leastBits`. */
  edges(options: { readonly maxPerKey: number; readonly maxPairs: number; readonly leastBits: number }): Edges {
    let left = new Int32Array(4096)
    let right = new Int32Array(4096)
    let bits = new Float32Array(4096)
    let count = 0
    const { apart } = this.#table
    candidates(this.#table, options, (pairs) => {
      const patterns = this.#compare(pairs)
      for (let n = 0; n < pairs.count; n += 1) {
        if (apart.isNeeded && apart.areApart(pairs.left[n] as number, pairs.right[n] as number)) continue
        const value = this.#bits(patterns[n] as number, pairs.left[n] as number)
        if (value < options.leastBits) continue
        if (count === left.length) {
          left = grown(left)
          right = grown(right)
          const more = new Float32Array(bits.length * 2)
          more.set(bits)
          bits = more
        }
        left[count] = pairs.left[n] as number
        right[count] = pairs.right[n] as number
        bits[count] = value
        count += 1
      }
    })
    return { left, right, bits, count }
  }
}

function grown(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array(values.length * 2)
  more.set(values)
  return more
}
