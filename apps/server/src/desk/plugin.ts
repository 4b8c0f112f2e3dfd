import { definePlugin, defineSource, type Plugin } from '@rapport/core'
import { config } from './config.ts'
import { consents } from './consents.ts'
import { contacts } from './contacts.ts'
import { organizationCorrections, personCorrections } from './corrections.ts'
import { notes, tasks } from './notes.ts'
import { proposal, proposals } from './proposals.ts'
import { visits } from './visits.ts'

/**
 * The server's own source: what is said at the desk. Records of people whom no other system knew, corrections of what other systems
 * have wrong, consents, notes and promises, reports after visits. They are kept like any source's, so that the rules decide what counts, and
 * erased like any.
 */
const desk: Plugin = definePlugin({
  name: 'desk',
  version: '0.1.0',
  contract: 1,
  title: 'Desk',
  entities: [proposal],
  sources: [
    defineSource({
      name: 'desk',
      title: 'What is said at the desk',
      config,
      check: async () => ({ ok: true, note: 'Its rows are made by the API.' }),
      streams: [contacts, personCorrections, organizationCorrections, notes, tasks, visits, proposals, consents],
    }),
  ],
})

export default desk
