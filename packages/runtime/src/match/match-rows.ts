import { RapportError } from '@rapport/core'
import {
  type ColumnsDocument,
  guessColumns,
  type Kind,
  type MatchModel,
  PartyReader,
  type ReadParty,
  type Resolved,
  resolveParties,
  SAMPLE_ROWS,
} from '@rapport/matching'

type Row = Readonly<Record<string, unknown>>

/** Rows of one file or system, and what it is called. */
export interface RowsToMatch {
  readonly name: string
  readonly rows: AsyncIterable<readonly object[]>
}

export interface MatchOptions {
  /** What the columns mean; absent: guessed from the first rows of each file. */
  readonly columns?: ColumnsDocument | undefined
  readonly idColumn?: string | undefined
  readonly sourceColumn?: string | undefined
  /** Ids are each file's own. */
  readonly byFile?: boolean | undefined
  /** Sources without duplicates. */
  readonly uniqueSources?: readonly string[] | undefined
  readonly threshold: number
  readonly models?: Readonly<Partial<Record<Kind, MatchModel>>> | undefined
}

/** A record where it came from; `cluster` is the place of the cluster's first record. */
export interface MatchedRecord {
  readonly file: string
  readonly id: string
  readonly row: Row
  cluster: number
  probability: number
}

/** Records of one kind, as they were matched: `records[n]` is record `n` of `resolved`. */
export interface MatchedKind {
  readonly kind: Kind
  readonly records: readonly MatchedRecord[]
  readonly resolved: Resolved
}

export interface MatchRun {
  readonly columns: ColumnsDocument
  readonly kinds: readonly MatchedKind[]
}

/** A key that more records share brings nobody together. */
const MAX_RECORDS_PER_KEY = 200
/** Pairs that are compared: enough for every rule on most sets, bounded on all. */
const PAIRS_PER_RECORD = 60
const FEWEST_PAIRS = 2_000_000

/**
 * Matches rows of files with no server: guesses what their columns mean unless told, learns a model, compares and clusters. The same
 * rows in any order, and files in any order, give the same answer, since records are ordered by id first.
 * @throws RapportError `MATCH_ID_REPEATED`, `MATCH_NOTHING_TO_COMPARE`; what reading the rows throws
 */
export async function matchRows(inputs: readonly RowsToMatch[], options: MatchOptions): Promise<MatchRun> {
  const files = await Promise.all(inputs.map(async ({ name, rows }) => ({ name, ...(await peek(rows)) })))
  const columns = options.columns ?? guessed(files, options)
  const isUnderstood = Object.values(columns.columns).some(
    ({ as }) => as !== 'ignore' && as !== 'id' && as !== 'source',
  )
  if (!isUnderstood) throw new RapportError('MATCH_NOTHING_TO_COMPARE', { file: files.map(({ name }) => name) })
  const reader = new PartyReader(columns)
  const read: (ReadParty & { readonly file: string; readonly row: Row })[] = []
  for (const { name, head, rest } of files) {
    let line = 0
    const take = (batch: readonly object[]) => {
      for (const row of batch as readonly Row[]) {
        line += 1
        read.push({ ...reader.read(row, { id: String(line), source: name }), file: name, row })
      }
    }
    take(head)
    for await (const batch of rest) take(batch)
  }
  read.sort((a, b) => compare(a.id, b.id) || compare(a.file, b.file))
  refuseRepeated(read, options.byFile === true)
  const kinds = (['person', 'organization'] as const).flatMap((kind): readonly MatchedKind[] => {
    const own = read.filter((one) => one.kind === kind)
    if (own.length === 0) return []
    const resolved = resolveParties(
      kind,
      own.map(({ party }) => party),
      {
        threshold: options.threshold,
        uniqueSources: new Set(options.uniqueSources),
        maxPerKey: MAX_RECORDS_PER_KEY,
        maxPairs: Math.max(FEWEST_PAIRS, PAIRS_PER_RECORD * own.length),
        model: options.models?.[kind],
      },
    )
    const records = own.map(({ file, id, row }, at) => ({
      file,
      id,
      row,
      cluster: resolved.clusters[at] as number,
      probability: resolved.probabilities[at] as number,
    }))
    return [{ kind, records, resolved }]
  })
  return { columns, kinds }
}

interface Peeked {
  readonly head: readonly object[]
  readonly rest: AsyncIterable<readonly object[]>
}

/** The first rows, to guess by, and the others. */
async function peek(rows: AsyncIterable<readonly object[]>): Promise<Peeked> {
  const iterator = rows[Symbol.asyncIterator]()
  const head: object[] = []
  while (head.length < SAMPLE_ROWS) {
    const { done, value } = await iterator.next()
    if (done === true) break
    head.push(...value)
  }
  return { head, rest: { [Symbol.asyncIterator]: () => iterator } }
}

/** All files together: what a column means is the same in each. */
function guessed(files: readonly (Peeked & { readonly name: string })[], options: MatchOptions): ColumnsDocument {
  const each = Math.max(1, Math.ceil(SAMPLE_ROWS / files.length))
  const sample = files.flatMap(({ head }) => head.slice(0, each)) as readonly Row[]
  return guessColumns(sample, { id: options.idColumn, source: options.sourceColumn })
}

function refuseRepeated(sorted: readonly { readonly id: string; readonly file: string }[], byFile: boolean): void {
  for (let at = 1; at < sorted.length; at += 1) {
    const [one, other] = [sorted[at - 1], sorted[at]]
    if (one === undefined || other === undefined || one.id !== other.id) continue
    if (byFile && one.file !== other.file) continue
    const where = one.file === other.file ? `twice in ${one.file}` : `in ${one.file} and in ${other.file}`
    throw new RapportError('MATCH_ID_REPEATED', { id: one.id, where })
  }
}

/** By code units: no locale's order, which differs from machine to machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
