import type { Entry } from '@rapport/engine'
import { expect, test } from 'vitest'
import type { Principal } from '../auth/principal.ts'
import type { AuditRecord, Told } from './record.ts'
import { AuditTrail } from './trail.ts'

const told = (content: string, more: Partial<Told> = {}): Told => ({
  kind: 'brief',
  content,
  profile: 'prf_0000000001',
  occasion: 'call',
  question: null,
  language: 'en',
  sentences: 1,
  sensitive: 0,
  facts: [],
  writer: {
    by: 'rules',
    model: null,
    host: null,
    verified: 0,
    rewritten: 0,
    replaced: 0,
    problem: null,
    tokens: { prompt: 0, answer: 0 },
  },
  prompts: [],
  ...more,
})
const hearer = (nowMs: number, key = 'key_a', call?: string) => ({
  principal: { id: key, title: 'Desk' } as Principal,
  nowMs,
  ...(call !== undefined && { call: { id: call } }),
})

/** A trail whose commits end when they are let. */
function trail() {
  const commits: Entry[][] = []
  const ends: PromiseWithResolvers<void>[] = []
  const putEntries = async (entries: readonly Entry[]) => {
    commits.push([...entries])
    const end = Promise.withResolvers<void>()
    ends.push(end)
    await end.promise
  }
  const last = () => commits.flat().map(({ body }) => JSON.parse(body) as AuditRecord)
  return { trail: new AuditTrail({ putEntries }), commits, ends, last }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('a record is acknowledged by its commit, and what comes meanwhile shares the next one', async () => {
  const { trail: one, commits, ends } = trail()
  const done: string[] = []
  const keep = (content: string) => one.keep(hearer(1), told(content)).then(() => done.push(content))
  void keep('a')
  await turn()
  const rest = ['b', 'c', 'd'].map(keep)
  await turn()
  expect(commits.map((group) => group.length)).toEqual([1])
  expect(done).toEqual([])
  ends[0]?.resolve()
  await turn()
  expect(done).toEqual(['a'])
  expect(commits.map((group) => group.length)).toEqual([1, 3])
  ends[1]?.resolve()
  await Promise.all(rest)
})

test('who waits for a commit that fails hears of it, and the next one is tried', async () => {
  const { trail: one, ends, commits } = trail()
  const first = one.keep(hearer(1), told('a'))
  await turn()
  ends[0]?.reject(new Error('full'))
  await expect(first).rejects.toThrow('full')
  const second = one.keep(hearer(1), told('b'))
  await turn()
  ends[1]?.resolve()
  await second
  expect(commits).toHaveLength(2)
})

test('the same to the same key is counted for ten minutes; another key, call or content is not', async () => {
  const { trail: one, ends, last } = trail()
  const keep = async (...args: Parameters<AuditTrail['keep']>) => {
    const kept = one.keep(...args)
    await turn()
    ends.at(-1)?.resolve()
    return kept
  }
  const minute = 60_000
  const first = await keep(hearer(0), told('a'))
  expect(await keep(hearer(9 * minute), told('a'))).toBe(first)
  expect(last()).toHaveLength(1)
  const flushed = one.flush()
  await turn()
  ends.at(-1)?.resolve()
  await flushed
  expect(last().at(-1)).toMatchObject({ count: 2, at: '1970-01-01T00:00:00.000Z', lastAt: '1970-01-01T00:09:00.000Z' })
  const others = [
    await keep(hearer(11 * minute), told('a')),
    await keep(hearer(0, 'key_b'), told('a')),
    await keep(hearer(0, 'key_a', 'call_1'), told('a')),
    await keep(hearer(0), told('b')),
  ]
  expect(new Set([first, ...others]).size).toBe(5)
})

test('a repetition waits for the record that it repeats, and is told anew when that failed', async () => {
  const { trail: one, ends, commits } = trail()
  const both = [one.keep(hearer(1), told('a')), one.keep(hearer(2), told('a'))]
  const outcomes = Promise.allSettled(both)
  await turn()
  ends[0]?.reject(new Error('full'))
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  const third = one.keep(hearer(3), told('a'))
  await turn()
  expect(commits.at(-1)?.map(({ body }) => (JSON.parse(body) as AuditRecord).count)).toContain(1)
  ends[1]?.resolve()
  await third
})

test('what left for a model is never counted as a repetition', async () => {
  const { trail: one, ends } = trail()
  const prompts = [{ role: 'user', text: '[NAME_1]' }]
  const ids = []
  for (const at of [0, 1]) {
    const kept = one.keep(hearer(at), told('a', { prompts }))
    await turn()
    ends.at(-1)?.resolve()
    ids.push(await kept)
  }
  expect(ids[0]).not.toBe(ids[1])
})
