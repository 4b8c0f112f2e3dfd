import { namesBehind } from '@rapport/harmonise'
import { Column } from '../column.ts'
import type { Party } from '../party.ts'
import { edits, jaroWinkler, mayBeNear } from '../text/similarity.ts'
import { soundOf } from '../text/sound.ts'
import { MAX_LENGTH, TextPool } from '../text/text-pool.ts'
import { type Comparison, DIFFERENT, type Level, type Pairs, UNKNOWN } from './comparison.ts'

/** Both names of persons; each comparison of a name sees the other, since people write them in each other's place. */
export class PersonNames {
  readonly given: Column = new Column()
  readonly family: Column = new Column()
  readonly pool: TextPool
  readonly #behind: (readonly number[])[] = []
  readonly #sounds: number[] = []
  readonly #soundIds = new TextPool()

  constructor(pool: TextPool) {
    this.pool = pool
  }

  add(party: Party): void {
    this.given.push(this.pool.intern(squeezed(party.givenName)))
    this.family.push(this.pool.intern(squeezed(party.familyName)))
  }

  /**
   * One's given name is what the other has as family name: exactly or but for a letter, or less closely where the other two names cross as well.
   * A family that shares its name, and has a Martin among its given names, is not crossed.
   */
  isCrossed(one: number, other: number): boolean {
    const given = this.given.values[one] as number
    const family = this.family.values[other] as number
    if (given === 0 || family === 0) return false
    const ownFamily = this.family.values[one] as number
    if (given !== family) {
      const otherGiven = this.given.values[other] as number
      const isBoth =
        ownFamily !== 0 && otherGiven !== 0 && this.#isClose(given, family) && this.#isClose(ownFamily, otherGiven)
      if (!isBoth && !this.#isSlip(given, family)) return false
    }
    return ownFamily === 0 || !this.#isClose(ownFamily, family)
  }

  /** One letter of a name long enough that it is no other one. */
  #isSlip(a: number, b: number): boolean {
    const { lengths } = this.pool
    if ((lengths[a] as number) < 6 || (lengths[b] as number) < 6) return false
    return mayBeNear(this.pool, a, b, 2, 1) && edits(this.pool, a, b, 1) === 1
  }

  #isClose(a: number, b: number): boolean {
    return a === b || closeness(this.pool, a, b) === CLOSE
  }

  /** How a name sounds, as a number. */
  soundOf(id: number): number {
    let known = this.#sounds[id]
    if (known === undefined) {
      known = this.#soundIds.intern(soundOf(this.pool.text(id)))
      this.#sounds[id] = known
    }
    return known
  }

  /** Whether one may be a short or pet form of the other. */
  areNicknames(a: number, b: number): boolean {
    const left = this.#namesBehind(a)
    const right = this.#namesBehind(b)
    // A name that is nobody's pet form stands for itself alone.
    if (left.length === 1 && right.length === 1) return false
    for (const one of left) if (right.includes(one)) return true
    return false
  }

  #namesBehind(id: number): readonly number[] {
    let known = this.#behind[id]
    if (known === undefined) {
      known = namesBehind(this.pool.text(id)).map((name) => this.#idOf(name))
      this.#behind[id] = known
    }
    return known
  }

  readonly #formal = new Map<string, number>()
  #idOf(name: string): number {
    const known = this.#formal.get(name) ?? this.#formal.size
    this.#formal.set(name, known)
    return known
  }
}

/** Without the spaces that slip into names, or out of them. */
function squeezed(name = ''): string {
  return name.replaceAll(' ', '')
}

/** How close two different names are: a slip of the hand or of the ear, or written from memory; or neither. */
export const FAR = 0
export const NEAR = 1
export const CLOSE = 2

export function closeness(pool: TextPool, a: number, b: number): typeof FAR | typeof NEAR | typeof CLOSE {
  if (!mayBeNear(pool, a, b, 0.84, 2)) return FAR
  const similarity = jaroWinkler(pool, a, b)
  if (similarity >= 0.92) return CLOSE
  const shorter = Math.min(pool.lengths[a] as number, pool.lengths[b] as number)
  const far = shorter < 4 ? 3 : edits(pool, a, b, shorter < 7 ? 1 : 2)
  return far <= 1 ? CLOSE : similarity >= 0.84 || (shorter >= 7 && far <= 2) ? NEAR : FAR
}

const SIMILAR = 2
const SOUND = 3
const INITIAL = 4
const NICKNAME = 5
const ALIKE = 6
const SWAPPED = 7
const SAME = 8

/** How often two of one household have one given name: a father and a son, a daughter-in-law. */
const NAMESAKES = 0.01

export class GivenName implements Comparison {
  readonly name = 'givenName'
  readonly levels: readonly Level[] = [
    { name: 'unknown', m: 0 },
    { name: 'different', m: 0.03 },
    { name: 'similar', m: 0.03 },
    { name: 'sounds alike', m: 0.02 },
    { name: 'initial', m: 0.04 },
    { name: 'nickname', m: 0.06 },
    { name: 'alike', m: 0.07, household: 0.02 },
    { name: 'swapped', m: 0.02 },
    { name: 'same', m: 0.73, household: NAMESAKES },
  ]
  readonly #names: PersonNames

  constructor(names: PersonNames) {
    this.#names = names
  }

  add(): void {}

  compare({ left, right, count }: Pairs, levels: Uint8Array): void {
    const names = this.#names
    const { pool } = names
    const given = names.given.values
    for (let at = 0; at < count; at += 1) {
      const a = given[left[at] as number] as number
      const b = given[right[at] as number] as number
      if (a === b && a !== 0) {
        levels[at] = SAME
        continue
      }
      const isKnown = a !== 0 && b !== 0
      const near = isKnown ? closeness(pool, a, b) : FAR
      if (near === CLOSE) levels[at] = ALIKE
      else if (names.isCrossed(left[at] as number, right[at] as number)) levels[at] = SWAPPED
      else if (!isKnown) levels[at] = UNKNOWN
      else if (names.areNicknames(a, b)) levels[at] = NICKNAME
      else if (isInitial(pool, a, b)) levels[at] = INITIAL
      else if (near === NEAR) levels[at] = SIMILAR
      else levels[at] = names.soundOf(a) === names.soundOf(b) ? SOUND : DIFFERENT
    }
  }

  frequencyAt(left: number, level: number): number | undefined {
    return level === SAME ? this.#names.pool.count(this.#names.given.values[left] as number) : undefined
  }
}

function isInitial(pool: TextPool, a: number, b: number): boolean {
  if (pool.lengths[a] !== 1 && pool.lengths[b] !== 1) return false
  return pool.bytes[a * MAX_LENGTH] === pool.bytes[b * MAX_LENGTH]
}
