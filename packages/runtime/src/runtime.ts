import { resolve } from 'node:path'
import { RapportError } from '@rapport/core'
import type { BackupManifest, DoctorCheck, Runtime, RuntimeOptions, Workspace } from './api.ts'
import { backUp } from './backup.ts'
import type { RuntimeConfig } from './config/config.ts'
import { loadConfig } from './config/load.ts'
import { createTransport, type Transport } from './context/fetch.ts'
import { examine } from './doctor.ts'
import { loadPlugins, type PluginHost } from './plugins/host.ts'
import { type Keyring, openKeyring } from './secrets/keyring.ts'
import { createLogger } from './telemetry/log.ts'
import { Metrics, type ReceivedSample } from './telemetry/metrics.ts'
import { directLink, type Link } from './threads/link.ts'
import { openWriter } from './threads/open-writer.ts'
import { type RoleSetup, type WorkspaceSetup, workspaceSetup } from './threads/setup.ts'
import { WriterThread } from './threads/writer-thread.ts'
import { places, workspacesIn } from './workspace/folder.ts'
import { type DirectoryLock, lockDirectory } from './workspace/lock.ts'
import { type OpenWorkspace, openWorkspace } from './workspace/open-workspace.ts'

/** A way to the writer, wherever it runs, and how to end it. */
interface WriterLink {
  readonly link: Link
  readonly isUp: () => boolean
  readonly close: () => Promise<void>
}

/**
 * Opens everything: configuration, plugins, the writer in a thread of its own, workspaces (those of the configuration and
 * those that the data directory holds), their syncs, schedules and deliveries. Whatever fails closes what was open.
 * @throws RapportError `CONFIG_INVALID`, `PLUGIN_…`, `DATA_DIRECTORY_LOCKED`, `DATA_DIRECTORY_UNUSABLE`, `SECRET_KEY_…`,
 * `STORE_…`, and what compiling stored documents refuses with
 */
export async function openRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  const { log = createLogger(), now = Date.now, mode = 'threads', jobs = true, resolveFrom = [] } = options
  const config = await loadConfig(options.project, options.overrides)
  const project = resolve(options.project ?? '.')
  const lock = lockDirectory(config.dataDirectory)
  const undo: (() => unknown)[] = [() => lock.release()]
  try {
    const plugins = await loadPlugins(config.plugins, { project, resolveFrom })
    const keyring = openKeyring(places.keyFile(config.dataDirectory))
    const metrics = new Metrics()
    const there = workspacesIn(config.dataDirectory)
    // A data directory that is opened without its project knows what it holds: the default's workspace is not added to it.
    const isAsItIs = options.project === undefined && options.overrides?.workspaces === undefined && there.length > 0
    const named = isAsItIs ? [] : config.workspaces.map(({ name }) => name)
    const names = [...new Set([...named, ...there])]
    const setups = new Map(names.map((name) => [name, workspaceSetup(name)]))
    const workspaces = [...setups.values()]
    const setup: RoleSetup = { project, config, resolveFrom, logLevel: log.level, workspaces }
    const writer =
      mode === 'inline'
        ? await openInline(setup, { log, now, plugins })
        : await openThread(setup, { log, onRestart: () => metrics.restarted('writer') })
    undo.unshift(writer.close)
    const { transport, close } = createTransport(config.limits.request)
    undo.unshift(close)
    const runtime = new OpenRuntime({
      config,
      plugins,
      keyring,
      metrics,
      log,
      now,
      lock,
      writer,
      setups,
      transport,
      jobs,
      close,
    })
    // From here on it closes all of it itself, each part once.
    undo.splice(0, undo.length, () => runtime.close())
    for (const name of names) await runtime.openWorkspace(name)
    return runtime
  } catch (error) {
    for (const step of undo) await step()
    throw error
  }
}

async function openInline(setup: RoleSetup, options: Parameters<typeof openWriter>[1]): Promise<WriterLink> {
  const role = await openWriter(setup, options)
  return { link: directLink(role), isUp: () => true, close: () => role.close() }
}

