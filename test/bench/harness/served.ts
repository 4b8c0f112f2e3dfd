import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Durability } from '@rapport/engine'
import { createLogger, openRuntime, places, type Workspace } from '@rapport/runtime'
import { makeKey, type Scope, serve } from '@rapport/server'
import { loadPeople } from './load.ts'
import type { Report } from './report.ts'
import { openBenchWorkspace } from './workspace.ts'

const NAME = 'bench'
const project = fileURLToPath(new URL('project/', import.meta.url))

/** Every so manieth person has ordered, under a number as shops print it. */
export const PEOPLE_PER_ORDER = 10
const ORDERS_PER_BATCH = 5000

export const orderNumber = (person: number): string =>
  `MA-${String(Math.floor(person / 10_000)).padStart(4, '0')}-${String(person % 10_000).padStart(4, '0')}`

/** The real thing: the runtime with its writer in a thread of its own, served over HTTP on the loopback address. */
export interface Served {
  readonly port: number
  readonly workspace: Workspace
  /** The store's file. */
  readonly file: string
  /** A new key of the workspace, as an Authorization header. */
  key(...scopes: Scope[]): Readonly<Record<string, string>>
  close(): Promise<void>
}

/**
 * Opens a data directory with a workspace of so many people in `folder`, making it when there is none: the people signed
 * up through the pipeline, every tenth with an order, and brought up to today, so that no window moves at once.
 */
export async function prepareServed(
  folder: string,
  profiles: number,
  durability: Durability,
  report: Report,
): Promise<string> {
  const data = join(folder, `served-${profiles}`)
  const done = join(data, 'done.json')
  if (existsSync(done)) return data
  rmSync(data, { recursive: true, force: true })
  mkdirSync(join(data, NAME), { recursive: true })
  const { workspace: loaded } = await loadPeople(folder, `people-${profiles}`, profiles, durability, report)
  await loaded.store.write.checkpoint()
  await loaded.close()
  const file = places.database(data, NAME)
  copyFileSync(loaded.file, file)
  report.progress(`a copy of ${profiles.toLocaleString('en')} people is brought up to today`)
  const workspace = await openBenchWorkspace(file, durability, Date.now())
  const at = new Date(Date.now() - 86_400_000).toISOString()
  for (let from = 0; from < profiles; from += ORDERS_PER_BATCH * PEOPLE_PER_ORDER) {
    const rows: object[] = []
    for (let person = from; person < Math.min(profiles, from + ORDERS_PER_BATCH * PEOPLE_PER_ORDER); person++)
      if (person % PEOPLE_PER_ORDER === 0)
        rows.push({ id: `n-${person}`, number: orderNumber(person), version: 1, user: `user-${person}`, at, total: 90 })
    await workspace.emitOrders(JSON.stringify({ rows }))
  }
  for (let againAt: number | null = 0; againAt !== null && againAt <= Date.now(); ) {
    againAt = await workspace.engine.commands.tick(5000)
    report.progress('windows that had moved are followed')
    await workspace.store.write.checkpoint()
  }
  await workspace.close()
  writeFileSync(done, '{}')
  return data
}

export async function openServed(data: string, durability: Durability): Promise<Served> {
  const runtime = await openRuntime({
    project,
    resolveFrom: [import.meta.url],
    overrides: { dataDirectory: data, durability },
    log: createLogger({ level: 'warn' }),
  })
  const server = await serve({ runtime, port: 0 })
  const [tenant] = server.host.tenants()
  if (!tenant) throw new Error('no workspace')
  return {
    port: Number(new URL(server.url).port),
    workspace: tenant.workspace,
    file: places.database(data, NAME),
    key(...scopes) {
      const key = makeKey(NAME)
      tenant.keys.admit(key, { title: 'bench', scopes })
      return { authorization: `Bearer ${key}` }
    },
    async close() {
      await server.close()
      await runtime.close()
    },
  }
}
