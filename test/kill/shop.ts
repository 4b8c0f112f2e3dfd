import { type ConnectionDocument, defineSource, defineStream, entities, type Json, type Source } from '@rapport/core'
import {
  createEngine,
  createQueries,
  type Durability,
  type Engine,
  type Queries,
  type Reader,
  type Store,
} from '@rapport/engine'
import { rules } from '@rapport/plugin-rules'
import { web } from '@rapport/plugin-web'
import { openSqliteStore } from '@rapport/store-sqlite'
import { z } from 'zod'

const config = z.strictObject({})

/** Customers with their consent; a version is a whole new row. */
const contacts = defineStream(config, {
  name: 'contacts',
  entity: 'person',
  row: z.looseObject({ id: z.string(), v: z.number() }),
  key: (row) => row.id,
  version: (row) => row.v,
  mapping: {
    observedAt: 'at',
    set: { givenName: 'name', familyName: { const: 'Dupont' }, email: 'email' },
    also: [
      {
        name: 'consent',
        entity: 'consent',
        occurredAt: 'at',
        set: { purpose: { const: 'marketing' }, channel: { const: 'email' }, state: 'consent' },
      },
    ],
  },
})
const crm: Source = defineSource({ name: 'crm', config, check: async () => ({ ok: true }), streams: [contacts] })
const sources: Readonly<Record<string, Source | undefined>> = { 'crm/crm': crm, 'web/web': web.sources?.[0] }

/** The one activation: everybody who agreed, as they are now. */
export const LANE = 'mail'

const documents: readonly Json[] = [
  { type: 'connection', name: 'crm', part: 'crm/crm' },
  { type: 'connection', name: 'site', part: 'web/web' },
  { type: 'connection', name: 'hook', part: 'webhook/audience' },
  {
    type: 'match-rules',
    name: 'person',
    entity: 'person',
    model: { rules: [{ name: 'mail', when: { same: 'email' } }] },
  },
  { type: 'insight', name: 'events', on: 'event', calculate: 'count' },
  { type: 'segment', name: 'visitors', where: { insight: 'events', gte: 3 } },
  {
    type: 'activation',
    name: LANE,
    connection: 'hook',
    on: { profile: 'changed' },
    purpose: 'marketing',
    channel: 'email',
    fields: { name: 'attributes.givenName' },
  },
]

/** An engine over the file, with a CRM, a website and somebody to send to. */
export interface Shop extends AsyncDisposable {
  readonly store: Store
  readonly reader: Reader
  readonly engine: Engine
  readonly queries: Queries
}

/** Opens the shop; what an earlier process had acknowledged and not worked off is worked off first. */
export async function openShop(file: string, durability: Durability, now: () => number): Promise<Shop> {
  const store = await openSqliteStore({ file, durability })
  const reader = await store.reader()
  const sourceOf = ({ part }: ConnectionDocument) => sources[part]
  const engine = await createEngine({
    store,
    reader,
    model: entities,
    resolvers: new Map((rules.resolvers ?? []).map((resolver) => [`rules/${resolver.name}`, resolver])),
    streamsOf: async (connection) => (await sourceOf(connection)?.streams({} as never)) ?? [],
    endpointOf: (connection) => {
      const endpoint = sourceOf(connection)?.endpoint
      return endpoint && { endpoint, config: {} }
    },
    suppressionKey: new Uint8Array(32).fill(7),
    hearsOfErasures: () => false,
    now,
  })
  const there = (await store.documents.list({ limit: 100 })).items.length
  if (there < documents.length) {
    await engine.commands.saveDocuments(
      documents.map((body) => ({ body })),
      'kill',
    )
  }
  const queries = createQueries({ reader, rules: engine.rulebook, now })
  return {
    store,
    reader,
    engine,
    queries,
    async [Symbol.asyncDispose]() {
      await reader.close()
      await store[Symbol.asyncDispose]()
    },
  }
}
