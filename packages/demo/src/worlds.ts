import { RapportError } from '@rapport/core'
import { DEFAULT_NOW, type World, type WorldDefinition, type WorldOptions } from './world.ts'
import { albaHotels } from './worlds/alba-hotels/index.ts'
import { laboratoireCalyx } from './worlds/laboratoire-calyx/index.ts'
import { maisonAurele } from './worlds/maison-aurele/index.ts'

/** The worlds by name; a new one is added here and nowhere else. */
export const WORLDS: Readonly<Record<string, WorldDefinition>> = {
  [maisonAurele.name]: maisonAurele,
  [laboratoireCalyx.name]: laboratoireCalyx,
  [albaHotels.name]: albaHotels,
}

export const FEWEST_PEOPLE = 100
export const MOST_PEOPLE = 1_000_000

/**
 * Opens a world for reading: its streams, its truth, its story. Nothing is made yet and nothing is held.
 *
 * @throws RapportError `WORLD_UNKNOWN`, `WORLD_OPTION_INVALID`
 * @example
 * const world = openWorld('maison-aurele', { people: 1000 })
 * for (const batch of world.batches('crm/contacts.jsonl')) console.log(batch.length)
 */
export function openWorld(name: string, options: WorldOptions): World {
  const definition = WORLDS[name]
  if (definition === undefined) throw new RapportError('WORLD_UNKNOWN', { world: name, known: Object.keys(WORLDS) })
  const { people, seed = 'rapport', now = DEFAULT_NOW, eventsPerPerson = 6 } = options
  if (!Number.isInteger(people) || people < FEWEST_PEOPLE || people > MOST_PEOPLE) {
    throw invalid('people', `it must be a whole number from ${FEWEST_PEOPLE} to ${MOST_PEOPLE}`)
  }
  const nowMs = new Date(now).getTime()
  if (Number.isNaN(nowMs)) throw invalid('now', 'it is not an instant')
  if (!(eventsPerPerson >= 0 && eventsPerPerson <= 10_000))
    throw invalid('eventsPerPerson', 'it must be from 0 to 10000')
  return definition.open({ people, seed: String(seed), nowMs, eventsPerPerson })
}

function invalid(option: string, problem: string): RapportError {
  return new RapportError('WORLD_OPTION_INVALID', { option, problem })
}
