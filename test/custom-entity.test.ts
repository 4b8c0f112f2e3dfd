import { join } from 'node:path'
import {
  CONTRACT,
  checkPlugin,
  definePlugin,
  defineSource,
  defineStream,
  type Entity,
  field,
  type Json,
  type Plugin,
} from '@rapport/core'
import { createQueries, type Queries, type Store } from '@rapport/engine'
import { openSqliteStore } from '@rapport/store-sqlite'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { leftovers } from './support/leftovers.ts'
import { stores, temporaryFolder } from './support/stores.ts'
import { emit, NOW, openWorld, profileOf, type World, work } from './support/world.ts'

/** A spa's treatments, its visits and its rooms: nothing that Rapport knows of. */
const own: readonly Entity[] = [
  {
    name: 'spa.treatment',
    class: 'state',
    title: 'Treatment',
    schema: z.strictObject({
      owner: field.reference().optional(),
      room: field.reference().optional(),
      kind: field.text().optional(),
      minutes: field.number().optional(),
      pregnancyWeek: field.number({ sensitive: true }).optional(),
    }),
  },
  {
    name: 'spa.visit',
    class: 'happening',
    title: 'Visit',
    schema: z.strictObject({ owner: field.reference().optional(), door: field.text().optional() }),
  },
  { name: 'spa.room', class: 'reference', title: 'Room', schema: z.strictObject({ name: field.text().optional() }) },
]

const config = z.strictObject({})
const row = z.looseObject({ id: z.string() })
const key = ({ id }: { readonly id: string }) => id
const owner = [{ stream: 'guests', key: 'guest' }]

const spa: Plugin = definePlugin({
  name: 'spa',
  version: '1.0.0',
  contract: CONTRACT,
  title: 'Spa',
  entities: own,
  sources: [
    defineSource({
      name: 'house',
      config,
      check: async () => ({ ok: true }),
      streams: [
        defineStream(config, {
          name: 'guests',
          entity: 'person',
          row,
          key,
          mapping: {
            set: { givenName: 'first', familyName: 'last', email: 'email', 'ext.spa.locker': 'locker' },
            also: [
              { name: 'wish', entity: 'spa.treatment', when: { path: 'wish', exists: true }, set: { kind: 'wish' } },
            ],
          },
        }),
        defineStream(config, {
          name: 'treatments',
          entity: 'spa.treatment',
          row,
          key,
          mapping: {
            owner,
            occurredAt: 'at',
            set: {
              kind: 'kind',
              minutes: 'minutes',
              pregnancyWeek: 'week',
              room: { stream: 'rooms', key: 'room' },
              'ext.spa.oil': 'oil',
            },
          },
        }),
        defineStream(config, {
          name: 'visits',
          entity: 'spa.visit',
          mode: 'append',
          row,
          key,
          mapping: { owner, occurredAt: 'at', set: { door: 'door' } },
        }),
        defineStream(config, { name: 'rooms', entity: 'spa.room', row, key, mapping: { set: { name: 'name' } } }),
      ],
    }),
  ],
})

const documents: readonly Json[] = [
  { type: 'connection', name: 'paris', part: 'spa/house' },
  { type: 'connection', name: 'nice', part: 'spa/house' },
  { type: 'insight', name: 'treatedMinutes', on: 'spa.treatment', calculate: 'sum', value: 'minutes' },
  { type: 'insight', name: 'latestWeek', on: 'spa.treatment', calculate: 'last', value: 'pregnancyWeek' },
  {
    type: 'insight',
    name: 'expecting',
    on: 'spa.treatment',
    calculate: 'count',
    where: { path: 'pregnancyWeek', gte: 1 },
  },
  {
    type: 'insight',
    name: 'oiled',
    on: 'spa.treatment',
    calculate: 'count',
    where: { path: 'ext.spa.oil', exists: true },
  },
  { type: 'insight', name: 'visits', on: 'spa.visit', calculate: 'count' },
  { type: 'segment', name: 'relaxed', where: { insight: 'treatedMinutes', gte: 60 } },
  { type: 'segment', name: 'lockered', where: { attribute: 'ext.spa.locker', is: '12' } },
]

const house = spa.sources?.[0]
if (!house) throw new Error('the spa has no source')

const openSpa = (open: () => Promise<Store>): Promise<World> =>
  openWorld(open, {
    sources: { spa: house },
    entities: Object.fromEntries(own.map((entity) => [entity.name, entity])),
    documents,
    hearsOfErasures: () => true,
  })

const mira = {
  id: '1',
  first: 'Mira',
  last: 'Zoltanova',
  email: 'mira@zoltanova.fr',
  locker: '12',
  wish: 'Zoltan bath',
}
const AT = '2026-11-20T10:00:00Z'

async function spendDay(made: World): Promise<void> {
  await emit(made, 'paris/rooms', [{ id: 'r1', name: 'Azure' }])
  await emit(made, 'paris/guests', [mira])
  await emit(made, 'paris/treatments', [
    { id: 't1', guest: '1', at: AT, kind: 'Zoltan massage', minutes: 50, week: 12, oil: 'Zoltan oil', room: 'r1' },
    { id: 't2', guest: '1', at: '2026-11-21T10:00:00Z', kind: 'bath', minutes: 20 },
  ])
  await emit(made, 'paris/visits', [{ id: 'v1', guest: '1', at: AT, door: 'Zoltan gate' }])
}

const queriesOf = ({ engine, reader }: World): Queries =>
  createQueries({ reader, rules: engine.rulebook, now: () => NOW })

