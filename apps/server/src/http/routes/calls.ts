import { z } from '@hono/zod-openapi'
import { readerLanguage } from '../../briefs/reader-language.ts'
import { type RingEvent, RingReader } from '../../calls/rings.ts'
import { addContact, type CallContext, openCall, pick, readCallAnswer, take, verify } from '../../calls/service.ts'
import { type Api, type Call, Reply } from '../api.ts'
import { eventStream } from '../event-stream.ts'
import { briefSchema } from '../schemas/brief.ts'
import { candidateSchema, profileId } from '../schemas/profile.ts'

const tag = 'Calls'
const params = z.object({ id: z.string().max(60).openapi({ example: 'call_8f14e45fceea167a5a36dedd' }) })
const text = z.string().trim().min(1).max(200)

const candidate = candidateSchema.extend({
  score: z.number(),
  isFormer: z.boolean().describe('The number was said to be theirs no longer, so it opens nothing by itself.'),
  lastActivity: z.object({ entity: z.string(), at: z.string() }).nullable(),
})

const taken = z
  .object({
    at: z.string(),
    by: z.string().describe("The key's id."),
    author: z.string(),
    desk: z.string().nullable().describe('Which of their screens, as it called itself.'),
  })
  .nullable()
  .describe('Who answers it.')

const status = z.enum(['matched', 'ambiguous', 'unknown'])

/** What an event of the feed holds. */
const ringSchema = z
  .object({
    id: z.string(),
    status,
    from: z.string(),
    queue: z.string().nullable(),
    at: z.string(),
    profile: z.object({ id: z.string(), name: z.string() }).nullable(),
    candidates: z.array(z.string()).describe('Names of whom it may be.'),
    isVerified: z.boolean(),
    taken,
  })
  .openapi('Ring')

const callSchema = z
  .object({
    id: z.string(),
    status,
    from: z.string(),
    to: z.string().nullable(),
    queue: z.string().nullable(),
    interactionId: z.string().nullable(),
    at: z.string(),
    taken,
    isVerified: z.boolean().describe('Until then the number is a claim, and nothing sensitive is shown.'),
    profile: candidate.nullable(),
    candidates: z.array(candidate).describe('Likeliest first.'),
    candidateCount: z.int(),
    tellApart: z.array(z.string()).describe('What differs between the candidates.'),
    brief: briefSchema
      .nullable()
      .describe('About `profile`, ready to read; null while nobody is chosen, and for a key without the scope `read`.'),
    offers: z.array(z.enum(['pick', 'contact', 'verify'])),
    decisions: z
      .array(z.object({ a: z.string(), b: z.string(), verdict: z.enum(['same', 'different']), why: z.string() }))
      .describe('For POST /v1/identity/decisions, when the number lies on the wrong record.'),
  })
  .openapi('Call')

const answers = { 200: { description: 'The call as it is now.', schema: callSchema } } as const

