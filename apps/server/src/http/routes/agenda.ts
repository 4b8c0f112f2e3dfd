import { z } from '@hono/zod-openapi'
import { type Brief, type LanguageCode, languages, rulesOnly } from '@rapport/assistant'
import { agendaDayOf, agendaOf } from '../../agenda/agenda.ts'
import { type DayBrief, dayBriefs } from '../../agenda/day-briefs.ts'
import { formHeaders, forms } from '../../briefs/forms.ts'
import { readerLanguage } from '../../briefs/reader-language.ts'
import { acceptedForm } from '../accepted-form.ts'
import { type Api, type Call, Reply } from '../api.ts'
import { pageOf, pagingOf, pagingQuery } from '../paging.ts'
import { agendaDaySchema, agendaKind, dayFields, dueExample, dueSchema } from '../schemas/agenda.ts'
import { writtenBriefExample, writtenBriefSchema } from '../schemas/brief.ts'

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

  addDayBriefsRoute(api)
}

const JSON_TYPE = 'application/json'
const supports = [JSON_TYPE, ...Object.keys(forms)]

/** A brief takes some ten milliseconds, on paper a hundred. */
const pages = pagingQuery(20, 50)

function addDayBriefsRoute(api: Api): void {
  api.add(
    {
      method: 'post',
      path: '/v1/briefs/day',
      tag: 'Briefs',
      summary: 'The briefs of a day, in its order',
      description:
        'A rep’s visits or a hotel’s arrivals, each as `POST /v1/briefs` says it by rules; who is due twice has one. As JSON, ' +
        '`text/markdown`, `text/html` or `application/pdf` (a page each, behind a list), by the Accept header. At most `limit` rows of ' +
        'the agenda at once: `next`, of other forms the header `Link` (`rel="next"`), leads to the rest.',
      scope: 'read',
      query: z.object(pages),
      body: z.strictObject({
        kind: z.enum(['visit', 'stay']).default('visit'),
        ...dayFields,
        zone: dayFields.zone.describe(
          'In which it is today, where no day is said, and in which times are told; default: as of each brief, and UTC.',
        ),
        limit: pages.limit.unwrap().optional().describe('Here or in the query.'),
        after: pages.after,
        language: z
          .enum(Object.keys(languages) as [LanguageCode])
          .optional()
          .describe('Default: by Accept-Language, else the workspace’s.'),
      }),
      bodyExample: { kind: 'visit', date: '2026-11-24', author: 'Camille Roux', zone: 'Europe/Paris' },
      headers: {
        accept: '`application/json`, `text/markdown`, `text/html` or `application/pdf`.',
        'accept-language': 'The reader’s languages, where `language` is not said.',
      },
      answers: {
        200: {
          description: 'The briefs of a page of the day.',
          schema: pageOf(z.object({ item: dueSchema, brief: writtenBriefSchema })).extend({
            kind: z.enum(['visit', 'stay']),
            date: z.string(),
          }),
          example: {
            kind: 'visit',
            date: '2026-11-24',
            items: [{ item: dueExample, brief: { ...writtenBriefExample, occasion: 'visit' } }],
            next: null,
          },
          alsoAs: supports.slice(1),
        },
        204: { description: 'Nobody is due, and it was not asked for as JSON.' },
      },
    },
    async (call) => {
      const { c, query } = call
      const { limit = query.limit, after = query.after, ...body } = call.body
      const type = acceptedForm(c, supports)
      const language = body.language ?? readerLanguage(call)
      const day = await dayBriefs(contextOf(call), { ...body, language }, pagingOf({ limit, after }))
      const { items, next } = day
      const headers = {
        'content-language': language,
        vary: 'Accept, Accept-Language, Authorization, Cookie',
        ...(next !== null && {
          link: `</v1/briefs/day?limit=${limit}&after=${encodeURIComponent(next)}>; rel="next"`,
        }),
      }
      if (type === JSON_TYPE)
        return new Reply(
          200,
          { ...day, items: items.map(({ item, brief }) => ({ item, brief: written(brief) })) },
          headers,
        )
      const [first, ...rest] = items
      const form = forms[type]
      if (!first || !form) return new Reply(204, null, headers)
      const whose = body.kind === 'stay' ? first.item.location?.name : first.item.author
      const isOfOne = (body.kind === 'stay' ? body.location : body.author) !== undefined
      const list = {
        day: day.date,
        whose: (isOfOne && whose) || undefined,
        times: items.map(({ item }) => item.at ?? undefined),
      }
      const rendered = await form.render([first.brief, ...rest.map(({ brief }: DayBrief) => brief)], list)
      return c.body(rendered, 200, {
        ...headers,
        ...formHeaders(type, [list.whose, day.date].filter(Boolean).join(' ')),
      })
    },
  )
}

/** Nobody but the rules wrote it, and whoever reads one alone is told so, too. */
function written(brief: Brief) {
  const { tokens: _, host: __, ...writer } = rulesOnly
  return { ...brief, writer }
}

function contextOf({ workspace, principal, host }: Call<unknown, unknown, unknown>) {
  return { workspace, principal, nowMs: host.now().getTime() }
}
