import { basename } from 'node:path'
import { RapportError } from '@rapport/core'
import type { TextDialect } from './dialect.ts'
import { parseRow } from './json-lines.ts'
import { isSliceFull, MAX_ROW_BYTES, type Slice, unreadRow } from './slice.ts'
import { readUtf8 } from './text.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const COMMA = 0x2c
const COLON = 0x3a

/** A longer name leads to no list that somebody asked for. */
const MAX_NAME_BYTES = 1024

/**
 * Rows of a list in a JSON file: the list at `records`, else the document itself or its first list of objects. Only one
 * row is in memory; each is parsed by itself, so a bad one costs only itself. Parameters as in `readCsv`; the file is
 * walked from its start, and the first `row` rows are passed over.
 */
export async function* readJson(
  path: string,
  dialect: TextDialect,
  records: string | undefined,
  row: number,
): AsyncGenerator<Slice> {
  const walker = new ListWalker(records)
  const unreadable = (problem: string) => new RapportError('FILE_UNREADABLE', { file: basename(path), problem })
  let rows: object[] = []
  let bytes = 0
  let count = 0
  let offset = 0
  for await (const chunk of readUtf8(path, dialect, 0)) {
    offset += chunk.length
    for (const { text, isTooLong } of walker.push(chunk)) {
      count += 1
      if (count <= row) continue
      rows.push(isTooLong ? unreadRow(count, 'is over 1 MB', text) : parseRow(text, count))
      bytes += text.length
      if (isSliceFull(rows.length, bytes)) {
        yield { rows, offset }
        rows = []
        bytes = 0
      }
    }
    if (walker.isBroken) throw unreadable('its brackets do not match')
  }
  const problem = walker.problem()
  if (problem !== undefined) throw unreadable(problem)
  if (rows.length > 0) yield { rows, offset }
}

/** An element's text; of one that is too long only its beginning. */
export interface ElementText {
  readonly text: string
  readonly isTooLong: boolean
}

/**
 * Walks JSON byte by byte, in chunks cut anywhere, and cuts out the text of each element of one list. Strings are
 * skipped, so brackets in them mean nothing.
 */
export class ListWalker {
  readonly #path: string | undefined
  /** Names that lead to where the walk is; null for a list. */
  readonly #keys: (string | null)[] = []
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
  /** A bracket was closed that was not open: what lies between which brackets cannot be told any more. */
  isBroken = false

  constructor(path: string | undefined) {
    this.#path = path
  }

  *push(chunk: Buffer): Generator<ElementText> {
    let start = this.#listDepth >= 0 ? 0 : -1
    const keep = (end: number): void => {
      if (start < 0 || end <= start) return
      if (this.#elementBytes <= MAX_ROW_BYTES) this.#element.push(chunk.subarray(start, end))
      this.#elementBytes += end - start
    }
    const finish = (): ElementText => {
      const isTooLong = this.#elementBytes > MAX_ROW_BYTES
      const bytes = Buffer.concat(this.#element, Math.min(this.#elementBytes, MAX_ROW_BYTES))
      this.#element = []
      this.#elementBytes = 0
      return { text: bytes.toString('utf8').trim(), isTooLong }
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
        if (this.#name !== undefined && this.#isNameNext && this.#name.length < MAX_NAME_BYTES) this.#name.push(byte)
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
        this.#keys.push(byte === OPEN_LIST ? null : '')
        this.#isNameNext = byte === OPEN_OBJECT
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (this.#keys.length === 0 || (this.#keys.at(-1) === null) !== (byte === CLOSE_LIST)) {
          this.isBroken = true
          return
        }
        if (this.#keys.length === this.#listDepth) {
          keep(at)
          start = -1
          const element = finish()
          this.#listDepth = -1
          if (element.text !== '') yield element
        }
        this.#keys.pop()
        this.#isNameNext = false
      } else if (byte === COMMA) {
        if (this.#keys.length === this.#listDepth) {
          keep(at)
          start = at + 1
          yield finish()
        } else if (this.#listDepth < 0) this.#isNameNext = this.#keys.at(-1) !== null
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
    if (this.#path === undefined) return this.#keys.length <= 1 && this.#keys[0] !== null
    return !this.#keys.includes(null) && this.#keys.join('.') === this.#path
  }
}

function nameOf(bytes: readonly number[]): string {
  try {
    return JSON.parse(`"${Buffer.from(bytes).toString('utf8')}"`) as string
  } catch {
    return ''
  }
}