async function openThread(
  setup: RoleSetup,
  { log, onRestart }: { readonly log: RuntimeParts['log']; readonly onRestart: () => void },
): Promise<WriterLink> {
  const { maxInFlightBytes } = setup.config.limits
  const thread = await WriterThread.start({ setup, log, maxInFlightBytes, onRestart })
  return { link: thread, isUp: () => thread.isUp, close: () => thread.close() }
}

interface RuntimeParts extends Pick<Runtime, 'config' | 'plugins' | 'log'> {
  readonly config: RuntimeConfig
  readonly plugins: PluginHost
  readonly keyring: Keyring
  readonly metrics: Metrics
  readonly now: () => number
  readonly lock: DirectoryLock
  readonly writer: WriterLink
  /** By name. The writer may have one open already: whatever is tried again, both sides count in the same memory. */
  readonly setups: Map<string, WorkspaceSetup>
  readonly transport: Transport
  readonly jobs: boolean
  /** Closes the transport. */
  readonly close: () => Promise<void>
}

class OpenRuntime implements Runtime {
  readonly config: Runtime['config']
  readonly plugins: Runtime['plugins']
  readonly log: Runtime['log']
  readonly metrics: Runtime['metrics']
  readonly #parts: RuntimeParts
  readonly #workspaces = new Map<string, Promise<OpenWorkspace>>()
  readonly #open: OpenWorkspace[] = []
  #closing: Promise<void> | undefined

  constructor(parts: RuntimeParts) {
    this.#parts = parts
    this.config = parts.config
    this.plugins = parts.plugins
    this.log = parts.log
    this.metrics = parts.metrics.registry
    parts.writer.link.onNotice(({ topic, workspace, value }) => {
      if (topic === 'metrics') parts.metrics.received(workspace, value as readonly ReceivedSample[])
    })
  }

  workspaces(): readonly Workspace[] {
    return this.#open
  }

  workspace(name: string): Workspace {
    const found = this.#open.find((one) => one.name === name)
    if (!found) throw new RapportError('WORKSPACE_NOT_FOUND', { name, known: this.#open.map((one) => one.name) })
    return found
  }

  openWorkspace(name: string): Promise<Workspace> {
    let opening = this.#workspaces.get(name)
    if (!opening) {
      opening = this.#openNow(name)
      this.#workspaces.set(name, opening)
      // One that did not open may be tried again.
      opening.catch(() => this.#workspaces.delete(name))
    }
    return opening
  }

  readiness(): ReturnType<Runtime['readiness']> {
    const problems: string[] = []
    if (this.#closing !== undefined) problems.push('The server is shutting down.')
    else if (!this.#parts.writer.isUp()) problems.push('The writer is starting again.')
    return { ready: problems.length === 0, problems }
  }

  doctor(): Promise<readonly DoctorCheck[]> {
    return examine(this, this.#open, this.#parts.now())
  }

  backup(folder: string, workspaces: readonly string[] = this.#open.map(({ name }) => name)): Promise<BackupManifest> {
    const { config, now } = this.#parts
    return backUp(
      workspaces.map((name) => this.workspace(name)),
      { folder, dataDirectory: config.dataDirectory, nowMs: now() },
    )
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #openNow(name: string): Promise<OpenWorkspace> {
    const { writer, jobs: runsJobs, setups, ...parts } = this.#parts
    const setup = setups.get(name) ?? workspaceSetup(name)
    setups.set(name, setup)
    await writer.link.call('', 'open', [setup])
    const workspace = await openWorkspace({ ...parts, ...setup, link: writer.link, runsJobs })
    this.#open.push(workspace)
    return workspace
  }

  async #close(): Promise<void> {
    const { writer, close, lock, log } = this.#parts
    const closing = [...this.#workspaces.values()].map(async (opening) => (await opening).close())
    for (const one of await Promise.allSettled(closing))
      if (one.status === 'rejected') log.error({ err: one.reason }, 'a workspace did not close in good order')
    try {
      await writer.close()
      await close()
    } finally {
      lock.release()
    }
  }
}
