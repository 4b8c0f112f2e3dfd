import { randomUUID } from 'node:crypto'
import type { Sequence } from '@rapport/core'
import type { Lease, QueueItem, Writes } from '@rapport/engine'
import type { Connection } from './connection.ts'

/** Leases live in memory: their holder is this process, so they die together, and a claim writes nothing. */
export class Leases {
  readonly #leases = new Map<string, { until: number; items: Set<number> }>()
  readonly #tokens = new Map<number, string>()

  claim(c: Connection, queue: string, o: { max: number; leaseMs: number; nowMs: number; lane?: string }): Lease {
    const lane = o.lane === undefined ? '' : 'AND lane = ?'
    const columns = 'id, queue, lane, attempt, dueAt, body'
    const statement = c.sql(
      `SELECT ${columns} FROM queue WHERE queue = ? AND isDead = 0 ${lane} AND dueAt <= ? ORDER BY dueAt, id LIMIT ?`,
    )
    const limit = o.max + this.#tokens.size
    const rows = (o.lane === undefined
      ? statement.all(queue, o.nowMs, limit)
      : statement.all(queue, o.lane, o.nowMs, limit)) as unknown as QueueItem[]
    const items = rows.filter(({ id }) => (this.#held(id)?.until ?? 0) <= o.nowMs).slice(0, o.max)
    for (const { id } of items) this.voidOf(id)
    const token = randomUUID()
    if (items.length > 0) {
      this.#leases.set(token, { until: o.nowMs + o.leaseMs, items: new Set(items.map(({ id }) => id)) })
      for (const { id } of items) this.#tokens.set(id, token)
    }
    return { token, items }
  }

  #held(id: number) {
    const token = this.#tokens.get(id)
    return token === undefined ? undefined : this.#leases.get(token)
  }

  isLeased(id: number): boolean {
    return this.#tokens.has(id)
  }

  /** A lease is one: who loses an item of it loses all. */
  voidOf(id: number): void {
    const token = this.#tokens.get(id)
    if (token === undefined) return
    for (const item of this.#leases.get(token)?.items ?? []) this.#tokens.delete(item)
    this.#leases.delete(token)
  }

  holds(c: Connection, writes: Writes): boolean {
    if (writes.lease === undefined) return true
    const lease = this.#leases.get(writes.lease)
    if (lease === undefined) return false
    return (writes.settled ?? []).every(
      ({ id }) => lease.items.has(id) || c.sql('SELECT 1 FROM queue WHERE id = ?').get(id) === undefined,
    )
  }

  /** After the commit is stored. */
  release(ids: Iterable<Sequence>): void {
    for (const id of ids) {
      const token = this.#tokens.get(id)
      if (token === undefined) continue
      this.#tokens.delete(id)
      const lease = this.#leases.get(token)
      lease?.items.delete(id)
      if (lease?.items.size === 0) this.#leases.delete(token)
    }
  }
}

export function writeQueue(c: Connection, leases: Leases, writes: Writes, next: () => number): void {
  const settled = new Set((writes.settled ?? []).map(({ id }) => id as number))
  const remove = (id: number) => c.sql('DELETE FROM queue WHERE id = ?').run(id)
  const replaced = (queue: string, key: string): number[] =>
    c
      .sql('SELECT id FROM queue WHERE queue = ? AND key = ?')
      .all(queue, key)
      .map((row) => row.id as number)
      .filter((id) => settled.has(id) || !leases.isLeased(id))
  // Who is not done gives way to a newer one of its key.
  const giveWay = (id: number) =>
    c
      .sql(
        `DELETE FROM queue WHERE id = ?1 AND key IS NOT NULL AND EXISTS
         (SELECT 1 FROM queue n WHERE n.queue = queue.queue AND n.key = queue.key AND n.id > ?1)`,
      )
      .run(id)
  for (const item of writes.settled ?? []) {
    if ('done' in item) remove(item.id)
    else if ('retryAt' in item) {
      c.sql('UPDATE queue SET attempt = attempt + 1, reason = ?, dueAt = ? WHERE id = ?').run(
        item.reason,
        item.retryAt,
        item.id,
      )
      giveWay(item.id)
    } else {
      c.sql('UPDATE queue SET attempt = attempt + 1, reason = ?, isDead = 1 WHERE id = ?').run(item.deadReason, item.id)
      giveWay(item.id)
    }
  }
  for (const { id, dueAt } of writes.requeue ?? []) {
    const { changes } = c
      .sql('UPDATE queue SET isDead = 0, attempt = 0, reason = NULL, dueAt = ? WHERE id = ? AND isDead = 1')
      .run(dueAt, id)
    if (changes > 0) giveWay(id)
  }
  for (const { queue, lane, dueAt, key, body } of writes.enqueue ?? []) {
    if (key !== null) for (const id of replaced(queue, key)) remove(id)
    c.sql('INSERT INTO queue VALUES(?,?,?,?,0,?,NULL,0,?)').run(next(), queue, lane, key, dueAt, body)
  }
}
