import { z } from '@hono/zod-openapi'
import {
  type Brief,
  isZone,
  type LanguageCode,
  languages,
  plannedOccasions,
  renderHtml,
  renderMarkdown,
} from '@rapport/assistant'
import { RapportError } from '@rapport/core'
import { accepts } from 'hono/accepts'
import { briefOf } from '../../briefs/brief-of.ts'
import { readerLanguage } from '../../briefs/reader-language.ts'
import { requireCall } from '../../calls/call.ts'
import type { Api } from '../api.ts'
import { resolveReference } from '../profile-answer.ts'
import { briefExample, briefSchema } from '../schemas/brief.ts'
import { profileReference } from '../schemas/profile.ts'

/** How a brief may be had, the usual first. */
const renderings: Readonly<Record<string, (brief: Brief) => string>> = {
  'application/json': (brief) => JSON.stringify(brief),
  'text/markdown': renderMarkdown,
  'text/html': renderHtml,
}
const [USUAL = ''] = Object.keys(renderings)

/** `/v1/briefs`: what to know before speaking to somebody. */
export function addBriefRoutes(api: Api): void {
  api.add(
    {
      method: 'post',
      path: '/v1/briefs',
      tag: 'Briefs',
      summary: 'What to know before speaking to somebody',
      description:
        'Written by rules from facts: each sentence cites facts, each fact the rows it stands on. At most 120 words; `left` counts ' +
        'what did not fit, which `?all=true` gives. With `call`, sensitive facts wait until its caller is verified. ' +
        'As JSON, `text/markdown` or `text/html`, by the Accept header.',
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
        accept: '`application/json`, `text/markdown` or `text/html`.',
        'accept-language': 'The reader’s languages, for a brief whose `language` is not said.',
      },
      answers: {
        200: {
          description: 'The brief.',
          schema: briefSchema,
          example: briefExample,
          alsoAs: ['text/markdown', 'text/html'],
        },
      },
    },
    async (call) => {
      const { c, workspace, principal, host, query, body } = call
      const supports = Object.keys(renderings)
      const takesAny = /(^|,)\s*\*\/\*/.test(c.req.header('accept') ?? '*/*')
      const type = accepts(c, { header: 'Accept', supports, default: takesAny ? USUAL : '' })
      const render = renderings[type]
      if (!render) throw new RapportError('NOT_ACCEPTABLE', { offered: supports })
      const { id } = await resolveReference(workspace, body.profile, principal.rights)
      const ring = body.call === undefined ? undefined : await requireCall(workspace, body.call)
      const context = { workspace, principal, nowMs: host.now().getTime(), zone: body.zone, call: ring }
      const { occasion, language = readerLanguage(call) } = body
      const brief = await briefOf(context, id, { occasion, language, all: query.all === 'true' })
      if (!brief) throw new RapportError('PROFILE_NOT_FOUND')
      return c.body(render(brief), 200, {
        'content-type': type === USUAL ? USUAL : `${type}; charset=utf-8`,
        'content-language': brief.language,
        vary: 'Accept, Accept-Language, Authorization, Cookie',
      })
    },
  )
}
