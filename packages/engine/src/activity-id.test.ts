import { describe, expect, it } from 'vitest'
import { activityId, nextActivityId } from './activity-id.ts'
import type { StreamId } from './port/rows.ts'

const stream = 3 as StreamId
const at = Date.UTC(2026, 10, 24, 10, 30, 12, 345)

describe('activityId', () => {
  it('is the same for the same key at the same time, and a safe whole number', () => {
    expect(activityId(stream, 'm1', at)).toBe(activityId(stream, 'm1', at))
    expect(Number.isSafeInteger(activityId(stream, 'm1', Date.UTC(2063, 9, 9)))).toBe(true)
    expect(activityId(stream, 'm1', at)).not.toBe(activityId(stream, 'm2', at))
  })

  it('grows with time, from one slot of 8 ms to the next, whatever the keys', () => {
    const ids = Array.from({ length: 9000 }, (_, step) => activityId(stream, `m${step}`, at + step * 8))
    expect(ids.every((id, step) => step === 0 || id > (ids[step - 1] as number))).toBe(true)
  })

  it('lies within its minute, also where it goes on when taken', () => {
    const first = activityId(stream, 'm1', at)
    const minute = Math.floor(first / 2 ** 28)
    const second = nextActivityId(first, stream, 'm1')
    const third = nextActivityId(second, stream, 'm1')
    expect([second, third].map((id) => Math.floor(id / 2 ** 28))).toEqual([minute, minute])
    expect(third - second).toBe(1)
    const last = ((minute + 1) * 2 ** 28 - 1) as typeof first
    expect(nextActivityId(last, stream, 'm1')).toBe(minute * 2 ** 28 + 2 ** 27)
  })

  it('spreads rows of one instant, so that hardly any is tried a third time', () => {
    const taken = new Set<number>()
    let furthest = 0
    for (let row = 0; row < 100_000; row++) {
      let tries = 0
      let id = activityId(stream, `m${row}`, Date.UTC(2026, 0, 1))
      for (; taken.has(id); tries++) id = nextActivityId(id, stream, `m${row}`)
      taken.add(id)
      furthest = Math.max(furthest, tries)
    }
    expect(furthest).toBeLessThan(5)
  })

  it('of a row without a time is the same whenever it arrives', () => {
    expect(activityId(stream, 'm1', undefined)).toBeLessThan(2 ** 28)
  })
})
