import { z } from '@hono/zod-openapi'
import {
  type Answer,
  type AnsweringEvent,
  intents,
  isZone,
  type LanguageCode,
  languages,
  type Writer,
} from '@rapport/assistant'
import { RapportError } from '@rapport/core'
import { accepts } from 'hono/accepts'
import { streamSSE } from 'hono/streaming'
import { answeringOf } from '../../briefs/answer-of.ts'
import { requireCall } from '../../calls/call.ts'
import type { Api } from '../api.ts'
import { resolveReference } from '../profile-answer.ts'
import { answerFactSchema, writerSchema } from '../schemas/brief.ts'
import { profileId, profileReference } from '../schemas/profile.ts'

const MAX_QUESTION = 1000
const JSON_TYPE = 'application/json'
const EVENTS = 'text/event-stream'

/** An answer, and who wrote it. */
export interface WrittenAnswer extends Answer {
  readonly writer: Omit<Writer, 'tokens' | 'host'>
}

const answerSchema = z
  .object({
    id: z.string(),
    profile: profileId,
    language: z.string(),
    intent: z.enum(intents).nullable().describe('What it was taken to be about; null: it was looked for by its words.'),
    basis: z
      .enum(['rule', 'search', 'model', 'none'])
      .describe(
        '`model`: facts that a model looked up, each sentence held to them. `none`: the data does not say, and the sentence says so.',
      ),
    sentences: z.array(z.object({ text: z.string(), facts: z.array(z.string()).describe('Ids of facts.') })),
    facts: z.array(answerFactSchema).describe('Those that the sentences cite, each with the rows it stands on.'),
    held: z.object({
      count: z.int().describe('Sentences that are held back.'),
      until: z.enum(['scope', 'verified']).nullable(),
      text: z.string(),
    }),
    generatedAt: z.string(),
    zone: z.string(),
    writer: writerSchema,
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
        'spend, pages read, in English and French, of the profile or, where that is asked, of who pays for it; anything else is looked for ' +
        'in the rows by its words. Each sentence cites facts, each fact its rows; where the data does not say, that is the answer. A ' +
        'workspace with a model has it look up more and word it, each sentence held to its facts; `writer` says how that went, and as ' +
        '`text/event-stream` the event `answer` is the rules’ at once, `sentence` each of the model’s once it is verified, and `done` ' +
        'the whole. With `call`, what is sensitive waits until its caller is verified.',
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
      headers: { accept: '`application/json` or `text/event-stream`.' },
      answers: { 200: { description: 'The answer.', schema: answerSchema, alsoAs: [EVENTS] } },
    },
    async ({ c, workspace, tenant, principal, host, body }) => {
      const takesAny = /(^|,)\s*\*\/\*/.test(c.req.header('accept') ?? '*/*')
      const supports = [JSON_TYPE, EVENTS]
      const type = accepts(c, { header: 'Accept', supports, default: takesAny ? JSON_TYPE : '' })
      if (type === '') throw new RapportError('NOT_ACCEPTABLE', { offered: supports })
      const { id } = await resolveReference(workspace, body.profile, principal.rights)
      const call = body.call === undefined ? undefined : await requireCall(workspace, body.call)
      const context = { workspace, principal, nowMs: host.now().getTime(), zone: body.zone, call }
      const unwanted = new AbortController()
      const { question, language } = body
      const request = { question, language, models: tenant.models, signal: unwanted.signal }
      const answering = await answeringOf(context, id, request)
      if (!answering) throw new RapportError('PROFILE_NOT_FOUND')
      const requestId = c.get('requestId')
      const onDone = ({ writer: { problem } }: Done) => {
        if (problem !== null)
          host.runtime.log.warn({ requestId, problem }, 'a question was answered by rules, not all by a model')
      }
      c.header('vary', 'Accept, Authorization, Cookie')
      if (type === JSON_TYPE) return wholeOf(answering, onDone)
      return streamSSE(c, async (stream) => {
        stream.onAbort(() => unwanted.abort())
        // Whoever went away has the models stopped; what is under way then ends by itself.
        for await (const event of answering) {
          if (event.type === 'done') onDone(event)
          if (event.type !== 'prompt' && !stream.aborted)
            await stream.writeSSE({ event: event.type, data: JSON.stringify(dataOf(event)) })
        }
      })
    },
  )
}

type Done = Extract<AnsweringEvent, { readonly type: 'done' }>

async function wholeOf(answering: AsyncIterable<AnsweringEvent>, onDone: (done: Done) => void): Promise<WrittenAnswer> {
  for await (const event of answering) {
    if (event.type !== 'done') continue
    onDone(event)
    return written(event)
  }
  throw new RapportError('INTERNAL')
}

/** Where models were asked, and what it cost, is no reader's business. */
const written = ({ answer, writer: { tokens: _, host: __, ...writer } }: Done): WrittenAnswer => ({ ...answer, writer })

function dataOf(event: Exclude<AnsweringEvent, { readonly type: 'prompt' }>): unknown {
  if (event.type === 'done') return written(event)
  return event.type === 'answer' ? event.answer : event.sentence
}
