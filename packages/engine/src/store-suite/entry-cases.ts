import { describe, expect } from 'vitest'
import { commit, entryOf, expectPages, homeOf, twoPeople } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

export function entryCases(test: StoreCase): void {
  describe('entries', () => {
    test('one a type and name, the newest, until it is removed', async ({ write, read }) => {
      await commit(write, { entries: [entryOf('call', 'a'), entryOf('key', 'a', { body: '{"k":1}' })] })
      await commit(write, { entries: [entryOf('call', 'a', { at: 2, body: '{"n":2}' })] })
      expect(await read.entry('call', 'a')).toEqual(entryOf('call', 'a', { at: 2, body: '{"n":2}' }))
      expect(await read.entry('key', 'a')).toEqual(entryOf('key', 'a', { body: '{"k":1}' }))
      await commit(write, {
        removedEntries: [
          { type: 'call', name: 'a' },
          { type: 'call', name: 'nobody' },
        ],
      })
      expect(await read.entry('call', 'a')).toBeUndefined()
      expect(await read.entry('key', 'a')).toBeDefined()
    })

    test('removed and written in one commit, it is there', async ({ write, read }) => {
      await commit(write, { entries: [entryOf('call', 'a')] })
      await commit(write, { removedEntries: [{ type: 'call', name: 'a' }], entries: [entryOf('call', 'a', { at: 7 })] })
      expect(await read.entry('call', 'a')).toMatchObject({ at: 7 })
    })

    test('of a type, or of a profile, come newest first in pages that neither miss nor repeat', async ({
      write,
      read,
    }) => {
      const [a, b] = await twoPeople(write)
      const rows = Array.from({ length: 9 }, (_, at) =>
        // Several at the same time: the name decides.
        entryOf('call', `n${at}`, {
          at: Math.floor(at / 4),
          profile: at % 3 === 0 ? homeOf(a) : at % 3 === 1 ? homeOf(b) : null,
        }),
      )
      await commit(write, { entries: [...rows, entryOf('brief', 'b', { profile: homeOf(a) })] })
      const newest = [...rows].reverse()
      await expectPages((paging) => read.entries('call', paging), newest)
      await expectPages(
        (paging) => read.entries('call', { ...paging, profile: homeOf(a) }),
        newest.filter(({ profile }) => profile === homeOf(a)),
      )
      await expectPages((paging) => read.entries('nothing', paging), [])
    })
  })
}
