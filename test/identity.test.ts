import { describe, expect, test } from 'vitest'
import { labelledSets, matchLabelled } from './support/labelled.ts'
import { isSharedDataAbsent } from './support/project.ts'

// Pairwise F1 of clusters at the fixed 0.95, with no configuration. What peers reach on the same rows stands in ../shared/data/README.md:
// Splink at its best 1.000, .9997, .9999, .956, .924; goldenmatch .411 on the last.
const least: Readonly<Record<string, number>> = {
  febrl1: 1,
  febrl3: 0.998,
  'febrl3 with soc_sec_id': 0.9999,
  fake_1000: 0.96,
  restaurants: 0.95,
  senzing_truthset: 0.8,
}

describe.skipIf(isSharedDataAbsent)('with no configuration', () => {
  test.each(labelledSets.map((set) => [set.name, set] as const))(
    '%s is matched as well as it was',
    async (name, set) => {
      const { evaluation } = await matchLabelled(set)
      expect(evaluation.scores.f1).toBeGreaterThanOrEqual(least[name] ?? Number.NaN)
    },
    120_000,
  )
})
