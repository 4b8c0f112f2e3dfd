import { z } from '@hono/zod-openapi'
import { RapportError } from '@rapport/core'
import type { Api } from '../api.ts'

const version = z.union([z.string().max(200), z.number()]).optional()
const key = z.string().min(1).max(500)
const MAX_ROWS = 10_000
const MAX_BODY_BYTES = 16 * 1024 * 1024

const rowsRequest = z.strictObject({
  stream: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*\/[^/\s]+$/, { error: 'expected connection/stream' })
    .openapi({ example: 'crm/contacts' }),
  rows: z
    .array(z.looseObject({}))
    .max(MAX_ROWS)
    .optional()
    .describe('As the source has them; each is checked and mapped by itself.'),
  deletes: z
    .array(z.union([key, z.strictObject({ key, version })]))
    .max(MAX_ROWS)
    .optional()
    .describe('Keys of rows that the source deleted, with the version of the deletion where it has one.'),
  merges: z
    .array(z.strictObject({ key, into: key, version }))
    .max(MAX_ROWS)
    .optional()
    .describe('Rows that the source says are now other ones.'),
  cursor: z.unknown().optional().describe('Where the sender will go on; kept in the commit of this batch.'),
  snapshot: z
    .enum(['start', 'complete'])
    .optional()
    .describe('A whole copy of the stream begins, or has ended: what it lacked is deleted.'),
  allowDeletes: z.boolean().optional().describe('Lets a snapshot delete more than the brake allows.'),
})

/** `/v1/rows`: rows of a stream, in batches. */
export function addRowRoutes(api: Api): void {
  api.add(
    {
      method: 'post',
      path: '/v1/rows',
      tag: 'Input',
      summary: 'Rows of a stream, in a batch',
      description:
        'Answers once the batch is on disk. Sending it again changes nothing. A row that cannot be read is kept under ' +
        '`/v1/rejected` with its reason; the others go on. `?settle=true` answers when profiles show it.',
      scope: 'write',
      query: z.object({
        settle: z.enum(['true', 'false']).optional().openapi({ description: 'Wait until profiles show it.' }),
      }),
      body: rowsRequest,
      bodyLimitBytes: MAX_BODY_BYTES,
      bodyExample: {
        stream: 'crm/contacts',
        rows: [{ Id: '0031', FirstName: 'Claire', LastName: 'Fontaine', Email: 'claire.fontaine@example.com' }],
        deletes: ['0032'],
      },
      answers: {
        202: {
          description: 'It is on disk.',
          schema: z.object({ accepted: z.int() }),
          example: { accepted: 2 },
        },
      },
    },
    async ({ workspace, body, query }) => {
      const slash = body.stream.indexOf('/')
      const { rows = [], deletes = [], merges = [] } = body
      const outcome = await workspace.commands.emit({
        connection: body.stream.slice(0, slash),
        stream: body.stream.slice(slash + 1),
        body: JSON.stringify({ rows, deletes, merges }),
        ...(body.cursor !== undefined && { cursor: JSON.stringify(body.cursor) }),
        ...(body.snapshot && { snapshot: body.snapshot }),
        ...(body.allowDeletes !== undefined && { allowDeletes: body.allowDeletes }),
      })
      if (!outcome.ok) throw new RapportError(outcome.code, outcome.details)
      if (query.settle === 'true') await workspace.commands.settle()
      return { accepted: outcome.accepted }
    },
  )
}
