import { describe, expect } from 'vitest'
import type { DueRange } from '../port/reader.ts'
import type { Anchor } from '../port/rows.ts'
import { activityOf, commit, expectPages, headOf, homeOf, onePerson, twoPeople } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

const DAY: DueRange = { from: 'visit|2026-11-24|', to: 'visit|2026-11-24|\u{10ffff}' }
const keysOf = (page: { readonly items: readonly { readonly key: string }[] }) => page.items.map(({ key }) => key)

export function agendaCases(test: StoreCase): void {
  describe('rows that are due', () => {
    test('are those of a range, in its order, with whose they are now, in pages that neither miss nor repeat', async ({
      write,
      read,
    }) => {
      const [a, b] = await twoPeople(write)
      const rows = [
        activityOf(9, a, { agenda: 'visit|2026-11-24|ana|09:00' }),
        activityOf(2, b, { agenda: 'visit|2026-11-24|ana|10:30' }),
        // Two at once: the older number first.
        activityOf(3, a, { agenda: 'visit|2026-11-24|ben|08:00', body: '{"subject":"x"}' }),
        activityOf(4, b, { agenda: 'visit|2026-11-24|ben|08:00' }),
      ]
      await commit(write, {
        activities: [
          ...rows,
          activityOf(5, a, { agenda: 'visit|2026-11-25|ana|09:00' }),
          activityOf(6, a, { agenda: 'stay|2026-11-24|h/1|' }),
          activityOf(7, a),
          activityOf(8, { ...a, id: 0 as Anchor['id'] }, { agenda: 'visit|2026-11-24|ana|11:00' }),
        ],
        ties: [{ anchor: b.id, profile: homeOf(a), at: 1 }],
      })
      const due = rows.map((row) => ({ ...row, streamName: 'crm/contacts', profile: homeOf(a) }))
      await expectPages((paging) => read.due({ ...DAY, ...paging }), due)
      expect(await read.countDue(DAY)).toBe(4)
      expect(await read.lastDue(DAY)).toBe('visit|2026-11-24|ben|08:00')
      const ana = { from: 'visit|2026-11-24|ana|', to: 'visit|2026-11-24|ana|\u{10ffff}' }
      expect(keysOf(await read.due({ ...ana, limit: 9 }))).toEqual(['a9', 'a2'])
      const nobody = { from: 'visit|2026-11-26|', to: 'visit|2026-11-26|\u{10ffff}' }
      expect(await read.due({ ...nobody, limit: 9 })).toEqual({ items: [], next: null })
      expect(await read.countDue(nobody)).toBe(0)
      expect(await read.lastDue(nobody)).toBeUndefined()
    })

    test('a cursor of another range begins no earlier than the one asked for', async ({ write, read }) => {
      const person = await onePerson(write)
      await commit(write, {
        activities: [23, 24, 24].map((day, at) => activityOf(at + 1, person, { agenda: `visit|2026-11-${day}||` })),
      })
      const { next } = await read.due({ from: 'visit|', to: 'visit|\u{10ffff}', limit: 1 })
      expect(keysOf(await read.due({ ...DAY, limit: 9, after: next as string }))).toEqual(['a2', 'a3'])
    })

    test('a row that says so no longer is due no longer', async ({ write, read }) => {
      const person = await onePerson(write)
      await commit(write, { activities: [activityOf(1, person, { agenda: 'visit|2026-11-24||09:00' })] })
      await commit(write, { activities: [activityOf(1, person, { version: '2', isDeleted: true })] })
      expect((await read.due({ ...DAY, limit: 9 })).items).toEqual([])
    })

    test('are those in scope, of profiles in scope', async ({ write, read }) => {
      const [a, b] = await twoPeople(write)
      const agenda = 'visit|2026-11-24||09:00'
      await commit(write, {
        heads: [headOf(homeOf(a), { territory: 'north|east' }), headOf(homeOf(b), { space: 'fr', territory: 'south' })],
        activities: [
          activityOf(1, a, { agenda, territory: 'north' }),
          activityOf(2, a, { agenda, territory: 'west' }),
          activityOf(3, a, { agenda }),
          activityOf(4, b, { agenda, space: 'fr' }),
        ],
        figures: [a, b].map((one) => ({ profile: homeOf(one), figures: new Uint8Array(), flipAt: null })),
      })
      const seen = async (scope: Pick<DueRange, 'spaces' | 'territories'>) => {
        const range = { ...DAY, ...scope }
        const keys = keysOf(await read.due({ ...range, limit: 9 }))
        expect(await read.countDue(range)).toBe(keys.length)
        return keys
      }
      expect(await seen({})).toEqual(['a1', 'a2', 'a3', 'a4'])
      expect(await seen({ territories: ['north'] })).toEqual(['a1', 'a3'])
      expect(await seen({ territories: ['south', 'west'] })).toEqual(['a4'])
      expect(await seen({ spaces: ['it'] })).toEqual(['a1', 'a2', 'a3'])
      expect(await seen({ spaces: ['fr'], territories: [] })).toEqual([])
      expect(await read.lastDue({ ...DAY, spaces: ['it'], territories: [] })).toBeUndefined()
    })

    test('a report takes the planned row out that it names, planned for the time that it names', async ({
      write,
      read,
    }) => {
      const [a, b] = await twoPeople(write)
      const planned = activityOf(1, a, { agenda: 'visit|2026-11-24||09:00', occurredAt: 1_795_505_400_000 })
      const report = (occurredAt: number) => `reported|crm/contacts|a1|${occurredAt}`
      await commit(write, { activities: [planned, activityOf(2, b, { agenda: 'visit|2026-11-24||10:00' })] })
      const open = async () => {
        const range = { ...DAY, withoutReported: true }
        const keys = keysOf(await read.due({ ...range, limit: 9 }))
        expect(await read.countDue(range)).toBe(keys.length)
        return keys
      }
      expect(await open()).toEqual(['a1', 'a2'])
      await commit(write, { activities: [activityOf(3, b, { agenda: report(planned.occurredAt) })] })
      expect(await open()).toEqual(['a2'])
      expect(keysOf(await read.due({ ...DAY, limit: 9 }))).toEqual(['a1', 'a2'])
      // Put off at its source: planned anew.
      await commit(write, { activities: [{ ...planned, version: '2', occurredAt: planned.occurredAt + 1 }] })
      expect(await open()).toEqual(['a1', 'a2'])
      await commit(write, { activities: [activityOf(3, b, { agenda: report(planned.occurredAt + 1) })] })
      expect(await open()).toEqual(['a2'])
      await commit(write, { activities: [activityOf(3, b, { version: '3', isDeleted: true })] })
      expect(await open()).toEqual(['a1', 'a2'])
    })
  })
}
