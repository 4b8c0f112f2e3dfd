import {
  type Brief,
  type BriefOptions,
  type Caller,
  type Facts,
  type ModelChain,
  readFacts,
  rulesOnly,
  type WritingEvent,
  writeBrief,
  writeBriefWithModel,
} from '@rapport/assistant'
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

/** The brief about a profile, by the rules, as the reader may have it; `undefined` when they may not see the profile. */
export async function briefOf(context: BriefContext, id: ProfileId, options: BriefOptions): Promise<Brief | undefined> {
  const facts = await factsOf(context, id, options)
  return facts && writeBrief(facts, options)
}

/** Who words a brief, and until when it is wanted. */
export interface WritingOptions extends BriefOptions {
  readonly models: ModelChain | undefined
  /** Ends the asking of models; the rules' brief is there anyway. */
  readonly signal: AbortSignal
}

/**
 * The same brief while it is written: the rules' at once, what models make of it as it is verified, and the whole at the end. `undefined`
 * when the reader may not see the profile. Read it to its end.
 */
export async function writingOf(
  context: BriefContext,
  id: ProfileId,
  { models, signal, ...options }: WritingOptions,
): Promise<AsyncIterable<WritingEvent> | undefined> {
  const facts = await factsOf(context, id, options)
  return facts && (models ? writeBriefWithModel(facts, options, models, signal) : writingByRules(facts, options))
}

async function* writingByRules(facts: Facts, options: BriefOptions): AsyncGenerator<WritingEvent> {
  const brief = writeBrief(facts, options)
  yield { type: 'brief', brief }
  yield { type: 'done', brief, writer: rulesOnly, prompts: [] }
}

function factsOf(
  { workspace, principal, nowMs, zone, call }: BriefContext,
  id: ProfileId,
  { occasion }: BriefOptions,
): Promise<Facts | undefined> {
  return readFacts(workspace.queries, id, {
    rights: principal.rights,
    nowMs,
    zone,
    occasion,
    ...(call && { caller: callerOf(call, id) }),
  })
}

/** Verified is the person whom the call was opened for, nobody else whose brief is read beside it. */
export function callerOf(call: StoredCall, id: ProfileId): Caller {
  return { number: call.number, isVerified: call.verified !== null && call.profile === formatProfileId(id) }
}
