import { rmSync } from 'node:fs'
import type { Durability } from '@rapport/engine'
import Database from 'better-sqlite3'
import type { PeerRow } from './traffic.ts'

/** The counterpart of ingest: bare inserts of the same rows, a transaction a group, nothing computed. */
export interface BareInserts {
  insert(rows: readonly PeerRow[]): void
  close(): void
}

/**
 * A table keyed by minute and hash, so that what happens now lies side by side and a repeat is found without another index;
 * on a conflict the message id decides. Durability and page cache are those of the store beside it.
 */
export function openBareInserts(file: string, durability: Durability): BareInserts {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma(`synchronous = ${durability === 'normal' ? 'NORMAL' : 'FULL'}`)
  db.pragma('cache_size = -262144')
  // As far between checkpoints as the store beside it: 256 MiB of log.
  db.pragma('wal_autocheckpoint = 65536')
  db.exec('CREATE TABLE event(id INTEGER PRIMARY KEY, messageId TEXT, owner TEXT, occurredAt INTEGER, body TEXT)')
  const insert = db.prepare('INSERT INTO event VALUES(?,?,?,?,?) ON CONFLICT(id) DO NOTHING')
  const taken = db.prepare('SELECT messageId FROM event WHERE id = ?')
  const insertAll = db.transaction((rows: readonly PeerRow[]) => {
    for (const { messageId, owner, occurredAtMs, body } of rows) {
      let id = Math.floor(occurredAtMs / 60_000) * 2 ** 27 + hash27(messageId)
      while (insert.run(id, messageId, owner, occurredAtMs, body).changes === 0) {
        if ((taken.get(id) as { messageId: string }).messageId === messageId) break
        id++
      }
    }
  })
  return {
    insert: insertAll,
    close() {
      db.close()
      rmSync(file)
    },
  }
}

function hash27(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) & (2 ** 27 - 1)
}
