import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'better-sqlite3'
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api'
import { is, SQL } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { afterAll, expect, it } from 'vitest'
import * as schema from '../drizzle/schema.ts'
import { createConnection } from '../src/connection.ts'
import { openSqliteReader, openSqliteStore } from '../src/index.ts'
import { migrate } from '../src/migrate.ts'

const written = new URL('../migrations/', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'rapport-schema-'))
afterAll(() => rmSync(folder, { recursive: true }))

const tables = Object.values(schema)
  .filter((value): value is SQLiteTable => is(value, SQLiteTable))
  .map(getTableConfig)

interface Journal {
  readonly entries: readonly { readonly idx: number; readonly tag: string }[]
}
const journalOf = (migrations: URL): Journal =>
  JSON.parse(readFileSync(new URL('meta/_journal.json', migrations), 'utf8'))

/** A file with the first so many migrations. */
function fileOfVersion(version: number, name: string): string {
  const migrations = migrationsWith(name, (journal) => ({ ...journal, entries: journal.entries.slice(0, version) }))
  const file = join(folder, `${name}.db`)
  const db = new Database(file)
  migrate(createConnection(db), migrations)
  db.close()
  return file
}

/** A folder of migrations like ours, with another journal. */
function migrationsWith(name: string, change: (journal: Journal) => Journal): URL {
  const copy = join(folder, name)
  cpSync(written, copy, { recursive: true })
  writeFileSync(join(copy, 'meta/_journal.json'), JSON.stringify(change(journalOf(written))))
  return pathToFileURL(`${copy}/`)
}

/** Tables, columns in their order, and indexes, as SQLite has them. */
function shapeOf(file: string): unknown {
  const db = new Database(file, { readonly: true })
  try {
    const all = <T>(sql: string, ...values: unknown[]) => db.prepare<unknown[], T>(sql).all(...values)
    return all<{ name: string; wr: number }>(
      "SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
    ).map(({ name, wr }) => ({
      name,
      withoutRowid: wr === 1,
      columns: all<{ name: string; type: string; pk: number }>(
        'SELECT name, type, pk FROM pragma_table_info(?)',
        name,
      ).map((column) => [column.name, column.type.toLowerCase(), column.pk]),
      indexes: all<{ sql: string }>(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY name",
        name,
      ).map(({ sql }) => sql.replaceAll('`', '').replaceAll(', ', ',')),
    }))
  } finally {
    db.close()
  }
}

/** The same of drizzle's schema. */
function declared(): unknown {
  const text = (sql: SQL | undefined) =>
    sql?.queryChunks
      .map((chunk) => ('value' in Object(chunk) ? (chunk as { value: string[] }).value.join('') : ''))
      .join('')
  return [...tables]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((table) => {
      const keys =
        table.primaryKeys[0]?.columns.map(({ name }) => name) ??
        table.columns.filter(({ primary }) => primary).map(({ name }) => name)
      const uniques = table.columns
        .filter(({ isUnique }) => isUnique)
        .map((column) => `CREATE UNIQUE INDEX ${column.uniqueName} ON ${table.name} (${column.name})`)
      const indexes = table.indexes.map(({ config }) => {
        const columns = config.columns.map((column) =>
          is(column, SQL) ? text(column) : (column as { name: string }).name,
        )
        const where = config.where === undefined ? '' : ` WHERE ${text(config.where)}`
        return `CREATE ${config.unique ? 'UNIQUE ' : ''}INDEX ${config.name} ON ${table.name} (${columns.join(',')})${where}`
      })
      const nameOf = (sql: string) => sql.split(' ON ')[0]?.split(' ').at(-1) ?? ''
      return {
        name: table.name,
        withoutRowid: schema.withoutRowid.includes(table.name),
        columns: table.columns.map((column) => [column.name, column.getSQLType(), keys.indexOf(column.name) + 1]),
        indexes: [...uniques, ...indexes].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
      }
    })
}

it('a new store has the tables, columns and indexes of the schema, without rowids where it says so', async () => {
  const file = join(folder, 'new.db')
  await (await openSqliteStore({ file }))[Symbol.asyncDispose]()
  expect(shapeOf(file)).toEqual(declared())
})

it('the schema differs in nothing from what the last migration knows', async () => {
  const { entries } = journalOf(written)
  const last = String(entries.at(-1)?.idx).padStart(4, '0')
  const before = JSON.parse(readFileSync(new URL(`meta/${last}_snapshot.json`, written), 'utf8'))
  const now = await generateSQLiteDrizzleJson(schema, before.id)
  expect(await generateSQLiteMigration(before, now)).toEqual([])
})

