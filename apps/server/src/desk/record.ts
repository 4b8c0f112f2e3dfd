import { type ProfileId, RapportError } from '@rapport/core'
import type { ProfileAnswer, RecordAnswer } from '@rapport/engine'
import type { Workspace } from '@rapport/runtime'
import { z } from 'zod'
import type { Principal } from '../auth/principal.ts'
import type { StoredCall } from '../calls/call.ts'
import { recordsWith } from '../calls/candidates.ts'
import { deskStream } from './connection.ts'
import { organizationCorrections, personCorrections } from './corrections.ts'

/** How a record is named in a body: as `…/records` shows it. */
export const recordReference = z
  .string()
  .min(3)
  .max(600)
  .describe('The record that it is about, `connection/stream/key`; default: the one that is most likely meant.')

/** Where what is said at the desk hangs: a record of the profile, so that it goes where that goes. */
export interface HangingPlace {
  readonly stream: string
  readonly key: string
}

interface PlaceOptions {
  /** As the caller names it. */
  readonly about?: string | undefined
  readonly call?: StoredCall | undefined
  /** What is said: its present value tells which record is meant. */
  readonly attributes?: readonly string[]
}

/**
 * The record that something said of a profile is about. When a profile turns out to be two people, what was said goes with that
 * record: so it is the one named, else the one that carries the caller's number, else the one whose value is spoken of, else the oldest.
 * @throws RapportError `REQUEST_INVALID` for a record that the profile has not; `RECORD_MISSING` when it has none
 */
export async function hangingPlace(
  workspace: Workspace,
  principal: Principal,
  id: ProfileId,
  profile: Pick<ProfileAnswer, 'provenance'>,
  { about, call, attributes = [] }: PlaceOptions,
): Promise<HangingPlace> {
  const rights = { ...principal.rights, sensitive: true }
  const corrections = await Promise.all(
    [personCorrections, organizationCorrections].map((stream) => deskStream(workspace, stream)),
  )
  /** A live record that a system told, not a bare identifier, nor a correction. */
  const canCarry = ({ stream, isDeleted }: RecordAnswer): boolean =>
    !isDeleted && !stream.startsWith('@') && !corrections.includes(stream)
  const records = (await workspace.queries.records(id, rights)).filter(canCarry)
  if (about !== undefined) {
    const named = records.find(({ anchor }) => anchor === about)
    if (named) return placeOf(named)
    throw new RapportError('REQUEST_INVALID', { problem: 'no record of this profile', path: 'body.about' })
  }
  const number = call?.number ?? null
  const calling = number === null ? [] : (await recordsWith(workspace, id, number, rights)).filter(canCarry)
  const spokenOf = attributes.flatMap((name) => {
    const from = profile.provenance[name]
    return records.filter(({ stream, key }) => stream === from?.stream && key === from.key)
  })
  const found = calling[0] ?? spokenOf[0] ?? records[0]
  if (!found) throw new RapportError('RECORD_MISSING')
  return placeOf(found)
}

const placeOf = ({ stream, key }: HangingPlace): HangingPlace => ({ stream, key })
