import { z } from '@hono/zod-openapi'
import { type DocumentTitle, RapportError, titleIn } from '@rapport/core'
import type { Workspace } from '@rapport/runtime'
import { readerLanguage } from '../../briefs/reader-language.ts'
import type { Api, Call } from '../api.ts'
import { readAll } from '../documents.ts'
import { pageOf, pagingOf, pagingQuery } from '../paging.ts'
import { profileId } from '../schemas/profile.ts'

const tag = 'Segments and insights'

const preview = z
  .object({
    count: z.int().describe('How many profiles it would give something.'),
    scanned: z.int().describe('How many were looked at.'),
    examples: z.array(z.object({ id: profileId, name: z.string(), value: z.unknown().optional() })),
  })
  .openapi('Preview')

const previewRequest = z.looseObject({
  name: z.string().max(100).optional().describe('As in a document; only `type` is not needed.'),
})

const PREVIEW_EXAMPLES = 20

const headers = { 'accept-language': 'The reader’s languages, for titles that are in several.' }

/** Titles of documents in the reader's language. */
function titlesFor(call: Pick<Call<unknown, unknown, unknown>, 'c' | 'host' | 'workspace'>) {
  const language = readerLanguage(call)
  call.c.header('vary', 'Accept-Language, Authorization, Cookie')
  return (title: unknown): string | null => titleIn(title as DocumentTitle | undefined, language) ?? null
}

/** `/v1/segments` and `/v1/insights`: what is kept up to date, and what a new one would give. */
export function addSegmentRoutes(api: Api): void {
  api.add(
    {
      method: 'get',
      path: '/v1/segments',
      tag,
      summary: 'Segments with how many belong',
      headers,
      scope: 'read',
      answers: {
        200: {
          description: 'All segments.',
          schema: z.object({
            items: z.array(
              z.object({
                name: z.string(),
                title: z.string().nullable(),
                entity: z.string(),
                members: z.int(),
                version: z.int(),
              }),
            ),
          }),
          example: {
            items: [{ name: 'goldClients', title: 'Gold clients', entity: 'person', members: 118, version: 2 }],
          },
        },
      },
    },
    async (call) => {
      const { workspace } = call
      const titleOf = titlesFor(call)
      const segments = await readAll(workspace, 'segment')
      const counts = await workspace.reader.countMembers(segments.map((one) => one.name))
      return {
        items: segments.map((one, index) => ({
          name: one.name,
          title: titleOf(one.body.title),
          entity: String(one.body.entity ?? 'person'),
          members: counts[index] ?? 0,
          version: one.version,
        })),
      }
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/segments/{name}/members',
      tag,
      summary: 'Who belongs, and since when',
      scope: 'read',
      params: z.object({ name: z.string().max(100) }),
      query: z.object(pagingQuery(100, 1000)),
      answers: {
        200: {
          description: 'A page.',
          schema: pageOf(z.object({ id: profileId, name: z.string(), since: z.string() })),
        },
      },
    },
    async ({ workspace, principal, params, query }) => {
      await requireDocument(workspace, 'segment', params.name)
      return workspace.queries.members({ segment: params.name }, pagingOf(query), principal.rights)
    },
  )

  api.add(
    {
      method: 'post',
      path: '/v1/segments/preview',
      tag,
      summary: 'Who a segment would hold, before it is saved',
      scope: 'configure',
      body: previewRequest,
      bodyExample: {
        where: {
          all: [
            { attribute: 'tier', is: 'gold' },
            { insight: 'orders12m', gte: 2 },
          ],
        },
      },
      answers: { 200: { description: 'How many, and twenty of them.', schema: preview } },
    },
    ({ workspace, body }) =>
      workspace.commands.preview({ name: 'preview', ...body, type: 'segment' } as never, PREVIEW_EXAMPLES),
  )

  api.add(
    {
      method: 'get',
      path: '/v1/insights',
      tag,
      summary: 'Insights that are calculated',
      headers,
      scope: 'read',
      answers: {
        200: {
          description: 'All insights.',
          schema: z.object({
            items: z.array(
              z.looseObject({
                name: z.string(),
                title: z.string().nullable(),
                on: z.string(),
                calculate: z.string(),
                currency: z.string().nullable().describe('In whose minor units the values of an insight in money are.'),
              }),
            ),
          }),
        },
      },
    },
    async (call) => {
      const { workspace } = call
      const titleOf = titlesFor(call)
      const [insights, [rates]] = await Promise.all([readAll(workspace, 'insight'), readAll(workspace, 'rates')])
      return {
        items: insights.map(({ body, version }) => {
          const { type: _type, title, ...rest } = body
          const currency = body.unit === 'money' ? (rates?.body.reporting ?? null) : null
          return { ...rest, title: titleOf(title), version, currency }
        }),
      }
    },
  )

  api.add(
    {
      method: 'post',
      path: '/v1/insights/preview',
      tag,
      summary: 'What an insight would give, before it is saved',
      scope: 'configure',
      body: previewRequest,
      bodyExample: { on: 'order', calculate: 'count', window: { days: 365 } },
      answers: { 200: { description: 'How many have a value, and twenty of them.', schema: preview } },
    },
    ({ workspace, body }) =>
      workspace.commands.preview({ name: 'preview', ...body, type: 'insight' } as never, PREVIEW_EXAMPLES),
  )
}

async function requireDocument(workspace: Workspace, type: string, name: string): Promise<void> {
  const [found] = await workspace.documents.read([{ type, name }])
  if (!found || found.body === null) throw new RapportError('DOCUMENT_NOT_FOUND', { type, name })
}
