// Moves the log of the file that it is given into it, says so and ends: see checkpoint.ts.
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { MovedAside } from './checkpoint.ts'

const said: { code: string | null } = { code: null }
try {
  const db = new Database(workerData as string, { fileMustExist: true })
  try {
    db.pragma('wal_checkpoint(PASSIVE)')
  } finally {
    db.close()
  }
} catch (error) {
  said.code = (error as { code?: string }).code ?? 'SQLITE_ERROR'
}
parentPort?.postMessage(said satisfies MovedAside)
