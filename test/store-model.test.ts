import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Reader, Store, Writes } from '@rapport/engine'
import { openMemoryStore } from '@rapport/store-memory'
import { openSqliteStore } from '@rapport/store-sqlite'
import fc from 'fast-check'
import { expect, it } from 'vitest'

const COUNT = 6
const id = fc.integer({ min: 1, max: COUNT })
const at = fc.integer({ min: 1, max: 30 })
const text = fc.constantFrom('a', 'ab', 'é', '😀', '\uffee', "o'x")
const record = fc.record({ anchor: id, keys: fc.uniqueArray(text), searchKeys: fc.uniqueArray(text) }).map((row) => ({
  ...row,
  version: '',
  contentHash: '',
  observedAt: 1,
  attributes: '{}',
  fieldVersions: null,
  received: '{}',
  isDeleted: false,
  space: null,
  territory: null,
  features: new Uint8Array([row.anchor]),
}))
const activity = fc
  .record({
    id: fc.integer({ min: 1, max: 20 }),
    anchor: id,
    occurredAt: at,
    isHappening: fc.boolean(),
    isDeleted: fc.boolean(),
    entity: fc.constantFrom('order', 'event'),
    number: fc.option(text),
    agenda: fc.option(fc.constantFrom('visit|1|a|', 'visit|1|b|', 'stay|1||', 'reported|crm/contacts|k1|5')),
  })
  .map((row) => ({
    ...row,
    stream: 1,
    key: `k${row.id}`,
    version: '',
    contentHash: '',
    space: null,
    territory: null,
    body: '{}',
    raw: null,
  }))
const pair = fc.tuple(id, id).filter(([a, b]) => a < b)
const writes = fc.record(
  {
    ties: fc.array(fc.record({ anchor: id, profile: id, at }), { maxLength: 3 }),
    records: fc.array(record, { maxLength: 3 }),
    activities: fc.array(activity, { maxLength: 4 }),
    moves: fc.array(fc.record({ from: id, to: id, since: at, until: at }), { maxLength: 1 }),
    links: fc.array(
      pair.map(([a, b]) => ({ a, b, resolver: 'r', certainty: 'asserted', weightBits: 1.5, evidence: '[]' })),
      { maxLength: 2 },
    ),
    unlinked: fc.array(
      pair.map(([a, b]) => ({ a, b, resolver: 'r' })),
      { maxLength: 1 },
    ),
    heads: fc.array(
      id.map((profile) => ({ profile, entity: 'person', head: '{}', space: null, territory: null })),
      { maxLength: 2 },
    ),
    figures: fc.array(
      fc.record({ profile: id, flipAt: fc.option(at) }).map((row) => ({ ...row, figures: new Uint8Array([1]) })),
      { maxLength: 2 },
    ),
    absorbed: fc.array(
      pair.map(([into, profile]) => ({ into, profile })),
      { maxLength: 1 },
    ),
    entered: fc.array(fc.record({ segment: text, profile: id, since: at }), { maxLength: 2 }),
    changes: fc.array(
      id.map((profile) => ({ kind: 'updated', profile, at: 1, body: '{}' })),
      { maxLength: 2 },
    ),
    enqueue: fc.array(
      fc.record({ queue: fc.constant('q'), lane: text, dueAt: at, key: fc.option(text), body: fc.constant('{}') }),
      { maxLength: 2 },
    ),
    terms: fc.array(
      text.map((term) => ({ term, variants: [term, 'v'] })),
      { maxLength: 1 },
    ),
  },
  { requiredKeys: [] },
)

async function answers(store: Store, reader: Reader): Promise<unknown> {
  const ids = Array.from({ length: COUNT }, (_, i) => i + 1) as never[]
  const texts = ['a', 'é', '😀', '\uffee', "o'x"]
  const of = <T>(ask: (one: never) => Promise<T>): Promise<T[]> => Promise.all(ids.map(ask))
  const all = [
    await reader.profiles(ids),
    await reader.profilesByKey(texts),
    await reader.list({ limit: 3 }),
    await of((profile) => reader.timeline({ profile, limit: 2 })),
    await of((profile) => reader.timeline({ profile, limit: 9, statesOnly: true, entities: ['order'] })),
    await of((profile) => reader.links(profile)),
    await of((profile) => reader.anchorsAt(profile, 10)),
    await reader.formerProfiles(ids as never),
    await reader.searchPrefix(['', 'a', 'é'], 4),
    await reader.searchNumbers('a', 4),
    await reader.searchNumbers('', 9),
    await reader.due({ from: 'visit|', to: 'visit|~', limit: 3 }),
    await reader.countDue({ from: 'stay|', to: 'visit|~', withoutReported: true }),
    await reader.countDue({ from: 'stay|', to: 'visit|~', spaces: ['a'] }),
    (await reader.lastDue({ from: '', to: '~' })) ?? null,
    await reader.similarTerms(['v', 'a'], 3),
    await reader.countMembers(texts),
    await of((profile) => reader.memberships(profile)),
    await reader.changes(0 as never, 100),
    await reader.lastSequence(),
    { ...(await reader.inspect()), bytes: 0, logBytes: 0 },
    await reader.queue('q', { limit: 3 }),
    await store.write.records(ids),
    await store.write.candidates(texts, 2),
    await store.write.components(ids, 3),
    await store.write.profiles(ids),
    await store.write.dueFlips(20, 9),
    await store.write.anchorsOf(ids),
    await store.write.unseen(1 as never, 'k1', 5),
  ]
  return JSON.parse(
    JSON.stringify(all, (_, value) =>
      value?.type === 'Buffer' ? value.data : ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value,
    ),
  )
}

it('any sequence of writes gives the same answers from the file as from memory', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(writes, { minLength: 1, maxLength: 6 }), fc.option(id), async (sequence, erased) => {
      const folder = mkdtempSync(join(tmpdir(), 'store-model-'))
      const stores = [
        await openMemoryStore(),
        await openSqliteStore({ file: join(folder, 'a.db'), durability: 'normal' }),
      ]
      const found = []
      for (const store of stores) {
        await store.write.streams(['crm/contacts'])
        await store.write.allocateAnchors(COUNT)
        const anchors = Array.from({ length: COUNT }, (_, i) => ({
          id: i + 1,
          stream: 1,
          key: `c${i}`,
          profile: i + 1,
          entity: 'person',
          isGhost: false,
        }))
        await store.write.commit({ anchors } as never)
        for (const one of sequence) await store.write.commit(one as unknown as Writes)
        if (erased !== null) await store.write.erase({ profile: erased as never, anchors: [], suppress: [], at: 1 })
        const reader = await store.reader()
        found.push(await answers(store, reader))
        await reader.close()
        await store[Symbol.asyncDispose]()
      }
      rmSync(folder, { recursive: true })
      expect(found[1]).toEqual(found[0])
    }),
    { numRuns: 60 },
  )
}, 30_000)
