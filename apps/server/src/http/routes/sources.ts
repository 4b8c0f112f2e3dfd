import { z } from '@hono/zod-openapi'
import { RapportError } from '@rapport/core'
import type { Workspace } from '@rapport/runtime'
import type { Api } from '../api.ts'
import { type ReadDocument, readAll } from '../documents.ts'
import { anyObject } from '../schemas/profile.ts'

const tag = 'Sources'
const params = z.object({ connection: z.string().max(100) })

const problem = z.object({ code: z.string(), message: z.string(), solve: z.string() }).nullable()

const run = z
  .object({
    id: z.string(),
    connection: z.string(),
    trigger: z.enum(['request', 'schedule', 'resume']),
    state: z.enum(['running', 'done', 'failed', 'stopped', 'interrupted']),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
    streams: z.array(
      z.object({
        stream: z.string(),
        state: z.string(),
        rows: z.int(),
        deletes: z.int(),
        merges: z.int(),
        rejected: z.int(),
        attempts: z.int(),
        error: problem,
      }),
    ),
    error: problem,
  })
  .openapi('SyncRun')

const connection = z
  .object({
    name: z.string(),
    part: z.string(),
    title: z.string().nullable(),
    paused: z.boolean(),
    schedule: z.string().nullable(),
    lastRun: run.nullable(),
  })
  .openapi('Connection')

/** `/v1/sources`: connections, what they read, and their syncs. */
export function addSourceRoutes(api: Api): void {
  api.add(
    {
      method: 'get',
      path: '/v1/sources',
      tag,
      summary: 'Connections and how their last sync went',
      scope: 'read',
      answers: { 200: { description: 'All connections.', schema: z.object({ items: z.array(connection) }) } },
    },
    async ({ workspace }) => {
      const documents = await readAll(workspace, 'connection')
      return { items: await Promise.all(documents.map((one) => describe(workspace, one))) }
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/sources/{connection}',
      tag,
      summary: 'One connection, with its streams and their cursors',
      scope: 'read',
      params,
      answers: {
        200: {
          description: 'The connection.',
          schema: connection.extend({
            streams: z.array(
              z.object({
                name: z.string(),
                entity: z.string(),
                mode: z.string(),
                isRead: z.boolean(),
                cursor: z.unknown(),
              }),
            ),
          }),
        },
      },
    },
    async ({ workspace, params }) => {
      const document = await requireConnection(workspace, params.connection)
      const [summary, streams, stored] = await Promise.all([
        describe(workspace, document),
        workspace.connections.streams(document.name),
        workspace.reader.streams(),
      ])
      const cursors = new Map(stored.map((one) => [one.name, one.cursor]))
      return {
        ...summary,
        streams: streams.map((one) => {
          const cursor = cursors.get(`${document.name}/${one.name}`)
          return { ...one, cursor: typeof cursor === 'string' ? (JSON.parse(cursor) as unknown) : null }
        }),
      }
    },
  )

  api.add(
    {
      method: 'post',
      path: '/v1/sources/{connection}/check',
      tag,
      summary: 'Asks whether the connection works',
      scope: 'operate',
      params,
      answers: { 200: { description: 'Its health.', schema: anyObject, example: { ok: true } } },
    },
    ({ workspace, params }) => workspace.connections.check(params.connection),
  )

  api.add(
    {
      method: 'post',
      path: '/v1/sources/{connection}/sync',
      tag,
      summary: 'Syncs now',
      description: 'Answers with the run as it begins; its end is under `…/runs`.',
      scope: 'operate',
      params,
      body: z.strictObject({
        stream: z.string().max(200).optional().describe('Only this one.'),
        allowDeletes: z.boolean().optional().describe('Lets a snapshot delete more than the brake allows.'),
      }),
      bodyExample: { stream: 'contacts' },
      answers: { 202: { description: 'It runs.', schema: run } },
    },
    ({ workspace, params, body }) =>
      workspace.syncs.start(params.connection, {
        ...(body.stream !== undefined && { stream: body.stream }),
        ...(body.allowDeletes !== undefined && { allowDeletes: body.allowDeletes }),
      }),
  )

  api.add(
    {
      method: 'post',
      path: '/v1/sources/{connection}/stop',
      tag,
      summary: "Ends a running sync at its batch's end",
      scope: 'operate',
      params,
      answers: { 204: { description: 'Nothing runs.' } },
    },
    async ({ workspace, params }) => {
      await requireConnection(workspace, params.connection)
      await workspace.syncs.stop(params.connection)
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/sources/{connection}/runs',
      tag,
      summary: 'Syncs, newest first',
      scope: 'read',
      params,
      query: z.object({
        limit: z.coerce
          .number()
          .int()
          .min(1)
          .max(200)
          .default(20)
          .openapi({ type: 'integer', minimum: 1, maximum: 200, default: 20 }),
      }),
      answers: { 200: { description: 'The runs.', schema: z.object({ items: z.array(run) }) } },
    },
    async ({ workspace, params, query }) => {
      await requireConnection(workspace, params.connection)
      return { items: await workspace.syncs.list({ connection: params.connection, limit: query.limit }) }
    },
  )
}

async function describe(workspace: Workspace, { name, body }: ReadDocument) {
  const [lastRun = null] = await workspace.syncs.list({ connection: name, limit: 1 })
  const { part, title = null, paused = false, schedule = null } = body
  return { name, part, title, paused, schedule, lastRun }
}

/** @throws RapportError `CONNECTION_NOT_FOUND` */
async function requireConnection(workspace: Workspace, name: string): Promise<ReadDocument> {
  const [found] = await workspace.documents.read([{ type: 'connection', name }])
  if (!found || found.body === null) throw new RapportError('CONNECTION_NOT_FOUND', { name })
  return { ...found, body: JSON.parse(found.body) as ReadDocument['body'] }
}
