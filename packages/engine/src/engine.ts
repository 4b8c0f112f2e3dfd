import { type ConnectionDocument, type Json, parseDocument, RapportError, type Sequence } from '@rapport/core'
import { Backfill } from './backfill.ts'
import type {
  Commands,
  DecisionOutcome,
  DocumentToSave,
  EmitOutcome,
  EmittedBatch,
  ErasureProof,
  Failure,
  Preview,
  ReceivedRequest,
  ReceiveOutcome,
} from './commands.ts'
import { Decisions } from './decisions.ts'
import { Erasures } from './erasure/erasures.ts'
import { Suppression } from './erasure/suppression.ts'
import { FiguresCache } from './pipeline/figures-cache.ts'
import { Intake } from './pipeline/intake.ts'
import { Pipeline, type Worked } from './pipeline/pipeline.ts'
import type { Caches, PipelineContext } from './pipeline/step.ts'
import type { Reader } from './port/reader.ts'
import type { StoredDocument } from './port/rows.ts'
import type { Store } from './port/store.ts'
import { preview } from './preview.ts'
import { replayRejected } from './replay.ts'
import type { Rulebook } from './rulebook.ts'
import { Snapshots } from './snapshots.ts'
import { type RuleParts, WorkspaceRules } from './workspace-rules.ts'

/** What an engine stands on. */
export interface EngineOptions extends RuleParts {
  readonly store: Store
  readonly reader: Reader
  /** Key of the HMACs by which erased people are recognised; the same for the life of the workspace. */
  readonly suppressionKey: Uint8Array
  /** Whether a connection's plugin declares `onErase`, so that it is told whom to forget. */
  readonly hearsOfErasures: (connection: ConnectionDocument) => boolean
  readonly now: () => number
  /** Many senders at once are answered as soon as what they sent is on disk, before it is worked off; absent: after, as far as one commit holds it. */
  readonly answersFirst?: boolean
  readonly onWorked?: (worked: Worked) => void
}

/** A workspace's engine: the only one that changes its store. */
export interface Engine {
  readonly commands: Commands
  readonly rulebook: () => Rulebook
  /** Reads connections and their streams again. */
  readonly reload: () => Promise<void>
  /** Erases whoever the suppression hashes name (a restored store learns whom it must forget); answers how many profiles. */
  readonly suppress: (hashes: readonly string[]) => Promise<number>
}

