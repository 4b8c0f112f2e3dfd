import type { Sequence } from '@rapport/core'
import { describe, expect } from 'vitest'
import type { Anchor } from '../port/rows.ts'
import type { Writes } from '../port/writer.ts'
import { answersAbout } from './everything.ts'
import {
  activityOf,
  addPeople,
  changeOf,
  commit,
  decisionOf,
  entryOf,
  headOf,
  homeOf,
  itemOf,
  linkOf,
  onePerson,
  recordOf,
  rejectedOf,
  streamOf,
  twoPeople,
  versionOf,
} from './fixtures.ts'
import type { StoreCase } from './subject.ts'

export function commitCases(test: StoreCase): void {
  describe('commit', () => {
    test('writes that say nothing change nothing and answer the last sequence', async ({ write, read }) => {
      const last = await commit(write, { entries: [entryOf('call', 'a')], changes: [changeOf(1 as never)] })
      expect(await commit(write, {})).toBe(last)
      expect(await commit(write, { anchors: [], changes: [], settled: [] })).toBe(last)
      expect(await read.lastSequence()).toBe(last)
    })

    test('what it wrote is read at once by every reader that is open', async ({ store, write, read }) => {
      const other = await store.reader()
      const person = await onePerson(write)
      await commit(write, { heads: [headOf(homeOf(person))] })
      for (const reader of [read, other])
        expect(await reader.profiles([homeOf(person)])).toMatchObject([{ status: 'found', profile: { version: 1 } }])
      await other.close()
      expect(await read.anchors(homeOf(person))).toHaveLength(1)
    })

    test('every commit gives every reader another revision, and reading none', async ({ store, write, read }) => {
      const other = await store.reader()
      const revisions = async () => [await read.revision(), await other.revision()]
      const person = await onePerson(write)
      const before = await revisions()
      await read.profiles([homeOf(person)])
      expect(await revisions()).toEqual(before)
      await commit(write, { figures: [{ profile: homeOf(person), figures: new Uint8Array(1), flipAt: null }] })
      const after = await revisions()
      for (const [at, revision] of after.entries()) expect(revision).not.toBe(before[at])
      expect(await revisions()).toEqual(after)
      await other.close()
    })

    test('what cannot be stored whole is not stored at all, of any table', async (subject) => {
      const { write, read } = subject
      const [a, b] = await twoPeople(write)
      const last = await read.lastSequence()
      const before = await answersAbout(subject, [a, b])
      for (const writes of refused(a, b))
        await expect(write.commit({ ...everyMember(a, b), ...writes })).rejects.toMatchObject({ code: 'STORE_FAILED' })
      expect(await answersAbout(subject, [a, b])).toEqual(before)
      expect(await read.lastSequence()).toBe(last)
      const first = await commit(write, { enqueue: [itemOf('x')] })
      expect(first).toBe(last + 1)
    })

    test('the same writes again change no answer but the version of what they name', async (subject) => {
      const { write, read } = subject
      const [a, b] = await twoPeople(write)
      // Versions, changes, rejected rows and items of no key are appended each time: the pipeline knows a repeated row.
      const { versions: _v, changes: _c, rejected: _r, enqueue: _e, ...again } = everyMember(a, b)
      await commit(write, everyMember(a, b))
      const before = await answersAbout(subject, [a, b])
      await commit(write, again)
      expect(await answersAbout(subject, [a, b])).toEqual(before)
      expect(await read.profiles([homeOf(a)])).toMatchObject([{ profile: { version: 2 } }])
    })

    test('sequences grow by one for each version, rejected row, change and queued item', async ({ write, read }) => {
      const person = await onePerson(write)
      const before = await read.lastSequence()
      const after = await commit(write, {
        versions: [versionOf(person.id, 1), versionOf(person.id, 2)],
        rejected: [rejectedOf('x')],
        changes: [changeOf(homeOf(person)), changeOf(homeOf(person))],
        enqueue: [itemOf('a')],
      })
      expect(after).toBe(before + 6)
      expect(await read.lastSequence()).toBe(after)
    })

    test('items enqueued alone have the last numbers up to the answer, in order', async ({ write, read }) => {
      const last = await commit(write, { enqueue: ['a', 'b', 'c'].map((body) => itemOf(body)) })
      const { items } = await read.queue('work', { limit: 5 })
      expect(items.map(({ id, body }) => [id, body])).toEqual([
        [last - 2, 'a'],
        [last - 1, 'b'],
        [last, 'c'],
      ])
    })

    test('a sequence is never given twice, not after a refusal nor after the store was opened anew', async (subject) => {
      const person = await onePerson(subject.write)
      const given = [await commit(subject.write, { changes: [changeOf(homeOf(person))] })]
      await expect(subject.write.commit({ changes: [changeOf(homeOf(person))], anchors: [person] })).rejects.toThrow()
      await subject.reopen()
      given.push(await commit(subject.write, { changes: [changeOf(homeOf(person))] }))
      await subject.write.erase({ profile: homeOf(person), anchors: [], suppress: [], at: 1 })
      await subject.reopen()
      given.push(await commit(subject.write, { rejected: [rejectedOf('x')] }))
      expect(given).toEqual([...new Set(given)].sort((x, y) => x - y))
    })

    test('commits and loads at the same time: each is whole, none is lost', async ({ write, read }) => {
      const stream = await streamOf(write)
      const first = await write.allocateAnchors(50)
      const sequences = await Promise.all(
        Array.from({ length: 50 }, async (_, at) => {
          const id = (first + at) as Anchor['id']
          const profile = homeOf({ id })
          const anchor = { id, stream, key: `n${at}`, profile, entity: 'person', isGhost: false }
          const sequence = await commit(write, {
            anchors: [anchor],
            heads: [headOf(profile)],
            changes: [changeOf(profile)],
          })
          expect(await write.anchorsById([id])).toEqual([anchor])
          return sequence
        }),
      )
      expect(new Set(sequences).size).toBe(50)
      expect((await read.list({ limit: 100 })).items).toHaveLength(50)
      expect(await read.changes(0 as Sequence, 100)).toHaveLength(50)
    })

    test('a row handed out is the caller’s: what is done to it does not reach the store', async ({ write, read }) => {
      const [person] = await addPeople(write, 1)
      const { id } = person as Anchor
      const features = new Uint8Array([7, 7])
      await commit(write, { records: [recordOf(id, { features, keys: ['=email:a@x.fr'] })] })
      features[0] = 0
      const [record] = await read.records([id])
      expect([...(record?.features ?? [])]).toEqual([7, 7])
      const keys = record?.keys as string[] | undefined
      keys?.push('=email:other@x.fr')
      record?.features.fill(0)
      const [again] = await read.records([id])
      expect(again?.keys).toEqual(['=email:a@x.fr'])
      expect([...(again?.features ?? [])]).toEqual([7, 7])
    })
  })
}

