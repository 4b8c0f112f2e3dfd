import {
  type Household as AnyHousehold,
  type HouseholdShape,
  makeHousehold as makeAnyHousehold,
} from '../../people/households.ts'
import { BOUTIQUES, type Boutique, SHOPS_BY_COUNTRY } from './boutiques.ts'
import { RATES } from './rates.ts'

/** A household of the house's customers, and the shop that it is at home in. */
export interface Household extends AnyHousehold {
  readonly boutique: Boutique
}

const SHAPE: HouseholdShape = {
  homeOf(index) {
    const { country } = boutiqueOf(index)
    const shops = SHOPS_BY_COUNTRY.get(country) ?? []
    const rank = Math.floor(index / BOUTIQUES.length) * shops.length + shops.indexOf(index % BOUTIQUES.length)
    return { country, rank }
  },
  household: RATES.household,
  person: RATES.person,
  tiers: ['Client', 'Privilège', 'Ambassadeur'],
  tierWeights: [0.78, 0.17, 0.05],
}

function boutiqueOf(index: number): Boutique {
  return BOUTIQUES[index % BOUTIQUES.length] as Boutique
}

/**
 * Makes a household again from its index: the same one for the same seed, however large the world.
 * @param size - at most this many members (the last household of a world may be cut)
 */
export function makeHousehold(seed: number, index: number, nowMs: number, size: number): Household {
  return { ...makeAnyHousehold(SHAPE, seed, index, nowMs, size), boutique: boutiqueOf(index) }
}
