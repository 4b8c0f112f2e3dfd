import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FileConfig } from '../src/config.ts'

/** A file that `fixtures/make.py` writes, and the file beside it that says what it must read as. */
export interface FileOfOthers {
  readonly name: string
  readonly told: string
  readonly options: Partial<FileConfig>
}

const codecs = ['snappy', 'zstd', 'gzip', 'brotli', 'lz4', 'none']

export const filesOfOthers: readonly FileOfOthers[] = [
  ...codecs.map((codec) => ({ name: `pyarrow-${codec}.parquet`, told: 'pyarrow.json', options: {} })),
  { name: 'duckdb.parquet', told: 'duckdb.json', options: {} },
  { name: 'xlsxwriter.xlsx', told: 'xlsxwriter.json', options: { firstRow: 3 } },
  { name: 'openpyxl-1904.xlsx', told: 'openpyxl-1904.json', options: {} },
]

export const toldBy = (folder: string, { told }: FileOfOthers): readonly object[] =>
  JSON.parse(readFileSync(join(folder, told), 'utf8'))
