import { z } from '@hono/zod-openapi'
import { sayConsent, takeBackConsent } from '../../consents/service.ts'
import { recordReference } from '../../desk/record.ts'
import { type Api, type Call, Reply } from '../api.ts'
import { effectiveConsent, profileId, profileReference } from '../schemas/profile.ts'
import { clientKey } from '../schemas/said.ts'

const tag = 'Desk'
const params = z.object({ reference: profileReference })
const code = z.string().trim().min(1).max(100)
const state = z.enum(['granted', 'denied', 'withdrawn', 'objected'])

const saidConsent = z
  .object({
    id: z.string().openapi({ example: 'consent_8f14e45fceea167a5a36dedd' }),
    profile: profileId,
    about: z.object({ stream: z.string(), key: z.string() }).describe('The record that it hangs on, and goes with.'),
    at: z.string(),
    purpose: z.string(),
    channel: z.string().nullable(),
    state,
    consents: z.array(effectiveConsent).describe('What counts for the purpose now, whoever said it.'),
    holds: z.boolean().describe('Whether what was said is what counts for its channel.'),
  })
  .openapi('SaidConsent')

/** `/v1/profiles/{reference}/consents`: what somebody allows or refuses while they are on the line. */
export function addConsentRoutes(api: Api): void {
  api.add(
    {
      method: 'post',
      path: '/v1/profiles/{reference}/consents',
      tag,
      summary: 'Writes down what somebody allows or refuses',
      description:
        'A row of source `desk` on the record that it is about; the rules of consent decide what counts, and `holds` says whether it does. A ' +
        'refusal is taken from anybody. With `call`, a grant waits until its caller is verified, and is then proven by the call: it lifts ' +
        'older refusals.',
      scope: 'write',
      params,
      body: z.strictObject({
        key: clientKey.optional(),
        purpose: code.openapi({ example: 'marketing' }),
        channel: code.optional().describe('`email`, `phone`, `sms`, `post`, …; absent: all of them.'),
        state,
        about: recordReference.optional(),
        call: z.string().max(60).optional().describe('The call in which it was said.'),
      }),
      bodyExample: { purpose: 'marketing', channel: 'email', state: 'withdrawn' },
      answers: {
        201: { description: 'Kept; `consents` says what counts.', schema: saidConsent },
        200: { description: 'It was kept under this key before.', schema: saidConsent },
      },
    },
    async (call) => {
      const { isNew, answer } = await sayConsent(contextOf(call), call.params.reference, call.body)
      return new Reply(isNew ? 201 : 200, answer)
    },
  )

  api.add(
    {
      method: 'delete',
      path: '/v1/profiles/{reference}/consents/{id}',
      tag,
      summary: 'Takes a consent back, as if it had never been said',
      scope: 'write',
      params: params.extend({ id: z.string().max(60) }),
      answers: { 200: { description: 'Gone; `consents` says what counts instead.', schema: saidConsent } },
    },
    (call) => takeBackConsent(contextOf(call), call.params.reference, call.params.id),
  )
}

function contextOf({ workspace, principal, host }: Call<unknown, unknown, unknown>) {
  return { workspace, principal, nowMs: host.now().getTime() }
}
