import { type Brief, type BriefOptions, type Caller, readFacts, writeBrief } from '@rapport/assistant'
import { formatProfileId, type ProfileId } from '@rapport/core'
import type { Workspace } from '@rapport/runtime'
import type { Principal } from '../auth/principal.ts'
import type { StoredCall } from '../calls/call.ts'

/** Who asks for a brief, when, and during which call. */
export interface BriefContext {
  readonly workspace: Workspace
  readonly principal: Principal
  readonly nowMs: number
  /** IANA zone in which times are told; absent: see `readFacts`. */
  readonly zone?: string | undefined
  readonly call?: StoredCall | undefined
}

/** The brief about a profile, as the reader may have it; `undefined` when they may not see the profile. */
export async function briefOf(context: BriefContext, id: ProfileId, options: BriefOptions): Promise<Brief | undefined> {
  const { workspace, principal, nowMs, zone, call } = context
  const facts = await readFacts(workspace.queries, id, {
    rights: principal.rights,
    nowMs,
    zone,
    occasion: options.occasion,
    ...(call && { caller: callerOf(call, id) }),
  })
  return facts && writeBrief(facts, options)
}

/** Verified is the person whom the call was opened for, nobody else whose brief is read beside it. */
export function callerOf(call: StoredCall, id: ProfileId): Caller {
  return { number: call.number, isVerified: call.verified !== null && call.profile === formatProfileId(id) }
}
