import { rowProblem } from '@rapport/core'
import type { Dialect } from './dialect.ts'
import { MAX_ROW_BYTES, ROWS_PER_SLICE, type Slice, unreadRow } from './slice.ts'
import { readUtf8 } from './text.ts'

/** Rows of a JSON Lines file from a place on; a line that is no JSON object is marked. Parameters as in `readCsv`. */
export async function* readJsonLines(
  path: string,
  dialect: Dialect,
  offset: number,
  row: number,
): AsyncGenerator<Slice> {
  let at = offset
  let count = row
  let rows: object[] = []
  let rest: Buffer = Buffer.alloc(0)
  // Of a line that is too long only its beginning is kept, and its length counted.
  let dropped = 0
  const take = (line: Buffer, isTooLong: boolean): void => {
    const text = line.toString('utf8').trim()
    if (text === '') return
    count += 1
    rows.push(isTooLong ? unreadRow(count, 'is over 1 MB', text) : parseRow(text, count))
  }
  for await (const chunk of readUtf8(path, dialect, offset)) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a)) {
      take(bytes.subarray(0, end), dropped > 0 || end > MAX_ROW_BYTES)
      at += end + 1 + dropped
      dropped = 0
      bytes = bytes.subarray(end + 1)
      if (rows.length >= ROWS_PER_SLICE) {
        yield { rows, offset: at }
        rows = []
      }
    }
    if (bytes.length > MAX_ROW_BYTES) {
      dropped += bytes.length - 1024
      bytes = bytes.subarray(0, 1024)
    }
    rest = bytes
  }
  take(rest, dropped > 0)
  if (rows.length > 0) yield { rows, offset: at + rest.length + dropped }
}

/** A row of JSON text, or a marked one. */
export function parseRow(text: string, count: number): object {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return unreadRow(count, 'is not JSON', text)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return unreadRow(count, 'is not a JSON object', text)
  return Object.hasOwn(value, rowProblem) ? { ...value, [rowProblem]: undefined } : value
}
