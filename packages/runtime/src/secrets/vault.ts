import { isSecretReference, type Json, RapportError, Secret } from '@rapport/core'
import type { Commands, Entry, Reader } from '@rapport/engine'
import type { Secrets } from '../api.ts'
import { collect } from '../workspace/collect.ts'
import type { Keyring } from './keyring.ts'
import { keyIdOf, open, seal } from './seal.ts'

/** The type of the entries that hold sealed values. They are no documents, so no export ever contains them. */
const secretEntryType = 'secret'

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/

export interface SecretReaderOptions {
  readonly workspace: string
  readonly reader: Pick<Reader, 'entry' | 'entries'>
  readonly keyring: Keyring
}

/** Opens a workspace's secrets to run a plugin, in any thread. */
export class SecretReader {
  readonly #options: SecretReaderOptions
  constructor(options: SecretReaderOptions) {
    this.#options = options
  }

  /** For a plugin that is about to run. @throws RapportError `SECRET_MISSING`, `SECRET_KEY_MISSING` */
  async reveal(name: string): Promise<Secret> {
    const entry = await this.#options.reader.entry(secretEntryType, name)
    if (!entry) throw new RapportError('SECRET_MISSING', { name })
    return new Secret(open(sealedOf(entry.body), { workspace: this.#options.workspace, name }, this.#options.keyring))
  }

  /** A configuration with every `{ secret: NAME }` replaced by its {@link Secret}. @throws as {@link SecretReader.reveal} */
  async resolve(config: Json): Promise<unknown> {
    if (isSecretReference(config)) return this.reveal(config.secret)
    if (Array.isArray(config)) return Promise.all(config.map((one: Json) => this.resolve(one)))
    if (typeof config !== 'object' || config === null) return config
    const pairs = Object.entries(config).map(async ([key, value]) => [key, await this.resolve(value)] as const)
    return Object.fromEntries(await Promise.all(pairs))
  }
}

export interface VaultOptions extends SecretReaderOptions {
  readonly commands: Pick<Commands, 'putEntries' | 'removeEntries'>
  /** Epoch ms. */
  readonly now: () => number
}

/** A workspace's secrets: sealed in its store, opened only to run a plugin. */
export class Vault extends SecretReader implements Secrets {
  readonly #options: VaultOptions
  constructor(options: VaultOptions) {
    super(options)
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

  #sealed(name: string, value: string): Entry {
    const { workspace, keyring, now } = this.#options
    const body = JSON.stringify({ sealed: seal(value, { workspace, name }, keyring) })
    return { type: secretEntryType, name, profile: null, at: now(), body }
  }

  #entries(): Promise<readonly Entry[]> {
    return collect((paging) => this.#options.reader.entries(secretEntryType, paging))
  }
}

const sealedOf = (body: string): string => (JSON.parse(body) as { readonly sealed: string }).sealed
