import type { Json } from '@rapport/core'
import { createQueries, type Queries, type Store } from '@rapport/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stores } from './support/stores.ts'
import { ana, emit, NOW, openWorld, profileOf, type World } from './support/world.ts'

const ALL = { sensitive: true }

const queriesOf = ({ engine, reader }: World): Queries =>
  createQueries({ reader, rules: engine.rulebook, now: () => NOW })

describe.each(stores)('the pipeline over %s', (name, open) => {
  it('joins what two systems know of one person, and keeps what they bought', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1, { card: 'C1' })])
    await emit(made, 'shop/contacts', [ana('9', 2, { card: 'C1', first: 'Anna' })])
    await emit(made, 'shop/orders', [
      { id: 'o1', v: 1, customer: '9', total: '10', at: '2026-02-01T00:00:00Z' },
      { id: 'o2', v: 1, customer: '9', total: '5', at: '2026-02-02T00:00:00Z' },
    ])
    const profile = await profileOf(made, '=email:ana@maison.fr')
    expect(profile?.head.records).toBe(2)
    expect(profile?.head.attributes.givenName).toBe('Anna')
    expect(profile?.segments).toEqual(['buyers'])
  })

  it('the same key in two connections is two anchors', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1)])
    await emit(made, 'shop/contacts', [{ id: '1', v: 1, first: 'Bob', last: 'Other', email: 'bob@x.fr' }])
    expect((await profileOf(made, '=email:ana@maison.fr'))?.id).not.toBe((await profileOf(made, '=email:bob@x.fr'))?.id)
  })

  it('an older version that comes late changes nothing, and one that is repeated neither', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 5, { first: 'New' })])
    await emit(made, 'crm/contacts', [ana('1', 2, { first: 'Old' }), ana('1', 5, { first: 'New' })])
    expect((await profileOf(made, '=email:ana@maison.fr'))?.head.attributes.givenName).toBe('New')
  })

  it('an order that names another customer in its next version moves, and its figures with it', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1), { id: '2', v: 1, first: 'Bob', last: 'Other', email: 'bob@x.fr' }])
    const order = (id: string, v: number, customer: string): Json => ({
      id,
      v,
      customer,
      total: '10',
      at: '2026-02-01T00:00:00Z',
    })
    await emit(made, 'crm/orders', [order('a', 1, '1'), order('b', 1, '1')])
    expect((await profileOf(made, '=email:ana@maison.fr'))?.segments).toEqual(['buyers'])
    await emit(made, 'crm/orders', [order('a', 2, '2'), order('b', 2, '2')])
    expect((await profileOf(made, '=email:ana@maison.fr'))?.segments).toEqual([])
    expect((await profileOf(made, '=email:bob@x.fr'))?.segments).toEqual(['buyers'])
  })

  it('versions of one order in one batch count it once, in whatever order they come', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1)])
    const order = (id: string, v: number): Json => ({ id, v, customer: '1', total: '10', at: '2026-02-01T00:00:00Z' })
    await emit(made, 'crm/orders', [order('a', 1), order('a', 2), order('a', 3), order('b', 2), order('b', 1)])
    const found = await queriesOf(made).lookup('email:ana@maison.fr', ALL)
    if (found.status !== 'found') throw new Error(found.status)
    expect(JSON.parse(found.text).insights).toMatchObject({ orders: 2, spend: 2000 })
  })

  it('a decision "different" splits, its withdrawal joins again under the old id', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1, { card: 'C1' })])
    await emit(made, 'shop/contacts', [ana('9', 2, { card: 'C1', email: 'other@x.fr' })])
    const joined = await profileOf(made, '=email:other@x.fr')
    const decision = await made.engine.commands.decide(
      { a: 'crm/contacts/1', b: 'shop/contacts/9', verdict: 'different' },
      'steward',
    )
    expect(decision.profiles).toHaveLength(2)
    expect((await profileOf(made, '=email:other@x.fr'))?.id).not.toBe(joined?.id)
    const withdrawn = await made.engine.commands.withdrawDecision(decision.id, 'steward')
    expect(withdrawn.profiles).toHaveLength(1)
    expect((await profileOf(made, '=email:other@x.fr'))?.id).toBe(joined?.id)
  })

  it('who was erased does not come back by any later sync', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1, { card: 'C1' })])
    const proof = await made.engine.commands.erase('email:ana@maison.fr', 'dpo')
    expect(proof.suppressed).toBeGreaterThan(0)
    await emit(made, 'crm/contacts', [ana('1', 9, { card: 'C1' })])
    await emit(made, 'shop/contacts', [ana('7', 9)])
    expect(await profileOf(made, '=email:ana@maison.fr')).toBeUndefined()
  })

  it('the deletion of what nobody has heard of makes nothing, but with a version it keeps older rows away', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [], { deletes: ['nobody', '1'] })
    expect((await made.reader.list({ limit: 10 })).items).toEqual([])
    await emit(made, 'crm/contacts', [ana('1', 1)], { deletes: ['1'] })
    expect(await profileOf(made, '=email:ana@maison.fr')).toBeUndefined()
    await emit(made, 'crm/contacts', [], { deletes: [{ key: '2', version: 5 }] })
    await emit(made, 'crm/contacts', [ana('2', 4)])
    expect(await profileOf(made, '=email:ana@maison.fr')).toBeUndefined()
    await emit(made, 'crm/contacts', [ana('2', 6)])
    expect(await profileOf(made, '=email:ana@maison.fr')).toBeDefined()
  })

  it('a bad row is named and kept, and the rest goes on', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [{ id: 7, v: 'x' }, ana('1', 1)])
    expect(await profileOf(made, '=email:ana@maison.fr')).toBeDefined()
    expect((await made.reader.rejected({ limit: 10 })).items).toMatchObject([
      { stream: 'crm/contacts', code: 'ROW_INVALID' },
    ])
  })

  it('replaying tells exactly which rows were rejected again, in place of what was there', async () => {
    const made = await openWorld(open)
    const { commands } = made.engine
    await emit(made, 'crm/contacts', [{ id: '1' }, { id: '2' }, { id: '3' }, { id: '4' }, { id: 7, v: 1 }])
    const items = (await made.reader.rejected({ limit: 10 })).items
    const ids = items.map(({ id }) => id).sort((a, b) => a - b)
    const outcome = await commands.replayRejected(
      [
        { id: ids[0] as never, raw: JSON.stringify(ana('1', 1)) },
        { id: ids[1] as never, raw: '{"id":"2"' },
        { id: ids[2] as never, raw: '{"id":"3","v":1}],"deletes":["1"],"merges":[' },
        { id: ids[4] as never },
      ],
      'me',
    )
    expect(outcome).toEqual({ replayed: 1, rejectedAgain: 3 })
    expect((await profileOf(made, '=email:ana@maison.fr'))?.head.records).toBe(1)
    const left = (await made.reader.rejected({ limit: 10 })).items
    expect(left.map(({ raw, code }) => [raw, code]).sort()).toEqual([
      ['{"id":"2"', 'BODY_INVALID'],
      ['{"id":"3","v":1}],"deletes":["1"],"merges":[', 'BODY_INVALID'],
      ['{"id":"4"}', 'ROW_INVALID'],
      ['{"id":7,"v":1}', 'ROW_INVALID'],
    ])
  })

  it('a decision names records, profiles or identifiers that are there', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1), ana('2', 1, { last: 'Other', email: 'o@x.fr' })])
    const decide = (a: string, b: string) => made.engine.commands.decide({ a, b, verdict: 'same' }, 'me')
    expect((await decide('email:ana@maison.fr', 'crm/contacts/2')).profiles).toHaveLength(1)
    await expect(decide('crm/contacts/9', 'crm/contacts/2')).rejects.toMatchObject({ code: 'PROFILE_NOT_FOUND' })
    await expect(decide('prf_00000000zz', 'crm/contacts/2')).rejects.toMatchObject({ code: 'PROFILE_NOT_FOUND' })
    const proof = await made.engine.commands.erase('email:ana@maison.fr', 'dpo')
    await expect(decide(proof.profile, 'crm/contacts/2')).rejects.toMatchObject({ code: 'PROFILE_ERASED' })
  })

  it('a preview gives way to input', async () => {
    const made = await openWorld(open)
    await emit(
      made,
      'crm/contacts',
      Array.from({ length: 1500 }, (_, n) => ana(`${n}`, 1, { last: `No${n}`, email: `${n}@x.fr` })),
    )
    const order: string[] = []
    const preview = made.engine.commands
      .preview({ type: 'segment', name: 'anas', where: { attribute: 'givenName', is: 'Ana' } }, 3)
      .then((answer) => {
        order.push('preview')
        return answer
      })
    setImmediate(() => order.push('input'))
    expect(await preview).toMatchObject({ count: 1500, scanned: 1500 })
    expect(order).toEqual(['input', 'preview'])
  })

  it('a snapshot in which too much is missing stops and asks; confirmed, what is missing is deleted', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1), { id: '2', v: 1, first: 'Bob', last: 'Other', email: 'bob@x.fr' }])
    const { commands } = made.engine
    const body = JSON.stringify({ rows: [ana('1', 1)] })
    expect(await commands.emit({ connection: 'crm', stream: 'contacts', body, snapshot: 'start' })).toMatchObject({
      ok: true,
    })
    const complete = { connection: 'crm', stream: 'contacts', body: '{}', snapshot: 'complete' as const }
    expect(await commands.emit(complete)).toMatchObject({ ok: false, code: 'SNAPSHOT_BRAKE' })
    expect(await profileOf(made, '=email:bob@x.fr')).toBeDefined()
    expect(await commands.emit({ ...complete, allowDeletes: true })).toMatchObject({ ok: true })
    expect(await profileOf(made, '=email:bob@x.fr')).toBeUndefined()
  })

  it('a profile answers to its identifiers, whole or without what is sensitive', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1, { card: 'C1', phone: '+33612345847' })])
    const queries = queriesOf(made)
    const found = await queries.lookup('email:Ana@Maison.fr', ALL)
    if (found.status !== 'found') throw new Error(found.status)
    expect(JSON.parse(found.text)).toMatchObject({
      insights: { orders: 0 },
      attributes: { givenName: 'Ana', email: 'ana@maison.fr' },
      segments: [],
    })
    const less = await queries.lookup('phone:+33 6 12 34 58 47', { sensitive: false })
    if (less.status !== 'found') throw new Error(less.status)
    expect(less.text).not.toContain('ana@maison.fr')
    expect(less.text).not.toContain('612345847')
    expect(less.tag).not.toBe(found.tag)
    expect(await queries.lookup('email:nobody@x.fr', ALL)).toEqual({ status: 'absent' })
  })

  it('an absorbed profile answers with where it went, and the links say why', async () => {
    const made = await openWorld(open)
    const queries = queriesOf(made)
    await emit(made, 'crm/contacts', [ana('1', 1, { card: 'C1' })])
    await emit(made, 'shop/contacts', [{ id: '9', v: 1, first: 'Ana', last: 'Other', email: 'late@x.fr' }])
    const before = await queries.lookup('email:late@x.fr', ALL)
    if (before.status !== 'found') throw new Error(before.status)
    const old = JSON.parse(before.text).id as string
    await emit(made, 'shop/contacts', [{ id: '9', v: 2, first: 'Ana', last: 'Other', email: 'late@x.fr', card: 'C1' }])
    const after = await queries.lookup(old, ALL)
    if (after.status !== 'found') throw new Error(after.status)
    expect(JSON.parse(after.text)).toMatchObject({ movedFrom: old, records: 2 })
    expect((await queries.links(after.id)).links).toMatchObject([
      { resolver: 'rules/rules', certainty: 'deterministic', isActive: true },
    ])
    expect(await queries.records(after.id, ALL)).toHaveLength(2)
  })

  it("rows that others point at are read by stream and key, and only those that are nobody's", async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1)])
    await emit(made, 'crm/shops', [{ id: 'S1', v: 1, name: 'Lyon' }])
    await emit(made, 'crm/orders', [{ id: 'o1', v: 1, customer: '1', total: '10', at: '2026-02-01T00:00:00Z' }])
    const asked = ['S1', 'S2'].map((key) => ({ stream: 'crm/shops', key }))
    const found = await queriesOf(made).references([...asked, { stream: 'crm/orders', key: 'o1' }], ALL)
    expect(found).toHaveLength(3)
    expect(found[0]).toMatchObject({ entity: 'location', stream: 'crm/shops', attributes: { name: 'Lyon' } })
    expect(found.slice(1)).toEqual([undefined, undefined])
  })

  it('search finds by the start of any name, the end of a phone, an order number, and one slip away', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [
      { id: '1', v: 1, first: 'Hélène', last: 'de Montferrand', email: 'helene@x.fr', phone: '+33612345847' },
    ])
    await emit(made, 'crm/orders', [{ id: 'ORD-77', v: 1, customer: '1', total: '10', at: '2026-02-01T00:00:00Z' }])
    const queries = queriesOf(made)
    for (const typed of [
      'helene',
      'MONTF',
      'de mont',
      '5847',
      '06 12 34',
      'helene@',
      'ORD-77',
      'Montferand',
      'Helnee Montferrand',
    ]) {
      expect([typed, (await queries.search(typed, 5, ALL)).length]).toEqual([typed, 1])
    }
    expect(await queries.search('zzz', 5, ALL)).toEqual([])
    const [hit] = await queries.search('helene', 5, ALL)
    const profile = await queries.lookup(hit?.id ?? '', ALL)
    if (profile.status !== 'found') throw new Error(profile.status)
    expect((await queries.timeline(profile.id, { limit: 5 }, ALL)).items).toMatchObject([
      { entity: 'order', key: 'ORD-77' },
    ])
  })

  it('any order and repetition of versioned records gives the same partition and values', async () => {
    const row = fc.record({
      stream: fc.constantFrom('crm/contacts', 'shop/contacts'),
      id: fc.constantFrom('1', '2', '3'),
      v: fc.integer({ min: 1, max: 3 }),
      first: fc.constantFrom('Ana', 'Bob'),
      card: fc.option(fc.constantFrom('C1', 'C2'), { nil: undefined }),
      email: fc.constantFrom('a@maison.fr', 'b@maison.fr', 'c@maison.fr'),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 7 }),
        fc.infiniteStream(fc.nat()),
        async (rows, random) => {
          const shuffled = [...rows, ...rows]
            .map((one) => ({ one, by: random.next().value as number }))
            .sort((a, b) => a.by - b.by)
            .map(({ one }) => one)
          expect(await partition(open, shuffled)).toEqual(await partition(open, rows))
        },
      ),
      { numRuns: name === 'memory' ? 60 : 10 },
    )
  })
})

/** Profiles as sets of records with their reconciled attributes, in an order that ids play no part in. */
async function partition(
  open: () => Promise<Store>,
  rows: readonly { stream: string; id: string; v: number; first: string; card: string | undefined; email: string }[],
): Promise<readonly string[]> {
  const made = await openWorld(open)
  for (const { stream, ...row } of rows)
    await emit(made, stream, [{ ...row, last: 'Dupont', at: `2026-01-0${row.v}T00:00:00Z` } as Json])
  const page = await made.reader.list({ limit: 100 })
  const described = await Promise.all(
    page.items.map(async ({ id, head }) => {
      const anchors = (await made.reader.anchors(id)).map((anchor) => `${anchor.streamName}/${anchor.key}`).sort()
      return JSON.stringify([anchors, JSON.parse(head).attributes, JSON.parse(head).identifiers])
    }),
  )
  return described.sort()
}