/** Writes of every table; all of it lawful. */
export function everyMember(a: Anchor, b: Anchor): Writes {
  const profile = homeOf(a)
  return {
    enqueue: [itemOf('plain'), itemOf('keyed', { key: 'k', lane: 'l' })],
    ghosts: [{ anchor: b.id, isGhost: true }],
    records: [recordOf(a.id, { keys: ['=email:a@x.fr', '#rules/person:ana'], searchKeys: ['ana'] })],
    versions: [versionOf(a.id, 1)],
    links: [linkOf(a.id, b.id)],
    decisions: [decisionOf('d1', a.id, b.id)],
    activities: [activityOf(1, a), activityOf(2, a, { isHappening: true, entity: 'event' })],
    devices: [{ key: 'device', body: '{"signals":[]}' }],
    heads: [headOf(profile)],
    figures: [{ profile, figures: new Uint8Array([1]), flipAt: 5 }],
    absorbed: [{ profile: homeOf(b), into: profile }],
    ties: [{ anchor: b.id, profile, at: 10 }],
    entered: [{ segment: 'vip', profile, since: 3 }],
    rejected: [rejectedOf('bad')],
    changes: [changeOf(profile)],
    cursors: [{ stream: a.stream, cursor: '{"page":2}' }],
    seen: [{ stream: a.stream, keys: [a.key], start: true }],
    entries: [entryOf('call', 'c1', { profile })],
    terms: [{ term: 'ana', variants: ['ana', 'an', 'na', 'aa'] }],
  }
}

/** Members that a store has to refuse. */
const refused = (a: Anchor, b: Anchor): readonly Writes[] => [
  { anchors: [{ ...a, key: 'an-id-that-is-taken' }] },
  { anchors: [{ ...a, id: (b.id + 100) as Anchor['id'] }] },
  { activities: [activityOf(1, a), activityOf(2, a, { key: 'a1' })] },
]
