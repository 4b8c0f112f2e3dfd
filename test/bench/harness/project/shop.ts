import { definePlugin, defineSource, defineStream, type Plugin, type Source } from '@rapport/core'
import { z } from 'zod'

const config = z.strictObject({})

/** A shop's orders, owned by the web's users: states that are emitted beside the events. */
const orders = defineStream(config, {
  name: 'orders',
  entity: 'order',
  row: z.looseObject({
    id: z.string(),
    number: z.string().optional(),
    version: z.number(),
    user: z.string(),
    at: z.string(),
    total: z.number(),
  }),
  key: (row) => row.id,
  version: (row) => row.version,
  mapping: {
    owner: [{ stream: 'web/users', key: 'user' }],
    occurredAt: 'at',
    set: { number: 'number', status: { const: 'paid' }, total: { amount: 'total', currency: { const: 'EUR' } } },
  },
})

export const shop: Source = defineSource({ name: 'shop', config, check: async () => ({ ok: true }), streams: [orders] })

/** The shop as a runtime loads it. */
export const shopPlugin: Plugin = definePlugin({
  name: 'shop',
  version: '1.0.0',
  contract: 1,
  title: 'Shop',
  sources: [shop],
})
