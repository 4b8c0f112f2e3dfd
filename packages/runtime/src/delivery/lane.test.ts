import { type Context, type Item, type Outcome, RapportError, type SendContext, type Sequence } from '@rapport/core'
import type { QueueItem, Settled } from '@rapport/engine'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { deliverBatch, type LaneParts } from './lane.ts'

const NOW = 1_000_000
const context: Context<object> = {
  config: {},
  fetch,
  log: () => {},
  now: () => new Date(NOW),
  signal: new AbortController().signal,
}

const queued = (id: number, item: Partial<Item<object>> = {}, attempt = 0): QueueItem => ({
  id: id as Sequence,
  queue: 'deliver',
  lane: 'vips',
  attempt,
  dueAt: 0,
  body: JSON.stringify({
    activation: 'vips',
    item: { id: `item-${id}`, operation: 'upsert', fields: { email: 'a@b.example' }, ...item },
  }),
})

function lane(
  items: readonly QueueItem[],
  send: (context: SendContext<object>, items: readonly Item<object>[]) => Promise<void>,
) {
  const settled: Settled[] = []
  const sent: string[][] = []
  const parts: LaneParts = {
    lane: 'vips',
    part: 'webhook/webhook',
    activator: {
      fields: z.object({ email: z.string() }),
      maxBatchItems: 100,
      send: async (sending, batch) => {
        sent.push(batch.map(({ id }) => id))
        await send(sending, batch)
      },
    },
    context,
    commands: {
      claimDeliveries: async () => ({ token: 'lease', items }),
      settleDeliveries: async (token, list) => {
        expect(token).toBe('lease')
        settled.push(...list)
      },
    },
    maxAttempts: 3,
    maxRetryDelayMs: 60_000,
    now: () => NOW,
    random: () => 1,
  }
  return { parts, settled, sent }
}

const answering = (outcomes: Readonly<Record<string, Outcome>>) => async (context: SendContext<object>) => {
  for (const [id, outcome] of Object.entries(outcomes)) context.report(id, outcome)
}

test('each item is settled by its own outcome', async () => {
  const { parts, settled } = lane(
    [queued(1), queued(2), queued(3)],
    answering({
      'item-1:1': { ok: true },
      'item-2:2': { ok: false, kind: 'data', reason: 'no such list' },
      'item-3:3': { ok: false, kind: 'transient', reason: 'busy', retryAfterMs: 7000 },
    }),
  )
  expect(await deliverBatch(parts)).toEqual({ claimed: 3, done: 1, retried: 1, dead: 1, stopped: null })
  expect(settled).toEqual([
    { id: 1, done: true },
    { id: 2, deadReason: 'no such list' },
    { id: 3, retryAt: NOW + 7000, reason: 'busy' },
  ])
})

test('an item without an outcome is tried again, later each time, until it is a dead letter', async () => {
  const { parts, settled } = lane([queued(1), queued(2, {}, 1), queued(3, {}, 2)], async () => {})
  expect(await deliverBatch(parts)).toMatchObject({ retried: 2, dead: 1 })
  expect(settled).toMatchObject([{ retryAt: NOW + 2000 }, { retryAt: NOW + 4000 }, { id: 3 }])
})

test('a config error stops the lane and keeps its items, however often they were tried', async () => {
  const { parts, settled } = lane([queued(1, {}, 50)], async () => {
    throw new RapportError('SECRET_MISSING', { name: 'hook' })
  })
  const turn = await deliverBatch(parts)
  expect(turn.stopped).toContain('hook')
  expect(turn.dead).toBe(0)
  expect(settled[0]).toHaveProperty('retryAt')
})

test('when sending breaks off, what was reported counts and the rest is tried again', async () => {
  const { parts, settled } = lane([queued(1), queued(2)], async (context) => {
    context.report('item-1:1', { ok: true })
    throw Object.assign(new Error('ana@example.com'), { code: 'ECONNRESET' })
  })
  await deliverBatch(parts)
  expect(settled).toMatchObject([
    { id: 1, done: true },
    { id: 2, retryAt: NOW + 2000 },
  ])
  expect(JSON.stringify(settled)).not.toContain('ana@')
})

test('fields that the activator does not take never reach it, but a removal does', async () => {
  const { parts, settled, sent } = lane(
    [queued(1, { fields: {} }), queued(2, { operation: 'remove', fields: {} })],
    answering({ 'item-2:2': { ok: true } }),
  )
  await deliverBatch(parts)
  expect(sent).toEqual([['item-2:2']])
  expect(settled).toMatchObject([
    { id: 1, deadReason: expect.stringContaining('email') },
    { id: 2, done: true },
  ])
})

test('broken off because the server ends, what was reported counts and the rest is left as it was', async () => {
  const ending = new AbortController()
  const { parts, settled } = lane([queued(1), queued(2, {}, 2)], async (sending) => {
    sending.report('item-1:1', { ok: true })
    ending.abort()
    throw ending.signal.reason
  })
  const turn = await deliverBatch({ ...parts, context: { ...context, signal: ending.signal } })
  expect(settled).toEqual([{ id: 1, done: true }])
  expect(turn).toMatchObject({ done: 1, retried: 0, dead: 0 })
})

test('an empty lane sends and settles nothing', async () => {
  const { parts, settled, sent } = lane([], async () => {})
  expect(await deliverBatch(parts)).toMatchObject({ claimed: 0 })
  expect([settled, sent]).toEqual([[], []])
})
