import { definePlugin, defineSource, defineStream, type Plugin } from '@rapport/core'
import { z } from 'zod'

const config = z.strictObject({})

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

const contacts = defineStream(config, {
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

/**
 * The server's own source: records of people who called and whom no other system knew. They are kept like any source's,
 * so that a later sync of a real system joins them by the rules.
 */
const desk: Plugin = definePlugin({
  name: 'desk',
  version: '0.1.0',
  contract: 1,
  title: 'Desk',
  sources: [
    defineSource({
      name: 'desk',
      title: 'Contacts made at the desk',
      config,
      check: async () => ({ ok: true, note: 'Contacts are created from calls.' }),
      streams: [contacts],
    }),
  ],
})

export default desk
