import type { InsightDocument, Json, SegmentDocument } from '@rapport/core'

const on = (entity: string, name: string, rest: Partial<InsightDocument> = {}): Partial<InsightDocument> => ({
  type: 'insight',
  name,
  on: entity,
  calculate: 'count',
  ...rest,
})

const viewed = { path: 'name', is: 'Product Viewed' }
const shopping = { path: 'name', in: ['Product Added', 'Cart Viewed', 'Checkout Started'] }

/** Twenty, of every calculation: windows, filters, all time. */
const insights: readonly Partial<InsightDocument>[] = [
  on('event', 'events'),
  on('event', 'events7d', { window: { days: 7 } }),
  on('event', 'events30d', { window: { days: 30 } }),
  on('event', 'events365d', { window: { days: 365 } }),
  on('event', 'views', { where: viewed }),
  on('event', 'views30d', { where: viewed, window: { days: 30 } }),
  on('event', 'shopping90d', { where: shopping, window: { days: 90 } }),
  on('event', 'firstSeenAt', { calculate: 'first', value: 'occurredAt', unit: 'instant' }),
  on('event', 'lastSeenAt', { calculate: 'last', value: 'occurredAt', unit: 'instant' }),
  on('event', 'lastEvent', { calculate: 'last', value: 'name', unit: 'text' }),
  on('event', 'activeDays', { calculate: 'distinctDays' }),
  on('event', 'activeDays90d', { calculate: 'distinctDays', window: { days: 90 } }),
  on('event', 'value30d', { calculate: 'sum', value: 'properties.value', window: { days: 30 } }),
  on('order', 'orders'),
  on('order', 'orders365d', { window: { days: 365 } }),
  on('order', 'spend', { calculate: 'sum', value: 'total', unit: 'money' }),
  on('order', 'spend365d', { calculate: 'sum', value: 'total', unit: 'money', window: { days: 365 } }),
  on('order', 'largestOrder', { calculate: 'max', value: 'total', unit: 'money' }),
  on('order', 'firstOrderAt', { calculate: 'first', value: 'occurredAt', unit: 'instant' }),
  on('order', 'lastOrderAt', { calculate: 'last', value: 'occurredAt', unit: 'instant' }),
]

/** Thresholds that about every second session moves its visitor over one of, as people who come back do; never several at once. */
const asked: readonly (readonly [string, number])[] = [
  ['events7d', 12],
  ['events30d', 40],
  ['events', 100],
  ['views30d', 8],
  ['shopping90d', 6],
  ['value30d', 2500],
  ['activeDays90d', 5],
  ['orders', 1],
  ['orders365d', 3],
  ['spend365d', 1000],
]

/** Twenty: attributes, identifiers, figures and other segments, joined by all, any and not. */
const segments: readonly Partial<SegmentDocument>[] = asked.flatMap(([insight, least], at) => [
  {
    type: 'segment' as const,
    name: `active${at}`,
    where: {
      all: [
        { insight, gte: least },
        { insight: 'lastSeenAt', withinDays: 30 },
        { any: [{ identifier: 'phone' }, { not: { attribute: 'languages', contains: 'xx' } }] },
      ],
    } as SegmentDocument['where'],
  },
  {
    type: 'segment' as const,
    name: `top${at}`,
    where: {
      any: [{ insight, gte: least * 10 }, { all: [{ segment: `active${at}` }, { insight: 'orders', gte: 2 }] }],
    },
  },
])

/** The documents of a bench's workspace, beside the match rules that the rules plugin brings. */
export const documents: readonly Json[] = [
  { type: 'connection', name: 'web', part: 'web/web' },
  { type: 'connection', name: 'shop', part: 'shop/shop' },
  ...(insights as unknown as readonly Json[]),
  ...(segments as unknown as readonly Json[]),
]

/** What the twenty and twenty are, in a line. */
export const rulesCondition =
  '20 insights (13 over events, 7 over orders; 9 windowed, 3 filtered), 20 segments (figures, attributes, identifiers, segments; about every second session enters one), the default match rules'
