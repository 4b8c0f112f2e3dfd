import { isSecretReference, type Json, RapportError, Secret } from '@rapport/core'
import type { Commands, Entry, Reader } from '@rapport/engine'
import type { Secrets } from '../api.ts'
import type { Keyring } from './keyring.ts'
import { keyIdOf, open, seal } from './seal.ts'

/** The type of the entries that hold sealed values. They are no documents, so no export ever contains them. */
const secretEntryType = 'secret'

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/

export interface VaultOptions {
  readonly workspace: string
  readonly reader: Pick<Reader, 'entry' | 'entries'>
  readonly commands: Pick<Commands, 'putEntries' | 'removeEntries'>
  readonly keyring: Keyring
  /** Epoch ms. */
  readonly now: () => number
}

/** A workspace's secrets: sealed in its store, opened only to run a plugin. */
export class Vault implements Secrets {
  readonly #options: VaultOptions
  constructor(options: VaultOptions) {
    this.#options = options
  }

  async list(): ReturnType<Secrets['list']> {
    const all = await this.#entries()
    return all.map(({ name, at, body }) => ({
      name,
      setAt: new Date(at).toISOString(),
      keyId: keyIdOf(sealedOf(body)),
    }))
  }

  /** @throws RapportError `REQUEST_INVALID` for a name that is not letters, digits, `_`, `.` and `-` */
  async set(name: string, value: string): Promise<void> {
    if (!NAME.test(name))
      throw new RapportError('REQUEST_INVALID', {
        problem: 'a secret is named with letters, digits, _ . and -, at most 100',
        path: 'name',
      })
    await this.#options.commands.putEntries([this.#sealed(name, value)])
  }

  async remove(name: string): Promise<void> {
    await this.#options.commands.removeEntries([{ type: secretEntryType, name }])
  }

  async rotate(): Promise<number> {
    const { workspace, keyring } = this.#options
    const stale = (await this.#entries()).filter(({ body }) => keyIdOf(sealedOf(body)) !== keyring.current.id)
    if (stale.length > 0)
      await this.#options.commands.putEntries(
        stale.map(({ name, body }) => this.#sealed(name, open(sealedOf(body), { workspace, name }, keyring))),
      )
    return stale.length
  }

  /** For a plugin that is about to run. @throws RapportError `SECRET_MISSING`, `SECRET_KEY_MISSING` */
  async reveal(name: string): Promise<Secret> {
    const entry = await this.#options.reader.entry(secretEntryType, name)
    if (!entry) throw new RapportError('SECRET_MISSING', { name })
    return new Secret(open(sealedOf(entry.body), { workspace: this.#options.workspace, name }, this.#options.keyring))
  }

  /** A configuration with every `{ secret: NAME }` replaced by its {@link Secret}. @throws as {@link Vault.reveal} */
  async resolve(config: Json): Promise<unknown> {
    if (isSecretReference(config)) return this.reveal(config.secret)
    if (Array.isArray(config)) return Promise.all(config.map((one: Json) => this.resolve(one)))
    if (typeof config !== 'object' || config === null) return config
    const pairs = Object.entries(config).map(async ([key, value]) => [key, await this.resolve(value)] as const)
    return Object.fromEntries(await Promise.all(pairs))
  }

  #sealed(name: string, value: string): Entry {
    const { workspace, keyring, now } = this.#options
    const body = JSON.stringify({ sealed: seal(value, { workspace, name }, keyring) })
    return { type: secretEntryType, name, profile: null, at: now(), body }
  }

  async #entries(): Promise<readonly Entry[]> {
    const all: Entry[] = []
    let after: string | null = null
    do {
      const page: Awaited<ReturnType<Reader['entries']>> = await this.#options.reader.entries(secretEntryType, {
        limit: 200,
        ...(after === null ? {} : { after }),
      })
      all.push(...page.items)
      after = page.next
    } while (after !== null)
    return all
  }
}

const sealedOf = (body: string): string => (JSON.parse(body) as { readonly sealed: string }).sealed
