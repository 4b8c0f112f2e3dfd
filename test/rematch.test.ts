import type { Emission, Json } from '@rapport/core'
import { createQueries, type Store } from '@rapport/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stores } from './support/stores.ts'
import { ana, browse, emit, NOW, openWorld, profileOf, type World, work } from './support/world.ts'

const rule = (name: string, when: Json, priority = 10): Json => ({ name, priority, when })
const card = rule('card', { same: 'loyaltyNumber' })
const mail = rule('mail', { same: 'email' }, 60)
const mailAndName = rule('mail and name', { all: [{ same: 'email' }, { same: 'familyName', as: 'folded' }] }, 60)
const name = rule('name', { all: [{ same: 'givenName' }, { same: 'familyName', as: 'folded' }] }, 40)
const oneCard: Json = { loyaltyNumber: { cardinality: 'one-per-party' } }
const matching = (rules: readonly Json[], model: object = {}, called = 'person'): Json =>
  ({ type: 'match-rules', name: called, entity: 'person', model: { rules, ...model } }) as Json
const values = (givenName: Json): Json => ({
  type: 'reconciliation',
  name: 'person',
  entity: 'person',
  attributes: { givenName },
})

const dearest: Json = { type: 'insight', name: 'dearest', on: 'order', calculate: 'max', value: 'total' }
const dear: Json = { type: 'segment', name: 'dear', where: { insight: 'dearest', gte: 500 } }

/** Rules of a workspace: who is who by what, which value wins, what is calculated. A document that one does not have is removed. */
const rulebooks = {
  nothing: [],
  cards: [matching([card])],
  'cards that keep apart': [matching([card, mail], { namespaces: oneCard })],
  'mail and name': [matching([mailAndName])],
  mail: [matching([mail]), dearest, dear],
  'names, which are rarer than they were': [matching([name, card], { maxRecordsPerKey: 2 })],
  'what may be common': [matching([mail, name], { maxRecordsPerKey: 3 })],
  'two documents': [matching([name], { namespaces: oneCard }), matching([card], { maxRecordsPerKey: 2 }, 'cards')],
  'the shop knows': [matching([card, mailAndName]), values({ pick: 'source', sources: ['shop', 'crm'] })],
  'the longest': [matching([mail]), values({ pick: 'longest' })],
  'names and orders': [matching([name, mail]), values({ pick: 'longest' }), dearest],
} satisfies Readonly<Record<string, readonly Json[]>>
type RulebookName = keyof typeof rulebooks

async function use(made: World, which: RulebookName): Promise<void> {
  const { commands } = made.engine
  const bodies: readonly Json[] = rulebooks[which]
  const wanted = new Set(bodies.map(keyOf))
  const all = new Set(Object.values(rulebooks).flat().map(keyOf))
  // Segments before the insights that they ask about.
  for (const { type, name: called } of (await made.store.documents.list({ limit: 100 })).items.toReversed())
    if (all.has(`${type}/${called}`) && !wanted.has(`${type}/${called}`))
      await commands.removeDocument(type, called, 'test')
  if (bodies.length > 0)
    await commands.saveDocuments(
      bodies.map((body) => ({ body })),
      'test',
    )
}

const keyOf = (body: Json) => {
  const { type, name: called } = body as { type: string; name: string }
  return `${type}/${called}`
}

