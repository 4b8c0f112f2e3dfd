import { dayIn } from '@rapport/assistant'
import { type AgendaItem, type AgendaKind, type AgendaQuery, groupOf } from '@rapport/engine'
import type { Workspace } from '@rapport/runtime'
import type { Principal } from '../auth/principal.ts'
import { type ProfileSummary, summaryOf } from '../http/profile-answer.ts'

/** Who asks for a day, and when. */
export interface AgendaContext {
  readonly workspace: Workspace
  readonly principal: Principal
  readonly nowMs: number
}

/** A day as it is asked for. */
export interface DayRequest {
  readonly kind: AgendaKind
  readonly date?: string | undefined
  /** In which it is today, where no day is said. */
  readonly zone?: string | undefined
  readonly author?: string | undefined
  readonly location?: string | undefined
}

/** Somebody who is due, as lists and day's briefs show them. */
export interface DueAnswer {
  readonly id: string
  readonly kind: AgendaKind
  readonly entity: string
  readonly stream: string
  readonly key: string
  readonly on: string
  readonly time: string | null
  readonly at: string | null
  readonly zone: string | null
  readonly until: string | null
  readonly status: string | null
  readonly subject: string | null
  readonly number: string | null
  readonly group: string
  readonly author: string | null
  readonly location: {
    readonly stream: string
    readonly key: string
    readonly name: string | null
    readonly zone: string | null
  } | null
  readonly profile: ProfileSummary & { readonly city: string | null }
}

/** The day, and whose: today in the zone where none is said. */
export function queryOf({ kind, date, zone = 'UTC', author, location }: DayRequest, nowMs: number): AgendaQuery {
  const group = kind === 'stay' ? location : author
  return { kind, on: date ?? dayIn(zone, nowMs), ...(group !== undefined && { group }) }
}

/** A page of a day. */
export async function agendaOf(
  { workspace, principal, nowMs }: AgendaContext,
  request: DayRequest,
  paging: { readonly limit: number; readonly after?: string },
) {
  const query = queryOf(request, nowMs)
  const { items, next } = await workspace.queries.agenda({ ...query, ...paging }, principal.rights)
  return { kind: query.kind, date: query.on, items: items.map(answerOf), next }
}

/** What pickers show of a day, and where to step to. */
export async function agendaDayOf({ workspace, principal, nowMs }: AgendaContext, request: DayRequest) {
  const query = queryOf(request, nowMs)
  const own = query.kind === 'stay' ? '' : groupOf(query.kind, principal.title)
  return {
    kind: query.kind,
    date: query.on,
    ...(await workspace.queries.agendaDay(query, principal.rights)),
    own: own === '' ? null : own,
  }
}

/** One row that is due, with what a list shows. */
export function answerOf({ row, kind, on, time, group, location, profile }: AgendaItem): DueAnswer {
  const { attributes } = row
  const text = (name: string) => wordsIn(attributes[name])
  const { stream, key } = (attributes.location ?? {}) as { readonly stream?: string; readonly key?: string }
  const zone = wordsIn(location?.attributes.zone)
  return {
    id: row.id,
    kind,
    entity: row.entity,
    stream: row.stream,
    key: row.key,
    on,
    time,
    at: kind === 'visit' ? row.occurredAt : text('dueAt'),
    zone: text('zone') ?? zone,
    until: text('departureOn'),
    status: text('status'),
    subject: text('subject'),
    number: text('number'),
    group,
    author: text('author') ?? text('assignee'),
    location: stream && key ? { stream, key, name: wordsIn(location?.attributes.name), zone } : null,
    profile: {
      ...summaryOf(profile),
      city: wordsIn((profile.attributes.address as { city?: unknown } | undefined)?.city),
    },
  }
}

const wordsIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
