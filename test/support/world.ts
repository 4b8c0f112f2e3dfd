import {
  type ConnectionDocument,
  defineSource,
  defineStream,
  type Emission,
  type Entity,
  entities,
  type Json,
  type Source,
} from '@rapport/core'
import { createEngine, type Engine, type EngineOptions, type Reader, type Store } from '@rapport/engine'
import { rules } from '@rapport/plugin-rules'
import { expect } from 'vitest'
import { z } from 'zod'

const config = z.strictObject({})

const contacts = defineStream(config, {
  name: 'contacts',
  entity: 'person',
  row: z.looseObject({ id: z.string(), v: z.number() }),
  key: (row) => row.id,
  version: (row) => row.v,
  mapping: {
    observedAt: 'at',
    set: {
      givenName: 'first',
      familyName: 'last',
      email: 'email',
      phone: 'phone',
      identifiers: [{ namespace: 'loyaltyNumber', value: 'card' }],
    },
    also: [
      {
        name: 'email-consent',
        entity: 'consent',
        when: { path: 'optIn', exists: true },
        occurredAt: 'optInAt',
        set: { purpose: { const: 'marketing' }, channel: { const: 'email' }, state: 'optIn', proof: 'optInProof' },
      },
      { name: 'task', entity: 'task', each: 'tasks', set: { subject: '.' } },
      { name: 'partner', entity: 'person', each: 'partners', set: { givenName: 'first', email: 'email' } },
    ],
  },
})

const orders = defineStream(config, {
  name: 'orders',
  entity: 'order',
  row: z.looseObject({ id: z.string(), v: z.number(), customer: z.string() }),
  key: (row) => row.id,
  version: (row) => row.v,
  mapping: {
    owner: [{ stream: 'contacts', key: 'customer' }],
    occurredAt: 'at',
    set: { number: 'number', status: 'status', total: { amount: 'total', currency: { const: 'EUR' } } },
  },
})

const shops = defineStream(config, {
  name: 'shops',
  entity: 'location',
  row: z.looseObject({ id: z.string(), v: z.number() }),
  key: (row) => row.id,
  version: (row) => row.v,
  mapping: { set: { name: 'name' } },
})

const users = defineStream(config, {
  name: 'users',
  entity: 'person',
  mode: 'patch',
  row: z.looseObject({ userId: z.string(), at: z.string() }),
  key: (row) => row.userId,
  version: (row) => row.at,
  mapping: { observedAt: 'at', set: { givenName: 'first', familyName: 'last', email: 'email' } },
})

const events = defineStream(config, {
  name: 'events',
  entity: 'event',
  mode: 'append',
  row: z.looseObject({ id: z.string(), at: z.string() }),
  key: (row) => row.id,
  mapping: {
    owner: [
      { stream: 'users', key: 'userId' },
      { namespace: 'anonymousId', value: 'anonymousId' },
    ],
    occurredAt: 'at',
    set: { name: 'name' },
  },
})

const healthy = async (): Promise<{ ok: true }> => ({ ok: true })

/** A system of customers, their orders, and its shops. */
const crm: Source = defineSource({ name: 'crm', config, check: healthy, streams: [contacts, orders, shops] })

/** A website that knows users, devices and what happened on them; its endpoint takes emissions as they are. */
const site: Source = defineSource({
  name: 'site',
  config,
  check: healthy,
  streams: [users, events],
  endpoint: {
    paths: ['/v1/site'],
    authentication: 'write-key',
    maxBodyBytes: 1_000_000,
    decode: ({ body }) => JSON.parse(body) as readonly Emission[],
  },
})

/** Noon of the day that tests live on. */
export const NOW: number = Date.parse('2026-11-24T12:00:00Z')

const documents: readonly Json[] = [
  { type: 'connection', name: 'crm', part: 'crm/crm' },
  { type: 'connection', name: 'shop', part: 'crm/crm' },
  { type: 'connection', name: 'site', part: 'site/site' },
  {
    type: 'match-rules',
    name: 'person',
    entity: 'person',
    model: {
      namespaces: { loyaltyNumber: { cardinality: 'one-per-party' } },
      rules: [
        { name: 'card', when: { same: 'loyaltyNumber' } },
        { name: 'mail', priority: 60, when: { all: [{ same: 'email' }, { same: 'familyName', as: 'folded' }] } },
      ],
    },
  },
  { type: 'insight', name: 'orders', on: 'order', calculate: 'count' },
  { type: 'insight', name: 'spend', on: 'order', calculate: 'sum', value: 'total' },
  { type: 'segment', name: 'buyers', where: { insight: 'orders', gte: 2 } },
]

