import { describe, expect } from 'vitest'
import type { Anchor } from '../port/rows.ts'
import { activityOf, addPeople, commit, onePerson, streamOf } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

export function snapshotCases(test: StoreCase): void {
  describe('snapshots', () => {
    test('know the live rows that they have not seen, in pages', async ({ write }) => {
      const people = await addPeople(write, 5)
      const { stream } = people[0] as Anchor
      await commit(write, { seen: [{ stream, keys: ['c-2', 'a-key-of-nobody'], start: true }] })
      await commit(write, { seen: [{ stream, keys: ['c-2', 'c-4'], start: false }] })
      expect(await write.unseen(stream, '', 2)).toEqual({ keys: ['c-1', 'c-3'], live: 5, unseen: 3 })
      expect(await write.unseen(stream, 'c-3', 2)).toEqual({ keys: ['c-5'], live: 5, unseen: 3 })
      expect(await write.unseen(stream, 'c-5', 2)).toEqual({ keys: [], live: 5, unseen: 3 })
    })

    test('rows that were deleted already are not missed, happenings never are', async ({ write }) => {
      const person = await onePerson(write)
      const stream = await streamOf(write, 'crm/orders')
      const rows = [
        activityOf(1, { ...person, stream }),
        activityOf(2, { ...person, stream }, { isDeleted: true }),
        activityOf(3, { ...person, stream }, { isHappening: true }),
      ]
      await commit(write, { activities: rows, ghosts: [{ anchor: person.id, isGhost: true }] })
      expect(await write.unseen(stream, '', 9)).toEqual({ keys: ['a1'], live: 1, unseen: 1 })
      expect(await write.unseen(person.stream, '', 9)).toEqual({ keys: [], live: 0, unseen: 0 })
    })

    test('one that starts forgets what an unfinished one saw, of its stream only', async (subject) => {
      const person = await onePerson(subject.write)
      const other = await streamOf(subject.write, 'crm/orders')
      await commit(subject.write, { activities: [activityOf(1, { ...person, stream: other })] })
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
