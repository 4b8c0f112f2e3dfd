import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ActivityId, StoredActivity, StoredRecord, Writes } from '@rapport/engine'
import Database from 'better-sqlite3'
import { afterEach, expect, it } from 'vitest'
import { logBytes, openSqliteReader, openSqliteStore } from '../src/index.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'store-sqlite-'))
  folders.push(folder)
  return join(folder, 'rapport.db')
}

async function withPerson(file: string) {
  const store = await openSqliteStore({ file })
  const [stream] = await store.write.streams(['crm/contacts'])
  if (stream === undefined) throw new Error('no stream')
  const anchor = await store.write.allocateAnchors(1)
  const profile = anchor as never
  const record: StoredRecord = {
    anchor,
    version: '',
    contentHash: 'h',
    observedAt: 1,
    attributes: '{"name":"Zwetschkenbaum"}',
    fieldVersions: null,
    received: '{}',
    isDeleted: false,
    space: null,
    territory: null,
    features: new Uint8Array([1, 2]),
    keys: ['=email:z@example.com'],
    searchKeys: ['zwetschkenbaum'],
  }
  const activity: StoredActivity = {
    id: 7 as ActivityId,
    anchor,
    stream,
    key: 'order-1',
    entity: 'order',
    isHappening: false,
    version: '',
    contentHash: '',
    occurredAt: 5,
    isDeleted: false,
    space: null,
    territory: null,
    body: '{}',
    raw: null,
    number: null,
    agenda: null,
  }
  const writes: Writes = {
    anchors: [{ id: anchor, stream, key: 'contact-1', profile, entity: 'person', isGhost: false }],
    records: [record],
    versions: [
      {
        anchor,
        from: 1,
        observedAt: 1,
        version: '',
        mappingVersion: 1,
        raw: '{"n":"Zwetschkenbaum"}',
        attributes: '{}',
      },
    ],
    activities: [activity],
    heads: [{ profile, entity: 'person', head: '{"name":"Zwetschkenbaum"}', space: null, territory: null }],
    figures: [{ profile, figures: new Uint8Array([3]), flipAt: 10 }],
    terms: [{ term: 'zwetschkenbaum', variants: ['zwetschkenbau'] }],
    changes: [{ kind: 'updated', profile, at: 1, body: '{}' }],
    entries: [{ type: 'call', name: 'c', profile, at: 1, body: '{}' }],
  }
  await store.write.commit(writes)
  return { store, anchor, profile, stream, activity }
}

it('nothing of an erased person is left in the tables or the bytes of the files', async () => {
  const file = newFile()
  const { store, anchor, profile } = await withPerson(file)
  await store.write.erase({ profile, anchors: [anchor], suppress: ['hash'], at: 9 })
  const reader = await store.reader()
  expect(await reader.profiles([profile])).toEqual([{ status: 'erased' }])
  expect(await reader.suppressed(['hash', 'other'])).toEqual([true, false])
  expect(await reader.changes(0 as never, 9)).toMatchObject([{ kind: 'erased', profile }])
  expect(await reader.similarTerms(['zwetschkenbau'], 5)).toEqual([])
  await reader.close()
  await store[Symbol.asyncDispose]()
  expect(readFileSync(file).toString('latin1')).not.toMatch(/zwetschkenb/i)
})

it('a reader of its own sees commits at once and frees no lease', async () => {
  const file = newFile()
  const { store, profile } = await withPerson(file)
  await store.write.commit({ enqueue: [{ queue: 'q', lane: '', dueAt: 0, key: null, body: '{}' }] })
  const lease = await store.write.claim('q', { max: 1, leaseMs: 1000, nowMs: 0 })
  await store.documents.write([{ type: 'segment', name: 's', body: '{}', by: 'x', at: 1, expected: 0 }])
  const reader = await openSqliteReader({ file })
  expect((await reader.profiles([profile]))[0]?.status).toBe('found')
  expect(await reader.documents.read([{ type: 'segment', name: 's' }])).toMatchObject([{ version: 1 }])
  expect((await reader.documents.list({ limit: 9 })).items).toHaveLength(1)
  await store.write.commit({ entries: [{ type: 'call', name: 'new', profile: null, at: 2, body: '{}' }] })
  expect(await reader.entry('call', 'new')).toBeDefined()
  expect((await store.write.claim('q', { max: 1, leaseMs: 1000, nowMs: 1 })).items).toEqual([])
  const settled = lease.items.map(({ id }) => ({ id, done: true as const }))
  expect(await store.write.commit({ lease: lease.token, settled })).toMatchObject({ ok: true })
  await reader.close()
  await store[Symbol.asyncDispose]()
})

it('readers that share the writer’s count see every call of its door in it, before its answer', async () => {
  const file = newFile()
  const revision = new Int32Array(new SharedArrayBuffer(4))
  const store = await openSqliteStore({ file, revision })
  const reader = await openSqliteReader({ file, revision })
  let last = await reader.revision()
  const isAnother = async (call: Promise<unknown>) => {
    await call.catch(() => {})
    const now = await reader.revision()
    expect(now).not.toBe(last)
    last = now
  }
  await isAnother(store.write.streams(['crm/contacts']))
  await isAnother(store.write.suppress(['hash']))
  await isAnother(store.write.commit({ entries: [{ type: 'call', name: 'x', profile: null, at: 1, body: '{}' }] }))
  await isAnother(
    store.write.commit({ entries: [{ type: 'call', name: {} as never, profile: null, at: 1, body: '' }] }),
  )
  expect(await reader.revision()).toBe(last)
  await reader.close()
  await store[Symbol.asyncDispose]()
})

it('a reader refuses a file that is not there and one that no writer has made', async () => {
  const file = newFile()
  await expect(openSqliteReader({ file })).rejects.toMatchObject({ code: 'STORE_FAILED' })
  writeFileSync(file, '')
  await expect(openSqliteReader({ file })).rejects.toMatchObject({ code: 'STORE_SCHEMA_OLDER' })
})

it('the log has bytes until a checkpoint has moved them and the store is closed', async () => {
  const file = newFile()
  expect(await logBytes(file)).toBe(0)
  const { store } = await withPerson(file)
  expect(await logBytes(file)).toBeGreaterThan(0)
  await store[Symbol.asyncDispose]()
  expect(await logBytes(file)).toBe(0)
})

it('a profile’s entries of a type are sought in their order, however many of others it has', async () => {
  const file = newFile()
  const store = await openSqliteStore({ file })
  await store[Symbol.asyncDispose]()
  const db = new Database(file, { readonly: true })
  try {
    const plan = db
      .prepare<[object], { readonly detail: string }>(
        'EXPLAIN QUERY PLAN SELECT * FROM entry WHERE profile = ?5 AND type = ?1 AND (at, name) < (?2, ?3) ORDER BY at DESC, name DESC LIMIT ?4',
      )
      .all({ 1: 'call', 2: 1, 3: 'a', 4: 9, 5: 7 })
      .map(({ detail }) => detail)
    expect(plan).toEqual([expect.stringContaining('USING INDEX entryProfile (profile=? AND type=?')])
  } finally {
    db.close()
  }
})
