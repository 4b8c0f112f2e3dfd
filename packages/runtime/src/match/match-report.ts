import {
  type Calibrated,
  calibrationOf,
  explainPair,
  probabilityOf,
  type Report,
  type ReportedRecord,
  type Scores,
  scoresOf,
} from '@rapport/matching'
import type { MatchedKind, MatchedRecord, MatchRun } from './match-rows.ts'

/** Pairs and clusters that a report shows. */
const SHOWN = 30
/** More columns than these are not read. */
const MAX_VALUES = 30
const BARS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1]

/** How clusters stand beside a truth: `entityOf` a record, `undefined` where the truth has none. */
export interface Evaluation {
  readonly scores: Scores
  /** At other thresholds on single pairs. */
  readonly curve: readonly {
    readonly threshold: number
    readonly precision: number
    readonly recall: number
    readonly f1: number
  }[]
  readonly calibration: readonly Calibrated[]
  readonly records: number
}

/** Compares a run with the truth of the records that it names. */
export function evaluate(run: MatchRun, entityOf: (record: MatchedRecord) => string | undefined): Evaluation {
  const found: string[] = []
  const truth: string[] = []
  const pairs: { readonly probability: number; readonly isTrue: boolean }[] = []
  for (const { kind, records, resolved } of run.kinds) {
    const entities = records.map(entityOf)
    for (const [at, entity] of entities.entries()) {
      if (entity === undefined) continue
      found.push(`${kind} ${resolved.clusters[at]}`)
      truth.push(entity)
    }
    const { left, right, bits, count } = resolved.edges
    for (let at = 0; at < count; at += 1) {
      const [a, b] = [entities[left[at] as number], entities[right[at] as number]]
      if (a !== undefined && b !== undefined)
        pairs.push({ probability: probabilityOf(bits[at] as number), isTrue: a === b })
    }
  }
  const scores = scoresOf(found, truth)
  const curve = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999].map((threshold) => {
    const taken = pairs.filter(({ probability }) => probability >= threshold)
    const right = taken.filter(({ isTrue }) => isTrue).length
    const precision = taken.length === 0 ? 1 : right / taken.length
    const recall = scores.truePairs === 0 ? 1 : right / scores.truePairs
    return { threshold, precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
  })
  return { scores, curve, calibration: calibrationOf(pairs), records: found.length }
}

/** A run as a page to read: what was guessed and learned, the pairs near the threshold with their reasons, clusters to look at. */
export function reportOf(run: MatchRun, threshold: number, evaluation?: Evaluation): Report {
  const records = run.kinds.flatMap((one) => one.records)
  const columns = Object.entries(run.columns.columns).filter(([, { as }]) => as !== 'ignore')
  const compared = columns.filter(([, { as }]) => as !== 'id' && as !== 'source').map(([name]) => name)
  return {
    title: 'Who is who',
    summary: [
      ['Records', String(records.length)],
      ['Clusters', String(clustersIn(run))],
      ['Threshold', `${100 * threshold}%`],
      ['Columns', columns.map(([name, { as }]) => `${name}: ${as}`).join(', ')],
      ...run.kinds.map(({ kind, resolved }): readonly [string, string] => [
        `Pairs compared (${kind})`,
        resolved.rules.map(({ rule, pairs }) => `${rule} ${pairs}`).join(', '),
      ]),
    ],
    histogram: BARS.slice(1).map((to, at) => {
      const from = BARS[at] as number
      const pairs = run.kinds.reduce((sum, { resolved: { edges } }) => {
        for (let edge = 0; edge < edges.count; edge += 1) {
          const probability = probabilityOf(edges.bits[edge] as number)
          if (probability >= from && (probability < to || to === 1)) sum += 1
        }
        return sum
      }, 0)
      return { from, to, pairs }
    }),
    weights: run.kinds.flatMap(({ resolved: { table, model } }) =>
      table.comparisons.flatMap(({ name, levels }, at) =>
        levels.slice(1).map((level, place) => {
          const m = model.rates[at]?.m[place + 1] ?? 0
          const u = model.rates[at]?.u[place + 1] ?? 0
          return { comparison: name, level: level.name, m, u, weightBits: Math.log2(m / u) }
        }),
      ),
    ),
    warnings: run.kinds.flatMap(warningsOf),
    pairs: run.kinds.flatMap((kind) => nearest(kind, threshold, compared)).slice(0, SHOWN),
    clusters: run.kinds.flatMap((kind) => clustersToLookAt(kind, compared)).slice(0, SHOWN),
    evaluation: evaluation && evaluationLines(evaluation),
  }
}

