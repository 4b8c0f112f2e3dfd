import type { ProfileId } from '@rapport/core'
import type { Pipeline } from './pipeline/pipeline.ts'
import type { PipelineContext, Step } from './pipeline/step.ts'
import type { Reader } from './port/reader.ts'
import type { Entry } from './port/rows.ts'
import { Rematch } from './rematch.ts'
import type { Rulebook } from './rulebook.ts'

const FIRST_PAGE = 50
const MAX_PAGE = 500
const MAX_FLIPS = 200
/** Documents whose change profiles are gone through for, whatever it says. */
const PROFILE_TYPES: readonly string[] = ['insight', 'segment', 'activation']
const ENTRY = { type: 'backfill', name: 'figures' } as const

interface State {
  /** Where the next page of profiles begins. */
  readonly after: string | null
  /** Profiles gone through, for whoever asks how far it is. */
  readonly done: number
  /** An insight changed: figures of rows made with other rules are computed anew from the activities. */
  readonly figures: boolean
  /** Kinds of parties whose reconciliation changed: their heads are made anew. */
  readonly heads?: readonly string[]
}

/** A change of documents: the types of those that change, the rules before and after. */
export interface RulesChange {
  readonly types: readonly string[]
  readonly from: Rulebook
  readonly to: Rulebook
}

/**
 * Background work: who is who, values, figures and segments after a change of rules, a page at a time, and memberships that time alone
 * changes.
 */
export class Backfill {
  readonly #context: PipelineContext
  readonly #pipeline: Pipeline
  readonly #reader: Reader
  readonly #rematch: Rematch
  #state: State | null = null
  #pageSize = FIRST_PAGE

  constructor(context: PipelineContext, pipeline: Pipeline, reader: Reader) {
    this.#context = context
    this.#pipeline = pipeline
    this.#reader = reader
    this.#rematch = new Rematch(context, pipeline, reader)
  }

  /** Takes up what an earlier process had not ended. */
  async open(): Promise<void> {
    const entry = await this.#reader.entry(ENTRY.type, ENTRY.name)
    this.#state = entry ? (JSON.parse(entry.body) as State) : null
    await this.#rematch.open()
  }

  /** Takes up match rules that are others than records follow: an earlier process was killed at their change, or is of an older version. */
  async followRules(): Promise<void> {
    const rematch = await this.#rematch.begin(this.#context.rulebook())
    if (!rematch) return
    await this.#context.store.write.commit({ entries: rematch.entries })
    rematch.done()
  }

  /**
   * Whether rows that were made with other rules hold figures of other rules, too. Whoever touches such a profile computes it
   * anew first, so that nobody enters a segment on half of their figures.
   */
  get figuresArePending(): boolean {
    return this.#state?.figures === true
  }

  /** See {@link PipelineContext.featuresAreMixed}. */
  get featuresAreMixed(): boolean {
    return this.#rematch.featuresAreMixed
  }

  /**
   * Changes rules so that everybody is gone through afterwards, on disk before the change is: a process that is killed in
   * between goes through them once for nothing. To be called when no step runs.
   */
  async through<T>(rules: RulesChange, change: () => Promise<T>): Promise<T> {
    const state = this.#stateAfter(rules)
    const rematch = await this.#rematch.begin(rules.to)
    const entries = [...(state ? [this.#entry(state)] : []), ...(rematch?.entries ?? [])]
    if (entries.length > 0) await this.#context.store.write.commit({ entries })
    const answer = await change()
    if (state) this.#state = state
    rematch?.done()
    return answer
  }

  /** `undefined`: nothing changes that profiles are gone through for. */
  #stateAfter({ types, from, to }: RulesChange): State | undefined {
    const changed = [...to.reconciliation.byEntity.values()]
      .filter(({ entity, definition }) => from.reconciliation.byEntity.get(entity)?.definition !== definition)
      .map(({ entity }) => entity)
    if (changed.length === 0 && !types.some((type) => PROFILE_TYPES.includes(type))) return undefined
    const heads = [...new Set([...(this.#state?.heads ?? []), ...changed])]
    return { after: null, done: 0, figures: this.figuresArePending || types.includes('insight'), heads }
  }

  /** Works for about `budgetMs`; answers when there is more to do, null when only new input or time will tell. */
  async work(budgetMs: number): Promise<number | null> {
    const until = performance.now() + budgetMs
    const { now, store } = this.#context
    while (performance.now() < until) {
      const due = await store.write.dueFlips(now(), MAX_FLIPS)
      if (due.length > 0) await this.#pipeline.step([], (step) => wake(step, due))
      const began = performance.now()
      const isMore = await this.#page()
      this.#adjust(performance.now() - began, budgetMs)
      if (due.length === 0 && !isMore) return null
    }
    return now()
  }

  /** Who is who comes first: everything else follows from it. */
  async #page(): Promise<boolean> {
    if (this.#rematch.isPending) {
      const { featuresAreMixed } = this
      await this.#rematch.page(this.#pageSize)
      // A record's links cost more than its features.
      if (featuresAreMixed && !this.featuresAreMixed) this.#pageSize = Math.min(this.#pageSize, FIRST_PAGE)
    } else if (this.#state) await this.#profiles()
    return this.#rematch.isPending || this.#state !== null
  }

  /** Heads, figures, memberships and how far it came, in one commit. */
  async #profiles(): Promise<void> {
    let from: State | null = null
    let next: State | null = null
    await this.#pipeline.step([], async (step) => {
      const state = this.#state
      if (!state) return undefined
      from = state
      const after = state.after === null ? {} : { after: state.after }
      const page = await this.#reader.list({ limit: this.#pageSize, ...after })
      next = page.next === null ? null : { ...state, after: page.next, done: state.done + page.items.length }
      for (const { id, entity } of page.items) {
        step.woken.add(id)
        if (state.heads?.includes(entity)) step.unreconciled.add(id)
      }
      return next ? { entries: [this.#entry(next)] } : { removedEntries: [ENTRY] }
    })
    if (this.#state === from) this.#state = next
  }

  /** Pages as large as the time allows: profiles may have three activities or a hundred thousand. */
  #adjust(tookMs: number, budgetMs: number): void {
    if (tookMs > budgetMs) this.#pageSize = Math.max(1, this.#pageSize >> 1)
    else if (tookMs < budgetMs / 4) this.#pageSize = Math.min(MAX_PAGE, this.#pageSize * 2)
  }

  #entry(state: State): Entry {
    return { ...ENTRY, profile: null, at: this.#context.now(), body: JSON.stringify(state) }
  }
}

function wake(step: Step, profiles: readonly ProfileId[]): undefined {
  for (const id of profiles) step.woken.add(id)
}
