import { z } from '@hono/zod-openapi'
import { RapportError, type Sequence } from '@rapport/core'
import type { QueueItem } from '@rapport/engine'
import { deliveryId, type Workspace } from '@rapport/runtime'
import type { Api } from '../api.ts'
import { readAll } from '../documents.ts'
import { pageOf, pagingOf, pagingQuery } from '../paging.ts'
import { profileId } from '../schemas/profile.ts'

const tag = 'Activations'
const QUEUE = 'deliver'
const params = z.object({ name: z.string().max(100) })
const MAX_REPLAYED = 1000

/** What a queued delivery holds; its fields are the person's and stay in the queue. */
const queued = z.object({ item: z.object({ id: z.string(), operation: z.enum(['upsert', 'remove']) }) })

const delivery = z
  .object({
    id: z.int(),
    item: z.string().describe('The idempotency key that the receiving system is given.'),
    operation: z.enum(['upsert', 'remove']),
    state: z.enum(['waiting', 'dead']),
    attempt: z.int().describe('How often it was tried and put back.'),
    dueAt: z.string(),
    reason: z.string().nullable(),
  })
  .openapi('Delivery')

/** `/v1/activations`: what is sent where, what waits, and what could not be sent. */
export function addActivationRoutes(api: Api): void {
  api.add(
    {
      method: 'get',
      path: '/v1/activations',
      tag,
      summary: 'Activations: what is sent where, and to whom',
      scope: 'read',
      answers: {
        200: {
          description: 'All activations.',
          schema: z.object({
            items: z.array(
              z.looseObject({
                name: z.string(),
                connection: z.string(),
                purpose: z.string(),
                channel: z.string(),
                paused: z.boolean(),
                recipients: z.int().describe('How many were sent, and not removed since.'),
                hasDead: z.boolean().describe('Whether something could not be sent.'),
                stopped: z.string().nullable().describe('Why it stands still until somebody corrects its connection.'),
              }),
            ),
          }),
        },
      },
    },
    async ({ workspace }) => {
      const documents = await readAll(workspace, 'activation')
      const dead = await Promise.all(
        documents.map((one) => workspace.reader.queue(QUEUE, { limit: 1, lane: one.name, state: 'dead' })),
      )
      const recipients = await workspace.queries.countRecipients(documents.map(({ name }) => name))
      const stopped = workspace.stoppedActivations()
      return {
        items: documents.map(({ name, body, version }, index) => {
          const { type: _type, ...rest } = body
          return {
            ...rest,
            version,
            recipients: recipients[index] ?? 0,
            hasDead: (dead[index]?.items.length ?? 0) > 0,
            stopped: stopped.get(name) ?? null,
          }
        }),
      }
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/activations/{name}/recipients',
      tag,
      summary: 'Who was sent, and since when',
      description: 'Whose last message was an upsert; whoever was removed is not in it.',
      scope: 'read',
      params,
      query: z.object(pagingQuery(100, 1000)),
      answers: {
        200: {
          description: 'A page.',
          schema: pageOf(z.object({ id: profileId, name: z.string(), since: z.string() })),
        },
      },
    },
    async ({ workspace, principal, params, query }) => {
      await requireActivation(workspace, params.name)
      return workspace.queries.members({ activation: params.name }, pagingOf(query), principal.rights)
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/activations/{name}/deliveries',
      tag,
      summary: 'What waits to be sent, or could not be',
      scope: 'operate',
      params,
      query: z.object({ ...pagingQuery(50, 500), state: z.enum(['waiting', 'dead']).optional() }),
      answers: { 200: { description: 'A page.', schema: pageOf(delivery) } },
    },
    async ({ workspace, params, query }) => {
      await requireActivation(workspace, params.name)
      const page = await workspace.reader.queue(QUEUE, {
        ...pagingOf(query),
        lane: params.name,
        ...(query.state && { state: query.state }),
      })
      return { items: page.items.map(shown), next: page.next }
    },
  )

  api.add(
    {
      method: 'post',
      path: '/v1/activations/{name}/replay',
      tag,
      summary: 'Tries dead letters again',
      description: `The named ones, or without \`ids\` the first ${MAX_REPLAYED}.`,
      scope: 'operate',
      params,
      body: z.strictObject({ ids: z.array(z.int().min(1)).min(1).max(MAX_REPLAYED).optional() }),
      bodyExample: { ids: [118] },
      answers: { 200: { description: 'How many were put back.', schema: z.object({ replayed: z.int() }) } },
    },
    async ({ workspace, params, body }) => {
      await requireActivation(workspace, params.name)
      // Only letters of this activation: an id of another lane is not this caller's to move.
      const dead = await workspace.reader.queue(QUEUE, { limit: MAX_REPLAYED, lane: params.name, state: 'dead' })
      const wanted = body.ids === undefined ? undefined : new Set(body.ids)
      const ids: Sequence[] = dead.items.flatMap((one) => (wanted === undefined || wanted.has(one.id) ? [one.id] : []))
      if (ids.length > 0) {
        await workspace.commands.requeue(ids)
        workspace.wakeDeliveries()
      }
      return { replayed: ids.length }
    },
  )
}

function shown(one: QueueItem & { readonly reason: string | null; readonly isDead: boolean }) {
  const { item } = queued.parse(JSON.parse(one.body))
  return {
    id: one.id,
    item: deliveryId(one, item),
    operation: item.operation,
    state: one.isDead ? 'dead' : 'waiting',
    attempt: one.attempt,
    dueAt: new Date(one.dueAt).toISOString(),
    reason: one.reason,
  }
}

/** @throws RapportError `DOCUMENT_NOT_FOUND` */
async function requireActivation(workspace: Workspace, name: string): Promise<void> {
  const [found] = await workspace.documents.read([{ type: 'activation', name }])
  if (!found || found.body === null) throw new RapportError('DOCUMENT_NOT_FOUND', { type: 'activation', name })
}
