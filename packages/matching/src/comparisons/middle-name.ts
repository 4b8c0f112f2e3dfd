import { Column } from '../column.ts'
import type { Party } from '../party.ts'
import { TextPool } from '../text/text-pool.ts'
import { type Comparison, DIFFERENT, type Level, type Pairs, UNKNOWN } from './comparison.ts'
import { CLOSE, closeness } from './given-name.ts'

const INITIAL = 2
const SAME = 3

export class MiddleName implements Comparison {
  readonly name = 'middleName'
  readonly levels: readonly Level[] = [
    { name: 'unknown', m: 0 },
    { name: 'different', m: 0.05 },
    { name: 'initial', m: 0.45 },
    { name: 'same', m: 0.5 },
  ]
  readonly #pool = new TextPool()
  readonly #names = new Column()

  add({ middleName = '' }: Party): void {
    this.#names.push(this.#pool.intern(middleName))
  }

  compare({ left, right, count }: Pairs, levels: Uint8Array): void {
    for (let at = 0; at < count; at += 1) {
      const a = this.#names.values[left[at] as number] as number
      const b = this.#names.values[right[at] as number] as number
      levels[at] = this.#level(a, b)
    }
  }

  #level(a: number, b: number): number {
    if (a === 0 || b === 0) return UNKNOWN
    if (a === b || closeness(this.#pool, a, b) === CLOSE) return SAME
    const [first, second] = [this.#pool.text(a), this.#pool.text(b)]
    if (first.length === 1 || second.length === 1) return first.charAt(0) === second.charAt(0) ? INITIAL : DIFFERENT
    return DIFFERENT
  }
}
