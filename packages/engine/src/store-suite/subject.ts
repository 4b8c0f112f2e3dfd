import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'vitest'
import type { Reader } from '../port/reader.ts'
import type { Documents, Store } from '../port/store.ts'
import type { Writer } from '../port/writer.ts'

/** Where the suite wants a store. */
export interface StorePlace {
  /**
   * A folder of its own, removed after the case. It is the store's name too: the same folder opened again, after its store
   * was closed, is the same store.
   */
  readonly folder: string
  /** A file that `backup` wrote: the store, new in this folder, begins with what is in it. */
  readonly from?: string
}

/** Opens the store that the suite examines. */
export type OpenStoreAt = (place: StorePlace) => Promise<Store>

/** The store of one case, with a door for reading. */
export class Subject implements AsyncDisposable {
  readonly #open: OpenStoreAt
  readonly #folder: string
  #store: Store
  #reader: Reader

  private constructor(open: OpenStoreAt, folder: string, store: Store, reader: Reader) {
    this.#open = open
    this.#folder = folder
    this.#store = store
    this.#reader = reader
  }

  static async create(open: OpenStoreAt, from?: string): Promise<Subject> {
    const folder = await mkdtemp(join(tmpdir(), 'rapport-store-suite-'))
    const store = await open(from === undefined ? { folder } : { folder, from })
    return new Subject(open, folder, store, await store.reader())
  }

  get store(): Store {
    return this.#store
  }
  get write(): Writer {
    return this.#store.write
  }
  get read(): Reader {
    return this.#reader
  }
  get documents(): Documents {
    return this.#store.documents
  }

  /** Closes the store and opens it again. */
  async reopen(): Promise<void> {
    await this.#reader.close()
    await this.#store[Symbol.asyncDispose]()
    this.#store = await this.#open({ folder: this.#folder })
    this.#reader = await this.#store.reader()
  }

  /** @returns the file of a backup made now */
  async backup(): Promise<string> {
    const file = join(this.#folder, 'suite-backup')
    await this.#store.backup(file, new AbortController().signal)
    return file
  }

  /** Another store, made of a backup. */
  restore(file: string): Promise<Subject> {
    return Subject.create(this.#open, file)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader.close()
    await this.#store[Symbol.asyncDispose]()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** One case of the suite, over a new, empty store. */
export type StoreCase = (title: string, body: (subject: Subject) => Promise<void>) => void

export function casesOver(open: OpenStoreAt): StoreCase {
  return (title, body) => {
    it(title, async () => {
      await using subject = await Subject.create(open)
      await body(subject)
    })
  }
}
