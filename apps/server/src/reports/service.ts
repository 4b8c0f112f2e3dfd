import { type JsonObject, type ProfileId, RapportError } from '@rapport/core'
import { isInScope, type StoredActivity } from '@rapport/engine'
import type { Workspace } from '@rapport/runtime'
import type { Principal } from '../auth/principal.ts'
import { emitAtDesk } from '../desk/connection.ts'
import { tasks as taskStream } from '../desk/notes.ts'
import { type HangingPlace, hangingPlace } from '../desk/record.ts'
import { deskRows, hangsOn } from '../desk/rows.ts'
import { saidId } from '../desk/said-id.ts'
import { visits } from '../desk/visits.ts'
import { resolveReference } from '../http/profile-answer.ts'

/** Who reports, where, and when it is received. */
export interface ReportContext {
  readonly workspace: Workspace
  readonly principal: Principal
  readonly nowMs: number
}

/** What follows from a visit. */
interface StepRequest {
  readonly kind: 'promise' | 'todo'
  readonly subject: string
  readonly assignee?: string | undefined
  readonly dueAt?: string | undefined
}

/** How a visit went, as who made it writes it down: at once, or when there is a network again. Times are ISO in UTC. */
export interface ReportRequest {
  readonly key?: string | undefined
  /** The planned row, `connection/stream/key`; absent: nobody had planned it. */
  readonly visit?: string | undefined
  /** For when it was planned, as the writer saw it; absent: as it is planned now. */
  readonly plannedFor?: string | undefined
  readonly status: 'done' | 'cancelled'
  readonly at?: string | undefined
  readonly subject?: string | undefined
  readonly text?: string | undefined
  readonly outcome?: string | undefined
  readonly author?: string | undefined
  readonly zone?: string | undefined
  readonly tasks: readonly StepRequest[]
  readonly next?: { readonly at: string; readonly subject?: string | undefined } | undefined
}

/** A report as it stands, with what follows from it. */
export interface ReportAnswer {
  readonly id: string
  readonly profile: string
  /** The record that it hangs on, and goes with. */
  readonly about: HangingPlace
  readonly visit: HangingPlace | null
  readonly plannedFor: string | null
  readonly at: string
  readonly report: JsonObject
  readonly tasks: readonly JsonObject[]
  readonly next: JsonObject | null
}

/** What is known of a planned visit when it is reported on. */
interface Planned {
  readonly row: HangingPlace
  /** The record that it hangs on; `undefined`: one that carries nothing any more. */
  readonly about: string | undefined
  readonly at: string | undefined
  readonly attributes: JsonObject
}

/**
 * Keeps a report as a row of source `desk` on the record that the planned visit hangs on, with its tasks and the next visit. While it
 * stands, that visit is planned no longer, whatever its system still says; where that says another time, it is planned anew. The same
 * key of the same client again answers the same.
 * @throws RapportError `RECORD_MISSING`, `SAID_DIFFERENTLY`, `REQUEST_INVALID`, and as resolving the reference does
 */
export async function addReport(
  context: ReportContext,
  reference: string,
  request: ReportRequest,
): Promise<{ readonly isNew: boolean; readonly answer: ReportAnswer }> {
  const { workspace, principal } = context
  const { id: profileId } = await resolveReference(workspace, reference, principal.rights)
  const id = saidId('report', principal, request.key)
  const known = request.key === undefined ? undefined : await storedReport(workspace, id)
  const report = known ? remade(known.report, request) : await newRow(context, profileId, id, request)
  const tasks = request.tasks.map((task, index) => taskRow(report, index + 1, task))
  const next = request.next && nextRow(report, request.next)
  if (known && !isSame(known, { report, tasks, next })) throw new RapportError('SAID_DIFFERENTLY', { path: 'body.key' })
  if (!known)
    await emitAtDesk(workspace, principal, [
      // First: killed in between, the request comes again and finds no report.
      ...(tasks.length > 0 ? [{ stream: taskStream, rows: tasks }] : []),
      { stream: visits, rows: [...(next ? [next] : []), report] },
    ])
  return { isNew: !known, answer: await readReport(context, reference, id) }
}

