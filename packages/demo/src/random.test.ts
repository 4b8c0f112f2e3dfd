import { describe, expect, it } from 'vitest'
import { hashText, mixedOrder, Random, scramble } from './random.ts'

describe('Random', () => {
  it('repeats itself for the same seed, label and index, and for no other', () => {
    const draw = (seed: number, label: number, index: number) => {
      const random = new Random(seed, label, index)
      return Array.from({ length: 5 }, () => random.bits())
    }
    expect(draw(1, 2, 3)).toEqual(draw(1, 2, 3))
    for (const other of [draw(2, 2, 3), draw(1, 3, 3), draw(1, 2, 4)]) expect(other).not.toEqual(draw(1, 2, 3))
  })

  it('is even: fractions, chances and picks land where they should', () => {
    const random = new Random(hashText('even'))
    const count = 40_000
    const bins = new Array<number>(16).fill(0)
    let hits = 0
    let sum = 0
    for (let draw = 0; draw < count; draw++) {
      const bin = random.integer(16)
      bins[bin] = (bins[bin] ?? 0) + 1
      if (random.chance(0.3)) hits++
      sum += random.geometric(2.5)
    }
    for (const bin of bins) expect(Math.abs(bin - count / 16)).toBeLessThan(5 * Math.sqrt(count / 16))
    expect(Math.abs(hits / count - 0.3)).toBeLessThan(0.012)
    expect(Math.abs(sum / count - 2.5)).toBeLessThan(0.08)
  })

  it('keeps its ranges', () => {
    const random = new Random(9)
    for (let draw = 0; draw < 1000; draw++) {
      expect(random.between(3, 5)).toBeGreaterThanOrEqual(3)
      expect(random.between(3, 5)).toBeLessThanOrEqual(5)
      expect(random.weighted([0, 1, 0])).toBe(1)
    }
    expect(random.chance(0)).toBe(false)
    expect(random.chance(1)).toBe(true)
    expect(random.geometric(0)).toBe(0)
  })
})

describe('scramble', () => {
  it.each([8, 13, 16, 20])('is one to one on %d bits', (bits) => {
    const seen = new Uint8Array(2 ** bits)
    for (let value = 0; value < 2 ** bits; value++) {
      const mixed = scramble(value, bits, 0x5eed)
      seen[mixed] = (seen[mixed] ?? 0) + 1
    }
    expect(seen.every((times) => times === 1)).toBe(true)
  })

  it('gives unlike keys to neighbours', () => {
    const near = Array.from({ length: 1000 }, (_, value) =>
      Math.abs(scramble(value, 24, 1) - scramble(value + 1, 24, 1)),
    )
    expect(near.filter((distance) => distance < 1000).length).toBeLessThan(10)
  })
})

describe('mixedOrder', () => {
  it.each([1, 2, 3, 10, 97, 1000, 12_911])('visits each of %d once', (count) => {
    const indexAt = mixedOrder(count, hashText('crm'))
    expect(new Set(Array.from({ length: count }, (_, position) => indexAt(position))).size).toBe(count)
  })
})
