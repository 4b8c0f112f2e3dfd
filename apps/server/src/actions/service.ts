import { type ActionDecision, type LanguageCode, type Offers, offersOf, readRelatedProfiles } from '@rapport/assistant'
import {
  formatProfileId,
  type JsonObject,
  type Occasion,
  type ProfileId,
  RapportError,
  requireProfileId,
  titleIn,
} from '@rapport/core'
import type { ProfileAnswer } from '@rapport/engine'
import { compileCondition } from '@rapport/harmonise'
import type { Workspace } from '@rapport/runtime'
import type { Principal } from '../auth/principal.ts'
import { requireCall, type StoredCall } from '../calls/call.ts'
import { emitAtDesk } from '../desk/connection.ts'
import { tasks } from '../desk/notes.ts'
import { proposal, proposals } from '../desk/proposals.ts'
import { type HangingPlace, hangingPlace } from '../desk/record.ts'
import { deskRows, hangsOn } from '../desk/rows.ts'
import { saidId } from '../desk/said-id.ts'
import { resolveReference } from '../http/profile-answer.ts'

const DAY_MS = 86_400_000
/** Answers that are looked at, newest first: a catalogue is shorter. */
const MAX_DECISIONS = 200
/** Rows that an insight's value is shown to stand on. */
const MAX_ROWS = 3
const MAX_ROWS_READ = 50

/** Who asks, where, and when. */
export interface ActionContext {
  readonly workspace: Workspace
  readonly principal: Principal
  readonly nowMs: number
}

export interface OffersRequest {
  readonly occasion?: Occasion | undefined
  readonly language?: LanguageCode | undefined
  readonly zone?: string | undefined
  readonly call?: string | undefined
}

/** What was answered to an action. */
export interface DecisionRequest extends OffersRequest {
  readonly key?: string | undefined
  readonly why?: string | undefined
  readonly author?: string | undefined
  readonly about?: string | undefined
}

/** An answer as it is kept. */
export interface DecisionAnswer {
  readonly id: string
  readonly profile: string
  readonly action: string
  readonly status: 'accepted' | 'declined'
  readonly why: string | null
  readonly at: string
  readonly about: HangingPlace
  /** What followed; its row is `desk/tasks`, with the same id. */
  readonly task: JsonObject | null
}

/**
 * What may be proposed to a profile now, as its catalogue says.
 * @throws RapportError `CALL_NOT_FOUND`, and as resolving the reference does
 */
export async function offersFor(context: ActionContext, reference: string, request: OffersRequest): Promise<Offers> {
  const { id } = await resolveReference(context.workspace, reference, context.principal.rights)
  return withRows(context, id, await offersTo(context, id, request))
}

/**
 * Keeps what was answered to an action, and does what follows when it was accepted. The same key of the same client again answers the same.
 * @throws RapportError `ENTRY_NOT_FOUND` for an unknown action; `ACTION_NOT_OFFERED` when one is accepted that may not be proposed;
 * `RECORD_MISSING`, `SAID_DIFFERENTLY`
 */
export async function decide(
  context: ActionContext,
  reference: string,
  name: string,
  status: 'accepted' | 'declined',
  request: DecisionRequest,
): Promise<{ readonly isNew: boolean; readonly answer: DecisionAnswer }> {
  const { workspace, principal, nowMs } = context
  const { id: profileId } = await resolveReference(workspace, reference, principal.rights)
  const action = workspace.queries.actions().actions.find((one) => one.name === name)
  if (!action) throw new RapportError('ENTRY_NOT_FOUND', { what: 'action', name })
  const id = saidId('prop', principal, request.key)
  const known = request.key === undefined ? undefined : await decisionOf(workspace, id)
  if (known && (known.action !== name || known.status !== status || (known.why ?? undefined) !== request.why))
    throw new RapportError('SAID_DIFFERENTLY', { path: 'body.key' })
  if (!known) {
    const offers = await offersTo(context, profileId, { ...request, occasion: undefined })
    const offer = offers.items.find((one) => one.name === name)
    if (!offer && status === 'accepted') throw new RapportError('ACTION_NOT_OFFERED', { action: name })
    const call = await callOf(context, request)
    const about = await hangingPlace(
      workspace,
      principal,
      profileId,
      { provenance: {} },
      { about: request.about, call },
    )
    const at = new Date(nowMs).toISOString()
    const { why, occasion, author = principal.title } = request
    const row = {
      id,
      at,
      about,
      action: name,
      title: titleIn(action.title, offers.language) ?? name,
      status,
      why,
      occasion,
      author,
      call: call?.id,
    }
    const task = status === 'accepted' ? offer?.leadsTo.task : null
    await emitAtDesk(workspace, principal, [
      // First: killed in between, the request comes again and finds no answer.
      ...(task ? [{ stream: tasks, rows: [taskRow(id, at, about, task, nowMs)] }] : []),
      { stream: proposals, rows: [row] },
    ])
  }
  const answer = await decisionOf(workspace, id)
  if (!answer) throw new RapportError('ENTRY_NOT_FOUND', { what: 'proposal', name: id })
  return { isNew: !known, answer: await placed(context, reference, answer) }
}

/**
 * Takes an answer back, and what followed from it: a slip of the hand.
 * @throws RapportError `ENTRY_NOT_FOUND`
 */
export async function undoDecision(context: ActionContext, reference: string, id: string): Promise<void> {
  const { workspace, principal, nowMs } = context
  const known = await decisionOf(workspace, id)
  if (!known) throw new RapportError('ENTRY_NOT_FOUND', { what: 'proposal', name: id })
  const { task, at } = await placed(context, reference, known)
  const version = new Date(Math.max(nowMs, Date.parse(String(task?.changedAt ?? at)))).toISOString()
  await emitAtDesk(workspace, principal, [
    { stream: proposals, deletes: [{ key: id, version }] },
    ...(task ? [{ stream: tasks, deletes: [{ key: id, version }] }] : []),
  ])
}