/** What a world may have besides. */
export interface WorldOptions {
  /** By the first half of a connection's part. */
  readonly sources?: Readonly<Record<string, Source>>
  readonly entities?: Readonly<Record<string, Entity>>
  readonly documents?: readonly Json[]
  readonly hearsOfErasures?: (connection: ConnectionDocument) => boolean
  readonly now?: () => number
  /** The store was lived in: the documents are there. */
  readonly isReopened?: boolean
}

/** An engine over a store, with a CRM connected twice (`crm`, `shop`) and a website (`site`). */
export interface World {
  readonly engine: Engine
  readonly reader: Reader
  readonly store: Store
}

export async function openWorld(open: () => Promise<Store>, options: WorldOptions = {}): Promise<World> {
  const store = await open()
  const reader = await store.reader()
  const sources: Readonly<Record<string, Source>> = { crm, site, ...options.sources }
  const sourceOf = ({ part }: ConnectionDocument) => sources[part.split('/')[0] ?? '']
  const engineOptions: EngineOptions = {
    store,
    reader,
    model: { ...entities, ...options.entities },
    resolvers: new Map((rules.resolvers ?? []).map((resolver) => [`rules/${resolver.name}`, resolver])),
    streamsOf: async (connection) => (await sourceOf(connection)?.streams({} as never)) ?? [],
    endpointOf: (connection) => {
      const endpoint = sourceOf(connection)?.endpoint
      return endpoint && { endpoint, config: {} }
    },
    suppressionKey: new Uint8Array(32).fill(7),
    hearsOfErasures: options.hearsOfErasures ?? (() => false),
    now: options.now ?? (() => NOW),
  }
  const engine = await createEngine(engineOptions)
  const bodies = [...documents, ...(options.documents ?? [])]
  if (!options.isReopened)
    await engine.commands.saveDocuments(
      bodies.map((body) => ({ body })),
      'test',
    )
  return { engine, reader, store }
}

/** Sends rows of `connection/stream` and waits until they are in profiles. */
export async function emit(
  { engine }: World,
  stream: string,
  rows: readonly Json[],
  more: { readonly deletes?: readonly Json[]; readonly merges?: readonly Json[] } = {},
): Promise<void> {
  const [connection = '', name = ''] = stream.split('/')
  const outcome = await engine.commands.emit({ connection, stream: name, body: JSON.stringify({ rows, ...more }) })
  expect(outcome).toMatchObject({ ok: true })
  await engine.commands.settle()
}

/** What a browser sends: emissions of the website's endpoint. */
export async function browse({ engine }: World, emissions: readonly Emission[]): Promise<void> {
  const [outcome] = await engine.commands.receive([
    { connection: 'site', path: '/v1/site', headers: {}, body: JSON.stringify(emissions), receivedAt: NOW },
  ])
  expect(outcome).toMatchObject({ ok: true })
  await engine.commands.settle()
}

/** Does all background work that is due. */
export async function work({ engine }: World): Promise<void> {
  while ((await engine.commands.tick(1_000)) === NOW);
}

/** The one profile that owns a match key (`=email:…`), with its head and the segments it is in. */
export async function profileOf(
  { reader }: World,
  key: string,
): Promise<
  { id: number; head: { attributes: Record<string, Json>; records: number }; segments: readonly string[] } | undefined
> {
  const [[id] = []] = await reader.profilesByKey([key])
  if (id === undefined) return undefined
  const [found] = await reader.profiles([id])
  if (found?.status !== 'found') return undefined
  return {
    id: found.profile.id,
    head: JSON.parse(found.profile.head),
    segments: (await reader.memberships(found.profile.id)).map((row) => row.segment),
  }
}

/** A contact called Ana Dupont. */
export const ana = (id: string, v: number, more: object = {}): Json =>
  ({
    id,
    v,
    at: `2026-01-${String(v).padStart(2, '0')}T00:00:00Z`,
    first: 'Ana',
    last: 'Dupont',
    email: 'ana@maison.fr',
    ...more,
  }) as Json
