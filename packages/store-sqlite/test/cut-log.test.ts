import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProfileId, Sequence } from '@rapport/core'
import Database from 'better-sqlite3'
import { afterAll, expect, it } from 'vitest'
import { openSqliteStore } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'rapport-cut-log-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What a power cut leaves of a log that was not flushed: some beginning of it. */
it('a log that is cut anywhere is a beginning of the commits: none torn, none out of order', async () => {
  const file = join(folder, 'rapport.db')
  const store = await openSqliteStore({ file, durability: 'normal' })
  for (let n = 1; n <= 60; n++)
    await store.write.commit({
      changes: [{ kind: 'updated', profile: n as ProfileId, at: n, body: 'x'.repeat((n * 997) % 9000) }],
      enqueue: [{ queue: 'q', lane: '', dueAt: 0, key: null, body: `${n}` }],
    })
  const bytes = statSync(`${file}-wal`).size
  const lengths: number[] = []
  for (let cut = 0; cut <= 40; cut++) {
    const copy = join(folder, `${cut}`)
    mkdirSync(copy)
    const copied = join(copy, 'rapport.db')
    copyFileSync(file, copied)
    copyFileSync(`${file}-wal`, `${copied}-wal`)
    truncateSync(`${copied}-wal`, Math.floor((bytes * cut) / 40))
    await using again = await openSqliteStore({ file: copied })
    const reader = await again.reader()
    const changes = (await reader.changes(0 as Sequence, 100)).map(({ profile }) => profile)
    expect(changes).toEqual(changes.map((_, at) => at + 1))
    const { items } = await reader.queue('q', { limit: 100 })
    expect(items.map(({ body }) => Number(body))).toEqual(changes)
    await reader.close()
    const raw = new Database(copied, { readonly: true })
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
    raw.close()
    lengths.push(changes.length)
  }
  await store[Symbol.asyncDispose]()
  expect(lengths[0]).toBe(0)
  expect(lengths.at(-1)).toBe(60)
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
})
