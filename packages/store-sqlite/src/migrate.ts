import { readFileSync } from 'node:fs'
import { RapportError } from '@rapport/core'
import type Database from 'better-sqlite3'
import { transaction } from './commit.ts'
import type { Connection } from './connection.ts'

/** Where drizzle-kit writes them; a published package has them beside its `dist`. */
const FOLDER: URL = new URL('../migrations/', import.meta.url)

const read = (folder: URL, path: string): string => readFileSync(new URL(path, folder), 'utf8')

/** Names of the migrations, oldest first. A file's `user_version` says how many of them it has. */
function migrationsOf(folder: URL): readonly string[] {
  const journal = JSON.parse(read(folder, 'meta/_journal.json')) as { entries: readonly { tag: string }[] }
  return journal.entries.map(({ tag }) => tag)
}

/**
 * Brings a store's schema up to date: all that it lacks or nothing, in one transaction, so that a process killed in between
 * begins again. Without drizzle, whose migrator would cost every opening more time than all the rest of it.
 * @throws RapportError `STORE_SCHEMA_NEWER`
 */
export function migrate(c: Connection, folder: URL = FOLDER): void {
  const migrations = migrationsOf(folder)
  const { found, supported } = versions(c.db, migrations)
  if (found > supported) throw new RapportError('STORE_SCHEMA_NEWER', { found, supported })
  if (found === supported) return
  transaction(c, () => {
    for (const name of migrations.slice(found)) c.db.exec(read(folder, `${name}.sql`))
    c.db.pragma(`user_version = ${supported}`)
  })
}

/**
 * For who may not migrate.
 * @throws RapportError `STORE_SCHEMA_NEWER`, `STORE_SCHEMA_OLDER`
 */
export function requireMigrated(db: Database.Database): void {
  const { found, supported } = versions(db, migrationsOf(FOLDER))
  if (found > supported) throw new RapportError('STORE_SCHEMA_NEWER', { found, supported })
  if (found < supported) throw new RapportError('STORE_SCHEMA_OLDER', { found, supported })
}

function versions(
  db: Database.Database,
  migrations: readonly string[],
): { readonly found: number; readonly supported: number } {
  return { found: db.pragma('user_version', { simple: true }) as number, supported: migrations.length }
}
