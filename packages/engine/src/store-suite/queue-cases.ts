import { describe, expect } from 'vitest'
import type { QueueItem, Settled } from '../port/rows.ts'
import type { Writer } from '../port/writer.ts'
import { commit, expectPages, itemOf, rejectedOf } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

const bodies = (items: readonly QueueItem[]) => items.map(({ body }) => body)
const done = (items: readonly QueueItem[]): readonly Settled[] => items.map(({ id }) => ({ id, done: true }))

const claim = (write: Writer, nowMs: number, more: { max?: number; leaseMs?: number; lane?: string } = {}) =>
  write.claim('work', { max: 9, leaseMs: 10, nowMs, ...more })

export function queueCases(test: StoreCase): void {
  describe('claim', () => {
    test('gives what is due, by due time, then age', async ({ write }) => {
      await commit(write, {
        enqueue: [itemOf('late', { dueAt: 30 }), itemOf('b', { dueAt: 20 }), itemOf('a'), itemOf('c', { dueAt: 20 })],
      })
      await commit(write, { enqueue: [itemOf('other', { queue: 'deliver' })] })
      expect(bodies((await claim(write, 20, { max: 2 })).items)).toEqual(['a', 'b'])
      const { items } = await claim(write, 20)
      expect(items).toMatchObject([{ queue: 'work', lane: '', attempt: 0, dueAt: 20, body: 'c' }])
      expect(bodies((await claim(write, 30)).items)).toEqual(['a', 'b', 'c', 'late'])
      expect(bodies((await write.claim('nothing', { max: 1, leaseMs: 1, nowMs: 99 })).items)).toEqual([])
    })

    test('of a lane gives only that lane’s; without one, every lane’s', async ({ write }) => {
      await commit(write, { enqueue: ['x', 'y', 'x'].map((lane, at) => itemOf(`${lane}${at}`, { lane })) })
      expect(bodies((await claim(write, 1, { lane: 'x' })).items)).toEqual(['x0', 'x2'])
      expect(bodies((await claim(write, 1, { lane: 'z' })).items)).toEqual([])
      expect(bodies((await claim(write, 1)).items)).toEqual(['y1'])
    })

    test('leases: nobody else gets an item until its time is over', async ({ write }) => {
      await commit(write, { enqueue: [itemOf('a'), itemOf('b')] })
      const first = await claim(write, 100, { max: 1 })
      const second = await claim(write, 100)
      expect([bodies(first.items), bodies(second.items)]).toEqual([['a'], ['b']])
      expect(first.token).not.toBe(second.token)
      expect((await claim(write, 109)).items).toEqual([])
      expect(bodies((await claim(write, 110)).items)).toEqual(['a', 'b'])
    })

    test('what was leased when the store was closed is free again', async (subject) => {
      await commit(subject.write, { enqueue: [itemOf('a')] })
      const held = await claim(subject.write, 100)
      await subject.reopen()
      expect(await subject.write.commit({ lease: held.token, settled: done(held.items) })).toEqual({
        ok: false,
        reason: 'lease-lost',
      })
      expect(bodies((await claim(subject.write, 100)).items)).toEqual(['a'])
    })
  })

  describe('settle', () => {
    test('done items are gone for ever, whatever was done with them in the same commit', async (subject) => {
      await commit(subject.write, { enqueue: [itemOf('a'), itemOf('b')] })
      const lease = await claim(subject.write, 1)
      await commit(subject.write, { lease: lease.token, settled: done(lease.items), enqueue: [itemOf('next')] })
      await subject.reopen()
      expect(bodies((await claim(subject.write, 999)).items)).toEqual(['next'])
    })

    test('an item put back comes again at its time, counted, with its reason', async ({ write, read }) => {
      await commit(write, { enqueue: [itemOf('a')] })
      for (const attempt of [0, 1, 2]) {
        const { token, items } = await claim(write, attempt * 100)
        expect(items).toMatchObject([{ attempt, body: 'a' }])
        const settled = items.map(({ id }) => ({ id, retryAt: attempt * 100 + 50, reason: `failed ${attempt}` }))
        await commit(write, { lease: token, settled })
        expect((await claim(write, attempt * 100 + 49)).items).toEqual([])
        expect((await read.queue('work', { limit: 5 })).items).toMatchObject([
          { attempt: attempt + 1, reason: `failed ${attempt}`, isDead: false },
        ])
      }
    })

    test('a dead item waits for a person: it is listed, claimed by nobody, and tried again when asked', async ({
      write,
      read,
    }) => {
      await commit(write, { enqueue: [itemOf('a'), itemOf('b')] })
      const lease = await claim(write, 1, { max: 1 })
      const [{ id }] = lease.items as [QueueItem]
      await commit(write, { lease: lease.token, settled: [{ id, deadReason: 'gone for good' }] })
      expect(bodies((await claim(write, 999, { leaseMs: 1 })).items)).toEqual(['b'])
      const dead = () => read.queue('work', { limit: 5, state: 'dead' })
      expect((await dead()).items).toMatchObject([{ id, body: 'a', attempt: 1, reason: 'gone for good', isDead: true }])
      expect(bodies((await read.queue('work', { limit: 5 })).items)).toEqual(['b'])
      await commit(write, { requeue: [{ id, dueAt: 2000 }] })
      expect((await dead()).items).toEqual([])
      expect((await claim(write, 1999, { leaseMs: 1 })).items).toMatchObject([{ body: 'b' }])
      expect((await claim(write, 2000)).items).toMatchObject([
        { body: 'b' },
        { id, body: 'a', attempt: 0, dueAt: 2000 },
      ])
    })

    test('a lost lease refuses the whole commit', async ({ write, read }) => {
      await commit(write, { enqueue: [itemOf('a'), itemOf('b')] })
      const slow = await claim(write, 0)
      const quick = await claim(write, 10, { max: 1 })
      const last = await read.lastSequence()
      const late = { lease: slow.token, settled: done(slow.items), rejected: [rejectedOf('x')] }
      expect(await write.commit(late)).toEqual({ ok: false, reason: 'lease-lost' })
      expect(await write.commit({ lease: 'no-such-token', rejected: [rejectedOf('x')] })).toMatchObject({ ok: false })
      expect(await read.lastSequence()).toBe(last)
      expect((await read.rejected({ limit: 5 })).items).toEqual([])
      await commit(write, { lease: quick.token, settled: done(quick.items) })
      expect(bodies((await claim(write, 99)).items)).toEqual(['b'])
    })

    test('the items of a lease may be settled one by one', async ({ write }) => {
      await commit(write, { enqueue: [itemOf('a'), itemOf('b')] })
      const { token, items } = await claim(write, 0)
      for (const item of items) await commit(write, { lease: token, settled: done([item]) })
      expect(await write.commit({ lease: token })).toEqual({ ok: false, reason: 'lease-lost' })
      expect((await claim(write, 99)).items).toEqual([])
    })

    test('under a lease that another item belongs to nothing is settled', async ({ write }) => {
      await commit(write, { enqueue: [itemOf('a'), itemOf('b')] })
      const mine = await claim(write, 0, { max: 1 })
      const theirs = await claim(write, 0)
      expect(await write.commit({ lease: mine.token, settled: done(theirs.items) })).toMatchObject({ ok: false })
      await commit(write, { lease: theirs.token, settled: done(theirs.items) })
    })

    test('an item may be settled without a lease, and one that is gone is nothing', async ({ write }) => {
      const id = (await commit(write, { enqueue: [itemOf('a')] })) as never
      await commit(write, { settled: [{ id, done: true }] })
      await commit(write, {
        settled: [
          { id, done: true },
          { id, retryAt: 1, reason: 'x' },
          { id, deadReason: 'x' },
        ],
        requeue: [{ id, dueAt: 1 }],
      })
      expect((await claim(write, 99)).items).toEqual([])
    })
  })

  describe('keyed items', () => {
    const keyed = (body: string) => itemOf(body, { key: 'k' })

    test('the newest under a key replaces what waits, and no other key’s', async ({ write, read }) => {
      await commit(write, {
        enqueue: [
          keyed('1'),
          itemOf('free'),
          keyed('2'),
          itemOf('other', { key: 'o' }),
          itemOf('elsewhere', { key: 'k', queue: 'q' }),
        ],
      })
      await commit(write, { enqueue: [keyed('3')] })
      expect(bodies((await read.queue('work', { limit: 9 })).items)).toEqual(['free', 'other', '3'])
      expect(bodies((await read.queue('q', { limit: 9 })).items)).toEqual(['elsewhere'])
    })

    test('one that is being worked on stays beside the new one', async ({ write }) => {
      await commit(write, { enqueue: [keyed('1')] })
      const lease = await claim(write, 0)
      await commit(write, { enqueue: [keyed('2')] })
      await commit(write, { lease: lease.token, settled: done(lease.items) })
      expect(bodies((await claim(write, 99)).items)).toEqual(['2'])
    })

    test('one that is put back or revived gives way to a newer one of its key', async ({ write, read }) => {
      await commit(write, { enqueue: [keyed('1')] })
      const lease = await claim(write, 0)
      await commit(write, { enqueue: [keyed('2')] })
      await commit(write, {
        lease: lease.token,
        settled: lease.items.map(({ id }) => ({ id, retryAt: 1, reason: 'x' })),
      })
      expect(bodies((await read.queue('work', { limit: 9 })).items)).toEqual(['2'])
      const again = await claim(write, 50)
      await commit(write, { lease: again.token, settled: again.items.map(({ id }) => ({ id, deadReason: 'x' })) })
      await commit(write, { enqueue: [keyed('3')] })
      await commit(write, { requeue: again.items.map(({ id }) => ({ id, dueAt: 0 })) })
      expect(bodies((await read.queue('work', { limit: 9 })).items)).toEqual(['3'])
    })

    test('a dead one is gone with the next of its key: it would be an old state, heard last', async ({
      write,
      read,
    }) => {
      await commit(write, { enqueue: [keyed('1'), itemOf('other', { key: 'o' })] })
      const lease = await claim(write, 0)
      const dead = lease.items.map(({ id }) => ({ id, deadReason: 'x' }))
      await commit(write, { lease: lease.token, settled: dead })
      await commit(write, { enqueue: [keyed('2')] })
      expect(bodies((await read.queue('work', { limit: 9, state: 'dead' })).items)).toEqual(['other'])
      await commit(write, {
        settled: done((await claim(write, 0)).items),
        requeue: dead.map(({ id }) => ({ id, dueAt: 0 })),
      })
      expect(bodies((await read.queue('work', { limit: 9 })).items)).toEqual(['other'])
    })

    test('one that fails while a newer of its key waits, or is worked on too, is gone', async ({ write, read }) => {
      for (const isNewerLeased of [false, true]) {
        for (const end of [{ retryAt: 1, reason: 'x' }, { deadReason: 'x' }]) {
          await commit(write, { enqueue: [keyed('old')] })
          const lease = await claim(write, 0)
          await commit(write, { enqueue: [keyed('new')] })
          const newer = isNewerLeased ? await claim(write, 0) : undefined
          await commit(write, { lease: lease.token, settled: lease.items.map(({ id }) => ({ id, ...end })) })
          expect((await read.queue('work', { limit: 9, state: 'dead' })).items).toEqual([])
          expect(bodies((await read.queue('work', { limit: 9 })).items)).toEqual(['new'])
          await commit(write, { settled: done(newer?.items ?? (await claim(write, 0)).items) })
        }
      }
    })

    test('one that was settled in the same commit does not stand in the way of its successor', async ({
      write,
      read,
    }) => {
      await commit(write, { enqueue: [keyed('1')] })
      const lease = await claim(write, 0)
      await commit(write, { lease: lease.token, settled: done(lease.items), enqueue: [keyed('2')] })
      expect(bodies((await read.queue('work', { limit: 9 })).items)).toEqual(['2'])
    })
  })

  describe('lists of a queue', () => {
    test('are by age, leased items too, of a lane, in pages that neither miss nor repeat', async ({ write, read }) => {
      const last = await commit(write, {
        enqueue: Array.from({ length: 8 }, (_, at) => itemOf(`${at}`, { lane: at % 2 ? 'x' : 'y', dueAt: 9 - at })),
      })
      await claim(write, 99, { max: 3 })
      const rows = Array.from({ length: 8 }, (_, at) => ({
        id: last - 7 + at,
        queue: 'work',
        lane: at % 2 ? 'x' : 'y',
        attempt: 0,
        dueAt: 9 - at,
        body: `${at}`,
        reason: null,
        isDead: false,
      }))
      await expectPages((paging) => read.queue('work', paging), rows)
      await expectPages(
        (paging) => read.queue('work', { ...paging, lane: 'x', state: 'waiting' }),
        rows.filter(({ lane }) => lane === 'x'),
      )
      await expectPages((paging) => read.queue('work', { ...paging, state: 'dead' }), [])
    })
  })
}
