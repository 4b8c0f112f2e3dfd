import { readFile, writeFile } from 'node:fs/promises'
import { deserialize, serialize } from 'node:v8'
import type { Store } from '@rapport/engine'
import { createDocuments } from './documents.ts'
import { pageOf } from './order.ts'
import { createReader } from './reader.ts'
import { emptyState, type State } from './state.ts'
import { createWriter } from './writer.ts'

export interface MemoryStoreOptions {
  /** A file that `backup` wrote; the store begins with what it holds. */
  readonly from?: string
}

/**
 * Opens a store that lives in memory and is gone with it: what property tests hold other stores against, and what a
 * plugin's tests run on. Plain and slow on purpose; rows are copied at the door, so nobody shares them with it.
 *
 * @example
 * const store = await openMemoryStore()
 * const [stream] = await store.write.streams(['crm/contacts'])
 */
export async function openMemoryStore(options: MemoryStoreOptions = {}): Promise<Store> {
  const state = options.from === undefined ? emptyState() : (deserialize(await readFile(options.from)) as State)
  // A lease dies with whoever held it.
  state.leases.clear()
  return {
    write: createWriter(state),
    documents: createDocuments(state),
    reader: async () => createReader(state),
    async backup(to, signal) {
      const bytes = serialize(state)
      await writeFile(to, bytes, { signal })
      return { bytes: bytes.byteLength }
    },
    suppressions: async (paging) => pageOf(state.suppressed, paging, { position: (hash) => [hash], shape: 's' }),
    async [Symbol.asyncDispose]() {},
  }
}
