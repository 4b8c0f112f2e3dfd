import { setImmediate as nextTurn } from 'node:timers/promises'
import { RapportError } from '@rapport/core'
import { type EndpointOf, fromQueue, INPUT_QUEUE, type Input, type Parsed, parseInput, toQueue } from './input.ts'
import type { Pipeline } from './pipeline.ts'
import type { PipelineContext } from './step.ts'

/** Rows worked off in one commit. More saves flushes, but holds the thread longer and answers later. */
const MAX_ROWS_PER_STEP = 1000
/** Rows that go through the pipeline before their senders are answered where answers come first: fewer than a write of their own costs. */
const MAX_ROWS_BEFORE_ANSWER = 50
/** Rows worked off between two looks at what has come, as long as something comes. */
const MIN_ROWS_PER_STEP = 64
/** The same once what waits has waited long enough: answers wait longer, the backlog shrinks. */
const BUSY_ROWS_PER_STEP = 256
/** Rows that may wait while more is taken in; beyond, what waits is worked off as fast as can be, and senders wait. */
const MAX_PUT_OFF_ROWS = 20_000
/** Rows that may wait on disk before senders are told to slow down. */
const MAX_BACKLOG_ROWS = 100_000
/** How long what waits is put off for what comes, and after what pause nothing more comes. */
const MAX_PUT_OFF_MS = 1000
const ARRIVAL_MS = 10
/** After so long without any, steps grow. */
const QUIET_MS = 50
/** Senders press when they send at least this share of what can be worked off. More would never be seen: who waits for answers sends less. */
const PRESSING_SHARE = 1 / 4
/** What can be worked off, until a step has told. */
const FIRST_ROWS_PER_MS = 10
const LEASE_MS = 60 * 60_000

interface Waiting {
  readonly parsed: Parsed
  readonly resolve: (accepted: number) => void
  readonly reject: (error: unknown) => void
}

/**
 * Where everything comes in. Idle, an input goes through the pipeline at once and its sender is answered after that one
 * commit. When more comes than can be worked off, it is written to the queue first, many in one commit, and answered then; it is
 * worked off in order. So the disk is flushed once per group, without a timer. Where answers come first, what many have sent
 * is written and answered before it is worked off, a little at a time as long as more comes.
 */
