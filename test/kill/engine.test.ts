import { join } from 'node:path'
import { formatProfileId, type ProfileId, parseProfileId } from '@rapport/core'
import { type Durability, identifierKey, type Page, type Paging } from '@rapport/engine'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { randomNumbers } from '../support/random.ts'
import { temporaryFolder } from '../support/stores.ts'
import { killAgainAndAgain, killSeed, report } from './killed-process.ts'
import { LANE, openShop, type Shop } from './shop.ts'

const KILLS = 50
const MAX_LIFE_MS = 150
const RIGHTS = { sensitive: true }

/** What the processes acknowledged, and what the receiver of deliveries heard, in order. */
interface Heard {
  /** user/message */
  readonly events: Set<string>
  /** The newest acknowledged version of each contact. */
  readonly contacts: Map<string, number>
  readonly settled: Set<number>
  readonly deliveries: {
    readonly queueItem: number
    readonly profile: string
    readonly operation: string
    readonly name: unknown
  }[]
  lives: number
}

for (const durability of ['full', 'normal'] as const)
  it(`an engine of ${durability} durability that is killed ${KILLS} times while it ingests and delivers loses nothing acknowledged and applies nothing twice`, async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'rapport.db')
    const heard: Heard = { events: new Set(), contacts: new Map(), settled: new Set(), deliveries: [], lives: 0 }
    await killAgainAndAgain({
      script: new URL('./engine-child.ts', import.meta.url),
      args: [file, durability],
      times: KILLS,
      maxLifeMs: MAX_LIFE_MS,
      random: randomNumbers(killSeed()),
      cacheFolder: join(folder, 'cache'),
      async onKilled(lines, life) {
        for (const line of lines) hear(heard, line)
        if (heard.lives === 0) return
        const raw = new Database(file, { readonly: true })
        expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
        raw.close()
        // Most lives take up what the one before left; after some, it is this process that does.
        if (life % 10 === 9) await expectWhole(file, durability, heard, life)
      },
    })
    report(
      `${durability}: ${heard.lives} of ${KILLS} lived to ingest; ${heard.events.size} events, ${heard.contacts.size} contacts, ` +
        `${heard.deliveries.length} deliveries, ${heard.settled.size} settled`,
    )
    expect(heard.lives).toBeGreaterThan(KILLS / 3)
    expect(heard.events.size).toBeGreaterThan(KILLS)
    expect(heard.settled.size).toBeGreaterThan(KILLS)
  }, 180_000)

function hear(heard: Heard, line: string): void {
  const [word, ...rest] = line.split(' ')
  if (word === 'open') heard.lives++
  else if (word === 'events') for (const event of rest) heard.events.add(event)
  else if (word === 'contacts') {
    for (const contact of rest.slice(1)) heard.contacts.set(contact.split('/')[0] ?? '', Number(rest[0]))
  } else if (word === 'sent') deliver(heard, Number(rest[0]), rest.slice(1).join(' '))
  else if (word === 'settled') heard.settled.add(Number(rest[0]))
  else throw new Error(JSON.parse(line.slice('failed '.length)) as string)
}

function deliver(heard: Heard, queueItem: number, body: string): void {
  // What the engine was told to be done is never sent again.
  expect(heard.settled).not.toContain(queueItem)
  const { profile, item } = JSON.parse(body) as {
    profile: string
    item: { operation: string; fields: { name?: unknown } }
  }
  heard.deliveries.push({ queueItem, profile, operation: item.operation, name: item.fields.name })
}

/** Opens the shop as the next process would, lets it come to rest, and compares it with what was heard. */
async function expectWhole(file: string, durability: Durability, heard: Heard, life: number): Promise<void> {
  let clock = Date.UTC(2026, 10, 24) + life * 600_000 + 500_000
  await using shop = await openShop(file, durability, () => clock++)
  await shop.engine.commands.settle()
  while (((await shop.engine.commands.tick(1_000)) ?? Number.POSITIVE_INFINITY) <= clock);
  await drainDeliveries(shop, heard)

  const counts = await shop.reader.inspect()
  expect(counts).toMatchObject({ queued: 0, dead: 0, rejected: 0 })
  await expectEvents(shop, heard)
  await expectContacts(shop, heard)
  await expectAudience(shop, heard)
}

