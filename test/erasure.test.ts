import { RapportError } from '@rapport/core'
import type { Store, Writer } from '@rapport/engine'
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

  it('is lifted by a sign-up with a proven consent that is newer, and can be made again', async () => {
    const made = await openWorld(open)
    const signUp = (id: string, v: number, optInAt: string, more: object = {}) =>
      ana(id, v, { optIn: 'granted', optInAt, optInProof: 'form 12', ...more })
    await emit(made, 'crm/contacts', [ana('1', 1)])
    await made.engine.commands.erase('email:ana@maison.fr', 'dpo')
    // The erased record again, with an old consent, and without a proof: no sign-up.
    await emit(made, 'crm/contacts', [signUp('1', 2, '2026-01-01T00:00:00Z'), ana('2', 2, { optIn: 'granted' })])
    expect(await profileOf(made, '=email:ana@maison.fr')).toBeUndefined()
    await emit(made, 'shop/contacts', [signUp('s1', 1, '2026-11-24T12:00:01Z')])
    expect((await profileOf(made, '=email:ana@maison.fr'))?.head.records).toBe(1)
    // What was erased stays away, though its e-mail is known again.
    await emit(made, 'crm/contacts', [ana('1', 3)])
    expect((await profileOf(made, '=email:ana@maison.fr'))?.head.records).toBe(1)
    await made.engine.commands.erase('email:ana@maison.fr', 'dpo')
    await emit(made, 'shop/contacts', [signUp('s1', 2, '2026-11-24T12:00:00Z')])
    await emit(made, 'shop/contacts', [ana('s2', 2)])
    expect(await profileOf(made, '=email:ana@maison.fr')).toBeUndefined()
    await emit(made, 'shop/contacts', [signUp('s1', 3, '2026-11-24T12:00:02Z')])
    expect((await profileOf(made, '=email:ana@maison.fr'))?.head.records).toBe(1)
  })

  it('takes the person out of what was sent to a system that does not hear of erasures', async () => {
    const letter = {
      type: 'activation',
      name: 'letter',
      connection: 'hook',
      on: { profile: 'changed' },
      purpose: 'marketing',
      channel: 'email',
      fields: { email: 'attributes.email' },
    }
    const made = await openWorld(open, { documents: [hook, letter] })
    const { commands } = made.engine
    await emit(made, 'crm/contacts', [
      ana('1', 1, { optIn: 'granted' }),
      ana('2', 1, { last: 'Other', email: 'o@x.fr' }),
    ])
    const sent = await commands.claimDeliveries('letter', 10, 1_000)
    expect(sent.items).toHaveLength(1)
    await commands.settleDeliveries(
      sent.token,
      sent.items.map(({ id }) => ({ id, done: true })),
    )
    const proof = await commands.erase('email:ana@maison.fr', 'dpo')
    const { items } = await commands.claimDeliveries('letter', 10, 1_000)
    expect(items.map(({ body }) => JSON.parse(body))).toMatchObject([
      { profile: proof.profile, item: { operation: 'remove', fields: { email: 'ana@maison.fr' } } },
    ])
  })

  it.each(['before', 'after'])('ends what a process had begun that was killed %s the rows went', async (when) => {
    const store = await open()
    let isKilled = true
    const killed = (): never => {
      throw new RapportError('STORE_FAILED')
    }
    const write: Writer = {
      ...store.write,
      erase: async (erasure) => {
        if (when === 'before' && isKilled) killed()
        const answer = await store.write.erase(erasure)
        if (isKilled) killed()
        return answer
      },
    }
    const fragile: Store = { ...store, write, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
    const made = await openWorld(async () => fragile, told)
    await emit(made, 'crm/contacts', [ana('1', 1)])
    await expect(made.engine.commands.erase('email:ana@maison.fr', 'dpo')).rejects.toMatchObject({
      code: 'STORE_FAILED',
    })
    isKilled = false
    const again = await openWorld(async () => fragile, told)
    expect(await profileOf(again, '=email:ana@maison.fr')).toBeUndefined()
    const { items } = await again.reader.entries('erasure', { limit: 10 })
    expect(items.map(({ body }) => JSON.parse(body))).toMatchObject([
      { by: 'dpo', systems: [{ connection: 'crm', state: 'queued' }] },
    ])
    expect((await again.engine.commands.claimErasures(10, 1_000)).items).toMatchObject([
      { connection: 'crm', person: { keys: [{ stream: 'contacts', key: '1' }] } },
    ])
    expect((await again.reader.entries('erasing', { limit: 10 })).items).toEqual([])
    await emit(again, 'crm/contacts', [ana('1', 2)])
    expect(await profileOf(again, '=email:ana@maison.fr')).toBeUndefined()
  })
})