it('a store of each older version is brought up to date when it is opened, and keeps its rows', async () => {
  for (const { idx } of journalOf(written).entries) {
    const file = fileOfVersion(idx, `version-${idx}`)
    if (idx > 0) {
      const old = new Database(file)
      old.exec("INSERT INTO suppressed VALUES('of-before'); INSERT INTO profile(id) VALUES(7)")
      if (old.prepare("SELECT 1 FROM counter WHERE name = 'rows:profile'").get() !== undefined)
        old.exec("UPDATE counter SET value = 1 WHERE name = 'rows:profile'")
      old.close()
      await expect(openSqliteReader({ file })).rejects.toMatchObject({ code: 'STORE_SCHEMA_OLDER' })
    }
    const store = await openSqliteStore({ file })
    if (idx > 0) expect(await store.write.suppressed(['of-before'])).toEqual([true])
    const reader = await openSqliteReader({ file })
    expect(await reader.inspect()).toMatchObject({ profiles: Math.min(idx, 1), anchors: 0, records: 0, changes: 0 })
    await reader.close()
    await store[Symbol.asyncDispose]()
    expect(shapeOf(file)).toEqual(declared())
  }
})

it('rows of before are due as well as SQL can say', async () => {
  const file = fileOfVersion(3, 'agenda-of-before')
  const old = new Database(file)
  const add = old.prepare(
    'INSERT INTO activity(id, anchor, stream, key, entity, isHappening, isDeleted, occurredAt, body) VALUES(?, 1, 1, ?, ?, 0, ?, ?, ?)',
  )
  const at = Date.parse('2026-11-24T13:30:00Z')
  const hotel = { stream: 'pms/hotels', key: 'ROM' }
  const rows: readonly (readonly [string, object, number?])[] = [
    ['interaction', { kind: 'visit', planned: true, status: 'planned', author: 'Éloïse O’Brien-Roux' }],
    ['interaction', { kind: 'visit', planned: false, status: 'done' }],
    ['interaction', { kind: 'visit', planned: true }, 1],
    ['stay', { arrivalOn: '2026-11-24', location: hotel, status: 'inHouse' }],
    ['stay', { arrivalOn: '2026-11-24', location: hotel, status: 'noShow' }],
    ['task', { dueAt: '2026-11-26T17:00:00.000Z', assignee: 'Hugo' }],
    ['task', { dueAt: '2026-11-26T17:00:00.000Z', doneAt: '2026-11-25T17:00:00.000Z' }],
    ['order', { kind: 'order' }],
  ]
  for (const [index, [entity, body, isDeleted = 0]] of rows.entries())
    add.run(index + 1, `k${index}`, entity, isDeleted, at, JSON.stringify(body))
  old.close()
  await (await openSqliteStore({ file }))[Symbol.asyncDispose]()
  const db = new Database(file, { readonly: true })
  const values = db.prepare('SELECT agenda FROM activity ORDER BY id').pluck().all()
  db.close()
  expect(values).toEqual([
    // What SQL does not fold, the row says itself once it changes.
    'visit|2026-11-24|Éloise o’brien roux|13:30',
    null,
    null,
    'stay|2026-11-24|pms/hotels/ROM|',
    null,
    'task|2026-11-26|hugo|17:00',
    null,
    null,
  ])
})

it('a migration that fails leaves the file as it was', () => {
  const file = fileOfVersion(journalOf(written).entries.length, 'before-failing')
  const before = shapeOf(file)
  const failing = migrationsWith('failing', ({ entries }) => ({
    entries: [...entries, { idx: 98, tag: 'good' }, { idx: 99, tag: 'bad' }],
  }))
  writeFileSync(new URL('good.sql', failing), 'CREATE TABLE good(x integer);')
  writeFileSync(
    new URL('bad.sql', failing),
    'CREATE TABLE half(x integer);\n--> statement-breakpoint\nINSERT INTO nowhere VALUES(1);',
  )
  const db = new Database(file)
  expect(() => migrate(createConnection(db), failing)).toThrow('nowhere')
  expect(db.pragma('user_version', { simple: true })).toBe(journalOf(written).entries.length)
  db.close()
  expect(shapeOf(file)).toEqual(before)
})

it('a file that a newer Rapport wrote is refused by both doors', async () => {
  const file = fileOfVersion(1, 'newer')
  const db = new Database(file)
  db.pragma('user_version = 999')
  db.close()
  await expect(openSqliteStore({ file })).rejects.toMatchObject({ code: 'STORE_SCHEMA_NEWER', details: { found: 999 } })
  await expect(openSqliteReader({ file })).rejects.toMatchObject({ code: 'STORE_SCHEMA_NEWER' })
})
