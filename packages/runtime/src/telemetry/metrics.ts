import type { Commands, Reader } from '@rapport/engine'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What one group commit of requests did, told by the writer's thread. */
export interface ReceivedSample {
  readonly requests: number
  readonly milliseconds: number
}

const commitBuckets = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
const runBuckets = [1, 5, 15, 60, 300, 900, 3600, 14_400]

/** The metrics of everything below HTTP. Names end in their unit; labels are few and bounded. */
export class Metrics {
  readonly registry: Registry = new Registry()
  readonly #readers = new Map<string, Pick<Reader, 'inspect' | 'countRejected'>>()

  readonly #accepted = this.#counter('rapport_accepted_total', 'Rows and requests that are on disk.', [
    'workspace',
    'via',
  ])
  readonly #refused = this.#counter('rapport_refused_total', 'Requests and batches refused, by error code.', [
    'workspace',
    'via',
    'code',
  ])
  readonly #commit = new Histogram({
    name: 'rapport_commit_seconds',
    help: 'How long a group of requests took from the writer to the disk.',
    labelNames: ['workspace'],
    buckets: commitBuckets,
    registers: [this.registry],
  })
  readonly #group = new Histogram({
    name: 'rapport_commit_requests',
    help: 'Requests in one group commit.',
    labelNames: ['workspace'],
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000],
    registers: [this.registry],
  })
  readonly #syncs = this.#counter('rapport_syncs_total', 'Sync runs that ended.', ['workspace', 'connection', 'state'])
  readonly #syncRows = this.#counter('rapport_sync_rows_total', 'Rows read by syncs.', ['workspace', 'connection'])
  readonly #syncSeconds = new Histogram({
    name: 'rapport_sync_seconds',
    help: 'How long sync runs took.',
    labelNames: ['workspace', 'connection'],
    buckets: runBuckets,
    registers: [this.registry],
  })
  readonly #delivered = this.#counter('rapport_deliveries_total', 'Items by what became of them.', [
    'workspace',
    'activation',
    'outcome',
  ])
  readonly #restarts = this.#counter('rapport_thread_restarts_total', 'Threads that died and were started anew.', [
    'thread',
  ])

  constructor() {
    const { registry } = this
    const readers = this.#readers
    new Gauge({
      name: 'rapport_store',
      help: 'Counts and sizes of a workspace: profiles, queued, dead, rejected, bytes, logBytes, …',
      labelNames: ['workspace', 'what'],
      registers: [registry],
      async collect() {
        for (const [workspace, reader] of readers)
          for (const [what, value] of Object.entries(await reader.inspect())) this.set({ workspace, what }, value)
      },
    })
    new Gauge({
      name: 'rapport_rejected_rows',
      help: 'Rejected rows that wait for somebody, by stream and code.',
      labelNames: ['workspace', 'stream', 'code'],
      registers: [registry],
      async collect() {
        this.reset()
        for (const [workspace, reader] of readers)
          for (const { stream, code, count } of await reader.countRejected())
            this.set({ workspace, stream, code }, count)
      },
    })
  }

  /** Lets a workspace's store be looked at whenever metrics are read. */
  watch(workspace: string, reader: Pick<Reader, 'inspect' | 'countRejected'>): () => void {
    this.#readers.set(workspace, reader)
    return () => this.#readers.delete(workspace)
  }

  /** The same commands, counted. */
  counted(commands: Commands, workspace: string): Commands {
    return {
      ...commands,
      receive: async (requests) => {
        const outcomes = await commands.receive(requests)
        let accepted = 0
        for (const outcome of outcomes)
          if (outcome.ok) accepted += 1
          else this.#refused.inc({ workspace, via: 'endpoint', code: outcome.code })
        if (accepted > 0) this.#accepted.inc({ workspace, via: 'endpoint' }, accepted)
        return outcomes
      },
      emit: async (batch) => {
        const outcome = await commands.emit(batch)
        if (outcome.ok) this.#accepted.inc({ workspace, via: 'rows' }, outcome.accepted)
        else this.#refused.inc({ workspace, via: 'rows', code: outcome.code })
        return outcome
      },
    }
  }

  received(workspace: string, samples: readonly ReceivedSample[]): void {
    for (const { requests, milliseconds } of samples) {
      this.#commit.observe({ workspace }, milliseconds / 1000)
      this.#group.observe({ workspace }, requests)
    }
  }

  syncEnded(workspace: string, connection: string, state: string, rows: number, milliseconds: number): void {
    this.#syncs.inc({ workspace, connection, state })
    this.#syncRows.inc({ workspace, connection }, rows)
    this.#syncSeconds.observe({ workspace, connection }, milliseconds / 1000)
  }

  delivered(workspace: string, activation: string, outcome: string, items: number): void {
    this.#delivered.inc({ workspace, activation, outcome }, items)
  }

  restarted(thread: string): void {
    this.#restarts.inc({ thread })
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] })
  }
}