describe.each(stores)("a plugin's own entities over %s", (_name, open) => {
  it('are stored, shown in the timeline and counted, with attributes of their own on ours', async () => {
    expect(() => checkPlugin(spa)).not.toThrow()
    const made = await openSpa(open)
    await spendDay(made)
    const queries = queriesOf(made)
    const found = await queries.lookup('email:mira@zoltanova.fr', { sensitive: true })
    if (found.status !== 'found') throw new Error(found.status)
    expect(JSON.parse(found.text)).toMatchObject({
      attributes: { givenName: 'Mira', ext: { spa: { locker: '12' } } },
      insights: { treatedMinutes: 70, latestWeek: 12, expecting: 1, oiled: 1, visits: 1 },
      segments: ['lockered', 'relaxed'],
    })
    const { items } = await queries.timeline(found.id, { limit: 10 }, { sensitive: true })
    expect(items.map(({ entity, key: of }) => [entity, of]).sort()).toEqual([
      ['spa.treatment', '1/wish'],
      ['spa.treatment', 't1'],
      ['spa.treatment', 't2'],
      ['spa.visit', 'v1'],
    ])
    expect(items.find(({ key: of }) => of === 't1')?.attributes).toMatchObject({
      room: { stream: 'paris/rooms', key: 'r1' },
      ext: { spa: { oil: 'Zoltan oil' } },
    })
    const visits = await queries.timeline(found.id, { limit: 10, entities: ['spa.visit'] }, { sensitive: true })
    expect(visits.items).toHaveLength(1)
    // A reference row is nobody's: there is no profile of a room.
    expect((await made.reader.list({ limit: 10 })).items).toHaveLength(1)
    expect(await queries.references([{ stream: 'paris/rooms', key: 'r1' }], { sensitive: true })).toMatchObject([
      { entity: 'spa.room', attributes: { name: 'Azure' } },
    ])
  })

  it('keep what is sensitive from readers without that right: fields, and insights that read them', async () => {
    const made = await openSpa(open)
    await spendDay(made)
    const queries = queriesOf(made)
    const found = await queries.lookup('email:mira@zoltanova.fr', { sensitive: false })
    if (found.status !== 'found') throw new Error(found.status)
    const answer = JSON.parse(found.text)
    // `ext` may hold anything, so what is counted by it is held back, too.
    expect(answer.insights).toEqual({ treatedMinutes: 70, visits: 1, orders: 0, spend: 0 })
    expect(answer.attributes).toEqual({ givenName: 'Mira', familyName: 'Zoltanova', fullName: 'Mira Zoltanova' })
    expect((await queries.profile(found.id, { sensitive: false }))?.insights).toEqual(answer.insights)
    const { items } = await queries.timeline(found.id, { limit: 10 }, { sensitive: false })
    expect(items.find(({ key: of }) => of === 't1')?.attributes).toEqual({
      kind: 'Zoltan massage',
      minutes: 50,
      room: { stream: 'paris/rooms', key: 'r1' },
    })
  })

  it('are two when the plugin is connected twice: the same key is two anchors, and two rows', async () => {
    const made = await openSpa(open)
    await spendDay(made)
    await emit(made, 'nice/guests', [{ id: '1', first: 'Noé', last: 'Other', email: 'noe@x.fr' }])
    await emit(made, 'nice/treatments', [{ id: 't1', guest: '1', at: AT, kind: 'sauna', minutes: 5 }])
    const [one, other] = [await profileOf(made, '=email:mira@zoltanova.fr'), await profileOf(made, '=email:noe@x.fr')]
    expect(one?.id).not.toBe(other?.id)
    expect([one?.segments, other?.segments]).toEqual([['lockered', 'relaxed'], []])
    expect((await made.reader.timeline({ profile: other?.id as never, limit: 10 })).items).toHaveLength(1)
  })

  it('move, change and go like ours', async () => {
    const made = await openSpa(open)
    await spendDay(made)
    await emit(made, 'paris/guests', [{ id: '2', first: 'Noé', last: 'Other', email: 'noe@x.fr' }])
    await emit(made, 'paris/treatments', [{ id: 't1', guest: '2', at: AT, kind: 'massage', minutes: 90 }])
    expect((await profileOf(made, '=email:mira@zoltanova.fr'))?.segments).toEqual(['lockered'])
    expect((await profileOf(made, '=email:noe@x.fr'))?.segments).toEqual(['relaxed'])
    await emit(made, 'paris/treatments', [], { deletes: ['t1'] })
    expect((await profileOf(made, '=email:noe@x.fr'))?.segments).toEqual([])
  })
})

describe("a plugin's own entities, erased", () => {
  it('leave nothing, and their system is told by its keys', async () => {
    const file = join(temporaryFolder(), 'rapport.sqlite')
    const made = await openSpa(() => openSqliteStore({ file, durability: 'normal' }))
    await spendDay(made)
    expect(leftovers(file, ['zoltan'])).not.toEqual([])
    await made.engine.commands.erase('email:mira@zoltanova.fr', 'dpo')
    const { token, items } = await made.engine.commands.claimErasures(10, 1_000)
    expect(items.map(({ connection, person }) => [connection, person.keys])).toEqual([
      [
        'paris',
        [
          { stream: 'guests', key: '1' },
          { stream: 'treatments', key: 't2' },
          { stream: 'treatments', key: 't1' },
        ],
      ],
    ])
    await made.engine.commands.settleErasures(
      token,
      items.map(({ id }) => ({ id, done: true })),
    )
    await spendDay(made)
    await work(made)
    await made.store.write.checkpoint()
    expect(await profileOf(made, '=email:mira@zoltanova.fr')).toBeUndefined()
    expect(leftovers(file, ['zoltan']).filter((one) => !one.startsWith('bytes-wal'))).toEqual([])
    expect((await made.reader.list({ limit: 10 })).items).toEqual([])
  })
})
