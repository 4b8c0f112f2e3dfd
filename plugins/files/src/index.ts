import { definePlugin, type Plugin } from '@rapport/core'
import { filesSource } from './source.ts'

/** Reads CSV, TSV, JSON Lines and JSON files of a folder. */
export const files: Plugin = definePlugin({
  name: 'files',
  version: '0.1.0',
  contract: 1,
  title: 'Files',
  sources: [filesSource],
})
