import { createHash, timingSafeEqual } from 'node:crypto'
import { RapportError } from '@rapport/core'
import type { Commands, Entry, Reader } from '@rapport/engine'
import { collect } from '@rapport/runtime'
import { z } from 'zod'
import { hashKey, makeKey } from './api-key.ts'
import type { Principal } from './principal.ts'
import { type Scope, scopes } from './scopes.ts'

/** What somebody asks for when making a key. Absent spaces and territories do not restrict. */
export const keyRequest = z.strictObject({
  title: z.string().min(1).max(200).describe('Who or what uses the key.'),
  scopes: z.array(z.enum(scopes)).min(1).describe('What the key may do.'),
  spaces: z.array(z.string().min(1).max(100)).max(100).optional().describe('Only rows of these spaces.'),
  territories: z.array(z.string().min(1).max(100)).max(1000).optional().describe('Only rows of these territories.'),
  connection: z.string().max(100).optional().describe('For write keys: the tracking connection it feeds.'),
})
export type KeyRequest = z.output<typeof keyRequest>

const storedKey = keyRequest.extend({ id: z.string(), createdAt: z.string(), createdBy: z.string() })

/** A key without its secret. */
export type KeyInfo = z.output<typeof storedKey>

interface Held {
  readonly hash: Buffer
  readonly info: KeyInfo
  readonly principal: Principal
}

/** Something that must end with a key, or with the browsers that were signed in by it. */
interface Watcher {
  readonly id: string
  readonly isSession: boolean
  readonly end: () => void
}

/** How keys are kept: the parts of a workspace that the keyring needs. */
export interface KeyStore {
  readonly name: string
  readonly commands: Pick<Commands, 'putEntries' | 'removeEntries'>
  readonly reader: Pick<Reader, 'entries'>
}

/**
 * A workspace's keys, by hash, in memory: a request costs one hash and one map lookup. Making and revoking go through
 * here, so that a revoked key is refused from the next request on.
 */
export class Keyring {
  readonly #store: KeyStore
  readonly #byHash = new Map<string, Held>()
  readonly #watchers = new Set<Watcher>()

  constructor(store: KeyStore) {
    this.#store = store
  }

  /** Reads the keys of a workspace; a key that cannot be read opens nothing. */
  static async open(store: KeyStore): Promise<Keyring> {
    const ring = new Keyring(store)
    for (const { name, body } of await collect((paging) => store.reader.entries('key', paging)))
      ring.#hold(name, storedKey.parse(JSON.parse(body)))
    return ring
  }

  /** Who a key stands for; `undefined` when it is unknown or was revoked. */
  authenticate(key: string): Principal | undefined {
    const hash = hashKey(key)
    const held = this.#byHash.get(hash)
    return held && timingSafeEqual(held.hash, Buffer.from(hash)) ? held.principal : undefined
  }

  /** Makes a key; its text is in the answer and nowhere else. */
  async create(request: KeyRequest, by: string, at: Date): Promise<{ readonly key: string; readonly info: KeyInfo }> {
    const key = makeKey(this.#store.name)
    return { key, info: await this.adopt(key, request, by, at) }
  }

  /** Takes a key whose text is kept elsewhere: a demo's, or the command's own. */
  async adopt(key: string, request: KeyRequest, by: string, at: Date): Promise<KeyInfo> {
    const name = hashKey(key)
    const info: KeyInfo = { ...request, id: keyId(name), createdAt: at.toISOString(), createdBy: by }
    const entry: Entry = { type: 'key', name, profile: null, at: at.getTime(), body: JSON.stringify(info) }
    await this.#store.commands.putEntries([entry])
    this.#hold(name, info)
    return info
  }

  /** Takes a key for as long as this process runs; it is kept nowhere and not listed. */
  admit(key: string, request: KeyRequest): void {
    const name = hashKey(key)
    this.#hold(name, { ...request, id: keyId(name), createdAt: '', createdBy: '' })
  }

  list(): readonly KeyInfo[] {
    return [...this.#byHash.values()]
      .map((held) => held.info)
      .filter((info) => info.createdAt !== '')
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id))
  }

  /** @throws RapportError `KEY_NOT_FOUND` */
  async revoke(id: string): Promise<void> {
    for (const [hash, held] of this.#byHash) {
      if (held.info.id !== id) continue
      // First here, then on disk: from now on no request passes, whatever the disk says.
      this.#byHash.delete(hash)
      this.#end((one) => one.id === id)
      await this.#store.commands.removeEntries([{ type: 'key', name: hash }])
      return
    }
    throw new RapportError('KEY_NOT_FOUND', { id })
  }

  /**
   * Calls `end` when a key is revoked and, of what runs in a browser's session, when one is signed out: which of them that was is not
   * known, and those still signed in come back. Answers how to stop watching.
   */
  onEnd(id: string, isSession: boolean, end: () => void): () => void {
    const watcher: Watcher = { id, isSession, end }
    this.#watchers.add(watcher)
    return () => void this.#watchers.delete(watcher)
  }

  /** A browser that was signed in by a key signs out. */
  endSessions(id: string): void {
    this.#end((one) => one.isSession && one.id === id)
  }

  #end(isMeant: (watcher: Watcher) => boolean): void {
    for (const watcher of [...this.#watchers]) if (isMeant(watcher)) watcher.end()
  }

  #hold(hash: string, info: KeyInfo): void {
    const granted = new Set<Scope>(info.scopes)
    const principal: Principal = {
      id: info.id,
      title: info.title,
      workspace: this.#store.name,
      scopes: granted,
      rights: {
        sensitive: granted.has('sensitive') || granted.has('admin'),
        ...(info.spaces && { spaces: info.spaces }),
        ...(info.territories && { territories: info.territories }),
      },
      connection: info.connection ?? null,
    }
    this.#byHash.set(hash, { hash: Buffer.from(hash), info, principal })
  }
}

/** A key's public id: a hash of its hash, so that it tells nothing of either. */
function keyId(hash: string): string {
  return `key_${createHash('sha256').update(`id:${hash}`).digest('hex').slice(0, 16)}`
}
