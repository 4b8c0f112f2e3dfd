import { definePlugin, type Plugin } from '@rapport/core'
import { filesSource } from './source.ts'

export { type FileRowsOptions, rowsOfFile } from './rows-of-file.ts'

/** Reads CSV, TSV, JSON Lines, JSON, Excel and Parquet files of a folder. */
export const files: Plugin = definePlugin({
  name: 'files',
  version: '0.1.0',
  contract: 1,
  title: 'Files',
  sources: [filesSource],
})
