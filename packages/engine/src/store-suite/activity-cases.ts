import { describe, expect } from 'vitest'
import type { ActivityId, Anchor } from '../port/rows.ts'
import { activityOf, commit, expectPages, homeOf, onePerson, streamOf, twoPeople } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

const id = (number: number) => number as ActivityId
const ids = (rows: readonly { readonly id: number }[] | undefined) => rows?.map((row) => row.id)
const EVER = { since: Number.MIN_SAFE_INTEGER, until: Number.MAX_SAFE_INTEGER }

export function activityCases(test: StoreCase): void {
  describe('activities', () => {
    test('come back as they were written; happenings by id only, all others by key too', async ({ write, read }) => {
      const person = await onePerson(write)
      const order = activityOf(5, person, { raw: '{"n":1}', space: 'fr', territory: 'east', body: '{"total":"10"}' })
      const event = activityOf(2 ** 52, person, { isHappening: true, entity: 'event' })
      await commit(write, { activities: [order, event] })
      expect(await write.activitiesById([event.id, id(6), order.id])).toEqual([event, undefined, order])
      const keys = [event, order].map(({ key }) => ({ stream: person.stream, key }))
      expect(await write.objects(keys)).toEqual([undefined, order])
      expect(await read.objects(keys.map(({ key }) => ({ stream: 'crm/contacts', key })))).toEqual([undefined, order])
      expect(await read.objects([{ stream: 'no/stream', key: order.key }])).toEqual([undefined])
    })

    test('the same id again replaces the row, and finds it by its new key alone', async ({ write }) => {
      const { stream, ...person } = await onePerson(write)
      await commit(write, { activities: [activityOf(5, { ...person, stream })] })
      const moved = activityOf(5, { ...person, stream }, { key: 'renamed', version: '2', occurredAt: 9 })
      await commit(write, { activities: [moved] })
      expect(await write.objects(['a5', 'renamed'].map((key) => ({ stream, key })))).toEqual([undefined, moved])
      expect(await write.activitiesIn([{ anchor: person.id, ...EVER }])).toEqual([[moved]])
    })

    test('a row that moves to another owner is in the history of that one only', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      await commit(write, { activities: [activityOf(5, a)] })
      await commit(write, { activities: [activityOf(5, b, { version: '2' })] })
      expect((await read.timeline({ profile: homeOf(a), limit: 5 })).items).toEqual([])
      expect(ids((await read.timeline({ profile: homeOf(b), limit: 5 })).items)).toEqual([5])
      expect(
        (
          await write.activitiesIn([
            { anchor: a.id, ...EVER },
            { anchor: b.id, ...EVER },
          ])
        ).map(ids),
      ).toEqual([[], [5]])
    })

    test('a reference row belongs to nobody and is found by its key', async ({ write }) => {
      const stream = await streamOf(write, 'erp/products')
      const product = activityOf(8, { id: 0 as Anchor['id'], stream }, { entity: 'product', key: 'sku-1' })
      await commit(write, { activities: [product] })
      expect(await write.objects([{ stream, key: 'sku-1' }])).toEqual([product])
    })

    test('of a range are from its start up to its end, oldest first, without deleted ones', async ({ write }) => {
      const person = await onePerson(write)
      await commit(write, {
        activities: [
          activityOf(1, person, { occurredAt: 30, isHappening: true, entity: 'event' }),
          activityOf(2, person, { occurredAt: 20 }),
          activityOf(3, person, { occurredAt: 10 }),
          activityOf(4, person, { occurredAt: 20, isDeleted: true }),
          activityOf(5, person, { occurredAt: 20, entity: 'case' }),
          activityOf(6, person, { occurredAt: -5, isHappening: true, entity: 'order' }),
        ],
      })
      const of = async (range: { since: number; until: number; entity?: string; statesOnly?: boolean }) =>
        ids((await write.activitiesIn([{ anchor: person.id, ...range }]))[0])
      expect(await of(EVER)).toEqual([6, 3, 2, 5, 1])
      expect(await of({ since: 10, until: 20 })).toEqual([3])
      expect(await of({ since: 10, until: 21 })).toEqual([3, 2, 5])
      expect(await of({ ...EVER, entity: 'order' })).toEqual([6, 3, 2])
      expect(await of({ ...EVER, statesOnly: true })).toEqual([3, 2, 5])
      expect(await of({ ...EVER, statesOnly: true, entity: 'order' })).toEqual([3, 2])
      expect(ids((await write.activitiesById([id(4)])) as never)).toEqual([4])
    })

    test('a device’s rows of a time move to another anchor, all others stay', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      await commit(write, {
        activities: [10, 20, 30].map((at) => activityOf(at, a, { isHappening: true, entity: 'event' })),
      })
      await commit(write, { moves: [{ from: a.id, to: b.id, since: 20, until: 30 }] })
      expect(ids((await read.timeline({ profile: homeOf(a), limit: 5 })).items)).toEqual([30, 10])
      expect(ids((await read.timeline({ profile: homeOf(b), limit: 5 })).items)).toEqual([20])
      expect(await write.activitiesById([id(20)])).toMatchObject([{ anchor: b.id }])
    })
  })

  describe('timeline', () => {
    test('is of all of a profile’s anchors, newest first, in pages that neither miss nor repeat', async (subject) => {
      const { write, read } = subject
      const [a, b] = await twoPeople(write)
      const activities = Array.from({ length: 24 }, (_, at) =>
        // Many at the same instant: the id decides.
        activityOf(at + 1, at % 3 === 0 ? b : a, { occurredAt: Math.floor(at / 4), isHappening: at % 2 === 0 }),
      )
      await commit(write, { activities, ties: [{ anchor: b.id, profile: homeOf(a), at: 1 }] })
      const rows = [...activities].reverse().map((row) => ({ ...row, streamName: 'crm/contacts' }))
      await expectPages((paging) => read.timeline({ profile: homeOf(a), ...paging }), rows)
      await expectPages(
        (paging) => read.timeline({ profile: homeOf(a), statesOnly: true, ...paging }),
        rows.filter((row) => !row.isHappening),
      )
      await expectPages(
        (paging) => read.timeline({ profile: homeOf(a), before: 3, ...paging }),
        rows.filter((row) => row.occurredAt < 3),
      )
      expect((await read.timeline({ profile: homeOf(b), limit: 5 })).items).toEqual([])
    })

    test('shows the entities asked for, and nothing that was deleted', async ({ write, read }) => {
      const person = await onePerson(write)
      const entities = ['order', 'case', 'stay']
      await commit(write, {
        activities: [...entities, 'order'].map((entity, at) =>
          activityOf(at + 1, person, { entity, isDeleted: at === 3 }),
        ),
      })
      const of = async (wanted: readonly string[]) =>
        ids((await read.timeline({ profile: homeOf(person), limit: 9, entities: wanted })).items)
      expect(await of(['order', 'stay'])).toEqual([3, 1])
      expect(await of([])).toEqual([])
    })

    test('goes on where it was although rows came and went between two pages', async ({ write, read }) => {
      const person = await onePerson(write)
      await commit(write, { activities: [10, 20, 30, 40].map((at) => activityOf(at, person)) })
      const first = await read.timeline({ profile: homeOf(person), limit: 2 })
      await commit(write, {
        activities: [activityOf(50, person), activityOf(30, person, { isDeleted: true }), activityOf(15, person)],
      })
      const second = await read.timeline({ profile: homeOf(person), limit: 9, after: first.next as string })
      expect([ids(first.items), ids(second.items)]).toEqual([
        [40, 30],
        [20, 15, 10],
      ])
    })
  })
}
