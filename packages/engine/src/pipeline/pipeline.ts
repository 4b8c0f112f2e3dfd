import { RapportError, type Sequence } from '@rapport/core'
import type { Writes } from '../port/writer.ts'
import { deletionVariants, searchFamilies, termsOf } from '../search/keys.ts'
import { apply } from './apply.ts'
import { type Parsed, toStepOperations } from './input.ts'
import { load } from './load.ts'
import type { Operation } from './operations.ts'
import { project } from './project.ts'
import { resolve } from './resolve.ts'
import { anchorCacheKey, type PipelineContext, Step } from './step.ts'

/** What one commit did, for metrics and for those who follow changes. */
export interface Worked {
  readonly sequence: Sequence
  readonly accepted: number
  readonly duplicates: number
  readonly stale: number
  readonly suppressed: number
  readonly rejected: number
}

const MAX_CACHED = 200_000

/**
 * Load, compute, commit: turns input into profiles. One step at a time, since each stands on what the one before stored.
 */
export class Pipeline {
  readonly #context: PipelineContext
  readonly #onWorked: (worked: Worked) => void
  #tail: Promise<unknown> = Promise.resolve()

  constructor(context: PipelineContext, onWorked: (worked: Worked) => void) {
    this.#context = context
    this.#onWorked = onWorked
  }

  /**
   * Works a group of inputs into profiles in one commit. When the group fails for another reason than the store, its inputs
   * are worked off one by one, then row by row, and only the row that fails is rejected.
   * @throws RapportError of kind `transient` when the store could not; nothing of the group is stored then
   */
  async work(group: readonly Parsed[]): Promise<void> {
    try {
      await this.step(group)
    } catch (error) {
      if (RapportError.from(error).kind === 'transient') throw error
      if (group.length > 1) {
        for (const parsed of group) await this.work([parsed])
      } else if (group[0]) await this.#workRows(group[0], error)
    }
  }

  /**
   * One step over inputs, or over nothing but what `prepare` puts into it (a decision, a flip, a backfill). What `prepare` answers is
   * written besides; records only in a step without input.
   */
  step(
    group: readonly Parsed[],
    prepare?: (step: Step) => Promise<Writes | undefined> | Writes | undefined,
  ): Promise<Worked> {
    const run = this.#tail.then(() => this.#step(group, prepare))
    this.#tail = run.catch(() => undefined)
    return run
  }

