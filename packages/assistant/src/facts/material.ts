import type { ActionDocument, JsonObject, Occasion, ProfileId } from '@rapport/core'
import type {
  ActionCatalogue,
  CompiledTemplate,
  LinkAnswer,
  ProfileAnswer,
  Queries,
  ReaderRights,
  RecordAnswer,
  ReferenceRow,
  TemplateSet,
  TimelineItem,
} from '@rapport/engine'
import type { ActionDecision } from '../actions/decision.ts'
import { dayIn, isZone } from '../language/calendar.ts'
import { actionsIn, insightsOf, type Proposing, readRelated } from './proposing.ts'
import { rowOf, textOf } from './read-value.ts'
import { withoutReported } from './reported.ts'
import { says } from './status.ts'
import { readTies, type Ties } from './ties.ts'

/** Rows of a history that are read, newest first: so that a long history costs what a short one does. */
export const MAX_STATES = 200
/** Of any kind, newest first: where the newest events are. */
const MAX_RECENT = 50
/** Open matters are looked for behind a full page of states, since they may be old. */
const MAX_OLDER = 50
const MAX_REFERENCES = 50
/** Rows of entities that templates alone ask for, newest first. */
const MAX_OWN = 100

/** Entities with a course of their own: what somebody may call about, and consents, which may contradict each other. */
export const STATES = [
  'order',
  'shipment',
  'invoice',
  'agreement',
  'case',
  'opportunity',
  'stay',
  'interaction',
  'task',
  'consent',
] as const
const MAY_BE_OPEN = ['case', 'task', 'invoice'] as const

/** The reads that facts are made with: some of `Queries`. */
export interface FactQueries
  extends Pick<Queries, 'profile' | 'timeline' | 'records' | 'references' | 'links' | 'templates' | 'actions'> {
  /** How many profiles a number leads to. */
  lookup(
    reference: string,
    rights: ReaderRights,
  ): Promise<
    | { readonly status: 'found'; readonly id: ProfileId }
    | { readonly status: 'absent' | 'erased' }
    | { readonly status: 'ambiguous'; readonly ids: readonly ProfileId[] }
  >
}

/** Who rings, as telephony and the desk know it. */
export interface Caller {
  /** E.164; null when it is withheld. */
  readonly number: string | null
  readonly isVerified: boolean
}

/** A call that somebody answers. */
export interface TakenCall {
  readonly id: string
  /** ISO. */
  readonly at: string
  /** Who answers. */
  readonly author: string
}

/** What is kept of work at the desk beside the rows of systems. */
export interface DeskReads {
  /** What was answered to proposals before. */
  decisions(id: ProfileId): Promise<readonly ActionDecision[]>
  /** Calls with somebody that were taken of late, the newest first, but for the one that the brief is for; bounded. */
  calls(id: ProfileId): Promise<readonly TakenCall[]>
}

/** Everything that facts are made of, read once. */
export interface Material {
  readonly profile: ProfileAnswer
  /** Newest first. */
  readonly states: readonly TimelineItem[]
  readonly hasMoreStates: boolean
  readonly recent: readonly TimelineItem[]
  readonly templates: TemplateSet
  /** Rows that only templates and actions ask for, newest first. */
  readonly own: readonly TimelineItem[]
  /** What the catalogue of actions is asked with; `undefined` where nothing is to be proposed. */
  readonly proposing: Proposing | undefined
  readonly calls: readonly TakenCall[]
  /** Who reads, by name: no colleague of their own. */
  readonly reader: string | undefined
  /** The rows that each template on rows tells, newest first. */
  readonly told: ReadonlyMap<CompiledTemplate, readonly TimelineItem[]>
  readonly records: readonly RecordAnswer[]
  readonly links: readonly LinkAnswer[]
  readonly decisions: readonly JsonObject[]
  /** By `stream/key`. */
  readonly references: ReadonlyMap<string, ReferenceRow>
  /** Profiles that the number which rings leads to; 0 without a call. */
  readonly callerMatches: number
  readonly caller: Caller | null
  readonly occasion: Occasion
  /** Who works there and who pays for it; of who is visited alone. */
  readonly ties: Ties
  /** The last visit that took place; sought for a visit alone. */
  readonly lastVisit: TimelineItem | undefined
  /** Whether there would be no visit at all where none was found. */
  readonly isVisitSought: boolean
  readonly nowMs: number
  /** IANA name. */
  readonly zone: string
  /** Today in that zone, `2026-11-24`. */
  readonly today: string
}

/** Who reads, when and where. */
export interface ReadOptions {
  /** Which rows may be seen; whether sensitive facts may, too. */
  readonly rights: ReaderRights
  readonly nowMs: number
  /**
   * IANA zone in which times are told; absent: that of the newest location that the profile's rows point at, else that of the newest
   * row's system, else UTC.
   */
  readonly zone?: string | undefined
  readonly caller?: Caller | undefined
  /** What it is for: facts of other occasions are not looked for. `call` without it. */
  readonly occasion?: Occasion | undefined
  /** Who reads, as notes and tasks name them. */
  readonly reader?: string | undefined
  /** Without it nothing was answered to proposals, and nobody is on a call. */
  readonly desk?: DeskReads | undefined
}

