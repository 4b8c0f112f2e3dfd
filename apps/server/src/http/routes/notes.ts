import { z } from '@hono/zod-openapi'
import { recordReference } from '../../desk/record.ts'
import { addNote, endTask, readNote, removeNote } from '../../notes/service.ts'
import { type Api, type Call, Reply } from '../api.ts'
import { anyObject, profileId, profileReference } from '../schemas/profile.ts'
import { clientKey } from '../schemas/said.ts'

const tag = 'Desk'
const params = z.object({ reference: profileReference })
const one = params.extend({ id: z.string().max(60).openapi({ example: 'note_8f14e45fceea167a5a36dedd' }) })
const line = z.string().trim().min(1).max(300)
const text = z.string().trim().min(1).max(10_000)

const noteSchema = z
  .object({
    id: z.string(),
    profile: profileId,
    about: z.object({ stream: z.string(), key: z.string() }).describe('The record that it hangs on, and goes with.'),
    at: z.string(),
    note: anyObject,
    task: anyObject.nullable().describe('What follows from it.'),
  })
  .openapi('Note')

const answers = { 200: { description: 'The note as it stands.', schema: noteSchema } } as const

/** `/v1/profiles/{reference}/notes`: what was talked about, how it ended, and what was promised. */
export function addNoteRoutes(api: Api): void {
  api.add(
    {
      method: 'post',
      path: '/v1/profiles/{reference}/notes',
      tag,
      summary: 'Writes down what was talked about, and what follows from it',
      description:
        'An interaction of source `desk` in the timeline and in the next brief; with `task` also a promise, or something to do, with who ' +
        'does it until when. It hangs on a record of the profile, and goes where that goes.',
      scope: 'write',
      params,
      body: z
        .strictObject({
          key: clientKey.optional(),
          kind: z.enum(['note', 'call', 'visit', 'email', 'chat']).default('note'),
          subject: line.optional(),
          text: text.optional(),
          outcome: line.optional().describe('How it ended, in a few words.'),
          author: line.optional().describe("Who writes; default: the key's title."),
          task: z
            .strictObject({
              kind: z.enum(['promise', 'todo']).default('promise'),
              subject: line,
              assignee: line.optional().describe('Who does it.'),
              dueAt: z.iso
                .datetime({ offset: true })
                .transform((at) => new Date(at).toISOString())
                .optional()
                .openapi({ type: 'string', format: 'date-time' }),
            })
            .optional(),
          about: recordReference.optional(),
          call: z.string().max(60).optional().describe('The call that it closes.'),
        })
        .refine(({ subject, text, outcome }) => [subject, text, outcome].some((said) => said !== undefined), {
          error: 'a subject, a text or an outcome is needed',
        }),
      bodyExample: {
        kind: 'call',
        text: 'The clasp is faulty; she would rather have it mended than replaced.',
        outcome: 'repair agreed',
        task: { subject: 'Collect the bag', assignee: 'Hugo Meunier', dueAt: '2026-11-26T17:00:00Z' },
      },
      answers: {
        201: { description: 'Written down.', schema: noteSchema },
        200: { description: 'It was written down under this key before.', schema: noteSchema },
      },
    },
    async (call) => {
      const { isNew, answer } = await addNote(contextOf(call), call.params.reference, call.body)
      return new Reply(isNew ? 201 : 200, answer)
    },
  )

  api.add(
    {
      method: 'get',
      path: '/v1/profiles/{reference}/notes/{id}',
      tag,
      summary: 'A note, and what follows from it',
      scope: 'read',
      params: one,
      answers,
    },
    (call) => readNote(contextOf(call), call.params.reference, call.params.id),
  )

  api.add(
    {
      method: 'delete',
      path: '/v1/profiles/{reference}/notes/{id}',
      tag,
      summary: 'Takes a note back, and what followed from it',
      scope: 'write',
      params: one,
      answers: { 204: { description: 'Gone.' } },
    },
    (call) => removeNote(contextOf(call), call.params.reference, call.params.id),
  )

  api.add(
    {
      method: 'put',
      path: '/v1/profiles/{reference}/notes/{id}/task',
      tag,
      summary: 'Says how what followed from a note ended',
      scope: 'write',
      params: one,
      body: z.strictObject({ status: z.enum(['open', 'done', 'cancelled']) }),
      bodyExample: { status: 'done' },
      answers,
    },
    (call) => endTask(contextOf(call), call.params.reference, call.params.id, call.body.status),
  )
}

function contextOf({ workspace, principal, host }: Call<unknown, unknown, unknown>) {
  return { workspace, principal, nowMs: host.now().getTime() }
}
