import { z } from '@hono/zod-openapi'
import { isZone } from '@rapport/assistant'
import { agendaKinds } from '@rapport/engine'
import { candidateSchema } from './profile.ts'

const date = z.iso.date().openapi({ example: '2026-11-24' })

/** Whose day, and which, as it is asked for in a query or a body. */
export const dayFields = {
  date: date.optional().describe('The local day; default: today in `zone`.'),
  zone: z
    .string()
    .max(60)
    .refine(isZone, { error: 'not an IANA time zone' })
    .optional()
    .describe('In which it is today, where no day is said; default UTC.')
    .openapi({ example: 'Europe/Paris' }),
  author: z
    .string()
    .max(200)
    .optional()
    .describe('Of visits and tasks: whose, in any case and accents; empty: nobody’s. A group’s `key` will do.')
    .openapi({ example: 'Camille Roux' }),
  location: z
    .string()
    .max(600)
    .optional()
    .describe('Of stays: where, as `stream/key`; empty: nowhere known.')
    .openapi({ example: 'pms/hotels/ROM' }),
}

export const agendaKind = z.enum(agendaKinds)

const place = z.object({
  stream: z.string(),
  key: z.string(),
  name: z.string().nullable(),
  zone: z.string().nullable(),
})

export const dueSchema = z
  .object({
    id: z.string().describe('As the timeline names the row.'),
    kind: agendaKind,
    entity: z.string(),
    stream: z.string(),
    key: z.string(),
    on: z.string().describe('The local day.'),
    time: z.string().nullable().describe('On the clocks where it is, `14:30`; null: at no time of the day.'),
    at: z.string().nullable().describe('The instant; null for a stay.'),
    zone: z.string().nullable().describe('Of the place, where known.'),
    until: z.string().nullable().describe('The day of departure.'),
    status: z.string().nullable(),
    subject: z.string().nullable(),
    number: z.string().nullable(),
    group: z.string().describe('The key of the group that it is in: see `/v1/agenda/day`.'),
    author: z.string().nullable().describe('Who visits, or does it.'),
    location: place.nullable(),
    profile: candidateSchema.omit({ reasons: true }).extend({
      city: z.string().nullable().describe('For keys that may read sensitive fields.'),
    }),
  })
  .openapi('Due')

export const dueExample = {
  id: '1k3f0c9q7z',
  kind: 'visit',
  entity: 'interaction',
  stream: 'crm/visits',
  key: 'a0V0000012',
  on: '2026-11-24',
  time: '14:30',
  at: '2026-11-24T13:30:00.000Z',
  zone: null,
  until: null,
  status: 'planned',
  subject: 'Présenter la gamme solaire',
  number: null,
  group: 'camille roux',
  author: 'Camille Roux',
  location: null,
  profile: {
    id: 'prf_0000000f3k',
    name: 'Pharmacie du Marché',
    entity: 'organization',
    summary: { kind: 'site', territory: 'FR-69', sources: ['crm/accounts'] },
    city: 'Lyon',
  },
}

export const agendaDaySchema = z
  .object({
    kind: agendaKind,
    date,
    count: z.int().describe('Of the author or location asked for.'),
    groups: z
      .array(
        z.object({
          key: z.string().describe('Pass as `author` or `location`.'),
          name: z.string().nullable().describe('null: rows that say none.'),
          count: z.int(),
        }),
      )
      .describe('Authors or locations with something that day, whichever is asked for.'),
    hasMoreGroups: z.boolean(),
    previous: z.string().nullable().describe('The nearest day before with something in it, at most a year away.'),
    next: z.string().nullable(),
    own: z.string().nullable().describe('The key of the group that is named like the API key: a rep’s own.'),
  })
  .openapi('AgendaDay')
