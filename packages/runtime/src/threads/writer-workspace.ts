import { RapportError, type Sequence } from '@rapport/core'
import type { Commands, Reader, ReceivedRequest, ReceiveOutcome, Store } from '@rapport/engine'
import type { Logger } from 'pino'
import { isCommand } from './commands.ts'

/** Commands after which readers must read the rules again. */
const changesDocuments: ReadonlySet<string> = new Set(['saveDocuments', 'removeDocument'])
/** Commands that change nothing which others wait for: no news, no background work to plan. */
const isQuiet: ReadonlySet<string> = new Set(['tick', 'preview', 'claimDeliveries', 'claimErasures', 'backup'])

export interface WriterWorkspaceOptions {
  readonly name: string
  readonly engine: Commands
  readonly store: Pick<Store, 'write'>
  /** On a connection of its own; tells how far the change feed has come. */
  readonly reader: Pick<Reader, 'lastSequence'>
  readonly log: Logger
  /** Epoch ms. */
  readonly now: () => number
  /** Size of the write-ahead log now. */
  readonly logBytes: () => Promise<number>
  readonly maxLogBytes: number
  /** The change feed went on, up to here. */
  readonly onChanged: (last: Sequence) => void
  readonly onDocuments: () => void
  readonly onErased: () => Promise<void>
  /** How long one group commit of requests took. */
  readonly onReceived: (requests: number, milliseconds: number) => void
}

/** Background work at a time: short while commands come in, so that they need not wait for it. */
const BUSY_TICK_BUDGET_MS = 4
const IDLE_TICK_BUDGET_MS = 40
const BUSY_MS = 200
/** After so long without a command the log is moved into the main file. */
const IDLE_MS = 1_000
const LOG_CHECK_MS = 1_000
const RETRY_TICK_MS = 1_000

interface WaitingReceive {
  readonly requests: readonly ReceivedRequest[]
  readonly resolve: (outcomes: readonly ReceiveOutcome[]) => void
  readonly reject: (error: unknown) => void
}

/**
 * One workspace in the writer's thread: groups what arrives into commits, does background work between, and keeps the
 * write-ahead log short. Group commit needs no timer: what arrives while a commit runs is the next group.
 */
export class WriterWorkspace {
  readonly #options: WriterWorkspaceOptions
  #waiting: WaitingReceive[] = []
  #isReceiving = false
  #running = 0
  #tickTimer: NodeJS.Timeout | NodeJS.Immediate | undefined
  #idleTimer: NodeJS.Timeout | undefined
  #ticking: Promise<void> = Promise.resolve()
  #isTicking = false
  #tickAgain = false
  #busyAt = 0
  #lastSequence: Sequence | undefined
  #isDirty = false
  #isClosing = false
  #loggedAt = 0
  #onIdle: (() => void) | undefined

  constructor(options: WriterWorkspaceOptions) {
    this.#options = options
    this.#scheduleTick(0)
  }

  /** @throws RapportError `CLOSING`, `NOT_FOUND` for a method that is no command, and what the engine throws */
  async handle(method: string, args: readonly unknown[]): Promise<unknown> {
    if (this.#isClosing) throw new RapportError('CLOSING')
    if (!isCommand(method)) throw new RapportError('NOT_FOUND')
    if (method === 'receive') return this.#receive(args[0] as readonly ReceivedRequest[])
    this.#running += 1
    try {
      const run = this.#options.engine[method] as (...all: readonly unknown[]) => Promise<unknown>
      const answer = await run.apply(this.#options.engine, args as unknown[])
      if (method === 'erase') await this.#options.onErased()
      if (changesDocuments.has(method)) this.#options.onDocuments()
      return answer
    } finally {
      this.#running -= 1
      if (!isQuiet.has(method)) await this.#happened()
      this.#signalIdle()
    }
  }

  /** Waits for what runs, works off what was accepted, empties the log. The store is closed by its owner. */
  async close(): Promise<void> {
    this.#isClosing = true
    while (this.#running > 0 || this.#isReceiving)
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve
      })
    this.#clearTick()
    clearTimeout(this.#idleTimer)
    await this.#ticking
    await this.#options.engine.settle()
    await this.#options.store.write.checkpoint()
  }

  #receive(requests: readonly ReceivedRequest[]): Promise<readonly ReceiveOutcome[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ requests, resolve, reject })
      if (this.#isReceiving) return
      this.#isReceiving = true
      // What else arrives in this turn joins the group.
      setImmediate(() => void this.#drain())
    })
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting
      this.#waiting = []
      const began = performance.now()
      const requests = group.length === 1 && group[0] ? group[0].requests : group.flatMap((one) => one.requests)
      try {
        const outcomes = await this.#options.engine.receive(requests)
        let from = 0
        for (const one of group) {
          one.resolve(outcomes.slice(from, from + one.requests.length))
          from += one.requests.length
        }
      } catch (error) {
        for (const one of group) one.reject(error)
      }
      this.#options.onReceived(requests.length, performance.now() - began)
      await this.#happened()
      // Lets the channel deliver what came in the meantime, and background work have its share.
      await new Promise((resolve) => setImmediate(resolve))
    }
    this.#isReceiving = false
    this.#signalIdle()
  }

