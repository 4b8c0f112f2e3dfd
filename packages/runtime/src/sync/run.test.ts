import { type Batch, type Context, type Health, RapportError, type Stream } from '@rapport/core'
import type { EmitOutcome, EmittedBatch, Entry } from '@rapport/engine'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { SyncRun } from '../api.ts'
import { runSync, type SyncParts } from './run.ts'

type Read = NonNullable<Stream<object>['read']>

const stream = (name: string, read: Read | undefined): Stream<object> => ({
  name,
  entity: 'person',
  mode: 'replace',
  unique: false,
  row: z.object({}),
  key: () => '',
  version: undefined,
  cursor: z.object({ page: z.number() }),
  mapping: { set: {} },
  read,
})

/** A workspace that keeps what is emitted and advances cursors with it, as the engine does. */
function workspace(streams: readonly Stream<object>[], more: Partial<SyncParts> = {}) {
  const batches: EmittedBatch[] = []
  const entries = new Map<string, Entry>()
  const cursors = new Map<string, string>()
  const waits: number[] = []
  const controller = new AbortController()
  let outcome: EmitOutcome = { ok: true, accepted: 1 }
  const context: Context<object> = {
    config: {},
    fetch,
    log: () => {},
    now: () => new Date(0),
    signal: controller.signal,
  }
  const parts: SyncParts = {
    connection: 'crm',
    part: 'crm/crm',
    source: { check: async (): Promise<Health> => ({ ok: true }), streams: async () => streams },
    context,
    commands: {
      emit: async (batch) => {
        if (!outcome.ok) return outcome
        batches.push(batch)
        if (batch.cursor !== undefined) cursors.set(`${batch.connection}/${batch.stream}`, batch.cursor)
        return outcome
      },
      settle: async () => {},
      putEntries: async (list) => {
        for (const entry of list) entries.set(entry.name, entry)
      },
    },
    reader: {
      streams: async () => [...cursors].map(([name, cursor], id) => ({ id, name, cursor })),
      countRejected: async () => [{ stream: 'crm/contacts', code: 'ROW_INVALID', count: batches.length }],
    },
    maxAttempts: 3,
    maxRetryDelayMs: 60_000,
    now: () => 1_700_000_000_000,
    wait: async (ms) => void waits.push(ms),
    random: () => 1,
    ...more,
  }
  const kept = () => [...entries.values()].map(({ body }) => JSON.parse(body) as SyncRun)
  const refuse = (next: EmitOutcome) => {
    outcome = next
  }
  return { parts, batches, cursors, waits, controller, kept, refuse }
}

const page = (number: number): Batch<object, unknown> => ({ rows: [{ id: number }], cursor: { page: number } })

test('a run reads every stream, counts what it did, and is kept from start to end', async () => {
  const { parts, batches, kept } = workspace([
    stream('contacts', async ({ emit }) => {
      await emit({ rows: [{ id: 1 }, { id: 2 }], deletes: ['3'], cursor: { page: 1 } })
    }),
    stream('events', undefined),
  ])
  const run = await runSync(parts, { trigger: 'request' })
  expect(run).toMatchObject({ state: 'done', error: null })
  expect(run.streams).toMatchObject([{ stream: 'contacts', state: 'done', rows: 2, deletes: 1, rejected: 1 }])
  expect(JSON.parse(batches[0]?.body ?? '')).toEqual({ rows: [{ id: 1 }, { id: 2 }], deletes: ['3'], merges: [] })
  expect(kept()).toEqual([run])
})

test('a transient error backs off and reads on from the cursor that was committed', async () => {
  const cursors: unknown[] = []
  const { parts, waits, batches } = workspace([
    stream('contacts', async ({ cursor, emit }) => {
      cursors.push(cursor)
      const from = (cursor as { page: number } | undefined)?.page ?? 0
      await emit(page(from + 1))
      if (from < 2) throw new RapportError('CONNECTION_UNREACHABLE', { host: 'crm', problem: 'ECONNRESET' })
    }),
  ])
  const run = await runSync(parts, { trigger: 'request' })
  expect(run.state).toBe('done')
  expect(cursors).toEqual([undefined, { page: 1 }, { page: 2 }])
  expect(batches).toHaveLength(3)
  expect(waits).toEqual([2000, 2000])
})