export class Intake {
  readonly #context: PipelineContext
  readonly #pipeline: Pipeline
  readonly #endpointOf: EndpointOf
  readonly #answersFirst: boolean
  #rowsPerStep = MAX_ROWS_PER_STEP
  /** Since when there is a backlog, the rows that came since, and how fast rows are worked off. */
  #waitsSinceMs = 0
  #cameRows = 0
  #cameAtMs = 0
  #rowsPerMs = FIRST_ROWS_PER_MS
  #onArrival: (() => void) | undefined
  #waiting: Waiting[] = []
  /** On disk and not worked off, oldest first. */
  #backlog: Parsed[] = []
  #backlogRows = 0
  #running: Promise<void> | undefined
  #roomWaiters: (() => void)[] = []
  /** Inputs taken in and worked off (or refused), ever: they come and go in one order. */
  #taken = 0
  #finished = 0
  #settleWaiters: {
    readonly until: number
    readonly resolve: () => void
    readonly reject: (error: unknown) => void
  }[] = []

  constructor(
    context: PipelineContext,
    pipeline: Pipeline,
    endpointOf: EndpointOf,
    { answersFirst = false }: { readonly answersFirst?: boolean } = {},
  ) {
    this.#answersFirst = answersFirst
    this.#context = context
    this.#pipeline = pipeline
    this.#endpointOf = endpointOf
  }

  /** Takes up what an earlier process had acknowledged and not worked off. Call once, before anything is accepted. */
  async resume(): Promise<void> {
    for (;;) {
      // What a killed process had leased is ours: a store has one writer, and it is this one.
      const nowMs = this.#context.now() + 2 * LEASE_MS
      const lease = await this.#context.store.write.claim(INPUT_QUEUE, { max: 200, leaseMs: 1, nowMs })
      if (lease.items.length === 0) return
      for (const item of lease.items) {
        try {
          await this.#pipeline.work([{ ...parseInput(fromQueue(item.body), this.#endpointOf), settles: item.id }])
        } catch (error) {
          const failure = RapportError.from(error)
          if (failure.kind === 'transient') throw failure
          await this.#context.store.write.commit({ settled: [{ id: item.id, deadReason: failure.code }] })
        }
      }
    }
  }

  /**
   * Resolves with the number of rows when they are on disk.
   * @param waits whether to wait for room (a sync) or be told `OVERLOADED` at once (a sender on the network)
   */
  async accept(input: Input, waits: boolean): Promise<number> {
    while (this.#backlogRows >= MAX_BACKLOG_ROWS) {
      if (!waits) throw new RapportError('OVERLOADED')
      await new Promise<void>((resolve) => this.#roomWaiters.push(resolve))
    }
    const parsed = parseInput(input, this.#endpointOf)
    return new Promise<number>((resolve, reject) => {
      this.#waiting.push({ parsed, resolve, reject })
      this.#taken++
      this.#onArrival?.()
      this.#onArrival = undefined
      this.#run()
    })
  }

  /** Resolves when everything accepted so far is in profiles; what comes meanwhile is not waited for. @throws what keeps it from being worked off */
  settle(): Promise<void> {
    if (this.#finished >= this.#taken) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#settleWaiters.push({ until: this.#taken, resolve, reject })
      this.#run()
    })
  }

  get backlogRows(): number {
    return this.#backlogRows
  }

  #run(): void {
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined
      if (this.#waiting.length > 0) this.#run()
    })
  }

  async #loop(): Promise<void> {
    await Promise.resolve() // all that came in this turn goes into one group
    while (this.#waiting.length > 0 || this.#backlog.length > 0) {
      if (this.#backlog.length === 0 && rowsOf(this.#waiting) <= this.#rowsBeforeAnswer()) await this.#direct()
      else {
        const came = this.#waiting.length > 0
        if (came) await this.#persist()
        if (this.#answersFirst && (await this.#letCome(came))) continue
        const stuck = await this.#workBacklog()
        if (!stuck) continue
        for (const { reject } of this.#settleWaiters.splice(0)) reject(stuck)
        return
      }
    }
  }

  /** A sync waits for its batches anyway: written to the queue first, they would only be written twice. */
  #rowsBeforeAnswer(): number {
    const isSent = this.#answersFirst && this.#waiting.some(({ parsed }) => parsed.input.kind === 'request')
    return isSent ? MAX_ROWS_BEFORE_ANSWER : MAX_ROWS_PER_STEP
  }

  /**
   * Lets answers leave and what has been sent come in. While many send, that goes before what waits, for a while: in larger
   * steps afterwards it is also worked off faster.
   * @returns whether more is taken in before anything is worked off
   */
  async #letCome(came: boolean): Promise<boolean> {
    const nowMs = performance.now()
    const waitsMs = nowMs - this.#waitsSinceMs
    if (came) this.#cameAtMs = nowMs
    const isPressed = this.#cameRows > waitsMs * this.#rowsPerMs * PRESSING_SHARE
    const isPutOff = isPressed && this.#backlogRows < MAX_PUT_OFF_ROWS && waitsMs < MAX_PUT_OFF_MS
    if (came && isPutOff) await this.#nextArrival()
    else await nextTurn()
    const more = this.#waiting.length > 0
    if (this.#backlogRows >= MAX_PUT_OFF_ROWS) this.#rowsPerStep = MAX_ROWS_PER_STEP
    else if (nowMs - this.#cameAtMs < QUIET_MS)
      this.#rowsPerStep = waitsMs < MAX_PUT_OFF_MS ? MIN_ROWS_PER_STEP : BUSY_ROWS_PER_STEP
    else this.#rowsPerStep = Math.min(MAX_ROWS_PER_STEP, this.#rowsPerStep * 2)
    return more && isPutOff
  }

  #nextArrival(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ARRIVAL_MS)
      this.#onArrival = () => {
        clearTimeout(timer)
        // What else comes in this turn joins it.
        setImmediate(resolve)
      }
    })
  }

  #finish(inputs: number): void {
    this.#finished += inputs
    const waiters = this.#settleWaiters
    this.#settleWaiters = waiters.filter(({ until }) => until > this.#finished)
    for (const { until, resolve } of waiters) if (until <= this.#finished) resolve()
  }

  /** The newest inputs were not taken in after all; who waits for them waits for what came before only. */
  #refuse(inputs: number): void {
    const before = this.#finished + this.#backlog.length
    this.#taken -= inputs
    this.#settleWaiters = this.#settleWaiters.map((waiter) => ({
      ...waiter,
      until: waiter.until > before ? Math.max(before, waiter.until - inputs) : waiter.until,
    }))
    this.#finish(0)
  }

  async #direct(): Promise<void> {
    const group = this.#waiting
    this.#waiting = []
    try {
      await this.#pipeline.work(group.map(({ parsed }) => parsed))
      for (const { parsed, resolve } of group) resolve(parsed.rows)
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
    this.#finish(group.length)
  }

  async #persist(): Promise<void> {
    const group = this.#waiting
    this.#waiting = []
    try {
      const nowMs = this.#context.now()
      const committed = await this.#context.store.write.commit({
        enqueue: group.map(({ parsed }) => toQueue(parsed.input, nowMs)),
      })
      if (!committed.ok) throw new RapportError('LEASE_LOST')
      if (this.#backlog.length === 0) {
        this.#waitsSinceMs = performance.now()
        this.#cameRows = 0
      }
      group.forEach(({ parsed, resolve }, index) => {
        const settles = (committed.sequence - group.length + 1 + index) as typeof committed.sequence
        this.#backlog.push({ ...parsed, settles })
        this.#backlogRows += parsed.rows
        this.#cameRows += parsed.rows
        resolve(parsed.rows)
      })
    } catch (error) {
      for (const { reject } of group) reject(error)
      this.#refuse(group.length)
    }
  }

  /** @returns why the store cannot take it now: it stays on disk, and the next input or `settle` tries again */
  async #workBacklog(): Promise<RapportError | undefined> {
    const group: Parsed[] = []
    let rows = 0
    for (const parsed of this.#backlog) {
      if (group.length > 0 && rows + parsed.rows > this.#rowsPerStep) break
      group.push(parsed)
      rows += parsed.rows
    }
    const began = performance.now()
    try {
      await this.#pipeline.work(group)
    } catch (error) {
      return RapportError.from(error)
    }
    this.#rowsPerMs += (rows / Math.max(0.1, performance.now() - began) - this.#rowsPerMs) / 8
    this.#backlog.splice(0, group.length)
    this.#backlogRows -= rows
    if (this.#backlogRows < MAX_BACKLOG_ROWS) for (const wake of this.#roomWaiters.splice(0)) wake()
    this.#finish(group.length)
    return undefined
  }
}

const rowsOf = (waiting: readonly Waiting[]): number => waiting.reduce((rows, { parsed }) => rows + parsed.rows, 0)
