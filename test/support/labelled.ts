import { readFile } from 'node:fs/promises'
import { rowsOfFile } from '@rapport/plugin-files'
import { type Evaluation, evaluate, type MatchRun, matchRows } from '@rapport/runtime'
import { sharedFile } from './project.ts'

/** A labelled set of records that none of us wrote; see ../shared/data/README.md. */
export interface LabelledSet {
  readonly name: string
  readonly files: readonly string[]
  /** Columns that are not looked at. */
  readonly without?: readonly string[]
  readonly byFile?: boolean
  readonly entityOf: () => Promise<(row: Readonly<Record<string, unknown>>, file: string) => string>
}

const identity = (path: string): string => sharedFile(`identity/${path}`)
const byColumn = (column: string) => async () => (row: Readonly<Record<string, unknown>>) => String(row[column])
/** `rec-12-org` and `rec-12-dup-0` are one. */
const febrl = async () => (row: Readonly<Record<string, unknown>>) => String(row.rec_id).split('-')[1] ?? ''

export const labelledSets: readonly LabelledSet[] = [
  { name: 'febrl1', files: [identity('febrl1/dataset1.csv')], without: ['soc_sec_id'], entityOf: febrl },
  { name: 'febrl3', files: [identity('febrl3/dataset3.csv')], without: ['soc_sec_id'], entityOf: febrl },
  { name: 'febrl3 with soc_sec_id', files: [identity('febrl3/dataset3.csv')], entityOf: febrl },
  {
    name: 'fake_1000',
    files: [identity('fake_1000/fake_1000.csv')],
    entityOf: byColumn('cluster'),
  },
  { name: 'restaurants', files: [identity('restaurants/restaurantProfiles.csv')], entityOf: restaurants },
  {
    name: 'senzing_truthset',
    files: ['customers', 'reference', 'watchlist'].map((name) => identity(`senzing_truthset/${name}.csv`)),
    byFile: true,
    entityOf: senzing,
  },
]

async function restaurants() {
  const entities = new Map<string, string>()
  for (const line of (await readFile(identity('restaurants/duplicates.csv'), 'utf8')).trim().split('\n')) {
    const [a = '', b = ''] = line.trim().split('|')
    const entity = entities.get(a) ?? a
    entities.set(a, entity)
    entities.set(b, entity)
  }
  return ({ id }: Readonly<Record<string, unknown>>) => entities.get(String(id)) ?? String(id)
}

async function senzing() {
  const lines = (await readFile(identity('senzing_truthset/actual_truthset_key.csv'), 'utf8')).trim().split(/\r?\n/)
  const entities = new Map(
    lines.slice(1).map((line) => {
      const [, cluster = '', source = '', record = ''] = line.split(',')
      return [`${source} ${record}`, cluster]
    }),
  )
  return ({ DATA_SOURCE, RECORD_ID }: Readonly<Record<string, unknown>>) =>
    entities.get(`${DATA_SOURCE} ${RECORD_ID}`) ?? ''
}

/** Matches a set as a user with no configuration does, and compares the clusters with the truth. */
export async function matchLabelled(
  { files, without = [], byFile, entityOf }: LabelledSet,
  threshold = 0.95,
): Promise<{ readonly run: MatchRun; readonly evaluation: Evaluation }> {
  const leftOut = new Set(without)
  const inputs = files.map((file) => ({ name: file, rows: rowsWithout(file, leftOut) }))
  const run = await matchRows(inputs, { threshold, byFile })
  const entity = await entityOf()
  return { run, evaluation: evaluate(run, ({ row, file }) => entity(row, file)) }
}

async function* rowsWithout(file: string, leftOut: ReadonlySet<string>): AsyncGenerator<readonly object[]> {
  for await (const rows of rowsOfFile(file)) {
    yield leftOut.size === 0
      ? rows
      : rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !leftOut.has(name))))
  }
}
