import { describe, expect, test } from 'vitest'
import english from '../../messages/en.json' with { type: 'json' }
import type { TimelineItem } from '../api/profiles.ts'
import { formatter } from '../i18n/format.ts'
import { translator } from '../i18n/translate.ts'
import { layJourney, shortened } from './journey-layout.ts'
import { journeyOf } from './journey-steps.ts'

const t = translator('en', english, english)
const words = {
  format: formatter('en', t),
  t,
  sentenceOf: ({ key }: TimelineItem) => (key === 'told' ? 'Not signed in: looked at “Lemon ritual”.' : undefined),
  subjectOf: ({ key }: TimelineItem) => (key === 'told' ? 'Lemon ritual' : undefined),
  placeOf: (key: string) => (key === 'AMA' ? 'Alba Amalfi' : undefined),
}
let row = 0
const item = (entity: string, occurredAt: string, attributes: object, key = `k${++row}`): TimelineItem =>
  ({ id: `id-${key}`, entity, stream: 'x/y', key, occurredAt, attributes }) as TimelineItem
const stay = (arrivalOn: string, status = 'planned', key = 'AMA') =>
  item('stay', `${arrivalOn}T00:00:00.000Z`, { arrivalOn, status, location: { stream: 'pms/hotels', key } })
const anonymous = { ext: { web: { anonymous: true } } }
const journey = (items: readonly TimelineItem[]) => journeyOf(items, '2026-11-24', words)

describe('a journey', () => {
  test('goes from what happened first to the coming stay, whatever order it was read in', () => {
    const points = journey([
      stay('2026-11-27'),
      item('event', '2026-11-04T12:45:00.000Z', {
        name: 'Spa Treatment Viewed',
        properties: { code: 'SPA', url: 'https://x.example/spa', kind: 'Lemon' },
      }),
      item('event', '2026-11-03T12:42:00.000Z', { name: 'Newsletter Clicked', properties: { title: 'Winter light' } }),
      item('interaction', '2026-11-20T12:15:00.000Z', { kind: 'call', subject: 'noise' }),
    ])
    expect(points.map(({ lane, label }) => [lane, label])).toEqual([
      ['mail', 'Winter light'],
      ['web', 'Lemon'],
      ['talk', 'noise'],
      ['stay', 'Alba Amalfi'],
    ])
    expect(points.map(({ isAhead }) => isAhead)).toEqual([false, false, false, true])
  })

  test('puts what one did on one day in one way together, but never what was anonymous with what was not', () => {
    const points = journey([
      item('event', '2026-11-08T10:20:00.000Z', { name: 'Page Viewed', ...anonymous }),
      item('event', '2026-11-08T10:23:00.000Z', { name: 'Room Viewed', ...anonymous }),
      item('event', '2026-11-08T10:50:00.000Z', { name: 'Booking Completed' }),
    ])
    expect(points.map(({ steps, isAnonymous }) => [steps.length, isAnonymous])).toEqual([
      [2, true],
      [1, false],
    ])
  })

  test('leaves out what was only sent, what a system counts, and stays that did not take place', () => {
    const names = ['Newsletter Sent', 'Email Delivered', 'Points Earned']
    const noSteps = names.map((name) => item('event', '2026-11-03T12:00:00.000Z', { name }))
    expect(
      journey([...noSteps, stay('2026-09-25', 'cancelled'), item('order', '2026-11-03T12:00:00.000Z', {})]),
    ).toEqual([])
  })

  test('tells a row by its sentence in the brief, and a case before the call about it', () => {
    const points = journey([
      item('event', '2026-11-04T12:45:00.000Z', { name: 'Spa Treatment Viewed' }, 'told'),
      item('interaction', '2026-11-20T12:15:00.000Z', { kind: 'call', subject: 'noise' }),
      item('case', '2026-11-20T12:15:01.000Z', { subject: 'Noisy room' }),
    ])
    expect(points[0]?.steps[0]?.text).toBe('Not signed in: looked at “Lemon ritual”.')
    expect(points.map(({ label }) => label)).toEqual(['Lemon ritual', 'Noisy room'])
  })

  test('takes whatever a source sends', () => {
    for (const value of [null, 1, [], {}, 'x', '<b>'])
      for (const entity of ['event', 'interaction', 'case', 'task', 'stay'])
        expect(() =>
          journey([
            item(entity, '2026-11-03T12:00:00.000Z', { name: value, properties: value, location: value, ext: value }),
          ]),
        ).not.toThrow()
  })
})

describe('a picture of it', () => {
  const points = journey([
    stay('2022-11-25', 'completed', 'FLR'),
    stay('2025-07-02', 'completed'),
    ...['04', '08', '10', '12'].map((day) =>
      item('event', `2026-11-${day}T12:00:00.000Z`, { name: 'Page Viewed', properties: { title: 'Rooms by the sea' } }),
    ),
    stay('2026-11-27'),
  ])

  test('runs across where there is room, down where there is not, and stays inside', () => {
    const [across, down] = [layJourney(points, 1000), layJourney(points, 340)]
    expect([across.isAcross, down.isAcross]).toEqual([true, false])
    for (const { width, height, points: placed } of [across, down])
      for (const { x, y } of placed) {
        expect(x).toBeGreaterThan(0)
        expect(x).toBeLessThan(width)
        expect(y).toBeGreaterThan(0)
        expect(y).toBeLessThan(height)
      }
    const ordered = (values: readonly number[]) => values.every((one, at) => at === 0 || one > (values[at - 1] ?? 0))
    expect(ordered(across.points.map(({ x }) => x))).toBe(true)
    expect(ordered(down.points.map(({ y }) => y))).toBe(true)
    expect(across.threads).toHaveLength(points.length - 1)
  })

  test('lets no label run into its neighbour on the same side of the same lane', () => {
    const { points: placed } = layJourney(points, 1000)
    for (const [index, one] of placed.entries())
      for (const other of placed.slice(index + 1)) {
        if (other.y !== one.y || other.isAbove !== one.isAbove) continue
        const widths = [points[index], points[placed.indexOf(other)]].map(
          (point, at) => shortened(point?.label ?? '', (at === 0 ? one : other).room).length * 6.3,
        )
        expect(other.x - one.x).toBeGreaterThanOrEqual(((widths[0] ?? 0) + (widths[1] ?? 0)) / 2)
      }
  })

  test('cuts a label at a word where one ends nearby', () => {
    expect(shortened('Rooms by the sea', 20)).toBe('Rooms by the sea')
    expect(shortened('Rooms by the sea', 10)).toBe('Rooms by…')
    expect(shortened('Wohnungseigentümer', 8)).toBe('Wohnung…')
    expect(shortened('Rooms', 2)).toBe('')
  })
})
