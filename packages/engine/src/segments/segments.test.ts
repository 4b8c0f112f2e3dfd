import {
  type AnchorId,
  entities,
  type InsightDocument,
  RapportError,
  type SegmentCondition,
  type SegmentDocument,
} from '@rapport/core'
import { compileOperator } from '@rapport/harmonise'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addActivity } from '../figures/apply.ts'
import { DAY_MS } from '../figures/calendar.ts'
import { compileInsights } from '../figures/insight-set.ts'
import { decodeFigures, decodeSegmentState, encodeFigures } from '../figures/packed.ts'
import { emptyFigures, type ProfileFigures } from '../figures/profile-figures.ts'
import { renderFigures } from '../figures/render.ts'
import type { Head } from '../queries.ts'
import { evaluate, isStale, leafBits, memberNames, membershipChanges } from './evaluate.ts'
import { compileSegments, type SegmentSet } from './segment-set.ts'

const NOW = Date.UTC(2026, 10, 24, 10)

const insight = (name: string, rest: Partial<InsightDocument> = {}): InsightDocument => ({
  type: 'insight',
  name,
  on: 'order',
  calculate: 'count',
  unit: 'number',
  ...rest,
})
const insights = compileInsights(
  [
    insight('orders'),
    insight('orders30d', { window: { days: 30 } }),
    insight('orders10dBefore', { window: { days: 10, before: 7 } }),
    insight('days10dBefore', { calculate: 'distinctDays', window: { days: 10, before: 7 } }),
    insight('spend30d', { calculate: 'sum', value: 'total', unit: 'money', window: { days: 30 } }),
    insight('days30d', { calculate: 'distinctDays', window: { days: 30 } }),
    insight('lastOrderAt', { calculate: 'last', value: 'occurredAt', unit: 'instant' }),
    insight('lastStatus30d', { calculate: 'last', value: 'status', unit: 'text', window: { days: 30 } }),
  ],
  entities,
)

const segment = (name: string, where: SegmentCondition, entity = 'person'): SegmentDocument => ({
  type: 'segment',
  name,
  entity,
  where,
})

const leaf: fc.Arbitrary<SegmentCondition> = fc.oneof(
  fc.constantFrom<SegmentCondition>(
    { attribute: 'tier', is: 'gold' },
    { attribute: 'languages', in: ['fr', 'de'] },
    { attribute: 'email', exists: true },
    { attribute: 'ext.crm.signedUpAt', withinDays: 10 },
    { identifier: 'loyaltyNumber' },
    { consent: { purpose: 'marketing' } },
    { consent: { purpose: 'marketing', channel: 'email' } },
    { insight: 'lastOrderAt', withinDays: 20 },
    { insight: 'lastOrderAt', gt: '2026-10-01' },
    { insight: 'lastOrderAt', exists: false },
    { insight: 'lastStatus30d', is: 'open' },
    { insight: 'lastStatus30d', isNot: 'open' },
    { segment: 's0' },
  ),
  fc.record({
    insight: fc.constantFrom('orders', 'orders30d', 'days30d', 'orders10dBefore', 'days10dBefore'),
    gte: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({ insight: fc.constantFrom('spend30d'), lt: fc.integer({ min: 0, max: 3000 }) }),
)
const { tree } = fc.letrec<{ tree: SegmentCondition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('tree') }),
  ),
}))

const from = { stream: 'crm/contacts', key: '1', observedAt: '2026-01-01T00:00:00.000Z' }
const head: fc.Arbitrary<Head> = fc
  .record({
    tier: fc.constantFrom('gold', 'silver', null),
    languages: fc.subarray(['fr', 'en', 'de']),
    email: fc.boolean(),
    signedUpDaysAgo: fc.integer({ min: -3, max: 30 }),
    loyalty: fc.boolean(),
    consent: fc.constantFrom('granted' as const, 'withdrawn' as const, null),
    expiresInDays: fc.option(fc.integer({ min: -3, max: 9 })),
  })
  .map(({ tier, languages, email, signedUpDaysAgo, loyalty, consent, expiresInDays }) => ({
    attributes: {
      ...(tier ? { tier } : {}),
      languages,
      ...(email ? { email: 'a@example.com' } : {}),
      ext: { crm: { signedUpAt: new Date(NOW - signedUpDaysAgo * DAY_MS).toISOString() } },
    },
    identifiers: loyalty ? [{ namespace: 'loyaltyNumber', value: '1' }] : [],
    contactPoints: [],
    consents: consent
      ? [
          {
            purpose: 'marketing',
            channel: 'email',
            contactPoint: null,
            state: consent,
            since: '2026-01-01T00:00:00.000Z',
            ...(expiresInDays === null ? {} : { expiresAt: new Date(NOW + expiresInDays * DAY_MS).toISOString() }),
            from,
          },
        ]
      : [],
    provenance: {},
    conflicts: [],
    records: 1,
    sources: ['crm/contacts'],
  }))

