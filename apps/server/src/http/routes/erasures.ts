import { z } from '@hono/zod-openapi'
import { RapportError } from '@rapport/core'
import { eraseWithCalls } from '../../calls/erase.ts'
import type { Api } from '../api.ts'
import { pageOf, pagingOf, pagingQuery } from '../paging.ts'
import { profileReference } from '../schemas/profile.ts'

const tag = 'Erasure'

const proof = z
  .object({
    id: z.string(),
    profile: z.string(),
    at: z.string(),
    by: z.string(),
    rows: z.record(z.string(), z.int()).describe('Rows removed, by table.'),
    suppressed: z.int().describe('Hashes kept, so that no sync, replay or restore brings the person back.'),
    systems: z
      .array(z.object({ connection: z.string(), state: z.enum(['queued', 'done', 'failed']) }))
      .describe('Connected systems that were told to forget too.'),
  })
  .openapi('ErasureProof')

/** `/v1/erasures`: erase somebody everywhere, and keep the proof. */
export function addErasureRoutes(api: Api): void {
  api.add(
    {
      method: 'post',
      path: '/v1/erasures',
      tag,
      summary: 'Erases a person, everywhere',
      description:
        'Every row of every table, queue and log; connected systems are told. What stays are hashes that keep them out, ' +
        'and this proof, which holds nothing personal.',
      scope: 'erase',
      body: z.strictObject({ profile: profileReference }),
      bodyExample: { profile: 'email:claire.fontaine@example.com' },
      answers: { 201: { description: 'Erased.', schema: proof } },
    },
    ({ workspace, tenant, principal, body }) => eraseWithCalls(workspace, tenant.calls.feed, body.profile, principal),
  )

  api.add(
    {
      method: 'get',
      path: '/v1/erasures',
      tag,
      summary: 'Proofs of erasures',
      scope: 'erase',
      query: z.object(pagingQuery(50, 500)),
      answers: { 200: { description: 'A page.', schema: pageOf(proof) } },
    },
    async ({ workspace, query }) => {
      const page = await workspace.reader.entries('erasure', pagingOf(query))
      return { items: page.items.map((one) => JSON.parse(one.body) as unknown), next: page.next }
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/erasures/{id}',
      tag,
      summary: 'One proof',
      scope: 'erase',
      params: z.object({ id: z.string().max(100) }),
      answers: { 200: { description: 'The proof.', schema: proof } },
    },
    async ({ workspace, params }) => {
      const entry = await workspace.reader.entry('erasure', params.id)
      if (!entry) throw new RapportError('ENTRY_NOT_FOUND', { what: 'erasure', name: params.id })
      return JSON.parse(entry.body) as unknown
    },
  )
}
