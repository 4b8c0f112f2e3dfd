import { type AnchorId, entities, type InsightDocument, type Json, RapportError } from '@rapport/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addActivity, changeActivity, type FigureActivity, recomputeAnchor, recomputeRange } from './apply.ts'
import { DAY_MS, dayInMonth, dayOf, firstDayOf, monthOf } from './calendar.ts'
import { compileInsights, type InsightSet } from './insight-set.ts'
import { decodeFigures, encodeFigures } from './packed.ts'
import { advanceFigures, emptyFigures, mergeFigures, type ProfileFigures, takeAnchors } from './profile-figures.ts'
import { renderFigures } from './render.ts'

const insight = (name: string, rest: Omit<Partial<InsightDocument>, 'type' | 'name'>): InsightDocument => ({
  type: 'insight',
  name,
  on: 'order',
  calculate: 'count',
  unit: 'number',
  ...rest,
})

const paid = { path: 'status', is: 'paid' } as const
const documents: readonly InsightDocument[] = [
  insight('orders', {}),
  insight('paidOrders', { where: paid }),
  insight('orders30d', { window: { days: 30 } }),
  insight('orders365d', { where: paid, window: { days: 365 } }),
  insight('orders365dBefore', { where: paid, window: { days: 365, before: 365 } }),
  insight('spend30dBefore', { calculate: 'sum', value: 'total', unit: 'money', window: { days: 30, before: 30 } }),
  insight('smallest90dBefore', { calculate: 'min', value: 'total', unit: 'money', window: { days: 90, before: 7 } }),
  insight('orderDays40dBefore', { calculate: 'distinctDays', window: { days: 40, before: 20 } }),
  insight('spend', { calculate: 'sum', value: 'total', unit: 'money' }),
  insight('spend30d', { calculate: 'sum', value: 'total', unit: 'money', window: { days: 30 } }),
  insight('quantity', { calculate: 'sum', value: 'lines.quantity' }),
  insight('largest', { calculate: 'max', value: 'total', unit: 'money' }),
  insight('smallest90d', { calculate: 'min', value: 'total', unit: 'money', window: { days: 90 } }),
  insight('firstOrderAt', { calculate: 'first', value: 'occurredAt', unit: 'instant' }),
  insight('lastOrderAt', { calculate: 'last', value: 'occurredAt', unit: 'instant', where: paid }),
  insight('lastOrder7d', { calculate: 'last', value: 'occurredAt', unit: 'instant', window: { days: 7 } }),
  insight('lastStatus', { calculate: 'last', value: 'status', unit: 'text' }),
  insight('firstStatus60d', { calculate: 'first', value: 'status', unit: 'text', window: { days: 60 } }),
  insight('latestPromise', { calculate: 'max', value: 'promisedAt', unit: 'instant' }),
  insight('orderDays', { calculate: 'distinctDays' }),
  insight('orderDays40d', { calculate: 'distinctDays', window: { days: 40 } }),
  insight('lastPage', { on: 'event', calculate: 'last', value: 'name', unit: 'text' }),
  insight('pages', { on: 'event', where: { path: 'name', startsWith: 'Page' } }),
  insight('scores', { on: 'event', calculate: 'sum', value: 'properties.score' }),
  insight('lastScore', { on: 'event', calculate: 'last', value: 'properties.score' }),
]
const set = compileInsights(documents, entities)
/** Twenty, as a workspace has: what rows are measured with. */
const usual = compileInsights(
  documents.filter(({ window }) => window?.before === undefined),
  entities,
)

interface Row extends FigureActivity {
  readonly anchor: AnchorId
  readonly attributes: { readonly [key: string]: Json }
}

/** The plain twin: every insight from the list of rows, as the documents say it. */
function oracle(rows: readonly Row[], nowMs: number): Record<string, Json> {
  return Object.fromEntries(documents.map((document) => [document.name, plainly(document, rows, nowMs)]))
}

