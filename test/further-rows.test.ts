import type { Json } from '@rapport/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stores } from './support/stores.ts'
import { ana, emit, openWorld, profileOf, type World } from './support/world.ts'

/** Subjects of the tasks that hang on whoever owns the e-mail. */
async function tasksOf(made: World, email = 'ana@maison.fr'): Promise<readonly string[]> {
  const profile = await profileOf(made, `=email:${email}`)
  const page = await made.reader.timeline({ profile: profile?.id as never, entities: ['task'], limit: 100 })
  return page.items.map(({ body }) => String(JSON.parse(body).subject)).sort()
}

describe.each(stores)('rows that a mapping makes of another, over %s', (name, open) => {
  it('go when the list they were made of gets shorter, and come again', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1, { tasks: ['a', 'b', 'c'] })])
    expect(await tasksOf(made)).toEqual(['a', 'b', 'c'])
    await emit(made, 'crm/contacts', [ana('1', 2, { tasks: ['b'] })])
    expect(await tasksOf(made)).toEqual(['b'])
    await emit(made, 'crm/contacts', [ana('1', 3)])
    expect(await tasksOf(made)).toEqual([])
    await emit(made, 'crm/contacts', [ana('1', 4, { tasks: ['d', 'e'] })])
    expect(await tasksOf(made)).toEqual(['d', 'e'])
  })

  it('go with their row, all but consents', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1, { tasks: ['a', 'b'], optIn: 'objected', card: 'C1' })])
    await emit(made, 'shop/contacts', [ana('9', 1, { card: 'C1' })])
    await emit(made, 'crm/contacts', [], { deletes: [{ key: '1', version: 2 }] })
    expect(await tasksOf(made)).toEqual([])
    const head = (await profileOf(made, '=email:ana@maison.fr'))?.head as unknown as { consents: Json }
    expect(head.consents).toMatchObject([{ purpose: 'marketing', state: 'objected' }])
  })

  it('that are parties lose their record', async () => {
    const made = await openWorld(open)
    const partners = [
      { first: 'Bob', email: 'bob@x.fr' },
      { first: 'Eve', email: 'eve@x.fr' },
    ]
    await emit(made, 'crm/contacts', [ana('1', 1, { partners })])
    expect(await profileOf(made, '=email:eve@x.fr')).toBeDefined()
    await emit(made, 'crm/contacts', [ana('1', 2, { partners: partners.slice(0, 1) })])
    expect(await profileOf(made, '=email:eve@x.fr')).toBeUndefined()
    expect(await profileOf(made, '=email:bob@x.fr')).toBeDefined()
  })

  it('stay when only their name is like it: a key of the source that has slashes itself', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [
      ana('1', 1, { tasks: ['a'] }),
      ana('1/2', 1, { last: 'Other', email: 'o@x.fr' }),
      ana('10', 1, { last: 'Third', email: 't@x.fr', tasks: ['t'] }),
    ])
    await emit(made, 'crm/contacts', [ana('1', 2)])
    expect(await profileOf(made, '=email:o@x.fr')).toBeDefined()
    expect(await tasksOf(made, 't@x.fr')).toEqual(['t'])
  })

  it('follow the newest version of their row, in any order of arrival and any grouping', async () => {
    const version = fc.record({
      v: fc.integer({ min: 1, max: 4 }),
      tasks: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(version, { minLength: 1, maxLength: 6 }), fc.boolean(), async (versions, atOnce) => {
        const made = await openWorld(open)
        const rows = versions.map(({ v, tasks }) => ana('1', v, { tasks, first: tasks.join() }))
        if (atOnce) await emit(made, 'crm/contacts', rows)
        else for (const row of rows) await emit(made, 'crm/contacts', [row])
        const given = String((await profileOf(made, '=email:ana@maison.fr'))?.head.attributes.givenName ?? '')
        const newest = Math.max(...versions.map(({ v }) => v))
        const candidates = versions.filter(({ v }) => v === newest).map(({ tasks }) => [...tasks].sort().join())
        const tasks = (await tasksOf(made)).join()
        expect(candidates).toContain(tasks)
        expect(tasks).toBe(given.toLowerCase().split(',').filter(Boolean).sort().join())
      }),
      { numRuns: name === 'memory' ? 60 : 15 },
    )
  })

  it('and anchors that were only mentioned are no rows that a snapshot could miss', async () => {
    const made = await openWorld(open)
    await emit(made, 'crm/contacts', [ana('1', 1, { tasks: ['a'] })])
    await emit(made, 'crm/orders', [{ id: 'o', v: 1, customer: 'unheard', total: '1', at: '2026-02-01T00:00:00Z' }])
    const { commands } = made.engine
    const body = JSON.stringify({ rows: [ana('1', 1, { tasks: ['a'] })] })
    await commands.emit({ connection: 'crm', stream: 'contacts', body, snapshot: 'start' })
    expect(
      await commands.emit({ connection: 'crm', stream: 'contacts', body: '{}', snapshot: 'complete' }),
    ).toMatchObject({ ok: true })
    expect(await tasksOf(made)).toEqual(['a'])
  })
})
