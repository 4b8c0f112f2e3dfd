import { Readable } from 'node:stream'
import { RapportError, rowProblem } from '@rapport/core'
import { parse } from 'csv-parse'
import { csvOptions, type Dialect } from './dialect.ts'
import { MAX_ROW_BYTES, ROWS_PER_SLICE, type Slice, unreadRow } from './slice.ts'
import { readUtf8 } from './text.ts'

/** After so many quotes that nobody closed, the file is not what it is taken for. */
const MAX_UNCLOSED = 100

interface Parsed {
  readonly record: readonly string[]
  readonly info: { readonly bytes: number }
}

/**
 * Rows of a CSV file from a place on. A row of more or fewer cells than there are columns is marked; at a quote that is
 * never closed, its line is marked and reading goes on behind it.
 * @param offset of a row's beginning, in bytes of the text as UTF-8
 * @param row how many rows came before, for messages
 */
export async function* readCsv(path: string, dialect: Dialect, offset: number, row: number): AsyncGenerator<Slice> {
  let at = offset
  let count = row
  let rows: object[] = []
  for (let unclosed = 0; ; unclosed += 1) {
    const base = at
    let brokenAt: number | undefined
    const parser = parse({
      ...csvOptions,
      delimiter: dialect.delimiter,
      info: true,
      skip_records_with_error: true,
      max_record_size: MAX_ROW_BYTES,
    })
    parser.on('skip', (error: unknown) => {
      // Where the last whole record ended, the broken one began.
      brokenAt ??= base + ((error as { bytes_records?: number } | undefined)?.bytes_records ?? 0)
    })
    const source = Readable.from(readUtf8(path, dialect, base))
    source.on('error', (error) => parser.destroy(error))
    source.pipe(parser)
    try {
      for await (const one of parser) {
        const { record, info } = one as Parsed
        const end = base + info.bytes
        if (brokenAt !== undefined && end > brokenAt) break
        count += 1
        rows.push(rowOf(record, dialect.columns, count))
        at = end
        if (rows.length === ROWS_PER_SLICE) {
          yield { rows, offset: at }
          rows = []
        }
      }
    } finally {
      source.destroy()
      parser.destroy()
    }
    if (brokenAt === undefined) break
    if (unclosed >= MAX_UNCLOSED)
      throw new RapportError('FILE_UNREADABLE', {
        file: path.split('/').at(-1) ?? '',
        problem: `over ${MAX_UNCLOSED} quotes are never closed`,
      })
    const line = await lineAt(path, dialect, brokenAt)
    count += 1
    rows.push(unreadRow(count, 'opens a quote that is never closed', line.text))
    at = brokenAt + line.bytes
  }
  if (rows.length > 0) yield { rows, offset: at }
}

function rowOf(cells: readonly string[], columns: readonly string[], count: number): object {
  const row: Record<string, string> = {}
  const { length } = cells
  for (let index = 0; index < length; index += 1) row[columns[index] ?? `column_${index + 1}`] = cells[index] ?? ''
  if (length !== columns.length)
    row[rowProblem] = `row ${count} has ${length} cells where there are ${columns.length} columns`
  return row
}

/** The line that begins at a place, and its length with its end. */
async function lineAt(
  path: string,
  dialect: Dialect,
  offset: number,
): Promise<{ readonly text: string; readonly bytes: number }> {
  const chunks: Buffer[] = []
  for await (const chunk of readUtf8(path, dialect, offset)) {
    chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    let start = 0
    while (bytes[start] === 0x0a || bytes[start] === 0x0d) start += 1 // empty lines that were skipped before it
    const end = bytes.indexOf(0x0a, start)
    if (end >= 0) return { text: bytes.toString('utf8', start, end), bytes: end + 1 }
  }
  const rest = Buffer.concat(chunks)
  return { text: rest.toString('utf8'), bytes: rest.length }
}
