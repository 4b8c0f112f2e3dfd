import type { ModelChain } from '@rapport/assistant'
import type { Endpoint, EndpointRequest, Health, Sequence } from '@rapport/core'
import type { Commands, Documents, Queries, Reader, StoredChange } from '@rapport/engine'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { RuntimeConfig, RuntimeConfigInput } from './config/config.ts'
import type { PluginHost } from './plugins/host.ts'

/** How to open a runtime. Functions do not cross threads: the writer hears of `now` in `inline` mode only. */
export interface RuntimeOptions {
  /** The folder with `rapport.config.ts`; absent: the defaults of {@link RuntimeConfig} and the default plugins. */
  readonly project?: string
  /** What the command line says; it wins over the file. */
  readonly overrides?: Partial<RuntimeConfigInput>
  /** Files (as `import.meta.url`) from which plugins named by package may also be resolved: the server's, so that its default plugins are found. */
  readonly resolveFrom?: readonly string[]
  /** `threads` (default): the writer in a thread of its own. `inline`: all in this one, for tests and one-off commands. */
  readonly mode?: 'threads' | 'inline'
  /** Whether schedules and deliveries run (default true); a one-off command turns them off. */
  readonly jobs?: boolean
  readonly log?: Logger
  /** The clock, epoch ms. */
  readonly now?: () => number
}

/** A running Rapport: its workspaces, plugins, metrics. */
export interface Runtime extends AsyncDisposable {
  readonly config: RuntimeConfig
  readonly plugins: PluginHost
  readonly log: Logger
  /** The metrics of everything below HTTP; the server adds its own to it. */
  readonly metrics: Registry
  /** Those that are open, in the order of the configuration, then of creation. */
  workspaces(): readonly Workspace[]
  /** @throws RapportError `WORKSPACE_NOT_FOUND` */
  workspace(name: string): Workspace
  /** Opens one, making its folder when there is none. The same one when it is open already. */
  openWorkspace(name: string): Promise<Workspace>
  /** Whether everything that answers requests is up: what `/readyz` says. `problems` are sentences. */
  readiness(): { readonly ready: boolean; readonly problems: readonly string[] }
  /** Looks at everything an operator would: see {@link DoctorCheck}. */
  doctor(): Promise<readonly DoctorCheck[]>
  /** A copy of every workspace (or the named ones) while running. @throws RapportError `TARGET_NOT_EMPTY` */
  backup(folder: string, workspaces?: readonly string[]): Promise<BackupManifest>
  /** Drains what was accepted, stops syncs at a batch's end, checkpoints, closes. Safe to call twice. */
  close(): Promise<void>
}

/** A workspace: one store, its doors, and what runs on it. */
export interface Workspace {
  readonly name: string
  /** Everything that changes it; runs in the writer's thread. */
  readonly commands: Commands
  /** Everything the API reads, on this thread's own connection, with the newest rules. */
  readonly queries: Queries
  readonly reader: Reader
  readonly documents: Pick<Documents, 'read' | 'list'>
  readonly changes: ChangeFeed
  readonly secrets: Secrets
  readonly connections: Connections
  readonly syncs: Syncs
  /** Who words its briefs and answers, as the configuration says; the rules without it. */
  readonly models: ModelChain | undefined
  /** Activations that stand still because their connection does not work, and why. */
  stoppedActivations(): ReadonlyMap<string, string>
  /** Wakes deliveries at once, for example after `commands.requeue`; those that stand still are tried again. */
  wakeDeliveries(): void
}

/** Follows a workspace; told by the writer, never polled. */
export interface ChangeFeed {
  /** Calls `listener` after every commit with the newest sequence, at most once per turn of the event loop. Answers how to stop. */
  watch(listener: (last: Sequence) => void): () => void
  /** Called when documents (rules, connections) were saved or removed. */
  watchDocuments(listener: () => void): () => void
  /** Changes after `after`, as they come, until the signal ends it. Batches of at most `limit`. */
  follow(
    after: Sequence,
    options: { readonly signal: AbortSignal; readonly limit?: number },
  ): AsyncIterable<readonly StoredChange[]>
}

/** The vault of a workspace as the API may touch it: values go in and never come out. */
export interface Secrets {
  /** Names, and when each was set. */
  list(): Promise<readonly { readonly name: string; readonly setAt: string; readonly keyId: string }[]>
  set(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
  /** Seals every value with the newest key; answers how many were sealed anew. */
  rotate(): Promise<number>
}

/** What one stream of a connection is, for a person and for `emit`. */
export interface StreamDescription {
  readonly name: string
  readonly entity: string
  readonly mode: 'replace' | 'patch' | 'append'
  /** Whether a sync reads it; else rows only come in. */
  readonly isRead: boolean
}

/** A source's endpoint with the connection that answers it. */
export interface ConnectedEndpoint {
  readonly connection: string
  readonly endpoint: Endpoint
  /** For `authentication: 'signature'`. @throws RapportError `KEY_INVALID` */
  verify(request: EndpointRequest): void
}

export interface Connections {
  /** Asks the plugin whether the connection works. @throws RapportError `CONNECTION_NOT_FOUND`, `SECRET_MISSING`, `CONFIG_INVALID` */
  check(connection: string): Promise<Health>
  streams(connection: string): Promise<readonly StreamDescription[]>
  /** Endpoints of all unpaused connections; kept until documents or secrets change. */
  endpoints(): Promise<readonly ConnectedEndpoint[]>
}

export interface SyncOptions {
  /** One stream only; absent: all that can be read. */
  readonly stream?: string
  /** Lets a snapshot delete more than the brake allows. */
  readonly allowDeletes?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (run: SyncRun) => void
}

export interface Syncs {
  /** Runs now; resolves when the run ended, well or not (see `state`, `error`). @throws RapportError `SYNC_RUNNING`, `CONNECTION_NOT_FOUND` */
  run(connection: string, options?: SyncOptions): Promise<SyncRun>
  /** Starts and answers at once with the run as it begins. */
  start(connection: string, options?: Omit<SyncOptions, 'onProgress' | 'signal'>): Promise<SyncRun>
  /** Ends a running one at its batch's end; nothing when none runs. */
  stop(connection: string): Promise<void>
  /** Newest first. */
  list(query?: { readonly connection?: string; readonly limit?: number }): Promise<readonly SyncRun[]>
}

/** An error as data, for a person. */
export interface Problem {
  readonly code: string
  readonly message: string
  readonly solve: string
}

/** One run of a connection's streams; kept as an entry of type `sync-run`. */
export interface SyncRun {
  readonly id: string
  readonly connection: string
  readonly trigger: 'request' | 'schedule' | 'resume'
  readonly state: 'running' | 'done' | 'failed' | 'stopped' | 'interrupted'
  readonly startedAt: string
  readonly endedAt: string | null
  readonly streams: readonly SyncedStream[]
  /** What stopped the whole run. A single stream's is at the stream. */
  readonly error: Problem | null
}

export interface SyncedStream {
  readonly stream: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped'
  readonly rows: number
  readonly deletes: number
  readonly merges: number
  readonly rejected: number
  readonly attempts: number
  readonly error: Problem | null
}

/** One thing `doctor` looked at. */
export interface DoctorCheck {
  readonly name: string
  readonly state: 'ok' | 'warning' | 'failed'
  readonly finding: string
  readonly solve: string | null
}

export interface BackupManifest {
  readonly format: 1
  readonly rapport: string
  readonly at: string
  readonly workspaces: readonly { readonly name: string; readonly bytes: number; readonly suppressions: number }[]
}
