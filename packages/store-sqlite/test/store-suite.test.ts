import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { storeSuite } from '@rapport/engine/store-suite'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { createConnection } from '../src/connection.ts'
import { openSqliteStore } from '../src/index.ts'
import { migrate } from '../src/migrate.ts'

/** Every statement that the suite makes a store prepare. */
const statements = new Set<string>()
const { prepare } = Database.prototype
Database.prototype.prepare = function recorded(this: Database.Database, text: string) {
  statements.add(text)
  return prepare.call(this, text)
} as typeof prepare
afterAll(() => {
  Database.prototype.prepare = prepare
})

storeSuite('SQLite', async ({ folder, from }) => {
  const file = join(folder, 'rapport.db')
  if (from !== undefined) await copyFile(from, file)
  return openSqliteStore({ file })
})

/** Statements that read a whole table, and why they may. */
const scans: readonly (readonly [statement: RegExp, reason: string])[] = [
  [
    /^SELECT count\(\*\) AS n FROM (queue WHERE isDead = [01]|rejected|suppressed)$/,
    'what waits or is amiss is little',
  ],
  [
    /^SELECT stream, code, count\(\*\) AS count FROM rejected GROUP BY/,
    'rejected rows are few, and read from an index',
  ],
  [/^SELECT id, name(, cursor)? FROM stream/, 'streams are tens'],
  [/^SELECT \* FROM document WHERE name = /, 'documents are hundreds'],
  [/^DELETE FROM change WHERE profile IN/, 'erasures are rare: an index would cost every event a page'],
]

describe('every statement of the suite', () => {
  it('finds its rows by an index, but for a few that say why not', () => {
    const db = new Database(':memory:')
    migrate(createConnection(db))
    const tables = new Set(db.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all())
    const scanning: string[] = []
    for (const text of statements) {
      if (!/^\s*(SELECT|INSERT|UPDATE|DELETE)/.test(text) || /sqlite_master/.test(text)) continue
      const explain: Database.Statement<unknown[], { detail: string }> = prepare.call(
        db,
        `EXPLAIN QUERY PLAN ${text.replace(/\?\d+/g, '?')}`,
      ) as never
      const steps = explain.all(...new Array<null>(text.split('?').length - 1).fill(null))
      if (steps.some(({ detail }) => /AUTOMATIC/.test(detail) || isScan(detail, text, tables)))
        scanning.push(text.replace(/\s+/g, ' '))
    }
    db.close()
    expect(statements.size).toBeGreaterThan(100)
    expect(scanning.filter((text) => !scans.some(([statement]) => statement.test(text)))).toEqual([])
    for (const [statement, reason] of scans) expect(scanning, reason).toContainEqual(expect.stringMatching(statement))
  })
})

/** A step that reads a whole table of ours; what is read from a list of JSON is as long as what was asked. */
function isScan(detail: string, text: string, tables: ReadonlySet<string>): boolean {
  const [, name = ''] = /^SCAN (\w+)/.exec(detail) ?? []
  const table = new RegExp(`(?:FROM|JOIN) (\\w+) ${name}\\b`).exec(text)?.[1] ?? name
  return name !== '' && !detail.includes('VIRTUAL TABLE') && tables.has(table)
}
