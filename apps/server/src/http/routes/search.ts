import { z } from '@hono/zod-openapi'
import type { Api } from '../api.ts'
import { anyObject, profileId } from '../schemas/profile.ts'

const hit = z
  .object({
    id: profileId,
    name: z.string(),
    matched: z.string().describe('What of it matched.'),
    score: z.number(),
    attributes: anyObject,
  })
  .openapi('SearchHit')

/** `/v1/search`: finding somebody while typing. */
export function addSearchRoutes(api: Api): void {
  api.add(
    {
      method: 'get',
      path: '/v1/search',
      tag: 'Search',
      summary: 'Finds profiles as you type',
      description: 'By name, part of a phone number, e-mail or order number. Accents and typing errors are forgiven.',
      scope: 'read',
      query: z.object({
        q: z.string().min(1).max(200).openapi({ description: 'What was typed so far.', example: 'fontaine clai' }),
        limit: z.coerce
          .number()
          .int()
          .min(1)
          .max(50)
          .default(10)
          .openapi({ type: 'integer', minimum: 1, maximum: 50, default: 10 }),
      }),
      answers: { 200: { description: 'Best first.', schema: z.object({ items: z.array(hit) }) } },
    },
    async ({ workspace, principal, query }) => ({
      items: await workspace.queries.search(query.q, query.limit, principal.rights),
    }),
  )
}