export function clustersIn(run: MatchRun): number {
  return run.kinds.reduce((sum, { resolved }) => sum + new Set(resolved.clusters).size, 0)
}

/** An evaluation in lines: name and figure. */
export function evaluationLines({ scores, curve, calibration, records }: Evaluation): Report['evaluation'] & object {
  const share = (value: number) => value.toFixed(4)
  return [
    ['Records of the truth', String(records)],
    ['Pairwise precision', share(scores.precision)],
    ['Pairwise recall', share(scores.recall)],
    ['Pairwise F1', share(scores.f1)],
    [
      'B-cubed precision, recall, F1',
      [scores.bCubed.precision, scores.bCubed.recall, scores.bCubed.f1].map(share).join(', '),
    ],
    ['Exact clusters', `${scores.exactClusters} of ${scores.entities}`],
    ...curve.map(({ threshold, precision, recall, f1 }): readonly [string, string] => [
      `Single pairs from ${threshold}`,
      `precision ${share(precision)}, recall ${share(recall)}, F1 ${share(f1)}`,
    ]),
    ...calibration.map(({ from, to, pairs, mean, share: right }): readonly [string, string] => [
      `Pairs given ${from} to ${to}`,
      `${pairs}: ${share(mean)} on average, ${share(right)} true`,
    ]),
  ]
}

function warningsOf({ kind, resolved }: MatchedKind): readonly string[] {
  return resolved.rules.flatMap(({ rule, skippedKeys, skippedRecords }) =>
    skippedKeys === 0
      ? []
      : [
          `${kind}: ${skippedKeys} values of the rule "${rule}" are shared by too many records (${skippedRecords}) to bring them together; other rules still do.`,
        ],
  )
}

/** Pairs whose odds are nearest to the threshold's. */
function nearest({ records, resolved }: MatchedKind, threshold: number, compared: readonly string[]): Report['pairs'] {
  const { edges, table, model, scorer } = resolved
  const asked = Math.log2(threshold / (1 - threshold))
  const order = Array.from({ length: edges.count }, (_, at) => at)
  order.sort(
    (x, y) => Math.abs((edges.bits[x] as number) - asked) - Math.abs((edges.bits[y] as number) - asked) || x - y,
  )
  return order.slice(0, SHOWN).map((at) => {
    const [a, b] = [edges.left[at] as number, edges.right[at] as number]
    const explanation = explainPair(table, model, scorer, a, b)
    return { left: shown(records[a], compared), right: shown(records[b], compared), explanation }
  })
}

/** The largest first, then those that hang by the weakest links. */
function clustersToLookAt({ records, resolved }: MatchedKind, compared: readonly string[]): Report['clusters'] {
  const members = Map.groupBy(records.keys(), (at) => resolved.clusters[at] as number)
  const clusters = [...members.values()]
    .filter((own) => own.length > 1)
    .map((own) => ({ own, weakest: Math.min(...own.map((at) => resolved.probabilities[at] as number)) }))
  const largest = clusters.toSorted((x, y) => y.own.length - x.own.length).slice(0, SHOWN / 3)
  const weakest = clusters.toSorted((x, y) => x.weakest - y.weakest).slice(0, SHOWN / 3)
  return [...new Set([...largest, ...weakest])].map(({ own, weakest: least }) => ({
    id: records[own[0] as number]?.id ?? '',
    records: own.slice(0, SHOWN).map((at) => shown(records[at], compared)),
    weakest: least,
  }))
}

function shown(record: MatchedRecord | undefined, compared: readonly string[]): ReportedRecord {
  if (record === undefined) return { id: '', values: [] }
  const values = compared.slice(0, MAX_VALUES).flatMap((name): readonly (readonly [string, string])[] => {
    const value = record.row[name]
    return value === undefined || value === null || value === '' ? [] : [[name, String(value).slice(0, 200)]]
  })
  return { id: record.id, values }
}
