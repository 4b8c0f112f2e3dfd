import type { ProfileId } from '@rapport/core'
import { openMemoryStore } from '@rapport/store-memory'
import { expect, test } from 'vitest'
import { createLogger } from '../telemetry/log.ts'
import { Retention } from './retention.ts'

const DAY_MS = 86_400_000

test('what is older than its days goes, what is not and what is of another type stays', async () => {
  const store = await openMemoryStore()
  const reader = await store.reader()
  const nowMs = 1000 * DAY_MS
  const entry = (type: string, name: string, ageMs: number) => ({
    type,
    name,
    profile: null as ProfileId | null,
    at: nowMs - ageMs,
    body: '{}',
  })
  const old = Array.from({ length: 1203 }, (_, at) => entry('brief', `old-${at}`, 30 * DAY_MS + 1 + (at % 7)))
  const kept = [entry('brief', 'just', 30 * DAY_MS), entry('brief', 'new', 0), entry('call', 'call', 400 * DAY_MS)]
  await store.write.commit({ entries: [...old, ...kept] })
  const retention = new Retention({
    reader,
    commands: { removeEntries: async (removedEntries) => void (await store.write.commit({ removedEntries })) },
    keptDays: { brief: 30 },
    log: createLogger({ level: 'silent' }),
    now: () => nowMs,
  })
  retention.begin()
  await retention.run()
  await retention.close()
  const { items } = await reader.entries('brief', { limit: 5000 })
  expect(items.map(({ name }) => name)).toEqual(['new', 'just'])
  expect(await reader.entry('call', 'call')).toBeDefined()
})
