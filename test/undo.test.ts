import type { Emission, Json } from '@rapport/core'
import { createQueries, type Store } from '@rapport/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stores } from './support/stores.ts'
import { browse, emit, NOW, openWorld, type World } from './support/world.ts'

const HOUR_MS = 3_600_000
const RUNS = 60
const documents: readonly Json[] = [
  { type: 'insight', name: 'visits', on: 'event', calculate: 'count' },
  { type: 'insight', name: 'dearest', on: 'order', calculate: 'max', value: 'total' },
  { type: 'insight', name: 'lastOrder', on: 'order', calculate: 'last', value: 'occurredAt' },
  { type: 'segment', name: 'visitors', where: { insight: 'visits', gte: 1 } },
  { type: 'segment', name: 'quiet', where: { not: { insight: 'orders', gte: 1 } } },
]

/** What may happen to a workspace, as data. Versions and times follow from the place in the sequence. */
type Happening =
  | {
      readonly kind: 'contact'
      readonly stream: string
      readonly id: string
      readonly card: string | null
      readonly optIn: string | null
    }
  | { readonly kind: 'order'; readonly id: string; readonly customer: string; readonly total: number }
  | { readonly kind: 'gone'; readonly stream: string; readonly id: string }
  | { readonly kind: 'visit'; readonly device: string }
  | { readonly kind: 'login'; readonly device: string; readonly user: string }
  | { readonly kind: 'decision'; readonly a: string; readonly b: string; readonly verdict: 'same' | 'different' }
  | { readonly kind: 'withdrawal'; readonly of: number }

const streams = ['crm/contacts', 'shop/contacts'] as const
const ids = ['1', '2'] as const
const references = ['crm/contacts/1', 'crm/contacts/2', 'shop/contacts/1', 'shop/contacts/2', 'site/users/u1'] as const