/** What sensitive facts wait for; null: nothing. */
export function heldBackUntil({ rights, caller }: ReadOptions): 'scope' | 'verified' | null {
  return !rights.sensitive ? 'scope' : caller && !caller.isVerified ? 'verified' : null
}

/**
 * Reads what facts are made of, with all fields of the reader's rows; what may be told is decided afterwards, so that what
 * is held back can be counted. `undefined` when the reader may not see the profile.
 */
export async function readMaterial(
  queries: FactQueries,
  id: ProfileId,
  options: ReadOptions,
): Promise<Material | undefined> {
  const { nowMs, caller = null, occasion = 'call', desk } = options
  const rights: ReaderRights = { ...options.rights, sensitive: true }
  const templates = queries.templates()
  const asked = templates.templates.filter(({ document }) => (document.occasions[occasion] ?? 0) > 0)
  const catalogue = queries.actions()
  const proposed = actionsIn(catalogue, occasion)
  const isWhole = heldBackUntil(options) === null
  const [profile, visible, states, recent, own, records, { links, decisions }, callerMatches, kept] = await Promise.all(
    [
      queries.profile(id, rights),
      // What is proposed rests on all that is known, and is told as far as the reader may see.
      proposed.length > 0 && !isWhole ? queries.profile(id, { ...options.rights, sensitive: false }) : undefined,
      queries.timeline(id, { limit: MAX_STATES, entities: STATES }, rights),
      // What a plugin's own entity holds is as sensitive as it says; the engine knows, and leaves it out.
      queries.timeline(id, { limit: MAX_RECENT }, { ...rights, sensitive: isWhole }),
      readOwn(queries, id, { ...templates, templates: asked }, insightEntities(proposed, catalogue), rights),
      queries.records(id, rights),
      queries.links(id),
      caller?.number ? countMatches(queries, caller.number, rights) : 0,
      readDesk(desk, id, proposed.length > 0, occasion),
    ],
  )
  if (!profile) return undefined
  const hasMoreStates = states.next !== null
  const older = hasMoreStates ? await readOlder(queries, id, states.items, occasion, nowMs, rights) : undefined
  const all = withoutReported(older ? [...states.items, ...older.items] : states.items)
  const lastVisit = occasion === 'visit' ? all.find((item) => isVisitDone(item, nowMs)) : undefined
  const seen = { states: all, recent: recent.items, own }
  const told = new Map(asked.map((one) => [one, rowsTold(one, profile.entity, seen, nowMs)]))
  const [references, related, ties] = await Promise.all([
    readReferences(queries, all, told, rights),
    readRelated(queries, id, profile.entity, proposed, { rights: { ...options.rights, sensitive: isWhole }, nowMs }),
    occasion === 'visit'
      ? readTies(queries, id, profile.entity, { nowMs, since: lastVisit?.occurredAt }, rights)
      : { members: [], gone: [], payer: undefined },
  ])
  const zone = options.zone ?? zoneOf(references) ?? zoneOfStreams([...all, ...records], templates.zones) ?? 'UTC'
  return {
    profile,
    states: all,
    hasMoreStates,
    recent: recent.items,
    templates: { ...templates, templates: asked },
    told,
    own,
    proposing:
      proposed.length > 0 ? { catalogue, visible: visible ?? profile, related, decisions: kept.decisions } : undefined,
    calls: kept.calls,
    reader: options.reader,
    records: records.filter((record) => !record.isDeleted),
    links,
    decisions,
    references,
    callerMatches,
    caller,
    occasion,
    ties,
    lastVisit,
    isVisitSought: occasion === 'visit' && older?.hasMoreTalks !== true,
    nowMs,
    zone,
    today: dayIn(zone, nowMs),
  }
}

/** The zone of the location that the newest row points at. */
export function zoneOf(references: ReadonlyMap<string, ReferenceRow>): string | undefined {
  for (const { entity, attributes } of references.values())
    if (entity === 'location' && typeof attributes.zone === 'string' && isZone(attributes.zone)) return attributes.zone
  return undefined
}

/** The zone in which the system of the newest row writes its times, where one does not write them in UTC. */
function zoneOfStreams(rows: readonly { readonly stream: string }[], zones: TemplateSet['zones']): string | undefined {
  for (const { stream } of rows) {
    const zone = zones.get(stream)
    if (zone !== undefined && zone !== 'UTC' && isZone(zone)) return zone
  }
  return undefined
}

async function countMatches(queries: FactQueries, number: string, rights: ReaderRights): Promise<number> {
  const found = await queries.lookup(`phone:${number}`, rights)
  return found.status === 'found' ? 1 : found.status === 'ambiguous' ? found.ids.length : 0
}

