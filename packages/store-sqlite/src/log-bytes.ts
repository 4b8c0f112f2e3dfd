import { stat } from 'node:fs/promises'
import { storeError } from './connection.ts'

/** Bytes in the log beside a store's file: what a checkpoint still has to move. 0 when there is none. */
export async function logBytes(file: string): Promise<number> {
  try {
    return (await stat(`${file}-wal`)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw storeError(error)
  }
}