const gone = fc.record({
  kind: fc.constant('gone' as const),
  stream: fc.constantFrom(...streams, 'crm/orders'),
  id: fc.constantFrom(...ids, 'o1', 'o2'),
})
const data = fc.oneof(
  fc.record({
    kind: fc.constant('contact' as const),
    stream: fc.constantFrom(...streams),
    id: fc.constantFrom(...ids),
    card: fc.constantFrom(null, 'C1', 'C2'),
    optIn: fc.constantFrom(null, 'granted', 'objected'),
  }),
  fc.record({
    kind: fc.constant('order' as const),
    id: fc.constantFrom('o1', 'o2', 'o3'),
    customer: fc.constantFrom(...ids),
    total: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({ kind: fc.constant('visit' as const), device: fc.constantFrom('d1', 'd2') }),
  fc.record({
    kind: fc.constant('login' as const),
    device: fc.constantFrom('d1', 'd2'),
    user: fc.constantFrom('u1', 'u2'),
  }),
)
const decision = (...verdicts: readonly ('same' | 'different')[]) =>
  fc.record({
    kind: fc.constant('decision' as const),
    a: fc.constantFrom(...references),
    b: fc.constantFrom(...references),
    verdict: fc.constantFrom(...verdicts),
  })
const withdrawal = fc.record({ kind: fc.constant('withdrawal' as const), of: fc.nat(3) })

/** Everybody is there before anything is decided. */
const beginning: readonly Happening[] = [
  ...streams.flatMap((stream) => ids.map((id) => ({ kind: 'contact' as const, stream, id, card: null, optIn: null }))),
  { kind: 'login', device: 'd1', user: 'u1' },
  { kind: 'order', id: 'o3', customer: '2', total: 5 },
]

/** Lets everything happen, an hour apart. Without decisions the hours pass all the same. */
async function live(open: () => Promise<Store>, happened: readonly Happening[], isDecided: boolean): Promise<World> {
  let hour = 0
  const made = await openWorld(open, { documents, now: () => NOW + hour * HOUR_MS })
  const { commands } = made.engine
  const standing: string[] = []
  for (const one of [...beginning, ...happened]) {
    hour++
    const at = new Date(NOW + hour * HOUR_MS).toISOString()
    if (one.kind === 'decision') {
      if (!isDecided || one.a === one.b) continue
      const decision = await commands.decide(one, 'steward').catch((error: { code?: string }) => {
        expect(error.code).toBe('PROFILE_NOT_FOUND')
      })
      if (decision) standing.push(decision.id)
    } else if (one.kind === 'withdrawal') {
      const [id] = standing.splice(one.of % Math.max(1, standing.length), 1)
      if (id !== undefined) await commands.withdrawDecision(id, 'steward')
    } else await happen(made, one, hour, at)
  }
  hour++
  for (const id of standing) await commands.withdrawDecision(id, 'steward')
  await made.engine.commands.tick(1_000)
  return made
}

async function happen(
  made: World,
  one: Exclude<Happening, { kind: 'decision' | 'withdrawal' }>,
  hour: number,
  at: string,
): Promise<void> {
  switch (one.kind) {
    case 'contact': {
      const { stream, id, card, optIn } = one
      const row = { id, v: hour, at, first: `First${hour}`, last: `Last${id}`, email: `${stream[0]}${id}@x.fr` }
      return emit(made, stream, [
        { ...row, ...(card === null ? {} : { card }), ...(optIn === null ? {} : { optIn, optInAt: at }) },
      ])
    }
    case 'order':
      return emit(made, 'crm/orders', [
        { id: one.id, v: hour, customer: one.customer, total: String(one.total), at: '2026-11-01T00:00:00Z' },
      ])
    case 'gone':
      return emit(made, one.stream, [], { deletes: [{ key: one.id, version: hour }] })
    case 'visit':
      return browse(made, [{ stream: 'events', rows: [{ id: `e${hour}`, at, anonymousId: one.device, name: 'seen' }] }])
    case 'login': {
      const login: Emission = {
        stream: 'users',
        rows: [{ userId: one.user, at, first: one.user, last: one.user, email: `${one.user}@x.fr` }],
        signals: [
          { kind: 'login', anonymousId: one.device, stream: 'users', key: one.user, occurredAt: Date.parse(at) },
        ],
      }
      return browse(made, [login])
    }
  }
}

/** Everything that belongs to profiles, their ids too; the feed and the audit aside. */
async function described(made: World): Promise<Json> {
  const now = () => NOW + 1_000 * HOUR_MS
  const queries = createQueries({ reader: made.reader, rules: made.engine.rulebook, now })
  const rights = { sensitive: true }
  const { items } = await made.reader.list({ limit: 100 })
  const profiles = await Promise.all(
    items.map(async ({ id }) => {
      const answer = await queries.profile(id, rights)
      const members = (await made.reader.memberships(id)).map(({ segment }) => segment).sort()
      expect(members).toEqual([...(answer?.segments ?? [])].sort())
      const { version: _version, ...rest } = answer ?? { version: 0 }
      const { items: timeline } = await queries.timeline(id, { limit: 100 }, rights)
      const anchors = (await made.reader.anchors(id)).map(({ streamName, key, isGhost }) => [streamName, key, isGhost])
      return { rest, anchors, timeline: timeline.map(({ key }) => key), members }
    }),
  )
  const moved = await made.reader.profiles(Array.from({ length: 30 }, (_, at) => (at + 1) as never))
  return JSON.parse(
    JSON.stringify({
      profiles,
      moved: moved.map((found) =>
        found.status === 'found' ? [found.profile.id, found.movedFrom ?? null] : found.status,
      ),
    }),
  ) as Json
}

/** Since when profiles of one record are in segments, by profile and segment. */
async function memberSince(made: World): Promise<ReadonlyMap<string, number>> {
  const since = new Map<string, number>()
  for (const { id } of (await made.reader.list({ limit: 100 })).items)
    if ((await made.reader.anchors(id)).length === 1)
      for (const member of await made.reader.memberships(id)) since.set(`${id} ${member.segment}`, member.since)
  return since
}

describe.each(stores)('an undone decision over %s', (name, open) => {
  const sequences: Readonly<Record<string, fc.Arbitrary<Happening>>> = {
    'that two are the same': fc.oneof(data, data, gone, decision('same'), withdrawal),
    'that two are not the same, or are': fc.oneof(data, data, gone, decision('same', 'different'), withdrawal),
  }
  it.each(Object.entries(sequences))('%s leaves everything as if it had never been made', async (_what, happening) => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 2, maxLength: 14 }), async (all) => {
        const decided = await live(open, all, true)
        const never = await live(open, all, false)
        expect(await described(decided)).toEqual(await described(never))
        // Who was in a segment before anything was decided, and ever since, is so in both.
        const decidedSince = await memberSince(decided)
        for (const [member, since] of await memberSince(never))
          if (since <= NOW + beginning.length * HOUR_MS)
            expect([member, decidedSince.get(member)]).toEqual([member, since])
        await Promise.all([decided.store[Symbol.asyncDispose](), never.store[Symbol.asyncDispose]()])
      }),
      { numRuns: name === 'memory' ? RUNS : RUNS / 5 },
    )
  })
})
