import type { Sequence } from '@rapport/core'
import type { StoredChange } from '@rapport/engine'
import { expect, test } from 'vitest'
import { Notices } from '../threads/notices.ts'
import { followChanges } from './change-feed.ts'

function make() {
  const notices = new Notices()
  const stored: StoredChange[] = []
  let reads = 0
  const { feed, close } = followChanges({ onNotice: notices.listen }, 'main', {
    changes: async (after, limit) => {
      reads += 1
      return stored.filter(({ sequence }) => sequence > after).slice(0, limit)
    },
  })
  const commit = (workspace = 'main') => {
    const sequence = (stored.length + 1) as Sequence
    stored.push({ sequence, kind: 'updated', profile: 1 as never, at: 0, body: '{}' })
    notices.tell({ topic: 'changed', workspace, value: sequence })
  }
  return { feed, close, commit, notices, reads: () => reads }
}

test('a watcher is called once a turn with the newest sequence, and not after it stopped', async () => {
  const { feed, commit } = make()
  const seen: number[] = []
  const stop = feed.watch((last) => seen.push(last))
  commit()
  commit()
  commit('other')
  await new Promise(setImmediate)
  expect(seen).toEqual([2])
  stop()
  commit()
  await new Promise(setImmediate)
  expect(seen).toEqual([2])
})

test('a follower gets what there was and what comes, in pages, and reads only when told', async () => {
  const { feed, commit, reads } = make()
  for (let n = 0; n < 3; n++) commit()
  const controller = new AbortController()
  const seen: number[] = []
  const following = (async () => {
    for await (const page of feed.follow(0 as Sequence, { signal: controller.signal, limit: 2 }))
      seen.push(...page.map(({ sequence }) => sequence))
  })()
  await expect.poll(() => seen).toEqual([1, 2, 3])
  commit()
  await expect.poll(() => seen).toEqual([1, 2, 3, 4])
  const quiet = reads()
  await new Promise((resolve) => setImmediate(resolve))
  expect(reads() - quiet).toBeLessThanOrEqual(1)
  controller.abort()
  await following
})

test('documents are told at once, and a closed feed hears nothing', () => {
  const { feed, close, notices } = make()
  let told = 0
  feed.watchDocuments(() => {
    told += 1
  })
  notices.tell({ topic: 'documents', workspace: 'main' })
  expect(told).toBe(1)
  close()
  notices.tell({ topic: 'documents', workspace: 'main' })
  expect(told).toBe(1)
})
