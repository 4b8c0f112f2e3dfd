import type { Pairs } from '../comparisons/comparison.ts'
import type { Table } from '../kinds.ts'
import type { BlockingRule } from './rules.ts'

/** Pairs are handed over in arrays of this many. */
const CHUNK = 8192

/** What one rule brought. */
export interface RuleReport {
  readonly rule: string
  /** Pairs that no rule before it had. */
  readonly pairs: number
  /** Keys that too many records share to mean anything, and their records. */
  readonly skippedKeys: number
  readonly skippedRecords: number
}

export interface CandidateOptions {
  /** Records that may share a key of a rule before the key is passed over. */
  readonly maxPerKey: number
  /** No rule is begun after this many pairs. */
  readonly maxPairs: number
}

/**
 * Hands over every pair that shares a key, once: by the first rule whose keys agree. Pairs are never kept, so memory does not grow with
 * them. Where all pairs are no more than a budget's they are simply all compared.
 */
export function candidates(
  table: Table,
  { maxPerKey, maxPairs }: CandidateOptions,
  visit: (pairs: Pairs) => void,
): readonly RuleReport[] {
  const out = new Chunk(visit)
  const all = (table.size * (table.size - 1)) / 2
  if (all <= maxPairs / 4) {
    for (let b = 1; b < table.size; b += 1) for (let a = 0; a < b; a += 1) out.push(a, b)
    out.flush()
    return [{ rule: 'all pairs', pairs: all, skippedKeys: 0, skippedRecords: 0 }]
  }
  const reports: RuleReport[] = []
  let total = 0
  for (const [at, rule] of table.blocking.entries()) {
    if (total > maxPairs) break
    const report = pairsOf(rule, table.blocking.slice(0, at), table.size, maxPerKey, out)
    total += report.pairs
    reports.push(report)
  }
  out.flush()
  return reports
}

function pairsOf(
  rule: BlockingRule,
  before: readonly BlockingRule[],
  size: number,
  maxPerKey: number,
  out: Chunk,
): RuleReport {
  const { keys, records } = sortedKeys(rule, size)
  let pairs = 0
  let skippedKeys = 0
  let skippedRecords = 0
  for (let from = 0; from < keys.length; ) {
    let to = from + 1
    while (to < keys.length && keys[to] === keys[from]) to += 1
    const count = to - from
    if (count > maxPerKey) {
      skippedKeys += 1
      skippedRecords += count
    } else {
      for (let i = from; i < to; i += 1) {
        const a = records[i] as number
        for (let j = i + 1; j < to; j += 1) {
          const b = records[j] as number
          if (a === b || isKnown(before, a, b) || isSecond(rule, a, b, keys[from] as number)) continue
          out.push(a, b)
          pairs += 1
        }
      }
    }
    from = to
  }
  return { rule: rule.name, pairs, skippedKeys, skippedRecords }
}

/** The records by key, smallest record first; those without a key are not in it. */
function sortedKeys(rule: BlockingRule, size: number): { readonly keys: Int32Array; readonly records: Int32Array } {
  const [first, second] = rule.columns
  let count = 0
  for (let at = 0; at < size; at += 1) count += Number(first[at] !== 0) + Number(second[at] !== 0)
  // Key above record in one double sorts natively: 32 bits of key and 21 of record would not do, so the record is the fraction.
  const both = new Float64Array(count)
  let n = 0
  for (let at = 0; at < size; at += 1) {
    if (first[at] !== 0) both[n++] = (first[at] as number) * 0x400000 + at
    if (second[at] !== 0) both[n++] = (second[at] as number) * 0x400000 + at
  }
  both.sort()
  const keys = new Int32Array(count)
  const records = new Int32Array(count)
  for (let at = 0; at < count; at += 1) {
    const value = both[at] as number
    const key = Math.floor(value / 0x400000)
    keys[at] = key
    records[at] = value - key * 0x400000
  }
  return { keys, records }
}

function isKnown(before: readonly BlockingRule[], a: number, b: number): boolean {
  for (const { columns } of before) if (share(columns, a, b) !== 0) return true
  return false
}

/** A pair that shares both keys of a rule comes by the first of them. */
function isSecond({ columns }: BlockingRule, a: number, b: number, key: number): boolean {
  return share(columns, a, b) !== key
}

function share([first, second]: readonly [Int32Array, Int32Array], a: number, b: number): number {
  const [x, y] = [first[a] as number, second[a] as number]
  const [v, w] = [first[b] as number, second[b] as number]
  if (x !== 0 && (x === v || x === w)) return x
  if (y !== 0 && (y === v || y === w)) return y
  return 0
}

class Chunk {
  readonly #left = new Int32Array(CHUNK)
  readonly #right = new Int32Array(CHUNK)
  readonly #visit: (pairs: Pairs) => void
  #count = 0

  constructor(visit: (pairs: Pairs) => void) {
    this.#visit = visit
  }

  push(a: number, b: number): void {
    this.#left[this.#count] = a < b ? a : b
    this.#right[this.#count] = a < b ? b : a
    this.#count += 1
    if (this.#count === CHUNK) this.flush()
  }

  flush(): void {
    if (this.#count > 0) this.#visit({ left: this.#left, right: this.#right, count: this.#count })
    this.#count = 0
  }
}
