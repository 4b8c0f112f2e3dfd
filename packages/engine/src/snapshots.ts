import { RapportError } from '@rapport/core'
import type { EmittedBatch } from './commands.ts'
import type { Intake } from './pipeline/intake.ts'
import type { PipelineContext } from './pipeline/step.ts'
import type { Reader } from './port/reader.ts'

/** Over this share of a stream's rows vanishing in one snapshot, it stops and asks. */
const BRAKE_SHARE = 0.05
const PAGE = 500
const ENTRY = 'snapshot'

/** Streams that are read whole: what a completed snapshot did not contain is gone at the source. */
export class Snapshots {
  readonly #context: PipelineContext
  readonly #intake: Intake

  constructor(context: PipelineContext, intake: Intake) {
    this.#context = context
    this.#intake = intake
  }

  /** Remembers the snapshots that had begun and not ended when the process last stopped. */
  async open(reader: Reader): Promise<void> {
    for (let after: string | undefined; ; ) {
      const page = await reader.entries(ENTRY, { limit: PAGE, ...(after === undefined ? {} : { after }) })
      for (const entry of page.items) this.#context.snapshots.add(entry.name)
      if (page.next === null) return
      after = page.next
    }
  }

  /** Forgets what an unfinished snapshot of the stream (connection/stream) had seen. */
  async start(name: string): Promise<void> {
    await this.#intake.settle()
    const stream = this.#context.rulebook().streams.get(name)
    if (!stream) return
    await this.#context.store.write.commit({
      seen: [{ stream: stream.id, keys: [], start: true }],
      entries: [{ type: ENTRY, name, profile: null, at: this.#context.now(), body: '{}' }],
    })
    this.#context.snapshots.add(name)
  }

  /**
   * Deletes what the completed snapshot did not contain.
   * @throws RapportError `SNAPSHOT_BRAKE` when that is suspiciously much and the batch does not allow it
   */
  async complete(name: string, batch: EmittedBatch): Promise<void> {
    const { store, snapshots, rulebook, now } = this.#context
    await this.#intake.settle()
    const stream = rulebook().streams.get(name)
    if (!stream || !snapshots.has(name)) return
    const { live, unseen } = await store.write.unseen(stream.id, '', 1)
    if (unseen > live * BRAKE_SHARE && batch.allowDeletes !== true) {
      throw new RapportError('SNAPSHOT_BRAKE', { stream: name, vanished: unseen, total: live })
    }
    const { connection, stream: shortName } = batch
    for (let after = ''; ; ) {
      const page = await store.write.unseen(stream.id, after, PAGE)
      const last = page.keys.at(-1)
      if (last === undefined) break
      const body = JSON.stringify({ deletes: page.keys })
      await this.#intake.accept(
        { kind: 'batch', batch: { connection, stream: shortName, body }, receivedAt: now() },
        true,
      )
      after = last
    }
    await this.#intake.settle()
    snapshots.delete(name)
    await store.write.commit({ removedEntries: [{ type: ENTRY, name }] })
  }
}
