import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Store } from '@rapport/engine'
import { collect } from './collect.ts'

/**
 * A workspace's suppression hashes in a file of their own, outside of what a restore replaces. Hashes only: nobody can be
 * found out from it without the workspace's secret.
 */
export class SuppressionFile {
  readonly #file: string
  readonly #known: Set<string>

  constructor(file: string) {
    this.#file = file
    this.#known = new Set(
      existsSync(file)
        ? readFileSync(file, 'utf8')
            .split('\n')
            .filter((line) => line !== '')
        : [],
    )
  }

  /** Everything the file holds. */
  hashes(): ReadonlySet<string> {
    return this.#known
  }

  /** Adds hashes that the file lacks; they are flushed when this returns. Answers how many. */
  add(hashes: Iterable<string>): number {
    const missing = [...hashes].filter((hash) => !this.#known.has(hash))
    if (missing.length === 0) return 0
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 })
    appendFileSync(this.#file, `${missing.join('\n')}\n`, { mode: 0o600, flush: true })
    for (const hash of missing) this.#known.add(hash)
    return missing.length
  }
}

/** All suppression hashes that a store holds. */
export function suppressionsOf(store: Pick<Store, 'suppressions'>): Promise<readonly string[]> {
  return collect((paging) => store.suppressions(paging))
}
