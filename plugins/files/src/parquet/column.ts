import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { RapportError } from '@rapport/core'
import type { PageHeader } from 'hyparquet'
import { parquetHeader, readPage } from 'hyparquet/src/column.js'
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import { damaged, tooLarge, unknownFormat } from '../refusals.ts'
import { compressors } from './codecs.ts'
import { bytesAt, type ColumnChunk } from './footer.ts'
import { type PageLayout, unpackPage } from './page.ts'
import { type BytesAs, parsers, type ToJson, valueReader } from './values.ts'

type Decoder = Parameters<typeof readPage>[2]
type Decoded = Parameters<typeof readPage>[3]

const MAX_PAGE_BYTES = 256 * 1024 * 1024
const MAX_PAGE_VALUES = 16 * 1024 * 1024
/** Read at once, small pages several together. A header is a few bytes, or kilobytes where it has statistics. */
const AHEAD_BYTES = 64 * 1024
const MAX_HEADER_BYTES = 16 * 1024 * 1024

/**
 * One leaf column of one row group, read page by page: only the page at hand is in memory, and its dictionary. Rows
 * that nobody wants are passed over by the pages' headers where those tell.
 */
export class ColumnReader {
  readonly #file: FileHandle
  readonly #path: string
  readonly #chunk: ColumnChunk
  readonly #decoder: Decoder
  readonly #toJson: ToJson
  readonly #layout: PageLayout
  readonly #maxRepetition: number
  #at: number
  /** Rows to leave out before the first that is wanted. */
  #skip: number
  #rowsLeft: number
  #ahead: { readonly start: number; readonly bytes: Buffer<ArrayBuffer> } = { start: 0, bytes: Buffer.alloc(0) }
  #dictionary: Decoded
  /** Rows that were decoded; of a repeated column as they came, the last maybe not all of it. */
  #rows: unknown[] = []
  #taken = 0

