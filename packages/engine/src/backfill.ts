import type { AnchorId, JsonObject, ProfileId } from '@rapport/core'
import { recomputeAnchor } from './figures/apply.ts'
import { decodeFigures, encodeFigures } from './figures/packed.ts'
import type { Pipeline } from './pipeline/pipeline.ts'
import type { PipelineContext, Step } from './pipeline/step.ts'
import type { Reader } from './port/reader.ts'

const PAGE = 200
const ENTRY = { type: 'backfill', name: 'figures' } as const

/** Background work: figures and segments after a change of rules, a page of profiles at a time, and memberships that time alone changes. */
export class Backfill {
  readonly #context: PipelineContext
  readonly #pipeline: Pipeline
  readonly #reader: Reader

  constructor(context: PipelineContext, pipeline: Pipeline, reader: Reader) {
    this.#context = context
    this.#pipeline = pipeline
    this.#reader = reader
  }

  /** Notes that profiles must be gone through, on disk, so that a killed process goes on. */
  async afterChange(types: readonly string[]): Promise<void> {
    if (!types.some((type) => type === 'insight' || type === 'segment' || type === 'activation')) return
    await this.#note({ after: null, done: 0, figures: types.includes('insight') })
  }

  /** Works for about `budgetMs`; answers when there is more to do, null when only new input or time will tell. */
  async work(budgetMs: number): Promise<number | null> {
    const until = performance.now() + budgetMs
    const { now, store } = this.#context
    while (performance.now() < until) {
      const due = await store.write.dueFlips(now(), PAGE)
      if (due.length > 0) await this.#pipeline.step([], (step) => wake(step, due))
      const isMore = await this.#page()
      if (due.length === 0 && !isMore) return null
    }
    return now()
  }

  async #page(): Promise<boolean> {
    const entry = await this.#reader.entry(ENTRY.type, ENTRY.name)
    if (!entry) return false
    const state = JSON.parse(entry.body) as { after: string | null; done: number; figures: boolean }
    const page = await this.#reader.list({ limit: PAGE, ...(state.after === null ? {} : { after: state.after }) })
    if (state.figures) await this.#figures(page.items.map((profile) => profile.id))
    await this.#pipeline.step([], (step) =>
      wake(
        step,
        page.items.map((profile) => profile.id),
      ),
    )
    if (page.next === null) await this.#context.store.write.commit({ removedEntries: [ENTRY] })
    else await this.#note({ after: page.next, done: state.done + page.items.length, figures: state.figures })
    return page.next !== null
  }

  /** Computes figures anew from the activities themselves. Exclusive, so that no input comes between the reading and the writing. */
  async #figures(profiles: readonly ProfileId[]): Promise<void> {
    await this.#pipeline.exclusive(async () => {
      const { store, rulebook, now } = this.#context
      const [states, anchors] = [await store.write.profiles(profiles), await store.write.anchorsOf(profiles)]
      const figures = []
      for (const [index, profile] of profiles.entries()) {
        const decoded = decodeFigures(rulebook().insights, states[index]?.figures ?? null, now())
        for (const { id } of anchors[index] ?? []) recomputeAnchor(decoded, id, await this.#activities(id))
        figures.push({ profile, figures: encodeFigures(decoded), flipAt: null })
      }
      if (figures.length > 0) await store.write.commit({ figures })
    })
  }

  async #activities(
    anchor: AnchorId,
  ): Promise<readonly { readonly entity: string; readonly occurredAt: number; readonly attributes: JsonObject }[]> {
    const [rows = []] = await this.#context.store.write.activitiesIn([
      { anchor, since: Number.MIN_SAFE_INTEGER, until: Number.MAX_SAFE_INTEGER },
    ])
    return rows.map(({ entity, occurredAt, body }) => ({
      entity,
      occurredAt,
      attributes: JSON.parse(body) as JsonObject,
    }))
  }

  async #note(state: {
    readonly after: string | null
    readonly done: number
    readonly figures: boolean
  }): Promise<void> {
    await this.#context.store.write.commit({
      entries: [{ ...ENTRY, profile: null, at: this.#context.now(), body: JSON.stringify(state) }],
    })
  }
}

function wake(step: Step, profiles: readonly ProfileId[]): undefined {
  for (const id of profiles) step.woken.add(id)
}