function plainly(document: InsightDocument, rows: readonly Row[], nowMs: number): Json {
  const today = Math.floor(nowMs / DAY_MS)
  const { where, window, value } = document
  const counted = rows.filter((row) => {
    if (row.entity !== document.on) return false
    if (where && 'is' in where && row.attributes.status !== where.is) return false
    if (where && 'startsWith' in where && !String(row.attributes.name).startsWith(where.startsWith)) return false
    const day = Math.floor(row.occurredAt / DAY_MS)
    const end = window?.before === undefined ? today : today - window.before - 1
    return window === undefined || (day >= end - window.days && day <= end)
  })
  if (document.calculate === 'count') return counted.length
  if (document.calculate === 'distinctDays') {
    return new Set(counted.map((row) => new Date(row.occurredAt).toISOString().slice(0, 10))).size
  }
  const values = counted.flatMap((row) => valuesOf(row, value ?? '').map((one) => ({ at: row.occurredAt, value: one })))
  if (document.calculate === 'sum') {
    const micros = values.reduce((sum, one) => sum + BigInt(Math.round((one.value as number) * 1e6)), 0n)
    return Number(micros) / 1e6
  }
  const isTimed = document.calculate === 'first' || document.calculate === 'last'
  const sorted = values.sort(
    (a, b) => (isTimed ? a.at - b.at : 0) || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0),
  )
  const picked = sorted.at(document.calculate === 'min' || document.calculate === 'first' ? 0 : -1)?.value ?? null
  return document.unit === 'instant' && picked !== null ? new Date(picked).toISOString() : picked
}

function valuesOf(row: Row, path: string): readonly (number | string)[] {
  const { attributes } = row as unknown as { readonly attributes: Record<string, never> }
  const read: Record<string, () => readonly unknown[]> = {
    occurredAt: () => [row.occurredAt],
    total: () => [(attributes.total as { amountMinor: number } | undefined)?.amountMinor],
    'lines.quantity': () => ((attributes.lines ?? []) as { quantity?: number }[]).map(({ quantity }) => quantity),
    'properties.score': () => [(attributes.properties as { score?: number } | undefined)?.score],
    promisedAt: () => [attributes.promisedAt === undefined ? undefined : Date.parse(attributes.promisedAt)],
    status: () => [attributes.status],
    name: () => [attributes.name],
  }
  return (read[path]?.() ?? []).filter((value) => typeof value === 'number' || typeof value === 'string')
}

const NOW = Date.UTC(2026, 10, 24, 10)

const occurredAt = fc.oneof(
  fc.integer({ min: NOW - 20 * DAY_MS, max: NOW + 3 * DAY_MS }),
  fc.integer({ min: NOW - 500 * DAY_MS, max: NOW }),
  fc.integer({ min: NOW - 4000 * DAY_MS, max: NOW }),
  // Coarse, so that rows share an instant.
  fc.integer({ min: 0, max: 20 }).map((back) => NOW - back * DAY_MS * 7),
)
const money = fc.integer({ min: -100, max: 5000 }).map((amountMinor) => ({ amountMinor, currency: 'EUR', exponent: 2 }))
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
const orderAttributes = fc.record({
  status: optional(fc.constantFrom('paid', 'open', 'Zürich ✓', 'x')),
  total: optional(money),
  lines: optional(fc.array(fc.record({ quantity: fc.integer({ min: 0, max: 9 }) }), { maxLength: 3 })),
  promisedAt: optional(fc.integer({ min: 0, max: 900 }).map((days) => new Date(NOW - days * DAY_MS).toISOString())),
})
const eventAttributes = fc.record({
  name: fc.constantFrom('Page Viewed', 'Page Left', 'Cart'),
  properties: fc.record({ score: optional(fc.constantFrom(0.1, 0.2, -0.3, 5, 12.345678, -2)) }),
})
const row: fc.Arbitrary<Row> = fc
  .oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(orderAttributes, occurredAt)
        .map(([attributes, at]) => ({ entity: 'order', attributes: clean(attributes), occurredAt: at })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(eventAttributes, occurredAt)
        .map(([attributes, at]) => ({ entity: 'event', attributes: clean(attributes), occurredAt: at })),
    },
  )
  .chain((one) => fc.integer({ min: 1, max: 3 }).map((anchor) => ({ ...one, anchor: anchor as AnchorId })))