const orders = fc.array(
  fc.record({
    entity: fc.constant('order'),
    occurredAt: fc.integer({ min: NOW - 45 * DAY_MS, max: NOW + 2 * DAY_MS }),
    attributes: fc.record({
      status: fc.constantFrom('open', 'paid'),
      total: fc.record({
        amountMinor: fc.integer({ min: 0, max: 2000 }),
        currency: fc.constant('EUR'),
        exponent: fc.constant(2),
      }),
    }),
  }),
  { maxLength: 8 },
)

/** The plain twin: reads the rule each time, over rendered values. */
function plainly(
  where: SegmentCondition,
  all: ReadonlyMap<string, SegmentCondition>,
  of: Head,
  figures: ProfileFigures,
  nowMs: number,
): boolean {
  const ask = (one: SegmentCondition): boolean => plainly(one, all, of, figures, nowMs)
  if ('all' in where) return where.all.every(ask)
  if ('any' in where) return where.any.some(ask)
  if ('not' in where) return !ask(where.not)
  if ('segment' in where) return ask(all.get(where.segment) as SegmentCondition)
  if ('identifier' in where) return of.identifiers.some(({ namespace }) => namespace === where.identifier)
  if ('consent' in where) {
    return of.consents.some(
      (one) => one.state === 'granted' && (one.expiresAt === undefined || Date.parse(one.expiresAt) > nowMs),
    )
  }
  if ('insight' in where) return compileOperator(where)(renderFigures(figures, nowMs).values[where.insight], nowMs)
  const value = where.attribute
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], of.attributes)
  return compileOperator(where)(value, nowMs)
}

const documentsOf = (trees: readonly SegmentCondition[]): readonly SegmentDocument[] => [
  segment('s0', { insight: 'orders', gte: 1 }),
  ...trees.map((where, at) => segment(`s${at + 1}`, where)),
]

function membersAt(set: SegmentSet, of: Head, figures: ProfileFigures, nowMs: number): readonly string[] {
  const state = leafBits(set, 'person', of, nowMs)
  return memberNames(set, evaluate(set, 'person', state, figures, nowMs).memberBits)
}

const figuresOf = (rows: readonly { entity: string; occurredAt: number; attributes: object }[]): ProfileFigures => {
  const figures = emptyFigures(insights, NOW)
  for (const row of rows) addActivity(figures, 1 as AnchorId, row)
  return figures
}