/** What may still matter behind a full page of states, newest first: open matters and, for a visit, the last one. */
async function readOlder(
  queries: FactQueries,
  id: ProfileId,
  states: readonly TimelineItem[],
  occasion: Occasion,
  nowMs: number,
  rights: ReaderRights,
): Promise<{ readonly items: readonly TimelineItem[]; readonly hasMoreTalks: boolean }> {
  const isSought = occasion === 'visit' && !states.some((item) => isVisitDone(item, nowMs))
  const [open, talks] = await Promise.all([
    queries.timeline(id, { limit: MAX_OLDER, entities: MAY_BE_OPEN }, rights),
    isSought
      ? queries.timeline(id, { limit: MAX_OLDER, entities: ['interaction'] }, rights)
      : { items: [], next: null },
  ])
  const known = new Set(states.map((item) => item.id))
  const items = [...open.items, ...talks.items].filter((item) => !known.has(item.id))
  return { items, hasMoreTalks: talks.next !== null }
}

/** Whether somebody has been there: what was only planned or called off is no visit. */
function isVisitDone({ entity, occurredAt, attributes: a }: TimelineItem, nowMs: number): boolean {
  const isVisit = entity === 'interaction' && a.kind === 'visit' && a.planned !== true
  return isVisit && Date.parse(occurredAt) <= nowMs && !says(textOf(a.status), 'cancelled')
}

interface Seen {
  readonly states: readonly TimelineItem[]
  readonly recent: readonly TimelineItem[]
  readonly own: readonly TimelineItem[]
}

/** Rows that nothing but templates and actions need. What has happened is not among them: it is found among the newest of any kind. */
async function readOwn(
  queries: FactQueries,
  id: ProfileId,
  { templates, isHappening }: TemplateSet,
  asked: readonly string[],
  rights: ReaderRights,
): Promise<readonly TimelineItem[]> {
  const told = templates.flatMap(({ source }) => (source.kind === 'rows' ? [source.entity] : []))
  const entities = new Set([...told, ...asked].filter((entity) => !isState(entity)))
  for (const entity of entities) if (isHappening(entity)) entities.delete(entity)
  if (entities.size === 0) return []
  return (await queries.timeline(id, { limit: MAX_OWN, entities: [...entities] }, rights)).items
}

/** What is kept at the desk, as far as the occasion asks for it. */
async function readDesk(desk: DeskReads | undefined, id: ProfileId, isProposing: boolean, occasion: Occasion) {
  const [decisions, calls] = await Promise.all([
    desk && isProposing ? desk.decisions(id) : [],
    desk && occasion === 'call' ? desk.calls(id) : [],
  ])
  return { decisions, calls }
}

/** Of which rows what actions ask and tell is calculated. */
function insightEntities(actions: readonly ActionDocument[], { insights }: ActionCatalogue): readonly string[] {
  return actions.flatMap(insightsOf).flatMap((name) => insights.get(name)?.on ?? [])
}

const isState = (entity: string): boolean => (STATES as readonly string[]).includes(entity)

/** The newest rows that a template tells of a profile. */
function rowsTold({ source, document }: CompiledTemplate, party: string, seen: Seen, nowMs: number) {
  if (source.kind !== 'rows' || (document.party ?? party) !== party) return []
  const told: TimelineItem[] = []
  for (const item of isState(source.entity) ? seen.states : [...seen.own, ...seen.recent]) {
    if (item.entity !== source.entity || told.length >= source.newest || told.some(({ id }) => id === item.id)) continue
    if (source.test?.({ ...item.attributes, occurredAt: item.occurredAt }, nowMs) ?? true) told.push(item)
  }
  return told
}

/** The rows that others point at: where, which product, and what templates name. */
export async function readReferences(
  queries: Pick<FactQueries, 'references'>,
  states: readonly TimelineItem[],
  told: Material['told'],
  rights: ReaderRights,
): Promise<ReadonlyMap<string, ReferenceRow>> {
  const wanted = new Map<string, { readonly stream: string; readonly key: string }>()
  for (const { attributes } of states)
    for (const name of ['location', 'product'] as const) {
      const row = rowOf(attributes[name])
      if (row && wanted.size < MAX_REFERENCES) wanted.set(`${row.stream}/${row.key}`, row)
    }
  for (const [{ values }, items] of told)
    for (const value of values.values())
      for (const item of value.from === 'reference' ? items : []) {
        const row = rowOf(value.from === 'reference' ? value.reference(item.attributes) : undefined)
        if (row && wanted.size < MAX_REFERENCES) wanted.set(`${row.stream}/${row.key}`, row)
      }
  const rows = [...wanted.values()]
  const found = rows.length === 0 ? [] : await queries.references(rows, rights)
  return new Map(
    rows.flatMap(({ stream, key }, index) => {
      const row = found[index]
      return row ? [[`${stream}/${key}`, row] as const] : []
    }),
  )
}
