import { z } from '@hono/zod-openapi'
import { type AuditQuery, findAudited, requireAudited, summaryOf } from '../../audit/find.ts'
import { auditRecord } from '../../audit/record.ts'
import type { Api } from '../api.ts'
import { pageOf, pagingOf, pagingQuery } from '../paging.ts'
import { profileReference } from '../schemas/profile.ts'

const tag = 'Audit'
const recordSchema = auditRecord.openapi('AuditRecord')
const summarySchema = auditRecord
  .extend({
    facts: z.int().describe('How many facts were told.'),
    prompts: z.int().describe('How many messages left for a model.'),
  })
  .openapi('AuditSummary')
const instant = z.iso
  .datetime({ offset: true })
  .transform((at) => Date.parse(at))
  .openapi({ type: 'string', format: 'date-time' })

/** `/v1/audit/briefs`: who was told what about whom, and what left for a model. */
export function addAuditRoutes(api: Api): void {
  api.add(
    {
      method: 'get',
      path: '/v1/audit/briefs',
      tag,
      summary: 'Who was briefed about whom, and who asked what',
      description:
        'The newest first. Of a profile: also what was kept under the ids that it absorbed. The same to the same key within ten ' +
        'minutes is one record that counts. A page may hold less than its limit and still have a next one. Records go with the person, ' +
        'and after the days that `rapport.config.ts` says.',
      scope: 'audit',
      query: z.object({
        ...pagingQuery(50, 200),
        profile: profileReference.optional(),
        reader: z.string().max(60).optional().openapi({ description: 'A key’s id.', example: 'key_8f14e45fceea167a' }),
        kind: z.enum(['brief', 'answer']).optional(),
        since: instant.optional().openapi({ description: 'From then on.' }),
        until: instant.optional().openapi({ description: 'Before then.' }),
      }),
      answers: { 200: { description: 'A page.', schema: pageOf(summarySchema) } },
    },
    async ({ workspace, principal, query }) => {
      const { profile, reader, kind, since, until } = query
      const asked: AuditQuery = { ...pagingOf(query), profile, reader, kind, sinceMs: since, untilMs: until }
      const { items, next } = await findAudited({ workspace, principal }, asked)
      return { items: items.map(summaryOf), next }
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/audit/briefs/{id}',
      tag,
      summary: 'What was told and on which rows, and what left for a model',
      scope: 'audit',
      params: z.object({ id: z.string().max(60).openapi({ example: 'aud_0mhcgy2k3a1b2c3d4e5f6' }) }),
      answers: { 200: { description: 'The record.', schema: recordSchema } },
    },
    ({ workspace, principal, params }) => requireAudited({ workspace, principal }, params.id),
  )
}