const clean = (value: unknown): Row['attributes'] => JSON.parse(JSON.stringify(value)) as Row['attributes']

type Step =
  | { readonly do: 'add'; readonly row: Row }
  | { readonly do: 'change'; readonly at: number; readonly to: Row }
  | { readonly do: 'delete'; readonly at: number }
  | { readonly do: 'move'; readonly at: number; readonly to: number }
  | { readonly do: 'wait'; readonly days: number; readonly isKept: boolean }
  | { readonly do: 'store' }
  | { readonly do: 'keep' }
  | { readonly do: 'merge' }
  | { readonly do: 'split'; readonly anchors: readonly number[] }
  | { readonly do: 'backfill'; readonly anchor: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: row.map((one): Step => ({ do: 'add', row: one })) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('change' as const), at: fc.nat(), to: row }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), at: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('move' as const), at: fc.nat(), to: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      days: fc.constantFrom(0.4, 1, 13, 45, 400),
      isKept: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'store' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'keep' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'merge' }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('split' as const), anchors: fc.subarray([1, 2, 3]) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('backfill' as const), anchor: fc.integer({ min: 1, max: 3 }) }) },
)

/** Two profiles that anchors move between, and the plain list of rows beside them. */
class World {
  nowMs = NOW
  rows: Row[] = []
  profiles: [ProfileFigures, ProfileFigures] = [emptyFigures(set, NOW), emptyFigures(set, NOW)]
  home = new Map<AnchorId, 0 | 1>()

  at(anchor: AnchorId): ProfileFigures {
    return this.profiles[this.home.get(anchor) ?? 0]
  }

  recompute(figures: ProfileFigures, ranges: ReturnType<typeof changeActivity>): void {
    for (const range of ranges)
      recomputeRange(
        figures,
        range,
        this.rows.filter((one) => one.anchor === range.anchor),
      )
  }

  run(one: Step): void {
    const at = 'at' in one && this.rows.length > 0 ? one.at % this.rows.length : -1
    const before = this.rows[at]
    if (one.do === 'add') {
      this.rows.push(one.row)
      addActivity(this.at(one.row.anchor), one.row.anchor, one.row)
    } else if (one.do === 'change' && before) {
      const after = { ...one.to, entity: before.entity, anchor: before.anchor }
      this.rows[at] = after
      this.recompute(this.at(before.anchor), changeActivity(this.at(before.anchor), before.anchor, before, after))
    } else if (one.do === 'delete' && before) {
      this.rows.splice(at, 1)
      this.recompute(this.at(before.anchor), changeActivity(this.at(before.anchor), before.anchor, before, undefined))
    } else if (one.do === 'move' && before) {
      const after = { ...before, anchor: one.to as AnchorId }
      this.rows[at] = after
      this.recompute(this.at(before.anchor), changeActivity(this.at(before.anchor), before.anchor, before, undefined))
      addActivity(this.at(after.anchor), after.anchor, after)
    } else if (one.do === 'wait') {
      this.nowMs += one.days * DAY_MS
      if (one.isKept) this.keep()
      else this.store()
    } else if (one.do === 'store') this.store()
    else if (one.do === 'keep') this.keep()
    else if (one.do === 'merge') {
      mergeFigures(this.profiles[0], this.profiles[1])
      this.home.clear()
    } else if (one.do === 'split') {
      const anchors = new Set(one.anchors as AnchorId[])
      mergeFigures(this.profiles[1], takeAnchors(this.profiles[0], anchors))
      for (const anchor of anchors) this.home.set(anchor, 1)
    } else if (one.do === 'backfill') {
      const anchor = one.anchor as AnchorId
      recomputeAnchor(
        this.at(anchor),
        anchor,
        this.rows.filter((other) => other.anchor === anchor),
      )
    }
  }

