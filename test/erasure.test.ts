import { describe, expect, it } from 'vitest'
import { stores } from './support/stores.ts'
import { ana, browse, emit, openWorld, profileOf } from './support/world.ts'

const told = { hearsOfErasures: () => true }
const hook = { type: 'connection', name: 'hook', part: 'webhook/audience' }

describe.each(stores)('an erasure over %s', (_name, open) => {
  it('tells the systems that knew the person by which keys, and the proof says who was told', async () => {
    const made = await openWorld(open, { ...told, documents: [hook] })
    const { commands } = made.engine
    await emit(made, 'crm/contacts', [ana('1', 1, { optIn: 'granted', phone: '+33612345847' })])
    await emit(made, 'crm/contacts', [{ id: '2', v: 1, first: 'Bob', last: 'Dupont', phone: '+33612345847' }])
    await emit(made, 'crm/orders', [{ id: 'o1', v: 1, customer: '1', total: '10', at: '2026-02-01T00:00:00Z' }])
    const proof = await commands.erase('email:ana@maison.fr', 'dpo')
    expect(proof.systems).toEqual([
      { connection: 'crm', state: 'queued' },
      { connection: 'hook', state: 'queued' },
    ])
    const { token, items } = await commands.claimErasures(10, 1_000)
    // The family's phone is Bob's too: nobody is told to forget it.
    const identifiers = [{ namespace: 'email', value: 'ana@maison.fr' }]
    expect(items).toMatchObject([
      {
        connection: 'crm',
        proof: proof.id,
        attempt: 0,
        person: {
          identifiers,
          keys: [
            { stream: 'contacts', key: '1' },
            { stream: 'orders', key: 'o1' },
          ],
        },
      },
      { connection: 'hook', person: { identifiers, keys: [] } },
    ])
    const [crm, webhook] = items
    if (!crm || !webhook) throw new Error('not both')
    await commands.settleErasures(token, [
      { id: crm.id, done: true },
      { id: webhook.id, deadReason: 'gone' },
    ])
    const entry = await made.reader.entry('erasure', proof.id)
    expect(JSON.parse(entry?.body ?? '').systems).toEqual([
      { connection: 'crm', state: 'done' },
      { connection: 'hook', state: 'failed' },
    ])
    await commands.requeue([webhook.id])
    const again = await commands.claimErasures(10, 1_000)
    await commands.settleErasures(again.token, [{ id: webhook.id, done: true }])
    expect(JSON.parse((await made.reader.entry('erasure', proof.id))?.body ?? '').systems).toContainEqual({
      connection: 'hook',
      state: 'done',
    })
    await expect(commands.settleErasures(again.token, [{ id: webhook.id, done: true }])).rejects.toMatchObject({
      code: 'LEASE_LOST',
    })
  })

  it('is carried out again on a restored store, by the hashes that outlived the restore', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1, { card: 'C1' }), ana('2', 1, { last: 'Other', email: 'o@x.fr' })])
    await made.engine.commands.erase('email:ana@maison.fr', 'dpo')
    const hashes = (await made.store.suppressions({ limit: 100 })).items

    const restored = await openWorld(open, told)
    await emit(restored, 'crm/contacts', [ana('1', 1, { card: 'C1' }), ana('2', 1, { last: 'Other', email: 'o@x.fr' })])
    await emit(restored, 'shop/contacts', [ana('7', 1, { card: 'C1' })])
    expect(await restored.engine.suppress(hashes)).toBe(1)
    expect(await profileOf(restored, '=email:ana@maison.fr')).toBeUndefined()
    expect(await profileOf(restored, '=email:o@x.fr')).toBeDefined()
    // Their systems heard of it when it was done first.
    expect((await restored.engine.commands.claimErasures(10, 1_000)).items).toEqual([])
    await emit(restored, 'shop/contacts', [ana('8', 9, { card: 'C1' })])
    expect(await profileOf(restored, '=loyaltyNumber:C1')).toBeUndefined()
  })

  it('keeps the device of two people for the other one', async () => {
    const made = await openWorld(open)
    const login = (key: string, at: string) =>
      ({ kind: 'login', anonymousId: 'tablet', stream: 'users', key, occurredAt: Date.parse(at) }) as const
    await browse(made, [
      {
        stream: 'users',
        rows: [
          { userId: 'ana', at: '2026-01-01T00:00:00Z', email: 'ana@maison.fr' },
          { userId: 'bob', at: '2026-01-01T00:00:00Z', email: 'bob@x.fr' },
        ],
        signals: [login('ana', '2026-01-01T10:00:00Z'), login('bob', '2026-01-02T10:00:00Z')],
      },
    ])
    await made.engine.commands.erase('email:ana@maison.fr', 'dpo')
    await browse(made, [
      { stream: 'events', rows: [{ id: 'e1', at: '2026-01-03T00:00:00Z', anonymousId: 'tablet', name: 'seen' }] },
    ])
    const bob = await profileOf(made, '=email:bob@x.fr')
    const timeline = await made.reader.timeline({ profile: bob?.id as never, limit: 10 })
    expect(timeline.items.map(({ key }) => key)).toEqual(['e1'])
  })
})