const ids = ['1', '2', '3', '4'] as const
const streams = ['crm/contacts', 'shop/contacts'] as const
const row = fc.record({
  kind: fc.constant('row' as const),
  stream: fc.constantFrom(...streams),
  id: fc.constantFrom(...ids),
  first: fc.constantFrom('Ana', 'Anabel'),
  last: fc.constantFrom('Dupont', 'Martin'),
  card: fc.constantFrom(null, 'C1', 'C2'),
  email: fc.constantFrom('a@maison.fr', 'b@maison.fr'),
})
const order = fc.record({
  kind: fc.constant('order' as const),
  id: fc.constantFrom('o1', 'o2', 'o3'),
  customer: fc.constantFrom(...ids),
  total: fc.integer({ min: 1, max: 9 }),
})
const login = fc.record({
  kind: fc.constant('login' as const),
  device: fc.constantFrom('d1', 'd2'),
  user: fc.constantFrom('u1', 'u2'),
  email: fc.constantFrom('a@maison.fr', 'b@maison.fr'),
})
const visit = fc.record({ kind: fc.constant('visit' as const), device: fc.constantFrom('d1', 'd2') })
const references = [...streams.flatMap((stream) => ids.slice(0, 2).map((id) => `${stream}/${id}`)), 'site/users/u1']
const decision = fc.record({
  kind: fc.constant('decision' as const),
  a: fc.constantFrom(...references),
  b: fc.constantFrom(...references),
  verdict: fc.constantFrom('same' as const, 'different' as const),
})
const gone = fc.record({
  kind: fc.constant('gone' as const),
  stream: fc.constantFrom(...streams),
  id: fc.constantFrom(...ids),
})
const merged = fc.record({
  kind: fc.constant('merged' as const),
  stream: fc.constantFrom(...streams),
  id: fc.constantFrom(...ids),
  into: fc.constantFrom(...ids),
})
const anything = fc.oneof(row, order, login, visit, decision, gone, merged)
type Told = typeof anything extends fc.Arbitrary<infer T> ? T : never

async function tell(made: World, one: Told, v: number): Promise<void> {
  const at = new Date(NOW - (1_000 - v) * 60_000).toISOString()
  switch (one.kind) {
    case 'row': {
      const { stream, kind: _kind, card: number, ...rest } = one
      return emit(made, stream, [{ ...rest, ...(number === null ? {} : { card: number }), v, at }])
    }
    case 'order':
      return emit(made, 'crm/orders', [
        { id: one.id, v, customer: one.customer, total: String(one.total), at: '2026-02-01T00:00:00Z' },
      ])
    case 'visit':
      return browse(made, [{ stream: 'events', rows: [{ id: `e${v}`, at, anonymousId: one.device, name: 'seen' }] }])
    case 'login': {
      const users: Emission = {
        stream: 'users',
        rows: [{ userId: one.user, at, first: 'Ana', last: 'Dupont', email: one.email }],
        signals: [
          { kind: 'login', anonymousId: one.device, stream: 'users', key: one.user, occurredAt: Date.parse(at) },
        ],
      }
      return browse(made, [users])
    }
    case 'gone':
      return emit(made, one.stream, [], { deletes: [{ key: one.id, version: v }] })
    case 'merged':
      if (one.id !== one.into)
        await emit(made, one.stream, [], { merges: [{ key: one.id, into: one.into, version: v }] })
      return
    case 'decision':
      if (one.a !== one.b)
        await made.engine.commands.decide(one, 'steward').catch((error: { code?: string }) => {
          expect(error.code).toBe('PROFILE_NOT_FOUND')
        })
  }
}

const settings: readonly Json[] = [
  { type: 'insight', name: 'visits', on: 'event', calculate: 'count' },
  { type: 'segment', name: 'quiet', where: { not: { insight: 'orders', gte: 1 } } },
  { type: 'segment', name: 'anas', where: { attribute: 'givenName', is: 'Ana' } },
]

/** Two worlds told the same live by one clock: the later of two decisions counts. */
const openWith = async (open: () => Promise<Store>, which: RulebookName, now: () => number): Promise<World> => {
  const made = await openWorld(open, { documents: settings, now })
  await use(made, which)
  return made
}

