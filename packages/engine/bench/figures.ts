import type { AnchorId, InsightDocument, JsonObject, SegmentDocument } from '@rapport/core'
import { entities } from '@rapport/core'
import { addActivity } from '../src/figures/apply.ts'
import { compileInsights } from '../src/figures/insight-set.ts'
import { decodeFigures, encodeFigures } from '../src/figures/packed.ts'
import { emptyFigures, type ProfileFigures } from '../src/figures/profile-figures.ts'
import { renderFigures } from '../src/figures/render.ts'
import { reconcile } from '../src/reconcile/reconcile.ts'
import { compileReconciliation } from '../src/reconcile/rules.ts'
import { evaluate, leafBits } from '../src/segments/evaluate.ts'
import { compileSegments } from '../src/segments/segment-set.ts'

/**
 * What figures, segments and heads cost, without a store: 20 insights, 20 segments, profiles of 10 to 10,000 events.
 * `node --conditions=@rapport/source packages/engine/bench/figures.ts`; nanoseconds, medians of interleaved rounds.
 */
const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 10, 24, 10)

const on = (entity: string, name: string, rest: Partial<InsightDocument> = {}): InsightDocument => ({
  type: 'insight',
  name,
  on: entity,
  calculate: 'count',
  unit: 'number',
  ...rest,
})
const viewed = { path: 'name', is: 'Product Viewed' }
const documents: readonly InsightDocument[] = [
  on('event', 'events'),
  on('event', 'events7d', { window: { days: 7 } }),
  on('event', 'events30d', { window: { days: 30 } }),
  on('event', 'events365d', { window: { days: 365 } }),
  on('event', 'views30d', { where: viewed, window: { days: 30 } }),
  on('event', 'views', { where: viewed }),
  on('event', 'carts90d', { where: { path: 'name', is: 'Cart Viewed' }, window: { days: 90 } }),
  on('event', 'firstSeenAt', { calculate: 'first', value: 'occurredAt', unit: 'instant' }),
  on('event', 'lastSeenAt', { calculate: 'last', value: 'occurredAt', unit: 'instant' }),
  on('event', 'lastPage', { calculate: 'last', value: 'name', unit: 'text' }),
  on('event', 'activeDays90d', { calculate: 'distinctDays', window: { days: 90 } }),
  on('event', 'activeDays', { calculate: 'distinctDays' }),
  on('event', 'value30d', { calculate: 'sum', value: 'properties.value', window: { days: 30 } }),
  on('order', 'orders'),
  on('order', 'orders365d', { window: { days: 365 } }),
  on('order', 'spend', { calculate: 'sum', value: 'total', unit: 'money' }),
  on('order', 'spend365d', { calculate: 'sum', value: 'total', unit: 'money', window: { days: 365 } }),
  on('order', 'largest', { calculate: 'max', value: 'total', unit: 'money' }),
  on('order', 'lastOrderAt', { calculate: 'last', value: 'occurredAt', unit: 'instant' }),
  on('order', 'firstOrderAt', { calculate: 'first', value: 'occurredAt', unit: 'instant' }),
]
const set = compileInsights(documents, entities)
const asked = [
  'events7d',
  'events30d',
  'views30d',
  'carts90d',
  'orders',
  'orders365d',
  'spend365d',
  'activeDays90d',
  'events',
  'value30d',
]
const segments: readonly SegmentDocument[] = asked.flatMap((insight, at): SegmentDocument[] => [
  {
    type: 'segment',
    name: `a${at}`,
    entity: 'person',
    where: {
      all: [
        { insight, gte: 3 },
        { insight: 'lastSeenAt', withinDays: 30 },
        { attribute: 'tier', is: 'gold' },
      ],
    },
  },
  { type: 'segment', name: `b${at}`, entity: 'person', where: { any: [{ segment: `a${at}` }, { insight, gte: 10 }] } },
])
const segmentSet = compileSegments(segments, set, entities)

const names = ['Product Viewed', 'Cart Viewed', 'Page Viewed', 'Product Added', 'Search'] as const
const activityAt = (at: number, occurredAt: number) =>
  at % 20 === 0
    ? {
        entity: 'order',
        occurredAt,
        attributes: { status: 'paid', total: { amountMinor: 12_900 + at, currency: 'EUR', exponent: 2 } },
      }
    : {
        entity: 'event',
        occurredAt,
        attributes: { name: names[at % 5] as string, properties: { value: at % 100, path: '/a' } },
      }

