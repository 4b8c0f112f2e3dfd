import type { Emission, Json } from '@rapport/core'
import { createQueries } from '@rapport/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stores } from './support/stores.ts'
import { browse, NOW, openWorld, type World, work } from './support/world.ts'

const MINUTE = 60_000
const START = Date.parse('2026-11-20T00:00:00Z')
const timeOf = (minute: number): number => START + minute * MINUTE

const documents: readonly Json[] = [
  { type: 'insight', name: 'visits', on: 'event', calculate: 'count' },
  { type: 'insight', name: 'firstVisit', on: 'event', calculate: 'first', value: 'name' },
  { type: 'insight', name: 'visitDays', on: 'event', calculate: 'distinctDays' },
  { type: 'segment', name: 'frequent', where: { insight: 'visits', gte: 3 } },
]

interface Told {
  readonly kind: 'visit' | 'login' | 'reset'
  readonly minute: number
  readonly user: string
}

const emission = ({ kind, minute, user }: Told): Emission => {
  const at = new Date(timeOf(minute)).toISOString()
  if (kind === 'visit')
    return { stream: 'events', rows: [{ id: `e${minute}`, at, anonymousId: 'tablet', name: `page ${minute}` }] }
  const signal = { anonymousId: 'tablet', occurredAt: timeOf(minute) }
  return {
    stream: 'users',
    rows: kind === 'login' ? [{ userId: user, at, first: user, last: user, email: `${user}@x.fr` }] : [],
    signals: [kind === 'reset' ? { kind, ...signal } : { kind: 'login', stream: 'users', key: user, ...signal }],
  }
}

/** What each user, and nobody, is known to have done, whatever ids profiles have. */
async function described(made: World): Promise<readonly Json[]> {
  const queries = createQueries({ reader: made.reader, rules: made.engine.rulebook, now: () => NOW })
  const rights = { sensitive: true }
  const page = await queries.list({ limit: 100 }, rights)
  const found = await Promise.all(
    page.items.map(async ({ id, attributes, insights: { firstVisit, visitDays, visits }, segments }) => {
      const profile = Number.parseInt(id.slice(4), 36) as never
      const members = (await made.reader.memberships(profile)).map(({ segment }) => segment).sort()
      expect(members).toEqual([...segments].sort())
      const { items } = await made.reader.timeline({ profile, limit: 100 })
      return JSON.stringify([
        attributes.givenName ?? '',
        { firstVisit, visitDays, visits },
        members,
        items.map(({ key }) => key).sort(),
      ])
    }),
  )
  // An epoch that lost all it had is a ghost without a name.
  return found.filter((text) => !text.endsWith('[]]') || !text.startsWith('[""')).sort()
}

describe.each(stores)('devices over %s', (name, open) => {
  it('a login that comes late moves what was done before it, figures and segments with it, in the same commit', async () => {
    const made = await openWorld(open, { documents })
    for (const told of [
      { kind: 'login', minute: 0, user: 'ana' },
      { kind: 'visit', minute: 100, user: '' },
      { kind: 'visit', minute: 200, user: '' },
      { kind: 'visit', minute: 300, user: '' },
      { kind: 'visit', minute: 400, user: '' },
    ] as const)
      await browse(made, [emission(told)])
    expect(await described(made)).toEqual([
      '["Ana",{"firstVisit":"page 100","visitDays":1,"visits":4},["frequent"],["e100","e200","e300","e400"]]',
    ])
    await browse(made, [emission({ kind: 'login', minute: 150, user: 'bob' })])
    expect(await described(made)).toEqual([
      '["Ana",{"firstVisit":"page 100","visitDays":1,"visits":1},[],["e100"]]',
      '["Bob",{"firstVisit":"page 200","visitDays":1,"visits":3},["frequent"],["e200","e300","e400"]]',
    ])
    await browse(made, [emission({ kind: 'login', minute: 350, user: 'ana' })])
    expect(await described(made)).toEqual([
      '["Ana",{"firstVisit":"page 100","visitDays":1,"visits":2},[],["e100","e400"]]',
      '["Bob",{"firstVisit":"page 200","visitDays":1,"visits":2},[],["e200","e300"]]',
    ])
  })

  it('is an identifier of whoever used it', async () => {
    const made = await openWorld(open, { documents })
    const queries = createQueries({ reader: made.reader, rules: made.engine.rulebook, now: () => NOW })
    const lookup = () => queries.lookup('anonymousId:tablet', { sensitive: true })
    expect(await lookup()).toEqual({ status: 'absent' })
    await browse(made, [emission({ kind: 'visit', minute: 100, user: '' })])
    const nobody = await lookup()
    expect(nobody.status).toBe('found')
    await browse(made, [emission({ kind: 'login', minute: 200, user: 'ana' })])
    const ana = await lookup()
    if (ana.status !== 'found') throw new Error(ana.status)
    expect(JSON.parse(ana.text).attributes.givenName).toBe('Ana')
    await browse(made, [emission({ kind: 'login', minute: 300, user: 'bob' })])
    expect(await lookup()).toMatchObject({ status: 'ambiguous', ids: [expect.anything(), expect.anything()] })
  })

  it('logins, resets and visits in any order give the same', async () => {
    const told = fc.record({
      kind: fc.constantFrom('visit', 'visit', 'login', 'reset'),
      minute: fc.integer({ min: 0, max: 4000 }),
      user: fc.constantFrom('ana', 'bob'),
    })
    await fc.assert(
      fc.asyncProperty(
        fc
          .uniqueArray(told, { minLength: 2, maxLength: 9, selector: ({ minute }) => minute })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        async ([one, other]) => {
          const [first, second] = [await openWorld(open, { documents }), await openWorld(open, { documents })]
          for (const [made, order] of [
            [first, one],
            [second, other],
          ] as const)
            for (const signal of order) await browse(made, [emission(signal)])
          const before = await described(first)
          expect(await described(second)).toEqual(before)
          await first.engine.commands.saveDocuments([{ body: { ...(documents[0] as object), title: 'again' } }], 'me')
          await work(first)
          expect(await described(first)).toEqual(before)
        },
      ),
      { numRuns: name === 'memory' ? 50 : 10 },
    )
  })
})
