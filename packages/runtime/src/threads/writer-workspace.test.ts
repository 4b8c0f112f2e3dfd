import type { Sequence } from '@rapport/core'
import type { Commands, ReceivedRequest, ReceiveOutcome } from '@rapport/engine'
import { expect, test } from 'vitest'
import { createLogger } from '../telemetry/log.ts'
import { WriterWorkspace } from './writer-workspace.ts'

const request = (body: string): ReceivedRequest => ({
  connection: 'web',
  path: '/v1/track',
  headers: {},
  body,
  receivedAt: 0,
})

function open(engine: Partial<Commands>) {
  const told: string[] = []
  let last = 0
  let checkpoints = 0
  const checkpoint = async () => {
    checkpoints += 1
  }
  const commands = { tick: async () => null, settle: async () => {}, ...engine } as Commands
  const workspace = new WriterWorkspace({
    name: 'main',
    engine: commands,
    store: { write: { checkpoint } as never },
    reader: { lastSequence: async () => last as Sequence },
    log: createLogger({ level: 'silent' }),
    now: Date.now,
    logBytes: async () => 0,
    maxLogBytes: 1,
    onChanged: (sequence) => told.push(`changed ${sequence}`),
    onDocuments: () => told.push('documents'),
    onErased: async () => void told.push('erased'),
    onReceived: (requests) => told.push(`commit of ${requests}`),
  })
  const advance = () => {
    last += 1
  }
  return { workspace, told, advance, checkpoints: () => checkpoints }
}

test('requests that arrive together, or while a commit runs, are one commit each, and every caller gets its own answers', async () => {
  const groups: string[][] = []
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const { workspace } = open({
    receive: async (requests) => {
      groups.push(requests.map(({ body }) => body))
      if (groups.length === 1) await gate
      return requests.map(({ body }): ReceiveOutcome => ({ ok: true, accepted: Number(body) }))
    },
  })
  const send = (...bodies: string[]) => workspace.handle('receive', [bodies.map(request)])
  const first = [send('1'), send('2', '3')]
  await expect.poll(() => groups.length).toBe(1)
  const second = [send('4'), send('5')]
  release()
  expect(await Promise.all([...first, ...second])).toEqual([
    [{ ok: true, accepted: 1 }],
    [
      { ok: true, accepted: 2 },
      { ok: true, accepted: 3 },
    ],
    [{ ok: true, accepted: 4 }],
    [{ ok: true, accepted: 5 }],
  ])
  expect(groups).toEqual([
    ['1', '2', '3'],
    ['4', '5'],
  ])
  await workspace.close()
})

test('a failed commit fails its own callers only', async () => {
  let calls = 0
  const { workspace } = open({
    receive: async (requests) => {
      calls += 1
      if (calls === 1) throw new Error('disk')
      return requests.map((): ReceiveOutcome => ({ ok: true, accepted: 1 }))
    },
  })
  await expect(workspace.handle('receive', [[request('1')]])).rejects.toThrow('disk')
  expect(await workspace.handle('receive', [[request('2')]])).toHaveLength(1)
  await workspace.close()
})

test('readers hear of changes and of documents before the command is answered', async () => {
  const { workspace, told, advance } = open({
    saveDocuments: async () => {
      advance()
      return []
    },
  })
  await workspace.handle('saveDocuments', [[], 'test'])
  expect(told).toContain('documents')
  expect(told).toContain('changed 1')
  await workspace.close()
})

test('background work goes on until it has nothing left, and wakes after a command', async () => {
  let ticks = 0
  const { workspace } = open({
    tick: async () => {
      ticks += 1
      return ticks < 3 ? 0 : null
    },
    putEntries: async () => {},
  })
  await expect.poll(() => ticks).toBe(3)
  await workspace.handle('putEntries', [[]])
  await expect.poll(() => ticks).toBe(4)
  await workspace.close()
})

test('closing waits for what runs, works off what was accepted, empties the log, and refuses what comes later', async () => {
  const order: string[] = []
  let release = () => {}
  const { workspace, checkpoints } = open({
    putEntries: () =>
      new Promise<void>((resolve) => {
        release = () => {
          order.push('put')
          resolve()
        }
      }),
    settle: async () => void order.push('settled'),
  })
  const running = workspace.handle('putEntries', [[]])
  const closing = workspace.close().then(() => order.push('closed'))
  await expect(workspace.handle('putEntries', [[]])).rejects.toMatchObject({ code: 'CLOSING' })
  release()
  await Promise.all([running, closing])
  expect(order).toEqual(['put', 'settled', 'closed'])
  expect(checkpoints()).toBe(1)
})

test('a method that is no command reaches nothing of the engine', async () => {
  const { workspace } = open({})
  await expect(workspace.handle('constructor', [])).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await workspace.close()
})
