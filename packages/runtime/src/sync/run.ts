import type { Context, Json, Source, Stream } from '@rapport/core'
import { RapportError } from '@rapport/core'
import type { Commands, Reader } from '@rapport/engine'
import type { Problem, SyncedStream, SyncRun } from '../api.ts'
import { failureOf } from '../context/failure.ts'

export const syncRunType = 'sync-run'

export interface SyncParts {
  readonly connection: string
  /** `plugin/part`, for messages. */
  readonly part: string
  readonly source: Pick<Source, 'check' | 'streams'>
  readonly context: Context<object>
  readonly commands: Pick<Commands, 'emit' | 'settle' | 'putEntries'>
  readonly reader: Pick<Reader, 'streams' | 'countRejected'>
  readonly maxAttempts: number
  readonly maxRetryDelayMs: number
  /** Epoch ms. */
  readonly now: () => number
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  /** In [0, 1). */
  readonly random?: () => number
}

export interface SyncRequest {
  readonly trigger: SyncRun['trigger']
  readonly stream?: string
  readonly allowDeletes?: boolean
  readonly onProgress?: (run: SyncRun) => void
}

type Editable<T> = { -readonly [Key in keyof T]: T[Key] }

const BASE_DELAY_MS = 1_000
const PROGRESS_EVERY_MS = 500

/** An error as a person reads it. */
const problemOf = (error: RapportError): Problem => ({
  code: error.code,
  message: error.message,
  solve: error.solve,
})

/**
 * One run of a connection: checks it, finds its streams, reads each from its stored cursor. A transient error backs off
 * and reads on from the last cursor that was committed; a stream that fails for good does not hold up the others, unless the
 * error is the connection's own. The run is kept as an entry from its first moment, so that a killed one is found.
 */
export async function runSync(parts: SyncParts, request: SyncRequest): Promise<SyncRun> {
  const { connection, commands, context, now } = parts
  const run: Editable<Omit<SyncRun, 'streams'>> & { streams: Editable<SyncedStream>[] } = {
    id: `${connection}/${String(now()).padStart(14, '0')}`,
    connection,
    trigger: request.trigger,
    state: 'running',
    startedAt: new Date(now()).toISOString(),
    endedAt: null,
    streams: [],
    error: null,
  }
  const keep = () => {
    const entry = { type: syncRunType, name: run.id, profile: null, at: now(), body: JSON.stringify(run) }
    return commands.putEntries([entry])
  }
  let toldAt = 0
  const progress = () => {
    if (now() - toldAt < PROGRESS_EVERY_MS) return
    toldAt = now()
    request.onProgress?.(structuredClone(run))
  }

  await keep()
  try {
    const streams = await findStreams(parts, request.stream)
    run.streams = streams.map(({ name }) => waiting(name))
    request.onProgress?.(structuredClone(run))
    const before = await rejectedOf(parts)
    for (const [index, stream] of streams.entries()) {
      const state = run.streams[index]
      if (!state || context.signal.aborted) break
      await readStream(parts, stream, state, request.allowDeletes ?? false, progress)
      await keep()
    }
    await commands.settle()
    const after = await rejectedOf(parts)
    for (const state of run.streams)
      state.rejected = Math.max(0, (after.get(state.stream) ?? 0) - (before.get(state.stream) ?? 0))
  } catch (error) {
    if (!context.signal.aborted) run.error = problemOf(failureOf(error, parts.part))
  }
  run.state = context.signal.aborted
    ? 'stopped'
    : run.error !== null || run.streams.some(({ state }) => state === 'failed')
      ? 'failed'
      : 'done'
  for (const state of run.streams) if (state.state === 'waiting' || state.state === 'running') state.state = 'stopped'
  run.endedAt = new Date(now()).toISOString()
  await keep()
  request.onProgress?.(structuredClone(run))
  return run
}