/** Everything that belongs to profiles; ids and the feed are history. What hangs on deleted records stays where it was, and is left out. */
async function described(made: World, isAnybodyGone: boolean): Promise<readonly Json[]> {
  const { reader } = made
  const queries = createQueries({ reader, rules: made.engine.rulebook, now: () => NOW })
  const parties: Json[] = []
  for (const { id } of (await reader.list({ limit: 100 })).items) {
    const answer = await queries.profile(id, { sensitive: true })
    const anchors = (await reader.anchors(id)).filter(({ isGhost }) => !isGhost)
    if (!answer || anchors.length === 0) continue
    const { attributes, identifiers, consents, conflicts, provenance, insights, segments } = answer
    const members = (await reader.memberships(id)).map(({ segment }) => segment).sort()
    expect(members).toEqual([...segments].sort())
    const links = (await reader.links(id)).links
      .filter(({ certainty }) => certainty !== 'asserted')
      .map(({ resolver, weightBits, evidence }) => [resolver, weightBits, evidence].join(' '))
    parties.push({
      anchors: anchors.map(({ streamName, key }) => `${streamName}/${key}`).sort(),
      attributes,
      identifiers: [...identifiers].map((one) => JSON.stringify(one)).sort(),
      conflicts,
      provenance,
      consents,
      ...(isAnybodyGone ? {} : { insights, members, links: links.sort() }),
    } as unknown as Json)
  }
  return parties.map((party) => JSON.parse(JSON.stringify(party)) as Json).sort((a, b) => (text(a) < text(b) ? -1 : 1))
}
const text = (value: Json) => JSON.stringify(value)

/** So little time at once that a page is one record, soon. */
const little = ({ engine }: World) => engine.commands.tick(0.01)
const HALVINGS = 8
/** Each pass over profiles that takes longer than it may halves what the next one takes at once. */
async function shrinkPages(made: World): Promise<void> {
  for (let left = HALVINGS; left > 0; left--) {
    await made.engine.commands.saveDocuments([{ body: settings[1] as Json }], 'test')
    while ((await little(made)) !== null);
  }
}

describe.each(stores)('changed rules over %s', (storeName, open) => {
  const which = fc.constantFrom(...(Object.keys(rulebooks) as RulebookName[]))
  const kinds: Readonly<Record<string, fc.Arbitrary<Told>>> = {
    'with decisions': fc.oneof(row, row, row, order, login, visit, decision),
    'with records that go': fc.oneof(row, row, row, order, login, gone, merged),
  }
  it.each(Object.entries(kinds))('are those that everything that is there was loaded under, %s', async (kind, told) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(which, { minLength: 2, maxLength: 3 }),
        fc.array(told, { minLength: 3, maxLength: 14 }),
        fc.array(told, { maxLength: 3 }),
        fc.nat(6),
        async (used, before, during, ticks) => {
          let minute = 0
          const now = () => NOW + minute * 60_000
          const [changed, fresh] = [
            await openWith(open, used[0] as RulebookName, now),
            await openWith(open, used.at(-1) as RulebookName, now),
          ]
          const tellBoth = async (one: Told) => {
            minute++
            for (const made of [changed, fresh]) await tell(made, one, minute)
          }
          for (const one of before) await tellBoth(one)
          await shrinkPages(changed)
          for (const next of used.slice(1)) {
            for (let left = ticks; left > 0; left--) await little(changed)
            await use(changed, next)
          }
          for (const one of during) {
            for (let left = ticks; left > 0; left--) await little(changed)
            await tellBoth(one)
          }
          for (const made of [changed, fresh]) while ((await made.engine.commands.tick(1_000)) !== null);
          const isAnybodyGone = kind === 'with records that go'
          expect(await described(changed, isAnybodyGone)).toEqual(await described(fresh, isAnybodyGone))
          expect((await changed.reader.entries('backfill', { limit: 10 })).items).toEqual([])
          await Promise.all([changed.store[Symbol.asyncDispose](), fresh.store[Symbol.asyncDispose]()])
        },
      ),
      { numRuns: storeName === 'memory' ? 150 : 15 },
    )
  })
})

