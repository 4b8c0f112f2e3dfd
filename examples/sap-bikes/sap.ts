import { definePlugin, field, type Plugin } from '@rapport/core'
import { z } from 'zod'

/** An item of a sales order. Its class is all that timelines, insights and erasure need to know of it. */
const item = z.strictObject({
  owner: field.reference().optional(),
  order: field.code().optional(),
  position: field.integer().optional(),
  sku: field.code().optional(),
  quantity: field.number().optional(),
  unit: field.code().optional(),
  price: field.money().optional(),
  deliverOn: field.date().optional(),
})

/** What an ERP has and the canonical model has not. */
export const sap: Plugin = definePlugin({
  name: 'sap',
  version: '0.1.0',
  contract: 1,
  title: 'SAP sales',
  entities: [{ name: 'sap.item', class: 'state', title: 'Order item', schema: item }],
  pack: {
    documents: [
      {
        type: 'template',
        name: 'sap.lastItems',
        title: 'What was ordered last',
        on: { entity: 'sap.item', where: { path: 'sku', exists: true }, newest: 2 },
        text: {
          en: 'Ordered {quantity} × {sku} at {price}{hasDeliverOn, select, yes {, for {deliverOn}} other {}}',
          fr: 'A commandé {quantity} × {sku} à {price}{hasDeliverOn, select, yes {, pour le {deliverOn}} other {}}',
        },
        kind: 'sales',
        occasions: { call: 0.4, visit: 0.6 },
      },
    ],
  },
})
