/**
 * Remembers the last answers of a pure, costly function of a text. Two generations: when the young one is full it
 * becomes the old one, so that memory is bounded by twice `maxEntries` and what is asked often stays, at the cost of
 * one Map look-up.
 */
export function memoize<T extends object | string | number | boolean>(
  maxEntries: number,
  answer: (text: string) => T,
): (text: string) => T {
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  return (text) => {
    const known = young.get(text)
    if (known !== undefined) return known
    const found = old.get(text) ?? answer(text)
    if (young.size >= maxEntries) {
      old = young
      young = new Map()
    }
    young.set(text, found)
    return found
  }
}
