import { RapportError } from '@rapport/core'
import type { Dialect } from './dialect.ts'
import { parseRow } from './json-lines.ts'
import { MAX_ROW_BYTES, ROWS_PER_SLICE, type Slice } from './slice.ts'
import { readUtf8 } from './text.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const COMMA = 0x2c
const COLON = 0x3a

/**
 * Rows of a list in a JSON file: the list at `records`, else the document itself or its first list of objects. Only one
 * row is in memory; each is parsed by itself, so a bad one costs only itself. Parameters as in `readCsv`; the file is
 * walked from its start, and the first `row` rows are passed over.
 */
export async function* readJson(
  path: string,
  dialect: Dialect,
  records: string | undefined,
  row: number,
): AsyncGenerator<Slice> {
  const walker = new ListWalker(records)
  let rows: object[] = []
  let count = 0
  let offset = 0
  for await (const chunk of readUtf8(path, dialect, 0)) {
    offset += chunk.length
    for (const text of walker.push(chunk)) {
      count += 1
      if (count <= row) continue
      rows.push(parseRow(text, count))
      if (rows.length === ROWS_PER_SLICE) {
        yield { rows, offset }
        rows = []
      }
    }
  }
  const problem = walker.problem()
  if (problem !== undefined) throw new RapportError('FILE_UNREADABLE', { file: path.split('/').at(-1) ?? '', problem })
  if (rows.length > 0) yield { rows, offset }
}

/**
 * Walks JSON byte by byte, in chunks cut anywhere, and cuts out the text of each element of one list. Strings are
 * skipped, so brackets in them mean nothing.
 */
export class ListWalker {
  readonly #path: string | undefined
  /** Names and lists that lead to where the walk is; `*` for a list. */
  readonly #keys: string[] = []
  #isInText = false
  #isEscaped = false
  /** Bytes of a member's name, or nothing. */
  #name: number[] | undefined
  #isNameNext = false
  /** Depth of the list that is cut up, -1 before and after. */
  #listDepth = -1
  #isFound = false
  #element: Buffer[] = []
  #elementBytes = 0

  constructor(path: string | undefined) {
    this.#path = path
  }

  *push(chunk: Buffer): Generator<string> {
    let start = this.#listDepth >= 0 ? 0 : -1
    const keep = (end: number): void => {
      if (start < 0 || end <= start) return
      this.#elementBytes += end - start
      if (this.#elementBytes > MAX_ROW_BYTES * 16)
        throw new RapportError('FILE_UNREADABLE', { file: 'the list', problem: 'an element is over 16 MB' })
      this.#element.push(chunk.subarray(start, end))
    }
    const finish = (): string => {
      const text = Buffer.concat(this.#element).toString('utf8').trim()
      this.#element = []
      this.#elementBytes = 0
      return text
    }
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] as number
      if (this.#isInText) {
        if (this.#isEscaped) this.#isEscaped = false
        else if (byte === BACKSLASH) this.#isEscaped = true
        else if (byte === QUOTE) {
          this.#isInText = false
          continue
        }
        if (this.#name !== undefined && this.#isNameNext) this.#name.push(byte)
        continue
      }
      if (byte === QUOTE) {
        this.#isInText = true
        if (this.#listDepth < 0 && this.#isNameNext) this.#name = []
      } else if (byte === COLON && this.#listDepth < 0) {
        this.#keys[this.#keys.length - 1] = nameOf(this.#name ?? [])
        this.#name = undefined
        this.#isNameNext = false
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (byte === OPEN_LIST && this.#listDepth < 0 && this.#isWanted()) {
          this.#listDepth = this.#keys.length + 1
          this.#isFound = true
          start = at + 1
        }
        this.#keys.push(byte === OPEN_LIST ? '*' : '')
        this.#isNameNext = byte === OPEN_OBJECT
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (this.#keys.length === this.#listDepth && byte === CLOSE_LIST) {
          keep(at)
          start = -1
          const text = finish()
          this.#listDepth = -1
          if (text !== '') yield text
        }
        this.#keys.pop()
        this.#isNameNext = false
      } else if (byte === COMMA) {
        if (this.#keys.length === this.#listDepth) {
          keep(at)
          start = at + 1
          yield finish()
        } else if (this.#listDepth < 0) this.#isNameNext = this.#keys.at(-1) !== '*'
      }
    }
    keep(chunk.length)
  }

  /** What is wrong once all was walked. */
  problem(): string | undefined {
    if (this.#isInText || this.#keys.length > 0) return 'it ends in the middle of its JSON'
    if (this.#isFound) return undefined
    return this.#path === undefined ? 'there is no list in it' : `there is no list at ${this.#path}`
  }

  #isWanted(): boolean {
    if (this.#isFound) return false
    // Without a path: the document itself, or a list that is a member of it.
    if (this.#path === undefined) return this.#keys.length <= 1 && this.#keys[0] !== '*'
    return this.#keys.join('.') === this.#path
  }
}

function nameOf(bytes: readonly number[]): string {
  try {
    return JSON.parse(`"${Buffer.from(bytes).toString('utf8')}"`) as string
  } catch {
    return ''
  }
}
