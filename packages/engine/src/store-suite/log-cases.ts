import type { Sequence } from '@rapport/core'
import { describe, expect } from 'vitest'
import { changeOf, commit, expectPages, homeOf, onePerson, rejectedOf, twoPeople } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

const kinds = ['updated', 'merged', 'split', 'entered', 'left', 'decided'] as const

export function logCases(test: StoreCase): void {
  describe('the change feed', () => {
    test('is in the order of commits and goes on after any sequence, to its end', async (subject) => {
      const [a, b] = await twoPeople(subject.write)
      const all = kinds.map((kind, at) => changeOf(homeOf(at % 2 ? a : b), { kind, at, body: `{"at":${at}}` }))
      const last = await commit(subject.write, { changes: all.slice(0, 4) })
      const end = await commit(subject.write, { changes: all.slice(4) })
      const stored = all.map((change, at) => ({
        ...change,
        sequence: (at < 4 ? last - 3 + at : end - 5 + at) as Sequence,
      }))
      const { read } = subject
      expect(await read.changes(0 as Sequence, 99)).toEqual(stored)
      const met: unknown[] = []
      for (let after = 0 as Sequence; ; ) {
        const some = await read.changes(after, 2)
        const newest = some.at(-1)
        if (newest === undefined) break
        met.push(...some)
        after = newest.sequence
      }
      expect(met).toEqual(stored)
      await subject.reopen()
      expect(await subject.read.changes(last as Sequence, 99)).toEqual(stored.slice(4))
      expect(await subject.read.changes(end as Sequence, 99)).toEqual([])
    })

    test('never shows a change after a later one was shown, while writers write', async ({ write, read }) => {
      const profile = homeOf(await onePerson(write))
      const writing = Promise.all(
        Array.from({ length: 30 }, () => commit(write, { changes: [changeOf(profile), changeOf(profile)] })),
      )
      const met: Sequence[] = []
      for (let rounds = 0; met.length < 60 && rounds < 10_000; rounds++) {
        for (const { sequence } of await read.changes(met.at(-1) ?? (0 as Sequence), 7)) met.push(sequence)
      }
      await writing
      expect((await read.changes(0 as Sequence, 99)).map(({ sequence }) => sequence)).toEqual(met)
    })
  })

  describe('rejected rows', () => {
    test('are kept as they came, newest first, in pages that neither miss nor repeat', async ({ write, read }) => {
      const rows = Array.from({ length: 7 }, (_, at) =>
        rejectedOf(`k${at}`, {
          stream: at % 2 ? 'crm/contacts' : 'crm/orders',
          code: at < 3 ? 'FIELD_INVALID' : 'ROW_INVALID',
        }),
      )
      const last = await commit(write, { rejected: rows })
      const stored = rows.map((row, at) => ({ ...row, id: last - 6 + at })).reverse()
      await expectPages((paging) => read.rejected(paging), stored)
      const of = (stream: string) => stored.filter((row) => row.stream === stream)
      await expectPages((paging) => read.rejected({ ...paging, stream: 'crm/orders' }), of('crm/orders'))
      await expectPages(
        (paging) => read.rejected({ ...paging, stream: 'crm/contacts', code: 'ROW_INVALID' }),
        of('crm/contacts').filter(({ code }) => code === 'ROW_INVALID'),
      )
      expect(await read.countRejected()).toEqual([
        { stream: 'crm/contacts', code: 'FIELD_INVALID', count: 1 },
        { stream: 'crm/contacts', code: 'ROW_INVALID', count: 2 },
        { stream: 'crm/orders', code: 'FIELD_INVALID', count: 2 },
        { stream: 'crm/orders', code: 'ROW_INVALID', count: 2 },
      ])
    })

    test('that were replayed or dropped are gone; the same row rejected again is another', async ({ write, read }) => {
      const first = (await commit(write, { rejected: [rejectedOf('a')] })) as never
      const second = await commit(write, { unrejected: [first], rejected: [rejectedOf('a')] })
      expect((await read.rejected({ limit: 5 })).items).toEqual([{ ...rejectedOf('a'), id: second }])
      await commit(write, { unrejected: [first, second as never] })
      expect((await read.rejected({ limit: 5 })).items).toEqual([])
      expect(await read.countRejected()).toEqual([])
    })
  })
}
