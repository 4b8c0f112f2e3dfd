/**
 * A store's tables as drizzle-kit knows them: `npm run migrations -w @rapport/store-sqlite -- --name NAME` writes what differs from the
 * last migration. No part of a running store loads it. Columns stand in the order in which statements insert them. What drizzle
 * cannot say, `WITHOUT ROWID` ({@link withoutRowid}), is added to the migration by hand; test/schema.test.ts holds both together.
 */
import { sql } from 'drizzle-orm'
import {
  type AnySQLiteTable,
  blob,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'

/** Tables that are nothing but their key's tree: half the pages, and what belongs together lies together. */
export const withoutRowid: readonly string[] = [
  'counter',
  'tie',
  'matchKey',
  'searchKey',
  'term',
  'termVariant',
  'link',
  'device',
  'membership',
  'seen',
  'suppressed',
]

/** The last anchor and the last sequence that were given. */
export const counter: AnySQLiteTable = sqliteTable('counter', { name: text().primaryKey(), value: integer().notNull() })

export const stream: AnySQLiteTable = sqliteTable('stream', {
  id: integer().primaryKey(),
  name: text().notNull().unique(),
  cursor: text(),
})

export const anchor: AnySQLiteTable = sqliteTable(
  'anchor',
  {
    id: integer().primaryKey(),
    stream: integer(),
    key: text(),
    profile: integer(),
    entity: text(),
    isGhost: integer(),
  },
  (t) => [uniqueIndex('anchorKey').on(t.stream, t.key), index('anchorProfile').on(t.profile)],
)

/** Where anchors belonged, as intervals; one that never moved has none. */
export const tie: AnySQLiteTable = sqliteTable(
  'tie',
  { anchor: integer(), since: integer(), until: integer(), profile: integer() },
  (t) => [primaryKey({ columns: [t.anchor, t.since] }), index('tieProfile').on(t.profile)],
)

/** The newest state of each record; its keys and search keys as JSON, so that they are found again to be removed. */
export const record: AnySQLiteTable = sqliteTable('record', {
  anchor: integer().primaryKey(),
  version: text(),
  contentHash: text(),
  observedAt: integer(),
  attributes: text(),
  fieldVersions: text(),
  received: text(),
  isDeleted: integer(),
  space: text(),
  territory: text(),
  features: blob(),
  keys: text(),
  searchKeys: text(),
})

/** What was received, as intervals of what was known. */
export const recordVersion: AnySQLiteTable = sqliteTable(
  'recordVersion',
  {
    sequence: integer().primaryKey(),
    anchor: integer(),
    since: integer(),
    observedAt: integer(),
    version: text(),
    mappingVersion: integer(),
    raw: text(),
    attributes: text(),
  },
  (t) => [index('recordVersionAnchor').on(t.anchor, t.since)],
)

export const matchKey: AnySQLiteTable = sqliteTable('matchKey', { key: text(), anchor: integer() }, (t) => [
  primaryKey({ columns: [t.key, t.anchor] }),
])

export const searchKey: AnySQLiteTable = sqliteTable('searchKey', { key: text(), anchor: integer() }, (t) => [
  primaryKey({ columns: [t.key, t.anchor] }),
])

export const term: AnySQLiteTable = sqliteTable('term', { term: text().primaryKey(), variants: text() })

export const termVariant: AnySQLiteTable = sqliteTable('termVariant', { variant: text(), term: text() }, (t) => [
  primaryKey({ columns: [t.variant, t.term] }),
])

export const link: AnySQLiteTable = sqliteTable(
  'link',
  { a: integer(), b: integer(), resolver: text(), certainty: text(), weightBits: real(), evidence: text() },
  (t) => [primaryKey({ columns: [t.a, t.b, t.resolver] }), index('linkB').on(t.b)],
)

export const decision: AnySQLiteTable = sqliteTable(
  'decision',
  {
    id: text().primaryKey(),
    a: integer(),
    b: integer(),
    verdict: text(),
    author: text(),
    at: integer(),
    withdrawnAt: integer(),
  },
  (t) => [index('decisionA').on(t.a), index('decisionB').on(t.b)],
)

/** What happened to an anchor or belongs to it. Happenings are found by id alone, which is why two indexes leave them out. */
export const activity: AnySQLiteTable = sqliteTable(
  'activity',
  {
    id: integer().primaryKey(),
    anchor: integer(),
    stream: integer(),
    key: text(),
    entity: text(),
    isHappening: integer(),
    version: text(),
    contentHash: text(),
    occurredAt: integer(),
    isDeleted: integer(),
    space: text(),
    territory: text(),
    body: text(),
    raw: text(),
    number: text(),
    agenda: text(),
  },
  (t) => [
    index('activityTimeline').on(t.anchor, t.occurredAt),
    index('activityStates').on(t.anchor, t.occurredAt).where(sql`isHappening = 0`),
    uniqueIndex('activityKey').on(t.stream, t.key).where(sql`isHappening = 0`),
    index('activityNumber').on(t.number).where(sql`number IS NOT NULL`),
    index('activityAgenda').on(t.agenda).where(sql`agenda IS NOT NULL`),
  ],
)

export const device: AnySQLiteTable = sqliteTable('device', { key: text().primaryKey(), body: text() })

export const profile: AnySQLiteTable = sqliteTable('profile', {
  id: integer().primaryKey(),
  entity: text(),
  head: text(),
  space: text(),
  territory: text(),
})

/** Packed figures and segment bits, apart from the head: an event rewrites this row only. */
export const figures: AnySQLiteTable = sqliteTable(
  'figures',
  { profile: integer().primaryKey(), version: integer(), flipAt: integer(), figures: blob() },
  (t) => [index('figuresFlip').on(t.flipAt).where(sql`flipAt IS NOT NULL`)],
)

export const absorbed: AnySQLiteTable = sqliteTable('absorbed', { profile: integer().primaryKey(), target: integer() })

export const erased: AnySQLiteTable = sqliteTable('erased', { profile: integer().primaryKey() })

export const membership: AnySQLiteTable = sqliteTable(
  'membership',
  { segment: text(), profile: integer(), since: integer() },
  (t) => [primaryKey({ columns: [t.segment, t.profile] }), index('membershipProfile').on(t.profile)],
)

export const queue: AnySQLiteTable = sqliteTable(
  'queue',
  {
    id: integer().primaryKey(),
    queue: text(),
    lane: text(),
    key: text(),
    attempt: integer(),
    dueAt: integer(),
    reason: text(),
    isDead: integer(),
    body: text(),
  },
  (t) => [
    index('queueDue').on(t.queue, t.dueAt).where(sql`isDead = 0`),
    index('queueLane').on(t.queue, t.lane, t.dueAt).where(sql`isDead = 0`),
    index('queueKey').on(t.queue, t.key).where(sql`key IS NOT NULL`),
    index('queueDead').on(t.queue).where(sql`isDead = 1`),
  ],
)

export const rejected: AnySQLiteTable = sqliteTable(
  'rejected',
  {
    id: integer().primaryKey(),
    stream: text(),
    key: text(),
    field: text(),
    code: text(),
    reason: text(),
    raw: text(),
    at: integer(),
  },
  (t) => [index('rejectedCode').on(t.stream, t.code), index('rejectedKey').on(t.stream, t.key)],
)

export const change: AnySQLiteTable = sqliteTable('change', {
  sequence: integer().primaryKey(),
  kind: text(),
  profile: integer(),
  at: integer(),
  body: text(),
})

/** Keys that the running snapshot of a stream has seen. */
export const seen: AnySQLiteTable = sqliteTable('seen', { stream: integer(), key: text() }, (t) => [
  primaryKey({ columns: [t.stream, t.key] }),
])

export const entry: AnySQLiteTable = sqliteTable(
  'entry',
  { type: text(), name: text(), profile: integer(), at: integer(), body: text() },
  (t) => [
    primaryKey({ columns: [t.type, t.name] }),
    index('entryAt').on(t.type, t.at, t.name),
    // A profile's of one type, the newest first, however many of another type it has.
    index('entryProfile').on(t.profile, t.type, t.at, t.name).where(sql`profile IS NOT NULL`),
  ],
)

export const suppressed: AnySQLiteTable = sqliteTable('suppressed', { hash: text().primaryKey() })

export const document: AnySQLiteTable = sqliteTable(
  'document',
  { type: text(), name: text(), version: integer(), body: text(), author: text(), at: integer() },
  (t) => [primaryKey({ columns: [t.type, t.name, t.version] })],
)
