import type { Flag } from '@rapport/core'

/** Why a value was not cleaned into anything: a flag's code. What is doubtful is cleaned and used. */
export type RefusalCode = Exclude<Flag['code'], 'doubtful'>

/** A value that was there and is not used. There is one object per code, so that refusing costs no allocation. */
export interface Refused {
  readonly refused: RefusalCode
}

/**
 * What a cleaner makes of a received value: the clean value, `undefined` when there was nothing (null, blank), or
 * why what was there is not used. Cleaners never throw, whatever JSON they are given.
 */
export type Cleaned<T> = T | Refused | undefined

/** It cannot be true: a birth date in the future, a phone number no country has, a check digit that is wrong. */
export const IMPOSSIBLE: Refused = Object.freeze({ refused: 'impossible' })
/** It stands for "nothing": `n/a`, `test@test.com`, `0000000000`. */
export const PLACEHOLDER: Refused = Object.freeze({ refused: 'placeholder' })
/** It has the right type, and is not the thing: `soon` where a date belongs. */
export const UNREADABLE: Refused = Object.freeze({ refused: 'unreadable' })
/** It reads in two ways, and guessing would be wrong half of the time: 03/04/2025. */
export const AMBIGUOUS: Refused = Object.freeze({ refused: 'ambiguous' })
/** It has another JSON type than such a value can have: an object where a text belongs. */
export const TYPE_CHANGED: Refused = Object.freeze({ refused: 'type-changed' })

/** Whether a cleaner refused the value. Costs five comparisons. */
export function isRefused(value: unknown): value is Refused {
  return (
    value === UNREADABLE ||
    value === IMPOSSIBLE ||
    value === PLACEHOLDER ||
    value === AMBIGUOUS ||
    value === TYPE_CHANGED
  )
}

/** The value when it was cleaned, else `undefined`: for callers that do not report why. */
export function acceptedValue<T>(cleaned: Cleaned<T>): T | undefined {
  return isRefused(cleaned) ? undefined : cleaned
}

/**
 * A received value as trimmed text: numbers and booleans as they print, a Date as ISO 8601, `undefined` when blank
 * or null, {@link TYPE_CHANGED} for objects and lists.
 */
export function textOf(received: unknown): Cleaned<string> {
  if (typeof received === 'string') {
    const text = received.trim()
    return text === '' ? undefined : text
  }
  if (received === null || received === undefined) return undefined
  if (typeof received === 'number') return Number.isFinite(received) ? String(received) : undefined
  if (typeof received === 'boolean' || typeof received === 'bigint') return String(received)
  // Database drivers hand out dates as such.
  if (received instanceof Date && !Number.isNaN(received.getTime())) return received.toISOString()
  return TYPE_CHANGED
}
