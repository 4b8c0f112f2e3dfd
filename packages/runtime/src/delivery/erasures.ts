import type { PersonReference } from '@rapport/core'
import { RapportError } from '@rapport/core'
import type { Commands, ErasureNotice, Settled } from '@rapport/engine'
import type { Logger } from 'pino'
import { backOffMs } from './back-off.ts'

export interface ErasureTellerParts {
  readonly commands: Pick<Commands, 'claimErasures' | 'settleErasures'>
  /** Lets a connection's plugin make its system forget somebody. @throws RapportError whatever stood in the way */
  readonly forget: (connection: string, person: PersonReference, signal: AbortSignal) => Promise<void>
  readonly maxAttempts: number
  readonly maxRetryDelayMs: number
  readonly log: Logger
  /** Epoch ms. */
  readonly now: () => number
}

const MAX_BATCH = 20
const LEASE_MS = 300_000
/** Notices that wait for their retry, and those of an earlier process, are looked for so often. */
const LOOK_EVERY_MS = 30_000

/** Tells connected systems whom they are to forget, until each has heard or its attempts are used up. */
export class ErasureTeller {
  readonly #parts: ErasureTellerParts
  readonly #controller = new AbortController()
  #running: Promise<void> = Promise.resolve()
  #isAsked = false
  #timer: NodeJS.Timeout | undefined

  constructor(parts: ErasureTellerParts) {
    this.#parts = parts
  }

  /** Somebody was erased, a connection was mended, or a process begins. */
  wake(): void {
    if (this.#isAsked || this.#controller.signal.aborted) return
    this.#isAsked = true
    clearTimeout(this.#timer)
    this.#running = this.#running.then(() => this.#work())
  }

  /** What was not told is told at the next start. */
  async close(): Promise<void> {
    this.#controller.abort()
    clearTimeout(this.#timer)
    await this.#running
  }

  async #work(): Promise<void> {
    this.#isAsked = false
    const { commands, log } = this.#parts
    const { signal } = this.#controller
    try {
      while (!signal.aborted) {
        const { token, items } = await commands.claimErasures(MAX_BATCH, LEASE_MS)
        if (items.length === 0) break
        const settled: Settled[] = []
        for (const notice of items) {
          const told = await this.#tell(notice)
          // Broken off because we end: no attempt of it is used up.
          if (signal.aborted && !('done' in told)) break
          settled.push(told)
        }
        await commands.settleErasures(token, settled)
      }
    } catch (error) {
      log.warn({ err: error }, 'telling systems of an erasure was interrupted; it goes on later')
    }
    if (!signal.aborted) this.#timer = setTimeout(() => this.wake(), LOOK_EVERY_MS).unref()
  }

  async #tell({ id, attempt, connection, person, proof }: ErasureNotice): Promise<Settled> {
    const { forget, maxAttempts, maxRetryDelayMs, now, log } = this.#parts
    try {
      await forget(connection, person, this.#controller.signal)
      return { id, done: true }
    } catch (error) {
      const failure = RapportError.from(error)
      log.warn({ err: failure, connection, proof }, 'a system was not told of an erasure')
      if (failure.kind === 'data' || attempt + 1 >= maxAttempts) return { id, deadReason: failure.message }
      return { id, retryAt: now() + backOffMs(attempt, maxRetryDelayMs), reason: failure.message }
    }
  }
}
