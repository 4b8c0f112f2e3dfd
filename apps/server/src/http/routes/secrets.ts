import { z } from '@hono/zod-openapi'
import { RapportError } from '@rapport/core'
import { type Api, Reply } from '../api.ts'

const tag = 'Documents'
const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, { error: 'letters, digits, dots, dashes and underscores, at most 100' })

/** `/v1/secrets`: values go in and never come out. */
export function addSecretRoutes(api: Api): void {
  api.add(
    {
      method: 'get',
      path: '/v1/secrets',
      tag,
      summary: 'Names of the secrets that are set',
      scope: 'configure',
      answers: {
        200: {
          description: 'Names, never values.',
          schema: z.object({ items: z.array(z.object({ name: z.string(), setAt: z.string() })) }),
        },
      },
    },
    async ({ workspace }) => ({
      items: (await workspace.secrets.list()).map(({ name, setAt }) => ({ name, setAt })),
    }),
  )

  api.add(
    {
      method: 'put',
      path: '/v1/secrets/{name}',
      tag,
      summary: 'Sets a secret',
      description: 'Documents point at it as `{ secret: NAME }`. It is kept encrypted and never answered.',
      scope: 'configure',
      params: z.object({ name }),
      body: z.strictObject({ value: z.string().min(1).max(20_000) }),
      bodyExample: { value: 'whsec_…' },
      answers: { 204: { description: 'It is set.' } },
    },
    async ({ workspace, params, body }) => {
      await workspace.secrets.set(params.name, body.value)
      return new Reply(204, undefined)
    },
  )

  api.add(
    {
      method: 'delete',
      path: '/v1/secrets/{name}',
      tag,
      summary: 'Removes a secret',
      scope: 'configure',
      params: z.object({ name }),
      answers: { 204: { description: 'It is gone.' } },
    },
    async ({ workspace, params }) => {
      const known = await workspace.secrets.list()
      if (!known.some((one) => one.name === params.name))
        throw new RapportError('ENTRY_NOT_FOUND', { what: 'secret', name: params.name })
      await workspace.secrets.remove(params.name)
      return new Reply(204, undefined)
    },
  )
}
