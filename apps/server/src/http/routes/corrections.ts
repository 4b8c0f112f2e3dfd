import { z } from '@hono/zod-openapi'
import { correct, correctionsOf, undoCorrection } from '../../corrections/service.ts'
import { organizationSet, personSet } from '../../desk/corrections.ts'
import { recordReference } from '../../desk/record.ts'
import { type Api, type Call, Reply } from '../api.ts'
import { anyObject, profileId, profileReference, provenanceSchema } from '../schemas/profile.ts'
import { clientKey } from '../schemas/said.ts'

const tag = 'Desk'
const params = z.object({ reference: profileReference })

const outcome = z.object({
  attribute: z.string(),
  shows: z.unknown().describe('What the profile shows now; null where it shows nothing, or the key may not see it.'),
  isHidden: z.boolean(),
  holds: z.boolean().describe('Whether that is what was asked for.'),
  from: z.union([provenanceSchema, z.null()]),
  rule: anyObject
    .nullable()
    .describe(
      "When it does not hold: the reconciliation rule that lets another record win; `best-point` of contacts'.",
    ),
})

const correctionSchema = z
  .object({
    id: z.string().openapi({ example: 'cor_8f14e45fceea167a5a36dedd' }),
    profile: profileId,
    about: z.object({ stream: z.string(), key: z.string() }).describe('The record that it is about, and goes with.'),
    set: anyObject.describe('As it was asked for; null what the key may not see.'),
    at: z.string(),
    by: z.string().describe("The key's id."),
    call: z.string().nullable(),
    undone: z.object({ at: z.string(), by: z.string() }).nullable(),
    outcome: z.array(outcome),
  })
  .openapi('Correction')

const set = z
  .strictObject({ ...organizationSet.shape, ...personSet.shape })
  .refine((one) => Object.keys(one).length > 0, { error: 'nothing is set' })
  .describe('Attributes as they are right. `email`, `phone` and `address` take the place of the ones that are shown.')

const normal = z.string().min(1).max(500).optional()

/** `/v1/profiles/{reference}/corrections`: what somebody says of themselves while they are on the line. */
export function addCorrectionRoutes(api: Api): void {
  api.add(
    {
      method: 'post',
      path: '/v1/profiles/{reference}/corrections',
      tag,
      summary: 'Corrects what is known of somebody',
      description:
        'A record of source `desk`, tied to the record that it is about: it goes where that goes, no sync undoes it, and the rules decide ' +
        'whether its values are shown. `outcome` says what the profile shows now and, where another source wins, by which rule. ' +
        'With `call`, what is sensitive waits until its caller is verified.',
      scope: 'write',
      params,
      body: z.strictObject({
        key: clientKey.optional(),
        set,
        replaces: z
          .strictObject({ email: normal, phone: normal, address: normal })
          .optional()
          .describe('The `normal` of the contact point that is so no longer; default: the one that is shown.'),
        about: recordReference.optional(),
        call: z.string().max(60).optional().describe('The call in which it was said.'),
      }),
      bodyExample: {
        key: '7d1c1f1e-9d0a-4b43-8c5f-0f2f0a3c6f51',
        set: { address: { street: '12 rue des Lilas', postalCode: '75011', city: 'Paris' } },
        call: 'call_8f14e45fceea167a5a36dedd',
      },
      answers: {
        201: { description: 'Kept; `outcome` says what is shown.', schema: correctionSchema },
        200: { description: 'It was kept under this key before.', schema: correctionSchema },
      },
    },
    async (call) => {
      const { isNew, answer } = await correct(contextOf(call), call.params.reference, call.body)
      return new Reply(isNew ? 201 : 200, answer)
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/profiles/{reference}/corrections',
      tag,
      summary: 'What was corrected, newest first',
      scope: 'read',
      params,
      answers: {
        200: { description: 'All of them, undone ones too.', schema: z.object({ items: z.array(correctionSchema) }) },
      },
    },
    async (call) => ({ items: await correctionsOf(contextOf(call), call.params.reference) }),
  )

  api.add(
    {
      method: 'delete',
      path: '/v1/profiles/{reference}/corrections/{id}',
      tag,
      summary: 'Takes a correction back, as if it had never been made',
      description: 'Doing so again changes nothing. That it was made, and by whom it was undone, stays listed.',
      scope: 'write',
      params: params.extend({ id: z.string().max(60) }),
      answers: { 200: { description: 'Undone; `outcome` says what is shown instead.', schema: correctionSchema } },
    },
    (call) => undoCorrection(contextOf(call), call.params.reference, call.params.id),
  )
}

function contextOf({ workspace, principal, host }: Call<unknown, unknown, unknown>) {
  return { workspace, principal, nowMs: host.now().getTime() }
}
