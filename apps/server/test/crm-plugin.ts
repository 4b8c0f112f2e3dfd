import { definePlugin, defineSource, defineStream, type Plugin } from '@rapport/core'
import { z } from 'zod'

const config = z.strictObject({})
const row = z.looseObject({ id: z.string(), v: z.number() })
const common = { row, key: ({ id }: { id: string }) => id, version: ({ v }: { v: number }) => v }

const contacts = defineStream(config, {
  ...common,
  name: 'contacts',
  entity: 'person',
  mapping: {
    observedAt: 'at',
    country: 'FR',
    space: 'space',
    set: {
      givenName: 'first',
      familyName: 'last',
      birthDate: 'born',
      tier: 'tier',
      email: 'email',
      phone: 'phone',
      address: { street: 'street', postalCode: 'zip', city: 'city' },
    },
    also: [
      {
        name: 'mail',
        entity: 'consent',
        when: { path: 'optIn', exists: true },
        set: { purpose: { const: 'marketing' }, channel: { const: 'email' }, state: 'optIn' },
      },
    ],
  },
})

const of = { owner: [{ stream: 'contacts', key: 'of' }], occurredAt: 'at', space: 'space' }

const orders = defineStream(config, {
  ...common,
  name: 'orders',
  entity: 'order',
  mapping: {
    ...of,
    set: {
      kind: 'kind',
      number: 'number',
      status: 'status',
      promisedAt: 'promised',
      deliveredAt: 'delivered',
      total: { amount: 'total', currency: { const: 'EUR' } },
      lines: { list: 'lines', each: { name: 'name', quantity: 'quantity' } },
    },
  },
})

const cases = defineStream(config, {
  ...common,
  name: 'cases',
  entity: 'case',
  mapping: { ...of, set: { number: 'id', kind: 'kind', status: 'status', subject: 'subject', text: 'text' } },
})

const invoices = defineStream(config, {
  ...common,
  name: 'invoices',
  entity: 'invoice',
  mapping: {
    ...of,
    set: { number: 'id', status: 'status', dueOn: 'due', balance: { amount: 'balance', currency: { const: 'EUR' } } },
  },
})

const visits = defineStream(config, {
  ...common,
  name: 'visits',
  entity: 'interaction',
  mapping: {
    ...of,
    zone: 'Europe/Paris',
    territory: 'territory',
    set: {
      kind: { const: 'visit' },
      planned: { lookup: 'status', in: { planned: true, done: false, cancelled: false } },
      status: 'status',
      subject: 'subject',
      author: 'by',
    },
  },
})

const hotels = defineStream(config, {
  ...common,
  name: 'hotels',
  entity: 'location',
  mapping: { set: { name: 'name', zone: 'zone' } },
})

const stays = defineStream(config, {
  ...common,
  name: 'stays',
  entity: 'stay',
  mapping: {
    ...of,
    set: {
      number: 'id',
      status: 'status',
      location: { stream: 'hotels', key: 'hotel' },
      arrivalOn: 'from',
      departureOn: 'to',
    },
  },
})

const companies = defineStream(config, {
  ...common,
  name: 'companies',
  entity: 'organization',
  mapping: {
    observedAt: 'at',
    country: 'FR',
    space: 'space',
    set: {
      name: 'name',
      phone: 'phone',
      kind: 'kind',
      identifiers: [{ namespace: 'company', value: 'id' }],
      'ext.crm.hold': 'hold',
    },
    also: [
      {
        name: 'payer',
        entity: 'relationship',
        when: { path: 'payer', exists: true },
        set: {
          role: { const: 'parent' },
          title: { const: 'payer' },
          to: { namespace: 'company', value: 'payer' },
        },
      },
    ],
  },
})

const companyInvoices = defineStream(config, {
  ...common,
  name: 'company-invoices',
  entity: 'invoice',
  mapping: {
    ...of,
    owner: [{ stream: 'companies', key: 'of' }],
    set: { number: 'id', dueOn: 'due', balance: { amount: 'balance', currency: { const: 'EUR' } } },
  },
})

/** A small CRM for tests: its rows come by POST /v1/rows. */
const crm: Plugin = definePlugin({
  name: 'crm',
  version: '1.0.0',
  contract: 1,
  title: 'CRM',
  sources: [
    defineSource({
      name: 'crm',
      config,
      check: async () => ({ ok: true }),
      streams: [contacts, orders, cases, invoices, visits, hotels, stays, companies, companyInvoices],
    }),
  ],
})

export default crm
