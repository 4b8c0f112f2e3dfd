import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Measured, measureBriefs } from './support/brief-checker/measure.ts'
import { spokenIn } from './support/brief-checker/spoken.ts'
import { type BriefedWorld, openBriefedWorld } from './support/brief-checker/world-briefs.ts'

describe.each(['maison-aurele', 'laboratoire-calyx', 'alba-hotels'])('rule-written briefs of %s', (name) => {
  let world: BriefedWorld
  let measured: Measured
  beforeAll(async () => {
    world = await openBriefedWorld(name, 100)
    measured = await measureBriefs(world, { mutants: 0.05 })
  }, 120_000)
  afterAll(() => world?.close())

  it('say no number, date, amount or name that the rows they cite do not hold or give', () => {
    expect(measured.briefs).toBeGreaterThan(500)
    expect(measured.unsupported).toEqual([])
  })

  it('say what matters, and every alert', () => {
    const unsaid = measured.unsaid.map(({ must, told }) => `${must.what}: ${told.profile}, ${told.occasion}`)
    expect(measured.musts).toBeGreaterThan(100)
    expect(1 - unsaid.length / measured.musts, unsaid.join('\n')).toBeGreaterThanOrEqual(0.95)
    expect(measured.alerts).toBeGreaterThan(0)
    expect(measured.unsaid.filter(({ must }) => must.isAlert)).toEqual([])
  })

  it('keep to the words of their occasion', () => {
    expect(measured.tooLong).toBe(0)
  })

  it('are judged by a checker that sees a wrong digit, number word, month or name', () => {
    expect(measured.mutants).toBeGreaterThan(500)
    const uncaught = measured.uncaught.map(({ value, text }) => `${value}: ${text}`).join('\n')
    // A date made wrong may be another date of the same rows.
    expect(1 - measured.uncaught.length / measured.mutants, uncaught).toBeGreaterThan(0.99)
  })
})

describe('the checker’s own reading', () => {
  const said = (text: string, language: 'en' | 'fr') =>
    spokenIn(text, language, 2026).map(({ kind, text: value }) => `${kind} ${value}`)

  it('finds what an English sentence says', () => {
    expect(
      said(
        'Ann Lee has €1,905.26 unpaid on three invoices, the oldest AB-12 since 1 October at 17:00 UTC: “Call +33 6”.',
        'en',
      ),
    ).toEqual([
      'name Ann',
      'name Lee',
      'money €1,905.26',
      'number three',
      'identifier AB-12',
      'date 1 October at 17:00 UTC',
      'quote “Call +33 6”',
    ])
  })

  it('finds what a French sentence says', () => {
    expect(
      said(
        'Statut Premium, 22 676 points ; 17 955,50 € en six séjours depuis novembre 2022, le 1er juin, 12,5 %.',
        'fr',
      ),
    ).toEqual([
      'name Premium',
      'number 22 676',
      'money 17 955,50 €',
      'number six',
      'month novembre 2022',
      'date 1er juin',
      'percent 12,5 %',
    ])
  })
})
