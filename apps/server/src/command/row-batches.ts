import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { RapportError } from '@rapport/core'
import type { FileRowsOptions } from '@rapport/plugin-files'

export interface BatchLimits {
  readonly maxRows: number
  /** Of the rows as JSON. */
  readonly maxCharacters: number
}

/**
 * The rows of a file in batches, in constant memory. What its name calls JSON Lines is read as that; of other files the
 * format is found out as a connection of the plugin `files` does.
 * @throws RapportError `FILE_UNREADABLE`, also for a row that is none, by its number; and what the plugin throws
 */
export async function* rowBatches(
  file: string,
  limits: BatchLimits,
  options: FileRowsOptions,
): AsyncGenerator<readonly unknown[]> {
  if (/\.(jsonl|ndjson)$/i.test(file)) yield* lineBatches(file, limits)
  else {
    // Loaded when it is needed: most commands read no file.
    const { rowsOfFile } = await import('@rapport/plugin-files')
    yield* batchesOf(sized(rowsOfFile(file, options)), limits)
  }
}

/**
 * The rows of a JSON Lines file in batches, in constant memory; empty lines are skipped.
 * @throws RapportError `FILE_UNREADABLE`, also for a line that is not JSON, by its number
 */
export const lineBatches = (file: string, limits: BatchLimits): AsyncGenerator<readonly unknown[]> =>
  batchesOf(linesOf(file), limits)

interface SizedRow {
  readonly row: unknown
  readonly characters: number
}

async function* batchesOf(
  found: AsyncIterable<SizedRow>,
  { maxRows, maxCharacters }: BatchLimits,
): AsyncGenerator<readonly unknown[]> {
  let rows: unknown[] = []
  let total = 0
  for await (const { row, characters } of found) {
    if (rows.length > 0 && (rows.length === maxRows || total + characters > maxCharacters)) {
      yield rows
      rows = []
      total = 0
    }
    rows.push(row)
    total += characters
  }
  if (rows.length > 0) yield rows
}

async function* sized(slices: AsyncIterable<readonly object[]>): AsyncGenerator<SizedRow> {
  for await (const rows of slices) for (const row of rows) yield { row, characters: JSON.stringify(row).length }
}

async function* linesOf(file: string): AsyncGenerator<SizedRow> {
  let number = 0
  try {
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      number++
      const line = (number === 1 && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text).trim()
      if (line === '') continue
      yield { row: JSON.parse(line) as unknown, characters: line.length }
    }
  } catch (cause) {
    const problem = cause instanceof SyntaxError ? `line ${number} is not JSON` : (cause as { code?: string }).code
    if (problem === undefined || RapportError.is(cause)) throw cause
    throw new RapportError('FILE_UNREADABLE', { file, problem }, { cause })
  }
}

/** What a tracking endpoint takes at once, with room to spare: 500 KB and 2,500 messages. */
export const trackingLimits: BatchLimits = { maxRows: 1000, maxCharacters: 150_000 }
