import { type AnchorId, type JsonObject, RapportError } from '@rapport/core'
import { stableText } from './figures/stable-hash.ts'
import { bindingsFor, isPackedBy, withFeatures } from './pipeline/features.ts'
import type { Pipeline } from './pipeline/pipeline.ts'
import type { PipelineContext, Step } from './pipeline/step.ts'
import type { Reader } from './port/reader.ts'
import type { Anchor, Entry, Rejected, StoredRecord, StreamId } from './port/rows.ts'
import type { Writes } from './port/writer.ts'
import type { Rulebook } from './rulebook.ts'

const ENTRY = { type: 'backfill', name: 'identity' } as const
/** The match rules that records follow, or will once the pass has ended. */
const RULES = { type: 'match-rules-followed', name: 'identity' } as const

/** How far the pass is. Anchors are gone through twice, by their numbers. */
interface State {
  /** First what records are found and compared by, of all of them; then links: old features are never compared with new ones. */
  readonly phase: 'features' | 'links'
  /** The last anchor that was gone through. */
  readonly after: number
  /** The last anchor to go through: who is born later follows the new rules already. `null`: it has not begun. */
  readonly until: number | null
  /** Records gone through in this phase, for whoever asks how far it is. */
  readonly done: number
  /** Kinds of parties whose rules changed. */
  readonly entities: readonly string[]
}

/**
 * After a change of match rules: who is who, worked out anew for everybody, a page of anchors at a time, each with its state in one
 * commit. Input goes on meanwhile, by the new rules. What sources assert and stewards decided stays as it is.
 */
export class Rematch {
  readonly #context: PipelineContext
  readonly #pipeline: Pipeline
  readonly #reader: Reader
  readonly #streamNames: Map<StreamId, string> = new Map()
  #state: State | null = null
  #followed: Rules = {}
  /** Up to this anchor pages are one anchor: somewhere there more is tied together than can be looked at. */
  #slowUntil = 0

  constructor(context: PipelineContext, pipeline: Pipeline, reader: Reader) {
    this.#context = context
    this.#pipeline = pipeline
    this.#reader = reader
  }

  async open(): Promise<void> {
    const [state, followed] = [
      await this.#reader.entry(ENTRY.type, ENTRY.name),
      await this.#reader.entry(RULES.type, RULES.name),
    ]
    this.#state = state ? (JSON.parse(state.body) as State) : null
    this.#followed = followed ? (JSON.parse(followed.body) as Rules) : {}
  }

  get isPending(): boolean {
    return this.#state !== null
  }

  get featuresAreMixed(): boolean {
    return this.#state?.phase === 'features'
  }

