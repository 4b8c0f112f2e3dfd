import type { ProfileId } from '@rapport/core'
import { describe, expect } from 'vitest'
import type { Anchor } from '../port/rows.ts'
import { addPeople, commit, expectPages, type Head, headOf, homeOf, onePerson, twoPeople } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

export function profileCases(test: StoreCase): void {
  describe('profiles', () => {
    test('come back as they were written, in the order asked', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      const [p, q] = [homeOf(a), homeOf(b)]
      const head = headOf(p, { entity: 'organization', head: '{"name":"é😀"}', space: 'fr', territory: 'east' })
      await commit(write, {
        heads: [head, headOf(q)],
        figures: [{ profile: p, figures: new Uint8Array([0, 255]), flipAt: null }],
      })
      const [second, absent, first] = await read.profiles([q, 999 as ProfileId, p])
      expect(absent).toEqual({ status: 'absent' })
      expect(second).toEqual({ status: 'found', profile: { ...profileOf(headOf(q)), version: 1, figures: null } })
      expect(first).toMatchObject({ status: 'found', profile: { ...profileOf(head), version: 1 } })
      expect(first?.status === 'found' && [...(first.profile.figures ?? [])]).toEqual([0, 255])
      expect(await write.heads([999 as ProfileId, p])).toEqual([undefined, head.head])
    })

    test('a version grows by one with every commit that names the profile, however often', async ({ write, read }) => {
      const profile = homeOf(await onePerson(write))
      const version = async () => (await write.profiles([profile]))[0]?.version
      const figures = [{ profile, figures: new Uint8Array([1]), flipAt: null }]
      expect(await version()).toBeUndefined()
      await commit(write, { heads: [headOf(profile)], figures })
      expect(await version()).toBe(1)
      await commit(write, { figures })
      await commit(write, { heads: [headOf(profile), headOf(profile, { head: '{"last":1}' })] })
      expect(await version()).toBe(3)
      await commit(write, { entered: [{ segment: 'vip', profile, since: 1 }] })
      expect(await read.profiles([profile])).toMatchObject([{ profile: { version: 3, head: '{"last":1}' } }])
    })

    test('one with figures and no head is the writer’s matter, and nobody’s to read', async ({ write, read }) => {
      const profile = homeOf(await onePerson(write))
      await commit(write, { figures: [{ profile, figures: new Uint8Array([4]), flipAt: null }] })
      const [state] = await write.profiles([profile])
      expect([...(state?.figures ?? [])]).toEqual([4])
      expect(await read.profiles([profile])).toEqual([{ status: 'absent' }])
      expect((await read.list({ limit: 5 })).items).toEqual([])
    })

    test('ids that came along with a merge go where their oldest record goes when it is undone', async ({
      write,
      read,
    }) => {
      const people = (await addPeople(write, 3)) as [Anchor, Anchor, Anchor]
      const [p, q, r] = people.map(homeOf) as [ProfileId, ProfileId, ProfileId]
      const [, second, third] = people
      await commit(write, { heads: [p, q, r].map((profile) => headOf(profile)) })
      const both = (profile: ProfileId, at: number) => [second, third].map(({ id }) => ({ anchor: id, profile, at }))
      await commit(write, { ties: both(p, 1), absorbed: [q, r].map((profile) => ({ profile, into: p })) })
      expect(await read.profiles([q, r])).toMatchObject([{ profile: { id: p } }, { profile: { id: p } }])
      await commit(write, { ties: both(q, 2), heads: [headOf(q)] })
      expect(await read.profiles([r])).toMatchObject([{ status: 'found', profile: { id: q }, movedFrom: r }])
    })

    test('an absorbed one answers with where it went, however far, until it has anchors again', async ({
      write,
      read,
    }) => {
      const people = (await addPeople(write, 3)) as [Anchor, Anchor, Anchor]
      const [p, q, r] = people.map(homeOf) as [ProfileId, ProfileId, ProfileId]
      await commit(write, { heads: [p, q, r].map((profile) => headOf(profile)) })
      const figures = [{ profile: r, figures: new Uint8Array([1]), flipAt: 5 }]
      await commit(write, { figures })
      await commit(write, { absorbed: [{ profile: r, into: q }], ties: [{ anchor: people[2].id, profile: q, at: 1 }] })
      await commit(write, { absorbed: [{ profile: q, into: p }] })
      expect(await read.profiles([r, q, p])).toMatchObject([
        { status: 'found', profile: { id: p }, movedFrom: r },
        { status: 'found', profile: { id: p }, movedFrom: q },
        { status: 'found', profile: { id: p } },
      ])
      expect((await read.list({ limit: 5 })).items.map(({ id }) => id)).toEqual([p])
      expect(await write.heads([r])).toEqual([undefined])
      expect(await write.dueFlips(9, 9)).toEqual([])
      await commit(write, { ties: [{ anchor: people[2].id, profile: r, at: 2 }], heads: [headOf(r)] })
      // Versions never start again: an entity tag of before the merge is not one of after its undo.
      expect(await read.profiles([r])).toMatchObject([
        { status: 'found', profile: { id: r, version: 3, figures: null } },
      ])
    })
  })

  describe('lists of profiles', () => {
    test('are by id, in pages that neither miss nor repeat', async ({ write, read }) => {
      const people = await addPeople(write, 7)
      await commit(write, { heads: [...people].reverse().map((person) => headOf(homeOf(person))) })
      const rows = people.map((person) => ({ ...profileOf(headOf(homeOf(person))), version: 1, figures: null }))
      await expectPages((paging) => read.list(paging), rows)
    })

    test('of an entity, with what the scope lets see: rows without a space or territory are everybody’s', async (s) => {
      const { write, read } = s
      const scopes = [
        [null, null],
        ['fr', null],
        ['de', 'east'],
        ['fr|de', 'west'],
        [null, 'east|north'],
        ['f', null],
      ] as const
      const people = await addPeople(write, scopes.length)
      const heads = scopes.map(([space, territory], at) =>
        headOf(homeOf(people[at] as Anchor), { space, territory, entity: at === 0 ? 'organization' : 'person' }),
      )
      await commit(write, { heads })
      const seen = async (query: object) => {
        const { items } = await read.list({ limit: 9, ...query })
        return items.map(({ id }) => heads.findIndex(({ profile }) => profile === id))
      }
      expect(await seen({})).toEqual([0, 1, 2, 3, 4, 5])
      expect(await seen({ entity: 'person' })).toEqual([1, 2, 3, 4, 5])
      expect(await seen({ spaces: ['fr'] })).toEqual([0, 1, 3, 4])
      expect(await seen({ spaces: ['fr', 'de'] })).toEqual([0, 1, 2, 3, 4])
      expect(await seen({ spaces: [] })).toEqual([0, 4])
      expect(await seen({ territories: ['east'] })).toEqual([0, 1, 2, 4, 5])
      expect(await seen({ territories: ['nort'] })).toEqual([0, 1, 5])
      expect(await seen({ spaces: ['de'], territories: ['west'] })).toEqual([0, 3])
      expect(await seen({ spaces: ['%', 'fr|de'], entity: 'person' })).toEqual([4])
      await expectPages(
        (paging) => read.list({ ...paging, spaces: ['fr'] }),
        (await read.list({ limit: 9, spaces: ['fr'] })).items,
      )
    })
  })

  describe('flips', () => {
    test('are due from their instant on, oldest first, and go when they are set to none', async ({ write }) => {
      const people = await addPeople(write, 4)
      const [p, q, r, s] = people.map(homeOf) as [ProfileId, ProfileId, ProfileId, ProfileId]
      const flip = (profile: ProfileId, flipAt: number | null) => ({ profile, figures: new Uint8Array(), flipAt })
      await commit(write, { figures: [flip(p, 30), flip(q, 10), flip(r, 10), flip(s, null)] })
      expect(await write.dueFlips(9, 9)).toEqual([])
      expect(await write.dueFlips(10, 9)).toEqual([q, r])
      expect(await write.dueFlips(99, 2)).toEqual([q, r])
      expect(await write.dueFlips(99, 9)).toEqual([q, r, p])
      await commit(write, { figures: [flip(q, null), flip(r, 50)] })
      expect(await write.dueFlips(99, 9)).toEqual([p, r])
    })
  })
}

const profileOf = ({ profile, ...head }: Head) => ({ id: profile, ...head })
