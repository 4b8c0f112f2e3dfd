import { type ProfileId, parseProfileId, RapportError } from '@rapport/core'
import { cleanPhoneNumber } from '@rapport/harmonise'
import { bareStream, identifierKey } from '../identifiers.ts'
import { cutEpochs, type DeviceSignal, epochKey } from '../pipeline/epochs.ts'
import type { Reader, RowScope } from '../port/reader.ts'
import type { StreamId } from '../port/rows.ts'

/** What a reference is: a profile's id, a device, or an identifier as a key of the store; `undefined` for an identifier that nobody can have. */
export type Reference = { readonly id: ProfileId } | { readonly device: string } | { readonly key: string } | undefined

/** @throws RapportError `PROFILE_ID_INVALID` when it is neither an id nor `namespace:value` */
export function parseReference(reference: string): Reference {
  if (reference.startsWith('prf_')) {
    const id = parseProfileId(reference)
    if (id === undefined) throw new RapportError('PROFILE_ID_INVALID')
    return { id }
  }
  const colon = reference.indexOf(':')
  if (colon < 1) throw new RapportError('PROFILE_ID_INVALID')
  const namespace = reference.slice(0, colon)
  const value = reference.slice(colon + 1).trim()
  if (namespace === 'anonymousId') return { device: value }
  const clean = namespace === 'email' ? value.toLowerCase() : namespace === 'phone' ? cleanPhoneNumber(value) : value
  return typeof clean === 'string' ? { key: identifierKey(namespace, clean) } : undefined
}

/** What a reference names: one profile, none, or several. @throws RapportError `PROFILE_ID_INVALID` as {@link parseReference} */
export async function findProfiles(reader: Reader, reference: string): Promise<readonly ProfileId[]> {
  const parsed = parseReference(reference)
  if (parsed === undefined) return []
  if ('id' in parsed) return [parsed.id]
  if ('device' in parsed) return profilesOfDevice(reader, parsed.device)
  return (await reader.profilesByKey([parsed.key]))[0] ?? []
}

/** Everybody who used a device: it has an anchor for each of its epochs. */
async function profilesOfDevice(reader: Reader, device: string): Promise<readonly ProfileId[]> {
  const stream = (await reader.streams()).find(({ name }) => name === bareStream('anonymousId'))
  if (!stream) return []
  const [stored] = await reader.devices([device])
  const { signals } = stored ? (JSON.parse(stored.body) as { signals: readonly DeviceSignal[] }) : { signals: [] }
  const keys = cutEpochs(signals).map((epoch) => ({ stream: stream.id as StreamId, key: epochKey(device, epoch) }))
  const profiles = (await reader.anchorsByKey(keys)).flatMap((anchor) => (anchor ? [anchor.profile] : []))
  return [...new Set(profiles)].sort((a, b) => a - b)
}

/** Whether a reader may see a row; several values are joined by `|`, and a row without one is seen by all. */
export function isInScope(
  row: { readonly space: string | null; readonly territory: string | null },
  scope: RowScope,
): boolean {
  return isAllowed(row.space, scope.spaces) && isAllowed(row.territory, scope.territories)
}

function isAllowed(value: string | null, allowed: readonly string[] | undefined): boolean {
  return value === null || allowed === undefined || value.split('|').some((one) => allowed.includes(one))
}