  /**
   * What a change of rules asks for: entries to be on disk before it is, and what to call when it is. A process that is killed in
   * between finds other rules than it is told, and goes by those. `undefined`: the match rules stay as they are.
   */
  async begin(
    rulebook: Rulebook,
  ): Promise<{ readonly entries: readonly Entry[]; readonly done: () => void } | undefined> {
    const rules = rulesOf(rulebook)
    const entities = [...new Set([...Object.keys(rules), ...Object.keys(this.#followed)])].filter(
      (entity) => rules[entity] !== this.#followed[entity],
    )
    if (entities.length === 0) return undefined
    const isEmpty = (await this.#context.store.write.allocateAnchors(0)) === 1
    const pending = [...new Set([...(this.#state?.entities ?? []), ...entities])].sort()
    const state: State | null = isEmpty
      ? null
      : { phase: 'features', after: 0, until: null, done: 0, entities: pending }
    const followed: Entry = { ...RULES, profile: null, at: this.#context.now(), body: JSON.stringify(rules) }
    return {
      entries: [...(state ? [this.#entry(state)] : []), followed],
      done: () => {
        this.#state = state
        this.#followed = rules
        this.#slowUntil = 0
      },
    }
  }

  /** Goes through the next anchors, at most `limit`; to be called while it is pending. */
  async page(limit: number): Promise<void> {
    const from = this.#state
    const isSlow = (from?.after ?? 0) < this.#slowUntil
    try {
      await this.#step(isSlow ? 1 : limit)
    } catch (error) {
      const failure = RapportError.from(error)
      if (failure.code !== 'COMPONENT_TOO_LARGE') throw error
      if (isSlow || limit === 1) await this.#step(1, failure)
      else this.#slowUntil = (from?.after ?? 0) + limit
    }
  }

  /** @param failure the one anchor of the page is tied to more than can be looked at: it is named, and stays where it is */
  async #step(limit: number, failure?: RapportError): Promise<void> {
    let from: State | null = null
    let next: State | null = null
    await this.#pipeline.step([], async (step) => {
      const state = this.#state
      if (!state) return undefined
      from = state
      const { write } = this.#context.store
      const until = state.until ?? (await write.allocateAnchors(0)) - 1
      const last = Math.min(state.after + limit, until)
      const ids = Array.from({ length: last - state.after }, (_, index) => (state.after + index + 1) as AnchorId)
      const rows = await this.#load(ids, state.entities)
      let writes: Writes = {}
      if (failure) writes = { rejected: rows.map((row) => tooLarge(row, failure, step.nowMs)) }
      else if (state.phase === 'features') writes = { records: repacked(rows, step) }
      else revisit(rows, step)
      next = following({ ...state, until, after: last, done: state.done + rows.length })
      return { ...writes, ...(next ? { entries: [this.#entry(next)] } : { removedEntries: [ENTRY] }) }
    })
    if (this.#state === from) this.#state = next
  }

  async #load(ids: readonly AnchorId[], entities: readonly string[]): Promise<readonly Row[]> {
    const { write } = this.#context.store
    const anchors = (await write.anchorsById(ids)).filter((anchor) => anchor && entities.includes(anchor.entity))
    const known = anchors as readonly Anchor[]
    const records = known.length === 0 ? [] : await write.records(known.map(({ id }) => id))
    if (known.some(({ stream }) => !this.#streamNames.has(stream)))
      for (const { id, name } of await this.#reader.streams()) this.#streamNames.set(id as StreamId, name)
    return known.flatMap((anchor, index) => {
      const record = records[index]
      if (!record || record.isDeleted) return []
      return [{ anchor, record, streamName: this.#streamNames.get(anchor.stream) ?? '' }]
    })
  }

  #entry(state: State): Entry {
    return { ...ENTRY, profile: null, at: this.#context.now(), body: JSON.stringify(state) }
  }
}

/** A live record and where it hangs. */
interface Row {
  readonly anchor: Anchor
  readonly record: StoredRecord
  readonly streamName: string
}

/** What the match rules of a kind of party say, as text, by its name. */
type Rules = Readonly<Record<string, string>>

function rulesOf({ resolvers }: Rulebook): Rules {
  return Object.fromEntries(
    [...resolvers].map(([entity, bindings]) => [
      entity,
      stableText(bindings.map(({ tag, thresholdBits }) => [tag, thresholdBits])),
    ]),
  )
}

function following(state: State): State | null {
  if (state.after < (state.until ?? 0)) return state
  return state.phase === 'features' ? { ...state, phase: 'links', after: 0, until: null, done: 0 } : null
}

function repacked(rows: readonly Row[], step: Step): readonly StoredRecord[] {
  return rows.flatMap(({ anchor, record, streamName }) => {
    const bindings = bindingsFor(step.rulebook, anchor)
    if (isPackedBy(bindings, record.features)) return []
    const attributes = JSON.parse(record.attributes) as JsonObject
    return [withFeatures(record, attributes, streamName, anchor.entity, bindings)]
  })
}

function revisit(rows: readonly Row[], step: Step): void {
  for (const { anchor, record, streamName } of rows) {
    step.addAnchor(anchor)
    step.streamNames.set(anchor.stream, streamName)
    step.revisited.set(anchor.id, record)
    step.touched.add(anchor.id)
  }
}

function tooLarge({ anchor, streamName }: Row, { code, message }: RapportError, at: number): Rejected {
  return { stream: streamName, key: anchor.key, field: '', code, reason: message, raw: '', at }
}
