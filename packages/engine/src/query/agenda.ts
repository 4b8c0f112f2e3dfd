import type { Json, JsonObject, ProfileId } from '@rapport/core'
import { type AgendaKind, agendaRange, groupOf, parseDue } from '../agenda/agenda.ts'
import type { DueActivity, DueRange, Reader, RowScope, StoredProfile } from '../port/reader.ts'
import type {
  AgendaDay,
  AgendaGroup,
  AgendaItem,
  AgendaQuery,
  ProfileAnswer,
  Queries,
  ReaderRights,
} from '../queries.ts'
import type { ReadRules } from '../rulebook.ts'
import { toTimelineItem } from './timeline-item.ts'

/** More than a picker shows; what a company has more of than this is searched, not picked. */
const MAX_GROUPS = 500
const DAYS_LOOKED_AT = 366
const DAY_MS = 86_400_000

interface AgendaOptions {
  readonly reader: Reader
  readonly rules: () => ReadRules
  readonly references: Queries['references']
  readonly answer: (profile: StoredProfile, rights: ReaderRights) => Promise<ProfileAnswer>
}

/** The reads of who is due, each over a narrow range of the store's agenda. */
export function createAgenda({
  reader,
  rules,
  references,
  answer,
}: AgendaOptions): Pick<Queries, 'agenda' | 'agendaDay'> {
  const rangeOf = (kind: AgendaKind, rights: RowScope, on?: string, group?: string): DueRange => ({
    ...agendaRange(kind, on, group),
    ...(rights.spaces && { spaces: rights.spaces }),
    ...(rights.territories && { territories: rights.territories }),
    // Nobody reports on anything else.
    ...(kind === 'visit' && { withoutReported: true }),
  })
  const keyOf = ({ kind, group }: AgendaQuery) => (group === undefined ? undefined : groupOf(kind, group))
  const first = async (range: DueRange): Promise<DueActivity | undefined> =>
    (await reader.due({ ...range, limit: 1 })).items[0]

  /** Names of locations, by `stream/key`. */
  async function locationsOf(rows: readonly DueActivity[], rights: ReaderRights) {
    const wanted = new Map<string, { readonly stream: string; readonly key: string }>()
    for (const { body } of rows) {
      const { stream, key } = locationIn(JSON.parse(body) as JsonObject)
      if (stream !== undefined && key !== undefined) wanted.set(`${stream}/${key}`, { stream, key })
    }
    const found = await references([...wanted.values()], rights)
    return new Map([...wanted.keys()].map((name, index) => [name, found[index]]))
  }

  /** The nearest day before or after with something in it, of a group or of all. */
  async function nearest(query: AgendaQuery, rights: ReaderRights, way: -1 | 1): Promise<string | null> {
    const { kind, on } = query
    const group = keyOf(query)
    const all = rangeOf(kind, rights)
    const edge = dayAfter(on, way * DAYS_LOOKED_AT)
    let at = on
    // A day is skipped by one look, so that of a group too only days with something in them are looked at.
    for (let looked = 0; looked < DAYS_LOOKED_AT; looked++) {
      const agenda =
        way === 1
          ? (await first({ ...all, from: agendaRange(kind, at).to }))?.agenda
          : await reader.lastDue({ ...all, to: agendaRange(kind, at).from })
      if (agenda == null) return null
      at = parseDue(agenda).on
      if (way === 1 ? at > edge : at < edge) return null
      if (group === undefined || (await first(rangeOf(kind, rights, at, group)))) return at
    }
    return null
  }

  /** One look and one count a group. */
  async function groupsOf({ kind, on }: AgendaQuery, rights: ReaderRights) {
    const day = rangeOf(kind, rights, on)
    const heads: { readonly key: string; readonly row: DueActivity; readonly count: number }[] = []
    let { from } = day
    let hasMoreGroups = false
    for (;;) {
      const row = await first({ ...day, from })
      if (!row) break
      hasMoreGroups = heads.length === MAX_GROUPS
      if (hasMoreGroups) break
      const { group } = parseDue(row.agenda as string)
      const range = rangeOf(kind, rights, on, group)
      heads.push({ key: group, row, count: await reader.countDue(range) })
      from = range.to
    }
    const locations =
      kind === 'stay'
        ? await locationsOf(
            heads.map(({ row }) => row),
            rights,
          )
        : undefined
    const groups = heads.map(({ key, row, count }): AgendaGroup => {
      const attributes = JSON.parse(row.body) as JsonObject
      const place = locationIn(attributes)
      const located = locations?.get(`${place.stream}/${place.key}`)?.attributes.name
      const own = locations ? located : (attributes.author ?? attributes.assignee)
      return { key, name: key === '' ? null : textOf(own), count }
    })
    return { groups, hasMoreGroups }
  }

  return {
    async agenda({ limit, after, ...query }, rights) {
      const range = rangeOf(query.kind, rights, query.on, keyOf(query))
      const page = await reader.due({ ...range, limit, ...(after !== undefined && { after }) })
      const locations = await locationsOf(page.items, rights)
      const profiles = new Map<ProfileId, ProfileAnswer>()
      for (const found of await reader.profiles([...new Set(page.items.map(({ profile }) => profile))]))
        if (found.status === 'found') profiles.set(found.profile.id, await answer(found.profile, rights))
      return {
        next: page.next,
        items: page.items.flatMap((row): AgendaItem[] => {
          const profile = profiles.get(row.profile)
          if (!profile) return []
          const { kind, on, group, time } = parseDue(row.agenda as string)
          const item = toTimelineItem(row, rules(), rights)
          const { stream, key } = locationIn(item.attributes)
          const location = locations.get(`${stream}/${key}`) ?? null
          return [{ row: item, kind, on, time: time || null, group, location, profile }]
        }),
      }
    },

    async agendaDay(query, rights): Promise<AgendaDay> {
      const key = keyOf(query)
      const day = await groupsOf(query, rights)
      const asked = key === undefined ? day.groups : day.groups.filter((group) => group.key === key)
      return {
        // Counted already, unless there are too many groups to say.
        count: day.hasMoreGroups
          ? await reader.countDue(rangeOf(query.kind, rights, query.on, key))
          : asked.reduce((sum, { count }) => sum + count, 0),
        ...day,
        previous: await nearest(query, rights, -1),
        next: await nearest(query, rights, 1),
      }
    },
  }
}

function locationIn({ location }: JsonObject): { readonly stream?: string; readonly key?: string } {
  const { stream, key } = (location ?? {}) as Record<string, Json>
  return typeof stream === 'string' && typeof key === 'string' ? { stream, key } : {}
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function dayAfter(on: string, days: number): string {
  return new Date(Date.parse(`${on}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}
