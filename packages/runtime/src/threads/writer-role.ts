import { RapportError } from '@rapport/core'
import type { Commands, Reader, Store } from '@rapport/engine'
import type { Logger } from 'pino'
import { openKeyring } from '../secrets/keyring.ts'
import type { ReceivedSample } from '../telemetry/metrics.ts'
import { openWorkspaceFolder, places, type WorkspaceFolder } from '../workspace/folder.ts'
import { SuppressionFile, suppressionsOf } from '../workspace/suppressions.ts'
import type { IncomingCall, Role } from './link.ts'
import { Notices } from './notices.ts'
import type { RoleSetup, WorkspaceSetup } from './setup.ts'
import { WriterWorkspace } from './writer-workspace.ts'

/** The engine as the writer holds it: its commands, and what only its owner may do. */
export interface EngineDoor {
  readonly commands: Commands
  /** Reads connections and their streams again: a source has found new ones. */
  readonly reload: () => Promise<void>
  /** Erases whoever the hashes name: a restored workspace learns whom it must forget. */
  readonly suppress: (hashes: readonly string[]) => Promise<number>
}

interface OpenedStore {
  readonly store: Store
  /** Size of its write-ahead log now. */
  readonly logBytes: () => Promise<number>
}

export interface WriterParts {
  readonly setup: RoleSetup
  readonly log: Logger
  readonly now: () => number
  readonly openStore: (folder: WorkspaceFolder, setup: WorkspaceSetup) => Promise<OpenedStore>
  readonly openEngine: (workspace: {
    readonly folder: WorkspaceFolder
    readonly store: Store
    readonly reader: Reader
  }) => Promise<EngineDoor>
}

interface OpenWorkspace {
  readonly writer: WriterWorkspace
  readonly engine: EngineDoor
  readonly store: Store
  readonly reader: Reader
}

/** Samples of one workspace that wait to be told; more are dropped rather than kept for ever. */
const MAX_SAMPLES = 2_000
const SAMPLE_EVERY_MS = 1_000

/** The role that writes: every workspace's store and engine. One a process. */
export class WriterRole implements Role {
  readonly #parts: WriterParts
  readonly #notices = new Notices()
  readonly #workspaces = new Map<string, Promise<OpenWorkspace>>()
  readonly #samples = new Map<string, ReceivedSample[]>()
  readonly #sampling: NodeJS.Timeout
  readonly onNotice = this.#notices.listen

  private constructor(parts: WriterParts) {
    this.#parts = parts
    this.#sampling = setInterval(() => this.#tellSamples(), SAMPLE_EVERY_MS).unref()
  }

  static async open(parts: WriterParts): Promise<WriterRole> {
    const role = new WriterRole(parts)
    try {
      for (const one of parts.setup.workspaces) await role.#open(one)
      return role
    } catch (error) {
      await role.close()
      throw error
    }
  }

  async handle({ target, method, args }: IncomingCall): Promise<unknown> {
    if (target === '') {
      if (method !== 'open') throw new RapportError('NOT_FOUND')
      await this.#open(args[0] as WorkspaceSetup)
      return undefined
    }
    const open = this.#workspaces.get(target)
    if (!open) throw new RapportError('WORKSPACE_NOT_FOUND', { name: target, known: [...this.#workspaces.keys()] })
    const { writer, engine } = await open
    if (method === 'reload') {
      await engine.reload()
      this.#notices.tell({ topic: 'documents', workspace: target })
      return undefined
    }
    return writer.handle(method, args)
  }

  async close(): Promise<void> {
    clearInterval(this.#sampling)
    const closing = [...this.#workspaces.entries()].map(async ([name, opening]) => {
      const open = await opening.catch(() => undefined)
      if (!open) return
      await open.writer.close().catch((error: unknown) => {
        this.#parts.log.error(
          { err: error, workspace: name },
          'a workspace did not drain; the rest is worked off at the next start',
        )
      })
      await open.reader.close()
      await open.store[Symbol.asyncDispose]()
    })
    await Promise.all(closing)
    this.#workspaces.clear()
  }

  #open(setup: WorkspaceSetup): Promise<OpenWorkspace> {
    const { name } = setup
    let open = this.#workspaces.get(name)
    if (!open) {
      open = this.#openNow(setup)
      this.#workspaces.set(name, open)
      // One that did not open may be tried again.
      open.catch(() => this.#workspaces.delete(name))
    }
    return open
  }

  async #openNow(workspace: WorkspaceSetup): Promise<OpenWorkspace> {
    const { name } = workspace
    const { setup, log, now, openStore, openEngine } = this.#parts
    const data = setup.config.dataDirectory
    const keyring = openKeyring(places.keyFile(data))
    const folder = openWorkspaceFolder(data, name, keyring, now())
    const { store, logBytes } = await openStore(folder, workspace)
    try {
      const reader = await store.reader()
      const engine = await openEngine({ folder, store, reader })
      const file = new SuppressionFile(places.suppressions(data, name))
      await this.#reconcile(name, file, store, engine)
      const writer = new WriterWorkspace({
        name,
        engine: engine.commands,
        store,
        reader,
        log: log.child({ workspace: name }),
        now,
        logBytes,
        maxLogBytes: setup.config.limits.maxLogBytes,
        onChanged: (last) => this.#notices.tell({ topic: 'changed', workspace: name, value: last }),
        onDocuments: () => this.#notices.tell({ topic: 'documents', workspace: name }),
        onErased: async () => {
          file.add(await suppressionsOf(store))
          this.#notices.tell({ topic: 'erased', workspace: name })
        },
        onReceived: (requests, milliseconds) => this.#sample(name, { requests, milliseconds }),
      })
      return { writer, engine, store, reader }
    } catch (error) {
      await store[Symbol.asyncDispose]()
      throw error
    }
  }

  /** What the file knows and the store does not was erased after the backup that this store was restored from. */
  async #reconcile(name: string, file: SuppressionFile, store: Store, engine: EngineDoor): Promise<void> {
    const stored = new Set(await suppressionsOf(store))
    const forgotten = [...file.hashes()].filter((hash) => !stored.has(hash))
    if (forgotten.length > 0) {
      const erased = await engine.suppress(forgotten)
      this.#parts.log.warn({ workspace: name, hashes: forgotten.length, erased }, 'restored data was erased again')
    }
    file.add(stored)
  }

  #sample(workspace: string, sample: ReceivedSample): void {
    const samples = this.#samples.get(workspace) ?? []
    if (samples.length < MAX_SAMPLES) samples.push(sample)
    this.#samples.set(workspace, samples)
  }

  #tellSamples(): void {
    for (const [workspace, samples] of this.#samples) {
      if (samples.length > 0) this.#notices.tell({ topic: 'metrics', workspace, value: samples })
      this.#samples.delete(workspace)
    }
  }
}