/** A report with what follows from it. @throws RapportError `ENTRY_NOT_FOUND` when the profile has no such report */
export async function readReport(
  { workspace, principal }: ReportContext,
  reference: string,
  id: string,
): Promise<ReportAnswer> {
  const { id: profileId } = await resolveReference(workspace, reference, principal.rights)
  const stored = await storedReport(workspace, id)
  const about = stored?.report.about as unknown as HangingPlace | undefined
  if (!stored || !about || !(await hangsOn(workspace, profileId, about)))
    throw new RapportError('ENTRY_NOT_FOUND', { what: 'report', name: id })
  const profile = await workspace.queries.profile(profileId, principal.rights)
  if (!profile) throw new RapportError('PROFILE_NOT_FOUND')
  const { report, tasks, next } = stored
  return {
    id,
    profile: profile.id,
    about,
    visit: (report.visit as unknown as HangingPlace | undefined) ?? null,
    plannedFor: (report.plannedFor as string | undefined) ?? null,
    at: String(report.at),
    report,
    tasks,
    next: next ?? null,
  }
}

/**
 * Takes a report back, with its tasks and the visit that it planned: what it reported on is planned again.
 * @throws RapportError `ENTRY_NOT_FOUND`
 */
export async function removeReport(context: ReportContext, reference: string, id: string): Promise<void> {
  const { report, tasks, next } = await readReport(context, reference, id)
  const saved = [report.savedAt, next?.savedAt, ...tasks.map((task) => task.changedAt)]
  const latest = Math.max(context.nowMs, ...saved.map((at) => (at === undefined ? 0 : Date.parse(String(at)))))
  const version = new Date(latest).toISOString()
  const deleted = (row: JsonObject) => ({ key: String(row.id), version })
  await emitAtDesk(context.workspace, context.principal, [
    // The report last: killed in between, it is there to be taken back again.
    ...(tasks.length > 0 ? [{ stream: taskStream, deletes: tasks.map(deleted) }] : []),
    { stream: visits, deletes: [...(next ? [deleted(next)] : []), deleted(report)] },
  ])
}

/**
 * Says how a task that follows from a report ended.
 * @param number - of the task, from 1
 * @throws RapportError `ENTRY_NOT_FOUND`
 */
export async function endReportTask(
  context: ReportContext,
  reference: string,
  id: string,
  number: number,
  status: 'open' | 'done' | 'cancelled',
): Promise<ReportAnswer> {
  const { tasks } = await readReport(context, reference, id)
  const task = tasks.find((one) => one.id === taskId(id, number))
  if (!task) throw new RapportError('ENTRY_NOT_FOUND', { what: 'task', name: taskId(id, number) })
  if (task.status !== status) {
    const { doneAt: _doneAt, ...rest } = task
    const changedAt = new Date(Math.max(context.nowMs, Date.parse(String(task.changedAt)) + 1)).toISOString()
    const row = { ...rest, status, changedAt, ...(status === 'done' && { doneAt: changedAt }) }
    await emitAtDesk(context.workspace, context.principal, [{ stream: taskStream, rows: [row] }])
  }
  return readReport(context, reference, id)
}

interface StoredReport {
  readonly report: JsonObject
  readonly tasks: readonly JsonObject[]
  readonly next: JsonObject | undefined
}

const taskId = (id: string, number: number): string => `${id}-${number}`
const nextId = (id: string): string => `${id}-next`

async function storedReport(workspace: Workspace, id: string): Promise<StoredReport | undefined> {
  const [report, next] = await deskRows(workspace, [
    { stream: visits, key: id },
    { stream: visits, key: nextId(id) },
  ])
  // A planned visit of a report is no report.
  if (!report || report.planned === true) return undefined
  const count = typeof report.tasks === 'number' ? report.tasks : 0
  const rows = await deskRows(
    workspace,
    Array.from({ length: count }, (_, index) => ({ stream: taskStream, key: taskId(id, index + 1) })),
  )
  return { report, next, tasks: rows.filter((row) => row !== undefined) }
}

