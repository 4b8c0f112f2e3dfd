import type { Documents, Reader } from '@rapport/engine'
import Database from 'better-sqlite3'
import { createConnection, storeError } from './connection.ts'
import { createDocuments } from './documents.ts'
import { requireMigrated } from './migrate.ts'
import { createReader } from './reader.ts'

/** A door for reading with the documents beside it; `close` ends both. */
export interface SqliteReader extends Reader {
  readonly documents: Pick<Documents, 'read' | 'list'>
}

/**
 * Opens a store's file for reading, on a read-only connection of its own: in any thread or process, while another one writes.
 * Changes nothing: no schema, no lease, no checkpoint. It sees every commit that was answered before the read began.
 * @param options `revision`: what the store's writer counts in, where it runs in this process
 * @throws RapportError `STORE_FAILED` when the file is not there, `STORE_SCHEMA_OLDER` when no writer has brought it up to
 * date yet, `STORE_SCHEMA_NEWER`
 */
export async function openSqliteReader(options: {
  readonly file: string
  readonly revision?: Int32Array
}): Promise<SqliteReader> {
  let db: Database.Database | undefined
  try {
    db = new Database(options.file, { readonly: true, fileMustExist: true })
    db.pragma('busy_timeout = 5000')
    // The inner pages of the trees. Who is read at random is in the system's cache or nowhere: more here is no faster.
    db.pragma('cache_size = -16384')
    requireMigrated(db)
  } catch (error) {
    db?.close()
    throw storeError(error)
  }
  const c = createConnection(db)
  const { read, list } = createDocuments(c)
  return { ...createReader(c, options.revision), documents: { read, list } }
}
