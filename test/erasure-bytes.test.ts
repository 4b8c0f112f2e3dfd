import { join } from 'node:path'
import type { Emission, Json } from '@rapport/core'
import type { Store } from '@rapport/engine'
import { openMemoryStore } from '@rapport/store-memory'
import { openSqliteStore } from '@rapport/store-sqlite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leftovers } from './support/leftovers.ts'
import { temporaryFolder } from './support/stores.ts'
import { browse, emit, NOW, openWorld, profileOf, type World, work } from './support/world.ts'

/** Values of one person that nobody else has; their keys too, where a system's keys tell who somebody is. */
const HERS = [
  'Xylanthe',
  'Quimperlay',
  'xylanthe@quimperlay.fr',
  '612345847',
  'CARD-XQ',
  'XQ-contact',
  'XQ-order',
  'xq-user',
  'xq-device',
] as const
const AT = '2026-01-05T00:00:00Z'

const contact = (v: number, more: object = {}): Json =>
  ({
    id: 'XQ-contact',
    v,
    at: AT,
    first: 'Xylanthe',
    last: 'Quimperlay',
    email: 'xylanthe@quimperlay.fr',
    phone: '+33612345847',
    card: 'CARD-XQ',
    optIn: 'granted',
    optInAt: '2026-01-01T00:00:00Z',
    ...more,
  }) as Json
const order = (v: number): Json => ({ id: 'XQ-order', v, customer: 'XQ-contact', total: '10', at: AT })
const visit = (id: string): Emission => ({
  stream: 'events',
  rows: [{ id, at: AT, anonymousId: 'xq-device', name: 'seen' }],
})
const login: Emission = {
  stream: 'users',
  rows: [{ userId: 'xq-user', at: AT, first: 'Xylanthe', last: 'Quimperlay', email: 'xylanthe@quimperlay.fr' }],
  signals: [{ kind: 'login', anonymousId: 'xq-device', stream: 'users', key: 'xq-user', occurredAt: Date.parse(AT) }],
}
const bob = (v: number): Json => ({ id: 'b', v, at: AT, first: 'Bob', last: 'Other', email: 'bob@x.fr' })

const documents: readonly Json[] = [
  { type: 'connection', name: 'hook', part: 'webhook/audience' },
  {
    type: 'activation',
    name: 'letter',
    connection: 'hook',
    on: { profile: 'changed' },
    purpose: 'marketing',
    channel: 'email',
    fields: { email: 'attributes.email' },
  },
]

async function lived(open: () => Promise<Store>): Promise<World> {
  const made = await openWorld(open, { documents, hearsOfErasures: () => true })
  const { commands } = made.engine
  const old: Json = { id: 'old', v: 1, at: AT, first: 'Old', last: 'Timer', email: 'old@x.fr' }
  await emit(made, 'crm/contacts', [contact(1), bob(1), old])
  await emit(made, 'shop/contacts', [contact(1)])
  await emit(made, 'crm/orders', [order(1), order(2)])
  await browse(made, [visit('e0'), login, visit('e1')])
  await emit(made, 'crm/contacts', [contact(2, { email: 'former@quimperlay.fr' }), contact(3)])
  await emit(made, 'crm/contacts', [
    { id: 9, mail: 'XYLANTHE@quimperlay.fr' },
    { ...(contact(4) as object), v: 'x' },
  ])
  const decision = await commands.decide(
    { a: 'crm/contacts/XQ-contact', b: 'crm/contacts/b', verdict: 'different' },
    'me',
  )
  await commands.withdrawDecision(decision.id, 'me')
  await commands.putEntries([
    { type: 'call', name: 'c1', profile: (await profileOf(made, '=email:bob@x.fr'))?.id as never, at: NOW, body: '{}' },
  ])
  return made
}

async function toldAll({ engine }: World): Promise<void> {
  for (;;) {
    const { token, items } = await engine.commands.claimErasures(10, 1_000)
    if (items.length === 0) return
    await engine.commands.settleErasures(
      token,
      items.map(({ id }) => ({ id, done: true })),
    )
  }
}

