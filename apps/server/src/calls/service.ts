import type { Brief, LanguageCode } from '@rapport/assistant'
import { formatProfileId, RapportError, requireProfileId } from '@rapport/core'
import { cleanPhone } from '@rapport/harmonise'
import type { Workspace } from '@rapport/runtime'
import { hasScope, type Principal, unverifiedRights } from '../auth/principal.ts'
import { briefOf } from '../briefs/brief-of.ts'
import { emitAtDesk } from '../desk/connection.ts'
import { contacts } from '../desk/contacts.ts'
import { callId, requireCall, type StoredCall } from './call.ts'
import type { Calls } from './calls.ts'
import { type Candidate, type CandidateReader, type Candidates, candidatesFor, describe, nobody } from './candidates.ts'
import { type OfferedDecision, offeredDecisions } from './offered-decisions.ts'

/** A ring, as telephony tells of it. */
export interface Ring {
  readonly from: string
  readonly to?: string | undefined
  readonly queue?: string | undefined
  readonly interactionId?: string | undefined
}

/** Somebody nobody knew, as the agent writes them down. */
export interface NewContact {
  readonly honorific?: string | undefined
  readonly givenName?: string | undefined
  readonly familyName?: string | undefined
  readonly email?: string | undefined
  readonly language?: string | undefined
}

/** What a call looks like now. */
export interface CallAnswer {
  readonly id: string
  readonly status: 'matched' | 'ambiguous' | 'unknown'
  readonly from: string
  readonly to: string | null
  readonly queue: string | null
  readonly interactionId: string | null
  readonly at: string
  readonly isVerified: boolean
  /** Who answers it. */
  readonly taken: StoredCall['taken']
  /** Who it is taken to be. */
  readonly profile: Candidate | null
  /** Who else it may be, likeliest first. */
  readonly candidates: readonly Candidate[]
  readonly candidateCount: number
  readonly tellApart: readonly string[]
  /** What to know about `profile`, in the same breath; null for a key that may not read. */
  readonly brief: Brief | null
  /** What can be done next. */
  readonly offers: readonly ('pick' | 'contact' | 'verify')[]
  /** Decisions a steward may want to make, when the number lies on somebody else's record. */
  readonly decisions: readonly OfferedDecision[]
}

/** Who asks, where, when and in which language: what every step of a call needs. */
export interface CallContext {
  readonly workspace: Workspace
  readonly calls: Calls
  readonly principal: Principal
  readonly nowMs: number
  readonly language: LanguageCode
}

/** Opens a call. The same interaction again answers the call as it is now. */
export function openCall(
  context: CallContext,
  ring: Ring,
): Promise<{ readonly isNew: boolean; readonly answer: CallAnswer }> {
  const { workspace, calls, principal, nowMs } = context
  const id = callId(ring.interactionId)
  const known = async (call: StoredCall) => ({ isNew: false, answer: await answerCall(context, call) })
  return calls.open(id, known, async () => {
    const number = callerNumber(ring.from, ring.to)
    const found = number === null ? nobody : await candidatesFor(workspace, number, readerOf(context), [])
    const only = onlyOne(found)
    const call: StoredCall = {
      id,
      interactionId: ring.interactionId ?? null,
      from: ring.from,
      number,
      to: ring.to ?? null,
      queue: ring.queue ?? null,
      at: new Date(nowMs).toISOString(),
      by: principal.id,
      profile: only?.id ?? null,
      chosenBy: only ? 'match' : null,
      candidates: found.items.map((one) => one.id),
      not: [],
      verified: null,
      taken: null,
    }
    // What was found is what is answered.
    const others = only ? nobody : found
    const answer = callBrief(context, call, only).then((brief) => ({
      isNew: true,
      answer: toAnswer(call, only, others, brief, []),
    }))
    return { call, answer }
  })
}

/** A call as it is now. @throws RapportError `CALL_NOT_FOUND` */
export async function readCallAnswer(context: CallContext, id: string): Promise<CallAnswer> {
  return answerCall(context, await requireCall(context.workspace, id))
}

/**
 * Says who is calling, or who is not. Another person than before has proven nothing yet, so verification starts anew.
 * @throws RapportError `CALL_NOT_FOUND`, `PROFILE_NOT_FOUND`, `PROFILE_ID_INVALID`
 */
export async function pick(
  context: CallContext,
  id: string,
  choice: { readonly profile: string } | { readonly not: string },
): Promise<CallAnswer> {
  const { workspace, calls } = context
  const reader = readerOf(context)
  const picked = await calls.change(id, async (call) => {
    const named = 'profile' in choice ? choice.profile : choice.not
    const profile = await workspace.queries.profile(requireProfileId(named), reader.rights)
    if (!profile) throw new RapportError('PROFILE_NOT_FOUND')
    if ('profile' in choice) {
      const wrong = call.profile !== null && call.profile !== profile.id ? call.profile : undefined
      const not = call.not.filter((one) => one !== profile.id)
      if (wrong !== undefined && !not.includes(wrong)) not.push(wrong)
      return chosen({ ...call, not }, profile.id, 'pick')
    }
    const not = call.not.includes(profile.id) ? call.not : [...call.not, profile.id]
    const keeps = call.profile !== null && call.profile !== profile.id
    if (keeps) return { ...call, not }
    const left = call.number === null ? nobody : await candidatesFor(workspace, call.number, reader, not)
    return chosen({ ...call, not, candidates: left.items.map((one) => one.id) }, onlyOne(left)?.id ?? null, 'pick')
  })
  return answerCall(context, picked)
}

