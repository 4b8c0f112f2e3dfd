import { type Json, type JsonObject, type ProfileId, RapportError } from '@rapport/core'
import { isSensitive, type ProfileAnswer } from '@rapport/engine'
import { cleanPhone, isRefused } from '@rapport/harmonise'
import type { Workspace } from '@rapport/runtime'
import type { Principal } from '../auth/principal.ts'
import { requireCall, type StoredCall } from '../calls/call.ts'
import { deskStream, emitAtDesk } from '../desk/connection.ts'
import { type CorrectedPoint, organizationSet, personSet } from '../desk/corrections.ts'
import { type HangingPlace, hangingPlace } from '../desk/record.ts'
import { saidId } from '../desk/said-id.ts'
import { resolveReference } from '../http/profile-answer.ts'
import { cleaned, completed, correctionStreams, isReach, type Point, type Reach, reachKinds } from './cleaned.ts'
import { findCorrection, rowOf, type StoredCorrection, saveCorrection } from './correction.ts'
import { type AttributeOutcome, outcomeOf } from './outcome.ts'

/** What is wrong with a profile, as an agent is told. */
export interface CorrectionRequest {
  readonly key?: string | undefined
  /** By attribute. */
  readonly set: Readonly<Record<string, unknown>>
  readonly replaces?: Readonly<Partial<Record<Reach, string | undefined>>> | undefined
  readonly about?: string | undefined
  readonly call?: string | undefined
}

/** A correction as it stands. */
export interface CorrectionAnswer {
  readonly id: string
  /** Where it is now. */
  readonly profile: string
  readonly about: HangingPlace
  /** As it was asked for; what the reader may not see is null. */
  readonly set: JsonObject
  readonly at: string
  readonly by: string
  readonly call: string | null
  readonly undone: { readonly at: string; readonly by: string } | null
  /** What the profile now shows of it. */
  readonly outcome: readonly AttributeOutcome[]
}

/** Who corrects, where, and when. */
export interface CorrectionContext {
  readonly workspace: Workspace
  readonly principal: Principal
  readonly nowMs: number
}

/** Values of one attribute that are said to be wrong: records differ in fewer. */
const MAX_WRONG = 20

const parties = ['person', 'organization'] as const
type Party = (typeof parties)[number]

/**
 * Keeps what somebody said of themselves as a record of source `desk`, tied to the record that it is about. The rules decide whether
 * it is shown; the answer says so. The same key of the same client again answers the same correction.
 * @throws RapportError `REQUEST_INVALID`, `RECORD_MISSING`, `SAID_DIFFERENTLY`, `CALLER_UNVERIFIED`, and as resolving the reference does
 */
export async function correct(
  context: CorrectionContext,
  reference: string,
  request: CorrectionRequest,
): Promise<{ readonly isNew: boolean; readonly answer: CorrectionAnswer }> {
  const { workspace, principal } = context
  const { id: profileId } = await resolveReference(workspace, reference, principal.rights)
  const id = saidId('cor', principal, request.key)
  const known = request.key === undefined ? undefined : await findCorrection(workspace, id)
  const asked = JSON.stringify([request.set, request.replaces ?? null, request.about ?? null, request.call ?? null])
  if (known && known.asked !== asked) throw new RapportError('SAID_DIFFERENTLY', { path: 'body.key' })
  const correction = known ?? (await prepare(context, profileId, { id, asked }, request))
  // Once more for a request that was sent twice: the first may have ended in between.
  if (!correction.undone) {
    const stream = correctionStreams[correction.entity]
    await emitAtDesk(workspace, principal, [{ stream, rows: [rowOf(correction)] }])
  }
  const place = await placeOf(workspace, principal, reference, correction)
  return { isNew: known === undefined, answer: await toAnswer(context, place, correction) }
}

/** All corrections of a profile, the newest first, undone ones too. */
export async function correctionsOf(
  context: CorrectionContext,
  reference: string,
): Promise<readonly CorrectionAnswer[]> {
  const { workspace, principal } = context
  const { id } = await resolveReference(workspace, reference, principal.rights)
  const streams = new Set(await Promise.all(parties.map((party) => deskStream(workspace, correctionStreams[party]))))
  const anchors = (await workspace.reader.anchors(id)).filter(({ streamName }) => streams.has(streamName))
  const stored = await Promise.all(anchors.map(({ key }) => findCorrection(workspace, key)))
  const known = stored.flatMap((one) => (one ? [one] : [])).sort((a, b) => (a.at > b.at ? -1 : 1))
  return Promise.all(known.map((one) => toAnswer(context, id, one)))
}

