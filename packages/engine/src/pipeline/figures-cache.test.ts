import { entities, type ProfileId } from '@rapport/core'
import { describe, expect, it } from 'vitest'
import { compileInsights } from '../figures/insight-set.ts'
import { emptyFigures } from '../figures/profile-figures.ts'
import { FiguresCache } from './figures-cache.ts'

const NOW = Date.UTC(2026, 10, 24)
const DAY_MS = 86_400_000
const set = compileInsights([], entities)
const id = (number: number) => number as ProfileId

describe('figures in memory', () => {
  it('are gone once they were taken, until they are put back', () => {
    const cache = new FiguresCache()
    const figures = emptyFigures(set, NOW)
    cache.put(id(1), figures)
    expect(cache.take(id(1), set, NOW)).toBe(figures)
    expect(cache.take(id(1), set, NOW)).toBeUndefined()
  })

  it('come back on the day they are taken on', () => {
    const cache = new FiguresCache()
    cache.put(id(1), emptyFigures(set, NOW))
    expect(cache.take(id(1), set, NOW + 2 * DAY_MS)?.today).toBe(emptyFigures(set, NOW + 2 * DAY_MS).today)
  })

  it('of other insights are not given', () => {
    const cache = new FiguresCache()
    cache.put(id(1), emptyFigures(set, NOW))
    expect(cache.take(id(1), compileInsights([], entities), NOW)).toBeUndefined()
  })

  it('make room for those of who was active later', () => {
    const cache = new FiguresCache()
    for (let number = 1; number <= 4_001; number++) cache.put(id(number), emptyFigures(set, NOW))
    expect(cache.take(id(1), set, NOW)).toBeUndefined()
    expect(cache.take(id(2), set, NOW)).toBeDefined()
  })
})