/** Events in sessions of five, spread over three years. */
function profileOf(events: number, anchors: number): ProfileFigures {
  const figures = emptyFigures(set, NOW)
  for (let at = 0; at < events; at++) {
    const session = Math.floor(at / 5)
    const sessions = Math.ceil(events / 5)
    const occurredAt = NOW - Math.floor(((sessions - session) * 1095 * DAY_MS) / sessions) + (at % 5) * 60_000
    addActivity(figures, ((session % anchors) + 1) as AnchorId, activityAt(at, occurredAt))
  }
  return figures
}

const records = ['crm/contacts', 'shop/customers', 'desk/users'].map((stream, at) => ({
  anchor: at + 1,
  stream,
  key: `k${at}`,
  observedAt: NOW - at * DAY_MS,
  version: '',
  attributes: {
    givenName: at === 1 ? 'Aurelie' : 'Aurélie',
    familyName: at === 2 ? 'LEFEVRE' : 'Lefèvre',
    birthDate: '1980-05-12',
    languages: ['fr', 'en'],
    tier: at === 0 ? 'gold' : 'silver',
    contactPoints: [
      { kind: 'email', raw: 'A@x.com', normal: 'a@x.com' },
      { kind: 'phone', raw: '06', normal: `+3360000000${at}` },
    ],
    identifiers: [
      { namespace: 'email', value: 'a@x.com' },
      { namespace: 'userId', value: String(at) },
    ],
  } as JsonObject,
}))
const reconciliation = compileReconciliation([], entities)
const head = reconcile(reconciliation, { entity: 'person', records, consents: [] })
const state = leafBits(segmentSet, 'person', head, NOW)

let sink = 0
const bytesBySize = new Map(
  [10, 100, 1000, 10_000].map((events) => [events, encodeFigures(profileOf(events, events > 50 ? 2 : 1))]),
)

/** One profile's part of a batch: its row read, a session folded in, segments asked, its row written. */
function session(row: Uint8Array, activities: readonly ReturnType<typeof activityAt>[]): number {
  const figures = decodeFigures(set, row, NOW)
  for (const activity of activities) addActivity(figures, 1 as AnchorId, activity)
  const { memberBits, flipAt } = evaluate(segmentSet, 'person', state, figures, NOW)
  figures.segments = { ...state, memberBits }
  return encodeFigures(figures).length + (flipAt > 0 ? 1 : 0)
}
const live = Array.from({ length: 5 }, (_, at) => activityAt(at + 1, NOW + at * 1000))

const cases: { readonly name: string; readonly per: number; readonly run: () => number }[] = []
for (const [events, row] of bytesBySize) {
  const of = (): ProfileFigures => decodeFigures(set, row, NOW)
  const kept = of()
  renderFigures(kept, NOW)
  const warm = of()
  cases.push(
    {
      name: `session of 5 (decode, add, evaluate, encode), ns an event, ${events} events`,
      per: 5,
      run: () => session(row, live),
    },
    { name: `decode, ${events} events`, per: 1, run: () => of().anchors.length },
    {
      name: `decode and render 20 insights, ${events} events`,
      per: 1,
      run: () => (renderFigures(of(), NOW).validUntil > NOW ? 1 : 0),
    },
    { name: `encode all unpacked, ${events} events`, per: 1, run: () => encodeFigures(kept).length },
    {
      name: `evaluate 20 segments, ${events} events`,
      per: 1,
      run: () => evaluate(segmentSet, 'person', state, kept, NOW).memberBits.length,
    },
    {
      name: `addActivity, ${events} events`,
      per: 5,
      run: () => {
        for (const activity of live) addActivity(warm, 1 as AnchorId, activity)
        return warm.anchors.length
      },
    },
  )
}
cases.push(
  {
    name: 'reconcile 3 records',
    per: 1,
    run: () => reconcile(reconciliation, { entity: 'person', records, consents: [] }).records,
  },
  { name: 'leafBits of 20 segments', per: 1, run: () => leafBits(segmentSet, 'person', head, NOW).leafBits.length },
)

const ROUNDS = 15
const RUNS = 2000
const times = new Map(cases.map(({ name }) => [name, [] as number[]]))
for (let round = 0; round < ROUNDS; round++) {
  for (const { name, per, run } of cases) {
    const start = process.hrtime.bigint()
    for (let at = 0; at < RUNS; at++) sink += run()
    times.get(name)?.push(Number(process.hrtime.bigint() - start) / RUNS / per)
  }
}
for (const [events, row] of bytesBySize) console.log(`row of ${events} events, 20 insights: ${row.length} bytes`)
for (const [name, all] of times) {
  // The first rounds compile.
  const median = all.slice(5).sort((a, b) => a - b)[Math.floor((ROUNDS - 5) / 2)] as number
  console.log(`${name.padEnd(75)} ${Math.round(median).toLocaleString('en').padStart(8)} ns`)
}
console.log(`(${sink % 10})`)
