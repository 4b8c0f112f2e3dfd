import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Json } from '@rapport/core'
import type { ProfileAnswer, RecordAnswer } from '@rapport/engine'
import { createLogger, loadPacks, openRuntime, type SyncRun, type Workspace } from '@rapport/runtime'
import { parseAllDocuments } from 'yaml'

/** A project folder as it runs, read to the end. */
export interface LoadedProject {
  readonly workspace: Workspace
  readonly runs: readonly SyncRun[]
  readonly profiles: readonly ProfileAnswer[]
  readonly close: () => Promise<void>
}

export const RIGHTS = { sensitive: true }

const shared = new URL('../../../shared/data/', import.meta.url)

/** A file of the public data beside the repository. */
export const sharedFile = (path: string): string => fileURLToPath(new URL(path, shared))

/** Without the shared data a clone skips what needs it, counted by name; in CI it must be there. */
export const isSharedDataAbsent: boolean = !existsSync(shared) && process.env.CI === undefined

/**
 * Opens a project folder in a runtime of its own, imports its documents and syncs every connection, as `rapport start` does.
 * @param order connections are synced in this one; those not named come last, as they are listed
 */
export async function loadProject(
  folder: string,
  input: string,
  options: { readonly now: number; readonly order?: readonly string[] },
): Promise<LoadedProject> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'rapport-project-'))
  const runtime = await openRuntime({
    project: folder,
    mode: 'inline',
    resolveFrom: [import.meta.url],
    overrides: { dataDirectory },
    log: createLogger({ level: 'silent' }),
    now: () => options.now,
  })
  const close = async () => {
    await runtime.close()
    await rm(dataDirectory, { recursive: true, force: true })
  }
  try {
    const [workspace] = runtime.workspaces()
    if (!workspace) throw new Error('the project has no workspace')
    await loadPacks(workspace, runtime.plugins.plugins)
    const bodies = await readDocuments(join(folder, 'documents'), input)
    await workspace.commands.saveDocuments(
      bodies.map((body) => ({ body })),
      'test',
    )
    const names = bodies.flatMap((body) => (isConnection(body) ? [body.name] : []))
    const rank = (name: string) => (options.order?.indexOf(name) ?? -1) >>> 0
    const runs: SyncRun[] = []
    for (const name of names.sort((a, b) => rank(a) - rank(b))) {
      const streams = await workspace.connections.streams(name)
      if (streams.some(({ isRead }) => isRead)) runs.push(await workspace.syncs.run(name))
    }
    await workspace.commands.settle()
    return { workspace, runs, profiles: await allProfiles(workspace), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function readDocuments(folder: string, input: string): Promise<readonly Json[]> {
  const bodies: Json[] = []
  for (const name of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, name), 'utf8')
    for (const one of parseAllDocuments(text.replaceAll('$INPUT', input))) {
      if (one.errors.length > 0) throw one.errors[0]
      bodies.push(one.toJS())
    }
  }
  return bodies
}

function isConnection(body: Json): body is { readonly type: 'connection'; readonly name: string } {
  return typeof body === 'object' && body !== null && 'type' in body && body.type === 'connection'
}

export async function allProfiles(workspace: Workspace): Promise<readonly ProfileAnswer[]> {
  const profiles: ProfileAnswer[] = []
  let after: string | null = ''
  while (after !== null) {
    const page = await workspace.queries.list({ limit: 500, ...(after !== '' && { after }) }, RIGHTS)
    profiles.push(...page.items)
    after = page.next
  }
  return profiles
}

/** Every live record with its profile's id, by `connection/stream/key`. */
export async function recordsByKey({
  workspace,
  profiles,
}: LoadedProject): Promise<ReadonlyMap<string, RecordAnswer & { readonly profile: string }>> {
  const records = new Map<string, RecordAnswer & { readonly profile: string }>()
  for (const { id } of profiles) {
    const found = await workspace.queries.lookup(id, RIGHTS)
    if (found.status !== 'found') throw new Error(`${id} is listed and not found`)
    for (const record of await workspace.queries.records(found.id, RIGHTS))
      if (!record.isDeleted) records.set(`${record.stream}/${record.key}`, { ...record, profile: id })
  }
  return records
}

/** Rows read of a stream, and how many of them were refused. */
export function rowsOf({ runs }: LoadedProject, name: string): { readonly rows: number; readonly rejected: number } {
  const [connection, stream] = name.split('/')
  const synced = runs.find((run) => run.connection === connection)?.streams.find((one) => one.stream === stream)
  if (!synced) throw new Error(`${name} was not synced`)
  return { rows: synced.rows, rejected: synced.rejected }
}
