import type { ErrorCode, ErrorDetails, Json, PersonReference, Sequence } from '@rapport/core'
import type { Entry, QueueItem, Settled, StoredDocument } from './port/rows.ts'

/**
 * What changes a workspace. All of it runs in the thread that writes; arguments and answers are plain data, so that the
 * interface is the same across threads. Each resolves when its effect is on disk.
 */
export interface Commands {
  /** Requests that reached a source's endpoint, bodies unparsed. One answer each, in order. */
  receive(requests: readonly ReceivedRequest[]): Promise<readonly ReceiveOutcome[]>
  /** A sync's or an API caller's batch for one stream. */
  emit(batch: EmittedBatch): Promise<EmitOutcome>
  /** Resolves when everything accepted so far has been worked into profiles. */
  settle(): Promise<void>
  /** Does due background work for at most `budgetMs`: flips, backfills, re-cuts; answers when to call again (epoch ms), null: when something happens. */
  tick(budgetMs: number): Promise<number | null>
  saveDocuments(documents: readonly DocumentToSave[], by: string): Promise<readonly StoredDocument[]>
  removeDocument(type: string, name: string, by: string): Promise<void>
  /** What an insight or segment would give, before it is saved. */
  preview(body: Json, limit: number): Promise<Preview>
  decide(
    decision: { readonly a: string; readonly b: string; readonly verdict: 'same' | 'different' },
    by: string,
  ): Promise<DecisionOutcome>
  withdrawDecision(id: string, by: string): Promise<DecisionOutcome>
  erase(reference: string, by: string): Promise<ErasureProof>
  /** Connected systems that are still to forget somebody, told by their plugin's `onErase`; oldest first. */
  claimErasures(
    max: number,
    leaseMs: number,
  ): Promise<{ readonly token: string; readonly items: readonly ErasureNotice[] }>
  /** What became of them: the erasure's proof says so from then on. A dead one may be put back by {@link requeue}. */
  settleErasures(token: string, settled: readonly Settled[]): Promise<void>
  /** Rejected rows, corrected or as they are, once more. */
  replayRejected(
    items: readonly { readonly id: Sequence; readonly raw?: string }[],
    by: string,
  ): Promise<{ readonly replayed: number; readonly rejectedAgain: number }>
  dropRejected(ids: readonly Sequence[], by: string): Promise<void>
  putEntries(entries: readonly Entry[]): Promise<void>
  removeEntries(keys: readonly { readonly type: string; readonly name: string }[]): Promise<void>
  claimDeliveries(
    lane: string,
    max: number,
    leaseMs: number,
  ): Promise<{ readonly token: string; readonly items: readonly QueueItem[] }>
  settleDeliveries(token: string, settled: readonly Settled[]): Promise<void>
  requeue(ids: readonly Sequence[]): Promise<void>
  backup(to: string): Promise<{ readonly bytes: number }>
}

export interface ReceivedRequest {
  readonly connection: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly receivedAt: number
}

/** An error as data; the HTTP side makes a RapportError of it again. */
export interface Failure {
  readonly ok: false
  readonly code: ErrorCode
  readonly details: ErrorDetails
}

export type ReceiveOutcome = { readonly ok: true; readonly accepted: number } | Failure

export interface EmittedBatch {
  readonly connection: string
  readonly stream: string
  /** JSON `{ rows?, deletes?, merges? }`, lists as core's Batch has them: text, so that it crosses threads and reaches the queue as it is. */
  readonly body: string
  /** JSON; advances with the batch. */
  readonly cursor?: string
  readonly snapshot?: 'start' | 'complete'
  /** Lets a snapshot delete more than the brake allows. */
  readonly allowDeletes?: boolean
}
export type EmitOutcome = { readonly ok: true; readonly accepted: number } | Failure

export interface DocumentToSave {
  readonly body: Json
  /** The version that was read; absent: whatever is there is replaced. */
  readonly expected?: number
}

export interface Preview {
  readonly count: number
  readonly scanned: number
  readonly examples: readonly { readonly id: string; readonly name: string; readonly value?: Json }[]
}

export interface DecisionOutcome {
  readonly id: string
  /** Profiles as they are now: the ones the decision's anchors are in. */
  readonly profiles: readonly string[]
}

/** What an erasure did, to keep: no personal value in it. */
export interface ErasureProof {
  readonly id: string
  readonly profile: string
  readonly at: string
  readonly by: string
  readonly rows: Readonly<Record<string, number>>
  readonly suppressed: number
  /** Connected systems that were told, or are being told. */
  readonly systems: readonly { readonly connection: string; readonly state: 'queued' | 'done' | 'failed' }[]
}

/** One system to be told of one erasure. Kept until it was told: it holds what the system may know the person by. */
export interface ErasureNotice {
  readonly id: Sequence
  readonly attempt: number
  readonly connection: string
  readonly person: PersonReference
  /** The proof's id. */
  readonly proof: string
}
