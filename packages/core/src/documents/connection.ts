import { z } from 'zod'

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'lower-case letters, digits and dashes' })

/** A source or an activator with its configuration, secrets (by reference) and schedule. The same plugin may be connected twice. */
export const connectionDocument = z.strictObject({
  type: z.literal('connection'),
  name,
  part: z.string().describe('plugin/source or plugin/activator.'),
  title: z.string().optional(),
  config: z
    .record(z.string(), z.json())
    .default({})
    .describe("As the part's schema says; a secret is written { secret: NAME }."),
  schedule: z.string().optional().describe('Cron expression; without it, syncs run on demand.'),
  paused: z.boolean().default(false),
  space: z
    .string()
    .optional()
    .describe('The brand or country that its rows belong to unless the mapping says otherwise.'),
})
export type ConnectionDocument = z.output<typeof connectionDocument>

/**
 * What is sent where, and to whom. Nobody is sent without a granted consent for `purpose` on `channel`; a withdrawal removes.
 * `fields`: field of the activator → dotted path into the profile's answer (`attributes.givenName`, `insights.orders12m`).
 */
export const activationDocument = z.strictObject({
  type: z.literal('activation'),
  name,
  title: z.string().optional(),
  connection: z.string(),
  on: z.union([
    z.strictObject({ segment: z.string() }),
    z.strictObject({ profile: z.literal('changed'), attributes: z.array(z.string()).optional() }),
  ]),
  purpose: z.string(),
  channel: z.string(),
  fields: z.record(z.string(), z.string()).default({}),
  paused: z.boolean().default(false),
})
export type ActivationDocument = z.output<typeof activationDocument>

/** Exchange rates for reporting amounts: one unit of `currency` in the reporting currency, from a date on. */
export const ratesDocument = z.strictObject({
  type: z.literal('rates'),
  name: z.literal('rates').default('rates'),
  reporting: z.string().length(3),
  rates: z
    .array(z.strictObject({ currency: z.string().length(3), from: z.iso.date(), rate: z.number().positive() }))
    .default([]),
})
export type RatesDocument = z.output<typeof ratesDocument>
