import { comparableOrganization } from '@rapport/harmonise'
import { Column } from '../column.ts'
import type { Party } from '../party.ts'
import { jaroWinkler } from '../text/similarity.ts'
import { TextPool } from '../text/text-pool.ts'
import { type Comparison, DIFFERENT, type Level, type Pairs, UNKNOWN } from './comparison.ts'

const SIMILAR = 2
const PART = 3
const ALIKE = 4
const SAME = 5

/**
 * Names of organisations and places: words in any order, those that many share counting less, each beside its closest
 * of the other's (soft TF-IDF: Cohen, Ravikumar and Fienberg 2003).
 */
export class OrganizationName implements Comparison {
  readonly name = 'name'
  readonly levels: readonly Level[] = [
    { name: 'unknown', m: 0 },
    { name: 'different', m: 0.05, household: 0.85 },
    { name: 'similar', m: 0.08, household: 0.1 },
    { name: 'part', m: 0.12, household: 0.03 },
    { name: 'alike', m: 0.2, household: 0.01 },
    { name: 'same', m: 0.55, household: 0.01 },
  ]
  readonly #names = new TextPool()
  readonly #words = new TextPool()
  readonly #name = new Column()
  readonly #wordsOf: (readonly number[])[] = [[]]

  add({ name = '' }: Party): void {
    const folded = comparableOrganization(name)
    const before = this.#names.size
    const id = this.#names.intern(folded)
    this.#name.push(id)
    if (id === before) this.#wordsOf[id] = [...new Set(folded.split(' '))].map((word) => this.#words.intern(word))
  }

  compare({ left, right, count }: Pairs, levels: Uint8Array): void {
    const name = this.#name.values
    for (let at = 0; at < count; at += 1) {
      const a = name[left[at] as number] as number
      const b = name[right[at] as number] as number
      levels[at] = a === b ? (a === 0 ? UNKNOWN : SAME) : a === 0 || b === 0 ? UNKNOWN : this.#level(a, b)
    }
  }

  #level(a: number, b: number): number {
    if (jaroWinkler(this.#names, a, b) >= 0.95) return ALIKE
    const first = this.#wordsOf[a] as readonly number[]
    const second = this.#wordsOf[b] as readonly number[]
    const [few, many] = first.length <= second.length ? [first, second] : [second, first]
    let shared = 0
    let fewWeight = 0
    let manyWeight = 0
    for (const word of many) manyWeight += this.#weight(word)
    for (const word of few) {
      const weight = this.#weight(word)
      fewWeight += weight
      let best = 0
      for (const other of many) {
        if (word === other) best = 1
        else if (best < 1) {
          const near = this.#nearness(word, other)
          if (near > best) best = near
        }
      }
      shared += weight * best
    }
    const inFew = shared / fewWeight
    const inMany = shared / manyWeight
    if (inFew > 0.9 && inMany > 0.85) return ALIKE
    if (inFew > 0.9) return PART
    return inFew > 0.6 ? SIMILAR : DIFFERENT
  }

  /** Of two words: how alike they are, or that one is the other cut short (deli, delicatessen); else 0. */
  #nearness(a: number, b: number): number {
    const near = jaroWinkler(this.#words, a, b)
    if (near >= 0.9) return near
    const [first, second] = [this.#words.text(a), this.#words.text(b)]
    const [short, long] = first.length < second.length ? [first, second] : [second, first]
    return short.length >= 3 && long.startsWith(short) ? 0.9 : 0
  }

  #weight(word: number): number {
    return Math.log(1 + this.#names.size / this.#words.count(word))
  }

  frequencyAt(left: number, level: number): number | undefined {
    return level === SAME ? this.#names.count(this.#name.values[left] as number) : undefined
  }
}
