import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { storeSuite } from '@rapport/engine/store-suite'
import { openSqliteStore } from '../src/index.ts'

storeSuite('SQLite', async ({ folder, from }) => {
  const file = join(folder, 'rapport.db')
  if (from !== undefined) await copyFile(from, file)
  return openSqliteStore({ file })
})