describe('segments', () => {
  it('compiled rules answer as a plain reading of them', () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 5 }), head, orders, (trees, of, rows) => {
        const documents = documentsOf(trees)
        const set = compileSegments(documents, insights, entities)
        const figures = figuresOf(rows)
        const all = new Map(documents.map(({ name, where }) => [name, where]))
        const expected = documents.filter(({ where }) => plainly(where, all, of, figures, NOW)).map(({ name }) => name)
        expect(membersAt(set, of, figures, NOW)).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('no membership changes before flipAt', () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), head, orders, (trees, of, rows) => {
        const set = compileSegments(documentsOf(trees), insights, entities)
        const figures = figuresOf(rows)
        const now = membersAt(set, of, figures, NOW)
        const { flipAt } = evaluate(set, 'person', leafBits(set, 'person', of, NOW), figures, NOW)
        expect(flipAt).toBeGreaterThan(NOW)
        const until = Math.min(flipAt, NOW + 60 * DAY_MS)
        for (let at = NOW; at < until; at += 6 * 3_600_000) expect(membersAt(set, of, figures, at)).toEqual(now)
        expect(membersAt(set, of, figures, until - 1)).toEqual(now)
      }),
      { numRuns: 200 },
    )
  })

  it('asks again when a window changes an answer, not at every edge', () => {
    const set = compileSegments([segment('regular', { insight: 'orders30d', gte: 3 })], insights, entities)
    const day = Math.floor(NOW / DAY_MS)
    const rows = [25, 20, 10, 5, 1].map((ago) => ({ entity: 'order', occurredAt: NOW - ago * DAY_MS, attributes: {} }))
    const { flipAt } = evaluate(
      set,
      'person',
      leafBits(set, 'person', fc.sample(head, 1)[0] as Head, NOW),
      figuresOf(rows),
      NOW,
    )
    // Five orders; "at least 3" ends when the third-last leaves: the one of ten days ago.
    expect(flipAt).toBe((day - 10 + 31) * DAY_MS)
    const few = evaluate(
      set,
      'person',
      { leafBits: [], leafFlipAt: Number.POSITIVE_INFINITY },
      figuresOf(rows.slice(0, 2)),
      NOW,
    )
    expect(few.flipAt).toBe(Number.POSITIVE_INFINITY)
  })

  it('looks at so many buckets only, and then asks again early rather than late', () => {
    const set = compileSegments([segment('regular', { insight: 'orders30d', gte: 3 })], insights, entities)
    const rows = Array.from({ length: 31 }, (_, ago) => ({
      entity: 'order',
      occurredAt: NOW - ago * DAY_MS,
      attributes: {},
    }))
    const noLeaves = { leafBits: [], leafFlipAt: Number.POSITIVE_INFINITY }
    const { flipAt } = evaluate(set, 'person', noLeaves, figuresOf(rows), NOW)
    // The third-last leaves in 29 days; eight edges were looked at.
    expect(flipAt).toBeGreaterThan(NOW + 7 * DAY_MS)
    expect(flipAt).toBeLessThan(NOW + 29 * DAY_MS)
  })

  it('bits travel in the row of figures, and tell when they were made with other rules', () => {
    const set = compileSegments(documentsOf([{ attribute: 'tier', is: 'gold' }]), insights, entities)
    const figures = figuresOf([{ entity: 'order', occurredAt: NOW, attributes: {} }])
    const gold = { ...(fc.sample(head, 1)[0] as Head), attributes: { tier: 'gold' } }
    const state = leafBits(set, 'person', gold, NOW)
    const { memberBits } = evaluate(set, 'person', state, figures, NOW)
    figures.segments = { ...state, memberBits }
    const bytes = encodeFigures(figures)
    const read = decodeFigures(insights, bytes, NOW)
    expect(memberNames(set, read.segments.memberBits)).toEqual(['s0', 's1'])
    expect(decodeSegmentState(bytes)).toEqual(read.segments)
    expect(isStale(set, read.segments)).toBe(false)
    expect(isStale(compileSegments(documentsOf([]), insights, entities), read.segments)).toBe(true)
    expect(membershipChanges(set, memberBits, [2])).toEqual({ entered: [], left: ['s0'] })
  })

  it('keeps the kinds of parties apart', () => {
    const set = compileSegments(
      [
        segment('people', { insight: 'orders', gte: 1 }),
        segment('shops', { insight: 'orders', gte: 1 }, 'organization'),
      ],
      insights,
      entities,
    )
    const figures = figuresOf([{ entity: 'order', occurredAt: NOW, attributes: {} }])
    const { memberBits } = evaluate(
      set,
      'organization',
      { leafBits: [], leafFlipAt: Number.POSITIVE_INFINITY },
      figures,
      NOW,
    )
    expect(memberNames(set, memberBits)).toEqual(['shops'])
  })

  it.each([
    ['an unknown insight', [segment('a', { insight: 'nope', gte: 1 })], 'there is no insight named nope'],
    ['an unknown segment', [segment('a', { segment: 'nope' })], 'there is no segment named nope'],
    [
      'an unknown attribute',
      [segment('a', { attribute: 'colour', is: 'red' })],
      "'colour' is not an attribute of person",
    ],
    [
      'a circle',
      [segment('a', { segment: 'b' }), segment('b', { not: { segment: 'a' } })],
      'it refers to itself: a, b, a',
    ],
    [
      'a name given twice',
      [segment('a', { segment: 'b' }), segment('a', { segment: 'b' })],
      'another segment has this name',
    ],
    ['an entity that is no party', [segment('a', { identifier: 'x' }, 'order')], 'order is no kind of party'],
  ])('refuses %s', (_, documents, problem) => {
    let caught: unknown
    try {
      compileSegments(documents, insights, entities)
    } catch (error) {
      caught = error
    }
    expect(RapportError.is(caught) && caught.code === 'DOCUMENT_INVALID' && caught.message).toContain(problem)
  })
})