  store(): void {
    this.profiles = this.profiles.map((figures) => decodeFigures(set, encodeFigures(figures), this.nowMs)) as [
      ProfileFigures,
      ProfileFigures,
    ]
  }

  /** Written, and kept in memory for the next step; which may be on a later day. */
  keep(): void {
    for (const figures of this.profiles) {
      const row = encodeFigures(figures)
      const copy = row.slice()
      advanceFigures(figures, dayOf(this.nowMs))
      expect(row).toEqual(copy)
    }
  }
}

/** The row that the list of rows would give if it had come at once, in order. */
function fresh(rows: readonly Row[], nowMs: number, insights: InsightSet = set): ProfileFigures {
  const figures = emptyFigures(insights, nowMs)
  for (const one of rows) addActivity(figures, one.anchor, one)
  return figures
}

describe('figures', () => {
  it('any order of adds, changes, deletes, moves, merges, splits and late rows equals a plain recomputation', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const world = new World()
        for (const one of steps) world.run(one)
        for (const index of [0, 1] as const) {
          const rows = world.rows.filter((one) => (world.home.get(one.anchor) ?? 0) === index)
          expect(renderFigures(world.profiles[index], world.nowMs).values).toEqual(oracle(rows, world.nowMs))
        }
      }),
      { numRuns: 400 },
    )
  })

  it('equal content is equal bytes, however it came about', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const world = new World()
        for (const one of steps) world.run(one)
        world.store()
        for (const index of [0, 1] as const) {
          const rows = world.rows.filter((one) => (world.home.get(one.anchor) ?? 0) === index)
          expect(encodeFigures(world.profiles[index])).toEqual(encodeFigures(fresh(rows, world.nowMs)))
        }
      }),
      { numRuns: 200 },
    )
  })

  it('what is written is what is read', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const bytes = encodeFigures(fresh(rows, NOW))
        const read = decodeFigures(set, bytes, NOW)
        expect(renderFigures(read, NOW)).toEqual(renderFigures(fresh(rows, NOW), NOW))
        expect(encodeFigures(read)).toEqual(bytes)
      }),
      { numRuns: 200 },
    )
  })

  it('nothing moves before validUntil, and what it announces is the first move', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const figures = fresh(rows, NOW)
        const { values, validUntil } = renderFigures(figures, NOW)
        if (!Number.isFinite(validUntil)) return
        expect(validUntil).toBeGreaterThan(NOW)
        expect(validUntil % DAY_MS).toBe(0)
        expect(oracle(rows, validUntil - 1)).toEqual(values)
      }),
      { numRuns: 300 },
    )
  })

  it('a merge, later data and its undo leave what never merging leaves', () => {
    fc.assert(
      fc.property(fc.array(row), fc.array(row), (early, late) => {
        const mine = (one: Row) => one.anchor === 1
        const merged = fresh(early.filter(mine), NOW)
        mergeFigures(
          merged,
          fresh(
            early.filter((one) => !mine(one)),
            NOW,
          ),
        )
        for (const one of late) addActivity(merged, one.anchor, one)
        const others = takeAnchors(merged, new Set([2, 3] as AnchorId[]))
        const all = [...early, ...late]
        expect(encodeFigures(merged)).toEqual(encodeFigures(fresh(all.filter(mine), NOW)))
        expect(encodeFigures(others)).toEqual(
          encodeFigures(
            fresh(
              all.filter((one) => !mine(one)),
              NOW,
            ),
          ),
        )
      }),
      { numRuns: 100 },
    )
  })

  it('a row of 100,000 activities over ten years is no larger than its buckets', () => {
    const rows: Row[] = Array.from({ length: 100_000 }, (_, at) => ({
      anchor: 1 as AnchorId,
      entity: at % 10 === 0 ? 'order' : 'event',
      occurredAt: NOW - Math.floor((at * 3650 * DAY_MS) / 100_000),
      attributes: at % 10 === 0 ? { status: 'paid', total: { amountMinor: 12_900 + at } } : { name: 'Page Viewed' },
    }))
    const whole = encodeFigures(fresh(rows, NOW, usual)).length
    const tenth = encodeFigures(
      fresh(
        rows.filter((_, at) => at % 100 < 10),
        NOW,
        usual,
      ),
    ).length
    // Active every single day for ten years, on 20 insights: the worst there is.
    expect(whole).toBeLessThan(4000)
    expect(whole).toBeLessThan(tenth * 2)
  })

  it('a usual profile of 20 insights stays under 1 KB', () => {
    const rows: Row[] = Array.from({ length: 300 }, (_, at) => ({
      anchor: ((at % 2) + 1) as AnchorId,
      entity: at % 15 === 0 ? 'order' : 'event',
      occurredAt: NOW - Math.floor(at / 10) * 12 * DAY_MS,
      attributes: at % 15 === 0 ? { status: 'paid', total: { amountMinor: 12_900 } } : { name: 'Page Viewed' },
    }))
    expect(encodeFigures(fresh(rows, NOW, usual)).length).toBeLessThan(1024)
  })

  it('partials of a changed definition are dropped, those of the others are kept', () => {
    const rows: Row[] = [{ anchor: 1 as AnchorId, entity: 'order', occurredAt: NOW, attributes: { status: 'paid' } }]
    const changed = compileInsights(
      documents.map((one) => (one.name === 'paidOrders' ? { ...one, where: { path: 'status', is: 'open' } } : one)),
      entities,
    )
    const { values } = renderFigures(decodeFigures(changed, encodeFigures(fresh(rows, NOW)), NOW), NOW)
    expect(values).toMatchObject({ orders: 1, paidOrders: 0, lastStatus: 'paid' })
  })

  it('a change that no extreme shows asks for no rows', () => {
    const orders = [10, 30, 20].map(
      (amountMinor, at): Row => ({
        anchor: 1 as AnchorId,
        entity: 'order',
        occurredAt: NOW - (3 - at) * 1000,
        attributes: { status: 'open', total: { amountMinor } },
      }),
    )
    const figures = fresh(orders, NOW)
    const [first, second, third] = orders as [Row, Row, Row]
    expect(
      changeActivity(figures, first.anchor, third, {
        ...third,
        attributes: { status: 'open', total: { amountMinor: 21 } },
      }),
    ).toEqual([])
    const ranges = changeActivity(figures, first.anchor, second, {
      ...second,
      attributes: { status: 'open', total: { amountMinor: 5 } },
    })
    expect(ranges.flatMap(({ plans }) => plans.map(({ calculation }) => calculation))).toContain('max')
  })

  it('refuses what it cannot keep', () => {
    const refused = (...wrong: readonly InsightDocument[]) => {
      try {
        compileInsights(wrong, entities)
        return 'accepted'
      } catch (error) {
        return RapportError.is(error) ? error.message : error
      }
    }
    expect(refused(insight('a', { where: { path: 'promisedAt', withinDays: 3 } }))).toContain('use `window`')
    expect(refused(insight('a', { where: { path: 'colour', is: 'red' } }))).toContain("'colour' is not an attribute")
    expect(refused(insight('a', { on: 'ordre' }))).toBe('There is no entity ordre.')
    expect(refused(insight('a', {}), insight('a', { window: { days: 2 } }))).toContain('another insight has this name')
    expect(refused(insight('a', { calculate: 'sum', value: 'occurredAt' }))).toContain('cannot be added up')
  })
})

describe('calendar', () => {
  it('agrees with Date on every day of four centuries', () => {
    for (let day = dayOf(Date.UTC(1800, 0, 1)); day < dayOf(Date.UTC(2200, 0, 1)); day++) {
      const date = new Date(day * DAY_MS)
      const month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
      if (monthOf(day) !== month || dayInMonth(day) !== date.getUTCDate() - 1) expect.fail(date.toISOString())
      if (firstDayOf(month) !== day - date.getUTCDate() + 1) expect.fail(date.toISOString())
    }
  })
})
