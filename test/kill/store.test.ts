import { join } from 'node:path'
import type { ProfileId, Sequence } from '@rapport/core'
import type { Durability, Page, Paging, Reader } from '@rapport/engine'
import { openSqliteReader, openSqliteStore } from '@rapport/store-sqlite'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { randomNumbers } from '../support/random.ts'
import { temporaryFolder } from '../support/stores.ts'
import { killAgainAndAgain, killSeed, report } from './killed-process.ts'

const KILLS = 50
const MAX_LIFE_MS = 120

/** What was acknowledged by all that lived so far. */
interface Acknowledged {
  readonly added: Set<number>
  readonly done: Set<number>
  readonly erased: Set<number>
  readonly documents: Map<string, number>
}

for (const durability of ['full', 'normal'] as const)
  it(`a store of ${durability} durability that is killed ${KILLS} times loses nothing acknowledged and applies nothing twice`, async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'rapport.db')
    const told: Acknowledged = { added: new Set(), done: new Set(), erased: new Set(), documents: new Map() }
    let unopened = 0
    await killAgainAndAgain({
      script: new URL('./store-child.ts', import.meta.url),
      args: [file, durability],
      times: KILLS,
      maxLifeMs: MAX_LIFE_MS,
      random: randomNumbers(killSeed()),
      cacheFolder: join(folder, 'cache'),
      async onKilled(lines, life) {
        for (const line of lines) hear(told, line)
        if (!lines.includes('open')) unopened++
        if (told.added.size > 0) await expectWhole(file, durability, told, life)
      },
    })
    report(
      `${durability}: ${told.added.size} people, ${told.done.size} items, ${told.erased.size} erasures; ${unopened} killed before they were open`,
    )
    expect(told.added.size).toBeGreaterThan(KILLS)
    expect(told.done.size).toBeGreaterThan(KILLS)
  }, 180_000)

function hear(told: Acknowledged, line: string): void {
  const [word, ...rest] = line.split(' ')
  if (word === 'added' || word === 'done' || word === 'erased')
    for (const n of rest) if (n !== '') told[word].add(Number(n))
  if (word === 'document') told.documents.set(rest[0] as string, Number(rest[1]))
  if (word === 'failed') throw new Error(JSON.parse(line.slice('failed '.length)) as string)
}

/** Whether the file holds all that was acknowledged, and every commit whole or not at all. */
async function expectWhole(file: string, durability: Durability, told: Acknowledged, life: number): Promise<void> {
  // As a reader finds it, its log not recovered by anybody; and as a writer leaves it that was closed in peace.
  if (life % 2 === 0) await expectWholeBy(await openSqliteReader({ file }), told)
  else {
    const store = await openSqliteStore({ file, durability })
    for (const [name, version] of told.documents) {
      const [newest, acknowledged] = await store.documents.read([
        { type: 'segment', name },
        { type: 'segment', name, version },
      ])
      expect(newest?.version).toBeGreaterThanOrEqual(version)
      expect(acknowledged?.version).toBe(version)
    }
    await expectWholeBy(await store.reader(), told)
    await store[Symbol.asyncDispose]()
  }
  const raw = new Database(file, { readonly: true })
  expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
  raw.close()
}

async function expectWholeBy(reader: Reader, told: Acknowledged): Promise<void> {
  const people = new Set((await all((paging) => reader.list(paging))).map(({ id }) => id as number))
  const changes = await reader.changes(0 as Sequence, Number.MAX_SAFE_INTEGER)
  const of = (kind: string) => changes.filter((change) => change.kind === kind).map(({ profile }) => profile as number)
  const waiting = (await all((paging) => reader.queue('work', paging))).map(
    ({ body }) => (JSON.parse(body) as { profile: number }).profile,
  )
  const done = of('decided')
  const erased = new Set(of('erased'))

  // Nothing acknowledged is lost.
  const missing = (wanted: ReadonlySet<number>, there: ReadonlySet<number>) => [...wanted].filter((n) => !there.has(n))
  expect(missing(told.added, new Set([...people, ...erased]))).toEqual([])
  expect(missing(told.done, new Set([...done, ...erased]))).toEqual([])
  expect(missing(told.erased, erased)).toEqual([])
  expect((await reader.suppressed([...told.erased].map((n) => `h${n}`))).every(Boolean)).toBe(true)
  expect([...people].filter((n) => erased.has(n))).toEqual([])

  // Each person is there in every table, or in none; each item waits or was worked off, once.
  expect(sorted(of('updated'))).toEqual(sorted(people))
  expect(sorted([...waiting, ...done])).toEqual(sorted(people))
  const counts = await reader.inspect()
  expect(counts).toMatchObject({
    anchors: people.size,
    records: people.size,
    activities: people.size,
    queued: waiting.length,
    dead: 0,
  })
  const found = await reader.profilesByKey([...people].map((n) => `=n:${n}`))
  expect(found.flat()).toEqual([...people])
  const last = Math.max(...people) as ProfileId
  const [stream] = await reader.streams()
  expect(Number(stream?.cursor)).toBeGreaterThanOrEqual(last)
  await reader.close()
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

const sorted = (numbers: Iterable<number>): readonly number[] => [...numbers].sort((a, b) => a - b)
