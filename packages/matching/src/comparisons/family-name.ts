import type { Party } from '../party.ts'
import { type Comparison, DIFFERENT, type Level, type Pairs, UNKNOWN } from './comparison.ts'
import { CLOSE, closeness, FAR, NEAR, type PersonNames } from './given-name.ts'

const SIMILAR = 2
const SOUND = 3
const PART = 4
const ALIKE = 5
const SWAPPED = 6
const SAME = 7

export class FamilyName implements Comparison {
  readonly name = 'familyName'
  readonly levels: readonly Level[] = [
    { name: 'unknown', m: 0 },
    { name: 'different', m: 0.04, household: 0.1 },
    { name: 'similar', m: 0.03, household: 0.02 },
    { name: 'sounds alike', m: 0.02, household: 0.01 },
    { name: 'part', m: 0.03, household: 0.03 },
    { name: 'alike', m: 0.06, household: 0.04 },
    { name: 'swapped', m: 0.02 },
    { name: 'same', m: 0.8, household: 0.8 },
  ]
  readonly #names: PersonNames
  readonly #words: (readonly string[])[] = []
  readonly #split = new Map<string, readonly string[]>()

  constructor(names: PersonNames) {
    this.#names = names
  }

  add({ familyName = '' }: Party): void {
    const known = this.#split.get(familyName) ?? familyName.split(' ')
    this.#split.set(familyName, known)
    this.#words.push(known)
  }

  compare({ left, right, count }: Pairs, levels: Uint8Array): void {
    const names = this.#names
    const { pool } = names
    const family = names.family.values
    for (let at = 0; at < count; at += 1) {
      const a = family[left[at] as number] as number
      const b = family[right[at] as number] as number
      if (a === b && a !== 0) {
        levels[at] = SAME
        continue
      }
      const isKnown = a !== 0 && b !== 0
      const near = isKnown ? closeness(pool, a, b) : FAR
      if (near === CLOSE) levels[at] = ALIKE
      else if (names.isCrossed(right[at] as number, left[at] as number)) levels[at] = SWAPPED
      else if (!isKnown) levels[at] = UNKNOWN
      else if (this.#isPart(left[at] as number, right[at] as number)) levels[at] = PART
      else if (near === NEAR) levels[at] = SIMILAR
      else levels[at] = names.soundOf(a) === names.soundOf(b) ? SOUND : DIFFERENT
    }
  }

  frequencyAt(left: number, level: number): number | undefined {
    return level === SAME ? this.#names.pool.count(this.#names.family.values[left] as number) : undefined
  }

  /** A married name beside its half: Roth, Roth-Keller. */
  #isPart(left: number, right: number): boolean {
    const first = this.#words[left] as readonly string[]
    const second = this.#words[right] as readonly string[]
    if (first.length === second.length) return false
    const [few, many] = first.length < second.length ? [first, second] : [second, first]
    return few.every((word) => word.length > 2 && many.includes(word))
  }
}