  #signalIdle(): void {
    if (this.#running > 0 || this.#isReceiving) return
    const resolve = this.#onIdle
    this.#onIdle = undefined
    resolve?.()
  }

  /** After anything that may have written: tell, plan background work, keep the log in bounds. */
  async #happened(): Promise<void> {
    this.#isDirty = true
    this.#busyAt = this.#options.now()
    await this.#tellChanges()
    if (this.#isClosing) return
    this.#scheduleTick(0)
    this.#idleTimer ??= setTimeout(() => void this.#idle(), IDLE_MS)
    this.#idleTimer.refresh()
    const now = this.#options.now()
    if (now - this.#loggedAt < LOG_CHECK_MS) return
    this.#loggedAt = now
    // Not waited for: commits go on meanwhile.
    if ((await this.#options.logBytes()) > this.#options.maxLogBytes) void this.#checkpoint()
  }

  async #tellChanges(): Promise<void> {
    try {
      const last = await this.#options.reader.lastSequence()
      if (last === this.#lastSequence) return
      this.#lastSequence = last
      this.#options.onChanged(last)
    } catch (error) {
      this.#options.log.error({ err: error }, 'how far the change feed has come could not be read')
    }
  }

  #scheduleTick(inMs: number): void {
    if (this.#isClosing) return
    if (this.#isTicking) {
      this.#tickAgain = true
      return
    }
    this.#clearTick()
    const run = () => {
      this.#ticking = this.#tick()
    }
    this.#tickTimer = inMs <= 0 ? setImmediate(run) : setTimeout(run, Math.min(inMs, 2 ** 31 - 1))
  }

  #clearTick(): void {
    clearTimeout(this.#tickTimer as NodeJS.Timeout | undefined)
    clearImmediate(this.#tickTimer as NodeJS.Immediate | undefined)
    this.#tickTimer = undefined
  }

  async #tick(): Promise<void> {
    const { engine, now } = this.#options
    this.#isTicking = true
    this.#tickAgain = false
    let againAt: number | null
    try {
      againAt = await engine.tick(now() - this.#busyAt < BUSY_MS ? BUSY_TICK_BUDGET_MS : IDLE_TICK_BUDGET_MS)
      await this.#tellChanges()
    } catch (error) {
      this.#options.log.error({ err: error }, 'background work failed; it is tried again')
      againAt = now() + RETRY_TICK_MS
    }
    this.#isTicking = false
    if (this.#tickAgain) this.#scheduleTick(0)
    else if (againAt !== null) this.#scheduleTick(againAt - now())
  }

  async #idle(): Promise<void> {
    this.#idleTimer = undefined
    if (this.#isDirty && !this.#isClosing && this.#running === 0 && !this.#isReceiving) await this.#checkpoint()
  }

  async #checkpoint(): Promise<void> {
    this.#isDirty = false
    try {
      await this.#options.store.write.checkpoint()
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the write-ahead log could not be moved into the main file')
    }
  }
}
