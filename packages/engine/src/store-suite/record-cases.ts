import type { AnchorId } from '@rapport/core'
import { describe, expect } from 'vitest'
import type { Anchor } from '../port/rows.ts'
import {
  addPeople,
  commit,
  expectPages,
  headOf,
  homeOf,
  onePerson,
  recordOf,
  texts,
  twoPeople,
  versionOf,
} from './fixtures.ts'
import type { StoreCase } from './subject.ts'

export function recordCases(test: StoreCase): void {
  describe('records', () => {
    test('come back as they were written, byte for byte, in the order asked', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      const full = recordOf(a.id, {
        version: '0000000012',
        observedAt: 1_700_000_000_123,
        attributes: JSON.stringify({ givenName: texts.join('') }),
        fieldVersions: '{"email":"3"}',
        received: '{"flags":["birthDate"]}',
        space: 'fr',
        territory: 'east|west',
        features: Uint8Array.from({ length: 256 }, (_, at) => at),
        keys: [...texts],
        searchKeys: [...texts],
      })
      const bare = recordOf(b.id, { isDeleted: true, features: new Uint8Array() })
      await commit(write, { records: [full, bare] })
      for (const records of [
        await write.records([b.id, 999 as AnchorId, a.id]),
        await read.records([b.id, 999 as AnchorId, a.id]),
      ]) {
        expect(records[1]).toBeUndefined()
        expect({ ...records[2], features: [...(records[2]?.features ?? [])] }).toEqual({
          ...full,
          features: [...full.features],
        })
        expect({ ...records[0], features: [...(records[0]?.features ?? [])] }).toEqual({ ...bare, features: [] })
      }
    })

    test('a new record replaces the old one with all its keys', async ({ write, read }) => {
      const { id, ...person } = await onePerson(write)
      await commit(write, {
        records: [recordOf(id, { keys: ['=email:old@x.fr', '=phone:+331'], searchKeys: ['old'] })],
      })
      await commit(write, { records: [recordOf(id, { keys: ['=phone:+331', '=phone:+331'], searchKeys: ['new'] })] })
      expect(await write.candidates(['=email:old@x.fr', '=phone:+331'], 5)).toMatchObject([{ count: 0 }, { count: 1 }])
      expect(await read.searchPrefix(['old', 'new'], 5)).toEqual([{ key: 'new', anchor: id, profile: person.profile }])
    })

    test('a deleted record without keys is found by none', async ({ write, read }) => {
      const { id } = await onePerson(write)
      await commit(write, { records: [recordOf(id, { keys: ['=email:a@x.fr'], searchKeys: ['ana'] })] })
      await commit(write, { records: [recordOf(id, { isDeleted: true })] })
      expect(await read.profilesByKey(['=email:a@x.fr'])).toEqual([[]])
      expect(await read.searchPrefix(['ana'], 5)).toEqual([])
      expect(await read.records([id])).toMatchObject([{ isDeleted: true }])
    })
  })

  describe('match keys', () => {
    test('candidates are the oldest, with features, counted up to one more than asked', async ({ write }) => {
      const people = await addPeople(write, 5)
      await commit(write, {
        records: [...people]
          .reverse()
          .map(({ id }) => recordOf(id, { keys: ['=phone:+331'], features: new Uint8Array([id]) })),
      })
      const [three, none, all] = await write.candidates(['=phone:+331', '=phone:+332', '=phone:+331'], 3)
      expect(three).toMatchObject({ key: '=phone:+331', count: 4 })
      expect(three?.anchors.map(({ anchor, features }) => [anchor, ...features])).toEqual(
        people.slice(0, 3).map(({ id }) => [id, id]),
      )
      expect(none).toEqual({ key: '=phone:+332', count: 0, anchors: [] })
      expect(all?.count).toBe(4)
      expect((await write.candidates(['=phone:+331'], 5))[0]).toMatchObject({ count: 5 })
      expect((await write.candidates(['=phone:+331'], 5))[0]?.anchors).toHaveLength(5)
    })

    test('a key finds its profiles as they are now, each once, oldest first', async ({ write, read }) => {
      const people = await addPeople(write, 4)
      const [a, b, c] = people as [Anchor, Anchor, Anchor, Anchor]
      await commit(write, { records: people.map(({ id }) => recordOf(id, { keys: ['=email:a@x.fr'] })) })
      await commit(write, { ties: [{ anchor: c.id, profile: homeOf(a), at: 1 }] })
      const [found, none] = await read.profilesByKey(['=email:a@x.fr', '=email:A@x.fr'])
      expect(found).toEqual([homeOf(a), homeOf(b), homeOf(people[3] as Anchor)])
      expect(none).toEqual([])
    })

    test('a key finds what is stored of those who own it, as each of them is found by id', async ({ write, read }) => {
      const [a, b, c] = (await addPeople(write, 3)) as [Anchor, Anchor, Anchor]
      const keys = ['=email:a@x.fr']
      await commit(write, {
        records: [a, b, c].map(({ id }) => recordOf(id, { keys })),
        heads: [a, b].map((one) => headOf(homeOf(one), { space: 'fr' })),
        ties: [{ anchor: c.id, profile: homeOf(b), at: 1 }],
      })
      const found = await read.profiles([homeOf(a), homeOf(b)])
      expect(await read.owners('=email:a@x.fr')).toEqual(found.map((one) => one.status === 'found' && one.profile))
      expect(await read.owners('=email:b@x.fr')).toEqual([])
    })

    test('keys are the same only when every character is', async ({ write, read }) => {
      const people = await addPeople(write, texts.length)
      await commit(write, { records: people.map(({ id }, at) => recordOf(id, { keys: [texts[at] as string] })) })
      expect(await read.profilesByKey(texts)).toEqual(people.map((person) => [homeOf(person)]))
    })
  })

  describe('record versions', () => {
    test('say what was known at a time: the latest from then or before', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      await commit(write, { versions: [versionOf(a.id, 10), versionOf(a.id, 20), versionOf(b.id, 15, { raw: null })] })
      await commit(write, { versions: [versionOf(a.id, 20, { version: 'corrected' })] })
      // One that is learnt late is known from its time on, not from now on.
      await commit(write, { versions: [versionOf(a.id, 12)] })
      const at = async (time: number) => (await read.versionsAt([a.id], time))[0]?.version
      expect(await at(9)).toBeUndefined()
      expect(await at(10)).toBe('10')
      expect(await at(12)).toBe('12')
      expect(await at(19)).toBe('12')
      expect(await at(20)).toBe('corrected')
      expect(await at(99)).toBe('corrected')
      expect(await read.versionsAt([b.id, a.id], 15)).toMatchObject([{ raw: null, from: 15 }, { version: '12' }])
    })

    test('are kept all, newest first, in pages', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      const sequence = await commit(write, {
        versions: [1, 2, 3, 4, 5].flatMap((from) => [versionOf(a.id, from), versionOf(b.id, from)]),
      })
      const rows = [5, 4, 3, 2, 1].map((from) => ({
        ...versionOf(a.id, from),
        sequence: sequence - 1 - (5 - from) * 2,
      }))
      await expectPages((paging) => read.versions(a.id, paging), rows)
    })
  })
}
