/**
 * Seeded randomness shared by every world. Nothing here reads a clock or `Math.random`, so that the same seed
 * gives the same bytes on every machine.
 */

/** FNV-1a over UTF-16 code units, finished by an avalanche; turns a seed or a label into 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return mixBits(hash)
}

/** The 32-bit finaliser of MurmurHash3: neighbouring inputs give unrelated outputs, and no two inputs the same one. */
export function mixBits(value: number): number {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/**
 * A stream of random numbers (sfc32). Make one for each thing that must stay the same whatever else is generated:
 * `new Random(seed, hashText('crm/contacts'), householdIndex)`.
 *
 * @example
 * const random = new Random(hashText('42'), 0, 7)
 * random.integer(6) // always the same number from 0 to 5
 */
export class Random {
  a: number
  b: number
  c: number
  counter: number

  constructor(seed: number, label = 0, index = 0) {
    this.a = mixBits(seed)
    this.b = mixBits(label ^ 0x9e3779b9)
    this.c = mixBits(index ^ 0x7f4a7c15)
    this.counter = 1
    for (let round = 0; round < 10; round++) this.bits()
  }

  /** 32 random bits, as an unsigned integer. */
  bits(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (this.c << 21) | (this.c >>> 11)
    this.c = (this.c + sum) | 0
    return sum >>> 0
  }

  /** A number from 0 up to, not including, 1. */
  fraction(): number {
    return this.bits() / 4294967296
  }

  /** An integer from 0 up to, not including, `below`. */
  integer(below: number): number {
    return Math.floor((this.bits() / 4294967296) * below)
  }

  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.integer(high - low + 1)
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.bits() < probability * 4294967296
  }

  /** One of the items, each as likely as the others. */
  pick<T>(items: readonly T[]): T {
    return items[this.integer(items.length)] as T
  }

  /** One of the items, those at the front more often: the first tenth is drawn about a quarter of the time. */
  pickSkewed<T>(items: readonly T[]): T {
    return items[Math.floor(this.fraction() ** 1.7 * items.length)] as T
  }

  /** An integer from 0 with the given mean and a long tail (geometric). */
  geometric(mean: number): number {
    return mean <= 0 ? 0 : Math.floor(Math.log(1 - this.fraction()) / Math.log(mean / (1 + mean)))
  }

  /** Picks an index by weight; the weights need not sum to 1. */
  weighted(weights: readonly number[]): number {
    let total = 0
    for (const weight of weights) total += weight
    let left = this.fraction() * total
    for (let index = 0; index < weights.length; index++) {
      left -= weights[index] as number
      if (left < 0) return index
    }
    return weights.length - 1
  }
}

/**
 * Shuffles the numbers below `2 ** bits` one to one: keys that look drawn at random, yet never collide and need no
 * memory of the ones already given.
 * @param bits - from 8 to 30
 */
export function scramble(value: number, bits: number, salt: number): number {
  const mask = 2 ** bits - 1
  const half = bits >>> 1
  let mixed = (value ^ salt) & mask
  for (let round = 0; round < 3; round++) {
    mixed = (Math.imul(mixed, 0x2c1b3c6d) + 0x297a2d39) & mask
    mixed ^= mixed >>> half
  }
  return mixed & mask
}

/**
 * A number below 2^24 for one of a person's records in a system: slot 0 the first, 1 and 2 duplicates, 3 a test record
 * that staff made on their visit.
 * @param serial the person's, `household index * 4 + ordinal`
 * @param salt the system's
 */
export function recordNumber(serial: number, slot: number, salt: number): number {
  return scramble(serial * 4 + slot, 24, salt)
}

/**
 * Visits 0 … count−1 in a mixed order without holding the order in memory: `position → index`.
 * @param salt - another salt, another order
 */
export function mixedOrder(count: number, salt: number): (position: number) => number {
  if (count < 2) return (position) => position
  let step = Math.max(1, Math.floor(count * 0.6180339887) + (salt % 97)) % count || 1
  while (greatestCommonDivisor(step, count) !== 1) step = (step % count) + 1
  const start = salt % count
  return (position) => (position * step + start) % count
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right)
}
