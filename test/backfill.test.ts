import type { Json } from '@rapport/core'
import { createQueries, type Store, type Writer } from '@rapport/engine'
import { describe, expect, it } from 'vitest'
import { stores } from './support/stores.ts'
import { emit, NOW, openWorld, profileOf, type World, work } from './support/world.ts'

// Not the figures that are there already: another window is another definition.
const insight: Json = { type: 'insight', name: 'bigOrders', on: 'order', calculate: 'count', window: { days: 400 } }
const big: Json = { type: 'segment', name: 'big', where: { insight: 'bigOrders', gte: 3 } }
const small: Json = { type: 'segment', name: 'small', where: { insight: 'bigOrders', lt: 3 } }
const PEOPLE = 120

const contact = (n: number): Json => ({ id: `c${n}`, v: 1, first: 'No', last: `Body${n}`, email: `c${n}@x.fr` })
const order = (n: number, of: number): Json => ({
  id: `o${n}-${of}`,
  v: 1,
  customer: `c${n}`,
  total: '10',
  at: '2026-02-01T00:00:00Z',
})

async function lived(open: () => Promise<Store>): Promise<World> {
  const made = await openWorld(open)
  const people = Array.from({ length: PEOPLE }, (_, n) => n)
  await emit(made, 'crm/contacts', people.map(contact))
  // Every other one has five orders, the rest one.
  const orders = people.flatMap((n) => Array.from({ length: n % 2 === 0 ? 5 : 1 }, (_, of) => order(n, of)))
  await emit(made, 'crm/orders', orders)
  await workSlowly(made)
  return made
}

/** With so little time at once that a page soon is one profile. */
async function workSlowly({ engine }: World): Promise<void> {
  while ((await engine.commands.tick(0.01)) === NOW);
}

const saved = (made: World) =>
  made.engine.commands.saveDocuments(
    [insight, big, small].map((body) => ({ body })),
    'me',
  )

/** A store that lets somebody look after every commit, and that may be killed at one. */
function watched(store: Store, after: () => Promise<void>): Store {
  const write: Writer = {
    ...store.write,
    commit: async (writes) => {
      const answer = await store.write.commit(writes)
      await after()
      return answer
    },
  }
  return { ...store, write, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
}

describe.each(stores)('a changed insight over %s', (_name, open) => {
  it('never shows a figure without the membership that follows from it, and ends whatever it is killed at', async () => {
    let look: (() => Promise<void>) | undefined
    const store = watched(await open(), async () => look?.())
    const made = await lived(async () => store)
    await saved(made)
    const queries = createQueries({ reader: made.reader, rules: made.engine.rulebook, now: () => NOW })
    let commits = 0
    const membersByFigures = async (): Promise<number> => {
      let members = 0
      for (const { id, insights } of (await queries.list({ limit: 500 }, { sensitive: true })).items) {
        const stored = (await made.reader.memberships(Number.parseInt(id.slice(4), 36) as never)).map((m) => m.segment)
        const isBig = Number(insights.bigOrders) >= 3
        expect([id, stored.includes('big')]).toEqual([id, isBig])
        if (isBig) members++
      }
      return members
    }
    const killAt = 20
    look = async () => {
      await membersByFigures()
      if (++commits === killAt) throw new Error('killed')
    }
    await expect(workSlowly(made)).rejects.toThrow('killed')
    look = undefined
    const untilKilled = await membersByFigures()
    expect(untilKilled).toBeGreaterThan(0)
    expect(untilKilled).toBeLessThan(PEOPLE / 2)
    const [progress] = await queries.backfills()
    expect(progress).toMatchObject({ work: 'profiles', of: PEOPLE })
    expect(progress?.done).toBeGreaterThan(0)
    expect(progress?.done).toBeLessThan(PEOPLE)
    const again = await openWorld(async () => store)
    await work(again)
    expect(await membersByFigures()).toBe(PEOPLE / 2)
    expect(await made.reader.countMembers(['big', 'small'])).toEqual([PEOPLE / 2, PEOPLE / 2])
    expect(await queries.backfills()).toEqual([])
  })

  it('who is touched before the backfill comes to them enters by all of their figures, not by the newest alone', async () => {
    const made = await lived(open)
    await saved(made)
    const before = await made.reader.lastSequence()
    await emit(made, 'crm/orders', [order(0, 9)])
    expect(new Set((await profileOf(made, '=email:c0@x.fr'))?.segments)).toEqual(new Set(['big', 'buyers']))
    const changes = await made.reader.changes(before, 100)
    expect(changes.filter(({ kind }) => kind === 'entered').map(({ body }) => JSON.parse(body))).toEqual([
      { segment: 'big' },
    ])
  })

  it('a segment saved while an insight is still being backfilled does not stop that', async () => {
    const made = await lived(open)
    await made.engine.commands.saveDocuments([{ body: insight }], 'me')
    await made.engine.commands.saveDocuments([{ body: big }], 'me')
    await work(made)
    expect(await made.reader.countMembers(['big'])).toEqual([PEOPLE / 2])
  })
})
