import type { ProfileId } from '@rapport/core'
import type { ProfileAnswer, ReaderRights, RecordAnswer, TimelineItem } from '@rapport/engine'
import { type FactQueries, type Material, readReferences, STATES, zoneOf } from '../facts/material.ts'
import { withoutReported } from '../facts/reported.ts'
import { dayIn } from '../language/calendar.ts'

const PAGE = 200
/** Pages of what is asked about that an answer reads at most, newest first: so that a long history costs no more than this. */
const MAX_PAGES = 5
/** Where the zone is looked for. */
const MAX_PLACED = 50

/** Whom an answer is about. */
export interface Subject {
  readonly id: ProfileId
  readonly profile: ProfileAnswer
  readonly records: readonly RecordAnswer[]
  /** Of who is known by no record, the newest row: what shows that there is somebody. */
  readonly newest: readonly TimelineItem[]
}

/** Rows of a history, newest first. */
export interface Rows {
  readonly items: readonly TimelineItem[]
  /** Whether there is nothing older that was not read. */
  readonly isWhole: boolean
}

/** When and where an answer is told. */
export interface Clock {
  readonly nowMs: number
  readonly zone: string
}

/** What an answer is made of: as facts of briefs, of the rows that the question needs. */
export type AnswerMaterial = Pick<
  Material,
  'profile' | 'records' | 'states' | 'hasMoreStates' | 'recent' | 'references' | 'nowMs' | 'zone' | 'today'
>

export const noRows: Rows = { items: [], isWhole: true }

/** With all fields, whatever may be told of them; `undefined` when the reader may not see the profile. */
export async function readSubject(
  queries: FactQueries,
  id: ProfileId,
  rights: ReaderRights,
): Promise<Subject | undefined> {
  const all = { ...rights, sensitive: true }
  const [profile, records] = await Promise.all([queries.profile(id, all), queries.records(id, all)])
  if (!profile) return undefined
  const live = records.filter((record) => !record.isDeleted)
  const newest = live.length > 0 ? [] : (await queries.timeline(id, { limit: 1 }, rights)).items
  return { id, profile, records: live, newest }
}

/** The rows of some entities, or of all, newest first, as far as the bound. */
export async function readRows(
  queries: Pick<FactQueries, 'timeline'>,
  id: ProfileId,
  entities: readonly string[] | undefined,
  rights: ReaderRights,
): Promise<Rows> {
  const items: TimelineItem[] = []
  let after: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const { items: more, next } = await queries.timeline(
      id,
      { limit: PAGE, ...(entities && { entities }), ...(after !== undefined && { after }) },
      rights,
    )
    items.push(...more)
    if (next === null) return { items: withoutReported(items), isWhole: true }
    after = next
  }
  return { items: withoutReported(items), isWhole: false }
}

/** The zone of the newest location that the profile's rows point at, else UTC. */
export async function readZone(queries: FactQueries, id: ProfileId, rights: ReaderRights): Promise<string> {
  const { items } = await queries.timeline(id, { limit: MAX_PLACED, entities: STATES }, rights)
  return zoneOf(await readReferences(queries, items, new Map(), rights)) ?? 'UTC'
}

/** The rows of a subject with what they point at. */
export async function readMaterialOf(
  queries: FactQueries,
  subject: Subject,
  { items, isWhole }: Rows,
  { nowMs, zone }: Clock,
  rights: ReaderRights,
): Promise<AnswerMaterial> {
  const { profile, records, newest } = subject
  const isEvent = ({ entity }: TimelineItem) => entity === 'event'
  const events = items.filter(isEvent)
  const states = items.filter((item) => !isEvent(item))
  return {
    profile,
    records,
    states,
    hasMoreStates: !isWhole,
    recent: events.length > 0 ? events : newest,
    references: await readReferences(queries, states, new Map(), rights),
    nowMs,
    zone,
    today: dayIn(zone, nowMs),
  }
}
