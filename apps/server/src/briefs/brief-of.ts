import {
  type Brief,
  type BriefOptions,
  type Caller,
  type Facts,
  type ModelChain,
  type ModelMessage,
  readFacts,
  rulesOnly,
  type WritingEvent,
  writeBrief,
  writeBriefWithModel,
} from '@rapport/assistant'
import { formatProfileId, type ProfileId } from '@rapport/core'
import type { Workspace } from '@rapport/runtime'
import { keepBrief } from '../audit/trail.ts'
import type { Principal } from '../auth/principal.ts'
import type { StoredCall } from '../calls/call.ts'
import { deskReads } from './desk-reads.ts'

/** Who asks for a brief, when, and during which call. */
export interface BriefContext {
  readonly workspace: Workspace
  readonly principal: Principal
  readonly nowMs: number
  /** IANA zone in which times are told; absent: see `readFacts`. */
  readonly zone?: string | undefined
  readonly call?: StoredCall | undefined
}

/**
 * The brief about a profile, by the rules, as the reader may have it; `undefined` when they may not see the profile. It is in the audit
 * trail once this resolves.
 */
export async function briefOf(context: BriefContext, id: ProfileId, options: BriefOptions): Promise<Brief | undefined> {
  const facts = await factsOf(context, id, options)
  if (!facts) return undefined
  const brief = writeBrief(facts, options)
  await keepBrief(context, brief)
  return brief
}

/** Who words a brief, and until when it is wanted. */
export interface WritingOptions extends BriefOptions {
  readonly models: ModelChain | undefined
  /** Ends the asking of models; the rules' brief is there anyway. */
  readonly signal: AbortSignal
}

/**
 * The same brief while it is written: the rules' at once, what models make of it as it is verified, and the whole at the end. `undefined`
 * when the reader may not see the profile. Each step is in the audit trail before it is told, or leaves. Read it to its end.
 */
export async function writingOf(
  context: BriefContext,
  id: ProfileId,
  { models, signal, ...options }: WritingOptions,
): Promise<AsyncIterable<WritingEvent> | undefined> {
  const facts = await factsOf(context, id, options)
  return (
    facts &&
    (models
      ? keptWriting(context, writeBriefWithModel(facts, options, models, signal))
      : writingByRules(context, facts, options))
  )
}

async function* writingByRules(
  context: BriefContext,
  facts: Facts,
  options: BriefOptions,
): AsyncGenerator<WritingEvent> {
  const brief = writeBrief(facts, options)
  await keepBrief(context, brief)
  yield { type: 'brief', brief }
  yield { type: 'done', brief, writer: rulesOnly, prompts: [] }
}

/** Keeps the rules' brief when it is told, what leaves before it does, and how it ended. */
async function* keptWriting(context: BriefContext, writing: AsyncIterable<WritingEvent>): AsyncGenerator<WritingEvent> {
  const prompts: ModelMessage[] = []
  let brief: Brief | undefined
  let id: string | undefined
  for await (const event of writing) {
    if (event.type === 'brief' || event.type === 'done') brief = event.brief
    if (event.type === 'prompt') prompts.push(...event.messages)
    if (brief && event.type !== 'sentence')
      id = await keepBrief(context, brief, { writer: event.type === 'done' ? event.writer : null, prompts }, id)
    yield event
  }
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
    reader: principal.title,
    desk: deskReads(workspace, principal, call),
    ...(call && { caller: callerOf(call, id) }),
  })
}

/** Verified is the person whom the call was opened for, nobody else whose brief is read beside it. */
export function callerOf(call: StoredCall, id: ProfileId): Caller {
  return { number: call.number, isVerified: call.verified !== null && call.profile === formatProfileId(id) }
}
