import type { JsonObject, ProfileId } from '@rapport/core'
import type { Workspace } from '@rapport/runtime'
import { z } from 'zod'
import { about, type CorrectedPoint, organizationSet, personSet, point, wrongValue } from '../desk/corrections.ts'

const ENTRY = 'correction'

const storedCorrection = z.object({
  id: z.string(),
  entity: z.enum(['person', 'organization']),
  /** As it was asked for. */
  set: z.union([personSet, organizationSet]),
  /** Contact points that are so no longer. */
  ended: z.array(point),
  /** What systems told of the attributes then, and what is not so. */
  wrong: z.array(wrongValue),
  /** What the client sent, to tell a repetition from another request under the same key. */
  asked: z.string(),
  about,
  at: z.string(),
  by: z.string(),
  call: z.string().nullable(),
  undone: z.object({ at: z.string(), by: z.string() }).nullable(),
})

/** A correction beside its record: who asked for what, and whether it was undone. Erased with the person. */
export type StoredCorrection = z.output<typeof storedCorrection>

export async function findCorrection(workspace: Workspace, id: string): Promise<StoredCorrection | undefined> {
  const entry = await workspace.reader.entry(ENTRY, id)
  return entry && storedCorrection.parse(JSON.parse(entry.body))
}

/** @param home the profile that the record's anchor was born as, with which this is erased wherever it went */
export async function saveCorrection(
  workspace: Workspace,
  home: ProfileId,
  correction: StoredCorrection,
): Promise<void> {
  await workspace.commands.putEntries([
    {
      type: ENTRY,
      name: correction.id,
      profile: home,
      at: Date.parse(correction.at),
      body: JSON.stringify(correction),
    },
  ])
}

/** The row of its record: what the rules make of it is the engine's business. */
export function rowOf({ id, at, about, set, ended, wrong }: StoredCorrection): JsonObject {
  const { email, phone, address, ...others } = set
  const points: readonly CorrectedPoint[] = [...pointsOf({ email, phone, address }, at), ...ended]
  return { id, at, about, set: others, points, wrong } as unknown as JsonObject
}

/** The contact points that are set, as the row has them. */
export function pointsOf(
  { email, phone, address }: Pick<StoredCorrection['set'], 'email' | 'phone' | 'address'>,
  at: string,
): readonly CorrectedPoint[] {
  const since = { purpose: 'primary', validFrom: at } as const
  return [
    ...(email === undefined ? [] : [{ kind: 'email', raw: email, ...since } as const]),
    ...(phone === undefined ? [] : [{ kind: 'phone', raw: phone, ...since } as const]),
    ...(address === undefined ? [] : [{ kind: 'post', address, ...since } as const]),
  ]
}
