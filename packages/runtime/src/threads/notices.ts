import type { Notice } from './link.ts'

/** Who wants to hear news; a role has one. */
export class Notices {
  readonly #listeners = new Set<(notice: Notice) => void>()

  readonly listen = (listener: (notice: Notice) => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(notice: Notice): void {
    for (const listener of [...this.#listeners]) listener(notice)
  }
}
