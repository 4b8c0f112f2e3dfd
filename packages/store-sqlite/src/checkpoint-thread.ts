// Moves the log of the file that it is given into it, says so and ends: see checkpoint.ts.
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { MoveAside, MovedAside } from './checkpoint.ts'

/** Each round is as much shorter as the disk is faster than the writer; one that is not would go on for ever. */
const MAX_ROUNDS = 5

const { file, pagesLeft } = workerData as MoveAside
const said: { code: string | null } = { code: null }
try {
  const db = new Database(file, { fileMustExist: true })
  try {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      db.pragma('wal_checkpoint(PASSIVE)')
      const [{ log, checkpointed }] = db.pragma('wal_checkpoint(NOOP)') as [{ log: number; checkpointed: number }]
      if (log - checkpointed <= pagesLeft) break
    }
  } finally {
    db.close()
  }
} catch (error) {
  said.code = (error as { code?: string }).code ?? 'SQLITE_ERROR'
}
parentPort?.postMessage(said satisfies MovedAside)
