import type { AnchorId } from '@rapport/core'
import { describe, expect } from 'vitest'
import type { Anchor } from '../port/rows.ts'
import { addPeople, CONTACTS, commit, decisionOf, homeOf, linkOf, recordOf, twoPeople } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

export function linkCases(test: StoreCase): void {
  describe('links', () => {
    test('one a pair and resolver, the newest; each resolver takes back its own', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      const links = async () => (await read.links(homeOf(a))).links
      const other = linkOf(a.id, b.id, { resolver: 'source', certainty: 'asserted', weightBits: 0 })
      await commit(write, { links: [linkOf(a.id, b.id, { weightBits: 1 }), other] })
      await commit(write, { links: [linkOf(a.id, b.id, { weightBits: -3.25, evidence: '[]' })] })
      expect(await links()).toEqual([linkOf(a.id, b.id, { weightBits: -3.25, evidence: '[]' }), other])
      await commit(write, { unlinked: [{ a: a.id, b: b.id, resolver: 'rules/person' }] })
      expect(await links()).toEqual([other])
      await commit(write, { unlinked: [{ a: a.id, b: b.id, resolver: 'nobody' }] })
      expect(await links()).toEqual([other])
    })

    test('of a profile are those with an end in it, in a fixed order', async ({ write, read }) => {
      const [a, b, c, d] = (await addPeople(write, 4)) as [Anchor, Anchor, Anchor, Anchor]
      await commit(write, {
        links: [
          linkOf(c.id, d.id),
          linkOf(b.id, c.id),
          linkOf(a.id, d.id),
          linkOf(a.id, b.id, { resolver: 'z' }),
          linkOf(a.id, b.id),
        ],
        ties: [{ anchor: b.id, profile: homeOf(a), at: 1 }],
      })
      const { links } = await read.links(homeOf(a))
      expect(links.map((link) => [link.a, link.b, link.resolver])).toEqual([
        [a.id, b.id, 'rules/person'],
        [a.id, b.id, 'z'],
        [a.id, d.id, 'rules/person'],
        [b.id, c.id, 'rules/person'],
      ])
      expect((await read.links(homeOf(d))).links).toEqual([linkOf(a.id, d.id), linkOf(c.id, d.id)])
    })
  })

  describe('decisions', () => {
    test('are kept by id, withdrawn ones too, by time', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      const first = decisionOf('z', a.id, b.id, { at: 1 })
      const second = decisionOf('a', a.id, b.id, { at: 2, verdict: 'different' })
      await commit(write, { decisions: [second, first] })
      expect((await read.links(homeOf(b))).decisions).toEqual([first, second])
      await commit(write, { decisions: [{ ...first, withdrawnAt: 9 }] })
      expect((await read.links(homeOf(a))).decisions).toEqual([{ ...first, withdrawnAt: 9 }, second])
    })
  })

  describe('components', () => {
    const idsOf = (component: { readonly anchors: readonly { readonly id: AnchorId }[] } | undefined) =>
      component?.anchors.map(({ id }) => id)

    test('hold all that links and standing decisions reach, with features and streams, each anchor in one', async (s) => {
      const { write } = s
      const people = (await addPeople(write, 6)) as [Anchor, Anchor, Anchor, Anchor, Anchor, Anchor]
      const [a, b, c, d, e, f] = people
      const standing = decisionOf('d1', b.id, c.id, { verdict: 'different' })
      await commit(write, {
        records: [recordOf(c.id, { features: new Uint8Array([9]) })],
        links: [linkOf(a.id, b.id), linkOf(d.id, e.id)],
        decisions: [standing, decisionOf('d2', c.id, d.id, { withdrawnAt: 7 })],
      })
      const found = await write.components([c.id, e.id, a.id, f.id, 999 as AnchorId], 10)
      expect(found.map(idsOf)).toEqual([[a.id, b.id, c.id], [d.id, e.id], [f.id]])
      expect(found[0]).toMatchObject({ links: [linkOf(a.id, b.id)], decisions: [standing], isTruncated: false })
      expect(found[0]?.anchors.map(({ streamName }) => streamName)).toEqual([CONTACTS, CONTACTS, CONTACTS])
      expect(found[0]?.anchors.map(({ features }) => [...features])).toEqual([[], [], [9]])
      expect(found[1]?.decisions).toEqual([])
    })

    test('that are too large are cut in rounds, oldest first, and say so', async ({ write }) => {
      const people = await addPeople(write, 7)
      const [hub, ...others] = [...people].reverse() as [Anchor, ...Anchor[]]
      await commit(write, { links: others.map(({ id }) => linkOf(id, hub.id)) })
      const [cut] = await write.components([hub.id], 4)
      expect(cut?.isTruncated).toBe(true)
      expect(idsOf(cut)).toEqual([...people.slice(0, 3).map(({ id }) => id), hub.id])
      expect(cut?.links).toHaveLength(3)
      const [whole] = await write.components([hub.id], 7)
      expect(whole?.isTruncated).toBe(false)
      expect(idsOf(whole)).toHaveLength(7)
    })

    test('a chain is followed to its end', async ({ write }) => {
      const people = await addPeople(write, 20)
      await commit(write, { links: people.slice(1).map(({ id }) => linkOf((id - 1) as AnchorId, id)) })
      expect(await write.components([(people[10] as Anchor).id], 100)).toHaveLength(1)
      expect(idsOf((await write.components([(people[19] as Anchor).id], 100))[0])).toEqual(people.map(({ id }) => id))
    })
  })
}
