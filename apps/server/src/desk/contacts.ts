import { defineStream } from '@rapport/core'
import { z } from 'zod'
import { config } from './config.ts'

/** Somebody whom an agent wrote down during a call. */
const row = z.looseObject({
  id: z.string().min(1),
  createdAt: z.iso.datetime(),
  honorific: z.string().optional(),
  givenName: z.string().optional(),
  familyName: z.string().optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
  language: z.string().optional(),
})

/** People who called and whom no other system knew. */
export const contacts = defineStream(config, {
  name: 'contacts',
  entity: 'person',
  row,
  key: (contact) => contact.id,
  version: (contact) => contact.createdAt,
  mapping: {
    observedAt: 'createdAt',
    set: {
      honorific: 'honorific',
      givenName: 'givenName',
      familyName: 'familyName',
      languages: ['language'],
      phone: 'phone',
      email: 'email',
      identifiers: [{ namespace: { const: 'deskContact' }, value: 'id' }],
    },
  },
})
