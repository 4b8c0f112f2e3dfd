import type { Batch, Context, Stream } from '@rapport/core'
import { config, type SqlConfig } from '../src/config.ts'
import type { SqlCursor } from '../src/position.ts'
import { sqlSource } from '../src/source.ts'

type ConfigInput = Parameters<typeof config.parse>[0] & object
export type StreamInput = Readonly<Record<string, unknown>>

/** A database under test. */
export interface Server {
  readonly name: string
  /** How to reach it, without streams. */
  readonly connection: Readonly<Record<string, unknown>>
  /** Runs statements as its owner. */
  readonly execute: (...statements: readonly string[]) => Promise<void>
}

const NOW = Date.parse('2026-11-24T12:00:00Z')

export function contextOf(
  server: Pick<Server, 'connection'>,
  streams: readonly StreamInput[],
  more: Readonly<Record<string, unknown>> = {},
  signal: AbortSignal = new AbortController().signal,
): Context<SqlConfig> {
  const input: ConfigInput = {
    ...server.connection,
    streams: streams.map((stream) => ({ name: 'rows', entity: 'person', key: 'id', ...stream })),
    ...more,
  }
  return { config: config.parse(input), fetch, log: () => {}, now: () => new Date(NOW), signal }
}

export interface Sync {
  /** Batches that were taken. */
  readonly batches: readonly Batch<object, unknown>[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** The cursor of the last batch that was taken, as JSON brought it back. */
  readonly cursor: SqlCursor | undefined
  readonly wasKilled: boolean
}

export interface SyncOptions {
  readonly cursor?: SqlCursor | undefined
  /** The process dies while the batch after so many is written: what it held is not taken. */
  readonly batches?: number
  /** What the rest of the configuration says. */
  readonly more?: Readonly<Record<string, unknown>>
  readonly beforeBatch?: (index: number) => Promise<void>
  readonly refuse?: (batch: Batch<object, unknown>) => void
  readonly signal?: AbortSignal
}

export async function syncOf(
  server: Pick<Server, 'connection'>,
  input: StreamInput,
  options: SyncOptions = {},
): Promise<Sync> {
  const context = contextOf(server, [input], options.more, options.signal)
  const [stream] = (await sqlSource.streams(context)) as readonly Stream<SqlConfig>[]
  if (stream === undefined) throw new Error('there is a stream')
  const taken: Batch<object, unknown>[] = []
  const killed = new Error('killed')
  const emit = async (batch: Batch<object, unknown>) => {
    await options.beforeBatch?.(taken.length)
    if (taken.length === options.batches) throw killed
    options.refuse?.(batch)
    taken.push(JSON.parse(JSON.stringify(batch)))
  }
  let wasKilled = false
  try {
    await stream.read?.({ ...context, cursor: stream.cursor?.optional().parse(options.cursor), emit } as never)
  } catch (error) {
    if (error !== killed) throw error
    wasKilled = true
  }
  const last = taken.findLast((batch) => batch.cursor !== undefined)?.cursor ?? options.cursor
  return {
    batches: taken,
    rows: taken.flatMap((batch) => (batch.rows ?? []) as Readonly<Record<string, unknown>>[]),
    cursor: last as SqlCursor | undefined,
    wasKilled,
  }
}

/** What the store would hold: as an engine without versions does, and with what a snapshot deletes. */
export class Mirror {
  readonly rows = new Map<string, unknown>()
  #seen: Set<string> | undefined

  take({ batches }: Pick<Sync, 'batches'>, key: (row: Readonly<Record<string, unknown>>) => string): void {
    for (const batch of batches) {
      if (batch.snapshot === 'start') this.#seen = new Set()
      for (const row of (batch.rows ?? []) as Readonly<Record<string, unknown>>[]) {
        this.rows.set(key(row), row)
        this.#seen?.add(key(row))
      }
      for (const one of batch.deletes ?? []) this.rows.delete(typeof one === 'string' ? one : one.key)
      if (batch.snapshot !== 'complete') continue
      for (const known of this.rows.keys()) if (this.#seen?.has(known) === false) this.rows.delete(known)
      this.#seen = undefined
    }
  }
}