const PEOPLE = 120
const person = (n: number, more: object = {}): Json => ({
  id: `c${n}`,
  v: 1,
  at: '2026-01-01T00:00:00Z',
  first: 'No',
  last: `Body${n}`,
  email: `c${n}@x.fr`,
  ...more,
})
/** Everybody is in the CRM, and in the shop under another name: whoever goes by the mail alone has half as many. */
async function everybodyTwice(made: World): Promise<void> {
  const people = Array.from({ length: PEOPLE }, (_, n) => n)
  await emit(
    made,
    'crm/contacts',
    people.map((n) => person(n)),
  )
  await emit(
    made,
    'shop/contacts',
    people.map((n) => person(n, { last: `Nobody${n}` })),
  )
  await work(made)
  for (let left = HALVINGS; left > 0; left--) await little(made)
}
const countProfiles = async ({ reader }: World) => (await reader.list({ limit: 1_000 })).items.length
const passOf = async ({ reader }: World) => {
  const entry = await reader.entry('backfill', 'identity')
  return entry && (JSON.parse(entry.body) as { phase: string; after: number; until: number | null; done: number })
}

/** A store of which some of the answers are others, or that somebody looks after at every commit. */
function watched(store: Store, write: Partial<Store['write']>): Store {
  return { ...store, write: { ...store.write, ...write }, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
}

describe.each(stores)('a pass over everybody over %s', (_storeName, open) => {
  it('goes on where it was, killed after whatever page, and says how far it is', async () => {
    const store = await open()
    const made = await openWith(
      async () => store,
      'mail and name',
      () => NOW,
    )
    await everybodyTwice(made)
    expect(await countProfiles(made)).toBe(PEOPLE * 2)
    await use(made, 'mail')
    const seen: string[] = []
    for (let lives = 0; lives < 100; lives++) {
      let commits = 0
      const dying = watched(store, {
        commit: async (writes) => {
          commits++
          if (lives % 2 === 0 && commits === 2) throw new Error('killed before')
          const answer = await store.write.commit(writes)
          if (commits === 2) throw new Error('killed after')
          return answer
        },
      })
      const again = await openWorld(async () => dying, { isReopened: true })
      for (let isAlive = true; isAlive; )
        isAlive = await little(again).then(
          (next) => next !== null,
          () => false,
        )
      const pass = await passOf(again)
      if (!pass) break
      expect(pass.done).toBeLessThanOrEqual(PEOPLE * 2)
      if (pass.until !== null) expect(pass.after).toBeLessThanOrEqual(pass.until)
      seen.push(`${pass.phase} ${String(pass.after).padStart(3, '0')}`)
    }
    expect(seen.length).toBeGreaterThan(3)
    expect(seen).toEqual([...seen].sort())
    expect(await passOf(made)).toBeUndefined()
    expect(await countProfiles(made)).toBe(PEOPLE)
  })

  it('tells who was joined and who was split, and takes who is gone out of where they were sent', async () => {
    const documents: readonly Json[] = [
      { type: 'segment', name: 'known', where: { attribute: 'email', exists: true } },
      { type: 'connection', name: 'hook', part: 'hook/hook' },
      {
        type: 'activation',
        name: 'mailing',
        connection: 'hook',
        on: { segment: 'known' },
        purpose: 'marketing',
        channel: 'email',
        fields: { email: 'attributes.email' },
      },
    ]
    const made = await openWorld(open, { documents })
    await use(made, 'mail and name')
    const consent = { optIn: 'granted', optInAt: '2026-01-01T00:00:00Z' }
    await emit(made, 'crm/contacts', [person(1, consent)])
    await emit(made, 'shop/contacts', [person(1, { last: 'Nobody1', ...consent })])
    const claimed = async () => {
      const { token, items } = await made.engine.commands.claimDeliveries('mailing', 10, 1_000)
      if (items.length > 0)
        await made.engine.commands.settleDeliveries(
          token,
          items.map(({ id }) => ({ id, done: true })),
        )
      return items.map(({ body }) => JSON.parse(body) as { profile: string; item: { operation: string } })
    }
    const sent = await claimed()
    expect(sent.map(({ item }) => item.operation)).toEqual(['upsert', 'upsert'])
    const kinds = async (after: number) =>
      (await made.reader.changes(after as never, 100)).map(({ kind }) => kind).filter((kind) => kind !== 'updated')

    const beforeMerge = await made.reader.lastSequence()
    await use(made, 'mail')
    await work(made)
    expect(await kinds(beforeMerge)).toEqual(['merged'])
    expect((await claimed()).map(({ profile, item }) => [profile, item.operation]).sort()).toEqual([
      [sent[0]?.profile, 'upsert'],
      [sent[1]?.profile, 'remove'],
    ])
    const beforeSplit = await made.reader.lastSequence()
    await use(made, 'mail and name')
    await work(made)
    expect(await kinds(beforeSplit)).toContain('split')
    expect((await claimed()).map(({ profile, item }) => [profile, item.operation]).sort()).toEqual([
      [sent[0]?.profile, 'upsert'],
      [sent[1]?.profile, 'upsert'],
    ])

    // Another rule, the same values: nobody is sent once more.
    await made.engine.commands.saveDocuments([{ body: values({ pick: 'longest' }) }], 'me')
    await work(made)
    expect(await claimed()).toEqual([])
  })

  it('leaves together who comes in before their turn', async () => {
    const made = await openWith(open, 'mail and name', () => NOW)
    await emit(made, 'crm/contacts', [ana('1', 1)])
    await emit(made, 'shop/contacts', [ana('9', 1)])
    await work(made)
    expect(await countProfiles(made)).toBe(1)
    const before = await made.reader.lastSequence()
    await use(made, 'the longest')
    await emit(made, 'crm/contacts', [ana('1', 2, { first: 'Anna' })])
    expect(await passOf(made)).toMatchObject({ phase: 'features', done: 0 })
    expect(await countProfiles(made)).toBe(1)
    await work(made)
    expect(await countProfiles(made)).toBe(1)
    const changes = (await made.reader.changes(before, 100)).map(({ kind }) => kind)
    expect(changes).not.toContain('split')
    expect((await profileOf(made, '=email:ana@maison.fr'))?.head.attributes.givenName).toBe('Anna')
  })

  it('begins when records follow other rules than those that are there: a change was cut short', async () => {
    const store = await open()
    const made = await openWith(
      async () => store,
      'mail',
      () => NOW,
    )
    await emit(made, 'crm/contacts', [person(1)])
    await work(made)
    await store.write.commit({ removedEntries: [{ type: 'match-rules-followed', name: 'identity' }] })
    const again = await openWorld(async () => store, { isReopened: true })
    expect(await passOf(again)).toMatchObject({ phase: 'features' })
    await work(again)
    expect(await passOf(again)).toBeUndefined()
    expect(await passOf(await openWorld(async () => store, { isReopened: true }))).toBeUndefined()
  })

  it('names who is tied to more than can be looked at, and goes on with the others', async () => {
    const store = await open()
    let tooLarge: number | undefined
    const watchedStore = watched(store, {
      components: async (anchors, max) =>
        (await store.write.components(anchors, max)).map((one) =>
          one.anchors.some(({ id }) => id === tooLarge) ? { ...one, isTruncated: true } : one,
        ),
    })
    const made = await openWith(
      async () => watchedStore,
      'mail and name',
      () => NOW,
    )
    await everybodyTwice(made)
    tooLarge = (await profileOf(made, '=email:c3@x.fr'))?.id
    await use(made, 'mail')
    await work(made)
    expect(await passOf(made)).toBeUndefined()
    expect(await countProfiles(made)).toBe(PEOPLE + 1)
    const { items } = await made.reader.rejected({ limit: 10 })
    expect(items.map(({ stream, key, code }) => [stream, key, code])).toEqual(
      expect.arrayContaining([['crm/contacts', 'c3', 'COMPONENT_TOO_LARGE']]),
    )
  })
})
