import { defineStream } from '@rapport/core'
import { z } from 'zod'
import { config } from './config.ts'
import { about } from './corrections.ts'

/** What was talked about, and how it ended. */
const note = z.strictObject({
  id: z.string().min(1),
  at: z.iso.datetime(),
  about,
  kind: z.enum(['note', 'call', 'visit', 'email', 'chat']),
  subject: z.string().optional(),
  text: z.string().optional(),
  outcome: z.string().optional(),
  author: z.string(),
  /** The call that it closes. */
  call: z.string().optional(),
})

/** What follows from it: a promise, or something to do. */
const task = z.strictObject({
  id: z.string().min(1),
  /** When it was made; `changedAt` orders its states. */
  at: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  about,
  kind: z.enum(['promise', 'todo']),
  subject: z.string(),
  assignee: z.string().optional(),
  dueAt: z.iso.datetime().optional(),
  status: z.enum(['open', 'done', 'cancelled']),
  doneAt: z.iso.datetime().optional(),
  /** Key of the note that it follows from. */
  note: z.string().optional(),
  /** Key of the report on a visit that it follows from. */
  report: z.string().optional(),
})

const owner = [{ stream: { first: ['about.stream'] }, key: 'about.key' }]

/** Notes made at the desk, of source `desk`. */
export const notes = defineStream(config, {
  name: 'notes',
  entity: 'interaction',
  row: note,
  key: ({ id }) => id,
  version: ({ at }) => at,
  mapping: {
    owner,
    occurredAt: 'at',
    observedAt: 'at',
    set: {
      kind: 'kind',
      subject: { first: ['subject', 'outcome'] },
      text: 'text',
      outcome: 'outcome',
      author: 'author',
    },
  },
})

/** What was promised or is to be done, of source `desk`. */
export const tasks = defineStream(config, {
  name: 'tasks',
  entity: 'task',
  row: task,
  key: ({ id }) => id,
  version: ({ changedAt }) => changedAt,
  mapping: {
    owner,
    occurredAt: 'at',
    observedAt: 'changedAt',
    set: {
      kind: 'kind',
      subject: 'subject',
      assignee: 'assignee',
      dueAt: 'dueAt',
      doneAt: 'doneAt',
      status: 'status',
      about: [
        { stream: 'notes', key: 'note' },
        { stream: 'visits', key: 'report' },
      ],
    },
  },
})
