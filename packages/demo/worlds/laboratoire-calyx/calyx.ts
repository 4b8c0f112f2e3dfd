import { definePlugin, field, type Plugin } from '@rapport/core'
import { z } from 'zod'

/**
 * Whether a pharmacy lists a range, as the trade association's panel saw it, and how many pharmacies like it do: a gap has a
 * denominator. `comparables` are the others of the same group; `share` is of a hundred.
 */
const listing = z.strictObject({
  owner: field.reference().optional(),
  range: field.code().optional(),
  name: field.text().optional(),
  listed: field.boolean().optional(),
  since: field.date().optional(),
  group: field.code().optional(),
  comparables: field.integer().optional(),
  comparablesListing: field.integer().optional(),
  share: field.number().optional(),
  surveyedOn: field.date().optional(),
})

/** What a laboratory that sells through pharmacies has and the canonical model has not. */
export const calyx: Plugin = definePlugin({
  name: 'calyx',
  version: '0.1.0',
  contract: 1,
  title: 'Laboratoire Calyx',
  entities: [{ name: 'calyx.listing', class: 'state', title: 'Range listing', schema: listing }],
})
