/** Changes a store until it is killed, and says on standard output what was answered. Started by store.test.ts. */
import type { AnchorId, ProfileId } from '@rapport/core'
import type { ActivityId, Durability, Settled, Store, StreamId, Writes } from '@rapport/engine'
import { openSqliteStore } from '@rapport/store-sqlite'
import { randomNumbers } from '../support/random.ts'
import { say, untilKilled } from './killed-child.ts'

const [file = '', durability] = process.argv.slice(2)

await untilKilled(async ({ seed }) => {
  const random = randomNumbers(seed)
  const store = await openSqliteStore({ file, durability: durability as Durability })
  const [stream] = (await store.write.streams(['kill/people'])) as [StreamId]
  say('open')
  const known: number[] = []
  for (;;) {
    const dice = random()
    if (dice < 0.45) known.push(...(await addPeople(store, stream, random)))
    else if (dice < 0.8) await workOff(store, random)
    else if (dice < 0.88) await writeDocument(store, random)
    else if (dice < 0.95) await store.write.checkpoint()
    else await eraseOne(store, known)
  }
})

/** One person in every table, with an item to work off; many at times, so that commits of many pages are met too. */
async function addPeople(store: Store, stream: StreamId, random: () => number): Promise<readonly number[]> {
  const count = random() < 0.1 ? 100 : 1 + Math.floor(random() * 4)
  const first = await store.write.allocateAnchors(count)
  const people = Array.from({ length: count }, (_, at) => first + at)
  const padding = 'x'.repeat(Math.floor(random() * 3000))
  const writes: Writes = {
    anchors: people.map((n) => ({
      id: n as AnchorId,
      stream,
      key: `k${n}`,
      profile: n as ProfileId,
      entity: 'person',
      isGhost: false,
    })),
    records: people.map((n) => ({
      anchor: n as AnchorId,
      version: '1',
      contentHash: '',
      observedAt: n,
      attributes: '{}',
      fieldVersions: null,
      received: padding,
      isDeleted: false,
      space: null,
      territory: null,
      features: new Uint8Array(8),
      keys: [`=n:${n}`],
      searchKeys: [`s${n}`],
    })),
    activities: people.map((n) => ({
      id: n as ActivityId,
      anchor: n as AnchorId,
      stream,
      key: `a${n}`,
      entity: 'order',
      isHappening: false,
      version: '1',
      contentHash: '',
      occurredAt: n,
      isDeleted: false,
      space: null,
      territory: null,
      body: padding,
      raw: null,
      number: null,
      agenda: null,
    })),
    heads: people.map((n) => ({ profile: n as ProfileId, entity: 'person', head: '{}', space: null, territory: null })),
    changes: people.map((n) => ({ kind: 'updated', profile: n as ProfileId, at: n, body: '{}' })),
    enqueue: people.map((n) => ({
      queue: 'work',
      lane: '',
      dueAt: 0,
      key: null,
      body: JSON.stringify({ profile: n }),
    })),
    cursors: [{ stream, cursor: String(people.at(-1)) }],
  }
  await store.write.commit(writes)
  say(`added ${people.join(' ')}`)
  return people
}

/** Claims some items; each is done, with a change in the feed for it, or put back. */
async function workOff(store: Store, random: () => number): Promise<void> {
  const lease = await store.write.claim('work', { max: 1 + Math.floor(random() * 5), leaseMs: 60_000, nowMs: 1 })
  const done: number[] = []
  const settled: Settled[] = []
  for (const { id, body } of lease.items) {
    if (random() < 0.2) settled.push({ id, retryAt: 0, reason: 'once more' })
    else {
      settled.push({ id, done: true })
      done.push((JSON.parse(body) as { profile: number }).profile)
    }
  }
  await store.write.commit({
    lease: lease.token,
    settled,
    changes: done.map((n) => ({ kind: 'decided', profile: n as ProfileId, at: n, body: '{}' })),
  })
  say(`done ${done.join(' ')}`)
}

async function writeDocument(store: Store, random: () => number): Promise<void> {
  const name = `d${Math.floor(random() * 5)}`
  const [there] = await store.documents.read([{ type: 'segment', name }])
  const expected = there?.version ?? 0
  await store.documents.write([{ type: 'segment', name, body: '{}', by: 'kill', at: 1, expected }])
  say(`document ${name} ${expected + 1}`)
}

async function eraseOne(store: Store, known: number[]): Promise<void> {
  const n = known.shift()
  if (n === undefined) return
  await store.write.erase({ profile: n as ProfileId, anchors: [], suppress: [`h${n}`], at: n })
  say(`erased ${n}`)
}
