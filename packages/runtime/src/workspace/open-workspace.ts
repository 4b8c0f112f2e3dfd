import { setTimeout as sleep } from 'node:timers/promises'
import type { ModelChain } from '@rapport/assistant'
import { type ActivationDocument, activationDocument } from '@rapport/core'
import { type Commands, createQueries, loadReadRules, type Queries, type ReadRules } from '@rapport/engine'
import { openSqliteReader, type SqliteReader } from '@rapport/store-sqlite'
import type { Logger } from 'pino'
import type { ChangeFeed, Secrets, Workspace } from '../api.ts'
import type { RuntimeConfig } from '../config/config.ts'
import type { Transport } from '../context/fetch.ts'
import { ErasureTeller } from '../delivery/erasures.ts'
import type { LaneParts } from '../delivery/lane.ts'
import { DeliveryLoop } from '../delivery/loop.ts'
import { chainOf } from '../models/chain-of.ts'
import type { PluginHost } from '../plugins/host.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { Vault } from '../secrets/vault.ts'
import type { SyncParts } from '../sync/run.ts'
import { Scheduler } from '../sync/schedule.ts'
import { SyncCoordinator } from '../sync/syncs.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { commandsOver } from '../threads/commands.ts'
import type { Link } from '../threads/link.ts'
import type { WorkspaceSetup } from '../threads/setup.ts'
import { followChanges } from './change-feed.ts'
import { collect } from './collect.ts'
import { ConnectionRegistry } from './connections.ts'
import { places } from './folder.ts'
import { Retention } from './retention.ts'

export interface OpenWorkspaceParts extends WorkspaceSetup {
  readonly config: RuntimeConfig
  readonly plugins: PluginHost
  /** The way to the writer, which has this workspace open. */
  readonly link: Link
  readonly keyring: Keyring
  readonly transport: Transport
  readonly metrics: Metrics
  readonly log: Logger
  /** Whether schedules and deliveries run. */
  readonly runsJobs: boolean
  /** Epoch ms. */
  readonly now: () => number
}

/** Opens a workspace on this side of the writer: a connection for reading, the rules, and what runs on it. */
export async function openWorkspace(parts: OpenWorkspaceParts): Promise<OpenWorkspace> {
  const { config, name, plugins, revision } = parts
  const reader = await openSqliteReader({ file: places.database(config.dataDirectory, name), revision })
  try {
    const model = Object.fromEntries(plugins.entities)
    const load = () => loadReadRules(reader.documents, model)
    const workspace = new OpenWorkspace(parts, reader, load, await load())
    await workspace.begin()
    return workspace
  } catch (error) {
    await reader.close()
    throw error
  }
}

/** A workspace as the API, syncs and deliveries use it. */
export class OpenWorkspace implements Workspace {
  readonly name: string
  readonly commands: Commands
  readonly queries: Queries
  readonly reader: SqliteReader
  readonly changes: ChangeFeed
  readonly secrets: Secrets
  readonly connections: ConnectionRegistry
  readonly syncs: SyncCoordinator
  readonly models: ModelChain | undefined
  readonly #deliveries: DeliveryLoop
  readonly #parts: OpenWorkspaceParts
  readonly #vault: Vault
  readonly #erasures: ErasureTeller
  readonly #scheduler: Scheduler
  readonly #retention: Retention
  readonly #log: Logger
  readonly #loadRules: () => Promise<ReadRules>
  readonly #stops: (() => void)[] = []
  #rules: ReadRules
  #reloading: Promise<void> = Promise.resolve()

