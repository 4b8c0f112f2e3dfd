import { defineStream } from '@rapport/core'
import { z } from 'zod'
import { config } from './config.ts'
import { about } from './corrections.ts'

/** A visit as the desk tells it: one that was made or fell through, or one that is planned. */
const visit = z.strictObject({
  id: z.string().min(1),
  /** When this was said; orders its states. */
  savedAt: z.iso.datetime(),
  /** When it was, or is to be. */
  at: z.iso.datetime(),
  about,
  planned: z.boolean(),
  status: z.enum(['planned', 'done', 'cancelled']),
  subject: z.string().optional(),
  text: z.string().optional(),
  outcome: z.string().optional(),
  author: z.string(),
  /** IANA zone in which its day is counted. */
  zone: z.string().optional(),
  /** The planned row that it reports on, and for when that was planned. */
  visit: z.strictObject({ stream: z.string(), key: z.string() }).optional(),
  plannedFor: z.iso.datetime().optional(),
  /** How many tasks follow from it, under its id and a number. */
  tasks: z.int().optional(),
  /** Key of the report that planned it. */
  report: z.string().optional(),
})

/** Reports after visits and what they plan next, of source `desk`. */
export const visits = defineStream(config, {
  name: 'visits',
  entity: 'interaction',
  row: visit,
  key: ({ id }) => id,
  version: ({ savedAt }) => savedAt,
  mapping: {
    owner: [{ stream: { first: ['about.stream'] }, key: 'about.key' }],
    occurredAt: 'at',
    observedAt: 'savedAt',
    set: {
      kind: { const: 'visit' },
      planned: 'planned',
      status: 'status',
      subject: { first: ['subject', 'outcome'] },
      text: 'text',
      outcome: 'outcome',
      author: 'author',
      zone: 'zone',
      reports: { stream: { first: ['visit.stream'] }, key: 'visit.key' },
      plannedFor: 'plannedFor',
    },
  },
})
