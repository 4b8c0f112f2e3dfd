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

/** What a pharmacy orders of one reference, as the ERP's statistics tell it: a lapsed one is a reason for a visit. */
const reference = z.strictObject({
  owner: field.reference().optional(),
  sku: field.code().optional(),
  name: field.text().optional(),
  product: field.reference().optional(),
  star: field.boolean().optional(),
  status: field.oneOf('active', 'lapsed', 'seldom').optional(),
  orders: field.integer().optional(),
  pieces: field.integer().optional(),
  piecesBefore: field.integer().optional(),
  sales: field.money().optional(),
  salesBefore: field.money().optional(),
  firstOrderedOn: field.date().optional(),
  lastOrderedOn: field.date().optional(),
  asOf: field.date().optional(),
})

/** What a laboratory that sells through pharmacies has and the canonical model has not. */
export const calyx: Plugin = definePlugin({
  name: 'calyx',
  version: '0.1.0',
  contract: 1,
  title: 'Laboratoire Calyx',
  entities: [
    { name: 'calyx.listing', class: 'state', title: 'Range listing', schema: listing },
    { name: 'calyx.reference', class: 'state', title: 'Reference ordered', schema: reference },
  ],
})
