import { randomUUID } from 'node:crypto'
import { type AnchorId, formatProfileId, type ProfileId, RapportError } from '@rapport/core'
import type { DecisionOutcome } from './commands.ts'
import type { Pipeline } from './pipeline/pipeline.ts'
import type { PipelineContext } from './pipeline/step.ts'
import type { Reader } from './port/reader.ts'
import type { Decision } from './port/rows.ts'
import { findProfiles } from './query/find-profile.ts'

const ENTRY = 'decision'

/** What stewards say about who is who: kept between records, for ever, withdrawable. Callers let everything accepted be worked off first. */
export class Decisions {
  readonly #context: PipelineContext
  readonly #pipeline: Pipeline
  readonly #reader: Reader

  constructor(context: PipelineContext, pipeline: Pipeline, reader: Reader) {
    this.#context = context
    this.#pipeline = pipeline
    this.#reader = reader
  }

  /** @throws RapportError `PROFILE_NOT_FOUND`, `PROFILE_ERASED`, `PROFILE_AMBIGUOUS`, `REQUEST_INVALID` for one record twice */
  async decide(
    { a, b, verdict }: { readonly a: string; readonly b: string; readonly verdict: Decision['verdict'] },
    by: string,
  ): Promise<DecisionOutcome> {
    const [first, second] = [await this.#anchorOf(a), await this.#anchorOf(b)]
    if (first === second)
      throw new RapportError('REQUEST_INVALID', { problem: 'a and b are the same record', path: 'b' })
    const ends = first < second ? { a: first, b: second } : { a: second, b: first }
    return this.#apply({ id: randomUUID(), ...ends, verdict, by, at: this.#context.now(), withdrawnAt: null })
  }

  /** @throws RapportError `DECISION_NOT_FOUND` */
  async withdraw(id: string): Promise<DecisionOutcome> {
    const entry = await this.#reader.entry(ENTRY, id)
    if (!entry) throw new RapportError('DECISION_NOT_FOUND', { id })
    return this.#apply({ ...(JSON.parse(entry.body) as Decision), withdrawnAt: this.#context.now() })
  }

  async #apply(decision: Decision): Promise<DecisionOutcome> {
    const { write } = this.#context.store
    await this.#pipeline.step([], async (step) => {
      const anchors = await write.anchorsById([decision.a, decision.b])
      // Erased while this waited its turn.
      if (anchors.includes(undefined)) throw new RapportError('PROFILE_NOT_FOUND')
      for (const anchor of anchors) if (anchor) step.addAnchor(anchor)
      step.decisions.push(decision)
      step.touched.add(decision.a).add(decision.b)
      return {
        entries: [{ type: ENTRY, name: decision.id, profile: null, at: decision.at, body: JSON.stringify(decision) }],
      }
    })
    const anchors = await write.anchorsById([decision.a, decision.b])
    return {
      id: decision.id,
      profiles: [...new Set(anchors.flatMap((anchor) => (anchor ? [formatProfileId(anchor.profile)] : [])))],
    }
  }

  /** `connection/stream/key`; or a profile's oldest record, by `prf_…` or `namespace:value`. */
  async #anchorOf(reference: string): Promise<AnchorId> {
    const { caches, store } = this.#context
    const [connection, stream, ...key] = reference.split('/')
    if (connection !== undefined && stream !== undefined && key.length > 0) {
      const id = caches.streams.get(`${connection}/${stream}`)
      const [anchor] = id === undefined ? [] : await store.write.anchors([{ stream: id, key: key.join('/') }])
      if (anchor) return anchor.id
      if (id !== undefined) throw new RapportError('PROFILE_NOT_FOUND')
    }
    const found = await findProfiles(this.#reader, reference)
    if (found.length > 1) throw new RapportError('PROFILE_AMBIGUOUS')
    // An id that was absorbed still has its own record; an identifier stands for the whole profile.
    const id = found[0] as ProfileId | undefined
    if (id === undefined) throw new RapportError('PROFILE_NOT_FOUND')
    const [profile] = await this.#reader.profiles([id])
    if (profile?.status === 'erased') throw new RapportError('PROFILE_ERASED')
    const [anchor] = await store.write.anchorsById([id as number as AnchorId])
    if (!anchor) throw new RapportError('PROFILE_NOT_FOUND')
    return anchor.id
  }
}