/** Sends all that waits, dead letters once more. */
async function drainDeliveries({ engine, reader }: Shop, heard: Heard): Promise<void> {
  const dead = await all((paging) => reader.queue('deliver', { ...paging, state: 'dead' }))
  await engine.commands.requeue(dead.map(({ id }) => id))
  for (;;) {
    // Retries wait for a moment that has passed in no time.
    const { token, items } = await engine.commands.claimDeliveries(LANE, 100, 60_000)
    if (items.length === 0 && (await reader.queue('deliver', { limit: 1 })).items.length === 0) return
    for (const { id, body } of items) deliver(heard, id, body)
    await engine.commands.settleDeliveries(
      token,
      items.map(({ id }) => ({ id, done: true })),
    )
    for (const { id } of items) heard.settled.add(id)
  }
}

/** Every acknowledged event is in its user's history, once; figures have counted each, once. */
async function expectEvents({ reader, queries }: Shop, heard: Heard): Promise<void> {
  const stored = new Set<string>()
  let rows = 0
  for (const { id } of await all((paging) => reader.list(paging))) {
    const timeline = await all((paging) => reader.timeline({ profile: id, entities: ['event'], ...paging }))
    const anchors = new Map((await reader.anchors(id)).map((anchor) => [anchor.id as number, anchor.key]))
    for (const { anchor, key } of timeline) stored.add(`${anchors.get(anchor)}/${key}`)
    rows += timeline.length
    const profile = await queries.profile(id, RIGHTS)
    expect(profile?.insights.events ?? 0).toBe(timeline.length)
    expect(profile?.segments).toEqual(timeline.length >= 3 ? ['visitors'] : [])
  }
  expect(stored.size).toBe(rows)
  const tracked = [...heard.events].filter((event) => event.includes('/m-'))
  expect(tracked.filter((event) => !stored.has(event))).toEqual([])
}

/** Each contact is as new as was acknowledged, or newer, whole; its history has each version once, and the cursor is not behind. */
async function expectContacts({ reader, queries }: Shop, heard: Heard): Promise<void> {
  let newest = 0
  for (const [id, version] of heard.contacts) {
    const [[profile] = []] = await reader.profilesByKey([identifierKey('email', `${id}@shop.fr`)])
    const answer = await queries.profile(profile as ProfileId, RIGHTS)
    const stored = Number(String(answer?.attributes.givenName).slice(1))
    expect(stored).toBeGreaterThanOrEqual(version)
    newest = Math.max(newest, version)
    const anchor = (await reader.anchors(profile as ProfileId)).find(({ streamName }) => streamName === 'crm/contacts')
    const versions = await all((paging) => reader.versions(anchor?.id as never, paging))
    expect(new Set(versions.map((one) => one.version)).size).toBe(versions.length)
    expect(versions.map((one) => Number(JSON.parse(one.raw ?? '{}').v))).toContain(version)
  }
  const stream = (await reader.streams()).find(({ name }) => name === 'crm/contacts')
  expect(Number(stream?.cursor)).toBeGreaterThanOrEqual(newest)
}

/** The receiver has everybody who agreed as they are now, and nobody else. */
async function expectAudience({ reader, queries }: Shop, heard: Heard): Promise<void> {
  const audience = new Map<string, unknown>()
  for (const { profile, operation, name } of heard.deliveries) {
    if (operation === 'upsert') audience.set(profile, name)
    else audience.delete(profile)
  }
  const expected = new Map<string, unknown>()
  for (const { id } of await all((paging) => reader.list(paging))) {
    const profile = await queries.profile(id, RIGHTS)
    const isGranted = profile?.consents.some(({ state }) => state === 'granted') === true
    if (isGranted) expected.set(formatProfileId(id), profile?.attributes.givenName)
  }
  expect(Object.fromEntries([...audience].sort())).toEqual(Object.fromEntries([...expected].sort()))
  for (const profile of audience.keys()) expect(parseProfileId(profile)).toBeDefined()
}

async function all<T>(list: (paging: Paging) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = []
  for (let after: string | undefined; ; ) {
    const page: Page<T> = await list(after === undefined ? { limit: 1000 } : { limit: 1000, after })
    items.push(...page.items)
    if (page.next === null) return items
    after = page.next
  }
}
