import type { ActivationDocument } from '@rapport/core'
import { RapportError } from '@rapport/core'
import type { Reader } from '@rapport/engine'
import PQueue from 'p-queue'
import type { Logger } from 'pino'
import { deliverBatch, type LaneParts, type LaneTurn } from './lane.ts'

export interface DeliveryLoopParts {
  /** Every activation of the workspace, paused ones too. */
  readonly activations: () => Promise<readonly ActivationDocument[]>
  /** What sends an activation's items, secrets opened. @throws RapportError `CONNECTION_NOT_FOUND`, `SECRET_MISSING`, … */
  readonly prepare: (activation: ActivationDocument, signal: AbortSignal) => Promise<LaneParts>
  readonly reader: Pick<Reader, 'queue'>
  readonly maxConcurrent: number
  readonly log: Logger
  /** Epoch ms. */
  readonly now: () => number
  readonly onTurn: (activation: string, turn: LaneTurn) => void
}

interface Lane {
  /** Another object after every change of documents or secrets. */
  activation: ActivationDocument
  isRunning: boolean
  isWoken: boolean
  timer: NodeJS.Timeout | undefined
  /** Why it does not send; null: it does. */
  stopped: string | null
}

/** News come with every commit; lanes look at most so often. */
const WAKE_AFTER_MS = 100
/** A lane that could not even begin (its system is not there, its thread starts anew) looks again after this. */
const RETRY_MS = 5_000
const LOOK_AHEAD = 200

/**
 * Sends what waits in the lanes of a workspace's activations: when something was committed, when a retry is due, and when
 * somebody asks. A lane sends one batch at a time; one whose connection does not work stands still until documents or
 * secrets change, or somebody wakes it.
 */
export class DeliveryLoop {
  readonly #parts: DeliveryLoopParts
  readonly #lanes = new Map<string, Lane>()
  readonly #queue: PQueue
  readonly #controller = new AbortController()
  #wakeTimer: NodeJS.Timeout | undefined

  constructor(parts: DeliveryLoopParts) {
    this.#parts = parts
    this.#queue = new PQueue({ concurrency: parts.maxConcurrent })
  }

  /** Takes the activations as they are now; stopped lanes are tried again. */
  async update(): Promise<void> {
    const wanted = new Map<string, ActivationDocument>()
    for (const activation of await this.#parts.activations())
      if (!activation.paused) wanted.set(activation.name, activation)
    for (const [name, { timer }] of this.#lanes) {
      if (wanted.has(name)) continue
      clearTimeout(timer)
      this.#lanes.delete(name)
    }
    for (const [name, activation] of wanted) {
      const lane = this.#lanes.get(name)
      // The same lane goes on: two at once would send a profile's states out of order.
      if (lane) Object.assign(lane, { activation, stopped: null })
      else this.#lanes.set(name, { activation, isRunning: false, isWoken: false, timer: undefined, stopped: null })
    }
    this.wake()
  }

  /** Something may wait: lanes that work look soon. */
  wake(): void {
    if (this.#lanes.size === 0 || this.#controller.signal.aborted) return
    this.#wakeTimer ??= setTimeout(() => {
      this.#wakeTimer = undefined
      for (const lane of this.#lanes.values()) if (lane.stopped === null) this.#start(lane)
    }, WAKE_AFTER_MS).unref()
  }

  /** As {@link DeliveryLoop.wake}, stopped lanes too. */
  resume(): void {
    for (const lane of this.#lanes.values()) lane.stopped = null
    this.wake()
  }

  /** Lanes that stand still, and why. */
  stopped(): ReadonlyMap<string, string> {
    return new Map([...this.#lanes].flatMap(([name, { stopped }]) => (stopped === null ? [] : [[name, stopped]])))
  }

  /** Ends what is being sent; what got no answer is sent again at the next start. */
  async close(): Promise<void> {
    this.#controller.abort()
    clearTimeout(this.#wakeTimer)
    for (const lane of this.#lanes.values()) clearTimeout(lane.timer)
    this.#queue.clear()
    await this.#queue.onIdle()
  }

  #start(lane: Lane): void {
    if (lane.isRunning) {
      lane.isWoken = true
      return
    }
    lane.isRunning = true
    clearTimeout(lane.timer)
    void this.#queue.add(() => this.#work(lane))
  }

  async #work(lane: Lane): Promise<void> {
    const { signal } = this.#controller
    const { name } = lane.activation
    let againAt: number | undefined
    try {
      let prepared: ActivationDocument | undefined
      let parts: LaneParts | undefined
      do {
        lane.isWoken = false
        if (!parts || prepared !== lane.activation) {
          prepared = lane.activation
          parts = await this.#parts.prepare(prepared, signal)
        }
        const turn = await deliverBatch(parts)
        if (turn.claimed > 0) this.#parts.onTurn(name, turn)
        if (turn.stopped !== null)
          throw new RapportError('DELIVERY_STOPPED', { activation: name, problem: turn.stopped })
        if (turn.claimed > 0) lane.isWoken = true
      } while (lane.isWoken && this.#isCurrent(lane))
      againAt = await this.#nextDueAt(name)
    } catch (error) {
      if (signal.aborted) return
      const failure = RapportError.from(error)
      this.#parts.log.warn({ err: failure, activation: name }, 'an activation does not send')
      if (failure.kind === 'transient') againAt = this.#parts.now() + RETRY_MS
      else lane.stopped = failure.message
    } finally {
      lane.isRunning = false
    }
    if (againAt === undefined || !this.#isCurrent(lane)) return
    const inMs = Math.min(Math.max(0, againAt - this.#parts.now()), 2 ** 31 - 1)
    lane.timer = setTimeout(() => this.#start(lane), inMs).unref()
  }

  #isCurrent(lane: Lane): boolean {
    return !this.#controller.signal.aborted && this.#lanes.get(lane.activation.name) === lane
  }

  /** When the next waiting item is due; undefined: nothing waits. Of a long queue only the oldest are looked at. */
  async #nextDueAt(lane: string): Promise<number | undefined> {
    const { items, next } = await this.#parts.reader.queue('deliver', { lane, limit: LOOK_AHEAD, state: 'waiting' })
    if (items.length === 0) return undefined
    const soonest = Math.min(...items.map(({ dueAt }) => dueAt))
    return next === null ? soonest : Math.min(soonest, this.#parts.now() + RETRY_MS)
  }
}
