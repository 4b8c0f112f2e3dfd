import type { AnchorId } from '@rapport/core'
import type { StoredRecord } from '../port/rows.ts'
import type { ResolverBinding } from '../rulebook.ts'
import { resolverKey, unpackPart } from './features.ts'
import type { Step } from './step.ts'

/**
 * Who shares which key after this step: what the store holds, less what the step changed, plus what it changed it to.
 * Counts are exact as far as the limit on a key asks, before and after.
 */
export class KeyIndex {
  readonly #step: Step
  readonly #binding: ResolverBinding
  readonly #changed: ReadonlyMap<AnchorId, StoredRecord>
  readonly #prefix: string
  readonly #stored: Map<string, { readonly count: number; readonly members: ReadonlyMap<AnchorId, Uint8Array> }> =
    new Map()
  /** Changed records by key, as they are after the step. */
  readonly #after: Map<string, Map<AnchorId, Uint8Array>> = new Map()
  /** How many changed records had the key before. */
  readonly #before: Map<string, number> = new Map()

  constructor(step: Step, binding: ResolverBinding, changed: ReadonlyMap<AnchorId, StoredRecord>) {
    this.#step = step
    this.#binding = binding
    this.#changed = changed
    this.#prefix = resolverKey(binding, '')
    for (const [anchor, record] of changed) {
      const features = unpackPart(record.features, binding.tag)
      for (const key of record.keys) {
        if (!this.owns(key) || !features) continue
        const members = this.#after.get(key)
        if (members) members.set(anchor, features)
        else this.#after.set(key, new Map([[anchor, features]]))
      }
      for (const key of step.records.get(anchor)?.before?.keys ?? [])
        if (this.owns(key)) this.#before.set(key, (this.#before.get(key) ?? 0) + 1)
    }
  }

  owns(key: string): boolean {
    return key.startsWith(this.#prefix)
  }

  async load(keys: readonly string[]): Promise<void> {
    const missing = keys.filter((key) => !this.#stored.has(key))
    if (missing.length === 0) return
    const mostRemoved = Math.max(0, ...missing.map((key) => this.#before.get(key) ?? 0))
    for (const found of await this.#step.context.store.write.candidates(
      missing,
      this.#binding.maxRecordsPerKey + mostRemoved,
    )) {
      const members = new Map<AnchorId, Uint8Array>()
      for (const { anchor, features } of found.anchors) {
        const part = this.#changed.has(anchor) ? undefined : unpackPart(features, this.#binding.tag)
        if (part) members.set(anchor, part)
      }
      this.#stored.set(found.key, { count: found.count, members })
    }
  }

  /** Records with the key after this step. */
  count(key: string): number {
    return (this.#stored.get(key)?.count ?? 0) - (this.#before.get(key) ?? 0) + (this.#after.get(key)?.size ?? 0)
  }

  *members(key: string): Iterable<readonly [AnchorId, Uint8Array]> {
    const stored = this.#stored.get(key)
    if (stored) yield* stored.members
    const after = this.#after.get(key)
    if (after) yield* after
  }

  /** Unchanged records of keys that went over the limit in this step, or came back under it. */
  membersOfCrossedKeys(keys: Iterable<string>): Set<AnchorId> {
    const members = new Set<AnchorId>()
    const limit = this.#binding.maxRecordsPerKey
    for (const key of keys) {
      const stored = this.#stored.get(key)
      if (!stored || stored.count > limit === this.count(key) > limit) continue
      for (const anchor of stored.members.keys()) members.add(anchor)
    }
    return members
  }
}
