import type { FileHandle } from 'node:fs/promises'
import { RapportError } from '@rapport/core'
import { type FileMetaData, parquetMetadata, parquetSchema, type SchemaTree } from 'hyparquet'
import { damaged, protectedFile, tooLarge, unknownFormat } from '../refusals.ts'
import { MAX_ROW_DEPTH } from '../slice.ts'
import { codecs } from './codecs.ts'

type ChunkMetaData = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>

/** One leaf column of a row group: where its pages lie, and how they are to be read. */
export interface ColumnChunk {
  readonly meta: ChunkMetaData
  /** From the root down to the leaf. */
  readonly schemaPath: readonly SchemaTree[]
  readonly start: number
  readonly end: number
}

export interface RowGroup {
  readonly rows: number
  readonly chunks: readonly ColumnChunk[]
}

/** What a Parquet file says of itself at its end. */
export interface Footer {
  readonly schema: SchemaTree
  readonly groups: readonly RowGroup[]
}

/** Magic, length and magic again: an empty file has no less. */
const LEAST_BYTES = 12
const MAX_FOOTER_BYTES = 64 * 1024 * 1024
/** Each has a page in memory. */
const MAX_LEAVES = 4096
/** A file of more rows than this, and of more than so many to a byte, is made to fill a disk, not to tell of customers. */
const SUSPECT_ROWS = 100_000_000
const MAX_ROWS_PER_BYTE = 1000

/**
 * Reads and checks the end of a Parquet file; none of its rows.
 * @throws RapportError `FILE_DAMAGED`, `FILE_PROTECTED`, `FILE_TOO_LARGE`, `FILE_FORMAT_UNKNOWN`
 */
export async function readFooter(file: FileHandle, path: string): Promise<Footer> {
  const { size } = await file.stat()
  if (size < LEAST_BYTES) throw damaged(path, 'it is too short for a Parquet file')
  const end = await bytesAt(file, size - 8, 8)
  const magic = end.toString('latin1', 4)
  if (magic === 'PARE') throw protectedFile(path)
  if (magic !== 'PAR1') throw damaged(path, 'its end is missing, and with it the list of what it holds')
  const length = end.readUInt32LE(0)
  if (length > size - LEAST_BYTES) throw damaged(path, 'its footer is said to be longer than the file')
  if (length > MAX_FOOTER_BYTES) throw tooLarge(path, 'its footer is over 64 MB')
  try {
    const metadata = parquetMetadata(await bytesAt(file, size - 8 - length, length + 8), { geoparquet: false })
    return checked(metadata, path, size - 8 - length)
  } catch (cause) {
    if (RapportError.is(cause)) throw cause
    throw damaged(path, 'its footer cannot be understood', cause)
  }
}

function checked(metadata: FileMetaData, path: string, end: number): Footer {
  const schema = parquetSchema(metadata)
  const leaves = leavesOf([schema])
  if (leaves.size > MAX_LEAVES) throw tooLarge(path, `it has over ${MAX_LEAVES} columns`)
  for (const { length } of leaves.values())
    if (length > MAX_ROW_DEPTH) throw damaged(path, `its columns nest more than ${MAX_ROW_DEPTH} levels deep`)
  const groups = metadata.row_groups.map(({ num_rows, columns }, index) => {
    const rows = Number(num_rows)
    const isComplete = Number.isSafeInteger(rows) && rows >= 0 && columns.length === leaves.size
    if (!isComplete) throw damaged(path, `its footer contradicts itself about row group ${index + 1}`)
    const chunks = columns.map((column): ColumnChunk => {
      const { meta_data: meta, file_path } = column
      // Ciphertext where there should be something to read; a footer in the clear may have encrypted columns.
      if (column.crypto_metadata !== undefined || column.encrypted_column_metadata !== undefined)
        throw protectedFile(path)
      if (file_path !== undefined) throw unknownFormat(path, 'the index of other Parquet files', 'one Parquet file')
      const schemaPath = meta && leaves.get(meta.path_in_schema.join('\0'))
      // A column that cannot repeat has a value a row. Fewer rows than there were would pass for deletions.
      const isRepeated = schemaPath?.some(({ element }) => element.repetition_type === 'REPEATED')
      const fits = schemaPath?.at(-1)?.element.type === meta?.type && (isRepeated || Number(meta?.num_values) === rows)
      if (meta === undefined || schemaPath === undefined || !fits)
        throw damaged(path, `its footer contradicts itself about row group ${index + 1}`)
      if (!codecs.has(meta.codec))
        throw unknownFormat(
          path,
          `a Parquet file compressed by ${meta.codec ?? 'an unknown method'}`,
          'Parquet with zstd',
        )
      const from = Number(meta.dictionary_page_offset || meta.data_page_offset)
      const to = from + Number(meta.total_compressed_size)
      if (!(from >= 4 && to >= from && to <= end))
        throw damaged(path, `row group ${index + 1} is said to lie outside of the file`)
      return { meta, schemaPath, start: from, end: to }
    })
    return { rows, chunks }
  })
  const rows = groups.reduce((sum, group) => sum + group.rows, 0)
  if (rows !== Number(metadata.num_rows)) throw damaged(path, 'its row groups are not as many rows as its footer says')
  if (rows > 0 && leaves.size === 0) throw damaged(path, 'it has rows and no columns')
  if (rows > SUSPECT_ROWS && rows > end * MAX_ROWS_PER_BYTE)
    throw tooLarge(path, `it claims over ${MAX_ROWS_PER_BYTE} rows to a byte`)
  return { schema, groups }
}

/** The paths from the root to each leaf, by the names on it. */
function leavesOf(
  path: readonly SchemaTree[],
  found: Map<string, readonly SchemaTree[]> = new Map(),
): Map<string, readonly SchemaTree[]> {
  const node = path.at(-1) as SchemaTree
  if (node.children.length === 0 && path.length > 1) found.set(node.path.join('\0'), path)
  for (const child of node.children) leavesOf([...path, child], found)
  return found
}

/** @throws RangeError when the file has shrunk */
export async function bytesAt(file: FileHandle, start: number, length: number): Promise<Buffer<ArrayBuffer>> {
  // Memory of its own: what is decoded from it points into it.
  const bytes = Buffer.from(new ArrayBuffer(length))
  let done = 0
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, start + done)
    if (bytesRead === 0) throw new RangeError('the file ended')
    done += bytesRead
  }
  return bytes
}
