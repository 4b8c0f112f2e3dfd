import { z } from '@hono/zod-openapi'
import { isZone } from '@rapport/assistant'
import { addReport, endReportTask, readReport, removeReport } from '../../reports/service.ts'
import { type Api, type Call, Reply } from '../api.ts'
import { anyObject, profileId, profileReference } from '../schemas/profile.ts'
import { clientKey } from '../schemas/said.ts'

const tag = 'Desk'
const MAX_TASKS = 20
const params = z.object({ reference: profileReference })
const one = params.extend({ id: z.string().max(60).openapi({ example: 'report_8f14e45fceea167a5a36dedd' }) })
const line = z.string().trim().min(1).max(300)
const text = z.string().trim().min(1).max(10_000)
const instant = z.iso
  .datetime({ offset: true })
  .transform((at) => new Date(at).toISOString())
  .openapi({ type: 'string', format: 'date-time' })

const place = z.object({ stream: z.string(), key: z.string() })

const reportSchema = z
  .object({
    id: z.string(),
    profile: profileId,
    about: place.describe('The record that it hangs on, and goes with.'),
    visit: place.nullable().describe('The planned row that it tells the end of.'),
    plannedFor: z.string().nullable(),
    at: z.string(),
    report: anyObject,
    tasks: z.array(anyObject).describe('What follows from it, in the order of the request.'),
    next: anyObject.nullable().describe('The visit that it plans.'),
  })
  .openapi('Report')

const answers = { 200: { description: 'The report as it stands.', schema: reportSchema } } as const

/** `/v1/profiles/{reference}/reports`: how a visit went, what was promised, and when the next one is. */
export function addReportRoutes(api: Api): void {
  api.add(
    {
      method: 'post',
      path: '/v1/profiles/{reference}/reports',
      tag,
      summary: 'Reports on a visit',
      description:
        'An interaction of source `desk`, tasks, and the next visit. The planned visit that it names leaves the agenda and briefs while ' +
        'the report stands and its system says the same time; another time there is a new plan. With `key` it may be sent twice: a ' +
        'phone without a network sends it later.',
      scope: 'write',
      params,
      body: z
        .strictObject({
          key: clientKey.optional(),
          visit: z
            .string()
            .regex(/^[^/]+\/[^/]+\/.+$/, { error: 'connection/stream/key' })
            .max(600)
            .optional()
            .describe('The planned row, `connection/stream/key`; absent: nobody had planned it.')
            .openapi({ example: 'crm/visits/a0V0000012' }),
          plannedFor: instant
            .optional()
            .describe('For when it was planned as you saw it; default: as it is planned now.'),
          status: z.enum(['done', 'cancelled']).default('done').describe('`cancelled`: it did not take place.'),
          at: instant
            .optional()
            .describe('When it was; default: when it was planned for, or now where that is still to come.'),
          subject: line.optional().describe('Default: that of the planned visit.'),
          text: text.optional(),
          outcome: line.optional().describe('How it ended, in a few words.'),
          author: line.optional().describe("Who writes; default: the planned visit's, else the key's title."),
          zone: z
            .string()
            .max(60)
            .refine(isZone, { error: 'not an IANA time zone' })
            .optional()
            .describe('In which the day of the next visit is counted.'),
          tasks: z
            .array(
              z.strictObject({
                kind: z.enum(['promise', 'todo']).default('promise'),
                subject: line,
                assignee: line.optional().describe('Who does it.'),
                dueAt: instant.optional(),
              }),
            )
            .max(MAX_TASKS)
            .default([]),
          next: z
            .strictObject({ at: instant, subject: line.optional() })
            .optional()
            .describe('The next visit, as planned.'),
        })
        .refine(
          ({ status, subject, text, outcome }) =>
            status === 'cancelled' || [subject, text, outcome].some((said) => said !== undefined),
          { error: 'a subject, a text or an outcome is needed' },
        ),
      bodyExample: {
        key: 'phone-7f3a',
        visit: 'crm/visits/a0V0000012',
        outcome: 'order promised',
        text: 'She lists the sun range from March, if samples come before.',
        tasks: [{ subject: 'Send samples of the sun range', assignee: 'Camille Roux', dueAt: '2026-11-27T17:00:00Z' }],
        next: { at: '2026-12-15T09:00:00Z', subject: 'Sun range: after the samples' },
      },
      answers: {
        201: { description: 'Written down.', schema: reportSchema },
        200: { description: 'It was written down under this key before.', schema: reportSchema },
      },
    },
    async (call) => {
      const { isNew, answer } = await addReport(contextOf(call), call.params.reference, call.body)
      return new Reply(isNew ? 201 : 200, answer)
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/profiles/{reference}/reports/{id}',
      tag,
      summary: 'A report, with what follows from it',
      scope: 'read',
      params: one,
      answers,
    },
    (call) => readReport(contextOf(call), call.params.reference, call.params.id),
  )

  api.add(
    {
      method: 'delete',
      path: '/v1/profiles/{reference}/reports/{id}',
      tag,
      summary: 'Takes a report back, with its tasks and the visit that it planned',
      description: 'The visit that it reported on is planned again.',
      scope: 'write',
      params: one,
      answers: { 204: { description: 'Gone.' } },
    },
    (call) => removeReport(contextOf(call), call.params.reference, call.params.id),
  )

  api.add(
    {
      method: 'put',
      path: '/v1/profiles/{reference}/reports/{id}/tasks/{number}',
      tag,
      summary: 'Says how a task that follows from a report ended',
      scope: 'write',
      params: one.extend({
        number: z.coerce
          .number()
          .int()
          .min(1)
          .max(MAX_TASKS)
          .openapi({ type: 'integer', minimum: 1, maximum: MAX_TASKS, example: 1 }),
      }),
      body: z.strictObject({ status: z.enum(['open', 'done', 'cancelled']) }),
      bodyExample: { status: 'done' },
      answers,
    },
    (call) =>
      endReportTask(contextOf(call), call.params.reference, call.params.id, call.params.number, call.body.status),
  )
}

function contextOf({ workspace, principal, host }: Call<unknown, unknown, unknown>) {
  return { workspace, principal, nowMs: host.now().getTime() }
}
