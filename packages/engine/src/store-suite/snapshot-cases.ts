import { describe, expect } from 'vitest'
import type { Anchor } from '../port/rows.ts'
import { activityOf, addPeople, commit, homeOf, onePerson, recordOf, streamOf } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

export function snapshotCases(test: StoreCase): void {
  describe('rows made of others', () => {
    test('are found under the key of their row: live ones, of its stream, in order', async ({ write }) => {
      const stream = await streamOf(write)
      const keys = ['1', '1/b', '1/a/0', '1/gone', '1/seen', '10', '10/a', '1.', '1é/a']
      const first = await write.allocateAnchors(1)
      const owner = { id: first, stream }
      await commit(write, {
        anchors: [{ ...owner, key: '1/party', profile: homeOf(owner), entity: 'person', isGhost: false }],
        records: [recordOf(first)],
        activities: keys.map((key, at) =>
          activityOf(at + 1, owner, { key, isDeleted: key === '1/gone', isHappening: key === '1/seen' }),
        ),
      })
      const other = await streamOf(write, 'shop/contacts')
      expect(
        await write.keysUnder([
          { stream, key: '1' },
          { stream, key: '10' },
          { stream, key: '2' },
          { stream: other, key: '1' },
        ]),
      ).toEqual([['1/a/0', '1/b', '1/party'], ['10/a'], [], []])
      await commit(write, { records: [recordOf(first, { isDeleted: true })] })
      expect(await write.keysUnder([{ stream, key: '1' }])).toEqual([['1/a/0', '1/b']])
    })
  })

  describe('snapshots', () => {
    test('know the live rows that they have not seen, in pages', async ({ write }) => {
      const people = await addPeople(write, 5)
      const { stream } = people[0] as Anchor
      await commit(write, { records: people.map(({ id }) => recordOf(id)) })
      await commit(write, { seen: [{ stream, keys: ['c-2', 'a-key-of-nobody'], start: true }] })
      await commit(write, { seen: [{ stream, keys: ['c-2', 'c-4'], start: false }] })
      expect(await write.unseen(stream, '', 2)).toEqual({ keys: ['c-1', 'c-3'], live: 5, unseen: 3 })
      expect(await write.unseen(stream, 'c-3', 2)).toEqual({ keys: ['c-5'], live: 5, unseen: 3 })
      expect(await write.unseen(stream, 'c-5', 2)).toEqual({ keys: [], live: 5, unseen: 3 })
    })

    test('rows that were deleted already are not missed, happenings never are, nor what was only mentioned', async ({
      write,
    }) => {
      const [person, mentioned] = (await addPeople(write, 2)) as [Anchor, Anchor]
      const stream = await streamOf(write, 'crm/orders')
      const rows = [
        activityOf(1, { ...person, stream }),
        activityOf(2, { ...person, stream }, { isDeleted: true }),
        activityOf(3, { ...person, stream }, { isHappening: true }),
      ]
      await commit(write, {
        activities: rows,
        records: [recordOf(person.id, { isDeleted: true })],
        ghosts: [{ anchor: person.id, isGhost: true }],
      })
      expect(mentioned.stream).toBe(person.stream)
      expect(await write.unseen(stream, '', 9)).toEqual({ keys: ['a1'], live: 1, unseen: 1 })
      expect(await write.unseen(person.stream, '', 9)).toEqual({ keys: [], live: 0, unseen: 0 })
    })

    test('one that starts forgets what an unfinished one saw, of its stream only', async (subject) => {
      const person = await onePerson(subject.write)
      const other = await streamOf(subject.write, 'crm/orders')
      await commit(subject.write, {
        records: [recordOf(person.id)],
        activities: [activityOf(1, { ...person, stream: other })],
      })
      await commit(subject.write, {
        seen: [
          { stream: person.stream, keys: [person.key], start: true },
          { stream: other, keys: ['a1'], start: true },
        ],
      })
      await subject.reopen()
      expect(await subject.write.unseen(person.stream, '', 9)).toMatchObject({ unseen: 0 })
      await commit(subject.write, { seen: [{ stream: person.stream, keys: [], start: true }] })
      expect(await subject.write.unseen(person.stream, '', 9)).toMatchObject({ keys: [person.key], unseen: 1 })
      expect(await subject.write.unseen(other, '', 9)).toMatchObject({ unseen: 0 })
    })
  })
}
