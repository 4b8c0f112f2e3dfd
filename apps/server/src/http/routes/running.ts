import { isAbsolute } from 'node:path'
import { z } from '@hono/zod-openapi'
import type { Api } from '../api.ts'

const tag = 'Running'

const check = z
  .object({
    name: z.string(),
    state: z.enum(['ok', 'warning', 'failed']),
    finding: z.string(),
    solve: z.string().nullable(),
  })
  .openapi('DoctorCheck')

/** What the one who runs it does: looking at everything, and keeping copies. */
export function addRunningRoutes(api: Api): void {
  api.add(
    {
      method: 'get',
      path: '/v1/doctor',
      tag,
      summary: 'Looks at everything an operator would',
      scope: 'admin',
      answers: { 200: { description: 'What was found.', schema: z.object({ items: z.array(check) }) } },
    },
    async ({ host }) => ({ items: await host.runtime.doctor() }),
  )

  api.add(
    {
      method: 'post',
      path: '/v1/backups',
      tag,
      summary: 'Copies this workspace while it runs',
      description: 'Into an empty folder on the server. Hashes that keep erased people out go with it.',
      scope: 'admin',
      body: z.strictObject({
        directory: z.string().min(1).max(1000).refine(isAbsolute, { error: 'an absolute path is needed' }),
      }),
      bodyExample: { directory: '/var/backups/rapport/2026-11-24' },
      answers: {
        201: {
          description: 'The copy is complete.',
          schema: z.object({
            format: z.int(),
            rapport: z.string(),
            at: z.string(),
            workspaces: z.array(z.object({ name: z.string(), bytes: z.int(), suppressions: z.int() })),
          }),
        },
      },
    },
    ({ host, workspace, body }) => host.runtime.backup(body.directory, [workspace.name]),
  )
}
