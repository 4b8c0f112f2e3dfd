import type { Activator, Context, Item, Outcome } from '@rapport/core'
import { firstIssue, type RapportError } from '@rapport/core'
import type { Commands, QueueItem, Settled } from '@rapport/engine'
import { failureOf } from '../context/failure.ts'
import { backOffMs } from './back-off.ts'

/** What a queue item of a delivery holds. */
interface DeliveryBody {
  readonly activation: string
  readonly item: Item<object>
}

export interface LaneParts {
  /** The activation's name. */
  readonly lane: string
  /** `plugin/part`, for messages. */
  readonly part: string
  readonly activator: Pick<Activator, 'send' | 'fields' | 'maxBatchItems'>
  readonly context: Context<object>
  readonly commands: Pick<Commands, 'claimDeliveries' | 'settleDeliveries'>
  readonly maxAttempts: number
  readonly maxRetryDelayMs: number
  /** Epoch ms. */
  readonly now: () => number
  /** In [0, 1). */
  readonly random?: () => number
}

/** What a turn of a lane did. */
export interface LaneTurn {
  readonly claimed: number
  readonly done: number
  readonly retried: number
  readonly dead: number
  /** The connection does not work: the lane stops until somebody mends it. No customer's value in it. */
  readonly stopped: string | null
}

const LEASE_MS = 300_000
const NO_OUTCOME: Outcome = { ok: false, kind: 'transient', reason: 'the activator reported no outcome' }

/**
 * One turn of a delivery lane: claims a batch, sends it, settles each item by its own outcome. `data` is a dead letter at once,
 * `transient` (and an item without an outcome) is tried again with jittered back-off or the asked delay until its attempts
 * are used up, `config` puts the item back untouched and stops the lane. A process killed in between sends the batch again:
 * item ids are idempotency keys.
 */
export async function deliverBatch(parts: LaneParts): Promise<LaneTurn> {
  const { lane, activator, context, commands } = parts
  const { token, items: claimed } = await commands.claimDeliveries(lane, activator.maxBatchItems, LEASE_MS)
  if (claimed.length === 0) return { claimed: 0, done: 0, retried: 0, dead: 0, stopped: null }

  const outcomes = new Map<string, Outcome>()
  const queued = claimed.map((queueItem) => ({ queueItem, item: readItem(queueItem, activator, outcomes) }))
  const sending = queued.map(({ item }) => item).filter(({ id }) => !outcomes.has(id))
  if (sending.length > 0) {
    try {
      await activator.send({ ...context, report: (id, outcome) => void outcomes.set(id, outcome) }, sending)
    } catch (error) {
      const failed = outcomeOf(failureOf(error, parts.part))
      if (!context.signal.aborted) for (const { id } of sending) if (!outcomes.has(id)) outcomes.set(id, failed)
    }
  }

  const turn = { claimed: claimed.length, done: 0, retried: 0, dead: 0, stopped: null as string | null }
  // Broken off because we end: what nobody reported is sent again, and no attempt of it is used up.
  const answered = context.signal.aborted ? queued.filter(({ item }) => outcomes.has(item.id)) : queued
  const settled: Settled[] = answered.map(({ queueItem, item }) => {
    const outcome = outcomes.get(item.id) ?? NO_OUTCOME
    if (outcome.ok) {
      turn.done += 1
      return { id: queueItem.id, done: true }
    }
    if (outcome.kind === 'config') turn.stopped = outcome.reason
    if (outcome.kind === 'data' || (outcome.kind === 'transient' && queueItem.attempt + 1 >= parts.maxAttempts)) {
      turn.dead += 1
      return { id: queueItem.id, deadReason: outcome.reason }
    }
    turn.retried += 1
    return {
      id: queueItem.id,
      retryAt:
        parts.now() + (outcome.retryAfterMs ?? backOffMs(queueItem.attempt, parts.maxRetryDelayMs, parts.random)),
      reason: outcome.reason,
    }
  })
  await commands.settleDeliveries(token, settled)
  return turn
}

/**
 * The idempotency key of a queued delivery: the same at every attempt, another for every state of a profile, two of which may
 * be of one millisecond.
 */
export const deliveryId = ({ id }: Pick<QueueItem, 'id'>, item: { readonly id: string }): string => `${item.id}:${id}`

/** Reads an item; one whose fields the activator does not take is a dead letter that never reaches it. */
function readItem(
  queued: QueueItem,
  activator: Pick<Activator, 'fields'>,
  outcomes: Map<string, Outcome>,
): Item<object> {
  const { item } = JSON.parse(queued.body) as DeliveryBody
  const named = { ...item, id: deliveryId(queued, item) }
  // A removal needs only to say whom; its fields may be gone with the profile.
  if (named.operation === 'remove') return named
  const parsed = activator.fields.safeParse(named.fields)
  if (parsed.success) return { ...named, fields: parsed.data }
  const { path, problem } = firstIssue(parsed.error)
  outcomes.set(named.id, { ok: false, kind: 'data', reason: `field ${path}: ${problem}` })
  return named
}

/** What a throw means for the items it left without an outcome; a bug may go away with the next version, so they are kept. */
function outcomeOf(failure: RapportError): Outcome {
  const kind = failure.kind === 'bug' ? 'transient' : failure.kind
  return { ok: false, kind, reason: failure.message }
}
