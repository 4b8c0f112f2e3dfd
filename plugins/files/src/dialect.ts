import { RapportError } from '@rapport/core'
import { parse } from 'csv-parse/sync'
import { binaryFormat, refuseZipped } from './binary.ts'
import { columnNames } from './columns.ts'
import type { FileConfig } from './config.ts'
import type { FoundFile } from './locate.ts'
import { detectText, sampleOf, type TextFormat } from './text.ts'

/** All that is known of how a file is written. */
export type Dialect = TextDialect | BinaryDialect<'xlsx'> | BinaryDialect<'parquet'>

/** A file that says itself how it is written. */
interface BinaryDialect<Format> {
  readonly format: Format
  /** In rows: none comes before the first. */
  readonly dataOffset: 0
  /** Numbers are numbers. */
  readonly decimal: undefined
}

/** How a text file is written. */
export interface TextDialect extends TextFormat {
  readonly format: 'csv' | 'jsonl' | 'json'
  /** Of CSV. */
  readonly delimiter: string
  readonly columns: readonly string[]
  /** Where the first row begins, in bytes of the text as UTF-8. */
  readonly dataOffset: number
  /** What numbers are written with, where that can be told. */
  readonly decimal: '.' | ',' | undefined
}

const binaryDialects = {
  xlsx: { format: 'xlsx', dataOffset: 0, decimal: undefined },
  parquet: { format: 'parquet', dataOffset: 0, decimal: undefined },
} as const

/** What csv-parse is asked for everywhere, so that looking and reading see the same. */
export const csvOptions = {
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  record_delimiter: ['\r\n', '\n', '\r'],
}

/**
 * Finds out how a file is written, where its configuration leaves that open.
 * @throws RapportError `CONFIG_INVALID`; `FILE_FORMAT_UNKNOWN`, `FILE_PROTECTED` and `FILE_DAMAGED` for a file that is
 * neither text nor what is read beside it
 */
export async function detectDialect(file: FoundFile, options: FileConfig): Promise<Dialect> {
  const binary = await binaryFormat(file, options.format)
  if (binary !== undefined) return binaryDialects[binary]
  const text = await detectText(file.path, options.encoding)
  const sample = await sampleOf(file.path, text)
  if (text.isGzip) refuseZipped(file, sample.text)
  const format = formatOf(file.name, options.format, sample.text)
  const base = { ...text, delimiter: ',', columns: [], dataOffset: 0, decimal: undefined }
  if (format === 'json' || format === 'jsonl') return { ...base, format }
  if (options.delimiter !== 'auto' && !/^[^"\r\n\ud800-\udfff]$/u.test(options.delimiter))
    throw new RapportError('CONFIG_INVALID', {
      name: 'files',
      problem: 'a delimiter is one character, and neither a quote nor a line end',
      path: 'files.delimiter',
    })
  const isTabbed = format === 'tsv'
  const delimiter = options.delimiter !== 'auto' ? options.delimiter : isTabbed ? '\t' : delimiterOf(sample.text)
  const rows = sampleRows(sample.text, delimiter)
  const [first] = rows
  const header = options.header === true ? (first?.cells ?? []) : options.header
  return {
    ...base,
    format: 'csv',
    delimiter,
    columns: columnNames(header === false ? (first?.cells ?? []).map(() => '') : header),
    dataOffset: options.header === true ? (first?.end ?? 0) : 0,
    decimal: options.decimal !== 'auto' ? options.decimal : decimalOf(rows.slice(options.header === true ? 1 : 0)),
  }
}

function formatOf(name: string, wanted: FileConfig['format'], text: string): 'csv' | 'tsv' | 'jsonl' | 'json' {
  if (wanted === 'csv' || wanted === 'tsv' || wanted === 'jsonl' || wanted === 'json') return wanted
  const extension = /\.(csv|tsv|tab|jsonl|ndjson|json)(\.gz)?$/i.exec(name)?.[1]?.toLowerCase()
  if (extension === 'tsv' || extension === 'tab') return 'tsv'
  if (extension === 'jsonl' || extension === 'ndjson') return 'jsonl'
  if (extension === 'csv') return 'csv'
  const start = text.trimStart()
  if (start.startsWith('[')) return 'json'
  if (!start.startsWith('{')) return extension === 'json' ? 'json' : 'csv'
  // A line that is an object of its own, with more behind it, is one of many.
  const [line = '', ...more] = start.split(/\r\n|\n|\r/)
  return more.join('').trim() !== '' && isJson(line) ? 'jsonl' : 'json'
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

interface SampleRow {
  readonly cells: readonly string[]
  readonly end: number
}

function sampleRows(text: string, delimiter: string): readonly SampleRow[] {
  const rows: { readonly record: readonly string[]; readonly info: { readonly bytes: number } }[] = []
  // A row that the sample cuts is no row: only whole ones are handed out, and a quote left open at its end is none.
  parse(text, {
    ...csvOptions,
    delimiter,
    info: true,
    to: 200,
    skip_records_with_error: true,
    on_record: (record: unknown) => {
      rows.push(record as (typeof rows)[number])
      return null
    },
  })
  return rows.map(({ record, info }) => ({ cells: record, end: info.bytes }))
}

/** The delimiter by which most rows have as many cells as the first one, and the more cells the better. */
function delimiterOf(text: string): string {
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of [',', ';', '\t', '|']) {
    const rows = sampleRows(text, delimiter)
    const width = rows[0]?.cells.length ?? 0
    if (width < 2) continue
    const alike = rows.filter(({ cells }) => cells.length === width).length / rows.length
    const score = alike * alike * Math.log2(width + 1)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

const comma = /^[-+]?(?:\d{1,3}(?:[. ]\d{3})+|\d+),(?:\d{1,2}|\d{4,})$/
const point = /^[-+]?(?:\d{1,3}(?:[, ]\d{3})+|\d+)\.(?:\d{1,2}|\d{4,})$/

/** By majority of the numbers that can only be read in one way: `1,234` may be either and has no say. */
function decimalOf(rows: readonly SampleRow[]): '.' | ',' | undefined {
  let commas = 0
  let points = 0
  for (const { cells } of rows) {
    for (const cell of cells) {
      if (comma.test(cell)) commas += 1
      else if (point.test(cell)) points += 1
    }
  }
  return commas === points ? undefined : commas > points ? ',' : '.'
}
