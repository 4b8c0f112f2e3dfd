import type { FileConfig } from './config.ts'
import { readCsv } from './csv.ts'
import type { Dialect } from './dialect.ts'
import { readJson } from './json-array.ts'
import { readJsonLines } from './json-lines.ts'
import type { FoundFile } from './locate.ts'
import type { Slice } from './slice.ts'

/**
 * The rows of a file, whatever its format, from a place on.
 * @param offset of a row's beginning, in bytes of the text as UTF-8, or in rows; absent: the first one's
 * @param row how many rows came before
 */
export function slicesOf(
  file: FoundFile,
  dialect: Dialect,
  options: Pick<FileConfig, 'records' | 'sheet' | 'firstRow' | 'header' | 'bytes'>,
  offset: number = dialect.dataOffset,
  row: number,
): AsyncGenerator<Slice> {
  if (dialect.format === 'xlsx')
    return readLazily(async () => (await import('./excel/read-excel.ts')).readExcel(file.path, options, row))
  if (dialect.format === 'parquet')
    return readLazily(async () =>
      (await import('./parquet/read-parquet.ts')).readParquet(file.path, options.bytes, row),
    )
  if (dialect.format === 'csv') return readCsv(file.path, dialect, offset, row)
  if (dialect.format === 'jsonl') return readJsonLines(file.path, dialect, offset, row)
  return readJson(file.path, dialect, options.records, row)
}

/** The readers of what few files are, and their libraries, are loaded when the first such file is read. */
async function* readLazily(load: () => Promise<AsyncGenerator<Slice>>): AsyncGenerator<Slice> {
  yield* await load()
}
