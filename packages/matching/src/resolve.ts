import type { RuleReport } from './blocking/candidates.ts'
import { type ClusterOptions, clustersByEvidence } from './evidence-clusters.ts'
import { type Kind, Table } from './kinds.ts'
import { type Edges, Scorer } from './model/score.ts'
import { train } from './model/train.ts'
import type { MatchModel } from './model/weights.ts'
import type { Party } from './party.ts'

export interface ResolveOptions {
  /** Probability from which two records are one. */
  readonly threshold: number
  /** Records that may share a blocking key. */
  readonly maxPerKey: number
  /** Pairs that are compared at most, about. */
  readonly maxPairs: number
  /** Sources that have no duplicates: two records of one are never one party. */
  readonly uniqueSources?: ReadonlySet<string> | undefined
  /** A model to use instead of learning one. */
  readonly model?: MatchModel | undefined
}

/** What became of records of one kind. */
export interface Resolved {
  /** For each record the smallest record of its cluster. */
  readonly clusters: Int32Array
  /** For each record the weakest link on its strongest way to the strongest link of its cluster; 1 when alone. */
  readonly probabilities: Float64Array
  readonly table: Table
  readonly model: MatchModel
  readonly scorer: Scorer
  /** Pairs that may be one, those below the threshold too. */
  readonly edges: Edges
  readonly rules: readonly RuleReport[]
}

/** Pairs less likely than this are not looked at again. */
const LEAST_BITS = -4

/** Odds in bits, and back. */
const bitsOf = (probability: number): number => Math.log2(probability / (1 - probability))
export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits)

/**
 * Says which records are one party: learns a model of them unless one is given, compares the pairs that share a key, and clusters by
 * the evidence. The same records in any order give the same clusters when they are handed over in one order.
 */
export function resolveParties(kind: Kind, parties: readonly Party[], options: ResolveOptions): Resolved {
  const table = new Table(kind, options.uniqueSources)
  for (const party of parties) table.add(party)
  const trained = options.model ? { model: options.model, reports: [] } : train(table, options)
  const scorer = new Scorer(table, trained.model)
  const edges = scorer.edges({ ...options, leastBits: LEAST_BITS })
  const joinBits = bitsOf(options.threshold)
  const clusters = clustersByEvidence(table.size, edges, scorer, { joinBits, meanBits: 0 } satisfies ClusterOptions)
  return {
    clusters,
    probabilities: probabilitiesOf(clusters, edges),
    table,
    model: trained.model,
    scorer,
    edges,
    rules: trained.reports,
  }
}

/**
 * How surely each record is where it is. Within a cluster the strongest links first (Kruskal's spanning tree): whatever joins the part
 * that holds the cluster's strongest link joins it by a link that is the weakest on its way.
 */
function probabilitiesOf(clusters: Int32Array, edges: Edges): Float64Array {
  const probabilities = new Float64Array(clusters.length).fill(1)
  const inside = Int32Array.from({ length: edges.count }, (_, at) => at).filter(
    (at) => clusters[edges.left[at] as number] === clusters[edges.right[at] as number],
  )
  inside.sort((x, y) => (edges.bits[y] as number) - (edges.bits[x] as number) || x - y)
  const parts = new Map<number, number[]>()
  const partOf = new Map<number, number[]>()
  for (const at of inside) {
    const [a, b] = [edges.left[at] as number, edges.right[at] as number]
    const first = partOf.get(a) ?? [a]
    const second = partOf.get(b) ?? [b]
    if (first === second) continue
    const root = clusters[a] as number
    const probability = probabilityOf(edges.bits[at] as number)
    const core = parts.get(root)
    if (core === undefined) {
      for (const record of [...first, ...second]) probabilities[record] = probability
    } else if (core === first || core === second) {
      for (const record of core === first ? second : first) probabilities[record] = probability
    }
    const whole = first.length >= second.length ? first : second
    for (const record of whole === first ? second : first) whole.push(record)
    for (const record of whole) partOf.set(record, whole)
    if (core === undefined || core === first || core === second) parts.set(root, whole)
  }
  return probabilities
}
