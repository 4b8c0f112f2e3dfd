/** Bits by position in words of 32, as rows of figures keep them. Absent words are zeros. */
export type Bits = readonly number[]

export function hasBit(bits: Bits, at: number): boolean {
  return (((bits[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1
}

/** Sets a bit in words made by {@link noBits}. */
export function setBit(bits: number[], at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31))
}

/** Words for so many bits, all clear. */
export function noBits(count: number): number[] {
  const words: number[] = []
  for (let left = count; left > 0; left -= 32) words.push(0)
  return words
}
