import { readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { RapportError } from '@rapport/core'
import { columnsDocument, fromDocument, type Kind, matchModelDocument, reportPage, toDocument } from '@rapport/matching'
import {
  clustersIn,
  evaluate,
  evaluationLines,
  type MatchedRecord,
  type MatchRun,
  matchRows,
  reportOf,
} from '@rapport/runtime'
import type { Command } from 'commander'
import { stringify as toCsv } from 'csv-stringify/sync'
import { parse, stringify as toYaml } from 'yaml'
import { z } from 'zod'
import type { CommonOptions } from './on-client.ts'
import { createOutput, table } from './output.ts'

interface MatchCommandOptions extends CommonOptions {
  readonly out: string
  readonly config?: string
  readonly id?: string
  readonly source?: string
  readonly byFile?: boolean
  readonly unique?: readonly string[]
  readonly threshold: number
  readonly model?: string
  readonly evaluate?: string
}

const THRESHOLD = 0.95

/** `rapport match`: who is who in files, with no server and no configuration. */
export function addMatchCommand(program: Command): void {
  program
    .command('match')
    .argument('<files...>', 'CSV, TSV, JSON Lines, JSON, Excel or Parquet')
    .requiredOption(
      '--out <file>',
      'where the clusters go, as CSV; what was guessed, the model and a report go beside it',
    )
    .option('--config <file>', 'what the columns mean, as a run wrote it and you corrected it')
    .option('--id <column>', 'the column that holds a record’s id; default: guessed, else the row’s number')
    .option('--source <column>', 'the column that says which system a record comes from; default: its file')
    .option('--by-file', 'ids are each file’s own: the file is part of the answer')
    .option('--unique <source...>', 'sources, or files, that have no duplicates: two records of one are never one')
    .option('--threshold <probability>', 'from which two records are one', probability, THRESHOLD)
    .option('--model <file>', 'a model that a run learned, instead of learning one')
    .option('--evaluate <file>', 'the truth, record_id and entity: prints how good the clusters are')
    .description('says which records of files are the same person or organization')
    .action(async (files: readonly string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<MatchCommandOptions>()
      const output = createOutput(options.json)
      const written = besides(options.out)
      const run = await matchRows(await Promise.all(files.map(rowsOf)), {
        columns: options.config === undefined ? undefined : await readColumns(options.config),
        idColumn: options.id,
        sourceColumn: options.source,
        byFile: options.byFile,
        uniqueSources: options.unique,
        threshold: options.threshold,
        models: options.model === undefined ? undefined : await readModels(options.model),
      })
      const entityOf =
        options.evaluate === undefined ? undefined : await readTruth(options.evaluate, run, options.byFile === true)
      const evaluation = entityOf && evaluate(run, entityOf)
      await writeFile(options.out, clustersAsCsv(run, options.byFile === true))
      await writeFile(written.columns, toYaml(run.columns))
      const models = run.kinds.map(({ resolved }) => toDocument(resolved.table, resolved.model))
      await writeFile(written.model, `${JSON.stringify(models, null, 2)}\n`)
      await writeFile(written.report, reportPage(reportOf(run, options.threshold, evaluation)))
      const records = run.kinds.reduce((sum, kind) => sum + kind.records.length, 0)
      const lines = evaluation ? evaluationLines(evaluation) : []
      const answer = {
        records,
        clusters: clustersIn(run),
        ...written,
        out: options.out,
        evaluation: evaluation ?? null,
      }
      output.result(answer, () =>
        [
          `${records} records, ${answer.clusters} clusters: ${options.out}`,
          `What the columns were taken for: ${written.columns}`,
          `What was learned: ${written.model}`,
          `To look at: ${written.report}`,
          ...(lines.length > 0 ? ['', table(lines)] : []),
        ].join('\n'),
      )
    })
}

/** Names of what goes beside `clusters.csv`: `clusters.columns.yaml` and so on. */
function besides(out: string) {
  const base = join(dirname(out), basename(out).replace(/\.csv$/i, ''))
  return { columns: `${base}.columns.yaml`, model: `${base}.model.json`, report: `${base}.report.html` }
}

async function rowsOf(path: string) {
  const { rowsOfFile } = await import('@rapport/plugin-files')
  return { name: basename(path), rows: rowsOfFile(path) }
}

async function readColumns(file: string) {
  const read = columnsDocument.safeParse(parse(await readText(file)))
  if (read.success) return read.data
  throw new RapportError('CONFIG_INVALID', { name: file, problem: z.prettifyError(read.error), path: file })
}

async function readModels(file: string) {
  const read = z.array(matchModelDocument).safeParse(JSON.parse(await readText(file)))
  if (!read.success) throw new RapportError('MATCH_MODEL_INVALID', { problem: z.prettifyError(read.error) })
  return Object.fromEntries(read.data.map((document) => [document.kind, fromDocument(document)])) as Partial<
    Record<Kind, ReturnType<typeof fromDocument>>
  >
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new RapportError('FILE_UNREADABLE', { file, problem: (cause as Error).message }, { cause })
  }
}

/** What the truth says of each record. @throws RapportError `MATCH_TRUTH_INVALID` */
async function readTruth(
  file: string,
  run: MatchRun,
  byFile: boolean,
): Promise<(record: MatchedRecord) => string | undefined> {
  const entities = new Map<string, string>()
  const keyOf = (id: string, of: string) => (byFile ? `${of}\n${id}` : id)
  for await (const batch of (await rowsOf(file)).rows) {
    for (const row of batch as readonly Readonly<Record<string, unknown>>[]) {
      const { record_id: id, entity, file: of } = row
      if (id === undefined || entity === undefined)
        throw new RapportError('MATCH_TRUTH_INVALID', { file, problem: 'a row lacks record_id or entity' })
      entities.set(keyOf(String(id), String(of)), String(entity))
    }
  }
  const known = new Set(run.kinds.flatMap(({ records }) => records.map((one) => keyOf(one.id, one.file))))
  const unknown = [...entities.keys()].find((key) => !known.has(key))
  if (unknown !== undefined)
    throw new RapportError('MATCH_TRUTH_INVALID', {
      file,
      problem: `no record has the id ${unknown.split('\n').at(-1)}`,
    })
  return (record) => entities.get(keyOf(record.id, record.file))
}

/** `record_id,cluster_id,probability[,file]`, by id. A cluster is named after its first record. */
function clustersAsCsv(run: MatchRun, byFile: boolean): string {
  const rows = run.kinds.flatMap(({ kind, records }) =>
    records.map(({ id, file, cluster, probability: sure }) => {
      const first = records[cluster]
      const name = byFile ? `${first?.file}/${first?.id}` : String(first?.id)
      const prefix = run.kinds.length > 1 ? `${kind}/` : ''
      return [id, prefix + name, String(Math.round(sure * 1e6) / 1e6), ...(byFile ? [file] : [])]
    }),
  )
  rows.sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1))
  return toCsv([['record_id', 'cluster_id', 'probability', ...(byFile ? ['file'] : [])], ...rows])
}

function probability(text: string): number {
  const value = Number(text)
  if (value > 0 && value < 1) return value
  throw new RapportError('CONFIG_INVALID', {
    name: '--threshold',
    problem: `${text} is no probability between 0 and 1`,
    path: '--threshold',
  })
}
