import { RapportError } from '@rapport/core'
import { z } from 'zod'
import { UNKNOWN } from '../comparisons/comparison.ts'
import { type Kind, Table } from '../kinds.ts'
import { type MatchModel, usualModel } from './weights.ts'

/** A model as a readable document. */
export interface MatchModelDocument {
  readonly type: 'match-model'
  readonly kind: Kind
  /** Share of all pairs of records that are one party, and that are two of one household. */
  readonly prior: number
  readonly householdPrior: number
  readonly comparisons: readonly {
    readonly name: string
    readonly levels: readonly {
      readonly name: string
      /** How often records of one party are on this level, those of strangers, and those of two of one household. */
      readonly m: number
      readonly u: number
      readonly household: number
    }[]
  }[]
}

const rate = z.number().min(0).max(1)

export const matchModelDocument: z.ZodType<MatchModelDocument> = z.strictObject({
  type: z.literal('match-model'),
  kind: z.enum(['person', 'organization']),
  prior: z.number().gt(0).lt(1),
  householdPrior: rate,
  comparisons: z.array(
    z.strictObject({
      name: z.string(),
      levels: z.array(z.strictObject({ name: z.string(), m: rate, u: rate, household: rate })),
    }),
  ),
})

export function toDocument(table: Table, model: MatchModel): MatchModelDocument {
  return {
    type: 'match-model',
    kind: table.kind,
    prior: model.prior,
    householdPrior: model.householdPrior,
    comparisons: table.comparisons.map(({ name, levels }, at) => ({
      name,
      levels: levels.flatMap((level, place) => {
        const rates = model.rates[at]
        if (place === UNKNOWN || rates === undefined) return []
        const [m = 0, u = 0, household = 0] = [rates.m[place], rates.u[place], rates.household[place]]
        return [{ name: level.name, m, u, household }]
      }),
    })),
  }
}

/**
 * A model from its document.
 * @throws RapportError `MATCH_MODEL_INVALID` when it has other comparisons or levels than this version compares by
 */
export function fromDocument(document: MatchModelDocument): MatchModel {
  const table = new Table(document.kind)
  const model = usualModel(table.comparisons, 2)
  for (const [at, { name, levels }] of table.comparisons.entries()) {
    const given = document.comparisons.find((one) => one.name === name)
    if (given === undefined)
      throw new RapportError('MATCH_MODEL_INVALID', { problem: `it lacks the comparison ${name}` })
    for (const [place, level] of levels.entries()) {
      if (place === UNKNOWN) continue
      const rates = given.levels.find((one) => one.name === level.name)
      if (rates === undefined)
        throw new RapportError('MATCH_MODEL_INVALID', { problem: `${name} lacks the level ${level.name}` })
      const own = model.rates[at]
      if (own === undefined) continue
      own.m[place] = rates.m
      own.u[place] = rates.u
      own.household[place] = rates.household
    }
  }
  model.prior = document.prior
  model.householdPrior = document.householdPrior
  return model
}
