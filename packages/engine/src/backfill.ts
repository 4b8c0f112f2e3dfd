import type { ProfileId } from '@rapport/core'
import type { Pipeline } from './pipeline/pipeline.ts'
import type { PipelineContext, Step } from './pipeline/step.ts'
import type { Reader } from './port/reader.ts'
import type { Entry } from './port/rows.ts'

const FIRST_PAGE = 50
const MAX_PAGE = 500
const MAX_FLIPS = 200
const ENTRY = { type: 'backfill', name: 'figures' } as const

interface State {
  /** Where the next page of profiles begins. */
  readonly after: string | null
  /** Profiles gone through, for whoever asks how far it is. */
  readonly done: number
  /** An insight changed: figures of rows made with other rules are computed anew from the activities. */
  readonly figures: boolean
}

/** Background work: figures and segments after a change of rules, a page of profiles at a time, and memberships that time alone changes. */
export class Backfill {
  readonly #context: PipelineContext
  readonly #pipeline: Pipeline
  readonly #reader: Reader
  #state: State | null = null
  #pageSize = FIRST_PAGE

  constructor(context: PipelineContext, pipeline: Pipeline, reader: Reader) {
    this.#context = context
    this.#pipeline = pipeline
    this.#reader = reader
  }

  /** Takes up what an earlier process had not ended. */
  async open(): Promise<void> {
    const entry = await this.#reader.entry(ENTRY.type, ENTRY.name)
    this.#state = entry ? (JSON.parse(entry.body) as State) : null
  }

  /**
   * Whether rows that were made with other rules hold figures of other rules, too. Whoever touches such a profile computes it
   * anew first, so that nobody enters a segment on half of their figures.
   */
  get figuresArePending(): boolean {
    return this.#state?.figures === true
  }

  /**
   * Changes rules so that profiles are gone through afterwards, on disk before the change is: a process that is killed in
   * between goes through them once for nothing. To be called when no step runs.
   */
  async through<T>(types: readonly string[], change: () => Promise<T>): Promise<T> {
    if (!types.some((type) => type === 'insight' || type === 'segment' || type === 'activation')) return change()
    const state: State = { after: null, done: 0, figures: this.figuresArePending || types.includes('insight') }
    await this.#context.store.write.commit({ entries: [this.#entry(state)] })
    const answer = await change()
    this.#state = state
    return answer
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

  /** Figures, memberships and how far it came, in one commit. */
  async #page(): Promise<boolean> {
    const state = this.#state
    if (!state) return false
    const after = state.after === null ? {} : { after: state.after }
    const page = await this.#reader.list({ limit: this.#pageSize, ...after })
    const next: State | null =
      page.next === null ? null : { ...state, after: page.next, done: state.done + page.items.length }
    let isCurrent = true
    await this.#pipeline.step([], (step) => {
      // Rules changed while the page was read: it begins anew.
      isCurrent = this.#state === state
      if (!isCurrent) return undefined
      wake(
        step,
        page.items.map((profile) => profile.id),
      )
      return next ? { entries: [this.#entry(next)] } : { removedEntries: [ENTRY] }
    })
    if (isCurrent && this.#state === state) this.#state = next
    return this.#state !== null
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
