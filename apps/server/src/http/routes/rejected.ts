import { z } from '@hono/zod-openapi'
import type { Sequence } from '@rapport/core'
import { type Api, Reply } from '../api.ts'
import { pageOf, pagingOf, pagingQuery } from '../paging.ts'

const tag = 'Rejected rows'
const id = z.int().min(1)
const MAX_ITEMS = 1000

const rejectedRow = z
  .object({
    id,
    stream: z.string(),
    key: z.string(),
    field: z.string(),
    code: z.string(),
    reason: z.string(),
    raw: z.string().optional().describe('The row as it was received; only with the scope `sensitive`.'),
    at: z.string(),
  })
  .openapi('RejectedRow')

/** `/v1/rejected`: rows that could not be read: kept, named, corrected, replayed. */
export function addRejectedRoutes(api: Api): void {
  api.add(
    {
      method: 'get',
      path: '/v1/rejected',
      tag,
      summary: 'Rows that could not be read, and why',
      scope: 'steward',
      query: z.object({
        ...pagingQuery(50, 500),
        stream: z.string().max(300).optional(),
        code: z.string().max(100).optional(),
      }),
      answers: { 200: { description: 'A page, newest first.', schema: pageOf(rejectedRow) } },
    },
    async ({ workspace, principal, query }) => {
      const { stream, code } = query
      const page = await workspace.reader.rejected({
        ...pagingOf(query),
        ...(stream !== undefined && { stream }),
        ...(code !== undefined && { code }),
      })
      return {
        items: page.items.map(({ raw, at, ...rest }) => ({
          ...rest,
          at: new Date(at).toISOString(),
          ...(principal.rights.sensitive && { raw }),
        })),
        next: page.next,
      }
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/rejected/counts',
      tag,
      summary: 'How many, by stream and reason',
      scope: 'steward',
      answers: {
        200: {
          description: 'Counts.',
          schema: z.object({
            items: z.array(z.object({ stream: z.string(), code: z.string(), count: z.int() })),
          }),
        },
      },
    },
    async ({ workspace }) => ({ items: await workspace.reader.countRejected() }),
  )

  api.add(
    {
      method: 'post',
      path: '/v1/rejected/replay',
      tag,
      summary: 'Tries rows again, corrected or as they are',
      scope: 'steward',
      body: z.strictObject({
        items: z
          .array(z.strictObject({ id, raw: z.string().max(1_000_000).optional() }))
          .min(1)
          .max(MAX_ITEMS)
          .describe('`raw` is the corrected row, as JSON text; absent: as it was, under the rules of now.'),
      }),
      bodyLimitBytes: 8 * 1024 * 1024,
      bodyExample: { items: [{ id: 41, raw: '{"Id":"0031","Birthdate":"1980-02-11"}' }] },
      answers: {
        200: {
          description: 'What came of it.',
          schema: z.object({ replayed: z.int(), rejectedAgain: z.int() }),
        },
      },
    },
    ({ workspace, principal, body }) =>
      workspace.commands.replayRejected(
        body.items.map((one) => ({ id: one.id as Sequence, ...(one.raw !== undefined && { raw: one.raw }) })),
        principal.id,
      ),
  )

  api.add(
    {
      method: 'post',
      path: '/v1/rejected/drop',
      tag,
      summary: 'Lets rows go for good',
      scope: 'steward',
      body: z.strictObject({ ids: z.array(id).min(1).max(MAX_ITEMS) }),
      bodyExample: { ids: [41, 42] },
      answers: { 204: { description: 'They are gone.' } },
    },
    async ({ workspace, principal, body }) => {
      await workspace.commands.dropRejected(body.ids as Sequence[], principal.id)
      return new Reply(204, undefined)
    },
  )
}
