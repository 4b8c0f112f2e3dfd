import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { type Json, RapportError } from '@rapport/core'
import Sqlite from 'better-sqlite3'
import type { SqlConfig } from '../config.ts'
import { type Column, type ColumnKind, type Database, isoText, parsedJson, type RawValue } from '../database.ts'
import { sqliteFailure } from './failure.ts'

/** Another process writes: how long its lock is waited for. */
const LOCK_TIMEOUT_MS = 5000

/** @throws RapportError `FILE_NOT_FOUND`, `FILE_UNREADABLE` */
export function openSqlite(config: SqlConfig): Database {
  const file = resolve(config.file ?? '')
  const name = basename(file)
  if (!existsSync(file)) throw new RapportError('FILE_NOT_FOUND', { path: name })
  const connection = guard(name, () => {
    const opened = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: LOCK_TIMEOUT_MS })
    // Says now, and not with the first statement, that the file is no database.
    opened.prepare('select count(*) from sqlite_master').get()
    return opened
  })
  connection.defaultSafeIntegers(true)
  const prepare = (sql: string) => {
    const statement = connection.prepare(sql)
    if (!statement.reader || !statement.readonly)
      throw new RapportError('QUERY_FAILED', { problem: 'the query does more than read' })
    return statement.raw(true)
  }
  return {
    grammar: {
      quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
      placeholder: () => '?',
      seek: 'union',
    },
    describe: async (from) =>
      guard(name, () =>
        prepare(`select * from ${from} limit 0`)
          .columns()
          .map((column) => columnOf(column.name, column.type ?? '')),
      ),
    rows: async ({ sql, values }) => guard(name, () => prepare(sql).all(...values) as RawValue[][]),
    toJson,
    tables: async () =>
      guard(name, () => {
        const found = prepare("select name from sqlite_master where type in ('table', 'view')").all()
        return (found as string[][]).map(([table = '']) => table)
      }),
    close: async () => void connection.close(),
  }
}

function guard<T>(file: string, task: () => T): T {
  try {
    return task()
  } catch (error) {
    throw sqliteFailure(error, file)
  }
}

/** A column's declared type is a hint only: what a value is, the value says. */
const kinds: readonly (readonly [RegExp, ColumnKind])[] = [
  [/BLOB|BINARY/, 'binary'],
  [/BOOL/, 'boolean'],
  [/JSON/, 'json'],
  [/DATETIME|TIMESTAMP/, 'dateTime'],
  [/DATE/, 'date'],
  [/DEC|NUMERIC|MONEY/, 'decimal'],
  [/INT|REAL|FLOA|DOUB/, 'number'],
]

const columnOf = (name: string, type: string): Column => ({
  name,
  type: type === '' ? 'any' : type.toLowerCase(),
  kind: kinds.find(([pattern]) => pattern.test(type.toUpperCase()))?.[1] ?? 'text',
})

function toJson({ kind }: Column, raw: RawValue | Uint8Array): Json | undefined {
  if (raw === null) return null
  if (typeof raw === 'string') {
    if (kind === 'json') return parsedJson(raw)
    return kind === 'dateTime' || kind === 'date' ? isoText(raw) : raw
  }
  if (typeof raw === 'bigint' || typeof raw === 'number') {
    const number = Number(raw)
    if (kind === 'boolean') return number !== 0
    if (kind === 'decimal') return String(raw)
    if (typeof raw === 'bigint') return Number.isSafeInteger(number) ? number : String(raw)
    return Number.isFinite(raw) ? raw : null
  }
  return undefined
}