test('without progress attempts run out, and the stream says why', async () => {
  const { parts, waits } = workspace([
    stream('contacts', async () => {
      throw Object.assign(new Error('x'), { code: 'ECONNREFUSED' })
    }),
  ])
  const run = await runSync(parts, { trigger: 'request' })
  expect(run.streams).toMatchObject([{ state: 'failed', attempts: 3, error: { code: 'CONNECTION_UNREACHABLE' } }])
  expect(waits).toEqual([2000, 4000])
})

test('a bug in one stream does not hold up the others, and its message is not repeated', async () => {
  const { parts } = workspace([
    stream('contacts', async () => {
      throw new Error('cannot read ana@example.com')
    }),
    stream('orders', ({ emit }) => emit(page(1))),
  ])
  const run = await runSync(parts, { trigger: 'request' })
  expect(run.state).toBe('failed')
  expect(run.streams).toMatchObject([{ error: { code: 'PLUGIN_FAILED' } }, { state: 'done', rows: 1 }])
  expect(JSON.stringify(run)).not.toContain('ana@')
})

test('a mistake in the configuration stops the whole run; the brake stops its own stream only', async () => {
  const wrong = workspace([
    stream('contacts', async () => {
      throw new RapportError('SECRET_MISSING', { name: 'token' })
    }),
    stream('orders', ({ emit }) => emit(page(1))),
  ])
  const run = await runSync(wrong.parts, { trigger: 'request' })
  expect(run).toMatchObject({ state: 'failed', error: { code: 'SECRET_MISSING' } })
  expect(run.streams.map(({ state }) => state)).toEqual(['failed', 'stopped'])

  const braked = workspace([
    stream('contacts', ({ emit }) => emit({ snapshot: 'complete' })),
    stream('orders', async () => {}),
  ])
  braked.refuse({ ok: false, code: 'SNAPSHOT_BRAKE', details: { stream: 'crm/contacts', vanished: 9, total: 10 } })
  const held = await runSync(braked.parts, { trigger: 'request' })
  expect(held.error).toBeNull()
  expect(held.streams.map(({ state }) => state)).toEqual(['failed', 'done'])
})

test('a connection that does not work says so with the advice of its plugin', async () => {
  const { parts } = workspace([], {
    source: {
      check: async () => ({ ok: false, problem: 'the token expired', solve: 'Connect again.' }),
      streams: async () => [],
    },
  })
  const run = await runSync(parts, { trigger: 'schedule' })
  expect(run).toMatchObject({ state: 'failed', error: { code: 'CONNECTION_REFUSED', solve: 'Connect again.' } })
})

test('a stopped run ends at its batch and is no failure', async () => {
  const { parts, controller, batches } = workspace([
    stream('contacts', async ({ emit }) => {
      await emit(page(1))
      controller.abort()
      await emit(page(2))
    }),
    stream('orders', ({ emit }) => emit(page(1))),
  ])
  const run = await runSync(parts, { trigger: 'request' })
  expect(run).toMatchObject({ state: 'stopped', error: null })
  expect(run.streams.map(({ state }) => state)).toEqual(['stopped', 'stopped'])
  expect(batches).toHaveLength(1)
})

test('an unknown stream and one that only receives are refused by name', async () => {
  const { parts } = workspace([stream('events', undefined)])
  const unknown = await runSync(parts, { trigger: 'request', stream: 'nothing' })
  expect(unknown.error?.code).toBe('STREAM_UNKNOWN')
  const deaf = await runSync(parts, { trigger: 'request', stream: 'events' })
  expect(deaf.error?.code).toBe('SYNC_NOT_READABLE')
})
