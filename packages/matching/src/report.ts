import type { PairExplanation } from './explain.ts'

/** A pair to look at in a report, with what its two records say. */
export interface ReportedPair {
  readonly left: ReportedRecord
  readonly right: ReportedRecord
  readonly explanation: PairExplanation
}

export interface ReportedRecord {
  readonly id: string
  /** Column and value, those that are compared. */
  readonly values: readonly (readonly [string, string])[]
}

export interface ReportedCluster {
  readonly id: string
  readonly records: readonly ReportedRecord[]
  readonly weakest: number
}

export interface Report {
  readonly title: string
  /** What was found, a line each. */
  readonly summary: readonly (readonly [string, string])[]
  /** Pairs by probability: from, to, how many. */
  readonly histogram: readonly { readonly from: number; readonly to: number; readonly pairs: number }[]
  /** What was learned of each level: its name, how often among one party's records and among strangers', its weight. */
  readonly weights: readonly {
    readonly comparison: string
    readonly level: string
    readonly m: number
    readonly u: number
    readonly weightBits: number
  }[]
  readonly warnings: readonly string[]
  /** Pairs near the threshold, on either side. */
  readonly pairs: readonly ReportedPair[]
  /** The largest clusters, and those that hang by a weak link. */
  readonly clusters: readonly ReportedCluster[]
  readonly evaluation: readonly (readonly [string, string])[] | undefined
}

/** A report as one page of HTML: nothing from elsewhere, no script, whatever the records hold shows as text. */
export function reportPage(report: Report): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(report.title)}</title><style>${STYLE}</style></head><body><main>
<h1>${escaped(report.title)}</h1>
${facts(report.summary)}
${report.warnings.length > 0 ? `<section><h2>Look at this first</h2><ul>${report.warnings.map((one) => `<li>${escaped(one)}</li>`).join('')}</ul></section>` : ''}
${report.evaluation ? `<section><h2>Beside the truth</h2>${facts(report.evaluation)}</section>` : ''}
<section><h2>How sure the pairs are</h2><p>Pairs that may be one, by probability. Few in the middle is good: there the rules cannot tell.</p>${histogram(report.histogram)}</section>
<section><h2>Near the threshold</h2><p>What spoke for and against, in bits: one bit doubles the odds.</p>${report.pairs.map(pair).join('')}</section>
<section><h2>Clusters to look at</h2>${report.clusters.map(cluster).join('') || '<p>None.</p>'}</section>
<section><h2>What was learned</h2><table><thead><tr><th>Comparison<th>Level<th>Among one party’s records<th>Among strangers’<th>Weight</thead><tbody>${report.weights
    .map(
      ({ comparison, level, m, u, weightBits }) =>
        `<tr><td>${escaped(comparison)}<td>${escaped(level)}<td>${percent(m)}<td>${percent(u)}<td>${bits(weightBits)}`,
    )
    .join('')}</tbody></table></section>
</main></body></html>
`
}

const facts = (lines: readonly (readonly [string, string])[]): string =>
  `<dl>${lines.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`

function histogram(bars: Report['histogram']): string {
  const most = Math.max(1, ...bars.map(({ pairs }) => pairs))
  return `<table class="bars">${bars
    .map(
      ({ from, to, pairs }) =>
        `<tr><th>${percent(from)} to ${percent(to)}<td><div style="width:${((100 * pairs) / most).toFixed(1)}%"></div><td>${pairs}`,
    )
    .join('')}</table>`
}

function pair({ left, right, explanation }: ReportedPair): string {
  const names = [...new Set([...left.values, ...right.values].map(([name]) => name))]
  const of = (record: ReportedRecord, name: string) => record.values.find(([own]) => own === name)?.[1] ?? ''
  return `<details><summary>${escaped(left.id)} and ${escaped(right.id)}: ${percent(explanation.probability)}</summary>
<table><thead><tr><th><th>${escaped(left.id)}<th>${escaped(right.id)}</thead><tbody>${names
    .map((name) => `<tr><th>${escaped(name)}<td>${escaped(of(left, name))}<td>${escaped(of(right, name))}`)
    .join('')}</tbody></table>${waterfall(explanation)}</details>`
}

/** Steps as bars on a common scale: to the right what speaks for one party, to the left what speaks against. */
function waterfall({ steps, totalBits }: PairExplanation): string {
  const edges = [0, ...steps.map(({ totalBits: total }) => total)]
  const low = Math.min(...edges)
  const span = Math.max(...edges) - low || 1
  const row = (name: string, from: number, to: number, label: string) =>
    `<tr><th>${escaped(name)}<td class="fall"><div class="${to < from ? 'against' : 'for'}" style="margin-left:${(
      (100 * (Math.min(from, to) - low)) / span
    ).toFixed(1)}%;width:${((100 * Math.abs(to - from)) / span).toFixed(1)}%"></div><td>${label}`
  return `<table class="bars">${steps
    .map(({ name, level, weightBits, totalBits: total }) =>
      row(level === null ? name : `${name}: ${level}`, total - weightBits, total, bits(weightBits)),
    )
    .join('')}${row('together', 0, totalBits, bits(totalBits))}</table>`
}

function cluster({ id, records, weakest }: ReportedCluster): string {
  const names = [...new Set(records.flatMap(({ values }) => values.map(([name]) => name)))]
  return `<details><summary>${escaped(id)}: ${records.length} records, the weakest link ${percent(weakest)}</summary>
<table><thead><tr><th>${names.map((name) => `<th>${escaped(name)}`).join('')}</thead><tbody>${records
    .map(
      ({ id: own, values }) =>
        `<tr><th>${escaped(own)}${names.map((name) => `<td>${escaped(values.find(([one]) => one === name)?.[1] ?? '')}`).join('')}`,
    )
    .join('')}</tbody></table></details>`
}

function percent(share: number): string {
  const digits = share > 0 && share < 0.001 ? 4 : share > 0.99 || share < 0.01 ? 2 : 1
  return `${(100 * share).toFixed(digits)}%`
}

const bits = (value: number): string => `${value > 0 ? '+' : ''}${value.toFixed(1)}`

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark] as string)

const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}main{max-width:70rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.5rem}dt{opacity:.7}dd{margin:0}
table{border-collapse:collapse;width:100%;margin:.5rem 0;font-size:.9rem}th,td{text-align:left;padding:.2rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
details{margin:.4rem 0;overflow-x:auto}summary{cursor:pointer}.bars td:nth-child(2){width:60%}.bars div{height:1em;background:#3b7dd8;min-width:1px}.bars div.against{background:#c8553d}
.bars th{font-weight:normal;white-space:nowrap}`
