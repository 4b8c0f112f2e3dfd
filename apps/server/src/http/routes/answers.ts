import { z } from '@hono/zod-openapi'
import { answerQuestion, intents, isZone, type LanguageCode, languages } from '@rapport/assistant'
import { RapportError } from '@rapport/core'
import { keepAnswer } from '../../audit/trail.ts'
import { callerOf } from '../../briefs/brief-of.ts'
import { requireCall } from '../../calls/call.ts'
import type { Api } from '../api.ts'
import { resolveReference } from '../profile-answer.ts'
import { answerFactSchema } from '../schemas/brief.ts'
import { profileId, profileReference } from '../schemas/profile.ts'

const MAX_QUESTION = 1000

const answerSchema = z
  .object({
    id: z.string(),
    profile: profileId,
    language: z.string(),
    intent: z.enum(intents).nullable().describe('What it was taken to be about; null: it was looked for by its words.'),
    basis: z.enum(['rule', 'search', 'none']).describe('`none`: the data does not say, and the sentence says so.'),
    sentences: z.array(z.object({ text: z.string(), facts: z.array(z.string()).describe('Ids of facts.') })),
    facts: z.array(answerFactSchema).describe('Those that the sentences cite, each with the rows it stands on.'),
    held: z.object({
      count: z.int().describe('Sentences that are held back.'),
      until: z.enum(['scope', 'verified']).nullable(),
      text: z.string(),
    }),
    generatedAt: z.string(),
    zone: z.string(),
  })
  .openapi('Answer')

/** `/v1/answers`: a question about one profile. */
export function addAnswerRoutes(api: Api): void {
  api.add(
    {
      method: 'post',
      path: '/v1/answers',
      tag: 'Briefs',
      summary: 'Answers a question about one profile, from its data',
      description:
        'By rules: orders, returns, deliveries, complaints, promises, talks, visits, stays, contact details, consent, tier, invoices, ' +
        'spend, pages read, in English and French; anything else is looked for in the rows by its words. Each sentence cites facts, each fact ' +
        'its rows; where the data does not say, that is the answer. With `call`, what is sensitive waits until its caller is verified.',
      scope: 'read',
      body: z.strictObject({
        profile: profileReference,
        question: z.string().trim().min(1).max(MAX_QUESTION),
        call: z.string().max(60).optional().describe('The call in which it is asked.'),
        language: z
          .enum(Object.keys(languages) as [LanguageCode])
          .optional()
          .describe("Default: the question's."),
        zone: z
          .string()
          .max(60)
          .refine(isZone, { error: 'not an IANA time zone' })
          .optional()
          .openapi({ example: 'Europe/Paris' }),
      }),
      bodyExample: { profile: 'prf_0000000f3k', question: 'Has she complained about a delivery?' },
      answers: { 200: { description: 'The answer.', schema: answerSchema } },
    },
    async ({ workspace, principal, host, body }) => {
      const { id } = await resolveReference(workspace, body.profile, principal.rights)
      const call = body.call === undefined ? undefined : await requireCall(workspace, body.call)
      const nowMs = host.now().getTime()
      const answer = await answerQuestion(workspace.queries, id, {
        question: body.question,
        language: body.language,
        zone: body.zone,
        rights: principal.rights,
        nowMs,
        ...(call && { caller: callerOf(call, id) }),
      })
      if (!answer) throw new RapportError('PROFILE_NOT_FOUND')
      await keepAnswer({ workspace, principal, nowMs, call }, answer, body.question)
      return answer
    },
  )
}
