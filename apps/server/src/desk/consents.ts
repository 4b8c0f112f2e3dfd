import { defineStream } from '@rapport/core'
import { z } from 'zod'
import { config } from './config.ts'
import { about } from './corrections.ts'

/** What somebody allowed or refused, as they said it. */
const consent = z.strictObject({
  id: z.string().min(1),
  at: z.iso.datetime(),
  about,
  purpose: z.string(),
  channel: z.string().optional(),
  state: z.enum(['granted', 'denied', 'withdrawn', 'objected']),
  /** Of a grant: in which call a verified caller gave it. */
  proof: z.string().optional(),
  by: z.string(),
})

/** Consents said at the desk, of source `desk`. */
export const consents = defineStream(config, {
  name: 'consents',
  entity: 'consent',
  row: consent,
  key: ({ id }) => id,
  version: ({ at }) => at,
  mapping: {
    owner: [{ stream: { first: ['about.stream'] }, key: 'about.key' }],
    occurredAt: 'at',
    observedAt: 'at',
    set: { purpose: 'purpose', channel: 'channel', state: 'state', proof: 'proof' },
  },
})
