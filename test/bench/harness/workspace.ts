import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Endpoint, entities, type Json, parseDocument, type Source } from '@rapport/core'
import {
  createEngine,
  type Durability,
  type Engine,
  type Reader,
  type ReceivedRequest,
  type Store,
} from '@rapport/engine'
import { rules } from '@rapport/plugin-rules'
import { web } from '@rapport/plugin-web'
import { logBytes, openSqliteStore } from '@rapport/store-sqlite'
import { shop } from './project/shop.ts'
import { documents } from './rules.ts'

const [webSource] = web.sources as readonly [Source]
const webEndpoint = { endpoint: webSource.endpoint as Endpoint, config: {} }

/** The log is moved into the file beyond this size, beside the work: the runtime's default. */
const MAX_LOG_BYTES = 256 * 2 ** 20
const GROUPS_BETWEEN_LOOKS = 10

/** An engine over one SQLite file, with a clock that the traffic sets. */
export interface BenchWorkspace {
  readonly file: string
  readonly engine: Engine
  readonly store: Store
  readonly reader: Reader
  readonly clock: { nowMs: number }
  /** What the HTTP side calls: answers when what it accepted is committed. */
  accept(requests: readonly ReceivedRequest[]): Promise<void>
  /** What the writer's thread does now and then after it has answered. */
  keepLogShort(): Promise<void>
  /** Takes one group of requests to the end: in profiles, committed; the log kept short. */
  ingest(requests: readonly ReceivedRequest[]): Promise<void>
  /** The same for a shop's orders, `body` as an emitted batch has it. */
  emitOrders(body: string): Promise<void>
  close(): Promise<void>
}

export async function openBenchWorkspace(file: string, durability: Durability, nowMs: number): Promise<BenchWorkspace> {
  const store = await openSqliteStore({ file, durability })
  const reader = await store.reader()
  const clock = { nowMs }
  const engine = await createEngine({
    store,
    reader,
    model: entities,
    resolvers: new Map((rules.resolvers ?? []).map((resolver) => [`rules/${resolver.name}`, resolver])),
    streamsOf: async (connection) => (connection.part === 'web/web' ? webSource : shop).streams({} as never),
    endpointOf: (connection) => (connection.part === 'web/web' ? webEndpoint : undefined),
    suppressionKey: new Uint8Array(32).fill(7),
    hearsOfErasures: () => false,
    now: () => clock.nowMs,
  })
  await saveRules(engine, store)
  const accept = async (requests: readonly ReceivedRequest[]): Promise<void> => {
    for (const outcome of await engine.commands.receive(requests)) if (!outcome.ok) throw new Error(outcome.code)
  }
  let groups = 0
  let failure: unknown
  const keepLogShort = async (): Promise<void> => {
    if (failure !== undefined) throw failure
    if (++groups % GROUPS_BETWEEN_LOOKS === 0 && (await logBytes(file)) > MAX_LOG_BYTES)
      store.write.checkpoint().catch((error: unknown) => {
        failure = error
      })
  }
  return {
    file,
    engine,
    store,
    reader,
    clock,
    accept,
    keepLogShort,
    async ingest(requests) {
      await accept(requests)
      await engine.commands.settle()
      await keepLogShort()
    },
    async emitOrders(body) {
      const outcome = await engine.commands.emit({ connection: 'shop', stream: 'orders', body })
      if (!outcome.ok) throw new Error(outcome.code)
      await engine.commands.settle()
    },
    async close() {
      await store.write.checkpoint()
      await reader.close()
      await store[Symbol.asyncDispose]()
    },
  }
}

/** Brings a store to the bench's rules; one that was kept and had others is gone through, as after any change of rules. */
async function saveRules(engine: Engine, store: Store): Promise<void> {
  const wanted = [...(rules.pack?.documents ?? []), ...documents].map((body) => parseDocument(body))
  const stored = await store.documents.read(wanted.map(({ type, name }) => ({ type, name })))
  const changed = wanted.filter((body, at) => stored[at]?.body !== JSON.stringify(body))
  if (changed.length === 0) return
  await engine.commands.saveDocuments(
    changed.map((body) => ({ body: body as unknown as Json })),
    'bench',
  )
  while ((await engine.commands.tick(1000)) !== null) await store.write.checkpoint()
}

/** The folder of a bench's stores: the one asked for, kept; or one of our own, removed when the process ends. */
export function storeFolder(asked: string | undefined): string {
  if (asked !== undefined) {
    mkdirSync(asked, { recursive: true })
    return asked
  }
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** How often a kept store was used, beside its file. Each run is a day later than the one before, with other numbers. */
interface StoreState {
  readonly run: number
}

/** 0: it is new. */
export function lastRun(file: string): number {
  const path = `${file}.run.json`
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as StoreState).run : 0
}

export function nextRun(file: string): number {
  const run = lastRun(file) + 1
  writeFileSync(`${file}.run.json`, JSON.stringify({ run } satisfies StoreState))
  return run
}
