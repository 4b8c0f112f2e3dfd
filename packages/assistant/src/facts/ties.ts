import type { Json, ProfileId } from '@rapport/core'
import type { ProfileAnswer, Queries, ReaderRights, RecordAnswer, TimelineItem } from '@rapport/engine'
import { timeOf } from './read-value.ts'

/** Of one profile, the newest: a chain's head office has one with each of its shops. */
const MAX_TIES = 200
const MAX_MEMBERS = 6
const MAX_GONE = 3
/** Of the payer, the newest. */
const MAX_INVOICES = 100

/** The reads that ties are followed with. */
export interface TieQueries extends Pick<Queries, 'profile' | 'timeline' | 'records'> {
  lookup(
    reference: string,
    rights: ReaderRights,
  ): Promise<
    { readonly status: 'found'; readonly id: ProfileId } | { readonly status: 'absent' | 'erased' | 'ambiguous' }
  >
}

/** A tie with the profile at its other end. */
export interface Tie {
  readonly item: TimelineItem
  readonly id: ProfileId
  readonly profile: ProfileAnswer
  readonly records: readonly RecordAnswer[]
}

/** Who works at an organisation, with all ties that say so, the weightiest first. */
interface Member extends Tie {
  readonly items: readonly TimelineItem[]
}

/** Who works at an organisation, and who pays for it. */
export interface Ties {
  readonly members: readonly Member[]
  /** Whose every tie has ended since the last visit. */
  readonly gone: readonly Tie[]
  readonly payer: (Tie & { readonly invoices: readonly TimelineItem[] }) | undefined
}

const WORKING = ['owner', 'decider', 'contact', 'employee', 'delegate']

/** A parent whose tie is titled so pays for an organisation. */
const PAYER = 'payer'
export const isPayerTie = ({ attributes: { role, title } }: TimelineItem): boolean =>
  role === 'parent' && title === PAYER

/** The newest ties that a profile's own rows tell and that have not ended. */
export async function readCurrentTies(
  queries: Pick<TieQueries, 'timeline'>,
  id: ProfileId,
  nowMs: number,
  rights: ReaderRights,
): Promise<readonly TimelineItem[]> {
  return (await readTieRows(queries, id, rights)).filter((item) => !hasEnded(item, nowMs))
}

async function readTieRows(
  queries: Pick<TieQueries, 'timeline'>,
  id: ProfileId,
  rights: ReaderRights,
): Promise<readonly TimelineItem[]> {
  return (await queries.timeline(id, { limit: MAX_TIES, entities: ['relationship'] }, rights)).items
}

/** An end that is no time is none. */
function hasEnded({ attributes: { validTo } }: TimelineItem, nowMs: number): boolean {
  return typeof validTo === 'string' && Date.parse(validTo) <= nowMs
}

/** Who is at the other end of a tie; `undefined` when that is nobody, several, or nobody whom the reader may see. */
export async function findEnd(
  queries: Pick<TieQueries, 'lookup'>,
  item: TimelineItem,
  rights: ReaderRights,
): Promise<ProfileId | undefined> {
  const reference = referenceOf(item.attributes.to)
  const found = reference === undefined ? undefined : await queries.lookup(reference, rights)
  return found?.status === 'found' ? found.id : undefined
}

/** The same with the profile. */
export async function followTie(
  queries: TieQueries,
  item: TimelineItem,
  rights: ReaderRights,
): Promise<Tie | undefined> {
  const id = await findEnd(queries, item, rights)
  if (id === undefined) return undefined
  const [profile, records] = await Promise.all([queries.profile(id, rights), queries.records(id, rights)])
  return profile && { item, profile, records: records.filter((record) => !record.isDeleted), id }
}

/**
 * Follows the newest ties that an organisation's own rows tell: of people who work there, in the order of their say, and of a `parent`
 * whose title is `payer`. A tie that has ended holds nobody. What the reader may not see is not there; the number of reads is bounded.
 */
export async function readTies(
  queries: TieQueries,
  id: ProfileId,
  entity: string,
  { nowMs, since }: { readonly nowMs: number; readonly since: string | undefined },
  rights: ReaderRights,
): Promise<Ties> {
  if (entity !== 'organization') return { members: [], gone: [], payer: undefined }
  const items = await readTieRows(queries, id, rights)
  const current = items.filter((item) => !hasEnded(item, nowMs))
  const rank = ({ attributes }: TimelineItem) => WORKING.indexOf(String(attributes.role))
  const standing = current.filter((item) => rank(item) >= 0).sort((a, b) => rank(a) - rank(b))
  const ended = items.filter(
    (item) => rank(item) >= 0 && hasEnded(item, nowMs) && isSince(item.attributes.validTo, since),
  )
  const here = standing.slice(0, MAX_MEMBERS)
  const paying = current.find(isPayerTie)
  const [payer, ...followed] = await Promise.all([
    paying && followTie(queries, paying, rights),
    ...[...here, ...ended.slice(0, MAX_GONE)].map((item) => followTie(queries, item, rights)),
  ])
  const isOther = payer !== undefined && payer.id !== id
  const invoices = isOther
    ? await queries.timeline(payer.id, { limit: MAX_INVOICES, entities: ['invoice'] }, rights)
    : undefined
  const members = distinctPeople(followed.slice(0, here.length))
  const staying = new Set(members.map(({ profile }) => profile.id))
  return {
    members,
    gone: distinctPeople(followed.slice(here.length)).filter(({ profile }) => !staying.has(profile.id)),
    payer: payer && invoices && { ...payer, invoices: invoices.items },
  }
}

/** Each person once; the other end of a tie may be gone, or no person. */
function distinctPeople(ties: readonly (Tie | undefined)[]): readonly Member[] {
  const people = Map.groupBy(
    ties.filter((tie): tie is Tie => tie?.profile.entity === 'person'),
    ({ profile }) => profile.id,
  )
  return [...people.values()].map((own) => ({ ...(own[0] as Tie), items: own.map(({ item }) => item) }))
}

/** Whether a time is after another, as far as both are known. */
export function isSince(time: Json | undefined, since: string | undefined): boolean {
  const at = timeOf(time)
  return at !== undefined && since !== undefined && Date.parse(at) > Date.parse(since)
}

function referenceOf(to: Json | undefined): string | undefined {
  const { namespace, value } = (to ?? {}) as { readonly namespace?: unknown; readonly value?: unknown }
  return typeof namespace === 'string' && typeof value === 'string' ? `${namespace}:${value}` : undefined
}
