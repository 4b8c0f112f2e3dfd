import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { TrafficOptions } from './traffic.ts'

/** What a side's thread opens: a store with people in it (and further ones with a past), or a file for bare inserts. */
export type SideData =
  | {
      readonly folder: string
      readonly name: string
      readonly people: number
      readonly histories: readonly { readonly from: number; readonly people: number; readonly events: number }[]
    }
  | { readonly file: string }

/** The thread is there: which run of its store this is, when its day begins, and what loading took if it was new. */
export interface Ready {
  readonly run: number
  readonly startMs: number
  readonly seconds?: number
}

/** The next group of a traffic, which begins when it is first named. */
export interface Turn {
  readonly name: string
  readonly traffic: TrafficOptions
}

/** What a group cost: making it is not in it. */
export interface Taken {
  readonly events: number
  readonly milliseconds: number
  /** Of the side's own thread. */
  readonly cpuMicroseconds: number
}

/**
 * A side of a comparison in a thread of its own, as the writer is in production: so that each has its own compiled code, whatever
 * the others run. They take turns, never at the same time.
 */
export class Side {
  readonly #thread: Worker
  readonly ready: Ready

  private constructor(thread: Worker, ready: Ready) {
    this.#thread = thread
    this.ready = ready
  }

  static async open(workerData: SideData): Promise<Side> {
    const thread = new Worker(new URL('./side-thread.ts', import.meta.url), { workerData })
    const [ready] = (await once(thread, 'message')) as [Ready]
    return new Side(thread, ready)
  }

  async take(turn: Turn): Promise<Taken> {
    this.#thread.postMessage(turn)
    const [taken] = (await once(this.#thread, 'message')) as [Taken]
    return taken
  }

  async close(): Promise<void> {
    this.#thread.postMessage('close')
    await once(this.#thread, 'exit')
  }
}
