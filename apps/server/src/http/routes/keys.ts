import { z } from '@hono/zod-openapi'
import { keyRequest } from '../../auth/keyring.ts'
import { scopes } from '../../auth/scopes.ts'
import { type Api, Reply } from '../api.ts'

const tag = 'Access'

const keyInfo = z
  .object({
    id: z.string().openapi({ example: 'key_3f1c9a2b7d604e55' }),
    title: z.string(),
    scopes: z.array(z.enum(scopes)),
    spaces: z.array(z.string()).optional(),
    territories: z.array(z.string()).optional(),
    connection: z.string().optional(),
    createdAt: z.string(),
    createdBy: z.string(),
  })
  .openapi('Key')

/** `/v1/keys`: who may do what. A key's text is answered once, when it is made. */
export function addKeyRoutes(api: Api): void {
  api.add(
    {
      method: 'get',
      path: '/v1/keys',
      tag,
      summary: 'The keys of this workspace, without their text',
      scope: 'admin',
      answers: { 200: { description: 'All keys.', schema: z.object({ items: z.array(keyInfo) }) } },
    },
    ({ tenant }) => ({ items: tenant.keys.list() }),
  )

  api.add(
    {
      method: 'post',
      path: '/v1/keys',
      tag,
      summary: 'Makes a key',
      description: 'The text of the key is in this answer and nowhere else.',
      scope: 'admin',
      body: keyRequest,
      bodyExample: { title: 'Call centre desk', scopes: ['read', 'sensitive', 'write'], spaces: ['FR'] },
      answers: { 201: { description: 'The key.', schema: keyInfo.extend({ key: z.string() }) } },
    },
    async ({ tenant, host, principal, body }) => {
      const { key, info } = await tenant.keys.create(body, principal.id, host.now())
      return { key, ...info }
    },
  )

  api.add(
    {
      method: 'delete',
      path: '/v1/keys/{id}',
      tag,
      summary: 'Revokes a key, at once',
      scope: 'admin',
      params: z.object({ id: z.string().max(100) }),
      answers: { 204: { description: 'It opens nothing any more.' } },
    },
    async ({ tenant, params }) => {
      await tenant.keys.revoke(params.id)
      return new Reply(204, undefined)
    },
  )
}
