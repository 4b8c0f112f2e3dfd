import type { Stream } from '@rapport/core'
import type { Entry } from '@rapport/engine'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { SyncParts } from './run.ts'
import { SyncCoordinator } from './syncs.ts'

/** A workspace whose connections read what `read` says. */
function make(read: NonNullable<Stream<object>['read']>) {
  const entries = new Map<string, Entry>()
  let clock = 1000
  const commands = {
    emit: async () => ({ ok: true, accepted: 1 }) as const,
    settle: async () => {},
    putEntries: async (list: readonly Entry[]) => {
      for (const entry of list) entries.set(entry.name, entry)
    },
  }
  const stream: Stream<object> = {
    name: 'contacts',
    entity: 'person',
    mode: 'replace',
    unique: false,
    row: z.object({}),
    key: () => '',
    version: undefined,
    cursor: undefined,
    mapping: { set: {} },
    read,
  }
  const now = () => clock++
  const prepare = async (connection: string, signal: AbortSignal): Promise<SyncParts> => ({
    connection,
    part: 'crm/crm',
    source: { check: async () => ({ ok: true }), streams: async () => [stream] },
    context: { config: {}, fetch, log: () => {}, now: () => new Date(now()), signal },
    commands,
    reader: { streams: async () => [], countRejected: async () => [] },
    maxAttempts: 1,
    maxRetryDelayMs: 1,
    now,
    wait: async () => {},
  })
  const reader = { entries: async () => ({ items: [...entries.values()], next: null }) }
  const open = () => new SyncCoordinator({ prepare, reader, commands, maxConcurrent: 1, now })
  return { syncs: open(), open, entries }
}

const untilStopped: NonNullable<Stream<object>['read']> = async ({ signal, emit }) => {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  await emit({ rows: [{}] })
}

test('a connection has one run at a time, and one that is stopped ends at its batch', async () => {
  const { syncs } = make(untilStopped)
  const begun = await syncs.start('crm')
  expect(begun.state).toBe('running')
  await expect(syncs.run('crm')).rejects.toMatchObject({ code: 'SYNC_RUNNING' })
  await syncs.stop('crm')
  expect(await syncs.list()).toMatchObject([{ connection: 'crm', state: 'stopped' }])
})

test('no more run at once than are allowed; the others wait for their turn', async () => {
  let running = 0
  let most = 0
  const { syncs } = make(async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise(setImmediate)
    running -= 1
  })
  await Promise.all(['a', 'b', 'c'].map((connection) => syncs.run(connection)))
  expect(most).toBe(1)
  expect((await syncs.list({ connection: 'b' })).map(({ state }) => state)).toEqual(['done'])
})

test('a run that a killed process left is marked and named, to be resumed', async () => {
  const { syncs, open, entries } = make(untilStopped)
  await syncs.start('crm')
  const left = new Map(entries)
  await syncs.close()
  // As the disk was at the kill.
  entries.clear()
  for (const [name, entry] of left) entries.set(name, entry)
  const next = open()
  expect(await next.recover()).toEqual(['crm'])
  expect(await next.list()).toMatchObject([{ state: 'interrupted' }])
  expect(await next.recover()).toEqual([])
})
