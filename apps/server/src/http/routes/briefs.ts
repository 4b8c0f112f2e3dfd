import { z } from '@hono/zod-openapi'
import {
  type Brief,
  isZone,
  type LanguageCode,
  languages,
  plannedOccasions,
  type Writer,
  type WritingEvent,
} from '@rapport/assistant'
import { RapportError } from '@rapport/core'
import { streamSSE } from 'hono/streaming'
import { writingOf } from '../../briefs/brief-of.ts'
import { formHeaders, forms } from '../../briefs/forms.ts'
import { readerLanguage } from '../../briefs/reader-language.ts'
import { requireCall } from '../../calls/call.ts'
import { acceptedForm } from '../accepted-form.ts'
import type { Api } from '../api.ts'
import { resolveReference } from '../profile-answer.ts'
import { writtenBriefExample, writtenBriefSchema } from '../schemas/brief.ts'
import { profileReference } from '../schemas/profile.ts'

/** A brief, and who wrote it. */
interface WrittenBrief extends Brief {
  readonly writer: Omit<Writer, 'tokens' | 'host'>
}

/** How a brief may be had, the usual first. */
const JSON_TYPE = 'application/json'
const EVENTS = 'text/event-stream'
const supports = [JSON_TYPE, ...Object.keys(forms), EVENTS]

/** `/v1/briefs`: what to know before speaking to somebody. */
export function addBriefRoutes(api: Api): void {
  api.add(
    {
      method: 'post',
      path: '/v1/briefs',
      tag: 'Briefs',
      summary: 'What to know before speaking to somebody',
      description:
        'Written by rules from facts: each sentence cites facts, each fact the rows it stands on. At most 120 words for a call, 300 for ' +
        'a visit, 400 for a stay; `left` counts what did not fit, which `?all=true` gives. With `call`, sensitive facts wait until its ' +
        'caller is verified. ' +
        'As JSON, `text/markdown`, `text/html` or `application/pdf` (an A4 page), by the Accept header. A workspace with a model has it worded by that, each sentence ' +
        'held to its facts, and `writer` says how that went; as `text/event-stream` the event `brief` is the rules’ at once, `sentence` ' +
        'each of the model’s once it is verified, and `done` the whole.',
      scope: 'read',
      query: z.object({
        all: z.enum(['true', 'false']).optional().openapi({ description: 'Every sentence, however many.' }),
      }),
      body: z.strictObject({
        profile: profileReference,
        occasion: z.enum(plannedOccasions),
        call: z.string().max(60).optional().describe('The call that it is for.'),
        language: z
          .enum(Object.keys(languages) as [LanguageCode])
          .optional()
          .describe('Default: by Accept-Language, else the workspace’s.'),
        zone: z
          .string()
          .max(60)
          .refine(isZone, { error: 'not an IANA time zone' })
          .optional()
          .describe(
            'In which times are told; default: that of the newest shop, hotel or site of the profile, else UTC.',
          )
          .openapi({ example: 'Europe/Paris' }),
      }),
      bodyExample: { profile: 'prf_0000000f3k', occasion: 'call', call: 'call_8f14e45fceea167a5a36dedd' },
      headers: {
        accept: '`application/json`, `text/markdown`, `text/html`, `application/pdf` or `text/event-stream`.',
        'accept-language': 'The reader’s languages, for a brief whose `language` is not said.',
      },
      answers: {
        200: {
          description: 'The brief.',
          schema: writtenBriefSchema,
          example: writtenBriefExample,
          alsoAs: supports.slice(1),
        },
      },
    },
    async (call) => {
      const { c, workspace, tenant, principal, host, query, body } = call
      const type = acceptedForm(c, supports)
      const { id } = await resolveReference(workspace, body.profile, principal.rights)
      const ring = body.call === undefined ? undefined : await requireCall(workspace, body.call)
      const context = { workspace, principal, nowMs: host.now().getTime(), zone: body.zone, call: ring }
      const { occasion, language = readerLanguage(call) } = body
      const unwanted = new AbortController()
      const { models } = tenant
      const options = { occasion, language, all: query.all === 'true', models, signal: unwanted.signal }
      const writing = await writingOf(context, id, options)
      if (!writing) throw new RapportError('PROFILE_NOT_FOUND')
      const requestId = c.get('requestId')
      const onDone = ({ writer: { problem } }: Done) => {
        if (problem !== null)
          host.runtime.log.warn({ requestId, problem }, 'a brief was worded by rules, not all by a model')
      }
      c.header('content-language', language)
      c.header('vary', 'Accept, Accept-Language, Authorization, Cookie')
      if (type === JSON_TYPE) return c.json(await wholeOf(writing, onDone))
      const form = forms[type]
      if (form) {
        const brief = await wholeOf(writing, onDone)
        const name = `${brief.title} ${brief.generatedAt.slice(0, 10)}`
        return c.body(await form.render([brief]), 200, formHeaders(type, name))
      }
      return streamSSE(c, async (stream) => {
        stream.onAbort(() => unwanted.abort())
        // Whoever went away has the models stopped; what is under way then ends by itself.
        for await (const event of writing) {
          if (event.type === 'done') onDone(event)
          if (event.type !== 'prompt' && !stream.aborted)
            await stream.writeSSE({ event: event.type, data: JSON.stringify(dataOf(event)) })
        }
      })
    },
  )
}

type Done = Extract<WritingEvent, { readonly type: 'done' }>

async function wholeOf(writing: AsyncIterable<WritingEvent>, onDone: (done: Done) => void): Promise<WrittenBrief> {
  for await (const event of writing) {
    if (event.type !== 'done') continue
    onDone(event)
    return written(event)
  }
  throw new RapportError('INTERNAL')
}

/** Where models were asked, and what it cost, is no reader's business. */
const written = ({ brief, writer: { tokens: _, host: __, ...writer } }: Done): WrittenBrief => ({ ...brief, writer })

function dataOf(event: Exclude<WritingEvent, { readonly type: 'prompt' }>): unknown {
  if (event.type === 'done') return written(event)
  return event.type === 'brief' ? event.brief : event.sentence
}
