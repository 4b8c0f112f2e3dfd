import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface RequestSpec {
  /** Default GET. */
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** How the requests at hand are sent: one at a time a connection, in their order, from the start again when they are used up. */
export interface ClientRun {
  readonly port: number
  readonly connections: number
  readonly count: number
  /** An open loop: so many a second, whatever the answers take. Absent: each connection sends when it was answered. */
  readonly perSecond?: number
  /** Answers are handed back, by the place of their request. */
  readonly keepBodies?: boolean
}

export interface ClientResult {
  readonly count: number
  readonly seconds: number
  /** What the client itself needed: near `seconds`, it was what limited the run. */
  readonly cpuSeconds: number
  readonly bytes: number
  readonly statuses: Readonly<Record<string, number>>
  readonly bodies: readonly string[]
  readonly latenciesMs: readonly number[]
}

/** A client in a process of its own. */
export class Client {
  readonly #child: ChildProcess

  constructor() {
    // Functions and compiled code of the bench stay out of it, and a collection there delays nothing here.
    this.#child = fork(fileURLToPath(new URL('client-process.ts', import.meta.url)), { serialization: 'advanced' })
  }

  /** Takes the requests that the next runs send, ready as bytes. */
  async load(requests: readonly RequestSpec[]): Promise<void> {
    this.#child.send({ requests })
    await once(this.#child, 'message')
  }

  async run(run: ClientRun): Promise<ClientResult> {
    this.#child.send({ run })
    const [result] = (await once(this.#child, 'message')) as [ClientResult]
    return result
  }

  close(): void {
    this.#child.disconnect()
  }
}

/** @throws Error when an answer was another than the one expected: a figure of failures is none */
export function expectOnly(status: number, { statuses }: ClientResult): void {
  const others = Object.entries(statuses).filter(([one]) => Number(one) !== status)
  if (others.length > 0) throw new Error(`answers other than ${status}: ${JSON.stringify(Object.fromEntries(others))}`)
}

export const perSecond = ({ count, seconds }: ClientResult): number => count / seconds
