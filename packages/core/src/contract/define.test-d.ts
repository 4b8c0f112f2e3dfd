// Read by the types check: what is inferred from schemas, and that each typical mistake is refused.
// How the refusals read is tested in test/mistakes.test.ts.
import { expectTypeOf } from 'vitest'
import { z } from 'zod'
import {
  type AttributeTargets,
  type Context,
  defineActivator,
  definePlugin,
  defineResolver,
  defineSource,
  defineStream,
  type Item,
  type Json,
  type Plugin,
  type Secret,
  type Source,
  type Stream,
  secret,
} from '../index.ts'

const config = z.strictObject({ baseUrl: z.url(), token: secret(), pageSize: z.int().default(100) })
type Config = { baseUrl: string; token: Secret; pageSize: number }
const row = z.object({ id: z.string(), updatedAt: z.coerce.number<string>(), email: z.string().nullish() })
const cursor = z.object({ since: z.string() })
const check = async () => ({ ok: true }) as const
const mapping = { set: { email: 'email' } } as const

// ── a stream ────────────────────────────────────────────────────────────────────────────────────────────────────────

const contacts = defineStream(config, {
  name: 'contacts',
  entity: 'person',
  row,
  cursor,
  key(contact) {
    // What the schema made of the row.
    expectTypeOf(contact).toEqualTypeOf<{ id: string; updatedAt: number; email?: string | null | undefined }>()
    return contact.id
  },
  version: (contact) => contact.updatedAt,
  mapping,
  async read(context) {
    expectTypeOf(context.config).toEqualTypeOf<Config>()
    expectTypeOf(context.config.token.reveal()).toEqualTypeOf<string>()
    expectTypeOf(context.cursor).toEqualTypeOf<{ since: string } | undefined>()
    // Rows are emitted as the vendor sent them: the schema's input.
    await context.emit({ rows: [{ id: '1', updatedAt: '7' }], cursor: { since: 'x' } })
    // @ts-expect-error a row of other types
    await context.emit({ rows: [{ id: 1, updatedAt: '7' }] })
    // @ts-expect-error a row that lacks a member
    await context.emit({ rows: [{ id: '1' }] })
    // @ts-expect-error another cursor
    await context.emit({ cursor: { after: 'x' } })
    // @ts-expect-error a batch has no such member
    await context.emit({ row: [] })
    // @ts-expect-error a snapshot only starts or completes
    await context.emit({ snapshot: 'begin' })
    // @ts-expect-error the configuration has no such member
    context.config.baseURL
    // @ts-expect-error there is none on the first run
    context.cursor.since
    // @ts-expect-error a secret is no text until it is revealed
    await context.fetch(context.config.baseUrl, { headers: { authorization: context.config.token } })
  },
})
// Row and cursor are erased; only what it needs of the configuration stays.
expectTypeOf(contacts).toEqualTypeOf<Stream<Config>>()

defineStream(config, {
  name: 'no-cursor',
  entity: 'order',
  row,
  key: (one) => one.id,
  mapping: { occurredAt: 'updatedAt', set: { total: { amount: 'total' }, 'total.currency': { const: 'EUR' } } },
  async read(context) {
    expectTypeOf(context.cursor).toEqualTypeOf<undefined>()
    // @ts-expect-error it declares none
    await context.emit({ rows: [], cursor: { since: 'x' } })
  },
})

// @ts-expect-error without a key
defineStream(config, { name: 'x', entity: 'person', row, mapping })
// @ts-expect-error without a mapping
defineStream(config, { name: 'x', entity: 'person', row, key: (one) => one.id })
// @ts-expect-error no canonical entity
defineStream(config, { name: 'x', entity: 'preson', row, key: (one) => one.id, mapping: { set: {} } })
// A plugin's own entity has attributes that only the plugin knows.
defineStream(config, { name: 'x', entity: 'crm.rental', row, key: (one) => one.id, mapping: { set: { item: 'i' } } })
// @ts-expect-error a mode that there is not
defineStream(config, { name: 'x', entity: 'person', row, mode: 'upsert', key: (one) => one.id, mapping })
// @ts-expect-error a key is a text
defineStream(config, { name: 'x', entity: 'person', row, key: (one) => one.updatedAt, mapping })
// @ts-expect-error the row has no such member
defineStream(config, { name: 'x', entity: 'person', row, key: (one) => one.ID, mapping })
// @ts-expect-error an attribute that a person does not have
defineStream(config, { name: 'x', entity: 'person', row, key: (one) => one.id, mapping: { set: { emial: 'email' } } })
// @ts-expect-error an order's attribute is not a person's
defineStream(config, { name: 'x', entity: 'person', row, key: (one) => one.id, mapping: { set: { total: 'total' } } })
// @ts-expect-error a value is a path or an expression
defineStream(config, { name: 'x', entity: 'person', row, key: (one) => one.id, mapping: { set: { email: 7 } } })
// @ts-expect-error so is a time
defineStream(config, { name: 'x', entity: 'person', row, key: (one) => one.id, mapping: { occurredAt: 7, set: {} } })

