import { formatProfileId } from '@rapport/core'
import type { ErasureProof } from '@rapport/engine'
import type { Workspace } from '@rapport/runtime'
import type { Principal } from '../auth/principal.ts'
import { resolveReference } from '../http/profile-answer.ts'
import { readCall, type StoredCall } from './call.ts'
import type { CallFeed } from './feed.ts'

const PAGE = 500

/**
 * Erases a person. Calls that were opened for them go with the profile; calls that only had them among the candidates
 * hold their number too, and are removed here.
 */
export async function eraseWithCalls(
  workspace: Workspace,
  feed: CallFeed,
  reference: string,
  principal: Principal,
): Promise<ErasureProof> {
  const { id } = await resolveReference(workspace, reference, principal.rights)
  const profile = formatProfileId(id)
  await removeCallsAbout(workspace, profile)
  const proof = await workspace.commands.erase(profile, principal.id)
  feed.forget((call) => isAbout(call, profile) || call.not.includes(profile))
  return proof
}

const isAbout = (call: StoredCall, profile: string): boolean =>
  call.profile === profile || (call.profile === null && call.candidates.includes(profile))

async function removeCallsAbout(workspace: Workspace, profile: string): Promise<void> {
  let after: string | undefined
  do {
    const page = await workspace.reader.entries('call', { limit: PAGE, ...(after !== undefined && { after }) })
    const about = page.items.filter((entry) => isAbout(readCall(entry), profile))
    if (about.length > 0)
      await workspace.commands.removeEntries(about.map((entry) => ({ type: 'call', name: entry.name })))
    after = page.next ?? undefined
  } while (after !== undefined)
}
