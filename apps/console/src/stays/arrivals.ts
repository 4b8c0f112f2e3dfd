import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { textsOf } from '../agenda/brief-lines.tsx'
import { type AgendaDay, type Appointment, briefsOfDay } from '../api/agenda.ts'
import { briefKey } from '../api/briefs.ts'
import type { Brief } from '../api/desk.ts'

/** A guest who arrives. */
export interface Arrival {
  readonly item: Appointment
  readonly tier: string | undefined
  /** Undefined while it is being read. */
  readonly brief: Brief | undefined
}

/** The briefs of all who arrive on a day, by profile; each is there when its guest is opened. */
export const briefsOfArrivalsQuery = (client: QueryClient, day: AgendaDay, language: string) =>
  queryOptions({
    queryKey: ['agenda', day.kind, day.day, day.group ?? null, 'briefs', language],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, Brief>> => {
      const briefs = new Map<string, Brief>()
      const at = new Date().toISOString()
      for await (const { item, brief } of briefsOfDay(day, language, signal)) {
        const key = briefKey({ profile: item.profile.id, occasion: 'stay', language })
        client.setQueryData(key, { value: brief, at, isOffline: false })
        briefs.set(item.profile.id, brief)
      }
      return briefs
    },
    // A map is no JSON to be compared.
    structuralSharing: false,
  })

/** By hotel, as they came; in each, who was promised something first, then who has an alert, then who has a tier. */
export function arrivalsOf(items: readonly Appointment[], briefs: ReadonlyMap<string, Brief>): readonly Arrival[] {
  const arrivals = items.map((item): Arrival => {
    const { tier } = item.profile.summary
    return { item, tier: typeof tier === 'string' ? tier : undefined, brief: briefs.get(item.profile.id) }
  })
  const groups = Map.groupBy(arrivals, ({ item }) => item.group)
  return [...groups.values()].flatMap((group) =>
    group.toSorted((a, b) => rank(a) - rank(b) || a.item.profile.name.localeCompare(b.item.profile.name)),
  )
}

const rank = ({ brief, tier }: Arrival): number =>
  textsOf(brief, 'promise').length > 0 ? 0 : textsOf(brief, 'alert').length > 0 ? 1 : tier !== undefined ? 2 : 3