/** What a company's systems may do after an erasure, none of them knowing of it. */
const later: Readonly<Record<string, (made: World) => Promise<unknown>>> = {
  'a newer version': (made) => emit(made, 'crm/contacts', [contact(7)]),
  'another system': (made) => emit(made, 'shop/contacts', [contact(8, { id: 'XQ-contact-2' })]),
  'a former e-mail': (made) =>
    emit(made, 'shop/contacts', [{ id: 's9', v: 1, at: AT, first: 'Xylanthe', email: 'former@quimperlay.fr' } as Json]),
  'a row that is rejected': (made) => emit(made, 'crm/contacts', [{ ...(contact(9) as object), v: 'x' }]),
  'an order': (made) => emit(made, 'crm/orders', [order(9)]),
  'a deletion': (made) => emit(made, 'crm/contacts', [], { deletes: [{ key: 'XQ-contact', version: 9 }] }),
  'a merge into it': (made) => emit(made, 'crm/contacts', [bob(5)], { merges: [{ key: 'old', into: 'XQ-contact' }] }),
  'a merge of it': (made) => emit(made, 'crm/contacts', [], { merges: [{ key: 'XQ-contact', into: 'b' }] }),
  'a login': (made) => browse(made, [login]),
  'a visit': (made) => browse(made, [visit('e2')]),
  'an alias': (made) =>
    browse(made, [
      { stream: 'users', signals: [{ kind: 'alias', stream: 'users', key: 'other', previousKey: 'xq-user' }] },
    ]),
  'a snapshot': async (made) => {
    const body = JSON.stringify({ rows: [contact(9), bob(9)] })
    await made.engine.commands.emit({ connection: 'crm', stream: 'contacts', body, snapshot: 'start' })
  },
  'all that was rejected, replayed': async (made) => {
    const { items } = await made.reader.rejected({ limit: 100 })
    await made.engine.commands.replayRejected(items, 'me')
  },
  'an undone decision': async (made) => {
    const { items } = await made.reader.entries('decision', { limit: 10 })
    for (const { name } of items) await made.engine.commands.withdrawDecision(name, 'me')
  },
  'background work': work,
}

describe('after an erasure', () => {
  it('no table, index, queue, log or byte of the file holds anything of the person', async () => {
    const file = join(temporaryFolder(), 'rapport.sqlite')
    const made = await lived(() => openSqliteStore({ file, durability: 'normal' }))
    expect(new Set(leftovers(file, HERS).map((one) => one.split(': ')[1]))).toEqual(new Set(HERS))
    await made.engine.commands.erase('email:xylanthe@quimperlay.fr', 'dpo')
    expect(leftovers(file, HERS).filter((one) => !/^(queue|bytes)/.test(one))).toEqual([])
    await toldAll(made)
    await made.store.write.checkpoint()
    expect(leftovers(file, HERS).filter((one) => !one.startsWith('bytes-wal'))).toEqual([])
    await made.reader.close()
    await made.store[Symbol.asyncDispose]()
    expect(leftovers(file, HERS)).toEqual([])
  })

  it.each(Object.entries(later))('%s brings nothing back', async (_name, happens) => {
    const file = join(temporaryFolder(), 'rapport.sqlite')
    const made = await lived(() => openSqliteStore({ file, durability: 'normal' }))
    await made.engine.commands.erase('email:xylanthe@quimperlay.fr', 'dpo')
    await toldAll(made)
    await happens(made)
    expect(await profileOf(made, '=email:bob@x.fr')).toBeDefined()
    expect(leftovers(file, HERS).filter((one) => !one.startsWith('bytes'))).toEqual([])
  })

  it('nothing in any order brings the person back', async () => {
    const names = Object.keys(later)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...names), { maxLength: 8 }),
        fc.boolean(),
        async (happenings, overMemory) => {
          const file = join(temporaryFolder(), 'rapport.sqlite')
          const made = await lived(() =>
            overMemory ? openMemoryStore() : openSqliteStore({ file, durability: 'normal' }),
          )
          await made.engine.commands.erase('email:xylanthe@quimperlay.fr', 'dpo')
          await toldAll(made)
          const before = (await made.reader.list({ limit: 100 })).items.map(({ id }) => id)
          for (const name of happenings) await later[name]?.(made)
          expect((await made.reader.list({ limit: 100 })).items.map(({ id }) => id)).toEqual(before)
          if (!overMemory) expect(leftovers(file, HERS).filter((one) => !one.startsWith('bytes'))).toEqual([])
        },
      ),
      { numRuns: 25 },
    )
  })
})
