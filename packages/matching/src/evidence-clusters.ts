import type { Edges, Scorer } from './model/score.ts'

export interface ClusterOptions {
  /** Odds in bits from which a pair alone would join. */
  readonly joinBits: number
  /** Odds in bits that all pairs between two clusters must have on average. */
  readonly meanBits: number
}

/** How much one pair counts at most, for or against: one that is nearly certain must not outweigh many that contradict it. */
const MOST_BITS = 12

/**
 * Clusters by all the evidence between two groups, not by reachability: pairs are taken strongest first, and two groups are joined when
 * the pairs between them speak for it on average. A bad link between two families meets all that keeps them apart.
 * @returns for each record the smallest record of its cluster
 */
export function clustersByEvidence(
  size: number,
  edges: Edges,
  scorer: Scorer,
  { joinBits, meanBits }: ClusterOptions,
): Int32Array {
  const parent = Int32Array.from({ length: size }, (_, at) => at)
  const members = new Map<number, number[]>()
  const find = (record: number): number => {
    let root = record
    while (parent[root] !== root) root = parent[root] as number
    while (parent[record] !== root) {
      const next = parent[record] as number
      parent[record] = root
      record = next
    }
    return root
  }
  const order = Int32Array.from({ length: edges.count }, (_, at) => at).filter(
    (at) => (edges.bits[at] as number) >= joinBits,
  )
  order.sort(
    (x, y) =>
      (edges.bits[y] as number) - (edges.bits[x] as number) ||
      (edges.left[x] as number) - (edges.left[y] as number) ||
      (edges.right[x] as number) - (edges.right[y] as number),
  )
  for (const at of order) {
    const a = find(edges.left[at] as number)
    const b = find(edges.right[at] as number)
    if (a === b) continue
    const first = members.get(a) ?? [a]
    const second = members.get(b) ?? [b]
    if (first.length * second.length > 1 && meanBetween(first, second, scorer) < meanBits) continue
    const [root, other] = a < b ? [a, b] : [b, a]
    parent[other] = root
    members.set(root, [...first, ...second])
    members.delete(other)
  }
  for (let at = 0; at < size; at += 1) find(at)
  return parent
}

/** Bits of the pairs between two groups, on average; minus infinity where something keeps one of them apart. */
function meanBetween(first: readonly number[], second: readonly number[], scorer: Scorer): number {
  let sum = 0
  for (const a of first) {
    for (const b of second) {
      const bits = scorer.bitsOf(a, b)
      if (bits === Number.NEGATIVE_INFINITY) return bits
      sum += Math.max(-MOST_BITS, Math.min(MOST_BITS, bits))
    }
  }
  return sum / (first.length * second.length)
}
