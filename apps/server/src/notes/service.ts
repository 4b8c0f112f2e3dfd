import { type JsonObject, type ProfileId, RapportError } from '@rapport/core'
import { requireCall } from '../calls/call.ts'
import type { CorrectionContext } from '../corrections/service.ts'
import { emitAtDesk } from '../desk/connection.ts'
import { notes, tasks } from '../desk/notes.ts'
import { type HangingPlace, hangingPlace } from '../desk/record.ts'
import { deskRows, hangsOn } from '../desk/rows.ts'
import { saidId } from '../desk/said-id.ts'
import { resolveReference } from '../http/profile-answer.ts'

/** What follows from a talk. */
interface TaskRequest {
  readonly kind: 'promise' | 'todo'
  readonly subject: string
  readonly assignee?: string | undefined
  readonly dueAt?: string | undefined
}

/** What was talked about, as an agent writes it down. */
export interface NoteRequest {
  readonly key?: string | undefined
  readonly kind: 'note' | 'call' | 'visit' | 'email' | 'chat'
  readonly subject?: string | undefined
  readonly text?: string | undefined
  readonly outcome?: string | undefined
  readonly author?: string | undefined
  readonly task?: TaskRequest | undefined
  readonly about?: string | undefined
  readonly call?: string | undefined
}

/** A note as it stands: its rows are in the timeline. */
export interface NoteAnswer {
  readonly id: string
  readonly profile: string
  /** The record that it hangs on, and goes with. */
  readonly about: HangingPlace
  readonly at: string
  readonly note: JsonObject
  readonly task: JsonObject | null
}

/**
 * Keeps a note, and what follows from it, as rows of source `desk` on the record that it is about. The same key of the same client
 * again answers the same note.
 * @throws RapportError `RECORD_MISSING`, `SAID_DIFFERENTLY`, `REQUEST_INVALID`, and as resolving the reference does
 */
export async function addNote(
  context: CorrectionContext,
  reference: string,
  request: NoteRequest,
): Promise<{ readonly isNew: boolean; readonly answer: NoteAnswer }> {
  const { workspace, principal, nowMs } = context
  const { id: profileId } = await resolveReference(workspace, reference, principal.rights)
  const id = saidId('note', principal, request.key)
  const [known] = await deskRows(workspace, [{ stream: notes, key: id }])
  const place = known ? undefined : await placeFor(context, profileId, request)
  const at = (known?.at as string | undefined) ?? new Date(nowMs).toISOString()
  const about = place ?? (known?.about as unknown as HangingPlace)
  const { kind, subject, text, outcome, author = principal.title, call } = request
  const note = defined({ id, at, about, kind, subject, text, outcome, author, call })
  if (known && JSON.stringify(sorted(known)) !== JSON.stringify(sorted(note)))
    throw new RapportError('SAID_DIFFERENTLY', { path: 'body.key' })
  const task = request.task && defined({ ...taskRow(id, at, about, request.task) })
  // Once more for a request that was sent twice: the first may have ended in between.
  const isTaskThere = task !== undefined && (await deskRows(workspace, [{ stream: tasks, key: id }]))[0] !== undefined
  await emitAtDesk(workspace, principal, [
    { stream: notes, rows: [note] },
    ...(task && !isTaskThere ? [{ stream: tasks, rows: [task] }] : []),
  ])
  return { isNew: known === undefined, answer: await answerOf(context, reference, id) }
}

/** A note with what follows from it. @throws RapportError `ENTRY_NOT_FOUND` when the profile has no such note */
export async function readNote(context: CorrectionContext, reference: string, id: string): Promise<NoteAnswer> {
  return answerOf(context, reference, id)
}

/**
 * Takes a note back, and what followed from it.
 * @throws RapportError `ENTRY_NOT_FOUND`
 */
export async function removeNote(context: CorrectionContext, reference: string, id: string): Promise<void> {
  const { at, task } = await answerOf(context, reference, id)
  const made = Math.max(Date.parse(at), Date.parse(String(task?.changedAt ?? at)))
  const version = new Date(Math.max(context.nowMs, made)).toISOString()
  await emitAtDesk(context.workspace, context.principal, [
    { stream: notes, deletes: [{ key: id, version }] },
    ...(task ? [{ stream: tasks, deletes: [{ key: id, version }] }] : []),
  ])
}

/**
 * Says how what followed from a note ended: a promise that was kept is no open matter any more.
 * @throws RapportError `ENTRY_NOT_FOUND` when nothing followed from it
 */
export async function endTask(
  context: CorrectionContext,
  reference: string,
  id: string,
  status: 'open' | 'done' | 'cancelled',
): Promise<NoteAnswer> {
  const { task } = await answerOf(context, reference, id)
  if (!task) throw new RapportError('ENTRY_NOT_FOUND', { what: 'task', name: id })
  if (task.status !== status) {
    const { doneAt: _doneAt, ...rest } = task
    const later = Math.max(context.nowMs, Date.parse(String(task.changedAt)) + 1)
    const changedAt = new Date(later).toISOString()
    const row = { ...rest, status, changedAt, ...(status === 'done' && { doneAt: changedAt }) }
    await emitAtDesk(context.workspace, context.principal, [{ stream: tasks, rows: [row] }])
  }
  return answerOf(context, reference, id)
}

async function placeFor(context: CorrectionContext, id: ProfileId, request: NoteRequest): Promise<HangingPlace> {
  const { workspace, principal } = context
  const call = request.call === undefined ? undefined : await requireCall(workspace, request.call)
  return hangingPlace(workspace, principal, id, { provenance: {} }, { about: request.about, call })
}

function taskRow(id: string, at: string, about: HangingPlace, task: TaskRequest) {
  const { kind, subject, assignee, dueAt } = task
  return { id, at, changedAt: at, about, kind, subject, assignee, dueAt, status: 'open', note: id }
}

async function answerOf(context: CorrectionContext, reference: string, id: string): Promise<NoteAnswer> {
  const { workspace, principal } = context
  const found = await resolveReference(workspace, reference, principal.rights)
  const [note, task] = await deskRows(workspace, [
    { stream: notes, key: id },
    { stream: tasks, key: id },
  ])
  const about = note?.about as unknown as HangingPlace | undefined
  if (!note || !about || !(await hangsOn(workspace, found.id, about)))
    throw new RapportError('ENTRY_NOT_FOUND', { what: 'note', name: id })
  const profile = await workspace.queries.profile(found.id, principal.rights)
  if (!profile) throw new RapportError('PROFILE_NOT_FOUND')
  return { id, profile: profile.id, about, at: String(note.at), note, task: task ?? null }
}

/** Without members that are not said. */
const defined = (row: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as JsonObject

const sorted = (row: JsonObject): unknown => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))
