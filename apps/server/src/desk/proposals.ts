import { defineEntity, defineStream, type Entity, field } from '@rapport/core'
import { z } from 'zod'
import { config } from './config.ts'
import { about } from './corrections.ts'

/** What somebody answered to something that was proposed. */
export const proposal: Entity = defineEntity('desk.proposal', 'state', {
  title: 'Proposal',
  schema: z.strictObject({
    /** The action's name. */
    action: field.code(),
    /** What it was called then. */
    number: field.text().optional(),
    status: field.oneOf('accepted', 'declined'),
    why: field.text().optional(),
    occasion: field.code().optional(),
    author: field.text().optional(),
  }),
})

const row = z.strictObject({
  id: z.string().min(1),
  at: z.iso.datetime(),
  about,
  action: z.string(),
  title: z.string(),
  status: z.enum(['accepted', 'declined']),
  why: z.string().optional(),
  occasion: z.string().optional(),
  author: z.string(),
  call: z.string().optional(),
})

/** What was answered to proposals made at the desk. */
export const proposals = defineStream(config, {
  name: 'proposals',
  entity: 'desk.proposal',
  row,
  key: ({ id }) => id,
  version: ({ at }) => at,
  mapping: {
    owner: [{ stream: { first: ['about.stream'] }, key: 'about.key' }],
    occurredAt: 'at',
    observedAt: 'at',
    set: {
      action: 'action',
      number: 'title',
      status: 'status',
      why: 'why',
      occasion: 'occasion',
      author: 'author',
    },
  },
})
