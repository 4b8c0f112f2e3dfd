import {
  type Activator,
  type Context,
  defineActivator,
  type Health,
  type Item,
  type Json,
  type JsonObject,
  type PersonReference,
  RapportError,
  type SendContext,
} from '@rapport/core'
import { z } from 'zod'
import { config, type WebhookConfig } from './config.ts'
import { outcomesOf } from './outcomes.ts'
import { type Answer, post } from './post.ts'
import { messageId } from './signature.ts'

/** Whatever the activation maps is sent under the names that it chose. */
const fields = z.record(z.string(), z.json())
type Fields = z.output<typeof fields>

const parts = { config, fields, maxBatchItems: 100, check, send, onErase }

/** Members of a segment: `upsert` when they enter or change, `remove` when they leave. */
export const webhook: Activator = defineActivator({
  name: 'webhook',
  title: 'Webhook: audience',
  takes: 'audience',
  ...parts,
})

/** Profiles that changed. */
export const profiles: Activator = defineActivator({
  name: 'profiles',
  title: 'Webhook: profiles',
  takes: 'profile',
  ...parts,
})

/** Posts a signed `ping`: whether the receiver is there and accepts the signature. */
async function check(context: Context<WebhookConfig>): Promise<Health> {
  const answer = await post(context, messageId('ping', [context.now().toISOString()]), 'ping', {})
  if (answer.ok) return { ok: true }
  return {
    ok: false,
    problem: `The receiver was asked with a signed ping: ${answer.reason}.`,
    solve:
      answer.kind === 'transient'
        ? 'See whether the receiver is up and can be reached from here.'
        : 'Correct the address or the secret; a receiver must answer a ping with 2xx.',
  }
}

/**
 * One request a batch, with an outcome for each of its items. A batch that is too large for the receiver (413) is halved.
 * The message's id is made of the items' ids: sent again, it is the same.
 */
async function send(context: SendContext<WebhookConfig>, items: readonly Item<Fields>[]): Promise<void> {
  if (items.length === 0) return
  const data = { items: items.map(({ id, operation, fields }) => ({ id, operation, fields })) }
  const id = messageId(
    'items',
    items.map((item) => item.id),
  )
  const answer = await post(context, id, 'profiles.changed', data as Json)
  if (!answer.ok && answer.status === 413 && items.length > 1) {
    const half = Math.ceil(items.length / 2)
    await send(context, items.slice(0, half))
    await send(context, items.slice(half))
    return
  }
  if (answer.ok) {
    const outcomes = outcomesOf(answer.body)
    for (const item of items) context.report(item.id, outcomes.get(item.id) ?? { ok: true })
    return
  }
  const { kind, reason, retryAfterMs } = answer
  const outcome = { ok: false, kind, reason, ...(retryAfterMs !== undefined && { retryAfterMs }) } as const
  for (const item of items) context.report(item.id, outcome)
}

/** Posts a signed `profile.erased`: by which identifiers the receiver may know the person. */
async function onErase(context: Context<WebhookConfig>, person: PersonReference): Promise<void> {
  const data = {
    identifiers: person.identifiers.map(({ namespace, value }): JsonObject => ({ namespace, value })),
    keys: person.keys.map(({ stream, key }): JsonObject => ({ stream, key })),
  }
  const answer = await post(context, messageId('erase', [JSON.stringify(data)]), 'profile.erased', data)
  if (!answer.ok) throw failure(context.config.url, answer)
}

function failure(url: string, answer: Extract<Answer, { ok: false }>): RapportError {
  const { host } = new URL(url)
  if (answer.kind === 'transient') return new RapportError('CONNECTION_UNREACHABLE', { host, problem: answer.reason })
  return new RapportError('CONNECTION_REFUSED', {
    connection: host,
    problem: answer.reason,
    advice: 'Correct the address or the secret of the webhook; a receiver must answer a profile.erased with 2xx.',
  })
}
