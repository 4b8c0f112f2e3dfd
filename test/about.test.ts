import type { ProfileId } from '@rapport/core'
import { defineSource, defineStream, entities, type Json, type Source } from '@rapport/core'
import { createQueries, loadReadRules } from '@rapport/engine'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { stores } from './support/stores.ts'
import { ana, emit, NOW, openWorld, profileOf, type World, work } from './support/world.ts'

const config = z.strictObject({})

/** Says of a record of another system what it has wrong. */
const notes = defineStream(config, {
  name: 'notes',
  entity: 'person',
  row: z.looseObject({ id: z.string(), v: z.number(), about: z.object({ stream: z.string(), key: z.string() }) }),
  key: (row) => row.id,
  version: (row) => row.v,
  mapping: {
    observedAt: 'at',
    owner: [{ stream: { first: ['about.stream'] }, key: 'about.key' }],
    set: {
      givenName: 'first',
      email: 'email',
      identifiers: [{ namespace: 'loyaltyNumber', value: 'card' }],
      contactPoints: [
        { kind: 'kind', raw: 'raw', validFrom: 'from', validTo: 'to', purpose: 'purpose' },
        { kind: 'kind', raw: 'wrong', validTo: 'from' },
      ],
    },
  },
})
const staff: Source = defineSource({ name: 'staff', config, check: async () => ({ ok: true }), streams: [notes] })

const open = (store: (typeof stores)[number][1]): Promise<World> =>
  openWorld(store, { sources: { staff }, documents: [{ type: 'connection', name: 'staff', part: 'staff/staff' }] })

const note = (id: string, key: string, more: object = {}, v = 1): Json =>
  ({
    id,
    v,
    about: { stream: key.slice(0, key.lastIndexOf('/')), key: key.slice(key.lastIndexOf('/') + 1) },
    at: '2026-06-01T00:00:00Z',
    ...more,
  }) as Json

const everybody = async ({ reader }: World) => {
  const { items } = await reader.list({ limit: 50 })
  const keys = await Promise.all(
    items.map(async ({ id }) => (await reader.anchors(id)).map(({ streamName, key }) => `${streamName}/${key}`).sort()),
  )
  return keys.sort()
}

