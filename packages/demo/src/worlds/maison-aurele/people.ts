import {
  type Household as AnyHousehold,
  type HouseholdShape,
  homesIn,
  makeHousehold as makeAnyHousehold,
} from '../../people/households.ts'
import { BOUTIQUES, type Boutique } from './boutiques.ts'
import { RATES } from './rates.ts'

/** A household of the house's customers, and the shop that it is at home in. */
export interface Household extends AnyHousehold {
  readonly boutique: Boutique
}

const SHAPE: HouseholdShape = {
  homeOf: homesIn(BOUTIQUES.map(({ country }) => country)),
  household: RATES.household,
  person: RATES.person,
  tiers: ['Client', 'Privilège', 'Ambassadeur'],
  tierWeights: [0.78, 0.17, 0.05],
}

/**
 * Makes a household again from its index: the same one for the same seed, however large the world.
 * @param size - at most this many members (the last household of a world may be cut)
 */
export function makeHousehold(seed: number, index: number, nowMs: number, size: number): Household {
  return {
    ...makeAnyHousehold(SHAPE, seed, index, nowMs, size),
    boutique: BOUTIQUES[index % BOUTIQUES.length] as Boutique,
  }
}
