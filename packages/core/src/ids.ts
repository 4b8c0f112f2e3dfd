import { RapportError } from './errors.ts'

declare const brand: unique symbol

/** An integer id inside a store, told apart by what it names. */
export type Id<Name extends string> = number & { readonly [brand]: Name }

/** An anchor: what records and history hang on. Minted by the store in order of birth, never reused. */
export type AnchorId = Id<'anchor'>

/**
 * A profile. Its number is the smallest (oldest) anchor id among its anchors, its *home* id: growth never renames,
 * a split gives each half the id it had or would have had, and nothing is ever reused.
 */
export type ProfileId = Id<'profile'>

/** A position in a store's order of events: changes, queue items. */
export type Sequence = Id<'sequence'>

const PROFILE_PREFIX = 'prf_'

/** A profile's id as the API shows it: `prf_` and the number in base 36, padded so that ids sort as they were born. */
export function formatProfileId(id: ProfileId): string {
  return PROFILE_PREFIX + id.toString(36).padStart(10, '0')
}

/** Reads `prf_…` back; `undefined` when the text is not a profile id. */
export function parseProfileId(text: string): ProfileId | undefined {
  if (!text.startsWith(PROFILE_PREFIX)) return undefined
  const digits = text.slice(PROFILE_PREFIX.length)
  if (!/^[0-9a-z]{1,11}$/.test(digits)) return undefined
  const number = Number.parseInt(digits, 36)
  return Number.isSafeInteger(number) && number > 0 ? (number as ProfileId) : undefined
}

/**
 * Reads `prf_…` back.
 * @throws RapportError `PROFILE_ID_INVALID`
 */
export function requireProfileId(text: string): ProfileId {
  const id = parseProfileId(text)
  if (id === undefined) throw new RapportError('PROFILE_ID_INVALID')
  return id
}
