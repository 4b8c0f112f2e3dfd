import { rowProblem } from '@rapport/core'
import type { TextDialect } from './dialect.ts'
import { isSliceFull, MAX_ROW_BYTES, MAX_ROW_DEPTH, type Slice, unreadRow } from './slice.ts'
import { readUtf8 } from './text.ts'

/** Rows of a JSON Lines file from a place on; a line that is no JSON object is marked. Parameters as in `readCsv`. */
export async function* readJsonLines(
  path: string,
  dialect: TextDialect,
  offset: number,
  row: number,
): AsyncGenerator<Slice> {
  let at = offset
  let sliceAt = offset
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
    const ends = new LineEnds(bytes)
    let start = 0
    for (let end = ends.next(0); end >= 0; end = ends.next(start)) {
      take(bytes.subarray(start, end), dropped > 0 || end - start > MAX_ROW_BYTES)
      at += end - start + 1 + dropped
      dropped = 0
      start = end + 1
      if (isSliceFull(rows.length, at - sliceAt)) {
        yield { rows, offset: at }
        rows = []
        sliceAt = at
      }
    }
    bytes = bytes.subarray(start)
    if (bytes.length > MAX_ROW_BYTES) {
      dropped += bytes.length - 1024
      bytes = bytes.subarray(0, 1024)
    }
    rest = bytes
  }
  take(rest, dropped > 0)
  if (rows.length > 0) yield { rows, offset: at + rest.length + dropped }
}

/** Where lines end: at a line feed or a carriage return, neither of which can stand in a JSON text. */
class LineEnds {
  readonly #bytes: Buffer
  #feed = -2
  #return = -2

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** The first end from a place on, -1 when there is none. Places only grow. */
  next(from: number): number {
    // -1: there is none any more. Each is looked for again only once it is passed.
    if (this.#feed !== -1 && this.#feed < from) this.#feed = this.#bytes.indexOf(0x0a, from)
    if (this.#return !== -1 && this.#return < from) this.#return = this.#bytes.indexOf(0x0d, from)
    if (this.#feed < 0 || this.#return < 0) return Math.max(this.#feed, this.#return)
    return Math.min(this.#feed, this.#return)
  }
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
  if (isDeeperThan(value, MAX_ROW_DEPTH)) return unreadRow(count, `nests more than ${MAX_ROW_DEPTH} levels deep`, text)
  return Object.hasOwn(value, rowProblem) ? { ...value, [rowProblem]: undefined } : value
}

/** Never descends further than asked. */
function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1))
}
