import type { Flag, Json, JsonObject } from '@rapport/core'

const NOTHING: JsonObject = Object.freeze({})
const NO_FLAGS: readonly Flag[] = Object.freeze([])
const place = /#/g

/**
 * What mapping one row tells beside its attributes: what was received where cleaning changed it, and what was refused.
 * Both are mostly empty, and then cost nothing. In a path, each `#` stands for the index of a list's element.
 */
export class RowNotes {
  /** Where in its lists the element being written stands; index by depth. */
  readonly indexes: number[] = []
  #received: Record<string, Json> | undefined
  #flags: Flag[] | undefined

  flag(path: string, code: Flag['code'], received: unknown): void {
    this.#flags ??= []
    this.#flags.push({ field: this.#placed(path), code, received: jsonOf(received) })
  }

  keep(path: string, received: unknown): void {
    this.#received ??= {}
    this.#received[this.#placed(path)] = jsonOf(received)
  }

  /** What was noted since the last call. */
  take(): { readonly received: JsonObject; readonly flags: readonly Flag[] } {
    const notes = { received: this.#received ?? NOTHING, flags: this.#flags ?? NO_FLAGS }
    this.#received = undefined
    this.#flags = undefined
    return notes
  }

  #placed(path: string): string {
    if (!path.includes('#')) return path
    let depth = 0
    return path.replace(place, () => String(this.indexes[depth++] ?? 0))
  }
}

/** A received value as JSON: rows come from JSON mostly, but a driver's Date or a NaN must not reach the store. */
function jsonOf(value: unknown): Json {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (value === undefined) return null
  if (typeof value === 'bigint') return value.toString()
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null') as Json
  } catch {
    return '(not JSON)'
  }
}
