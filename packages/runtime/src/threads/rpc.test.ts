import { MessageChannel } from 'node:worker_threads'
import { RapportError } from '@rapport/core'
import { afterEach, expect, test } from 'vitest'
import type { IncomingCall, Notice, Role } from './link.ts'
import { RpcLink, serveRole } from './rpc.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

function connect(handle: (call: IncomingCall) => Promise<unknown>, maxInFlightBytes = 1000) {
  const { port1, port2 } = new MessageChannel()
  const listeners = new Set<(notice: Notice) => void>()
  let groups = 0
  port2.on('message', () => {
    groups += 1
  })
  const role: Role = {
    handle,
    onNotice: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {},
  }
  serveRole(role, port2)
  closers.push(() => port1.close())
  return {
    link: new RpcLink(port1, { maxInFlightBytes }),
    groups: () => groups,
    tell: (notice: Notice) => {
      for (const listener of listeners) listener(notice)
    },
  }
}

test('all calls of one turn cross in one message, and each gets its own answer', async () => {
  const { link, groups } = connect(async ({ target, method, args }) => `${target}.${method}(${args.join()})`)
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => link.call('main', 'emit', [n])))
  expect(answers[49]).toBe('main.emit(49)')
  expect(groups()).toBe(1)
})

test('an error crosses as data and is ours again, with what lay underneath but no message of others', async () => {
  const { link } = connect(async ({ method }) => {
    if (method === 'full')
      throw new RapportError('STORE_FULL', {}, { cause: Object.assign(new Error('disk'), { code: 'SQLITE_FULL' }) })
    throw new Error('row of ana@example.com')
  })
  const full = await link.call('main', 'full', []).catch((thrown: unknown) => thrown)
  expect(RapportError.is(full) && full.code).toBe('STORE_FULL')
  expect(String((full as Error).cause)).toContain('SQLITE_FULL: disk')
  const bug = await link.call('main', 'other', []).catch((thrown: unknown) => thrown)
  expect(RapportError.is(bug) && bug.code).toBe('INTERNAL')
  expect(JSON.stringify([String(bug), (bug as Error).cause])).not.toContain('ana@')
})

test('what cannot cross fails its own call, and ends neither the process nor the calls beside it', async () => {
  const deep = () => {
    let value: object = {}
    for (let level = 0; level < 100_000; level += 1) value = { not: value }
    return value
  }
  const { link } = connect(async ({ method, args }) => (method === 'deep' ? deep() : args[0]))
  const codeOf = (call: Promise<unknown>) => call.then(String, (error: unknown) => RapportError.is(error) && error.code)
  const calls = [link.call('main', 'echo', [1]), link.call('main', 'echo', [deep()]), link.call('main', 'deep', [])]
  calls.push(link.call('main', 'echo', [() => {}]), link.call('main', 'echo', [2]))
  expect(await Promise.all(calls.map(codeOf))).toEqual(['1', 'INTERNAL', 'INTERNAL', 'INTERNAL', '2'])
  // Alone in its turn, too.
  expect(await codeOf(link.call('main', 'echo', [deep()]))).toBe('INTERNAL')
  expect(link.inFlightBytes).toBe(0)
})

test('more bytes than may be on their way are refused, one call is always let through', async () => {
  const gates: (() => void)[] = []
  const { link } = connect(() => new Promise<void>((resolve) => gates.push(resolve)))
  const big = link.call('main', 'emit', [], { bytes: 5000 })
  const refused = await link.call('main', 'emit', [], { bytes: 1 }).catch((thrown: unknown) => thrown)
  expect(RapportError.is(refused) && refused.code).toBe('OVERLOADED')
  await expect.poll(() => gates.length).toBe(1)
  gates[0]?.()
  await big
  expect(link.inFlightBytes).toBe(0)
})

test('progress arrives while a call runs, and aborting reaches the other side', async () => {
  const { link } = connect(async ({ signal, progress }) => {
    progress('begun')
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    return 'stopped'
  })
  const controller = new AbortController()
  const seen: unknown[] = []
  const call = link.call('main', 'sync', [], {
    signal: controller.signal,
    onProgress: (value) => {
      seen.push(value)
      controller.abort()
    },
  })
  expect(await call).toBe('stopped')
  expect(seen).toEqual(['begun'])
})

test('news reach every listener before the answer that was given after them', async () => {
  const order: string[] = []
  const { link, tell } = connect(async () => {
    tell({ topic: 'documents', workspace: 'main' })
    return 'saved'
  })
  link.onNotice(({ topic }) => order.push(topic))
  order.push(String(await link.call('main', 'saveDocuments', [])))
  expect(order).toEqual(['documents', 'saved'])
})

test('when the other side dies, what is on its way fails, and so does every later call', async () => {
  const { link } = connect(() => new Promise(() => {}))
  const pending = link.call('main', 'emit', [], { bytes: 10 })
  link.fail(new RapportError('STORE_FAILED'))
  await expect(pending).rejects.toMatchObject({ code: 'STORE_FAILED' })
  await expect(link.call('main', 'emit', [])).rejects.toMatchObject({ code: 'STORE_FAILED' })
  expect(link.inFlightBytes).toBe(0)
})