  constructor(
    file: FileHandle,
    path: string,
    chunk: ColumnChunk,
    rows: { readonly of: number; readonly from: number },
    bytesAs: BytesAs,
  ) {
    this.#file = file
    this.#path = path
    this.#chunk = chunk
    this.#at = chunk.start
    this.#skip = rows.from
    this.#rowsLeft = rows.of
    const leaf = chunk.schemaPath.at(-1)
    if (leaf === undefined) throw damaged(path, 'a column has no name')
    const isVariant = chunk.schemaPath.some(({ element }) => element.logical_type?.type === 'VARIANT')
    // The leaves of a VARIANT are put together by hyparquet; only the whole is a value.
    const { element, toJson } = isVariant ? { element: leaf.element, toJson: same } : valueReader(leaf.element, bytesAs)
    this.#toJson = toJson
    const repetitions = chunk.schemaPath.slice(1).map((node) => node.element.repetition_type)
    this.#maxRepetition = repetitions.filter((one) => one === 'REPEATED').length
    this.#decoder = {
      ...chunk.meta,
      pathInSchema: chunk.meta.path_in_schema,
      element,
      schemaPath: [...chunk.schemaPath.slice(0, -1), { ...leaf, element }],
      // Pages are unpacked before.
      codec: 'UNCOMPRESSED',
      utf8: false,
      parsers: { ...DEFAULT_PARSERS, ...parsers },
    }
    this.#layout = {
      codec: chunk.meta.codec,
      compressors,
      isBoolean: chunk.meta.type === 'BOOLEAN',
      maxDefinition: repetitions.filter((one) => one !== 'REQUIRED').length,
      maxRepetition: this.#maxRepetition,
    }
  }

  /** How many rows can be taken now. */
  get available(): number {
    const rows = this.#rows.length - this.#taken
    // A row may go on in the next page.
    return this.#maxRepetition > 0 && !this.#isAtEnd ? Math.max(0, rows - 1) : rows
  }

  get #isAtEnd(): boolean {
    // The last byte is never a page of its own: some writers leave one.
    return this.#at >= this.#chunk.end - 1
  }

  /** Reads on until a row can be taken. @throws RapportError `FILE_DAMAGED` when there is none, `FILE_TOO_LARGE` */
  async fill(): Promise<void> {
    while (this.available === 0) {
      if (this.#isAtEnd) throw this.#broken('it has fewer rows than the file says')
      await this.#readPage()
      this.#passOver()
    }
  }

  /** The next rows, as JSON says them; there are at least so many `available`. */
  take(count: number): unknown[] {
    const rows = this.#rows.slice(this.#taken, this.#taken + count)
    this.#taken += count
    if (this.#taken * 2 > this.#rows.length) {
      this.#rows = this.#rows.slice(this.#taken)
      this.#taken = 0
    }
    return this.#maxRepetition > 0 ? rows.map((row) => deep(row, this.#toJson)) : rows
  }

  #passOver(): void {
    const passed = Math.min(this.#skip, this.available)
    if (passed === 0) return
    this.#skip -= passed
    this.#rows = this.#rows.slice(this.#taken + passed)
    this.#taken = 0
  }

  async #readPage(): Promise<void> {
    const header = await this.#header()
    const { compressed_page_size: packed, uncompressed_page_size: unpacked, type } = header
    const values = valuesOf(header)
    const rows = this.#rowsOf(header)
    // The decoder takes a header's fields as they come, numbers or not.
    if (![packed, unpacked, values, rows ?? 0].every((size) => Number.isInteger(size) && size >= 0))
      throw this.#broken('a page has no beginning that can be understood')
    if (this.#at + packed > this.#chunk.end) throw this.#broken('a page is said to lie outside of it')
    if (packed > MAX_PAGE_BYTES || unpacked > MAX_PAGE_BYTES) throw tooLarge(this.#path, 'a page of it is over 256 MB')
    if (values > MAX_PAGE_VALUES) throw tooLarge(this.#path, `a page of it has over ${MAX_PAGE_VALUES} values`)
    // A column that cannot repeat has a value a row, the missing ones included.
    if (type !== 'DICTIONARY_PAGE' && rows !== undefined && rows > this.#rowsLeft)
      throw this.#broken('it has more rows than the file says')
    const start = this.#at
    this.#at += packed
    if (type === 'INDEX_PAGE' || (values === 0 && type !== 'DICTIONARY_PAGE')) return
    this.#rowsLeft -= rows ?? 0
    if (type !== 'DICTIONARY_PAGE' && rows !== undefined && rows <= this.#skip && this.#rows.length === 0) {
      this.#skip -= rows
      return
    }
    const bytes = await this.#bytes(start, packed)
    // Few writers leave a checksum.
    if (header.crc !== undefined && (crc32(bytes) | 0) !== header.crc)
      throw this.#broken('the checksum of a page is another')
    try {
      this.#decode(header, bytes)
    } catch (cause) {
      if (RapportError.is(cause)) throw cause
      if (/unsupported/.test(String((cause as Error).message)))
        throw unknownFormat(this.#path, 'a Parquet file of an encoding of its own', 'Parquet with the usual encodings')
      throw this.#broken('a page cannot be understood', cause)
    }
  }

  #decode(header: PageHeader, bytes: Buffer<ArrayBuffer>): void {
    const page = unpackPage(header, bytes, this.#layout)
    const reader = { view: new DataView(page.bytes.buffer, page.bytes.byteOffset, page.bytes.byteLength), offset: 0 }
    const decoder = this.#decoder
    const isRepeated = this.#maxRepetition > 0
    if (header.type === 'DICTIONARY_PAGE') {
      const { data } = readPage(reader, page.header, decoder, undefined, undefined, 0)
      const values = data && convert(data, decoder)
      // Of a repeated column rows are made JSON when they are taken: till then a row may be open.
      this.#dictionary = values && (isRepeated ? Array.from(values) : this.#json(values))
      return
    }
    const { data } = readPage(reader, page.header, decoder, this.#dictionary, isRepeated ? this.#rows : undefined, 0)
    if (data === undefined) return
    const rows = isRepeated ? (data as unknown[]) : this.#jsonRows(data, page.header)
    if (rows === this.#rows) return
    this.#rows = this.#rows.length === this.#taken ? rows : this.#rows.slice(this.#taken).concat(rows)
    this.#taken = 0
  }

  #jsonRows(data: NonNullable<Decoded>, header: PageHeader): unknown[] {
    const encoding = (header.data_page_header ?? header.data_page_header_v2)?.encoding
    // Dictionary entries are JSON already.
    if (this.#dictionary !== undefined && encoding?.endsWith('_DICTIONARY') === true)
      return Array.from(data, (one: unknown) => (one === undefined ? null : one))
    return this.#json(data)
  }

  #json(data: NonNullable<Decoded>): unknown[] {
    return Array.from(data, (one: unknown) => deep(one, this.#toJson))
  }

  async #header(): Promise<PageHeader> {
    for (let length = 1024; ; length *= 16) {
      const bytes = await this.#bytes(this.#at, Math.min(length, this.#chunk.end - this.#at))
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 }
      try {
        const header = parquetHeader(reader)
        this.#at += reader.offset
        return header
      } catch (cause) {
        if (length >= MAX_HEADER_BYTES || this.#at + length >= this.#chunk.end)
          throw this.#broken('a page has no beginning that can be understood', cause)
      }
    }
  }

  async #bytes(start: number, length: number): Promise<Buffer<ArrayBuffer>> {
    const { start: from, bytes } = this.#ahead
    if (start >= from && start + length <= from + bytes.length)
      return bytes.subarray(start - from, start - from + length)
    const size = Math.min(Math.max(length, AHEAD_BYTES), this.#chunk.end - start)
    const read = await bytesAt(this.#file, start, size).catch((cause: unknown) => {
      throw cause instanceof RangeError ? this.#broken('the file ends within it', cause) : cause
    })
    // A large page is not kept beside the ones that follow.
    if (length < AHEAD_BYTES) this.#ahead = { start, bytes: read }
    return read.subarray(0, length)
  }

  /** Rows of a page, where its header tells: of a repeated column only the newer kind does. */
  #rowsOf({ data_page_header, data_page_header_v2 }: PageHeader): number | undefined {
    if (data_page_header_v2 !== undefined) return data_page_header_v2.num_rows
    return this.#maxRepetition === 0 ? data_page_header?.num_values : undefined
  }

  #broken(problem: string, cause?: unknown): RapportError {
    return damaged(this.#path, `column ${this.#chunk.meta.path_in_schema.join('.')}: ${problem}`, cause)
  }
}

const valuesOf = ({ data_page_header, data_page_header_v2, dictionary_page_header }: PageHeader): number =>
  (data_page_header ?? data_page_header_v2 ?? dictionary_page_header)?.num_values ?? 0

const same: ToJson = (raw) => raw

function deep(raw: unknown, toJson: ToJson): unknown {
  return Array.isArray(raw) ? raw.map((one) => deep(one, toJson)) : toJson(raw)
}
