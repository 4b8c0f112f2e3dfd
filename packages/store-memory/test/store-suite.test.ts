import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { storeSuite } from '@rapport/engine/store-suite'
import { openMemoryStore } from '../src/index.ts'

// A store in memory is gone when it is closed: what the suite opens again is a backup made then.
storeSuite('memory', async ({ folder, from }) => {
  const kept = join(folder, 'closed')
  const begins = from ?? (existsSync(kept) ? kept : undefined)
  const store = await openMemoryStore(begins === undefined ? {} : { from: begins })
  return {
    ...store,
    async [Symbol.asyncDispose]() {
      await store.backup(kept, new AbortController().signal)
      await store[Symbol.asyncDispose]()
    },
  }
})
