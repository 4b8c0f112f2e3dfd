import { describe, expect } from 'vitest'
import type { Anchor } from '../port/rows.ts'
import { activityOf, addPeople, commit, homeOf, onePerson, recordOf, texts, twoPeople } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

export function searchCases(test: StoreCase): void {
  describe('search keys', () => {
    test('are found by their beginning, taken as it is, in the order of code points', async ({ write, read }) => {
      const people = await addPeople(write, texts.length)
      await commit(write, { records: people.map(({ id }, at) => recordOf(id, { searchKeys: [texts[at] as string] })) })
      const found = async (...prefixes: string[]) => (await read.searchPrefix(prefixes, 50)).map(({ key }) => key)
      expect(await found('')).toEqual(texts)
      expect(await found('a')).toEqual(['a', 'a b', 'ab'])
      expect(await found('%')).toEqual(['%'])
      expect(await found('_')).toEqual(['_'])
      expect(await found('😀', 'é', "'")).toEqual(["'; --", 'é', '😀'])
      expect(await found('ab', 'a')).toEqual(['a', 'a b', 'ab'])
      expect(await found('nothing')).toEqual([])
      expect(await found()).toEqual([])
    })

    test('name the anchor and its profile of now, so many a prefix', async ({ write, read }) => {
      const [a, b, c] = (await addPeople(write, 3)) as [Anchor, Anchor, Anchor]
      await commit(write, {
        records: [a, b, c].map(({ id }, at) => recordOf(id, { searchKeys: ['dupont', `dup${at}`] })),
        ties: [{ anchor: c.id, profile: homeOf(a), at: 1 }],
      })
      expect(await read.searchPrefix(['dupont'], 9)).toEqual([
        { key: 'dupont', anchor: a.id, profile: homeOf(a) },
        { key: 'dupont', anchor: b.id, profile: homeOf(b) },
        { key: 'dupont', anchor: c.id, profile: homeOf(a) },
      ])
      expect((await read.searchPrefix(['dup0', 'dupont', 'dup2'], 1)).map(({ key, anchor }) => [key, anchor])).toEqual([
        ['dup0', a.id],
        ['dup2', c.id],
        ['dupont', a.id],
      ])
    })
  })

  describe('numbers', () => {
    const hits = (...rows: readonly [string, Anchor, (string | null)?][]) =>
      rows.map(([number, { id, profile }, space = null]) => ({ number, anchor: id, profile, space, territory: null }))

    test('are found by their beginning, with whose they are now, so many at most', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      await commit(write, {
        activities: [
          activityOf(1, a, { number: 'ma82' }),
          activityOf(2, b, { number: 'ma820', space: 'fr' }),
          activityOf(3, a, { number: 'ma82' }),
          activityOf(4, b, { number: 'mb1' }),
          activityOf(5, b),
          activityOf(6, { ...a, id: 0 as Anchor['id'] }, { number: 'ma829' }),
        ],
      })
      expect(await read.searchNumbers('ma82', 9)).toEqual(hits(['ma82', a], ['ma82', a], ['ma820', b, 'fr']))
      expect(await read.searchNumbers('ma82', 2)).toEqual(hits(['ma82', a], ['ma82', a]))
      expect(await read.searchNumbers('ma83', 9)).toEqual([])
      await commit(write, { ties: [{ anchor: b.id, profile: homeOf(a), at: 1 }] })
      expect(await read.searchNumbers('mb', 9)).toEqual(hits(['mb1', { ...b, profile: homeOf(a) }]))
    })

    test('go with their row: moved, renumbered, deleted', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      await commit(write, { activities: [activityOf(1, a, { number: 'x1' }), activityOf(2, a, { number: 'x2' })] })
      await commit(write, { activities: [activityOf(1, b, { number: 'y1' })] })
      expect(await read.searchNumbers('x', 9)).toEqual(hits(['x2', a]))
      expect(await read.searchNumbers('y', 9)).toEqual(hits(['y1', b]))
      await commit(write, { activities: [activityOf(1, b, { isDeleted: true })] })
      expect(await read.searchNumbers('y', 9)).toEqual([])
    })
  })

  describe('vocabulary', () => {
    const terms = [
      { term: 'dupont', variants: ['dupont', 'dupon', 'dupnt'] },
      { term: 'dupond', variants: ['dupond', 'dupon', 'dupnd'] },
      { term: 'durand', variants: ['durand', 'duran', 'duran'] },
    ]

    test('a term is found by shared variants, the nearest first', async ({ write, read }) => {
      await commit(write, { terms })
      expect(await write.unknownTerms(['dupont', 'martin', 'durand'])).toEqual(['martin'])
      expect(await read.similarTerms(['dupont', 'dupon'], 9)).toEqual(['dupont', 'dupond'])
      expect(await read.similarTerms(['dupon', 'dupon', 'duran'], 9)).toEqual(['dupond', 'dupont', 'durand'])
      expect(await read.similarTerms(['dupon', 'duran'], 1)).toEqual(['dupond'])
      expect(await read.similarTerms(['nothing'], 9)).toEqual([])
    })

    test('a term goes with the last record that has its key, not before', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      await commit(write, { records: [a, b].map(({ id }) => recordOf(id, { searchKeys: ['dupont', 'x'] })), terms })
      await commit(write, { records: [recordOf(a.id)] })
      expect(await read.similarTerms(['dupnt'], 9)).toEqual(['dupont'])
      await commit(write, { records: [recordOf(b.id, { searchKeys: ['x'] })] })
      expect(await read.similarTerms(['dupnt'], 9)).toEqual([])
      expect(await write.unknownTerms(['dupont', 'dupond'])).toEqual(['dupont'])
    })

    test('a record that is written again with the same key keeps its term', async ({ write }) => {
      const { id } = await onePerson(write)
      await commit(write, { records: [recordOf(id, { searchKeys: ['dupont'] })], terms })
      await commit(write, { records: [recordOf(id, { searchKeys: ['dupont', 'ana'] })] })
      expect(await write.unknownTerms(['dupont'])).toEqual([])
    })
  })
}