/**
 * Takes a correction back, as if it had never been made; that it was made stays known. Undoing it again changes nothing.
 * @throws RapportError `ENTRY_NOT_FOUND` when the profile has no such correction
 */
export async function undoCorrection(
  context: CorrectionContext,
  reference: string,
  id: string,
): Promise<CorrectionAnswer> {
  const { workspace, principal, nowMs } = context
  const correction = await findCorrection(workspace, id)
  if (!correction) throw new RapportError('ENTRY_NOT_FOUND', { what: 'correction', name: id })
  const place = await placeOf(workspace, principal, reference, correction)
  if (correction.undone) return toAnswer(context, place, correction)
  const at = new Date(Math.max(nowMs, Date.parse(correction.at) + 1)).toISOString()
  const stream = correctionStreams[correction.entity]
  await emitAtDesk(workspace, principal, [{ stream, deletes: [{ key: id, version: at }] }])
  const undone = { ...correction, undone: { at, by: principal.id } }
  await saveCorrection(workspace, await homeOf(workspace, place, correction.about), undone)
  return toAnswer(context, place, undone)
}

async function prepare(
  context: CorrectionContext,
  id: ProfileId,
  { id: correctionId, asked }: Pick<StoredCorrection, 'id' | 'asked'>,
  request: CorrectionRequest,
): Promise<StoredCorrection> {
  const { workspace, principal, nowMs } = context
  const profile = await profileFor(workspace, principal, id)
  const entity = parties.find((party) => party === profile.entity)
  if (!entity) throw new RapportError('RECORD_MISSING')
  const parsed = partySet(entity, request.set)
  const call = request.call === undefined ? undefined : await requireCall(workspace, request.call)
  if (call && Object.keys(parsed).some((name) => isSensitive(entity, name))) requireVerified(call, profile.id)
  const set = completed(parsed, countryOf(profile, call))
  const { values, points } = cleaned(entity, set, nowMs)
  const place = { about: request.about, call, attributes: Object.keys(set) }
  const about = await hangingPlace(workspace, principal, id, profile, place)
  const at = new Date(nowMs).toISOString()
  const correction: StoredCorrection = {
    id: correctionId,
    entity,
    set: set as StoredCorrection['set'],
    ended: [...endedPoints(profile, points, request.replaces ?? {}, at)],
    wrong: [...(await wrongValues(workspace, principal, id, values))],
    asked,
    about,
    at,
    by: principal.id,
    call: call?.id ?? null,
    undone: null,
  }
  await saveCorrection(workspace, await homeOf(workspace, id, about), correction)
  return correction
}

/** An organization has no birth date. @throws RapportError `REQUEST_INVALID` */
function partySet(entity: Party, set: CorrectionRequest['set']): JsonObject {
  const { shape } = entity === 'person' ? personSet : organizationSet
  const unknown = Object.keys(set).find((name) => !Object.hasOwn(shape, name))
  if (unknown === undefined) return set as JsonObject
  const problem = `of a profile of kind ${entity} these may be corrected: ${Object.keys(shape).join(', ')}`
  throw new RapportError('REQUEST_INVALID', { problem, path: `body.set.${unknown}` })
}

/** Where somebody is at home: by their address, else their number, else the number that they called. */
function countryOf({ attributes }: ProfileAnswer, call: StoredCall | undefined): string | undefined {
  const { country } = (attributes.address ?? {}) as { readonly country?: string }
  return country ?? countryOfNumber(attributes.phone) ?? countryOfNumber(call?.to)
}

function countryOfNumber(number: unknown): string | undefined {
  const phone = cleanPhone(number)
  return phone === undefined || isRefused(phone) ? undefined : phone.country
}

/** Who has not proven who they are changes nothing by which they could be mistaken for somebody. */
function requireVerified(call: StoredCall, profile: string): void {
  if (call.verified === null || call.profile !== profile) throw new RapportError('CALLER_UNVERIFIED', { id: call.id })
}

/**
 * Which contact points the new ones take the place of: the one that is named, else the one that is shown. Of addresses all that are
 * for the same: systems spell one house in several ways, and who moved lives in none of them. They end, so that sources that go on
 * naming them do not outweigh the new one.
 */
