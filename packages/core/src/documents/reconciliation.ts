import { z } from 'zod'

/**
 * How one value is picked among a profile's records. Ties fall to the later observation, then to the order of
 * `connection/stream` and key, so that any order of arrival gives the same value.
 */
export const reconciliationRule = z.union([
  z.strictObject({ pick: z.literal('most-recent') }),
  z.strictObject({ pick: z.literal('most-frequent') }),
  z.strictObject({ pick: z.literal('longest') }),
  z.strictObject({
    pick: z.literal('source'),
    sources: z
      .array(z.string())
      .min(1)
      .describe('connection or connection/stream, best first; those not named come last, most recent first.'),
  }),
  z.strictObject({ pick: z.literal('union') }),
])
export type ReconciliationRule = z.output<typeof reconciliationRule>

export const reconciliationDocument = z.strictObject({
  type: z.literal('reconciliation'),
  name: z.string(),
  entity: z.string(),
  default: reconciliationRule.default({ pick: 'most-recent' }),
  attributes: z.record(z.string(), reconciliationRule).default({}),
})
export type ReconciliationDocument = z.output<typeof reconciliationDocument>
