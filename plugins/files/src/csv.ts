import { basename } from 'node:path'
import { RapportError, rowProblem } from '@rapport/core'
import { type Parser, parse } from 'csv-parse'
import { csvOptions, type TextDialect } from './dialect.ts'
import { isSliceFull, MAX_ROW_BYTES, type Slice, unreadRow } from './slice.ts'
import { readUtf8 } from './text.ts'

/** After so many quotes that nobody closed, the file is not what it is taken for. */
const MAX_BROKEN = 100
const MAX_LINE_CHARACTERS = 10_000
const LF = 0x0a
const CR = 0x0d

interface Whole {
  readonly record: readonly string[]
  /** Where it ends, in bytes from where parsing began. */
  readonly end: number
}

/**
 * Rows of a CSV file from a place on. A row of more or fewer cells than there are columns is marked; at a quote that is
 * never closed, its line is marked and reading goes on behind it.
 * @param offset of a row's beginning, in bytes of the text as UTF-8
 * @param row how many rows came before, for messages
 */
export async function* readCsv(path: string, dialect: TextDialect, offset: number, row: number): AsyncGenerator<Slice> {
  let at = offset
  let sliceAt = offset
  let count = row
  let rows: object[] = []
  for (let broken = 0; ; broken += 1) {
    const base = at
    const parser = new ChunkParser(dialect)
    for await (const wholes of parser.parse(readUtf8(path, dialect, base))) {
      for (const { record, end } of wholes) {
        count += 1
        rows.push(rowOf(record, dialect.columns, count))
        at = base + end
        if (isSliceFull(rows.length, at - sliceAt)) {
          yield { rows, offset: at }
          rows = []
          sliceAt = at
        }
      }
    }
    if (!parser.isBroken) break
    if (broken >= MAX_BROKEN)
      throw new RapportError('FILE_UNREADABLE', {
        file: basename(path),
        problem: `over ${MAX_BROKEN} quotes are never closed`,
      })
    const line = await lineAt(path, dialect, at)
    count += 1
    const problem = line.bytes > MAX_ROW_BYTES ? 'is over 1 MB' : 'opens a quote that is never closed'
    rows.push(unreadRow(count, problem, line.text))
    at += line.bytes
    if (isSliceFull(rows.length, at - sliceAt)) {
      yield { rows, offset: at }
      rows = []
      sliceAt = at
    }
  }
  if (rows.length > 0) yield { rows, offset: at }
}

/** Parses chunk by chunk, until the end or a record that is none: `isBroken`, right behind the last one that was handed out. */
class ChunkParser {
  isBroken = false
  readonly #parser: Parser
  #wholes: Whole[] = []
  #error: Error | undefined

  constructor(dialect: TextDialect) {
    this.#parser = parse({
      ...csvOptions,
      delimiter: dialect.delimiter,
      skip_records_with_error: true,
      max_record_size: MAX_ROW_BYTES,
      // Taken here and not from the stream: a chunk is parsed while it is written, and none of it waits in a queue.
      on_record: (record: unknown, { bytes }) => {
        if (!this.isBroken) this.#wholes.push({ record: record as readonly string[], end: bytes })
        return null
      },
    })
    this.#parser.on('skip', () => {
      this.isBroken = true
    })
    this.#parser.on('error', (error) => {
      this.#error = error
    })
  }

  async *parse(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly Whole[]> {
    for await (const chunk of chunks) {
      this.#parser.write(chunk)
      yield this.#take()
      if (this.isBroken) return
    }
    this.#parser.end()
    yield this.#take()
  }

  #take(): readonly Whole[] {
    if (this.#error !== undefined) throw this.#error
    const wholes = this.#wholes
    this.#wholes = []
    return wholes
  }
}

function rowOf(cells: readonly string[], columns: readonly string[], count: number): object {
  const row: Record<string, string> = {}
  const { length } = cells
  const width = Math.min(length, columns.length)
  for (let index = 0; index < width; index += 1) row[columns[index] as string] = cells[index] as string
  if (length === columns.length) return row
  for (let index = width; index < length; index += 1) {
    let name = `column_${index + 1}`
    while (Object.hasOwn(row, name)) name += '_'
    row[name] = cells[index] as string
  }
  row[rowProblem] = `row ${count} has ${length} cells where there are ${columns.length} columns`
  return row
}

/** The line that begins at a place: its beginning as text, and its length with its end. */
async function lineAt(
  path: string,
  dialect: TextDialect,
  offset: number,
): Promise<{ readonly text: string; readonly bytes: number }> {
  let text = ''
  let bytes = 0
  let isBegun = false
  for await (const chunk of readUtf8(path, dialect, offset)) {
    let start = 0
    // Empty lines that were skipped before it.
    while (!isBegun && (chunk[start] === LF || chunk[start] === CR)) start += 1
    isBegun ||= start < chunk.length
    let end = start
    while (end < chunk.length && chunk[end] !== LF && chunk[end] !== CR) end += 1
    if (text.length < MAX_LINE_CHARACTERS) text += chunk.toString('utf8', start, Math.min(end, start + MAX_ROW_BYTES))
    if (end < chunk.length) return { text, bytes: bytes + end + 1 }
    bytes += chunk.length
  }
  return { text, bytes }
}
