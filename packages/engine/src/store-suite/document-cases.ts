import { describe, expect } from 'vitest'
import type { StoredDocument } from '../port/rows.ts'
import { expectPages } from './fixtures.ts'
import type { StoreCase } from './subject.ts'

const draft = (type: string, name: string, expected: number, body: string | null = '{}') => ({
  type,
  name,
  body,
  by: 'ana',
  at: 5,
  expected,
})
const names = ({ items }: { readonly items: readonly StoredDocument[] }) =>
  items.map(({ type, name }) => `${type}/${name}`)

export function documentCases(test: StoreCase): void {
  describe('documents', () => {
    test('each write is the next version; every one stays readable', async (subject) => {
      const first = { type: 'segment', name: 'vip', version: 1, body: '{"a":1}', by: 'ana', at: 5 }
      const second = { ...first, version: 2, body: '{"a":2}' }
      expect(await subject.documents.write([draft('segment', 'vip', 0, '{"a":1}')])).toEqual([first])
      expect(await subject.documents.write([draft('segment', 'vip', 1, '{"a":2}')])).toEqual([second])
      await subject.reopen()
      const of = { type: 'segment', name: 'vip' }
      const asked = [{ ...of, version: 1 }, of, { ...of, version: 3 }, { ...of, name: 'x' }, { ...of, type: 'insight' }]
      expect(await subject.documents.read(asked)).toEqual([first, second, undefined, undefined, undefined])
    })

    test('a version that moved on refuses the whole write', async ({ documents }) => {
      await documents.write([draft('segment', 'vip', 0)])
      for (const expected of [0, 2])
        await expect(
          documents.write([draft('segment', 'new', 0), draft('segment', 'vip', expected)]),
        ).rejects.toMatchObject({
          code: 'DOCUMENT_VERSION_MOVED',
          details: { type: 'segment', name: 'vip', version: 1 },
        })
      await expect(documents.write([draft('segment', 'unheard-of', 1)])).rejects.toMatchObject({
        code: 'DOCUMENT_VERSION_MOVED',
      })
      expect(names(await documents.list({ limit: 9 }))).toEqual(['segment/vip'])
    })

    test('of two who write the same version at once one is refused', async ({ documents }) => {
      const outcomes = await Promise.allSettled(
        ['1', '2'].map((body) => documents.write([draft('segment', 'vip', 0, body)])),
      )
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect((await documents.list({ limit: 9, name: 'vip' })).items).toHaveLength(1)
    })

    test('one that was removed is listed no more, keeps its versions, and may be made anew', async ({ documents }) => {
      await documents.write([draft('segment', 'vip', 0), draft('segment', 'buyers', 0)])
      await documents.write([draft('segment', 'vip', 1, null)])
      expect(names(await documents.list({ limit: 9 }))).toEqual(['segment/buyers'])
      expect(await documents.read([{ type: 'segment', name: 'vip' }])).toMatchObject([{ version: 2, body: null }])
      // Who never saw it does not know a version; who did may name it.
      expect(await documents.write([draft('segment', 'vip', 0)])).toMatchObject([{ version: 3 }])
      await documents.write([draft('segment', 'vip', 3, null)])
      expect(await documents.write([draft('segment', 'vip', 4)])).toMatchObject([{ version: 5 }])
      expect(names(await documents.list({ limit: 9 }))).toEqual(['segment/buyers', 'segment/vip'])
    })

    test('are listed by type and name, newest versions only, in pages that neither miss nor repeat', async ({
      documents,
    }) => {
      const all = ['b', 'a'].flatMap((type) => ['y', 'x', 'é', 'Z'].map((name) => draft(type, name, 0)))
      await documents.write(all)
      await documents.write([draft('a', 'x', 1, '{"v":2}')])
      const rows = ['a', 'b'].flatMap((type) =>
        ['Z', 'x', 'y', 'é'].map((name) => {
          const isNewer = type === 'a' && name === 'x'
          return { type, name, version: isNewer ? 2 : 1, body: isNewer ? '{"v":2}' : '{}', by: 'ana', at: 5 }
        }),
      )
      await expectPages((paging) => documents.list(paging), rows)
      await expectPages((paging) => documents.list({ ...paging, type: 'b' }), rows.slice(4))
    })

    test('of a name are all its versions, newest first, in pages', async ({ documents }) => {
      for (const expected of [0, 1, 2, 3]) await documents.write([draft('a', 'x', expected)])
      await documents.write([draft('b', 'x', 0), draft('a', 'y', 0)])
      const rows = [
        ['a', 4],
        ['a', 3],
        ['a', 2],
        ['b', 1],
        ['a', 1],
      ].map(([type, version]) => ({ type, name: 'x', version, body: '{}', by: 'ana', at: 5 }))
      await expectPages((paging) => documents.list({ ...paging, name: 'x' }), rows)
      await expectPages(
        (paging) => documents.list({ ...paging, name: 'x', type: 'b' }),
        rows.filter(({ type }) => type === 'b'),
      )
    })
  })
}