/** The agent has made sure of who is calling; sensitive facts may be shown from now on. @throws RapportError `CALL_UNASSIGNED` */
export async function verify(context: CallContext, id: string, method: string): Promise<CallAnswer> {
  const at = new Date(context.nowMs).toISOString()
  const verified = await context.calls.change(id, (call) => {
    if (call.profile === null) throw new RapportError('CALL_UNASSIGNED', { id })
    return { ...call, verified: { at, by: context.principal.id, method } }
  })
  return answerCall(context, verified)
}

/**
 * Says who answers: whoever said so last. The same desk again changes nothing.
 * @throws RapportError `CALL_NOT_FOUND`
 */
export async function take(
  context: CallContext,
  id: string,
  { author, desk = null }: { readonly author?: string | undefined; readonly desk?: string | null | undefined },
): Promise<CallAnswer> {
  const { principal, nowMs } = context
  const taken = await context.calls.change(id, (call) =>
    call.taken?.by === principal.id && call.taken.desk === desk
      ? call
      : {
          ...call,
          taken: { at: new Date(nowMs).toISOString(), by: principal.id, author: author ?? principal.title, desk },
        },
  )
  return answerCall(context, taken)
}

/**
 * Makes a record of source `desk` for a caller nobody knew, and opens the call for them.
 * @throws RapportError `CALL_NOT_FOUND`, and what the stream refuses the row for
 */
export async function addContact(context: CallContext, id: string, contact: NewContact): Promise<CallAnswer> {
  const { workspace, calls, principal, nowMs } = context
  const known = await calls.change(id, async (call) => {
    const key = `contact-${call.id}`
    const row = {
      ...contact,
      id: key,
      createdAt: new Date(nowMs).toISOString(),
      ...(call.number !== null && { phone: call.number }),
    }
    await emitAtDesk(workspace, principal, [{ stream: contacts, rows: [row] }])
    const found = await workspace.queries.lookup(`deskContact:${key}`, unverifiedRights(principal))
    if (found.status !== 'found') throw new RapportError('PROFILE_NOT_FOUND')
    return chosen(call, formatProfileId(found.id), 'contact')
  })
  return answerCall(context, known)
}

/** A caller's number in E.164; numbers without a country code are read as of the called number's country. */
function callerNumber(from: string, to: string | undefined): string | null {
  const called = to === undefined ? undefined : cleanPhone(to)
  const country = called && 'normal' in called ? called.country : undefined
  const caller = cleanPhone(from, country)
  return caller && 'normal' in caller ? caller.normal : null
}

/** Whom a number stands for by itself. */
function onlyOne({ count, items }: Candidates): Candidate | undefined {
  const [first] = items
  return count === 1 && first && !first.isFormer ? first : undefined
}

/** Another person than before has proven nothing yet. */
function chosen(call: StoredCall, profile: string | null, by: 'pick' | 'contact'): StoredCall {
  const isSame = profile !== null && profile === call.profile
  return { ...call, profile, chosenBy: profile === null ? null : by, verified: isSame ? call.verified : null }
}

/** Whoever a call is answered to: of the caller, nothing is sure. */
const readerOf = ({ principal, nowMs, language }: CallContext): CandidateReader => ({
  rights: unverifiedRights(principal),
  nowMs,
  language,
})

async function answerCall(context: CallContext, call: StoredCall): Promise<CallAnswer> {
  const { workspace } = context
  const reader = readerOf(context)
  const chosen =
    call.profile === null ? undefined : await describe(workspace, requireProfileId(call.profile), call.number, reader)
  const others =
    call.number === null
      ? nobody
      : await candidatesFor(workspace, call.number, reader, chosen ? [...call.not, chosen.id] : call.not)
  const wrong = call.not.at(-1)
  const decisions =
    wrong === undefined ? [] : await offeredDecisions(workspace, call.number, wrong, chosen?.id ?? null, reader)
  return toAnswer(call, chosen, others, await callBrief(context, call, chosen), decisions)
}

/** Sensitive facts are in it once the caller is verified, and only then. */
async function callBrief(
  { workspace, principal, nowMs, language }: CallContext,
  call: StoredCall,
  chosen: Candidate | undefined,
): Promise<Brief | null> {
  if (!chosen || !hasScope(principal, 'read')) return null
  const context = { workspace, principal, nowMs, call }
  return (await briefOf(context, requireProfileId(chosen.id), { occasion: 'call', language })) ?? null
}

function toAnswer(
  call: StoredCall,
  chosen: Candidate | undefined,
  others: Candidates,
  brief: Brief | null,
  decisions: readonly OfferedDecision[],
): CallAnswer {
  return {
    id: call.id,
    status: chosen ? 'matched' : others.count > 0 ? 'ambiguous' : 'unknown',
    from: call.from,
    to: call.to,
    queue: call.queue,
    interactionId: call.interactionId,
    at: call.at,
    isVerified: call.verified !== null,
    taken: call.taken,
    profile: chosen ?? null,
    candidates: others.items,
    candidateCount: others.count,
    tellApart: others.tellApart,
    brief,
    offers: chosen
      ? call.verified
        ? ['pick']
        : ['verify', 'pick']
      : others.count > 0
        ? ['pick', 'contact']
        : ['contact'],
    decisions,
  }
}
