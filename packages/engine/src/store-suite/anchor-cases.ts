import type { AnchorId } from '@rapport/core'
import { describe, expect } from 'vitest'
import type { Anchor } from '../port/rows.ts'
import { addPeople, CONTACTS, commit, headOf, homeOf, onePerson, streamOf, texts, twoPeople } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

export function anchorCases(test: StoreCase): void {
  describe('streams', () => {
    test('a stream keeps its number, whoever asks, also in one call and after the store was opened anew', async (s) => {
      const first = await s.write.streams([CONTACTS, 'crm/orders', CONTACTS])
      expect(first[2]).toBe(first[0])
      expect(first[1]).not.toBe(first[0])
      await s.reopen()
      expect(await s.write.streams(['crm/orders', 'web/tracks', CONTACTS])).toMatchObject({ 0: first[1], 2: first[0] })
      expect((await s.read.streams()).map(({ name }) => name)).toEqual([CONTACTS, 'crm/orders', 'web/tracks'])
    })

    test('a cursor advances with the commit that names it', async ({ write, read }) => {
      const [contacts, orders] = (await write.streams([CONTACTS, 'crm/orders'])) as [never, never]
      expect(await write.cursor(contacts)).toBeNull()
      await commit(write, { cursors: [{ stream: contacts, cursor: 'page 2' }] })
      expect(await write.cursor(contacts)).toBe('page 2')
      expect(await write.cursor(orders)).toBeNull()
      expect((await read.streams()).map(({ cursor }) => cursor)).toEqual(['page 2', null])
      await commit(write, { cursors: [{ stream: contacts, cursor: null }] })
      expect(await write.cursor(contacts)).toBeNull()
    })
  })

  describe('anchors', () => {
    test('reserved ids are never given again, used or not', async (subject) => {
      const first = await subject.write.allocateAnchors(3)
      expect(await subject.write.allocateAnchors(0)).toBe(first + 3)
      expect(await subject.write.allocateAnchors(1)).toBe(first + 3)
      await subject.reopen()
      expect(await subject.write.allocateAnchors(2)).toBe(first + 4)
      const person = await onePerson(subject.write)
      await subject.write.erase({ profile: homeOf(person), anchors: [], suppress: [], at: 1 })
      expect(await subject.write.allocateAnchors(1)).toBe(person.id + 1)
    })

    test('are found by id and by key, in the order asked, repeated as asked, what is absent as undefined', async (s) => {
      const [a, b] = await twoPeople(s.write)
      const none = (b.id + 9) as AnchorId
      expect(await s.write.anchorsById([b.id, none, a.id, b.id])).toEqual([b, undefined, a, b])
      const key = ({ stream, key }: Anchor) => ({ stream, key })
      const asked = [key(b), { ...key(a), key: 'nobody' }, key(a), key(a)]
      expect(await s.write.anchors(asked)).toEqual([b, undefined, a, a])
      expect(await s.read.anchorsByKey(asked)).toEqual([b, undefined, a, a])
      expect(await s.write.anchorsById([])).toEqual([])
    })

    test('the same key in two streams is two anchors, and keys differ by case, accent and blank', async ({ write }) => {
      const [one, two] = (await write.streams(['crm/contacts', 'shop/contacts'])) as [never, never]
      const first = await write.allocateAnchors(texts.length * 2)
      const anchors = texts.flatMap((key, at) =>
        [one, two].map((stream, which): Anchor => {
          const id = (first + at * 2 + which) as AnchorId
          return { id, stream, key, profile: homeOf({ id }), entity: 'person', isGhost: false }
        }),
      )
      await commit(write, { anchors })
      expect(await write.anchors(anchors.map(({ stream, key }) => ({ stream, key })))).toEqual(anchors)
    })

    test('a ghost stays, with its profile, and may come back', async ({ write, read }) => {
      const [a] = await twoPeople(write)
      await commit(write, { ghosts: [{ anchor: a.id, isGhost: true }] })
      expect(await write.anchorsById([a.id])).toEqual([{ ...a, isGhost: true }])
      expect(await read.anchors(homeOf(a))).toEqual([{ ...a, isGhost: true, streamName: CONTACTS }])
      await commit(write, { ghosts: [{ anchor: a.id, isGhost: false }] })
      expect(await write.anchorsById([a.id])).toEqual([a])
    })
  })

  describe('ties', () => {
    test('move an anchor to another profile and back: merge, split and undo', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      const [p, q] = [homeOf(a), homeOf(b)]
      await commit(write, { ties: [{ anchor: b.id, profile: p, at: 10 }], absorbed: [{ profile: q, into: p }] })
      expect(await write.anchorsOf([p, q])).toEqual([[a, { ...b, profile: p }], []])
      expect((await read.anchors(p)).map(({ id }) => id)).toEqual([a.id, b.id])
      await commit(write, { ties: [{ anchor: b.id, profile: q, at: 20 }] })
      expect(await write.anchorsOf([q, p])).toEqual([[b], [a]])
      await commit(write, { heads: [headOf(q)] })
      expect(await read.profiles([q])).toMatchObject([{ status: 'found', profile: { id: q } }])
    })

    test('say who belonged to a profile at any time: from an instant on, until the next one', async ({
      write,
      read,
    }) => {
      const [a, b] = await twoPeople(write)
      const [p, q] = [homeOf(a), homeOf(b)]
      await commit(write, { ties: [{ anchor: b.id, profile: p, at: 10 }] })
      await commit(write, { ties: [{ anchor: b.id, profile: q, at: 20 }] })
      await commit(write, { ties: [{ anchor: b.id, profile: p, at: 30 }] })
      const at = async (time: number) => [await read.anchorsAt(p, time), await read.anchorsAt(q, time)]
      expect(await at(Number.MIN_SAFE_INTEGER)).toEqual([[a.id], [b.id]])
      expect(await at(9)).toEqual([[a.id], [b.id]])
      expect(await at(10)).toEqual([[a.id, b.id], []])
      expect(await at(19)).toEqual([[a.id, b.id], []])
      expect(await at(20)).toEqual([[a.id], [b.id]])
      expect(await at(30)).toEqual([[a.id, b.id], []])
      expect(await at(Number.MAX_SAFE_INTEGER)).toEqual([[a.id, b.id], []])
      expect(await read.formerProfiles([b.id])).toEqual([p, q])
      expect(await read.formerProfiles([a.id])).toEqual([p])
      expect(await read.formerProfiles([])).toEqual([])
    })

    test('of one instant leave one interval, and a tie to where the anchor is opens none', async ({ write, read }) => {
      const [a, b, c] = (await addPeople(write, 3)) as [Anchor, Anchor, Anchor]
      const tie = (profile: Anchor, at: number) =>
        commit(write, { ties: [{ anchor: c.id, profile: homeOf(profile), at }] })
      await tie(a, 10)
      await tie(b, 10)
      await tie(b, 15)
      await tie(a, 12)
      const at = async (time: number) =>
        (await Promise.all([a, b, c].map((one) => read.anchorsAt(homeOf(one), time)))).map((ids) => ids.includes(c.id))
      expect(await at(9)).toEqual([false, false, true])
      expect(await at(11)).toEqual([false, true, false])
      expect(await at(12)).toEqual([true, false, false])
      // A clock that went back does not make an interval that ends before it begins.
      await tie(b, 5)
      expect(await at(12)).toEqual([false, true, false])
      expect(await write.anchorsOf([homeOf(b)])).toMatchObject([[{ id: b.id }, { id: c.id }]])
    })

    test('a tie of an anchor that is not there is nothing', async ({ write, read }) => {
      const person = await onePerson(write)
      await commit(write, { ties: [{ anchor: (person.id + 9) as AnchorId, profile: homeOf(person), at: 1 }] })
      expect(await read.anchorsAt(homeOf(person), 5)).toEqual([person.id])
    })
  })

  describe('devices', () => {
    test('keep the newest body a key', async ({ write, read }) => {
      await streamOf(write)
      await commit(write, { devices: [{ key: 'a', body: '1' }] })
      await commit(write, { devices: [{ key: 'a', body: '2' }] })
      for (const door of [write, read])
        expect(await door.devices(['b', 'a'])).toEqual([undefined, { key: 'a', body: '2' }])
    })
  })
}