  /** Runs something that must not come between the loads and the commit of a step: an erasure, a change of rules. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    const run = this.#tail.then(task)
    this.#tail = run.catch(() => undefined)
    return run
  }

  forget(): void {
    this.#context.caches.anchors.clear()
    this.#context.caches.devices.clear()
    this.#context.caches.figures.clear()
  }

  async #step(
    group: readonly Parsed[],
    prepare?: (step: Step) => Promise<Writes | undefined> | Writes | undefined,
  ): Promise<Worked> {
    const step = new Step(this.#context)
    const operations = toStepOperations(group, step.rulebook, step.rejected)
    const loaded = await load(step, operations)
    apply(step, loaded)
    const further = await prepare?.(step)
    const resolved = await resolve(step)
    const projected = await project(step)
    const writes: Writes = {
      settled: group.flatMap(({ settles }) => (settles === undefined ? [] : [{ id: settles, done: true as const }])),
      anchors: step.newAnchors.map((anchor) => ({ ...anchor, profile: step.profileOf(anchor) })),
      ghosts: [...step.ghosts].map(([anchor, isGhost]) => ({ anchor, isGhost })),
      ties: step.movedTies(),
      records: [...step.records.values()].map(({ after }) => after),
      versions: step.versions,
      links: resolved.links,
      unlinked: resolved.unlinked,
      decisions: step.decisions,
      activities: [...step.activities.values()].map(({ after }) => after),
      moves: step.moves,
      devices: [...step.devices.values()],
      ...projected,
      rejected: step.rejected,
      ...cursors(group, this.#context),
      ...this.#seen(loaded.operations),
      terms: await this.#newTerms(step),
      ...further,
      entries: [...projected.entries, ...(further?.entries ?? [])],
      removedEntries: [...projected.removedEntries, ...(further?.removedEntries ?? [])],
      enqueue: [...step.enqueue, ...projected.enqueue, ...(further?.enqueue ?? [])],
      changes: [...step.changes, ...projected.changes, ...(further?.changes ?? [])],
    }
    const committed = await this.#context.store.write.commit(writes)
    if (!committed.ok) throw new RapportError('LEASE_LOST')
    this.#remember(step)
    const worked = { sequence: committed.sequence, rejected: step.rejected.length, ...step.counts }
    this.#onWorked(worked)
    return worked
  }

  async #workRows(parsed: Parsed, error: unknown): Promise<void> {
    if (parsed.rows <= 1) {
      const failure = RapportError.from(error)
      const rejected = parsed.emissions.map((emission) => ({
        stream: emission.stream,
        key: '',
        field: '',
        code: failure.code,
        reason: failure.message,
        raw: JSON.stringify(
          emission.rows[0] ?? emission.deletes[0] ?? emission.merges[0] ?? emission.signals[0] ?? null,
        ),
        at: this.#context.now(),
      }))
      const committed = await this.#context.store.write.commit({
        rejected,
        ...(parsed.settles === undefined ? {} : { settled: [{ id: parsed.settles, done: true }] }),
        ...cursors([parsed], this.#context),
      })
      if (!committed.ok) throw new RapportError('LEASE_LOST')
      this.#onWorked({
        sequence: committed.sequence,
        accepted: 0,
        duplicates: 0,
        stale: 0,
        suppressed: 0,
        rejected: rejected.length,
      })
      return
    }
    const pieces = parsed.emissions.flatMap((emission) => [
      ...emission.rows.map((row) => ({ ...emission, rows: [row], deletes: [], merges: [], signals: [] })),
      ...emission.deletes.map((one) => ({ ...emission, rows: [], deletes: [one], merges: [], signals: [] })),
      ...emission.merges.map((one) => ({ ...emission, rows: [], deletes: [], merges: [one], signals: [] })),
      ...emission.signals.map((one) => ({ ...emission, rows: [], deletes: [], merges: [], signals: [one] })),
    ])
    // Only the last piece settles the input and moves its cursor: killed in between, all of it comes again, and repeats change nothing.
    for (const [index, emission] of pieces.entries()) {
      const isLast = index === pieces.length - 1
      const input = isLast ? parsed.input : withoutEffects(parsed.input)
      await this.work([
        {
          input,
          emissions: [emission],
          rows: 1,
          ...(isLast && parsed.settles !== undefined ? { settles: parsed.settles } : {}),
        },
      ])
    }
  }

  /** Keys of streams whose snapshot is being read. */
  #seen(operations: readonly Operation[]): Pick<Writes, 'seen'> {
    const { snapshots } = this.#context
    if (snapshots.size === 0) return {}
    const keys = new Map<number, string[]>()
    for (const operation of operations) {
      if (operation.kind === 'signal' || operation.kind === 'delete' || !snapshots.has(operation.stream.name)) continue
      const list = keys.get(operation.stream.id) ?? []
      keys.set(operation.stream.id, list)
      list.push(operation.key)
    }
    return { seen: [...keys].map(([stream, list]) => ({ stream: stream as never, keys: list, start: false })) }
  }

  async #newTerms(step: Step): Promise<NonNullable<Writes['terms']>> {
    const terms = new Set<string>()
    for (const { after, attributes, before } of step.records.values()) {
      if (before?.searchKeys.join() === after.searchKeys.join()) continue
      for (const word of termsOf(attributes)) terms.add(`${searchFamilies.word}:${word}`)
    }
    if (terms.size === 0) return []
    const unknown = await this.#context.store.write.unknownTerms([...terms])
    return unknown.map((term) => ({ term, variants: deletionVariants(term.slice(2)) }))
  }

  #remember(step: Step): void {
    const { anchors, devices, figures } = this.#context.caches
    if (anchors.size > MAX_CACHED) anchors.clear()
    if (devices.size > MAX_CACHED) devices.clear()
    for (const anchor of step.anchors.values()) {
      const profile = step.profileOf(anchor)
      const isGhost = step.ghosts.get(anchor.id) ?? anchor.isGhost
      anchors.set(
        anchorCacheKey(anchor.stream, anchor.key),
        profile === anchor.profile && isGhost === anchor.isGhost ? anchor : { ...anchor, profile, isGhost },
      )
    }
    for (const [key, state] of step.deviceStates) devices.set(key, state)
    for (const [id, of] of step.figures) figures.put(id, of)
  }
}

/** The last cursor of each stream in the group. */
function cursors(group: readonly Parsed[], context: PipelineContext): Pick<Writes, 'cursors'> {
  const last = new Map<number, string>()
  for (const { input } of group) {
    if (input.kind !== 'batch' || input.batch.cursor === undefined) continue
    const stream = context.caches.streams.get(`${input.batch.connection}/${input.batch.stream}`)
    if (stream !== undefined) last.set(stream, input.batch.cursor)
  }
  return last.size === 0 ? {} : { cursors: [...last].map(([stream, cursor]) => ({ stream: stream as never, cursor })) }
}

function withoutEffects(input: Parsed['input']): Parsed['input'] {
  if (input.kind === 'request') return input
  const { cursor: _cursor, snapshot: _snapshot, ...batch } = input.batch
  return { ...input, batch }
}
