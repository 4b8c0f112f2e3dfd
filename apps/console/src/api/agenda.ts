import { queryOptions } from '@tanstack/react-query'
import { askOrKept, type Kept, keptQuery } from '../offline/kept.ts'
import { api } from './api.ts'
import { PDF, zoneFor } from './briefs.ts'
import { type Brief, required, spoken } from './desk.ts'

export type AgendaKind = 'visit' | 'stay'

/** Who is due, when and where. */
export interface Appointment {
  /** The timeline's id of its row. */
  readonly id: string
  readonly stream: string
  readonly key: string
  /** `2026-11-24`. */
  readonly on: string
  /** Null: no time of day is known. */
  readonly at: string | null
  /** In which its time is told; null: the reader's. */
  readonly zone: string | null
  /** The day of departure. */
  readonly until: string | null
  readonly subject: string | null
  readonly number: string | null
  /** The key of the rep, or of the hotel, whose day it is part of. */
  readonly group: string
  readonly author: string | null
  readonly location: { readonly stream: string; readonly key: string; readonly name: string | null } | null
  readonly profile: {
    readonly id: string
    readonly name: string
    readonly city: string | null
    readonly summary: Readonly<Record<string, unknown>>
  }
}

/** A day, and whose: a rep's or a hotel's key; undefined: everybody's. */
export interface AgendaDay {
  readonly kind: AgendaKind
  readonly day: string
  readonly group: string | undefined
}

export interface DaySummary {
  readonly groups: readonly { readonly key: string; readonly name: string | null; readonly count: number }[]
  /** The reader's own, where one is named like their key. */
  readonly own: string | null
  /** The nearest days that have something. */
  readonly previous: string | null
  readonly next: string | null
}

/** An appointment with what to know before it. */
export interface BriefedAppointment {
  readonly item: Appointment
  readonly brief: Brief
}

interface BriefedPage {
  readonly items: readonly BriefedAppointment[]
  readonly next: string | null
}

const PAGE = 50
/** A day that has more is no day of one person. */
const MAX_APPOINTMENTS = 200

const keyOf = ({ kind, day, group }: AgendaDay) => ['agenda', kind, day, group ?? null] as const
const nameOf = (what: string, { kind, day, group }: AgendaDay): string | null =>
  kind === 'visit' ? `${what} ${day} ${group ?? '*'}` : null

/** Whose day it is, in the API's words. */
const whose = ({ kind, group }: AgendaDay) =>
  group === undefined ? {} : kind === 'visit' ? { author: group } : { location: group }

/** Whose days there are, and the nearest ones with something in them. */
export const daySummaryQuery = (asked: AgendaDay) =>
  queryOptions({
    queryKey: [...keyOf(asked), 'summary'],
    queryFn: ({ signal }): Promise<Kept<DaySummary>> =>
      askOrKept(
        nameOf('days', asked),
        async (given) => {
          const query = { kind: asked.kind, date: asked.day, ...whose(asked) }
          return required((await api.GET('/v1/agenda/day', { params: { query }, signal: given })).data)
        },
        signal,
      ),
    ...keptQuery,
  })

/** Who is due on a day, in order. */
export const agendaQuery = (asked: AgendaDay) =>
  queryOptions({
    queryKey: [...keyOf(asked), 'items'],
    queryFn: ({ signal }): Promise<Kept<readonly Appointment[]>> =>
      askOrKept(
        nameOf('agenda', asked),
        async (given) => {
          const query = { kind: asked.kind, date: asked.day, limit: MAX_APPOINTMENTS, ...whose(asked) }
          return required((await api.GET('/v1/agenda', { params: { query }, signal: given })).data).items
        },
        signal,
      ),
    ...keptQuery,
  })

const dayBody = (asked: AgendaDay, language: string) => ({
  kind: asked.kind,
  date: asked.day,
  language: spoken(language),
  limit: PAGE,
  ...whose(asked),
  ...zoneFor(asked.kind),
})

/** The briefs of a day on A4 pages. */
export async function dayPdf(asked: AgendaDay, language: string): Promise<Blob> {
  const request = { body: dayBody(asked, language), headers: { accept: PDF }, parseAs: 'blob' } as const
  return required((await api.POST('/v1/briefs/day', request)).data) as Blob
}

/** The briefs of a whole day, page by page as they come. */
export async function* briefsOfDay(
  asked: AgendaDay,
  language: string,
  signal: AbortSignal,
): AsyncGenerator<BriefedAppointment> {
  let after: string | null = null
  do {
    const body = { ...dayBody(asked, language), ...(after !== null && { after }) }
    const headers = { accept: 'application/json' }
    const { data } = await api.POST('/v1/briefs/day', { body, headers, signal })
    const page = required(data) as BriefedPage
    yield* page.items
    after = page.next
  } while (after !== null)
}
