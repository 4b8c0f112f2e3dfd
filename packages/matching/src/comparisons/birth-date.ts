import { Column } from '../column.ts'
import type { Party } from '../party.ts'
import { type Comparison, DIFFERENT, type Level, type Pairs, UNKNOWN } from './comparison.ts'

const CLOSE = 2
const TWO_PARTS = 3
const PARTIAL = 4
const SLIP = 5
const SAME = 6

/** Dates as eight digits, four bits each: a slip is one nibble that differs. Unknown month or day: zeros. */
export class BirthDate implements Comparison {
  readonly name = 'birthDate'
  readonly levels: readonly Level[] = [
    { name: 'unknown', m: 0 },
    { name: 'different', m: 0.03, household: 0.98 },
    { name: 'within a year', m: 0.02 },
    { name: 'two parts same', m: 0.03 },
    { name: 'same as far as known', m: 0.03 },
    { name: 'one slip', m: 0.09 },
    { name: 'same', m: 0.8, household: 0.01 },
  ]
  readonly #dates = new Column()
  readonly #counts = new Map<number, number>()

  add({ birthDate }: Party): void {
    const date = packDate(birthDate)
    this.#dates.push(date)
    this.#counts.set(date, (this.#counts.get(date) ?? 0) + 1)
  }

  compare({ left, right, count }: Pairs, levels: Uint8Array): void {
    const dates = this.#dates.values
    for (let at = 0; at < count; at += 1)
      levels[at] = compareDates(dates[left[at] as number] as number, dates[right[at] as number] as number)
  }
}

/** `1971-06-24` as 0x19710624; 0: nothing is known. */
function packDate(date: string | undefined): number {
  if (date === undefined) return 0
  const [year = '', month = '00', day = '00'] = date.split('-')
  const packed = Number.parseInt(`${year.padStart(4, '0')}${month.padStart(2, '0')}${day.padStart(2, '0')}`, 16)
  return Number.isNaN(packed) ? 0 : packed | 0
}

function compareDates(a: number, b: number): number {
  if (a === 0 || b === 0) return UNKNOWN
  if (a === b) return (a & 0xff) === 0 ? PARTIAL : SAME
  const differs = a ^ b
  const sameYear = differs >>> 16 === 0
  const isPartial = (a & 0xff) === 0 || (b & 0xff) === 0
  if (isPartial) {
    const sameMonth = (differs & 0xff00) === 0 || (a & 0xff00) === 0 || (b & 0xff00) === 0
    return sameYear ? (sameMonth ? PARTIAL : CLOSE) : DIFFERENT
  }
  const dayA = a & 0xff
  const dayB = b & 0xff
  const monthA = (a >>> 8) & 0xff
  const monthB = (b >>> 8) & 0xff
  if (sameYear && dayA === monthB && monthA === dayB) return SLIP
  if (differingDigits(differs) === 1 || isTransposed(a, b, differs)) return SLIP
  const parts = Number(sameYear) + Number(monthA === monthB) + Number(dayA === dayB)
  return parts === 2 ? TWO_PARTS : Math.abs(days(a) - days(b)) <= 366 ? CLOSE : DIFFERENT
}

/** About how many days after year 0. */
function days(date: number): number {
  const year = decimal(date >>> 16, 4)
  return year * 365.25 + (decimal((date >>> 8) & 0xff, 2) - 1) * 30.44 + decimal(date & 0xff, 2)
}

function decimal(nibbles: number, digits: number): number {
  let value = 0
  for (let at = digits - 1; at >= 0; at -= 1) value = value * 10 + ((nibbles >>> (4 * at)) & 15)
  return value
}

function differingDigits(differs: number): number {
  let nibbles = differs | (differs >>> 1)
  nibbles |= nibbles >>> 2
  nibbles &= 0x11111111
  let count = 0
  while (nibbles !== 0) {
    nibbles &= nibbles - 1
    count += 1
  }
  return count
}

/** Two neighbouring digits in each other's place: 24 and 42. */
function isTransposed(a: number, b: number, differs: number): boolean {
  if (differingDigits(differs) !== 2) return false
  const shift = (31 - Math.clz32(differs & -differs)) & ~3
  const [lowA, highA] = [(a >>> shift) & 15, (a >>> (shift + 4)) & 15]
  const [lowB, highB] = [(b >>> shift) & 15, (b >>> (shift + 4)) & 15]
  return lowA === highB && highA === lowB
}