describe.each(stores)('a record that speaks of another, over %s', (_, store) => {
  it('is the same party, and counts by the rules like any', async () => {
    const world = await open(store)
    await emit(world, 'crm/contacts', [ana('1', 1)])
    await emit(world, 'staff/notes', [note('n1', 'crm/contacts/1', { first: 'Anaïs' })])
    expect(await everybody(world)).toEqual([['crm/contacts/1', 'staff/notes/n1']])
    expect((await profileOf(world, '=email:ana@maison.fr'))?.head.attributes.givenName).toBe('Anaïs')
  })

  it('joins nobody and keeps nobody apart by what it holds', async () => {
    const world = await open(store)
    await emit(world, 'crm/contacts', [ana('1', 1, { card: 'C1' })])
    await emit(world, 'crm/contacts', [ana('2', 1, { last: 'Morel', email: 'b@x.fr', card: 'C2' })])
    await emit(world, 'staff/notes', [note('n1', 'crm/contacts/1', { card: 'C2', email: 'b@x.fr' })])
    await emit(world, 'shop/contacts', [ana('9', 1, { card: 'C1' })])
    expect(await everybody(world)).toEqual([
      ['crm/contacts/1', 'shop/contacts/9', 'staff/notes/n1'],
      ['crm/contacts/2'],
    ])
  })

  it('follows its record through a split and back', async () => {
    const world = await open(store)
    await emit(world, 'crm/contacts', [ana('1', 1)])
    await emit(world, 'shop/contacts', [ana('9', 1)])
    await emit(world, 'staff/notes', [note('n1', 'shop/contacts/9', { first: 'Anaïs' })])
    const together = await everybody(world)
    expect(together).toHaveLength(1)
    const { commands } = world.engine
    const { id } = await commands.decide({ a: 'crm/contacts/1', b: 'shop/contacts/9', verdict: 'different' }, 'x')
    expect(await everybody(world)).toEqual([['crm/contacts/1'], ['shop/contacts/9', 'staff/notes/n1']])
    await commands.withdrawDecision(id, 'x')
    expect(await everybody(world)).toEqual(together)
    // What is decided about it is decided about the record that it speaks of.
    await commands.decide({ a: 'crm/contacts/1', b: 'staff/notes/n1', verdict: 'different' }, 'x')
    expect(await everybody(world)).toEqual([['crm/contacts/1'], ['shop/contacts/9', 'staff/notes/n1']])
  })

  it('stays with its record when that is deleted or merged at its source', async () => {
    const world = await open(store)
    await emit(world, 'crm/contacts', [ana('1', 1), ana('2', 1, { last: 'Morel', email: 'b@x.fr' })])
    await emit(world, 'shop/contacts', [ana('9', 1)])
    await emit(world, 'staff/notes', [note('n1', 'crm/contacts/1', { first: 'Anaïs' })])
    await emit(world, 'crm/contacts', [], { deletes: ['1'] })
    expect(await everybody(world)).toEqual([
      ['crm/contacts/1', 'shop/contacts/9', 'staff/notes/n1'],
      ['crm/contacts/2'],
    ])
    await emit(world, 'staff/notes', [note('n2', 'crm/contacts/2', { first: 'Bea' })])
    await emit(world, 'crm/contacts', [ana('3', 1, { last: 'Morel', email: 'c@x.fr' })], {
      merges: [{ key: '2', into: '3' }],
    })
    expect(await everybody(world)).toEqual([
      ['crm/contacts/1', 'shop/contacts/9', 'staff/notes/n1'],
      ['crm/contacts/2', 'crm/contacts/3', 'staff/notes/n2'],
    ])
  })

  it('is undone by its deletion, and tied elsewhere by its next version', async () => {
    const world = await open(store)
    await emit(world, 'crm/contacts', [ana('1', 1), ana('2', 1, { last: 'Morel', email: 'b@x.fr' })])
    await emit(world, 'staff/notes', [note('n1', 'crm/contacts/1', { first: 'Anaïs' })])
    await emit(world, 'staff/notes', [note('n1', 'crm/contacts/2', { first: 'Bea' }, 2)])
    expect(await everybody(world)).toEqual([['crm/contacts/1'], ['crm/contacts/2', 'staff/notes/n1']])
    const before = await profileOf(world, '=email:b@x.fr')
    expect(before?.head.attributes.givenName).toBe('Bea')
    await emit(world, 'staff/notes', [], { deletes: [{ key: 'n1', version: 3 }] })
    expect((await profileOf(world, '=email:b@x.fr'))?.head.attributes.givenName).toBe('Ana')
    expect(await everybody(world)).toEqual([['crm/contacts/1'], ['crm/contacts/2', 'staff/notes/n1']])
  })

  it('may come before the record, which still gives the profile its id', async () => {
    const world = await open(store)
    await emit(world, 'staff/notes', [note('n1', 'crm/contacts/1', { first: 'Anaïs' })])
    await emit(world, 'crm/contacts', [ana('1', 1)])
    expect(await everybody(world)).toEqual([['crm/contacts/1', 'staff/notes/n1']])
    const [anchor] = await world.reader.anchors((await profileOf(world, '=email:ana@maison.fr'))?.id as ProfileId)
    expect(anchor).toMatchObject({ streamName: 'crm/contacts', key: '1' })
  })

  it('stays what it is when match rules change', async () => {
    const world = await open(store)
    await emit(world, 'crm/contacts', [ana('1', 1), ana('2', 1, { last: 'Morel', email: 'b@x.fr' })])
    await emit(world, 'staff/notes', [note('n1', 'crm/contacts/1', { email: 'b@x.fr' })])
    const body = {
      type: 'match-rules',
      name: 'person',
      entity: 'person',
      model: { rules: [{ name: 'm', when: { same: 'email' } }] },
    }
    await world.engine.commands.saveDocuments([{ body }], 'test')
    await work(world)
    expect(await everybody(world)).toEqual([['crm/contacts/1', 'staff/notes/n1'], ['crm/contacts/2']])
  })

  it('ends a contact point that others go on naming, until it is named as beginning again', async () => {
    const world = await open(store)
    const phones = async () => {
      const [[id] = []] = await world.reader.profilesByKey(['=email:ana@maison.fr'])
      const rules = await loadReadRules(world.store.documents, entities)
      const queries = createQueries({ reader: world.reader, rules: () => rules, now: () => NOW })
      const profile = await queries.profile(id as ProfileId, { sensitive: true })
      return profile?.attributes.phone
    }
    const [old, fresh] = ['+33612345678', '+33698765432']
    await emit(world, 'crm/contacts', [ana('1', 1, { phone: old })])
    await emit(world, 'shop/contacts', [ana('9', 1, { phone: old })])
    const moved = { kind: 'phone', raw: fresh, wrong: old, from: '2026-06-01T00:00:00Z' }
    await emit(world, 'staff/notes', [note('n1', 'crm/contacts/1', moved)])
    expect(await phones()).toBe(fresh)
    // The CRM's row changes and says the old number again.
    await emit(world, 'crm/contacts', [ana('1', 20, { phone: old, first: 'Anna', at: '2026-09-01T00:00:00Z' })])
    expect(await phones()).toBe(fresh)
    const back = { kind: 'phone', raw: old, wrong: fresh, from: '2026-10-01T00:00:00Z', at: '2026-10-01T00:00:00Z' }
    await emit(world, 'staff/notes', [note('n2', 'crm/contacts/1', back)])
    expect(await phones()).toBe(old)
    await emit(world, 'staff/notes', [], { deletes: ['n1', 'n2'] })
    expect(await phones()).toBe(old)
  })
})
