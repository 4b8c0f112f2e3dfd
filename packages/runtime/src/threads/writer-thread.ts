import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { RapportError } from '@rapport/core'
import type { Logger } from 'pino'
import { type FailureData, failureFrom } from './failure-data.ts'
import type { CallOptions, Link, Notice } from './link.ts'
import { Notices } from './notices.ts'
import { RpcLink } from './rpc.ts'
import type { RoleSetup, WorkspaceSetup } from './setup.ts'

/** What the thread says besides calls: that it opened or closed, or why not. */
export type FromWriter = { readonly opened: FailureData | null } | { readonly closed: FailureData | null }

export interface WriterThreadOptions {
  readonly setup: RoleSetup
  readonly log: Logger
  readonly maxInFlightBytes: number
  readonly onRestart: () => void
}

interface Opened {
  readonly worker: Worker
  readonly link: RpcLink
}

const RESTART_DELAY_MS = 1_000

/**
 * The writer in a thread of its own. When the thread dies, calls on their way fail as transient, those that come meanwhile
 * wait, and a new thread takes up what the store holds: everything that was acknowledged.
 */
export class WriterThread implements Link {
  readonly #options: WriterThreadOptions
  readonly #workspaces: Set<WorkspaceSetup>
  readonly #notices = new Notices()
  #opening: Promise<Opened>
  #opened: Opened | undefined
  #closing: Promise<void> | undefined
  readonly onNotice = this.#notices.listen

  private constructor(options: WriterThreadOptions) {
    this.#options = options
    this.#workspaces = new Set(options.setup.workspaces)
    this.#opening = this.#open()
  }

  /** @throws RapportError what the writer's role refuses to open with */
  static async start(options: WriterThreadOptions): Promise<WriterThread> {
    const thread = new WriterThread(options)
    await thread.#opening
    return thread
  }

  get isUp(): boolean {
    return this.#opened !== undefined
  }

  async call(target: string, method: string, args: readonly unknown[], options?: CallOptions): Promise<unknown> {
    const { link } = this.#opened ?? (await this.#opening)
    const answer = await link.call(target, method, args, options)
    if (target === '' && method === 'open') this.#workspaces.add(args[0] as WorkspaceSetup)
    return answer
  }

  /** Lets the writer work off what it accepted and end. Safe to call twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const { worker, link } = await this.#opening
    const closed = new Promise<FailureData | null>((resolve) => {
      worker.on('message', (message: FromWriter) => {
        if ('closed' in message) resolve(message.closed)
      })
      worker.once('exit', () => resolve(null))
    })
    worker.postMessage('close')
    const failure = await closed
    link.fail(new RapportError('CLOSING'))
    await worker.terminate()
    if (failure) throw failureFrom(failure)
  }

  async #open(): Promise<Opened> {
    const { setup, maxInFlightBytes, log } = this.#options
    // Beside this file, with the same ending: sources when run from sources, the build when built.
    const file = new URL(`./writer-main${extname(fileURLToPath(import.meta.url))}`, import.meta.url)
    const worker = new Worker(file, {
      workerData: { ...setup, workspaces: [...this.#workspaces] } satisfies RoleSetup,
      execArgv: file.pathname.endsWith('.ts') ? ['--conditions=@rapport/source'] : [],
      name: 'rapport writer',
    })
    const link = new RpcLink(worker, { maxInFlightBytes })
    const opened = await new Promise<Opened>((resolve, reject) => {
      worker.on('message', (message: FromWriter) => {
        if (!('opened' in message)) return
        if (message.opened) reject(failureFrom(message.opened))
        else resolve({ worker, link })
      })
      worker.once('error', reject)
      worker.once('exit', () => reject(new RapportError('STORE_FAILED')))
    })
    link.onNotice((notice: Notice) => this.#notices.tell(notice))
    worker.on('error', (error) => log.error({ err: error }, 'the writer died'))
    worker.once('exit', () => this.#died(opened))
    this.#opened = opened
    return opened
  }

  #died({ link }: Opened): void {
    link.fail(new RapportError('STORE_FAILED'))
    this.#opened = undefined
    if (this.#closing !== undefined) return
    this.#options.onRestart()
    this.#opening = this.#reopen()
    // Whoever calls meanwhile hears of it; nobody else has to.
    this.#opening.catch(() => {})
  }

  async #reopen(): Promise<Opened> {
    for (;;) {
      try {
        return await this.#open()
      } catch (error) {
        this.#options.log.error({ err: error }, 'the writer does not start again; it is tried once more')
        if (this.#closing !== undefined) throw error
        await new Promise((resolve) => setTimeout(resolve, RESTART_DELAY_MS))
      }
    }
  }
}
