import { z } from '@hono/zod-openapi'
import { agendaDayOf, agendaOf } from '../../agenda/agenda.ts'
import type { Api, Call } from '../api.ts'
import { pageOf, pagingOf, pagingQuery } from '../paging.ts'
import { agendaDaySchema, agendaKind, dayFields, dueExample, dueSchema } from '../schemas/agenda.ts'

const tag = 'Agenda'

/** `/v1/agenda`: who is to be visited, who arrives, and what is to be done on a day. */
export function addAgendaRoutes(api: Api): void {
  api.add(
    {
      method: 'get',
      path: '/v1/agenda',
      tag,
      summary: 'Who is due on a day',
      description:
        'Planned visits, arrivals, or things to do, that are not done, cancelled or reported. Of one author or location they are in the ' +
        'order of time; of all, group by group. A row belongs to the local day of its place: a mapping’s `zone` says which.',
      scope: 'read',
      query: z.object({ kind: agendaKind, ...dayFields, ...pagingQuery(50, 200) }),
      answers: {
        200: {
          description: 'A page of the day.',
          schema: pageOf(dueSchema).extend({ kind: agendaKind, date: z.string() }),
          example: { kind: 'visit', date: '2026-11-24', items: [dueExample], next: null },
        },
      },
    },
    (call) => agendaOf(contextOf(call), call.query, pagingOf(call.query)),
  )

  api.add(
    {
      method: 'get',
      path: '/v1/agenda/day',
      tag,
      summary: 'Who has something on a day, and the nearest days with something',
      description: 'For pickers and for stepping from day to day: counts by author or location, without the rows.',
      scope: 'read',
      query: z.object({ kind: agendaKind, ...dayFields }),
      answers: { 200: { description: 'The day.', schema: agendaDaySchema } },
    },
    (call) => agendaDayOf(contextOf(call), call.query),
  )
}

function contextOf({ workspace, principal, host }: Call<unknown, unknown, unknown>) {
  return { workspace, principal, nowMs: host.now().getTime() }
}