async function offersTo(context: ActionContext, id: ProfileId, request: OffersRequest): Promise<Offers> {
  const { workspace, principal, nowMs } = context
  const { queries } = workspace
  const call = await callOf(context, request)
  const profile = await profileWith(workspace, principal, id, true)
  const isUnverified = call !== undefined && (call.verified === null || call.profile !== profile.id)
  const heldBackUntil = !principal.rights.sensitive ? 'scope' : isUnverified ? 'verified' : null
  const catalogue = queries.actions()
  const related = await readRelatedProfiles(queries, id, {
    actions: catalogue.actions.filter(({ entity }) => entity === profile.entity),
    rights: { ...principal.rights, sensitive: heldBackUntil === null },
    nowMs,
  })
  return offersOf({
    profile,
    related,
    visible: heldBackUntil === null ? profile : await profileWith(workspace, principal, id, false),
    heldBackUntil,
    catalogue,
    decisions: await decisionsOf(workspace, principal, id),
    occasion: request.occasion,
    language: request.language,
    zone: request.zone ?? 'UTC',
    nowMs,
  })
}

async function profileWith(
  workspace: Workspace,
  { rights }: Principal,
  id: ProfileId,
  sensitive: boolean,
): Promise<ProfileAnswer> {
  const profile = await workspace.queries.profile(id, { ...rights, sensitive })
  if (!profile) throw new RapportError('PROFILE_NOT_FOUND')
  return profile
}

async function callOf({ workspace }: ActionContext, { call }: OffersRequest): Promise<StoredCall | undefined> {
  return call === undefined ? undefined : requireCall(workspace, call)
}

/** Everything that was answered, wherever its record is now: who is two people rests twice. */
export async function decisionsOf(
  workspace: Workspace,
  { rights }: Principal,
  id: ProfileId,
): Promise<readonly ActionDecision[]> {
  const query = { entities: [proposal.name], limit: MAX_DECISIONS }
  const { items } = await workspace.queries.timeline(id, query, { ...rights, sensitive: true })
  return items.flatMap(({ attributes: { action, status }, occurredAt }) =>
    typeof action === 'string' && (status === 'accepted' || status === 'declined')
      ? [{ action, status, at: occurredAt }]
      : [],
  )
}

/** The newest rows that insights among the reasons are calculated of: the profile's, or those of whom it is tied to. */
async function withRows(context: ActionContext, id: ProfileId, offers: Offers): Promise<Offers> {
  const { workspace, principal } = context
  type Because = Offers['items'][number]['because'][number]
  const keyOf = ({ name, of }: Because) => `${of?.profile ?? ''} ${name}`
  const insights = offers.items.flatMap(({ because }) => because.filter(({ kind }) => kind === 'insight'))
  const rows = new Map<string, Because['rows']>()
  for (const [key, { name, of }] of new Map(insights.map((one) => [keyOf(one), one]))) {
    const whose = of ? requireProfileId(of.profile) : id
    rows.set(key, await rowsBehind(workspace, principal, whose, name, context.nowMs))
  }
  return {
    ...offers,
    items: offers.items.map((offer) => ({
      ...offer,
      because: offer.because.map((one) =>
        one.kind === 'insight' ? { ...one, rows: [...one.rows, ...(rows.get(keyOf(one)) ?? [])] } : one,
      ),
    })),
  }
}

async function rowsBehind(workspace: Workspace, { rights }: Principal, id: ProfileId, name: string, nowMs: number) {
  const insight = workspace.queries.actions().insights.get(name)
  if (!insight) return []
  const meets = insight.where ? compileCondition(insight.where) : () => true
  const since = insight.window ? nowMs - insight.window.days * DAY_MS : Number.NEGATIVE_INFINITY
  const { items } = await workspace.queries.timeline(id, { entities: [insight.on], limit: MAX_ROWS_READ }, rights)
  return items
    .filter(({ attributes, occurredAt }) => Date.parse(occurredAt) >= since && meets(attributes, nowMs))
    .slice(0, MAX_ROWS)
    .map(({ stream, key, occurredAt }) => ({ stream, key, observedAt: occurredAt }))
}

function taskRow(
  id: string,
  at: string,
  about: HangingPlace,
  task: NonNullable<Offers['items'][number]['leadsTo']['task']>,
  nowMs: number,
): object {
  const { kind, subject, assignee, dueInDays } = task
  return {
    id,
    at,
    changedAt: at,
    about,
    kind,
    subject,
    status: 'open',
    ...(assignee !== null && { assignee }),
    ...(dueInDays !== null && { dueAt: new Date(nowMs + dueInDays * DAY_MS).toISOString() }),
  }
}

async function decisionOf(workspace: Workspace, id: string): Promise<Omit<DecisionAnswer, 'profile'> | undefined> {
  const [made, task] = await deskRows(workspace, [
    { stream: proposals, key: id },
    { stream: tasks, key: id },
  ])
  if (!made) return undefined
  const { action, status, why, at, about } = made as unknown as DecisionAnswer
  return { id, action, status, why: why ?? null, at, about, task: task ?? null }
}

async function placed(
  { workspace, principal }: ActionContext,
  reference: string,
  answer: Omit<DecisionAnswer, 'profile'>,
): Promise<DecisionAnswer> {
  const { id } = await resolveReference(workspace, reference, principal.rights)
  if (!(await hangsOn(workspace, id, answer.about)))
    throw new RapportError('ENTRY_NOT_FOUND', { what: 'proposal', name: answer.id })
  return { ...answer, profile: formatProfileId(id) }
}
