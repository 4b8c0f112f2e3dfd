import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Documents, Reader, Writer } from '@rapport/engine'
import Database from 'better-sqlite3'
import { createConnection } from '../src/connection.ts'
import { createDocuments } from '../src/documents.ts'
import { openSqliteReader, openSqliteStore } from '../src/index.ts'
import { createWriter } from '../src/writer.ts'

/** What there is for the store, and what `makeRoom` adds: more, since a checkpoint needs the room of its log again. */
const ROOM_MB = 3
const SPARE_MB = 5

/** A store where there is little room. */
export interface SmallStore {
  readonly file: string
  readonly write: Writer
  readonly documents: Documents
  readonly read: Reader
  /** Takes all the room that is left. */
  fill(): void
  /** Gives it back. */
  makeRoom(): void
  close(): Promise<void>
}

/** A disk that is soon full, and what it is. */
export interface SmallDisk {
  readonly name: string
  open(): Promise<SmallStore>
  remove(): void
}

/** A file system of a few megabytes where this user may mount one; elsewhere SQLite's own limit on the size of a file. */
export function smallDisk(): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-small-disk-'))
  const file = join(folder, 'rapport.db')
  try {
    onSystem('mount', '-t', 'tmpfs', '-o', `size=${ROOM_MB + SPARE_MB}m,mode=700`, 'tmpfs', folder)
  } catch {
    return {
      name: 'a file that may not grow',
      open: () => openLimited(file),
      remove: () => rmSync(folder, { recursive: true }),
    }
  }
  return {
    name: 'a small file system',
    open: () => openMounted(folder, file),
    remove() {
      onSystem('umount', folder)
      rmSync(folder, { recursive: true })
    },
  }
}

/** These are the system's own, where it has them. */
function onSystem(tool: 'mount' | 'umount', ...args: readonly string[]): void {
  execFileSync(tool, args, { stdio: 'ignore' })
}

async function openMounted(folder: string, file: string): Promise<SmallStore> {
  const filler = join(folder, 'filler')
  if (!existsSync(filler)) writeFileSync(filler, new Uint8Array(SPARE_MB * 2 ** 20))
  const store = await openSqliteStore({ file })
  const read = await store.reader()
  return {
    file,
    write: store.write,
    documents: store.documents,
    read,
    fill() {
      const { bavail, bsize } = statfsSync(folder)
      writeFileSync(filler, new Uint8Array(bavail * bsize), { flag: 'a' })
    },
    makeRoom: () => truncateSync(filler, 0),
    async close() {
      await read.close()
      await store[Symbol.asyncDispose]()
    },
  }
}

async function openLimited(file: string): Promise<SmallStore> {
  await (await openSqliteStore({ file }))[Symbol.asyncDispose]()
  const db = new Database(file)
  const c = createConnection(db)
  const pageBytes = db.pragma('page_size', { simple: true }) as number
  const limit = (pages: number) => db.pragma(`max_page_count = ${pages}`)
  const limitMegabytes = (megabytes: number) => limit((megabytes * 2 ** 20) / pageBytes)
  limitMegabytes(ROOM_MB)
  const read = await openSqliteReader({ file })
  return {
    file,
    write: createWriter(c),
    documents: createDocuments(c),
    read,
    fill: () => limit(db.pragma('page_count', { simple: true }) as number),
    makeRoom: () => limitMegabytes(ROOM_MB + SPARE_MB),
    async close() {
      await read.close()
      db.close()
    },
  }
}
