import { formatProfileId, type JsonObject, type ProfileId, RapportError } from '@rapport/core'
import type { EffectiveConsent } from '@rapport/engine'
import { requireCall } from '../calls/call.ts'
import type { CorrectionContext } from '../corrections/service.ts'
import { emitAtDesk } from '../desk/connection.ts'
import { consents } from '../desk/consents.ts'
import { type HangingPlace, hangingPlace } from '../desk/record.ts'
import { deskRows, hangsOn } from '../desk/rows.ts'
import { saidId } from '../desk/said-id.ts'
import { resolveReference } from '../http/profile-answer.ts'

type State = EffectiveConsent['state']

/** What somebody allows or refuses, as an agent hears it. */
interface ConsentRequest {
  readonly key?: string | undefined
  readonly purpose: string
  readonly channel?: string | undefined
  readonly state: State
  readonly about?: string | undefined
  readonly call?: string | undefined
}

/** A consent as it was said, and what counts now. */
interface ConsentAnswer {
  readonly id: string
  readonly profile: string
  /** The record that it hangs on, and goes with. */
  readonly about: HangingPlace
  readonly at: string
  readonly purpose: string
  readonly channel: string | null
  readonly state: State
  /** What counts for the purpose now, whoever said it. */
  readonly consents: readonly EffectiveConsent[]
  /** Whether what was said is what counts for its channel. */
  readonly holds: boolean
}

/**
 * Keeps what somebody allows or refuses as a row of source `desk`. A refusal is taken from anybody; a grant only from a caller who proved
 * who they are, and is then proven by the call, so that it lifts older refusals. The same key of the same client again answers the same.
 * @throws RapportError `RECORD_MISSING`, `SAID_DIFFERENTLY`, `CALLER_UNVERIFIED`, and as resolving the reference does
 */
export async function sayConsent(
  context: CorrectionContext,
  reference: string,
  request: ConsentRequest,
): Promise<{ readonly isNew: boolean; readonly answer: ConsentAnswer }> {
  const { workspace, principal, nowMs } = context
  const { id: profile } = await resolveReference(workspace, reference, principal.rights)
  const id = saidId('consent', principal, request.key)
  const [known] = await deskRows(workspace, [{ stream: consents, key: id }])
  if (known) {
    const isOther = (['purpose', 'channel', 'state'] as const).some((name) => known[name] !== request[name])
    if (isOther) throw new RapportError('SAID_DIFFERENTLY', { path: 'body.key' })
    return { isNew: false, answer: await answerOf(context, reference, id) }
  }
  const call = request.call === undefined ? undefined : await requireCall(workspace, request.call)
  const isGrant = request.state === 'granted'
  if (isGrant && call && (call.verified === null || call.profile !== formatProfileId(profile)))
    throw new RapportError('CALLER_UNVERIFIED', { id: call.id })
  const about = await hangingPlace(workspace, principal, profile, { provenance: {} }, { about: request.about, call })
  const { purpose, channel, state } = request
  const at = new Date(nowMs).toISOString()
  const proof = isGrant && call ? { proof: `said in ${call.id}` } : {}
  const row = { id, at, about, purpose, ...(channel !== undefined && { channel }), state, ...proof, by: principal.id }
  await emitAtDesk(workspace, principal, [{ stream: consents, rows: [row] }])
  return { isNew: true, answer: await answerOf(context, reference, id) }
}

/**
 * Takes it back, as if it had never been said; answers with what counts then.
 * @throws RapportError `ENTRY_NOT_FOUND` when the profile has no such consent
 */
export async function takeBackConsent(
  context: CorrectionContext,
  reference: string,
  id: string,
): Promise<ConsentAnswer> {
  const { workspace, principal, nowMs } = context
  const said = await answerOf(context, reference, id)
  const version = new Date(Math.max(nowMs, Date.parse(said.at) + 1)).toISOString()
  await emitAtDesk(workspace, principal, [{ stream: consents, deletes: [{ key: id, version }] }])
  const { id: profile } = await resolveReference(workspace, reference, principal.rights)
  return { ...said, ...(await counting(context, profile, said)) }
}

async function answerOf(context: CorrectionContext, reference: string, id: string): Promise<ConsentAnswer> {
  const { workspace, principal } = context
  const { id: profile } = await resolveReference(workspace, reference, principal.rights)
  const [row] = await deskRows(workspace, [{ stream: consents, key: id }])
  const about = row?.about as unknown as HangingPlace | undefined
  if (!row || !about || !(await hangsOn(workspace, profile, about)))
    throw new RapportError('ENTRY_NOT_FOUND', { what: 'consent', name: id })
  const said = saidBy(row)
  return { id, about, at: String(row.at), ...said, ...(await counting(context, profile, said)) }
}

function saidBy(row: JsonObject): Pick<ConsentAnswer, 'purpose' | 'channel' | 'state'> {
  const { purpose, channel = null, state } = row
  return { purpose: String(purpose), channel: channel as string | null, state: state as State }
}

/** What counts for its purpose, whoever said it. */
async function counting(
  { workspace, principal }: CorrectionContext,
  id: ProfileId,
  { purpose, channel, state }: Pick<ConsentAnswer, 'purpose' | 'channel' | 'state'>,
): Promise<Pick<ConsentAnswer, 'profile' | 'consents' | 'holds'>> {
  const profile = await workspace.queries.profile(id, principal.rights)
  if (!profile) throw new RapportError('PROFILE_NOT_FOUND')
  const all = profile.consents.filter((one) => one.purpose === purpose)
  const own = all.filter((one) => one.channel === channel)
  return { profile: profile.id, consents: all, holds: own.length > 0 && own.every((one) => one.state === state) }
}
