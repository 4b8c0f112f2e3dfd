import { z } from '@hono/zod-openapi'
import { formatProfileId, RapportError } from '@rapport/core'
import type { Api } from '../api.ts'
import { pageOf, pagingOf, pagingQuery } from '../paging.ts'
import { readyProfile, resolveReference } from '../profile-answer.ts'
import {
  anyObject,
  candidateSchema,
  headSchema,
  linksSchema,
  profileExample,
  profileReference,
  profileSchema,
  recordSchema,
  timelineItem,
} from '../schemas/profile.ts'

const tag = 'Profiles'
const params = z.object({ reference: profileReference })

/** What the reference says of one profile's read; the listener answers it without the router. */
const profileOperation = {
  method: 'get',
  path: '/v1/profiles/{reference}',
  tag,
  summary: 'One profile, by id or identifier',
  description:
    'An id that was absorbed answers with the profile it went into (`movedFrom`, `Content-Location`). An identifier that ' +
    'several profiles share answers 300 with `candidates`; an erased profile 410.',
  scope: 'read',
  params,
  headers: { 'if-none-match': 'An ETag; 304 when nothing has changed, windows included.' },
  answers: {
    200: { description: 'The profile.', schema: profileSchema, example: profileExample },
    300: {
      description: 'Several profiles share the identifier.',
      schema: z.object({ candidates: z.array(candidateSchema.omit({ reasons: true })) }),
      type: 'application/problem+json',
    },
    304: { description: 'Nothing has changed.' },
    410: { description: 'It was erased.' },
  },
} as const

/** `/v1/profiles`: reading unified profiles and everything that hangs on them. */
export function addProfileRoutes(api: Api): void {
  api.add(
    {
      method: 'get',
      path: '/v1/profiles',
      tag,
      summary: 'Profiles, a page at a time',
      description: 'In the order of their ids, oldest first.',
      scope: 'read',
      query: z.object({ ...pagingQuery(50, 500), entity: z.string().max(100).optional() }),
      answers: {
        200: {
          description: 'A page.',
          schema: pageOf(profileSchema),
          example: { items: [profileExample], next: null },
        },
      },
    },
    ({ workspace, principal, query }) =>
      workspace.queries.list(
        { ...pagingOf(query), ...(query.entity !== undefined && { entity: query.entity }) },
        principal.rights,
      ),
  )

  api.add(profileOperation, async ({ c, workspace, principal, params }) => {
    const ready = await readyProfile(workspace, principal, params.reference, c.req.header('if-none-match'))
    for (let at = 0; at < ready.headers.length; at += 2) c.header(ready.headers[at] as string, ready.headers[at + 1])
    return ready.status === 304 ? c.body(null, 304) : c.body(ready.text, 200)
  })

  api.add(
    {
      method: 'get',
      path: '/v1/profiles/{reference}/timeline',
      tag,
      summary: 'What happened to it, newest first',
      scope: 'read',
      params,
      query: z.object({
        ...pagingQuery(50, 500),
        entities: z
          .string()
          .max(1000)
          .optional()
          .openapi({ description: 'Only these, with commas: `order,case`.', example: 'order,case' }),
      }),
      answers: { 200: { description: 'A page.', schema: pageOf(timelineItem) } },
    },
    async ({ workspace, principal, params, query }) => {
      const { id } = await resolveReference(workspace, params.reference, principal.rights)
      const entities = query.entities?.split(',').map((one) => one.trim())
      return workspace.queries.timeline(id, { ...pagingOf(query), ...(entities && { entities }) }, principal.rights)
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/profiles/{reference}/records',
      tag,
      summary: 'The records it stands on, as each source told them',
      scope: 'read',
      params,
      answers: { 200: { description: 'All records.', schema: z.object({ items: z.array(recordSchema) }) } },
    },
    async ({ workspace, principal, params }) => {
      const { id } = await resolveReference(workspace, params.reference, principal.rights)
      return { items: await workspace.queries.records(id, principal.rights) }
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/profiles/{reference}/links',
      tag,
      summary: 'Why its records are one party',
      description: 'Every link with its evidence, and the decisions of stewards.',
      scope: 'read',
      params,
      answers: { 200: { description: 'Links and decisions.', schema: linksSchema } },
    },
    async ({ workspace, principal, params }) => {
      const { id } = await resolveReference(workspace, params.reference, principal.rights)
      return workspace.queries.links(id)
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/profiles/{reference}/insights',
      tag,
      summary: 'Its calculated values, now',
      scope: 'read',
      params,
      answers: { 200: { description: 'By name.', schema: z.object({ id: z.string(), insights: anyObject }) } },
    },
    async ({ workspace, principal, params }) => {
      const { id } = await resolveReference(workspace, params.reference, principal.rights)
      const profile = await workspace.queries.profile(id, principal.rights)
      if (!profile) throw new RapportError('PROFILE_NOT_FOUND')
      return { id: profile.id, insights: profile.insights }
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/profiles/{reference}/segments',
      tag,
      summary: 'The segments it belongs to, and since when',
      scope: 'read',
      params,
      answers: {
        200: {
          description: 'Memberships.',
          schema: z.object({ items: z.array(z.object({ segment: z.string(), since: z.string() })) }),
        },
      },
    },
    async ({ workspace, principal, params }) => {
      const { id } = await resolveReference(workspace, params.reference, principal.rights)
      const { segments } = await workspace.queries.memberships(id)
      return { items: segments.map(({ name, since }) => ({ segment: name, since })) }
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/profiles/{reference}/activations',
      tag,
      summary: 'Where it was sent, and since when',
      scope: 'read',
      params,
      answers: {
        200: {
          description: 'Activations that hold it now; a removal takes it out.',
          schema: z.object({ items: z.array(z.object({ activation: z.string(), since: z.string() })) }),
        },
      },
    },
    async ({ workspace, principal, params }) => {
      const { id } = await resolveReference(workspace, params.reference, principal.rights)
      const { activations } = await workspace.queries.memberships(id)
      return { items: activations.map(({ name, since }) => ({ activation: name, since })) }
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/profiles/{reference}/history',
      tag,
      summary: 'The profile as it was known at a time',
      description: 'Records and ties of then, reconciled by the rules of today.',
      scope: 'read',
      params,
      query: z.object({
        at: z
          .union([z.iso.datetime({ offset: true }), z.iso.date()])
          .openapi({ type: 'string', description: 'An instant, or a day (its end).', example: '2026-06-30' }),
      }),
      answers: {
        200: {
          description: 'The profile of then.',
          schema: headSchema.extend({ id: z.string(), at: z.string() }),
        },
      },
    },
    async ({ workspace, principal, params, query }) => {
      const { id } = await resolveReference(workspace, params.reference, principal.rights)
      const at = Date.parse(query.at.length === 10 ? `${query.at}T23:59:59.999Z` : query.at)
      const head = await workspace.queries.asOf(id, at, principal.rights)
      if (!head) throw new RapportError('PROFILE_NOT_FOUND')
      return { id: formatProfileId(id), at: new Date(at).toISOString(), ...head }
    },
  )
}
