import type { ProfileId } from '@rapport/core'
import { dayOf } from '../figures/calendar.ts'
import type { InsightSet } from '../figures/insight-set.ts'
import { advanceFigures, type ProfileFigures } from '../figures/profile-figures.ts'

/** Unpacked figures take about 15 kB a profile. */
const MAX_PROFILES = 4_000

/**
 * Figures as the last commits stored them, of the profiles that were active last: a session's next event needs no row read and
 * unpacked, however long the profile's history is. What a step takes is gone from here until its commit puts it back, so
 * that a step which fails leaves nothing behind.
 */
export class FiguresCache {
  readonly #byProfile = new Map<ProfileId, ProfileFigures>()

  /** @returns figures of this set, brought to this day; `undefined`: they must be read */
  take(id: ProfileId, set: InsightSet, nowMs: number): ProfileFigures | undefined {
    const figures = this.#byProfile.get(id)
    if (figures === undefined) return undefined
    this.#byProfile.delete(id)
    if (figures.set !== set) return undefined
    advanceFigures(figures, dayOf(nowMs))
    return figures
  }

  put(id: ProfileId, figures: ProfileFigures): void {
    this.#byProfile.set(id, figures)
    if (this.#byProfile.size <= MAX_PROFILES) return
    const oldest = this.#byProfile.keys().next().value
    if (oldest !== undefined) this.#byProfile.delete(oldest)
  }

  clear(): void {
    this.#byProfile.clear()
  }
}
