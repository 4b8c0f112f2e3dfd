import type { ProfileId, Sequence } from '@rapport/core'
import type { Enqueue } from '@rapport/engine'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SmallDisk, type SmallStore, smallDisk } from './small-disk.ts'

const FULL = { code: 'STORE_FULL', status: 503, kind: 'transient' }

let disk: SmallDisk
let store: SmallStore
beforeEach(async () => {
  disk = smallDisk()
  store = await disk.open()
})
afterEach(async () => {
  await store.close()
  disk.remove()
})

const item = (n: number): Enqueue => ({
  queue: 'q',
  lane: '',
  dueAt: 0,
  key: null,
  body: JSON.stringify({ n, text: 'x'.repeat(2000) }),
})

/** Commits until the disk is full. @returns what was acknowledged, and the error */
async function commitUntilFull(
  from: number,
): Promise<{ readonly acknowledged: readonly number[]; readonly error: unknown }> {
  const acknowledged: number[] = []
  for (let n = from; ; n++)
    try {
      // Two tables, so that half a commit would be seen.
      await store.write.commit({
        enqueue: [item(n)],
        changes: [{ kind: 'updated', profile: n as ProfileId, at: n, body: '{}' }],
      })
      acknowledged.push(n)
    } catch (error) {
      return { acknowledged, error }
    }
}

async function stored(): Promise<{ readonly items: readonly number[]; readonly changes: readonly number[] }> {
  const { items } = await store.read.queue('q', { limit: 100_000 })
  const changes = await store.read.changes(0 as Sequence, 100_000)
  return {
    items: items.map(({ body }) => (JSON.parse(body) as { n: number }).n),
    changes: changes.map(({ profile }) => profile),
  }
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at)

describe('on a full disk', () => {
  it('commits are refused as such, nothing acknowledged is lost, and all goes on when there is room', async () => {
    const first = await commitUntilFull(0)
    expect(first.error, disk.name).toMatchObject(FULL)
    expect(first.acknowledged.length).toBeGreaterThan(100)
    expect(await stored()).toEqual({ items: first.acknowledged, changes: first.acknowledged })

    store.fill()
    for (let again = 0; again < 3; again++) {
      const { acknowledged, error } = await commitUntilFull(first.acknowledged.length)
      expect({ acknowledged, error }).toMatchObject({ acknowledged: [], error: FULL })
    }
    expect(await stored()).toEqual({ items: first.acknowledged, changes: first.acknowledged })
    const document = { type: 'segment', name: 's', body: 'x'.repeat(50_000), by: 'x', at: 1, expected: 0 }
    await expect(store.documents.write([document])).rejects.toMatchObject(FULL)

    store.makeRoom()
    await store.write.commit({ enqueue: [item(first.acknowledged.length)] })
    expect((await stored()).items).toEqual(numbers(first.acknowledged.length + 1))
  })

  it('a lease that could not be settled is held still, and settled once there is room', async () => {
    await store.write.commit({ enqueue: [item(0)] })
    const lease = await store.write.claim('q', { max: 1, leaseMs: 1000, nowMs: 0 })
    const { acknowledged } = await commitUntilFull(1)
    store.fill()
    const settled = lease.items.map(({ id }) => ({ id, done: true as const }))
    const work = { lease: lease.token, settled, enqueue: numbers(50).map(item) }
    await expect(store.write.commit(work)).rejects.toMatchObject(FULL)
    expect((await stored()).items).toEqual([0, ...acknowledged])
    store.makeRoom()
    expect(await store.write.commit(work)).toMatchObject({ ok: true })
    expect((await stored()).items).toEqual([...acknowledged, ...numbers(50)])
  })

  it('what was acknowledged is there after it was opened anew, whole', async () => {
    const { acknowledged } = await commitUntilFull(0)
    store.fill()
    await store.close()
    store = await disk.open()
    expect((await stored()).items).toEqual(acknowledged)
    store.makeRoom()
    expect((await commitUntilFull(acknowledged.length)).acknowledged.length).toBeGreaterThan(0)
    const raw = new Database(store.file, { readonly: true })
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
    raw.close()
  })

  it('a checkpoint that finds no room leaves all as it is, and the next one does it', async () => {
    const { acknowledged } = await commitUntilFull(0)
    store.fill()
    await store.write.checkpoint().catch((error: unknown) => expect(error).toMatchObject(FULL))
    expect((await stored()).items).toEqual(acknowledged)
    store.makeRoom()
    await store.write.checkpoint()
    expect((await stored()).items).toEqual(acknowledged)
  })

  it('an erasure that was refused was not done; one that was done is answered', async () => {
    await commitUntilFull(0)
    store.fill()
    const suppress = ['h', ...numbers(500).map((n) => `${n}`.padStart(100, 'h'))]
    const erasure = { profile: 0 as ProfileId, anchors: [], suppress, at: 1 }
    await expect(store.write.erase(erasure)).rejects.toMatchObject(FULL)
    expect(await store.write.suppressed(['h'])).toEqual([false])
    store.makeRoom()
    await store.write.erase(erasure)
    expect(await store.write.suppressed(['h'])).toEqual([true])
    expect((await stored()).changes.filter((profile) => profile === 0)).toHaveLength(1)
  })
})
