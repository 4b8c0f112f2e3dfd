import { type Emission, type Json, RapportError } from '@rapport/core'
import { createQueries, type Store } from '@rapport/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stores } from './support/stores.ts'
import { ana, NOW, openWorld, profileOf, type World, work } from './support/world.ts'

/** A store whose disk is full when it is told so: nothing of that commit is stored. */
function sometimesFull(store: Store, isFull: () => boolean): Store {
  const write = { ...store.write }
  write.commit = async (writes) => {
    if (isFull()) throw new RapportError('STORE_FULL')
    return store.write.commit(writes)
  }
  return { ...store, write, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
}

const AT = '2026-02-01T00:00:00Z'
const order = (id: string, v: number, customer: string, total: string): Json => ({ id, v, customer, total, at: AT })
const visit = (id: string, more: object): Emission => ({
  stream: 'events',
  rows: [{ id, at: AT, name: 'seen', ...more }],
})
const login: Emission = {
  stream: 'users',
  rows: [{ userId: 'u', at: AT, first: 'Ana', email: 'ana@maison.fr' }],
  signals: [{ kind: 'login', anonymousId: 'device', stream: 'users', key: 'u', occurredAt: Date.parse(AT) }],
}

type Sent = readonly [stream: string, rows: readonly Json[]] | readonly Emission[]

const isRows = (sent: Sent): sent is readonly [string, readonly Json[]] => typeof sent[0] === 'string'

/** What a company's systems send in a day: people who turn out to be one, orders that move, a device that is hers. */
const day: readonly Sent[] = [
  ['crm/contacts', [ana('1', 1, { card: 'C1' })]],
  [visit('e1', { anonymousId: 'device' })],
  ['shop/contacts', [ana('9', 2, { first: 'Anna', email: 'other@maison.fr' })]],
  ['shop/orders', [order('o1', 1, '9', '10'), order('o2', 1, '9', '5')]],
  [login, visit('e2', { userId: 'u', anonymousId: 'device' })],
  ['shop/contacts', [ana('9', 3, { card: 'C1' })]],
  ['crm/contacts', [{ id: '2', v: 1, at: AT, first: 'Bob', last: 'Other', email: 'bob@x.fr' } as Json]],
  ['shop/orders', [order('o2', 2, '404', '5'), order('o3', 1, '9', '7')]],
  ['crm/contacts', [ana('1', 4, { first: 'Anne' }), { id: 9 } as Json]],
  [visit('e3', { userId: 'u' })],
]

async function send({ engine }: World, sent: Sent): Promise<boolean> {
  if (isRows(sent)) {
    const [connection = '', stream = ''] = sent[0].split('/')
    const outcome = await engine.commands.emit({ connection, stream, body: JSON.stringify({ rows: sent[1] }) })
    if (!outcome.ok) expect(outcome).toMatchObject({ code: 'STORE_FULL' })
    return outcome.ok
  }
  const request = {
    connection: 'site',
    path: '/v1/site',
    headers: {},
    body: JSON.stringify(sent),
    receivedAt: Date.parse(AT),
  }
  const [outcome] = await engine.commands.receive([request])
  if (outcome?.ok !== true) expect(outcome).toMatchObject({ code: 'STORE_FULL' })
  return outcome?.ok === true
}

async function answers(world: World): Promise<unknown> {
  const { reader, engine } = world
  const queries = createQueries({ reader, rules: engine.rulebook, now: () => NOW })
  const found = []
  for (const key of ['=email:ana@maison.fr', '=email:bob@x.fr']) {
    const profile = await profileOf(world, key)
    const id = profile?.id as never
    const timeline = await reader.timeline({ profile: id, limit: 100 })
    const answer = await queries.profile(id, { sensitive: true })
    found.push({
      head: profile?.head,
      segments: profile?.segments,
      insights: answer?.insights,
      timeline: timeline.items.map(({ entity, key, body }) => [entity, key, body]),
      records: (await reader.anchors(id)).map((anchor) => [anchor.streamName, anchor.key]),
    })
  }
  const { rejected, queued, dead, profiles, activities, links } = await reader.inspect()
  return { found, rejected, queued, dead, profiles, activities, links }
}

describe.each(stores)('an engine over %s whose disk is full now and then', (_, open) => {
  it('ends as if it had never been, when senders send again what was refused', async () => {
    const undisturbed = await openWorld(open)
    for (const sent of day) expect(await send(undisturbed, sent)).toBe(true)
    await work(undisturbed)
    const expected = await answers(undisturbed)

    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), async (pattern) => {
        let isArmed = false
        let commits = 0
        const isFull = () => isArmed && pattern[commits++] === true
        const world = await openWorld(async () => sometimesFull(await open(), isFull))
        isArmed = true
        for (const sent of day) while (!(await send(world, sent)));
        isArmed = false
        await world.engine.commands.settle()
        await work(world)
        expect(await answers(world)).toEqual(expected)
        await world.reader.close()
        await world.store[Symbol.asyncDispose]()
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})