/**
 * Opens the engine on a store: compiles its documents, takes up what an earlier process had acknowledged and not worked off.
 * @throws RapportError as the store's and the documents' do
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const opened = new StoreEngine(options)
  await opened.open()
  return {
    commands: opened,
    rulebook: () => opened.rulebook,
    reload: () => opened.reload(),
    suppress: (hashes) => opened.suppress(hashes),
  }
}

class StoreEngine implements Commands {
  readonly #options: EngineOptions
  readonly #store: Store
  readonly #context: PipelineContext
  readonly #pipeline: Pipeline
  readonly #intake: Intake
  readonly #backfill: Backfill
  readonly #snapshots: Snapshots
  readonly #erasures: Erasures
  readonly #decisions: Decisions
  readonly #rules: WorkspaceRules

  constructor(options: EngineOptions) {
    this.#options = options
    this.#store = options.store
    const caches: Caches = { anchors: new Map(), devices: new Map(), streams: new Map(), figures: new FiguresCache() }
    this.#rules = new WorkspaceRules({ store: options.store, caches, parts: options, now: options.now })
    this.#context = {
      store: options.store,
      reader: options.reader,
      rulebook: () => this.rulebook,
      now: options.now,
      caches,
      snapshots: new Set(),
      figuresArePending: () => this.#backfill.figuresArePending,
      featuresAreMixed: () => this.#backfill.featuresAreMixed,
      suppression: new Suppression({ secret: options.suppressionKey, store: options.store, reader: options.reader }),
    }
    this.#pipeline = new Pipeline(this.#context, (worked) => options.onWorked?.(worked))
    this.#intake = new Intake(this.#context, this.#pipeline, (name) => this.#rules.endpointOf(name), options)
    this.#backfill = new Backfill(this.#context, this.#pipeline, options.reader)
    this.#snapshots = new Snapshots(this.#context, this.#intake)
    const { reader, hearsOfErasures } = options
    this.#decisions = new Decisions(this.#context, this.#pipeline, reader)
    this.#erasures = new Erasures({
      context: this.#context,
      pipeline: this.#pipeline,
      reader,
      hearsOfErasures,
    })
  }

  get rulebook(): Rulebook {
    return this.#rules.rulebook
  }

  async open(): Promise<void> {
    await this.#snapshots.open(this.#options.reader)
    await this.#erasures.open()
    await this.#backfill.open()
    await this.reload()
    await this.#backfill.followRules()
    await this.#intake.resume()
  }

  reload(): Promise<void> {
    return this.#rules.reload(this.#pipeline)
  }

  async receive(requests: readonly ReceivedRequest[]): Promise<readonly ReceiveOutcome[]> {
    return Promise.all(
      requests.map(
        (request): Promise<ReceiveOutcome> =>
          this.#intake
            .accept({ kind: 'request', request }, false)
            .then((accepted) => ({ ok: true as const, accepted }), failure),
      ),
    )
  }

  async emit(batch: EmittedBatch): Promise<EmitOutcome> {
    try {
      const name = `${batch.connection}/${batch.stream}`
      if (!this.rulebook.streams.has(name)) await this.reload()
      if (!this.rulebook.streams.has(name)) throw new RapportError('STREAM_UNKNOWN', { stream: name })
      if (batch.snapshot === 'start') await this.#snapshots.start(name)
      const accepted = await this.#intake.accept({ kind: 'batch', batch, receivedAt: this.#context.now() }, true)
      if (batch.snapshot === 'complete') await this.#snapshots.complete(name, batch)
      return { ok: true, accepted }
    } catch (error) {
      return failure(error)
    }
  }

  async settle(): Promise<void> {
    await this.#intake.settle()
  }

  async tick(budgetMs: number): Promise<number | null> {
    if (this.#intake.backlogRows > 0) await this.#intake.settle()
    return this.#backfill.work(budgetMs)
  }

  saveDocuments(documents: readonly DocumentToSave[], by: string): Promise<readonly StoredDocument[]> {
    return this.#rules.save(this.#pipeline, this.#backfill, documents, by)
  }

  removeDocument(type: string, name: string, by: string): Promise<void> {
    return this.#rules.remove(this.#pipeline, this.#backfill, type, name, by)
  }

  async preview(body: Json, limit: number): Promise<Preview> {
    return preview(
      parseDocument(body),
      { rulebook: this.rulebook, reader: this.#options.reader, write: this.#store.write, nowMs: this.#context.now() },
      limit,
    )
  }

  async decide(decision: Parameters<Commands['decide']>[0], by: string): Promise<DecisionOutcome> {
    await this.settle()
    return this.#decisions.decide(decision, by)
  }

  async withdrawDecision(id: string, _by: string): Promise<DecisionOutcome> {
    await this.settle()
    return this.#decisions.withdraw(id)
  }

  async erase(reference: string, by: string): Promise<ErasureProof> {
    await this.settle()
    return this.#erasures.erase(reference, by)
  }

  async suppress(hashes: readonly string[]): Promise<number> {
    await this.settle()
    return this.#erasures.suppress(hashes)
  }

  claimErasures(max: number, leaseMs: number): ReturnType<Commands['claimErasures']> {
    return this.#erasures.claim(max, leaseMs)
  }

  settleErasures(token: string, settled: Parameters<Commands['settleErasures']>[1]): Promise<void> {
    return this.#erasures.settle(token, settled)
  }

  async replayRejected(
    items: Parameters<Commands['replayRejected']>[0],
    _by: string,
  ): ReturnType<Commands['replayRejected']> {
    await this.settle()
    return replayRejected(items, { context: this.#context, pipeline: this.#pipeline, reader: this.#options.reader })
  }

  async dropRejected(ids: readonly Sequence[], _by: string): Promise<void> {
    await this.#store.write.commit({ unrejected: ids })
  }

  async putEntries(entries: Parameters<Commands['putEntries']>[0]): Promise<void> {
    await this.#store.write.commit({ entries })
  }

  async removeEntries(keys: readonly { readonly type: string; readonly name: string }[]): Promise<void> {
    await this.#store.write.commit({ removedEntries: keys })
  }

  async claimDeliveries(lane: string, max: number, leaseMs: number): ReturnType<Commands['claimDeliveries']> {
    return this.#store.write.claim('deliver', { max, leaseMs, nowMs: this.#context.now(), lane })
  }

  async settleDeliveries(token: string, settled: Parameters<Commands['settleDeliveries']>[1]): Promise<void> {
    const committed = await this.#store.write.commit({ lease: token, settled })
    if (!committed.ok) throw new RapportError('LEASE_LOST')
  }

  async requeue(ids: Parameters<Commands['requeue']>[0]): Promise<void> {
    const dueAt = this.#context.now()
    await this.#store.write.commit({ requeue: ids.map((id) => ({ id, dueAt })) })
  }

  async backup(to: string): Promise<{ readonly bytes: number }> {
    return this.#store.backup(to, new AbortController().signal)
  }
}

function failure(error: unknown): Failure {
  const { code, details } = RapportError.from(error)
  return { ok: false, code, details }
}