function endedPoints(
  profile: ProfileAnswer,
  fresh: Readonly<Partial<Record<Reach, Point>>>,
  replaces: NonNullable<CorrectionRequest['replaces']>,
  at: string,
): readonly CorrectedPoint[] {
  return Object.entries(fresh).flatMap(([name, point]) => {
    if (!isReach(name)) return []
    const kind = reachKinds[name]
    const open = (profile.contactPoints as unknown as readonly Point[]).filter(
      (one) => one.kind === kind && one.validTo === undefined,
    )
    const named = replaces[name]
    const old = open.filter((one, index) =>
      named === undefined
        ? index === 0 || (kind === 'post' && (one.purpose ?? null) === (open[0]?.purpose ?? null))
        : one.normal === named,
    )
    if (named !== undefined && old.length === 0) {
      const problem = 'no contact point of this profile'
      throw new RapportError('REQUEST_INVALID', { problem, path: `body.replaces.${name}` })
    }
    return old
      .filter(({ normal }) => normal !== point.normal)
      .map((one) => ({
        kind,
        ...(kind === 'post'
          ? { address: (one.address as CorrectedPoint['address']) ?? { street: one.raw } }
          : { raw: one.normal }),
        validTo: at,
      }))
  })
}

/** What the profile's records tell otherwise: it is no newer than the correction, however often a system repeats it. */
async function wrongValues(
  workspace: Workspace,
  { rights }: Principal,
  id: ProfileId,
  values: JsonObject,
): Promise<StoredCorrection['wrong']> {
  const records = await workspace.queries.records(id, { ...rights, sensitive: true })
  return Object.entries(values).flatMap(([attribute, right]) => {
    // A list is united, and nothing in it is wrong for not being named.
    if (Array.isArray(right)) return []
    const told = records.flatMap((one) => (one.isDeleted ? [] : [one.attributes[attribute]]))
    const wrong = new Map(told.map((value) => [JSON.stringify(value), value]))
    return [...wrong.values()]
      .filter(
        (value): value is Json =>
          value !== undefined && value !== null && JSON.stringify(value) !== JSON.stringify(right),
      )
      .slice(0, MAX_WRONG)
      .map((value) => ({ attribute, value }))
  }) as StoredCorrection['wrong']
}

/** The profile that holds the correction now. @throws RapportError `ENTRY_NOT_FOUND` */
async function placeOf(
  workspace: Workspace,
  principal: Principal,
  reference: string,
  { id, entity }: StoredCorrection,
): Promise<ProfileId> {
  const { id: profile } = await resolveReference(workspace, reference, principal.rights)
  const anchors = await workspace.reader.anchors(profile)
  const stream = await deskStream(workspace, correctionStreams[entity])
  if (anchors.some(({ streamName, key }) => streamName === stream && key === id)) return profile
  throw new RapportError('ENTRY_NOT_FOUND', { what: 'correction', name: id })
}

async function homeOf(workspace: Workspace, id: ProfileId, about: HangingPlace): Promise<ProfileId> {
  const anchors = await workspace.reader.anchors(id)
  const anchor = anchors.find(({ streamName, key }) => streamName === about.stream && key === about.key)
  return anchor ? (anchor.id as number as ProfileId) : id
}

/** With all that it shows, whatever the reader may see. */
async function profileFor(workspace: Workspace, { rights }: Principal, id: ProfileId): Promise<ProfileAnswer> {
  const profile = await workspace.queries.profile(id, { ...rights, sensitive: true })
  if (!profile) throw new RapportError('PROFILE_NOT_FOUND')
  return profile
}

async function toAnswer(
  { workspace, principal }: CorrectionContext,
  id: ProfileId,
  correction: StoredCorrection,
): Promise<CorrectionAnswer> {
  const profile = await profileFor(workspace, principal, id)
  const { entity, set, about, at, by, call, undone } = correction
  const mayTell = (name: string) => principal.rights.sensitive || !isSensitive(entity, name)
  const own = { stream: await deskStream(workspace, correctionStreams[entity]), key: correction.id }
  const asked = cleaned(entity, set as JsonObject, Date.parse(at))
  const told = Object.entries(set).map(([name, value]) => [name, mayTell(name) ? (value ?? null) : null])
  return {
    id: correction.id,
    profile: profile.id,
    about,
    set: Object.fromEntries(told) as JsonObject,
    at,
    by,
    call,
    undone,
    outcome: await outcomeOf(workspace, profile, asked, own, principal.rights.sensitive),
  }
}
