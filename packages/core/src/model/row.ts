import type { Json, JsonObject } from '../json.ts'
import type { Reference } from './fields.ts'

/** What a source did to a row. `patch`: each field by its own time, absent is not null. `append`: a happening. */
export type Operation = 'replace' | 'patch' | 'append' | 'delete' | 'mergedInto'

/**
 * Something about a field that a person should know: it was impossible, a placeholder, or of another type. Kept raw, never
 * used. Only what is `doubtful` is used all the same: it can be, and nothing confirms it.
 */
export interface Flag {
  readonly field: string
  readonly code: 'impossible' | 'placeholder' | 'unreadable' | 'type-changed' | 'ambiguous' | 'doubtful'
  readonly received: Json
}

/** A row of a source after mapping and cleaning, before anything is known about whose it is. */
export interface CanonicalRow {
  readonly entity: string
  /** As the entity's schema says, harmonised; a plugin's or customer's own under `ext`. */
  readonly attributes: JsonObject
  /** What was received, by attribute path, where cleaning changed it. */
  readonly received: JsonObject
  readonly flags: readonly Flag[]
  /** Whose it is; absent for parties and reference data. */
  readonly owner?: Reference
  /** When it happened, epoch milliseconds; absent: when it arrived. */
  readonly occurredAt?: number
  /** The source's time for this version, epoch milliseconds; decides which of two sources is the more recent. */
  readonly observedAt?: number
  readonly space?: string
  readonly territory?: string
}
