import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProfileId, Sequence } from '@rapport/core'
import type { Store } from '@rapport/engine'
import { afterAll, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'rapport-checkpoint-'))
afterAll(() => rmSync(folder, { recursive: true }))

const BODY = 'x'.repeat(4000)

async function grow({ write }: Store, from: number, until: number): Promise<void> {
  for (let n = from; n < until; n++)
    await write.commit({ changes: [{ kind: 'updated', profile: n as ProfileId, at: n, body: BODY }] })
}

describe('a checkpoint of a long log', () => {
  it('lets commits go on, loses none of them, and the log begins anew', async () => {
    const file = join(folder, 'long.db')
    {
      await using store = await openSqliteStore({ file, durability: 'normal' })
      await grow(store, 1, 2_500)
      const before = statSync(`${file}-wal`).size
      let isMoved = false
      const moving = store.write.checkpoint().then(() => {
        isMoved = true
      })
      await grow(store, 2_500, 2_510)
      expect(isMoved).toBe(false)
      await moving
      await grow(store, 2_510, 2_520)
      expect(statSync(file).size).toBeGreaterThan(2_500 * 4000)
      expect(statSync(`${file}-wal`).size).toBeLessThanOrEqual(before + 200_000)
    }
    await using again = await openSqliteStore({ file })
    const reader = await again.reader()
    const changes = await reader.changes(0 as Sequence, 10_000)
    expect(changes.map(({ profile }) => profile)).toEqual(Array.from({ length: 2_519 }, (_, at) => at + 1))
    await reader.close()
  })

  it('called again while it runs is the same one', async () => {
    await using store = await openSqliteStore({ file: join(folder, 'twice.db'), durability: 'normal' })
    await grow(store, 1, 2_500)
    await Promise.all([store.write.checkpoint(), store.write.checkpoint(), grow(store, 2_500, 2_505)])
  })

  it('empties the log when somebody was erased while it ran', async () => {
    const file = join(folder, 'erased.db')
    await using store = await openSqliteStore({ file, durability: 'normal' })
    await grow(store, 1, 2_500)
    const moving = store.write.checkpoint()
    await store.write.erase({ profile: 7 as ProfileId, anchors: [], suppress: [], at: 1 })
    await moving
    expect(statSync(`${file}-wal`).size).toBe(0)
  })
})
