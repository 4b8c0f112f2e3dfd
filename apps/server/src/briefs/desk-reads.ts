import type { DeskReads } from '@rapport/assistant'
import type { Workspace } from '@rapport/runtime'
import { decisionsOf } from '../actions/service.ts'
import type { Principal } from '../auth/principal.ts'
import { readCall, type StoredCall } from '../calls/call.ts'

/** Calls with somebody that are looked at, the newest first. */
const MAX_CALLS = 10

/** What the desk keeps beside the rows of systems, for briefs: answers to proposals, and who has taken a call. */
export function deskReads(workspace: Workspace, principal: Principal, call: StoredCall | undefined): DeskReads {
  return {
    decisions: (id) => decisionsOf(workspace, principal, id),
    calls: async (id) => {
      const { items } = await workspace.reader.entries('call', { profile: id, limit: MAX_CALLS })
      return items
        .map(readCall)
        .flatMap(({ id: other, taken }) =>
          taken === null || other === call?.id ? [] : [{ id: other, at: taken.at, author: taken.author }],
        )
    },
  }
}
