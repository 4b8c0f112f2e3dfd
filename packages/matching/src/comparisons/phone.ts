import { Column } from '../column.ts'
import type { Party } from '../party.ts'
import { type Comparison, DIFFERENT, type Level, type Pairs, UNKNOWN } from './comparison.ts'

const SLIP = 2
const SAME = 3
/** Digits from the end by which numbers are told apart: with and without a country's prefix they are the same. */
const DIGITS = 8

/** Numbers by their last eight digits, four bits each. */
export class Phone implements Comparison {
  readonly name = 'phone'
  readonly levels: readonly Level[] = [
    { name: 'unknown', m: 0 },
    { name: 'different', m: 0.35, household: 0.5 },
    { name: 'one slip', m: 0.05, household: 0.02 },
    { name: 'same', m: 0.6, household: 0.48 },
  ]
  readonly #first = new Column()
  readonly #second = new Column()

  add({ phones: [first = '', second = ''] }: Party): void {
    this.#first.push(packDigits(first))
    this.#second.push(packDigits(second))
  }

  compare({ left, right, count }: Pairs, levels: Uint8Array): void {
    const first = this.#first.values
    const second = this.#second.values
    for (let at = 0; at < count; at += 1) {
      const a = left[at] as number
      const b = right[at] as number
      let level = levelOf(first[a] as number, first[b] as number)
      if (level < SAME && (second[a] !== 0 || second[b] !== 0)) {
        level = Math.max(
          level,
          levelOf(second[a] as number, first[b] as number),
          levelOf(first[a] as number, second[b] as number),
          levelOf(second[a] as number, second[b] as number),
        )
      }
      levels[at] = level
    }
  }
}

/** The last digits, the rest folded into the top so that a whole number is one word; 0: none. */
function packDigits(phone: string): number {
  const digits = phone.replace(/\D/g, '').slice(-DIGITS)
  return digits.length < 5 ? 0 : Number.parseInt(digits, 16) | 0
}

function levelOf(a: number, b: number): number {
  if (a === 0 || b === 0) return UNKNOWN
  if (a === b) return SAME
  let nibbles = a ^ b
  nibbles |= nibbles >>> 1
  nibbles |= nibbles >>> 2
  nibbles &= 0x11111111
  const one = nibbles & (nibbles - 1)
  return one === 0 || isTransposed(a, b, nibbles) ? SLIP : DIFFERENT
}

function isTransposed(a: number, b: number, nibbles: number): boolean {
  const shift = 31 - Math.clz32(nibbles & -nibbles)
  if (nibbles !== (1 << shift) + (1 << (shift + 4))) return false
  return ((a >>> shift) & 15) === ((b >>> (shift + 4)) & 15) && ((a >>> (shift + 4)) & 15) === ((b >>> shift) & 15)
}
