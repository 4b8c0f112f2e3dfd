import { rename, rm, stat } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { type Durability, decodeCursor, encodeCursor, type Store, type Writer } from '@rapport/engine'
import Database from 'better-sqlite3'
import { createConnection, emptyLog, guarded, storeError } from './connection.ts'
import { createDocuments } from './documents.ts'
import { logBytes } from './log-bytes.ts'
import { migrate } from './migrate.ts'
import { openSqliteReader } from './open-reader.ts'
import { createWriter } from './writer.ts'

/** Pages copied before commits and others have their turn. */
const PAGES_PER_TURN = 1000

export interface SqliteStoreOptions {
  /** The store's file; made when it is not there. */
  readonly file: string
  /** `full` unless said otherwise. */
  readonly durability?: Durability
  /**
   * Counts calls of the writer's door, in memory that readers in other threads share: they need not ask the file whether
   * anything was committed. Absent: they do.
   */
  readonly revision?: Int32Array
}

/**
 * Opens a store in one SQLite file, bringing its schema up to date. One process at a time; the log beside the file is
 * moved into it by `checkpoint`, never by a commit.
 * @throws RapportError `STORE_SCHEMA_NEWER`, `STORE_FULL`, `STORE_FAILED`
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const leftBytes = await logBytes(options.file)
  const db = openFile(options.file)
  const c = createConnection(db)
  try {
    for (const pragma of [
      'journal_mode = WAL',
      `synchronous = ${options.durability === 'normal' ? 'NORMAL' : 'FULL'}`,
      'wal_autocheckpoint = 0',
      // Once moved the log is cut to 224 MiB, less than what the runtime lets it grow to, so that its size says when to move it again.
      // Not to less: room that the file system must find anew waits behind the flushes of a checkpoint.
      'journal_size_limit = 234881024',
      'secure_delete = ON',
      `cache_size = -${cacheKibibytes()}`,
      'temp_store = MEMORY',
      'busy_timeout = 5000',
    ])
      db.pragma(pragma)
    migrate(c)
    if (leftBytes > 0) {
      // The log of a process that was killed, which may hold pages of somebody erased.
      c.log.isToBeEmptied = true
      emptyLog(c)
    }
  } catch (error) {
    db.close()
    throw storeError(error)
  }
  return {
    write: options.revision === undefined ? createWriter(c) : counted(createWriter(c), options.revision),
    documents: createDocuments(c),
    reader: () => openSqliteReader(options),
    ...guarded<Pick<Store, 'backup' | 'suppressions'>>({
      backup: (to, signal) => backup(db, to, signal),
      async suppressions({ limit, after }) {
        const start = after === undefined ? '' : (decodeCursor(after, 's')[0] as string)
        const rows = c.sql('SELECT hash FROM suppressed WHERE hash > ? ORDER BY hash LIMIT ?').all(start, limit + 1)
        const items = rows.slice(0, limit).map((row) => row.hash as string)
        const last = items.at(-1)
        return { items, next: rows.length > limit && last !== undefined ? encodeCursor([last]) : null }
      },
    }),
    async [Symbol.asyncDispose]() {
      if (db.open) db.close()
    },
  }
}

/** Counts after every call and before its answer, whatever the call: one that writes can't be forgotten. */
function counted(door: Writer, revision: Int32Array): Writer {
  const methods = Object.entries(door).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await (method as (...args: unknown[]) => Promise<unknown>)(...args)
      } finally {
        Atomics.add(revision, 0, 1)
      }
    },
  ])
  return Object.fromEntries(methods) as Writer
}

/**
 * How much of the file the writer keeps in memory: a sixteenth of what the machine or its container has, 64 MiB to 1 GiB. At a million
 * profiles the trees' leaves that events land in are about 750 MB; each that is not there costs a visitor's event 2 µs and more.
 */
function cacheKibibytes(): number {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY) / 16
  return Math.floor(Math.min(Math.max(bytes, 64 * 2 ** 20), 2 ** 30) / 1024)
}

function openFile(file: string): Database.Database {
  try {
    return new Database(file)
  } catch (error) {
    throw storeError(error)
  }
}

/** Written beside its place and put there when it is whole: one that fails leaves what was there before. */
async function backup(db: Database.Database, to: string, signal: AbortSignal): Promise<{ readonly bytes: number }> {
  const partial = `${to}.partial`
  signal.throwIfAborted()
  try {
    await db.backup(partial, {
      progress: () => {
        signal.throwIfAborted()
        return PAGES_PER_TURN
      },
    })
    await rename(partial, to)
  } finally {
    await rm(partial, { force: true })
  }
  return { bytes: (await stat(to)).size }
}
