import type { AnchorId } from '@rapport/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addSignals, cutEpochs, type DeviceSignal, epochAt, epochKey, epochMoves } from './epochs.ts'

const user = (id: number) => id as AnchorId
const login = (at: number, id: number): DeviceSignal => ({ at, kind: 'login', user: user(id) })
const reset = (at: number): DeviceSignal => ({ at, kind: 'reset' })

describe('epochs of a shared device', () => {
  it("what came before the first login is that user's", () => {
    expect(cutEpochs([login(10, 1)])).toEqual([{ from: Number.NEGATIVE_INFINITY, user: 1 }])
  })

  it('another login opens an epoch and earlier ones stay', () => {
    const epochs = cutEpochs([login(10, 1), login(20, 2), login(30, 2)])
    expect(epochs.map((epoch) => [epoch.from, epoch.user])).toEqual([
      [Number.NEGATIVE_INFINITY, 1],
      [20, 2],
    ])
    expect(epochAt(epochs, 19).user).toBe(1)
    expect(epochKey('d', epochAt(epochs, 20))).toBe('d#20')
  })

  it('a reset opens an epoch that belongs to nobody until somebody logs in', () => {
    expect(cutEpochs([login(10, 1), reset(15)]).at(-1)).toEqual({ from: 15, user: null })
    expect(cutEpochs([login(10, 1), reset(15), login(20, 2)]).at(-1)).toEqual({ from: 15, user: 2 })
  })

  it('a late login cuts anew and says what moves', () => {
    const before = cutEpochs([login(10, 1)])
    const after = cutEpochs([login(10, 1), login(30, 2)])
    expect(epochMoves('d', before, after)).toEqual([
      { from: 'd', to: 'd#30', since: 30, until: Number.POSITIVE_INFINITY },
    ])
    expect(epochMoves('d', after, before)).toEqual([
      { from: 'd#30', to: 'd', since: 30, until: Number.POSITIVE_INFINITY },
    ])
  })

  it('any order and repetition of signals gives the same epochs', () => {
    const signal = fc.oneof(
      fc.record({
        at: fc.integer({ min: 0, max: 40 }).map((at) => at * 1_200_000),
        kind: fc.constant('login' as const),
        user: fc.integer({ min: 1, max: 3 }).map(user),
      }),
      fc.record({
        at: fc.integer({ min: 0, max: 40 }).map((at) => at * 1_200_000),
        kind: fc.constant('reset' as const),
      }),
    )
    fc.assert(
      fc.property(fc.array(signal), fc.infiniteStream(fc.nat()), (signals, random) => {
        const shuffled = [...signals, ...signals]
          .map((one) => ({ one, by: random.next().value as number }))
          .sort((a, b) => a.by - b.by)
        const oneByOne = shuffled.reduce<readonly DeviceSignal[]>(
          (known, { one }) => addSignals(known, [one]) ?? known,
          [],
        )
        expect(cutEpochs(oneByOne)).toEqual(cutEpochs(addSignals([], signals) ?? []))
      }),
    )
  })
})
