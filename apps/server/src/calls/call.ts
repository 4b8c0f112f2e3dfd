import { createHash, randomUUID } from 'node:crypto'
import { parseProfileId, RapportError } from '@rapport/core'
import type { Entry } from '@rapport/engine'
import type { Workspace } from '@rapport/runtime'
import { z } from 'zod'

const storedCall = z.object({
  id: z.string(),
  interactionId: z.string().nullable(),
  from: z.string(),
  /** E.164; null when the caller's number is withheld or unreadable. */
  number: z.string().nullable(),
  to: z.string().nullable(),
  queue: z.string().nullable(),
  at: z.string(),
  by: z.string(),
  profile: z.string().nullable(),
  chosenBy: z.enum(['match', 'pick', 'contact']).nullable(),
  candidates: z.array(z.string()),
  not: z.array(z.string()),
  verified: z.object({ at: z.string(), by: z.string(), method: z.string() }).nullable(),
  /** Who answers it; absent in calls of before. */
  taken: z
    .object({ at: z.string(), by: z.string(), author: z.string(), desk: z.string().nullable() })
    .nullable()
    .default(null),
})

/** A ring and what was made of it; kept as an entry, and erased with the profile it is about. */
export type StoredCall = z.output<typeof storedCall>

/** A call's id: the same for the same interaction, so that a telephony system may tell of it twice. */
export function callId(interactionId: string | undefined): string {
  const text = interactionId === undefined ? randomUUID() : `interaction:${interactionId}`
  return `call_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
}

export async function findCall(workspace: Workspace, id: string): Promise<StoredCall | undefined> {
  const entry = await workspace.reader.entry('call', id)
  return entry && readCall(entry)
}

export const readCall = (entry: Entry): StoredCall => storedCall.parse(JSON.parse(entry.body))

/** @throws RapportError `CALL_NOT_FOUND` */
export async function requireCall(workspace: Workspace, id: string): Promise<StoredCall> {
  const call = await findCall(workspace, id)
  if (!call) throw new RapportError('CALL_NOT_FOUND', { id })
  return call
}

/** A call as its entry. */
export const callEntry = (call: StoredCall): Entry => ({
  type: 'call',
  name: call.id,
  profile: (call.profile !== null && parseProfileId(call.profile)) || null,
  at: Date.parse(call.at),
  body: JSON.stringify(call),
})
