import { Column } from '../column.ts'
import type { Party } from '../party.ts'
import { edits } from '../text/similarity.ts'
import { TextPool } from '../text/text-pool.ts'
import { type Comparison, DIFFERENT, type Level, type Pairs, UNKNOWN } from './comparison.ts'

const SLIP = 2
const SAME = 3

/** Numbers that name one party: of a passport, a company register, a social security. Compared within their namespace. */
export class IdentifierComparison implements Comparison {
  readonly name = 'identifier'
  readonly levels: readonly Level[] = [
    { name: 'unknown', m: 0 },
    { name: 'different', m: 0.04 },
    { name: 'one slip', m: 0.06 },
    { name: 'same', m: 0.9 },
  ]
  readonly #values = new TextPool()
  readonly #spaces = new TextPool()
  readonly #from = new Column()
  readonly #to = new Column()
  readonly #space = new Column()
  readonly #value = new Column()

  add({ identifiers }: Party): void {
    this.#from.push(this.#value.size)
    for (const { namespace, value } of identifiers) {
      this.#space.push(this.#spaces.intern(namespace))
      this.#value.push(this.#values.intern(value))
    }
    this.#to.push(this.#value.size)
  }

  compare({ left, right, count }: Pairs, levels: Uint8Array): void {
    for (let at = 0; at < count; at += 1) levels[at] = this.#level(left[at] as number, right[at] as number)
  }

  #level(a: number, b: number): number {
    const space = this.#space.values
    const value = this.#value.values
    let level = UNKNOWN
    for (let i = this.#from.values[a] as number; i < (this.#to.values[a] as number); i += 1) {
      for (let j = this.#from.values[b] as number; j < (this.#to.values[b] as number); j += 1) {
        if (space[i] !== space[j]) continue
        const [x, y] = [value[i] as number, value[j] as number]
        if (x === y) return SAME
        const isSlip = (this.#values.lengths[x] as number) >= 6 && edits(this.#values, x, y, 1) === 1
        level = Math.max(level, isSlip ? SLIP : DIFFERENT)
      }
    }
    return level
  }
}
