import type { Page, Paging, Reader } from './reader.ts'
import type { StoredDocument } from './rows.ts'
import type { Writer } from './writer.ts'

/** Rules, mappings, connections: versioned configuration. */
export interface Documents {
  read(
    references: readonly { readonly type: string; readonly name: string; readonly version?: number }[],
  ): Promise<readonly (StoredDocument | undefined)[]>
  /** The newest version of each document, removed ones left out; with `name`: all versions of that one, newest first. */
  list(query: Paging & { readonly type?: string; readonly name?: string }): Promise<Page<StoredDocument>>
  /**
   * Writes new versions, all or none. `expected` is the version that was read, 0 for a new document.
   * @throws RapportError `DOCUMENT_VERSION_MOVED`
   */
  write(
    documents: readonly (Omit<StoredDocument, 'version'> & { readonly expected: number })[],
  ): Promise<readonly StoredDocument[]>
}

/**
 * `full`: flushed to disk before a commit answers. `normal`: survives a killed process, not a power cut.
 */
export type Durability = 'full' | 'normal'

/** A workspace's store. */
export interface Store extends AsyncDisposable {
  readonly write: Writer
  readonly documents: Documents
  /** Another door for reading, on its own connection. */
  reader(): Promise<Reader>
  /** A copy of everything while running. Suppression hashes are kept outside of it by the caller, so that a restore revives nobody. */
  backup(to: string, signal: AbortSignal): Promise<{ readonly bytes: number }>
  /** All suppression hashes, for what outlives a restore. */
  suppressions(paging: Paging): Promise<Page<string>>
}

/** Opens a store, migrating it first. @throws RapportError `STORE_SCHEMA_NEWER` */
export type OpenStore<Options> = (options: Options) => Promise<Store>
