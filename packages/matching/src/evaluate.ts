/** How good a clustering is beside the truth. */
export interface Scores {
  /** Of pairs in one cluster, how many are of one entity; and the other way round. */
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly truePairs: number
  readonly foundPairs: number
  readonly rightPairs: number
  /** The same record by record (Bagga and Baldwin 1998): a big cluster counts no more than its records. */
  readonly bCubed: { readonly precision: number; readonly recall: number; readonly f1: number }
  /** Entities whose records are exactly one cluster, of all entities. */
  readonly exactClusters: number
  readonly entities: number
}

type Labels = ArrayLike<number | string>

/** Compares clusters with entities, from the two labels of each record. */
export function scoresOf(found: Labels, truth: Labels): Scores {
  const both = new Map<string, number>()
  const byFound = new Map<string, number>()
  const byTruth = new Map<string, number>()
  for (let at = 0; at < found.length; at += 1) {
    count(byFound, String(found[at]))
    count(byTruth, String(truth[at]))
    count(both, `${found[at]}\n${truth[at]}`)
  }
  let bPrecision = 0
  let bRecall = 0
  let exactClusters = 0
  for (const [key, shared] of both) {
    const [cluster = '', entity = ''] = key.split('\n')
    const [inCluster, inEntity] = [byFound.get(cluster) as number, byTruth.get(entity) as number]
    bPrecision += (shared * shared) / inCluster
    bRecall += (shared * shared) / inEntity
    if (shared === inCluster && shared === inEntity) exactClusters += 1
  }
  const rightPairs = pairsIn(both)
  const foundPairs = pairsIn(byFound)
  const truePairs = pairsIn(byTruth)
  const precision = foundPairs === 0 ? 1 : rightPairs / foundPairs
  const recall = truePairs === 0 ? 1 : rightPairs / truePairs
  const records = Math.max(found.length, 1)
  const b = { precision: bPrecision / records, recall: bRecall / records }
  return {
    precision,
    recall,
    f1: harmonic(precision, recall),
    truePairs,
    foundPairs,
    rightPairs,
    bCubed: { ...b, f1: harmonic(b.precision, b.recall) },
    exactClusters,
    entities: byTruth.size,
  }
}

/** Of pairs that were given a probability in a band: how many there are, what they were given on average, and how many are true. */
export interface Calibrated {
  readonly from: number
  readonly to: number
  readonly pairs: number
  readonly mean: number
  readonly share: number
}

const BANDS = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999, 1]

/** How far probabilities can be taken at their word. */
export function calibrationOf(
  pairs: Iterable<{ readonly probability: number; readonly isTrue: boolean }>,
): readonly Calibrated[] {
  const bands = BANDS.slice(1).map((to, at) => ({ from: BANDS[at] as number, to, pairs: 0, sum: 0, right: 0 }))
  for (const { probability, isTrue } of pairs) {
    const band = bands.find(({ to }) => probability < to) ?? bands.at(-1)
    if (band === undefined) continue
    band.pairs += 1
    band.sum += probability
    if (isTrue) band.right += 1
  }
  return bands
    .filter((band) => band.pairs > 0)
    .map(({ from, to, pairs: all, sum, right }) => ({ from, to, pairs: all, mean: sum / all, share: right / all }))
}

const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1)

function pairsIn(map: ReadonlyMap<string, number>): number {
  let pairs = 0
  for (const size of map.values()) pairs += (size * (size - 1)) / 2
  return pairs
}

const harmonic = (a: number, b: number): number => (a + b === 0 ? 0 : (2 * a * b) / (a + b))
