import { describe, expect } from 'vitest'
import type { Anchor } from '../port/rows.ts'
import { addPeople, commit, expectPages, headOf, homeOf, onePerson, twoPeople } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

export function segmentCases(test: StoreCase): void {
  describe('memberships', () => {
    test('say since when, one a segment and profile, until it is left', async ({ write, read }) => {
      const profile = homeOf(await onePerson(write))
      const [vip, buyers] = ['vip', 'buyers'].map((segment) => ({ segment, profile, since: 5 })) as [never, never]
      await commit(write, { entered: [vip, buyers] })
      expect(await read.memberships(profile)).toEqual([buyers, vip])
      expect(await write.memberships([999 as never, profile])).toEqual([[], [buyers, vip]])
      await commit(write, { entered: [{ segment: 'vip', profile, since: 9 }] })
      expect(await read.memberships(profile)).toEqual([buyers, { segment: 'vip', profile, since: 9 }])
      await commit(write, { left: [{ segment: 'vip', profile }] })
      await commit(write, { left: [{ segment: 'never', profile }] })
      expect(await read.memberships(profile)).toEqual([buyers])
    })

    test('leaving and entering in one commit is a membership anew', async ({ write, read }) => {
      const profile = homeOf(await onePerson(write))
      await commit(write, { entered: [{ segment: 'vip', profile, since: 1 }] })
      await commit(write, { left: [{ segment: 'vip', profile }], entered: [{ segment: 'vip', profile, since: 2 }] })
      expect(await read.memberships(profile)).toEqual([{ segment: 'vip', profile, since: 2 }])
    })

    test('members come in pages that neither miss nor repeat, and are counted', async ({ write, read }) => {
      const people = await addPeople(write, 7)
      const rows = people.map((person) => ({ segment: 'vip', profile: homeOf(person), since: 1 }))
      await commit(write, { entered: [...rows].reverse() })
      await commit(write, { entered: [{ segment: 'buyers', profile: homeOf(people[0] as Anchor), since: 1 }] })
      await expectPages((paging) => read.members('vip', paging), rows)
      expect(await read.countMembers(['buyers', 'nobody', 'vip'])).toEqual([1, 0, 7])
    })

    test('of an absorbed home sleep: nobody sees them, and an undone merge finds them again', async ({
      write,
      read,
    }) => {
      const [a, b] = await twoPeople(write)
      const [p, q] = [homeOf(a), homeOf(b)]
      await commit(write, { entered: [{ segment: 'vip', profile: q, since: 3 }], heads: [headOf(p), headOf(q)] })
      await commit(write, { ties: [{ anchor: b.id, profile: p, at: 1 }], absorbed: [{ profile: q, into: p }] })
      expect((await read.members('vip', { limit: 5 })).items).toEqual([])
      expect(await read.countMembers(['vip'])).toEqual([0])
      expect(await write.memberships([q])).toEqual([[{ segment: 'vip', profile: q, since: 3 }]])
      await commit(write, { ties: [{ anchor: b.id, profile: q, at: 2 }], heads: [headOf(q)] })
      expect((await read.members('vip', { limit: 5 })).items).toEqual([{ segment: 'vip', profile: q, since: 3 }])
    })
  })
}
