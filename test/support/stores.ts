import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@rapport/engine'
import { openMemoryStore } from '@rapport/store-memory'
import { openSqliteStore } from '@rapport/store-sqlite'
import { afterAll } from 'vitest'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** A folder that goes when the file's tests are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-test-'))
  folders.push(folder)
  return folder
}

/** The stores that the pipeline is tested over, each opened empty. */
export const stores: readonly (readonly [string, () => Promise<Store>])[] = [
  ['memory', () => openMemoryStore()],
  ['SQLite', () => openSqliteStore({ file: join(temporaryFolder(), 'rapport.sqlite'), durability: 'normal' })],
]
