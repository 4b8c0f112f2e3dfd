import { type ProfileId, parseProfileId, RapportError } from '@rapport/core'
import { cleanPhoneNumber } from '@rapport/harmonise'
import { identifierKey } from '../identifiers.ts'
import type { Reader, RowScope } from '../port/reader.ts'

/** What a reference names: one profile, none, or several. @throws RapportError `PROFILE_ID_INVALID` when it is neither an id nor `namespace:value` */
export async function findProfiles(reader: Reader, reference: string): Promise<readonly ProfileId[]> {
  if (reference.startsWith('prf_')) {
    const id = parseProfileId(reference)
    if (id === undefined) throw new RapportError('PROFILE_ID_INVALID')
    return [id]
  }
  const colon = reference.indexOf(':')
  if (colon < 1) throw new RapportError('PROFILE_ID_INVALID')
  const namespace = reference.slice(0, colon)
  const value = reference.slice(colon + 1).trim()
  const clean = namespace === 'email' ? value.toLowerCase() : namespace === 'phone' ? cleanPhoneNumber(value) : value
  if (typeof clean !== 'string') return []
  return (await reader.profilesByKey([identifierKey(namespace, clean)]))[0] ?? []
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