/** @throws RapportError `CONNECTION_REFUSED` with the plugin's own advice, `STREAM_UNKNOWN`, `SYNC_NOT_READABLE` */
async function findStreams(parts: SyncParts, wanted: string | undefined): Promise<readonly Stream<object>[]> {
  const { connection, context, source } = parts
  const health = await source.check(context)
  if (!health.ok)
    throw new RapportError('CONNECTION_REFUSED', { connection, problem: health.problem, advice: health.solve })
  const all = await source.streams(context)
  const named = wanted === undefined ? all : all.filter(({ name }) => name === wanted)
  if (wanted !== undefined && named.length === 0)
    throw new RapportError('STREAM_UNKNOWN', { stream: `${connection}/${wanted}` })
  const readable = named.filter(({ read }) => read !== undefined)
  if (readable.length === 0)
    throw new RapportError('SYNC_NOT_READABLE', { name: wanted === undefined ? connection : `${connection}/${wanted}` })
  return readable
}

async function readStream(
  parts: SyncParts,
  stream: Stream<object>,
  state: Editable<SyncedStream>,
  allowDeletes: boolean,
  progress: () => void,
): Promise<void> {
  const { connection, context, commands, maxAttempts, maxRetryDelayMs, wait, random = Math.random } = parts
  state.state = 'running'
  for (let failures = 0; ; ) {
    let hasMoved = false
    state.attempts += 1
    try {
      const cursor = await storedCursor(parts, stream)
      await stream.read?.({
        ...context,
        cursor,
        emit: async (batch) => {
          context.signal.throwIfAborted()
          const { rows = [], deletes = [], merges = [] } = batch
          const outcome = await commands.emit({
            connection,
            stream: stream.name,
            body: JSON.stringify({ rows, deletes, merges }),
            ...(batch.cursor === undefined ? {} : { cursor: JSON.stringify(batch.cursor) }),
            ...(batch.snapshot === undefined ? {} : { snapshot: batch.snapshot }),
            ...(allowDeletes ? { allowDeletes } : {}),
          })
          if (!outcome.ok) throw new RapportError(outcome.code, outcome.details)
          hasMoved = true
          state.rows += rows.length
          state.deletes += deletes.length
          state.merges += merges.length
          progress()
        },
      })
      state.state = 'done'
      return
    } catch (error) {
      if (context.signal.aborted) {
        state.state = 'stopped'
        return
      }
      const failure = failureOf(error, parts.part)
      failures = hasMoved ? 1 : failures + 1
      if (failure.kind === 'transient' && failures < maxAttempts) {
        await wait(random() * Math.min(maxRetryDelayMs, BASE_DELAY_MS * 2 ** failures), context.signal).catch(() => {})
        continue
      }
      state.state = 'failed'
      state.error = problemOf(failure)
      // A wrong password is wrong for every stream. A brake, a missing scope of one object, is this stream's alone.
      if (failure.kind === 'config' && failure.code !== 'SNAPSHOT_BRAKE') throw failure
      return
    }
  }
}

/** The cursor that the stream's last committed batch left; one that no longer fits its schema is not used: it is read from the start. */
async function storedCursor({ reader, connection }: SyncParts, stream: Stream<object>): Promise<unknown> {
  if (!stream.cursor) return undefined
  const name = `${connection}/${stream.name}`
  const text = (await reader.streams()).find((one) => one.name === name)?.cursor
  if (text === undefined || text === null) return undefined
  const parsed = stream.cursor.safeParse(JSON.parse(text) as Json)
  return parsed.success ? parsed.data : undefined
}

async function rejectedOf({ reader, connection }: SyncParts): Promise<ReadonlyMap<string, number>> {
  const prefix = `${connection}/`
  const counts = new Map<string, number>()
  for (const { stream, count } of await reader.countRejected())
    if (stream.startsWith(prefix)) {
      const name = stream.slice(prefix.length)
      counts.set(name, (counts.get(name) ?? 0) + count)
    }
  return counts
}

const waiting = (stream: string): Editable<SyncedStream> => ({
  stream,
  state: 'waiting',
  rows: 0,
  deletes: 0,
  merges: 0,
  rejected: 0,
  attempts: 0,
  error: null,
})
