import { randomUUID } from 'node:crypto'
import type { Sequence } from '@rapport/core'
import type { Enqueue, Lease, Page, Paging, QueueItem, Settled, Writes } from '@rapport/engine'
import { pageOf } from './order.ts'
import { nextSequence, type QueueRow, type State } from './state.ts'

export function claim(
  state: State,
  queue: string,
  options: { readonly max: number; readonly leaseMs: number; readonly nowMs: number; readonly lane?: string },
): Lease {
  const { max, leaseMs, nowMs, lane } = options
  const due = [...state.queue.values()]
    .filter(
      (row) => row.queue === queue && !row.isDead && row.dueAt <= nowMs && (lane === undefined || row.lane === lane),
    )
    .filter((row) => (leaseOf(state, row.id)?.lease.until ?? 0) <= nowMs)
    .sort((a, b) => a.dueAt - b.dueAt || a.id - b.id)
    .slice(0, max)
  for (const row of due) voidLeaseOf(state, row.id)
  const token = randomUUID()
  if (due.length > 0) state.leases.set(token, { until: nowMs + leaseMs, items: new Set(due.map((row) => row.id)) })
  return { token, items: due.map(itemOf) }
}

const itemOf = ({ id, queue, lane, attempt, dueAt, body }: QueueRow): QueueItem => ({
  id,
  queue,
  lane,
  attempt,
  dueAt,
  body,
})

function leaseOf(state: State, id: Sequence) {
  for (const [token, lease] of state.leases) if (lease.items.has(id)) return { token, lease }
  return undefined
}

/** A lease is one: who loses an item of it loses all. */
export function voidLeaseOf(state: State, id: Sequence): void {
  const held = leaseOf(state, id)
  if (held !== undefined) state.leases.delete(held.token)
}

/** Whether the lease of a commit is still the caller's, and what it settles is under it. */
export function holdsLease(state: State, writes: Writes): boolean {
  if (writes.lease === undefined) return true
  const lease = state.leases.get(writes.lease)
  if (lease === undefined) return false
  return (writes.settled ?? []).every(({ id }) => lease.items.has(id) || !state.queue.has(id))
}

export function writeQueue(state: State, writes: Writes): void {
  for (const settled of writes.settled ?? []) settle(state, settled)
  for (const { id, dueAt } of writes.requeue ?? []) {
    const row = state.queue.get(id)
    if (row === undefined || !row.isDead) continue
    row.isDead = false
    row.attempt = 0
    row.reason = null
    row.dueAt = dueAt
    giveWay(state, row)
  }
  for (const item of writes.enqueue ?? []) enqueue(state, item)
}

function settle(state: State, settled: Settled): void {
  const row = state.queue.get(settled.id)
  const held = leaseOf(state, settled.id)
  held?.lease.items.delete(settled.id)
  if (held?.lease.items.size === 0) state.leases.delete(held.token)
  if (row === undefined) return
  if ('done' in settled) {
    state.queue.delete(settled.id)
  } else if ('retryAt' in settled) {
    row.attempt++
    row.reason = settled.reason
    row.dueAt = settled.retryAt
    giveWay(state, row)
  } else {
    row.attempt++
    row.reason = settled.deadReason
    row.isDead = true
    giveWay(state, row)
  }
}

/** An item that is not done gives way to a newer one of its key: that one says all it said. */
function giveWay(state: State, row: QueueRow): void {
  if (row.key !== null && itemsUnder(state, row.queue, row.key).some((other) => other.id > row.id))
    state.queue.delete(row.id)
}

const itemsUnder = (state: State, queue: string, key: string): readonly QueueRow[] =>
  [...state.queue.values()].filter((row) => row.queue === queue && row.key === key)

function enqueue(state: State, item: Enqueue): void {
  if (item.key !== null)
    for (const row of itemsUnder(state, item.queue, item.key))
      if (leaseOf(state, row.id) === undefined) state.queue.delete(row.id)
  const id = nextSequence(state)
  const { queue, lane, dueAt, key, body } = item
  state.queue.set(id, { id, queue, lane, key, body, attempt: 0, dueAt, reason: null, isDead: false })
}

export function queuePage(
  state: State,
  queue: string,
  query: Paging & { readonly lane?: string; readonly state?: 'waiting' | 'dead' },
): Page<QueueItem & { readonly reason: string | null; readonly isDead: boolean }> {
  const rows = [...state.queue.values()]
    .filter((row) => row.queue === queue && row.isDead === (query.state === 'dead'))
    .filter((row) => query.lane === undefined || row.lane === query.lane)
    .map((row) => ({ ...itemOf(row), reason: row.reason, isDead: row.isDead }))
  return pageOf(rows, query, { position: (row) => [row.id], shape: 'n' })
}