async function newRow(
  context: ReportContext,
  profileId: ProfileId,
  id: string,
  request: ReportRequest,
): Promise<JsonObject> {
  const { workspace, principal, nowMs } = context
  const planned = request.visit === undefined ? undefined : await plannedVisit(context, profileId, request.visit)
  const about = await hangingPlace(workspace, principal, profileId, { provenance: {} }, { about: planned?.about })
  const plannedFor = planned && (request.plannedFor ?? planned.at)
  const wasDue = plannedFor !== undefined && Date.parse(plannedFor) <= nowMs
  const at = request.at ?? (wasDue ? plannedFor : new Date(nowMs).toISOString())
  const author = request.author ?? textIn(planned?.attributes.author) ?? principal.title
  const zone = request.zone ?? textIn(planned?.attributes.zone)
  const { status, subject, text, outcome, tasks } = request
  return defined({
    id,
    savedAt: new Date(nowMs).toISOString(),
    at,
    about,
    planned: false,
    status,
    // What it was about is what it was planned for.
    subject: subject ?? textIn(planned?.attributes.subject),
    text,
    outcome,
    author,
    zone,
    visit: planned?.row,
    plannedFor,
    tasks: tasks.length,
  })
}

/** The same report as it is asked for once more: what the request leaves open is as it was decided then. */
function remade(known: JsonObject, request: ReportRequest): JsonObject {
  const { status, text, outcome, tasks, visit } = request
  const there = known.visit as unknown as HangingPlace | undefined
  const { text: _text, outcome: _outcome, ...rest } = known
  const given = Object.entries(request).filter(
    ([name, value]) => ['plannedFor', 'at', 'subject', 'author', 'zone'].includes(name) && value !== undefined,
  )
  const isSameVisit = visit === (there && `${there.stream}/${there.key}`)
  return defined({
    ...rest,
    ...Object.fromEntries(given),
    // Another visit is another report.
    ...(!isSameVisit && { visit: null }),
    status,
    text,
    outcome,
    tasks: tasks.length,
  })
}

/** Whether the same was said before; what became of a task since is no part of it. */
function isSame(known: StoredReport, asked: StoredReport): boolean {
  const wordsOf = ({ report, tasks, next }: StoredReport) => [
    sorted(report),
    next ? sorted(next) : null,
    tasks.map(({ id, kind, subject, assignee, dueAt }) => [id, kind, subject, assignee ?? null, dueAt ?? null]),
  ]
  return JSON.stringify(wordsOf(known)) === JSON.stringify(wordsOf(asked))
}

/** @throws RapportError `REQUEST_INVALID` when the profile has no such visit */
async function plannedVisit(
  { workspace, principal }: ReportContext,
  profileId: ProfileId,
  named: string,
): Promise<Planned> {
  const [connection = '', stream = '', ...rest] = named.split('/')
  const row = { stream: `${connection}/${stream}`, key: rest.join('/') }
  const [stored] = await workspace.reader.objects([row])
  const anchors = await workspace.reader.anchors(profileId)
  const anchor = stored && anchors.find(({ id }) => id === stored.anchor)
  if (!stored || !anchor || !isVisit(stored) || !isInScope(stored, principal.rights))
    throw new RapportError('REQUEST_INVALID', { problem: 'no visit of this profile', path: 'body.visit' })
  const about = `${anchor.streamName}/${anchor.key}`
  const records = await workspace.queries.records(profileId, { ...principal.rights, sensitive: true })
  const carries = records.some((record) => record.anchor === about && !record.isDeleted && !about.startsWith('@'))
  return {
    row,
    about: carries ? about : undefined,
    // Of one that its system has deleted nothing is known any more; the report is worth keeping all the same.
    at: stored.isDeleted ? undefined : new Date(stored.occurredAt).toISOString(),
    attributes: JSON.parse(stored.body) as JsonObject,
  }
}

function isVisit({ entity, isDeleted, body }: StoredActivity): boolean {
  return entity === 'interaction' && (isDeleted || (JSON.parse(body) as JsonObject).kind === 'visit')
}

function taskRow(report: JsonObject, number: number, { kind, subject, assignee, dueAt }: StepRequest): JsonObject {
  const { id, savedAt: at, about } = report
  const own = { id: taskId(String(id), number), at, changedAt: at, about, kind, subject, assignee, dueAt }
  return defined({ ...own, status: 'open', report: id })
}

function nextRow(report: JsonObject, { at, subject }: NonNullable<ReportRequest['next']>): JsonObject {
  const { id, savedAt, about, author, zone } = report
  const own = { id: nextId(String(id)), savedAt, at, about, planned: true, status: 'planned', subject, author, zone }
  return defined({ ...own, report: id })
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** Without members that are not said. */
const defined = (row: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as JsonObject

const sorted = (row: JsonObject): unknown => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))
