import type { Json, ProfileId } from '@rapport/core'
import type { ProfileAnswer, Queries, ReaderRights, RecordAnswer, TimelineItem } from '@rapport/engine'

/** Of one profile, the newest: a chain's head office has one with each of its shops. */
const MAX_TIES = 200
const MAX_MEMBERS = 6
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

/** Who works at an organisation, and who pays for it. */
export interface Ties {
  readonly members: readonly Tie[]
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
  const { items } = await queries.timeline(id, { limit: MAX_TIES, entities: ['relationship'] }, rights)
  // An end that is no time is none.
  return items.filter(({ attributes: { validTo } }) => typeof validTo !== 'string' || !(Date.parse(validTo) <= nowMs))
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
 * whose title is `payer`. What the reader may not see is not there; the number of reads is bounded.
 */
export async function readTies(
  queries: TieQueries,
  id: ProfileId,
  entity: string,
  nowMs: number,
  rights: ReaderRights,
): Promise<Ties> {
  if (entity !== 'organization') return { members: [], payer: undefined }
  const items = await readCurrentTies(queries, id, nowMs, rights)
  const rank = ({ attributes }: TimelineItem) => WORKING.indexOf(String(attributes.role))
  const working = items.filter((item) => rank(item) >= 0).sort((a, b) => rank(a) - rank(b))
  const members = await Promise.all(working.slice(0, MAX_MEMBERS).map((item) => followTie(queries, item, rights)))
  const paying = items.find(isPayerTie)
  const payer = paying && (await followTie(queries, paying, rights))
  const isOther = payer !== undefined && payer.id !== id
  const invoices = isOther
    ? await queries.timeline(payer.id, { limit: MAX_INVOICES, entities: ['invoice'] }, rights)
    : undefined
  return {
    members: distinctPeople(members),
    payer: payer && invoices && { ...payer, invoices: invoices.items },
  }
}

/** Each person once; the other end of a tie may be gone, or no person. */
function distinctPeople(ties: readonly (Tie | undefined)[]): readonly Tie[] {
  const people = new Map<string, Tie>()
  for (const tie of ties)
    if (tie?.profile.entity === 'person' && !people.has(tie.profile.id)) people.set(tie.profile.id, tie)
  return [...people.values()]
}

function referenceOf(to: Json | undefined): string | undefined {
  const { namespace, value } = (to ?? {}) as { readonly namespace?: unknown; readonly value?: unknown }
  return typeof namespace === 'string' && typeof value === 'string' ? `${namespace}:${value}` : undefined
}
