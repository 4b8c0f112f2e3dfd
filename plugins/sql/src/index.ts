import { definePlugin, type Plugin } from '@rapport/core'
import { sqlSource } from './source.ts'

/** Reads SQLite, PostgreSQL, MySQL and MariaDB, by table or by query. */
export const sql: Plugin = definePlugin({
  name: 'sql',
  version: '0.1.0',
  contract: 1,
  title: 'SQL databases',
  sources: [sqlSource],
})
