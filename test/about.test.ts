import type { ProfileId } from '@rapport/core'
import { defineSource, defineStream, entities, type Json, type Source } from '@rapport/core'
import { createQueries, loadReadRules } from '@rapport/engine'
import fc from 'fast-check'
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

/** What may happen around a note, as data; versions follow from the place in the sequence. */
type Happening =
  | { readonly kind: 'contact'; readonly at: string; readonly card: string | null }
  | { readonly kind: 'gone'; readonly at: string }
  | { readonly kind: 'note'; readonly id: string; readonly at: string; readonly card: string | null }
  | { readonly kind: 'unsaid'; readonly id: string }
const places = ['crm/contacts/1', 'crm/contacts/2', 'shop/contacts/1', 'shop/contacts/2'] as const
const place = fc.constantFrom(...places)
const card = fc.constantFrom(null, 'C1', 'C2')
const noteId = fc.constantFrom('n1', 'n2', 'n3')
/** Where a deleted record stays is history, which depends on what was there when it went: no order of arrival is claimed for it. */
const lasting: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ kind: fc.constant('contact' as const), at: place, card }),
  fc.record({ kind: fc.constant('note' as const), id: noteId, at: place, card }),
  fc.record({ kind: fc.constant('unsaid' as const), id: noteId }),
)
const happening: fc.Arbitrary<Happening> = fc.oneof(
  lasting,
  fc.record({ kind: fc.constant('gone' as const), at: place }),
)
const decision = fc.record({
  a: fc.constantFrom(...places, 'staff/notes/n1', 'staff/notes/n2'),
  b: fc.constantFrom(...places, 'staff/notes/n1'),
  verdict: fc.constantFrom('same' as const, 'different' as const),
})

async function happen(world: World, one: Happening, v: number): Promise<void> {
  if (one.kind === 'unsaid') return emit(world, 'staff/notes', [], { deletes: [{ key: one.id, version: v }] })
  const [stream, key] = [one.at.slice(0, one.at.lastIndexOf('/')), one.at.slice(one.at.lastIndexOf('/') + 1)]
  if (one.kind === 'gone') return emit(world, stream, [], { deletes: [{ key, version: v }] })
  const said = one.card === null ? {} : { card: one.card }
  if (one.kind === 'note') return emit(world, 'staff/notes', [note(one.id, one.at, { first: `N${v}`, ...said }, v)])
  return emit(world, stream, [{ ...(ana(key, 1, { email: `${key}@x.fr`, ...said }) as object), v } as Json])
}

/** Who is who, without what nobody has told of. */
const partiesOf = async (world: World) => (await everybody(world)).filter((keys) => keys.length > 0)

describe('records that speak of others, whatever happens', () => {
  const [[, open]] = stores as [(typeof stores)[number]]
  const began = places.map((at): Happening => ({ kind: 'contact', at, card: null }))

  it('end where their record does, in any order of arrival', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(lasting, { maxLength: 8 }), fc.integer(), async (happened, seed) => {
        const all = [...began, ...happened].map((one, at) => ({ one, v: at + 1 }))
        const shuffled = [...all].sort((x, y) => hashOf(x.v, seed) - hashOf(y.v, seed))
        const [plain, other] = [await openWith(open), await openWith(open)]
        for (const { one, v } of all) await happen(plain, one, v)
        for (const { one, v } of shuffled) await happen(other, one, v)
        const parties = await partiesOf(plain)
        // A note whose deletion came first is nobody's.
        const told = (list: typeof parties) =>
          list
            .map((keys) => keys.filter((key) => !key.startsWith('staff/')))
            .filter((keys) => keys.length > 0)
            .sort()
        expect(told(await partiesOf(other))).toEqual(told(parties))
        await speakersAreHome(plain, all)
        await speakersAreHome(other, all)
      }),
      { numRuns: 40 },
    )
  })

  it('are as if nothing had been decided once all is withdrawn', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 6 }),
        fc.array(decision, { minLength: 1, maxLength: 3 }),
        fc.array(happening, { maxLength: 4 }),
        async (before, decisions, after) => {
          const [plain, decided] = [await openWith(open), await openWith(open)]
          const standing: string[] = []
          let v = 0
          for (const one of [...began, ...before]) {
            v++
            for (const world of [plain, decided]) await happen(world, one, v)
          }
          for (const one of decisions) {
            if (one.a === one.b) continue
            const made = await decided.engine.commands.decide(one, 'x').catch((error: { code?: string }) => {
              expect(error.code).toBe('PROFILE_NOT_FOUND')
            })
            if (made) standing.push(made.id)
          }
          for (const one of after) {
            v++
            for (const world of [plain, decided]) await happen(world, one, v)
          }
          for (const id of standing) await decided.engine.commands.withdrawDecision(id, 'x')
          expect(await partiesOf(decided)).toEqual(await partiesOf(plain))
        },
      ),
      { numRuns: 40 },
    )
  })
})

const openWith = (store: (typeof stores)[number][1]): Promise<World> =>
  openWorld(store, { sources: { staff }, documents: [{ type: 'connection', name: 'staff', part: 'staff/staff' }] })

const hashOf = (value: number, seed: number): number => Math.imul(value ^ seed, 0x9e3779b1) >>> 0

/** Each live note lies in the profile of the record that its newest version is about. */
async function speakersAreHome(
  world: World,
  all: readonly { readonly one: Happening; readonly v: number }[],
): Promise<void> {
  const parties = await everybody(world)
  for (const id of ['n1', 'n2', 'n3']) {
    const newest = all.filter(({ one }) => (one.kind === 'note' || one.kind === 'unsaid') && one.id === id).at(-1)?.one
    if (newest?.kind !== 'note') continue
    const home = parties.find((keys) => keys.includes(newest.at))
    expect(home).toContain(`staff/notes/${id}`)
  }
}