expectTypeOf<{ 'ext.crm.guestType': 'Guest_Type__c'; gender: { first: ['a', 'b'] } }>().toExtend<
  AttributeTargets<'person'>
>()

// ── a source ────────────────────────────────────────────────────────────────────────────────────────────────────────

const crm = defineSource({
  name: 'crm',
  config,
  async check(context) {
    expectTypeOf(context).toEqualTypeOf<Context<Config>>()
    return { ok: false, problem: 'It is closed.', solve: 'Come back later.' }
  },
  streams: async (context) => (context.config.pageSize > 0 ? [contacts] : []),
})
expectTypeOf(crm).toEqualTypeOf<Source>()

const other = z.strictObject({ url: z.url() })
// @ts-expect-error a stream that needs another configuration
defineSource({ name: 'crm', config: other, check, streams: [contacts] })
// @ts-expect-error a problem comes with what to do about it
defineSource({ name: 'crm', config, check: async () => ({ ok: false, problem: 'x' }), streams: [] })
// @ts-expect-error without a check
defineSource({ name: 'crm', config, streams: [] })

// ── an activator ────────────────────────────────────────────────────────────────────────────────────────────────────

const fields = z.object({ email: z.string(), tier: z.string().default('none') })

defineActivator({
  name: 'list',
  config,
  takes: 'audience',
  fields,
  maxBatchItems: 100,
  check,
  async send(context, items) {
    expectTypeOf(context.config).toEqualTypeOf<Config>()
    expectTypeOf(items).toEqualTypeOf<readonly Item<{ email: string; tier: string }>[]>()
    for (const item of items) {
      expectTypeOf(item.operation).toEqualTypeOf<'upsert' | 'remove'>()
      context.report(item.id, { ok: true, remoteId: item.fields.email })
      context.report(item.id, { ok: false, kind: 'transient', reason: 'busy', retryAfterMs: 500 })
      // @ts-expect-error a failure says why
      context.report(item.id, { ok: false, kind: 'transient' })
      // @ts-expect-error a kind of failure that no activator has
      context.report(item.id, { ok: false, kind: 'bug', reason: 'x' })
      // @ts-expect-error a field that the activator does not take
      item.fields.mail
    }
  },
})
// @ts-expect-error what it takes is a profile, an audience or an event
defineActivator({ name: 'x', config, takes: 'segment', fields, maxBatchItems: 1, check, async send() {} })
// @ts-expect-error how many at once must be said
defineActivator({ name: 'x', config, takes: 'audience', fields, check, async send() {} })

// ── a resolver ──────────────────────────────────────────────────────────────────────────────────────────────────────

defineResolver({
  name: 'by-email',
  entities: ['person'],
  certainty: 'deterministic',
  model: z.object({ weightBits: z.number(), maxRecords: z.int().default(20) }),
  defaultModel: { weightBits: 20 },
  maxRecordsPerKey: (model) => model.maxRecords,
  matcher: {
    features(record, model) {
      expectTypeOf(record.attributes.email).toEqualTypeOf<Json | undefined>()
      expectTypeOf(model).toEqualTypeOf<{ weightBits: number; maxRecords: number }>()
      return { email: String(record.attributes.email) }
    },
    keys: (features) => [features.email],
    exclusions: () => [],
    pack: (features) => Buffer.from(features.email),
    unpack: (bytes) => ({ email: Buffer.from(bytes).toString() }),
    compare(one, candidates, model, _blocked, weights) {
      expectTypeOf(one).toEqualTypeOf<{ email: string }>()
      for (const [at, other] of candidates.entries()) weights[at] = other.email === one.email ? model.weightBits : 0
    },
    explain: (_a, _b, model) => [{ comparison: 'email', level: 'exact', weightBits: model.weightBits }],
  },
})

// ── a plugin ────────────────────────────────────────────────────────────────────────────────────────────────────────

expectTypeOf(
  definePlugin({ name: 'crm', version: '1.0.0', contract: 1, title: 'CRM', sources: [crm] }),
).toEqualTypeOf<Plugin>()
// @ts-expect-error another contract
definePlugin({ name: 'crm', version: '1.0.0', contract: 2, title: 'CRM' })
// @ts-expect-error a stream is no source
definePlugin({ name: 'crm', version: '1.0.0', contract: 1, title: 'CRM', sources: [contacts] })
