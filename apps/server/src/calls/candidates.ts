import { type CallReason, type LanguageCode, sayCallReason } from '@rapport/assistant'
import { formatProfileId, type JsonObject, type ProfileId } from '@rapport/core'
import type { ReaderRights, RecordAnswer } from '@rapport/engine'
import type { Workspace } from '@rapport/runtime'
import { type ProfileSummary, summaryOf } from '../http/profile-answer.ts'
import { readCall } from './call.ts'

/** More people than these share a number only on switchboards; the rest is counted. */
const MAX_CANDIDATES = 10
const DAY_MS = 86_400_000
/** Enough to see a habit; telephony waits for the answer. */
const EARLIER_CALLS = 20

/** Somebody who may be calling, with why, and what tells them from the others. */
export interface Candidate extends ProfileSummary {
  /** In the reader's language. */
  readonly reasons: readonly string[]
  readonly score: number
  /** It was said that the number is theirs no longer: nobody is taken to be them by it. */
  readonly isFormer: boolean
  /** The newest thing that happened, without its content. */
  readonly lastActivity: { readonly entity: string; readonly at: string } | null
}

export interface Candidates {
  /** Likeliest first. */
  readonly items: readonly Candidate[]
  /** How many share the number, those that are not shown included. */
  readonly count: number
  /** Members of `summary`, and `name`, whose values differ between the candidates. */
  readonly tellApart: readonly string[]
}

export const nobody: Candidates = { items: [], count: 0, tellApart: [] }

/** Who is told of candidates, when and in which language. */
export interface CandidateReader {
  /** Without sensitive fields: the number is a claim. */
  readonly rights: ReaderRights
  readonly nowMs: number
  readonly language: LanguageCode
}

/**
 * Who may be calling from a number: everybody it is known of, likeliest first. The number is a claim, so nothing
 * sensitive is in it.
 * @param not profile ids that the caller is known not to be
 */
export async function candidatesFor(
  workspace: Workspace,
  number: string,
  reader: CandidateReader,
  not: readonly string[],
): Promise<Candidates> {
  const found = await workspace.queries.lookup(`phone:${number}`, reader.rights)
  const ids = found.status === 'found' ? [found.id] : found.status === 'ambiguous' ? found.ids : []
  const left = ids.filter((id) => !not.includes(formatProfileId(id)))
  const described = await Promise.all(
    left.slice(0, MAX_CANDIDATES).map((id) => describe(workspace, id, number, reader)),
  )
  const items = described.flatMap((one) => (one ? [one] : [])).sort((a, b) => b.score - a.score)
  return { items, count: left.length, tellApart: differing(items) }
}

/** One candidate; `undefined` when the reader may not see the profile. */
export async function describe(
  workspace: Workspace,
  id: ProfileId,
  number: string | null,
  { rights, nowMs, language }: CandidateReader,
): Promise<Candidate | undefined> {
  const { queries, reader } = workspace
  const profile = await queries.profile(id, rights)
  if (!profile) return undefined
  const [records, recent, earlier] = await Promise.all([
    number === null ? [] : recordsWith(workspace, id, number, rights),
    queries.timeline(id, { limit: 1 }, rights),
    reader.entries('call', { profile: id, limit: EARLIER_CALLS }),
  ])
  const last = recent.items[0]
  const calls = earlier.items.map(readCall).filter((call) => call.number === number && call.chosenBy !== 'match').length
  const isFormer =
    number !== null &&
    hasEnded(
      records.flatMap((one) => phonePoints(one, number)),
      nowMs,
    )
  const isVerified = records.some((one) => phonePoints(one, number).some((point) => point.verified === true))
  const age = last ? (nowMs - Date.parse(last.occurredAt)) / DAY_MS : Number.POSITIVE_INFINITY
  const reasons: readonly CallReason[] = [
    ...(records.length > 0 ? [{ kind: 'onRecords', rows: records.map(recordName) } as const] : []),
    ...(isFormer ? [{ kind: 'former' } as const] : []),
    ...(isVerified ? [{ kind: 'verified' } as const] : []),
    ...(calls > 0 ? [{ kind: 'calledBefore', count: calls, isMore: calls === EARLIER_CALLS } as const] : []),
    ...(last && age < 30 ? [{ kind: 'recent', entity: last.entity, at: last.occurredAt } as const] : []),
  ]
  const score =
    (isFormer ? 0 : 3 * Math.min(records.length, 3) + (isVerified ? 2 : 0)) +
    4 * Math.min(calls, 2) +
    (age < 7 ? 2 : age < 30 ? 1 : 0)
  return {
    ...summaryOf(profile),
    reasons: reasons.map((reason) => sayCallReason(reason, language, nowMs)),
    score,
    isFormer,
    lastActivity: last ? { entity: last.entity, at: last.occurredAt } : null,
  }
}

/**
 * Records of a profile that carry a phone number. Contact points are sensitive, so they are read with full field rights
 * within the reader's rows, and only where the number lies is told.
 */
export async function recordsWith(
  workspace: Workspace,
  id: ProfileId,
  number: string,
  rights: ReaderRights,
): Promise<readonly RecordAnswer[]> {
  const records = await workspace.queries.records(id, { ...rights, sensitive: true })
  return records.filter((one) => !one.isDeleted && hasNumber(one, number))
}

export const recordName = (record: Pick<RecordAnswer, 'stream' | 'key'>): string => `${record.stream} ${record.key}`

function hasNumber(record: RecordAnswer, number: string): boolean {
  return (
    phonePoints(record, number).length > 0 ||
    listOf(record.attributes.identifiers).some((one) => one.namespace === 'phone' && one.value === number)
  )
}

function phonePoints(record: RecordAnswer, number: string | null): readonly JsonObject[] {
  return listOf(record.attributes.contactPoints).filter((one) => one.kind === 'phone' && one.normal === number)
}

/** Whether a number was said to have ended, and nobody said since that it begins again. */
function hasEnded(points: readonly JsonObject[], nowMs: number): boolean {
  const latest = (name: string) => points.map((one) => String(one[name] ?? '')).reduce((a, b) => (a > b ? a : b), '')
  const ended = latest('validTo')
  return ended > latest('validFrom') && Date.parse(ended) <= nowMs
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : []
}

function differing(items: readonly Candidate[]): readonly string[] {
  if (items.length < 2) return []
  const names = new Set(items.flatMap((one) => Object.keys(one.summary)))
  const differs = [...names].filter(
    (name) => new Set(items.map((one) => JSON.stringify(one.summary[name] ?? null))).size > 1,
  )
  return new Set(items.map((one) => one.name)).size > 1 ? ['name', ...differs] : differs
}
