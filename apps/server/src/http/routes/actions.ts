import { z } from '@hono/zod-openapi'
import { isZone, type LanguageCode, languages } from '@rapport/assistant'
import { occasions } from '@rapport/core'
import { decide, offersFor, undoDecision } from '../../actions/service.ts'
import { recordReference } from '../../desk/record.ts'
import { type Api, type Call, Reply } from '../api.ts'
import { anyObject, profileId, profileReference, provenanceSchema } from '../schemas/profile.ts'
import { clientKey } from '../schemas/said.ts'

const tag = 'Desk'
const params = z.object({ reference: profileReference })
const line = z.string().trim().min(1).max(300)
const language = z.enum(Object.keys(languages) as [LanguageCode]).optional()
const zone = z
  .string()
  .max(60)
  .refine(isZone, { error: 'not an IANA time zone' })
  .optional()
  .openapi({ description: 'In which dates are told; default UTC.', example: 'Europe/Paris' })
const callId = z.string().max(60).optional()

const because = z.object({
  kind: z.enum(['attribute', 'insight', 'identifier', 'segment', 'consent', 'related']),
  name: z.string(),
  title: z.string(),
  holds: z.boolean().describe('Whether the question was answered with yes; an action may be for who has not.'),
  value: z.unknown(),
  said: z.string().nullable().describe('The value in words.'),
  rows: z.array(provenanceSchema).describe('What it stands on: of an insight, the newest rows that it counts.'),
  of: z
    .object({ profile: profileId, role: z.string(), title: z.string().nullable() })
    .optional()
    .describe('Whom it is about, when that is not the profile itself: who pays for it.'),
})

const offer = z.object({
  name: z.string(),
  title: z.string(),
  text: z.string(),
  reason: z.string().describe('Why, in a sentence.'),
  because: z.array(because).describe('The conditions that hold, with their values.'),
  value: z.number(),
  leadsTo: z.object({ task: anyObject.nullable() }).describe('What follows when it is accepted.'),
})

const excluded = z.object({
  name: z.string(),
  title: z.string(),
  why: z
    .enum(['where', 'unless', 'consent', 'declined', 'accepted', 'incomplete', 'sensitive'])
    .describe('`incomplete`: no text whose values are all known. `sensitive`: its reasons wait for `heldBack.until`.'),
  unless: z.string().nullable().describe("The exclusion's name."),
  until: z.string().nullable().describe('When it may come back; null: not by time.'),
  because: z.array(because),
  text: z.string().nullable(),
})

const offersSchema = z
  .object({
    items: z.array(offer).describe('The most valuable first.'),
    excluded: z.array(excluded).describe('With `all=true`: what may not be proposed, and why not.'),
    heldBack: z.object({ count: z.int(), until: z.enum(['scope', 'verified']).nullable() }),
    language: z.string(),
  })
  .openapi('Offers')

const decision = z
  .object({
    id: z.string(),
    profile: profileId,
    action: z.string(),
    status: z.enum(['accepted', 'declined']),
    why: z.string().nullable(),
    at: z.string(),
    about: z.object({ stream: z.string(), key: z.string() }),
    task: anyObject.nullable().describe('What followed: a row of `desk/tasks`.'),
  })
  .openapi('Proposal')

/** `/v1/profiles/{reference}/actions`: what to do next, as the catalogue says, and what was answered. */
export function addActionRoutes(api: Api): void {
  api.add(
    {
      method: 'get',
      path: '/v1/profiles/{reference}/actions',
      tag,
      summary: 'What may be proposed now, the most valuable first',
      description:
        'By documents of type `action`: who it is for, what forbids it, consent, value, text. Each with the conditions that hold and their ' +
        'values. With `call`, what rests on sensitive values waits until its caller is verified.',
      scope: 'read',
      params,
      query: z.object({
        occasion: z.enum(occasions).optional(),
        language,
        zone,
        call: callId,
        all: z.enum(['true', 'false']).optional().openapi({ description: 'Also what may not be proposed, and why.' }),
      }),
      answers: { 200: { description: 'The offers.', schema: offersSchema } },
    },
    async (call) => {
      const { all, ...request } = call.query
      const offers = await offersFor(contextOf(call), call.params.reference, request)
      return all === 'true' ? offers : { ...offers, excluded: [] }
    },
  )

  for (const [verb, status, summary] of [
    ['accept', 'accepted', 'They want it: does what follows'],
    ['decline', 'declined', 'They do not want it: it does not come back for a while'],
  ] as const)
    api.add(
      {
        method: 'post',
        path: `/v1/profiles/{reference}/actions/{name}/${verb}`,
        tag,
        summary,
        description:
          'Kept as a row of source `desk`, in the timeline, erased with the person; it is respected for as long as the action says. ' +
          '`DELETE /v1/profiles/{reference}/proposals/{id}` takes it back.',
        scope: 'write',
        params: params.extend({ name: z.string().max(100).openapi({ example: 'careKit' }) }),
        body: z.strictObject({
          key: clientKey.optional(),
          why: line.optional().describe('In their words.'),
          author: line.optional().describe("Who proposed it; default: the key's title."),
          occasion: z.enum(occasions).optional(),
          language,
          about: recordReference.optional(),
          call: callId,
        }),
        bodyExample: { why: 'Bought one elsewhere last week.', occasion: 'call' },
        answers: {
          201: { description: 'Kept.', schema: decision },
          200: { description: 'It was kept under this key before.', schema: decision },
        },
      },
      async (call) => {
        const { reference, name } = call.params
        const { isNew, answer } = await decide(contextOf(call), reference, name, status, call.body)
        return new Reply(isNew ? 201 : 200, answer)
      },
    )

  api.add(
    {
      method: 'delete',
      path: '/v1/profiles/{reference}/proposals/{id}',
      tag,
      summary: 'Takes an answer to a proposal back, and what followed from it',
      scope: 'write',
      params: params.extend({ id: z.string().max(60).openapi({ example: 'prop_8f14e45fceea167a5a36dedd' }) }),
      answers: { 204: { description: 'Gone.' } },
    },
    (call) => undoDecision(contextOf(call), call.params.reference, call.params.id),
  )
}

function contextOf({ workspace, principal, host }: Call<unknown, unknown, unknown>) {
  return { workspace, principal, nowMs: host.now().getTime() }
}
