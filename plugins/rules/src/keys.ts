import type { Alternative } from './model.ts'

/** A record with a dozen e-mails and a dozen names would have hundreds of keys for one rule; the first in order are kept. */
export const MAX_KEYS_PER_ALTERNATIVE = 50

const NONE: readonly string[] = Object.freeze([])

/** What a record says at a position; packed under an older model, it may be shorter than asked. */
export const at = (values: readonly (readonly string[])[], position: number): readonly string[] =>
  values[position] ?? NONE

/** How many keys the record has for an alternative, before the bound: the product of how many values each part has. */
export function countKeys(alternative: Alternative, values: readonly (readonly string[])[]): number {
  let count = 1
  for (const position of alternative.same) count *= at(values, position).length
  return count
}

/**
 * The record's keys for an alternative, `r0.1:value|value`: one for each combination of its values, none when a value
 * is missing. Two records share one exactly when they agree on every part.
 */
export function keysOf(alternative: Alternative, values: readonly (readonly string[])[]): readonly string[] {
  const count = countKeys(alternative, values)
  if (count === 0) return NONE
  let keys: string[] = [alternative.id]
  let separator = ':'
  for (const position of alternative.same) {
    const options = at(values, position)
    const longer: string[] = []
    for (const key of keys) {
      for (const option of options) {
        if (longer.length === MAX_KEYS_PER_ALTERNATIVE) break
        longer.push(key + separator + escaped(option))
      }
    }
    keys = longer
    separator = '|'
  }
  return keys
}

/** So that the values `a|b`, `c` and `a`, `b|c` make different keys. */
function escaped(value: string): string {
  return value.includes('|') || value.includes('\\') ? value.replace(/[\\|]/g, '\\$&') : value
}