/** `/v1/calls`: the phone rings. */
export function addCallRoutes(api: Api): void {
  addCallStream(api)

  api.add(
    {
      method: 'post',
      path: '/v1/calls',
      tag,
      summary: 'A ring: who may be calling',
      description:
        'One match opens the call for it, with its brief; several are ranked, with why each matched and what tells them apart; none offers ' +
        'a new contact. Telling of the same `interactionId` again answers the same call.',
      scope: 'write',
      body: z.strictObject({
        from: z.string().trim().max(60).describe("The caller's number as it came; empty when it is withheld."),
        to: z.string().trim().max(60).optional().describe('The number that was called.'),
        queue: text.optional(),
        interactionId: text.optional().describe("The telephony system's own name for the call."),
      }),
      bodyExample: {
        from: '+33612345678',
        to: '+33142000000',
        queue: 'clienteling',
        interactionId: 'ivr-20261124-118',
      },
      answers: {
        201: { description: 'Opened.', schema: callSchema },
        200: { description: 'It was open already.', schema: callSchema },
      },
    },
    async (call) => {
      const { isNew, answer } = await openCall(contextOf(call), call.body)
      return new Reply(isNew ? 201 : 200, answer)
    },
  )

  api.add(
    { method: 'get', path: '/v1/calls/{id}', tag, summary: 'A call as it is now', scope: 'read', params, answers },
    (call) => readCallAnswer(contextOf(call), call.params.id),
  )

  api.add(
    {
      method: 'post',
      path: '/v1/calls/{id}/pick',
      tag,
      summary: 'Says who is calling, or who is not',
      description:
        'Answers with the brief about whoever it is now. Where the number itself lies on a wrong record, `decisions` offers what a steward may decide about it.',
      scope: 'write',
      params,
      body: z.union([z.strictObject({ profile: profileId }), z.strictObject({ not: profileId })]),
      bodyExample: { profile: 'prf_0000000f3k' },
      answers,
    },
    (call) => pick(contextOf(call), call.params.id, call.body),
  )

  api.add(
    {
      method: 'post',
      path: '/v1/calls/{id}/take',
      tag,
      summary: 'Says who answers the call',
      description:
        'Whoever said so last; every desk that follows /v1/calls/stream is told. The same `desk` again changes nothing.',
      scope: 'write',
      params,
      body: z.strictObject({
        author: text.optional().describe("Who takes it; default: the key's title."),
        desk: text.optional().describe('A name of the screen that takes it, so that it knows its own again.'),
      }),
      bodyExample: { author: 'Camille Aubert' },
      answers,
    },
    (call) => take(contextOf(call), call.params.id, call.body),
  )

  api.add(
    {
      method: 'post',
      path: '/v1/calls/{id}/verify',
      tag,
      summary: 'The caller has proven who they are',
      scope: 'write',
      params,
      body: z.strictObject({ method: text.describe('How: `birthDate`, `callBack`, `lastOrder`, …') }),
      bodyExample: { method: 'lastOrder' },
      answers,
    },
    (call) => verify(contextOf(call), call.params.id, call.body.method),
  )

  api.add(
    {
      method: 'post',
      path: '/v1/calls/{id}/contact',
      tag,
      summary: 'Writes down a caller whom nobody knew',
      description: 'Makes a record of source `desk`; a later sync of a real system joins it by the rules.',
      scope: 'write',
      params,
      body: z
        .strictObject({
          honorific: text.optional(),
          givenName: text.optional(),
          familyName: text.optional(),
          email: z.email().max(200).optional(),
          language: z.string().max(20).optional(),
        })
        .refine((one) => one.givenName !== undefined || one.familyName !== undefined, { error: 'a name is needed' }),
      bodyExample: { givenName: 'Claire', familyName: 'Fontaine', language: 'fr' },
      answers,
    },
    (call) => addContact(contextOf(call), call.params.id, call.body),
  )
}

/** Before `/v1/calls/{id}`: no call is named so. */
function addCallStream(api: Api): void {
  const readers = new WeakMap<object, RingReader>()
  api.app.openAPIRegistry.register('Ring', ringSchema)
  api.add(
    {
      method: 'get',
      path: '/v1/calls/stream',
      tag,
      summary: 'Follows calls as they ring, as server-sent events',
      description:
        'Events: `ring`, `change` (who it is, whether they are verified, who answers), `recent` (a call of the last ten minutes, told to who begins to ' +
        'follow), `gone` (erased, or no longer for the reader). Data: a `Ring`; of `gone` its `id`. A client that comes back with ' +
        '`Last-Event-ID` misses nothing of the last 500; after a longer absence it begins with `recent`. Calls about people of whom the key may see ' +
        'none are left out.',
      scope: 'read',
      query: z.object({
        after: z.string().max(60).optional().describe('Begin behind this event; for who cannot send the header.'),
      }),
      headers: { 'last-event-id': 'The last event that was seen; wins over `after`.' },
      answers: { 200: { description: 'The feed.', type: 'text/event-stream', schema: z.string() } },
    },
    (call) => {
      const { c, tenant, workspace, principal, host, query } = call
      const reader = readers.get(tenant) ?? new RingReader(workspace)
      readers.set(tenant, reader)
      const { feed } = tenant.calls
      const seen = c.req.header('last-event-id') ?? query.after
      return eventStream(call, api.metrics, async ({ signal, write }) => {
        const from = seen !== undefined && feed.remembers(seen) ? seen : feed.last
        if (from !== seen) {
          const recent = await reader.recent(from, principal.rights, host.now().getTime())
          if (recent.length > 0) await write(recent.map(eventText).join(''))
        }
        for await (const notices of feed.follow(from, signal)) {
          if (signal.aborted) break
          const events = await reader.events(notices, principal.rights)
          if (events.length > 0) await write(events.map(eventText).join(''))
        }
      })
    },
  )
}

const eventText = ({ kind, position, data }: RingEvent): string =>
  `id: ${position}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`

function contextOf(call: Call<unknown, unknown, unknown>): CallContext {
  const { c, tenant, workspace, principal, host } = call
  // Reasons and the brief are in words.
  c.header('vary', 'Accept-Language, Authorization, Cookie')
  return { workspace, calls: tenant.calls, principal, nowMs: host.now().getTime(), language: readerLanguage(call) }
}
