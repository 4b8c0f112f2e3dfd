import { Column } from '../column.ts'
import type { ComparedAddress, Party } from '../party.ts'
import { edits, jaroWinkler, mayBeNear } from '../text/similarity.ts'
import { TextPool } from '../text/text-pool.ts'
import { type Comparison, DIFFERENT, type Level, type Pairs, UNKNOWN } from './comparison.ts'

const CITY = 2
const AREA = 3
const NUMBER = 4
const STREET = 5
const LINE = 6
const ALIKE = 7
const SAME = 8

/** Columns of one address a record. */
class Addresses {
  readonly street = new Column()
  readonly number = new Column()
  readonly area = new Column()
  readonly city = new Column()
}

/**
 * An address as one comparison of its parts, since they go together: who has the street has the city too, and counting both would count
 * one thing twice.
 */
export class AddressComparison implements Comparison {
  readonly name = 'address'
  readonly levels: readonly Level[] = [
    { name: 'unknown', m: 0 },
    { name: 'different', m: 0.2, household: 0.1 },
    { name: 'same city', m: 0.1, household: 0.05 },
    { name: 'same postal code', m: 0.06, household: 0.04 },
    { name: 'same number and area', m: 0.02, household: 0.01 },
    { name: 'same street', m: 0.04, household: 0.03 },
    { name: 'same line elsewhere', m: 0.05, household: 0.04 },
    { name: 'alike', m: 0.15, household: 0.14 },
    { name: 'same', m: 0.4, household: 0.6 },
  ]
  readonly #words = new TextPool()
  readonly #cities = new TextPool()
  readonly #all = [new Addresses(), new Addresses()] as const

  add({ addresses }: Party): void {
    this.#push(this.#all[0], addresses[0])
    this.#push(this.#all[1], addresses[1])
  }

  #push(into: Addresses, { street = '', postalCode = '', city = '' }: ComparedAddress = {}): void {
    const { number, name } = streetParts(street)
    into.street.push(this.#words.intern(name))
    into.number.push(this.#words.intern(number))
    into.area.push(this.#words.intern(postalCode))
    into.city.push(this.#cities.intern(city))
  }

  compare({ left, right, count }: Pairs, levels: Uint8Array): void {
    const [first, second] = this.#all
    for (let at = 0; at < count; at += 1) {
      const a = left[at] as number
      const b = right[at] as number
      let level = this.#level(first, a, first, b)
      if (level < SAME) {
        const hasA = isThere(second, a)
        const hasB = isThere(second, b)
        if (hasA) level = Math.max(level, this.#level(second, a, first, b))
        if (hasB) level = Math.max(level, this.#level(first, a, second, b))
        if (hasA && hasB) level = Math.max(level, this.#level(second, a, second, b))
      }
      levels[at] = level
    }
  }

  #level(one: Addresses, a: number, other: Addresses, b: number): number {
    const streetA = one.street.values[a] as number
    const streetB = other.street.values[b] as number
    const areaA = one.area.values[a] as number
    const areaB = other.area.values[b] as number
    const cityA = one.city.values[a] as number
    const cityB = other.city.values[b] as number
    const cities = this.#cities
    const sameArea = areaA !== 0 && areaA === areaB
    const sameCity = cityA !== 0 && cityB !== 0 && (cityA === cityB || isNear(cities, cityA, cityB))
    const nearArea =
      sameArea ||
      (areaA !== 0 &&
        areaB !== 0 &&
        mayBeNear(this.#words, areaA, areaB, 2, 1) &&
        edits(this.#words, areaA, areaB, 1) <= 1)
    if (streetA !== 0 && streetB !== 0) {
      const numberA = one.number.values[a] as number
      const numberB = other.number.values[b] as number
      const sameStreet = streetA === streetB
      const nearStreet = sameStreet || isNear(this.#words, streetA, streetB)
      const sameNumber = numberA === numberB
      const isHere = sameArea || sameCity || nearArea || (areaA === 0 && cityA === 0) || (areaB === 0 && cityB === 0)
      if (nearStreet && isHere) {
        if (sameNumber) return sameStreet && (sameArea || sameCity) ? SAME : ALIKE
        if (numberA === 0 || numberB === 0 || edits(this.#words, numberA, numberB, 1) <= 1) return ALIKE
        return STREET
      }
      if (nearStreet && sameNumber && numberA !== 0) return LINE
    }
    if (sameArea || (nearArea && sameCity)) {
      const number = one.number.values[a] as number
      return number !== 0 && number === other.number.values[b] ? NUMBER : AREA
    }
    if (sameCity) return CITY
    const isKnown = (streetA !== 0 && streetB !== 0) || (areaA !== 0 && areaB !== 0) || (cityA !== 0 && cityB !== 0)
    return isKnown ? DIFFERENT : UNKNOWN
  }

  frequencyAt(left: number, level: number): number | undefined {
    if (level === CITY) return this.#cities.count(this.#all[0].city.values[left] as number)
    return undefined
  }
}

function isThere(columns: Addresses, at: number): boolean {
  return columns.street.values[at] !== 0 || columns.area.values[at] !== 0 || columns.city.values[at] !== 0
}

function isNear(pool: TextPool, a: number, b: number): boolean {
  if (!mayBeNear(pool, a, b, 0.92, 2)) return false
  const shorter = Math.min(pool.lengths[a] as number, pool.lengths[b] as number)
  return jaroWinkler(pool, a, b) >= 0.92 || edits(pool, a, b, 2) <= (shorter < 5 ? 1 : 2)
}

/** A house's number is the first word with a digit; the rest is the street, without the spaces that slip into words. */
export function streetParts(street: string): { readonly number: string; readonly name: string } {
  const words = street.split(' ')
  const at = words.findIndex((word) => /^\d/.test(word))
  if (at < 0) return { number: '', name: words.join('') }
  const number = words[at] as string
  return { number, name: words.filter((_, place) => place !== at).join('') }
}
