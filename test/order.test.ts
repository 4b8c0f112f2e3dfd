import type { Json } from '@rapport/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stores } from './support/stores.ts'
import { emit, openWorld, type World } from './support/world.ts'

const keys = ['1', '2', '3'] as const
const common = { stream: fc.constantFrom('crm/contacts', 'shop/contacts'), id: fc.constantFrom(...keys) }

/** What sources say, each with a version: a row, its deletion, or that it is now another one. */
const told = fc.oneof(
  fc.record({
    ...common,
    kind: fc.constant('row' as const),
    first: fc.constantFrom('Ana', 'Bob'),
    card: fc.constantFrom(null, 'C1', 'C2'),
    email: fc.constantFrom('a@maison.fr', 'b@maison.fr'),
    tasks: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('order' as const),
    id: fc.constantFrom('o1', 'o2'),
    customer: fc.constantFrom(...keys),
    total: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record(
    {
      kind: fc.constant('traits' as const),
      userId: fc.constantFrom('u1', 'u2'),
      first: fc.constantFrom(null, 'Ana', 'Bob'),
      last: fc.constantFrom(null, 'Dupont', 'Martin'),
      email: fc.constantFrom('a@maison.fr', 'b@maison.fr'),
    },
    { requiredKeys: ['kind', 'userId'] },
  ),
  fc.record({ kind: fc.constant('forgotten' as const), userId: fc.constantFrom('u1', 'u2') }),
  fc.record({ ...common, kind: fc.constant('gone' as const) }),
  fc.record({ ...common, kind: fc.constant('merged' as const), into: fc.constantFrom(...keys) }),
)
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never

async function tell(made: World, one: Told, v: number): Promise<void> {
  const at = `2026-01-${String(v).padStart(2, '0')}T00:00:00Z`
  switch (one.kind) {
    case 'row': {
      const { stream, kind: _kind, card, ...row } = one
      return emit(made, stream, [{ ...row, ...(card === null ? {} : { card }), v, at, last: 'Dupont' }])
    }
    case 'order':
      return emit(made, 'crm/orders', [
        { id: one.id, v, customer: one.customer, total: String(one.total), at: '2026-02-01T00:00:00Z' },
      ])
    case 'traits': {
      const { kind: _kind, ...row } = one
      return emit(made, 'site/users', [{ ...row, at }])
    }
    case 'forgotten':
      return emit(made, 'site/users', [], { deletes: [{ key: one.userId, version: at }] })
    case 'gone':
      return emit(made, one.stream, [], { deletes: [{ key: one.id, version: v }] })
    case 'merged':
      if (one.id !== one.into)
        await emit(made, one.stream, [], { merges: [{ key: one.id, into: one.into, version: v }] })
  }
}

/** Live records by profile with their reconciled values; what hangs on records that are gone stays with whom it was, so it is left out. */
async function parties(made: World): Promise<readonly string[]> {
  const { reader } = made
  const described: string[] = []
  for (const { id, head } of (await reader.list({ limit: 100 })).items) {
    const anchors = await reader.anchors(id)
    const records = await reader.records(anchors.map((anchor) => anchor.id))
    const live = anchors.filter((_, index) => records[index]?.isDeleted === false)
    if (live.length === 0) continue
    const { attributes, identifiers, consents } = JSON.parse(head) as Record<string, Json>
    const { items } = await reader.timeline({ profile: id, limit: 100 })
    const of = new Set(live.map((anchor) => anchor.id))
    const rows = items
      .filter(({ anchor }) => anchor !== 0 && of.has(anchor))
      .map(({ streamName, key, body }) => `${streamName}/${key} ${body}`)
    const names = live.map(({ streamName, key }) => `${streamName}/${key}`)
    described.push(JSON.stringify([names.sort(), attributes, identifiers, consents, rows.sort()]))
  }
  return described.sort()
}

describe.each(stores)('whatever arrives in whatever order over %s', (name, open) => {
  it('gives the same parties, values and rows: versions decide, not arrival', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(told, { minLength: 2, maxLength: 9 })
          .map((all) => all.map((one, index) => ({ one, v: index + 1 })))
          .chain((all) =>
            fc.tuple(
              fc.constant(all),
              fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }),
            ),
          ),
        async ([inOrder, shuffled]) => {
          const [first, second] = [await openWorld(open), await openWorld(open)]
          for (const { one, v } of inOrder) await tell(first, one, v)
          for (const { one, v } of shuffled) await tell(second, one, v)
          expect(await parties(second)).toEqual(await parties(first))
          await Promise.all([first.store[Symbol.asyncDispose](), second.store[Symbol.asyncDispose]()])
        },
      ),
      { numRuns: name === 'memory' ? 120 : 10 },
    )
  })
})