  constructor(parts: OpenWorkspaceParts, reader: SqliteReader, loadRules: () => Promise<ReadRules>, rules: ReadRules) {
    const { name, config, plugins, link, keyring, transport, metrics, now } = parts
    const { limits } = config
    const log = parts.log.child({ workspace: name })
    this.#parts = parts
    this.#log = log
    this.#loadRules = loadRules
    this.#rules = rules
    this.name = name
    this.reader = reader

    const commands = metrics.counted(commandsOver(link, name), name)
    const withNewRules = async <T>(answer: Promise<T>): Promise<T> => {
      const answered = await answer
      // The news of the change came before the answer: whoever saved a rule reads by it.
      await this.#reloading
      return answered
    }
    this.commands = {
      ...commands,
      saveDocuments: (documents, by) => withNewRules(commands.saveDocuments(documents, by)),
      erase: async (reference, by) => {
        const proof = await commands.erase(reference, by)
        if (parts.runsJobs) this.#erasures.wake()
        return proof
      },
      removeDocument: (type, document, by) => withNewRules(commands.removeDocument(type, document, by)),
    }
    this.queries = createQueries({ reader, rules: () => this.#rules, now })

    const { feed, close } = followChanges(link, name, reader)
    this.changes = feed
    this.#stops.push(close)

    this.#vault = new Vault({ workspace: name, reader, commands, keyring, now })
    const reopened = async <T>(change: Promise<T>): Promise<T> => {
      const answer = await change
      await withNewRules(link.call(name, 'reload', []))
      return answer
    }
    this.secrets = {
      list: () => this.#vault.list(),
      set: (secret, value) => reopened(this.#vault.set(secret, value)),
      remove: (secret) => reopened(this.#vault.remove(secret)),
      rotate: () => this.#vault.rotate(),
    }
    this.connections = new ConnectionRegistry({
      plugins,
      documents: reader.documents,
      vault: this.#vault,
      limits: limits.request,
      transport,
      log,
      now,
    })
    this.syncs = new SyncCoordinator({
      prepare: (connection, signal) => this.#prepareSync(connection, signal),
      reader,
      commands: this.commands,
      maxConcurrent: limits.maxConcurrentSyncs,
      now,
      onEnded: ({ connection, state, startedAt, endedAt, streams }) => {
        const rows = streams.reduce((sum, stream) => sum + stream.rows, 0)
        metrics.syncEnded(name, connection, state, rows, Date.parse(endedAt ?? startedAt) - Date.parse(startedAt))
      },
    })
    const { model } = config.workspaces.find((one) => one.name === name) ?? {}
    this.models = model && chainOf(model, { vault: this.#vault, reader, commands, log, now })
    this.#deliveries = new DeliveryLoop({
      activations: () => this.#activations(),
      prepare: (activation, signal) => this.#prepareLane(activation, signal),
      reader,
      maxConcurrent: limits.maxConcurrentDeliveries,
      log,
      now,
      onTurn: (activation, { done, retried, dead }) => {
        for (const [outcome, items] of Object.entries({ done, retried, dead }))
          if (items > 0) metrics.delivered(name, activation, outcome, items)
      },
    })
    this.#erasures = new ErasureTeller({
      commands: this.commands,
      forget: (connection, person, signal) => this.connections.forget(connection, person, signal),
      maxAttempts: limits.maxDeliveryAttempts,
      maxRetryDelayMs: limits.maxRetryDelayMs,
      log,
      now,
    })
    this.#scheduler = new Scheduler({
      start: (connection) => this.#beginSync(connection, 'schedule'),
      lastRunAt: async (connection) => {
        const [last] = await this.syncs.list({ connection, limit: 1 })
        return last && Date.parse(last.startedAt)
      },
      now,
    })
    this.#retention = new Retention({ reader, commands, keptDays: { brief: config.audit.keepDays }, log, now })
    this.#stops.push(metrics.watch(name, reader))
  }

  get documents(): Workspace['documents'] {
    return this.reader.documents
  }

  stoppedActivations(): ReadonlyMap<string, string> {
    return this.#deliveries.stopped()
  }

  wakeDeliveries(): void {
    this.#deliveries.resume()
  }

  /** Follows documents and commits, takes up what an earlier process left. */
  async begin(): Promise<void> {
    this.#stops.push(this.changes.watchDocuments(() => void this.#documentsChanged()))
    const interrupted = await this.syncs.recover()
    if (!this.#parts.runsJobs) return
    this.#stops.push(this.changes.watch(() => this.#deliveries.wake()))
    this.#retention.begin()
    await this.#planJobs()
    for (const connection of interrupted) this.#beginSync(connection, 'resume')
  }

  async close(): Promise<void> {
    this.#scheduler.close()
    for (const stop of this.#stops) stop()
    await Promise.all([this.syncs.close(), this.#deliveries.close(), this.#erasures.close(), this.#retention.close()])
    await this.#reloading
    await this.reader.close()
  }

  #documentsChanged(): Promise<void> {
    this.connections.invalidate()
    const reloading = this.#reloading.then(async () => {
      try {
        this.#rules = await this.#loadRules()
        if (this.#parts.runsJobs) await this.#planJobs()
      } catch (error) {
        this.#log.error({ err: error }, 'the new rules could not be read; the old ones go on')
      }
    })
    this.#reloading = reloading
    return reloading
  }

  async #planJobs(): Promise<void> {
    this.#erasures.wake()
    await this.#deliveries.update()
    await this.#scheduler.update(await this.connections.all())
  }

  #beginSync(connection: string, trigger: 'schedule' | 'resume'): void {
    this.syncs.begin(connection, { trigger }).catch((error: unknown) => {
      this.#log.warn({ err: error, connection }, 'a sync did not begin')
    })
  }

  async #prepareSync(connection: string, signal: AbortSignal): Promise<SyncParts> {
    const { plugins, config, now } = this.#parts
    const document = await this.connections.find(connection)
    return {
      connection,
      part: document.part,
      source: plugins.source(document.part),
      context: await this.connections.context(document, signal),
      commands: this.commands,
      reader: this.reader,
      maxAttempts: config.limits.maxSyncAttempts,
      maxRetryDelayMs: config.limits.maxRetryDelayMs,
      now,
      wait: (ms, until) => sleep(ms, undefined, { signal: until }),
    }
  }

  async #prepareLane({ name, connection }: ActivationDocument, signal: AbortSignal): Promise<LaneParts> {
    const { plugins, config, now } = this.#parts
    const document = await this.connections.find(connection)
    return {
      lane: name,
      part: document.part,
      activator: plugins.activator(document.part),
      context: await this.connections.context(document, signal),
      commands: this.commands,
      maxAttempts: config.limits.maxDeliveryAttempts,
      maxRetryDelayMs: config.limits.maxRetryDelayMs,
      now,
    }
  }

  async #activations(): Promise<readonly ActivationDocument[]> {
    const { documents } = this.reader
    const found = await collect((paging) => documents.list({ type: 'activation', ...paging }))
    return found.flatMap(({ body }) => (body === null ? [] : [activationDocument.parse(JSON.parse(body))]))
  }
}
