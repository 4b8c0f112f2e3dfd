import { openMemoryStore } from '@rapport/store-memory'
import { expect, test } from 'vitest'
import { DayBudget } from './token-budget.ts'

/** A budget over a store, and how to open it anew as after a restart. */
async function budgets() {
  const store = await openMemoryStore()
  const reader = await store.reader()
  let nowMs = Date.parse('2026-11-24T22:00:00Z')
  const warned: unknown[] = []
  let isFull = false
  let commits = 0
  const open = () =>
    new DayBudget({
      reader: {
        entry: async (type, name) => {
          if (isFull) throw new Error('unreadable')
          return reader.entry(type, name)
        },
      },
      commands: {
        putEntries: async (entries) => {
          commits += 1
          if (isFull) throw new Error('full')
          await store.write.commit({ entries })
        },
      },
      tokensPerDay: 1000,
      log: { warn: (fields: unknown) => void warned.push(fields) } as never,
      now: () => nowMs,
    })
  return {
    open,
    reader,
    warned,
    commits: () => commits,
    pass: (hours: number) => {
      nowMs += hours * 3_600_000
    },
    fill: (is: boolean) => {
      isFull = is
    },
  }
}

test('counts what is spent in a day, whoever spends it and whatever restarts, and begins anew the next', async () => {
  const { open, pass, reader } = await budgets()
  const budget = open()
  await Promise.all([budget.spend(200), budget.spend(300)])
  expect(await budget.left()).toBe(500)
  const restarted = open()
  expect(await restarted.left()).toBe(500)
  await restarted.spend(100)
  expect(await open().left()).toBe(400)
  pass(3)
  expect(await restarted.left()).toBe(1000)
  await restarted.spend(1)
  expect((await reader.entries('model-usage', { limit: 9 })).items.map(({ name, body }) => [name, body])).toEqual([
    ['2026-11-25', '{"tokens":1}'],
    ['2026-11-24', '{"tokens":600}'],
  ])
})

test('what is spent before the day was read is added to it', async () => {
  const { open } = await budgets()
  await open().spend(100)
  const second = open()
  await Promise.all([second.spend(1), second.spend(2), second.left()])
  expect(await open().left()).toBe(897)
})

test('spends of the same moment share a commit', async () => {
  const { open, commits } = await budgets()
  const budget = open()
  await budget.left()
  await Promise.all(Array.from({ length: 50 }, () => budget.spend(1)))
  expect(await open().left()).toBe(950)
  expect(commits()).toBeLessThan(4)
})

test('nothing is left while the store does not say what was spent', async () => {
  const { open, fill, warned } = await budgets()
  await open().spend(10)
  const budget = open()
  fill(true)
  expect(await budget.left()).toBe(0)
  expect(warned).toHaveLength(1)
  fill(false)
  expect(await budget.left()).toBe(990)
})

test('what the store cannot keep counts here all the same, and with the next that it can', async () => {
  const { open, fill, warned } = await budgets()
  const budget = open()
  await budget.left()
  fill(true)
  await budget.spend(600)
  expect(await budget.left()).toBe(400)
  expect(warned).toHaveLength(1)
  fill(false)
  await budget.spend(1)
  expect(await open().left()).toBe(399)
})
