import { RapportError } from '@rapport/core'
import type { Commands, Entry, Reader } from '@rapport/engine'
import PQueue from 'p-queue'
import type { SyncOptions, SyncRun, Syncs } from '../api.ts'
import { collect } from '../workspace/collect.ts'
import { runSync, type SyncParts, type SyncRequest, syncRunType } from './run.ts'

export interface SyncsParts {
  /** Everything a run of this connection needs, secrets opened. @throws RapportError `CONNECTION_NOT_FOUND`, `SECRET_MISSING`, … */
  readonly prepare: (connection: string, signal: AbortSignal) => Promise<SyncParts>
  readonly reader: Pick<Reader, 'entries'>
  readonly commands: Pick<Commands, 'putEntries'>
  readonly maxConcurrent: number
  /** Epoch ms. */
  readonly now: () => number
  readonly onEnded?: (run: SyncRun) => void
}

interface Running {
  readonly controller: AbortController
  readonly ended: Promise<SyncRun>
}

/** The syncs of a workspace: one a connection at a time, so many at once, each kept as an entry. */
export class SyncCoordinator implements Syncs {
  readonly #parts: SyncsParts
  readonly #queue: PQueue
  readonly #running = new Map<string, Running>()

  constructor(parts: SyncsParts) {
    this.#parts = parts
    this.#queue = new PQueue({ concurrency: parts.maxConcurrent })
  }

  async run(connection: string, options: SyncOptions = {}): Promise<SyncRun> {
    return this.#begin(connection, { ...options, trigger: 'request' }, options.signal)
  }

  async start(connection: string, options: Omit<SyncOptions, 'onProgress' | 'signal'> = {}): Promise<SyncRun> {
    return this.begin(connection, { ...options, trigger: 'request' })
  }

  /** As {@link SyncCoordinator.start}, for a schedule or after a kill. Answers with the run as it begins. */
  begin(connection: string, request: SyncRequest): Promise<SyncRun> {
    return new Promise((resolve, reject) => {
      const onProgress = (run: SyncRun) => {
        request.onProgress?.(run)
        resolve(run)
      }
      this.#begin(connection, { ...request, onProgress }).then(resolve, reject)
    })
  }

  async stop(connection: string): Promise<void> {
    const running = this.#running.get(connection)
    running?.controller.abort()
    await running?.ended.catch(() => {})
  }

  async list({
    connection,
    limit = 50,
  }: {
    readonly connection?: string
    readonly limit?: number
  } = {}): ReturnType<Syncs['list']> {
    const runs = (await this.#entries()).map(({ body }) => JSON.parse(body) as SyncRun)
    return runs
      .filter((run) => connection === undefined || run.connection === connection)
      .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
      .slice(0, limit)
  }

  /** Marks the runs that a killed process left behind; answers their connections, to be resumed at their cursors. */
  async recover(): Promise<readonly string[]> {
    const { commands, now } = this.#parts
    const left = (await this.list({ limit: Number.POSITIVE_INFINITY })).filter(
      ({ state, connection }) => state === 'running' && !this.#running.has(connection),
    )
    if (left.length === 0) return []
    const entries = left.map((run): Entry => {
      const interrupted: SyncRun = { ...run, state: 'interrupted', endedAt: new Date(now()).toISOString() }
      return { type: syncRunType, name: run.id, profile: null, at: now(), body: JSON.stringify(interrupted) }
    })
    await commands.putEntries(entries)
    return [...new Set(left.map(({ connection }) => connection))]
  }

  /** Ends every run at its batch's end. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((connection) => this.stop(connection)))
  }

  async #begin(connection: string, request: SyncRequest, signal?: AbortSignal): Promise<SyncRun> {
    if (this.#running.has(connection)) throw new RapportError('SYNC_RUNNING', { connection })
    const controller = new AbortController()
    const until = signal ? AbortSignal.any([controller.signal, signal]) : controller.signal
    const ended = this.#queue.add(async () => runSync(await this.#parts.prepare(connection, until), request))
    this.#running.set(connection, { controller, ended })
    try {
      const run = await ended
      this.#parts.onEnded?.(run)
      return run
    } finally {
      this.#running.delete(connection)
    }
  }

  #entries(): Promise<readonly Entry[]> {
    return collect((paging) => this.#parts.reader.entries(syncRunType, paging))
  }
}
