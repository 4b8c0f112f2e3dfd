import { stat } from 'node:fs/promises'
import { describe, expect } from 'vitest'
import type { Anchor } from '../port/rows.ts'
import { everyMember } from './commit-cases.ts'
import { answersAbout } from './everything.ts'
import { addPeople, commit, headOf, homeOf, itemOf, twoPeople } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

export function lifecycleCases(test: StoreCase): void {
  describe('opening and closing', () => {
    test('a new store is empty', async ({ write, read, documents, store }) => {
      expect(await read.lastSequence()).toBe(0)
      expect(await read.streams()).toEqual([])
      expect(await read.list({ limit: 5 })).toEqual({ items: [], next: null })
      expect(await documents.list({ limit: 5 })).toEqual({ items: [], next: null })
      expect(await store.suppressions({ limit: 5 })).toEqual({ items: [], next: null })
      expect((await write.claim('work', { max: 5, leaseMs: 1, nowMs: 1 })).items).toEqual([])
    })

    test('everything is there after it was opened anew, after a checkpoint too', async (subject) => {
      const people = await twoPeople(subject.write)
      await commit(subject.write, everyMember(...people))
      await subject.documents.write([{ type: 'segment', name: 'vip', body: '{}', by: 'ana', at: 1, expected: 0 }])
      const before = await answersAbout(subject, people)
      await subject.reopen()
      expect(await answersAbout(subject, people)).toEqual(before)
      await subject.write.checkpoint()
      await subject.reopen()
      expect(await answersAbout(subject, people)).toEqual(before)
    })

    test('closing it twice is closing it', async ({ store, read }) => {
      await read.close()
      await store[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    })
  })

  describe('backup', () => {
    test('is everything of now in one file, of which another store is made that goes its own way', async (subject) => {
      const people = await twoPeople(subject.write)
      await commit(subject.write, everyMember(...people))
      await subject.documents.write([{ type: 'segment', name: 'vip', body: '{}', by: 'ana', at: 1, expected: 0 }])
      const before = await answersAbout(subject, people)
      const file = await subject.backup()
      await commit(subject.write, { enqueue: [itemOf('after the backup')] })
      await using copy = await subject.restore(file)
      expect(await answersAbout(copy, people)).toEqual(before)
      const [person] = (await addPeople(copy.write, 1, 'copied')) as [Anchor]
      expect(person.id).toBe(await subject.write.allocateAnchors(1))
      expect(await subject.read.anchors(homeOf(person))).toEqual([])
    })

    test('says how large it is, and replaces one that is there', async (subject) => {
      await addPeople(subject.write, 100)
      const file = await subject.backup()
      await subject.write.erase({
        profile: homeOf((await addPeople(subject.write, 1, 'gone'))[0] as Anchor),
        anchors: [],
        suppress: [],
        at: 1,
      })
      const { bytes } = await subject.store.backup(file, new AbortController().signal)
      expect(bytes).toBe((await stat(file)).size)
      await using copy = await subject.restore(file)
      expect((await copy.read.inspect()).anchors).toBe(100)
    })

    test('holds commits that come while it is written, whole or not at all, and keeps none of them waiting', async (subject) => {
      await addPeople(subject.write, 500)
      const backup = subject.backup()
      const people = await addPeople(subject.write, 2, 'late')
      await commit(subject.write, { heads: people.map((person) => headOf(homeOf(person))) })
      await using copy = await subject.restore(await backup)
      const heads = (await copy.read.list({ limit: 9 })).items.length
      expect([0, 2]).toContain(heads)
    })

    test('stops when it is told to', async (subject) => {
      await addPeople(subject.write, 10)
      const controller = new AbortController()
      controller.abort(new Error('enough'))
      await expect(subject.store.backup(`${await subject.backup()}-2`, controller.signal)).rejects.toThrow()
      expect((await subject.read.inspect()).anchors).toBe(10)
    })
  })

  describe('inspect', () => {
    test('counts what there is and how large it is', async ({ write, read }) => {
      const people = await twoPeople(write)
      await commit(write, everyMember(...people))
      const id = (await commit(write, { enqueue: [itemOf('dead')] })) as never
      await commit(write, { settled: [{ id, deadReason: 'x' }] })
      await write.erase({ profile: 999 as never, anchors: [], suppress: ['h'], at: 1 })
      const found = await read.inspect()
      expect(found).toMatchObject({
        profiles: 1,
        anchors: 2,
        records: 1,
        activities: 2,
        links: 1,
        queued: 2,
        dead: 1,
        rejected: 1,
        changes: 2,
        suppressed: 1,
        sequence: await read.lastSequence(),
      })
      expect(found.bytes).toBeTypeOf('number')
      expect(found.logBytes).toBeTypeOf('number')
    })
  })
}
