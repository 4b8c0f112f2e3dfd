import { MAX_LENGTH, type TextPool } from './text-pool.ts'

/** Where each letter stands in the text that is looked through, one bit a place; cleared after each use. */
const places = new Int32Array(128)

/**
 * Jaro-Winkler similarity of two texts of a pool, 0 to 1 (Winkler 1990, with his weight of 0.1 for up to four letters in common at
 * the beginning). Bit-parallel: letters of one text are looked up as bits of the other. Jaro depends on which text comes first in rare
 * cases, so the shorter, then the smaller in bytes, does: the same for any order of arrival.
 */
export function jaroWinkler(pool: TextPool, left: number, right: number): number {
  if (left === right) return 1
  const { bytes, lengths } = pool
  let a = left
  let b = right
  if (comesAfter(bytes, lengths, a, b)) {
    a = right
    b = left
  }
  const lengthA = lengths[a] as number
  const lengthB = lengths[b] as number
  if (lengthA === 0 || lengthB === 0) return 0
  const startA = a * MAX_LENGTH
  const startB = b * MAX_LENGTH
  for (let at = 0; at < lengthB; at += 1) {
    const letter = bytes[startB + at] as number
    places[letter] = (places[letter] as number) | (1 << at)
  }
  const reach = Math.max((lengthB >> 1) - 1, 0)
  let usedA = 0
  let usedB = 0
  let matches = 0
  for (let at = 0; at < lengthA; at += 1) {
    const low = at > reach ? at - reach : 0
    const high = at + reach
    const upTo = high >= 31 ? -1 : (1 << (high + 1)) - 1
    const free = (places[bytes[startA + at] as number] as number) & ~usedB & upTo & (-1 << low)
    if (free !== 0) {
      usedB |= free & -free
      usedA |= 1 << at
      matches += 1
    }
  }
  for (let at = 0; at < lengthB; at += 1) places[bytes[startB + at] as number] = 0
  if (matches === 0) return 0
  let halfSwaps = 0
  let restA = usedA
  let restB = usedB
  while (restA !== 0) {
    const atA = 31 - Math.clz32(restA & -restA)
    const atB = 31 - Math.clz32(restB & -restB)
    if (bytes[startA + atA] !== bytes[startB + atB]) halfSwaps += 1
    restA &= restA - 1
    restB &= restB - 1
  }
  const jaro = (matches / lengthA + matches / lengthB + (matches - halfSwaps / 2) / matches) / 3
  let prefix = 0
  while (prefix < 4 && prefix < lengthA && bytes[startA + prefix] === bytes[startB + prefix]) prefix += 1
  return jaro + prefix * 0.1 * (1 - jaro)
}

/**
 * Whether two texts can be as close as asked, from the letters that only one of them has: each such letter is no match of Jaro's, and
 * costs an edit. Nearly all pairs of names are told apart by this.
 */
export function mayBeNear(pool: TextPool, a: number, b: number, leastJaroWinkler: number, mostEdits: number): boolean {
  const { bytes, lengths, masks } = pool
  const onlyA = bitsIn((masks[a] as number) & ~(masks[b] as number))
  const onlyB = bitsIn((masks[b] as number) & ~(masks[a] as number))
  if (onlyA <= mostEdits && onlyB <= mostEdits) return true
  const lengthA = lengths[a] as number
  const lengthB = lengths[b] as number
  const matches = Math.min(lengthA - onlyA, lengthB - onlyB)
  if (matches <= 0) return false
  const jaro = (matches / lengthA + matches / lengthB + 1) / 3
  let prefix = 0
  while (prefix < 4 && prefix < lengthA && bytes[a * MAX_LENGTH + prefix] === bytes[b * MAX_LENGTH + prefix])
    prefix += 1
  return jaro + prefix * 0.1 * (1 - jaro) >= leastJaroWinkler
}

function bitsIn(mask: number): number {
  let bits = mask - ((mask >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

function comesAfter(bytes: Uint8Array, lengths: Uint8Array, a: number, b: number): boolean {
  const lengthA = lengths[a] as number
  const lengthB = lengths[b] as number
  if (lengthA !== lengthB) return lengthA > lengthB
  for (let at = 0; at < lengthA; at += 1) {
    const difference = (bytes[a * MAX_LENGTH + at] as number) - (bytes[b * MAX_LENGTH + at] as number)
    if (difference !== 0) return difference > 0
  }
  return false
}

const rowBefore = new Uint8Array(MAX_LENGTH + 1)
const rowLast = new Uint8Array(MAX_LENGTH + 1)
const row = new Uint8Array(MAX_LENGTH + 1)

/**
 * Edits that turn one text of a pool into another: letters put in, left out, replaced, or two neighbours swapped (optimal string
 * alignment, Damerau-Levenshtein without edits of what was swapped). More than `most` are told as `most + 1`.
 */
export function edits(pool: TextPool, a: number, b: number, most: number): number {
  if (a === b) return 0
  const { bytes, lengths } = pool
  const lengthA = lengths[a] as number
  const lengthB = lengths[b] as number
  if (Math.abs(lengthA - lengthB) > most) return most + 1
  const startA = a * MAX_LENGTH
  const startB = b * MAX_LENGTH
  let before = rowBefore
  let last = rowLast
  let now = row
  for (let at = 0; at <= lengthB; at += 1) last[at] = at
  for (let i = 1; i <= lengthA; i += 1) {
    now[0] = i
    let least = i
    const letter = bytes[startA + i - 1]
    for (let j = 1; j <= lengthB; j += 1) {
      const other = bytes[startB + j - 1]
      let cost = (last[j - 1] as number) + (letter === other ? 0 : 1)
      cost = Math.min(cost, (last[j] as number) + 1, (now[j - 1] as number) + 1)
      if (i > 1 && j > 1 && letter === bytes[startB + j - 2] && bytes[startA + i - 2] === other)
        cost = Math.min(cost, (before[j - 2] as number) + 1)
      now[j] = cost
      if (cost < least) least = cost
    }
    if (least > most) return most + 1
    const spare = before
    before = last
    last = now
    now = spare
  }
  return Math.min(last[lengthB] as number, most + 1)
}
