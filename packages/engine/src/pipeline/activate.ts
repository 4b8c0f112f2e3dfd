import { type ActivationDocument, formatProfileId, type Json, type ProfileId } from '@rapport/core'
import { compilePath, parsePath } from '@rapport/harmonise'
import { activationMembership } from '../activation-membership.ts'
import { renderFigures } from '../figures/render.ts'
import type { Enqueue, Membership } from '../port/rows.ts'
import type { Head } from '../queries.ts'
import { hasConsent } from '../reconcile/consents.ts'
import type { ProfileChange, Step } from './step.ts'

/** What activations make of changed profiles. */
export interface Activated {
  readonly enqueue: readonly Enqueue[]
  readonly entered: readonly Membership[]
  readonly left: readonly Pick<Membership, 'segment' | 'profile'>[]
}

const DELIVER_QUEUE = 'deliver'

/**
 * What is to be sent: who belongs to the activation and has consented is upserted, again when the head changed; who no longer
 * does (left the segment, withdrew, was merged away) is removed. Differences only, since who was sent is kept.
 */
export async function activate(
  step: Step,
  profiles: readonly ProfileChange[],
  absorbed: readonly { readonly profile: ProfileId }[],
): Promise<Activated> {
  const activations = step.rulebook.activations.filter((activation) => !activation.paused)
  if (activations.length === 0 || profiles.length + absorbed.length === 0) return { enqueue: [], entered: [], left: [] }
  const { write } = step.context.store
  const ids = [...profiles.map(({ id }) => id), ...absorbed.map(({ profile }) => profile)]
  const sent = await write.memberships(ids)
  const sentTo = new Map(ids.map((id, index) => [id, new Set((sent[index] ?? []).map((row) => row.segment))]))
  const heads = await headsOf(step, profiles)
  const enqueue: Enqueue[] = []
  const entered: Membership[] = []
  const left: Pick<Membership, 'segment' | 'profile'>[] = []
  for (const activation of activations) {
    const membership = activationMembership(activation.name)
    for (const profile of profiles) {
      const head = heads.get(profile.id)
      const isSent = sentTo.get(profile.id)?.has(membership) === true
      const belongs =
        head !== undefined &&
        wants(activation, profile) &&
        hasConsent(head, activation.purpose, activation.channel, undefined, step.nowMs)
      if (belongs && (!isSent || profile.isHeadNew)) {
        enqueue.push(
          delivery(activation, profile.id, 'upsert', fieldsOf(activation, profile, head, step.nowMs), step.nowMs),
        )
        if (!isSent) entered.push({ segment: membership, profile: profile.id, since: step.nowMs })
      } else if (!belongs && isSent) {
        enqueue.push(removal(activation, profile, head, step.nowMs))
        left.push({ segment: membership, profile: profile.id })
      }
    }
    for (const { profile } of absorbed) {
      if (!sentTo.get(profile)?.has(membership)) continue
      enqueue.push(delivery(activation, profile, 'remove', {}, step.nowMs))
      left.push({ segment: membership, profile })
    }
  }
  return { enqueue, entered, left }
}

function wants(activation: ActivationDocument, profile: ProfileChange): boolean {
  return 'segment' in activation.on ? profile.segments.includes(activation.on.segment) : true
}

async function headsOf(step: Step, profiles: readonly ProfileChange[]): Promise<ReadonlyMap<ProfileId, Head>> {
  const heads = new Map<ProfileId, Head>()
  const missing = profiles.filter((profile) => {
    if (profile.head) heads.set(profile.id, profile.head)
    return !profile.head
  })
  const texts = missing.length === 0 ? [] : await step.context.store.write.heads(missing.map(({ id }) => id))
  missing.forEach(({ id }, index) => {
    const text = texts[index]
    if (text !== undefined) heads.set(id, JSON.parse(text) as Head)
  })
  return heads
}

type Sent = Pick<ProfileChange, 'id' | 'figures' | 'segments'>

/** What takes somebody out of where an activation sent them. */
export function removal(activation: ActivationDocument, profile: Sent, head: Head | undefined, nowMs: number): Enqueue {
  return delivery(activation, profile.id, 'remove', head ? fieldsOf(activation, profile, head, nowMs) : {}, nowMs)
}

function fieldsOf(
  activation: ActivationDocument,
  profile: Sent,
  head: Head,
  nowMs: number,
): Readonly<Record<string, Json>> {
  const answer = {
    id: formatProfileId(profile.id),
    ...head,
    insights: renderFigures(profile.figures, nowMs).values,
    segments: profile.segments,
  }
  return Object.fromEntries(
    Object.entries(activation.fields).flatMap(([field, path]) => {
      const value = compilePath(parsePath(path) ?? [path])(answer) as Json | undefined
      return value === undefined ? [] : [[field, value]]
    }),
  )
}

/** A later state of the same profile replaces one that still waits: the receiver hears the newest, once. */
function delivery(
  activation: ActivationDocument,
  profile: ProfileId,
  operation: 'upsert' | 'remove',
  fields: Readonly<Record<string, Json>>,
  nowMs: number,
): Enqueue {
  const id = formatProfileId(profile)
  return {
    queue: DELIVER_QUEUE,
    lane: activation.name,
    dueAt: nowMs,
    key: `${activation.name}/${id}`,
    body: JSON.stringify({
      activation: activation.name,
      profile: id,
      item: { id: `${activation.name}:${id}:${nowMs.toString(36)}`, operation, fields },
    }),
  }
}
