import { z } from '@hono/zod-openapi'
import { requireProfileId } from '@rapport/core'
import type { Api } from '../api.ts'
import { decisionSchema, profileId } from '../schemas/profile.ts'

const tag = 'Identity'

/** How an anchor is named: as records and links show it. */
const anchor = z.string().min(3).max(600).openapi({
  description: '`connection/stream:key`, as `…/records` shows it, or a profile.',
  example: 'crm/contacts:0031',
})

const outcome = z
  .object({ id: z.string(), profiles: z.array(profileId).describe('Where the two are now.') })
  .openapi('DecisionOutcome')

/** `/v1/identity/decisions`: a steward's "same" or "not the same", above every rule, for ever, withdrawable. */
export function addDecisionRoutes(api: Api): void {
  api.add(
    {
      method: 'post',
      path: '/v1/identity/decisions',
      tag,
      summary: 'Says that two records are, or are not, one party',
      scope: 'steward',
      body: z.strictObject({ a: anchor, b: anchor, verdict: z.enum(['same', 'different']) }),
      bodyExample: { a: 'crm/contacts:0031', b: 'shop/customers:877', verdict: 'different' },
      answers: { 201: { description: 'Decided; profiles are as they are now.', schema: outcome } },
    },
    ({ workspace, principal, body }) => workspace.commands.decide(body, principal.id),
  )

  api.add(
    {
      method: 'get',
      path: '/v1/identity/decisions',
      tag,
      summary: 'Decisions about a profile',
      scope: 'read',
      query: z.object({ profile: profileId }),
      answers: {
        200: {
          description: 'Its decisions, withdrawn ones too.',
          schema: z.object({ items: z.array(decisionSchema) }),
        },
      },
    },
    async ({ workspace, query }) => {
      const { decisions } = await workspace.queries.links(requireProfileId(query.profile))
      return { items: decisions }
    },
  )

  api.add(
    {
      method: 'delete',
      path: '/v1/identity/decisions/{id}',
      tag,
      summary: 'Withdraws a decision, as if it had never been',
      scope: 'steward',
      params: z.object({ id: z.string().max(100) }),
      answers: { 200: { description: 'Withdrawn; profiles are as they are now.', schema: outcome } },
    },
    ({ workspace, principal, params }) => workspace.commands.withdrawDecision(params.id, principal.id),
  )
}
