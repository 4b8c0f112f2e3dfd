import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RapportError } from '@rapport/core'
import { WORLDS } from '@rapport/demo'
import { loadConfig, loadPacks, openRuntime, type RuntimeConfig, type RuntimeOptions } from '@rapport/runtime'
import { makeKey } from '../auth/api-key.ts'
import { type ConsoleFiles, openConsole } from '../console/console-files.ts'
import type { Tenant } from '../http/host.ts'
import { type RunningServer, serve } from '../http/server.ts'
import { demoWorlds, pluginsOf, prepareWorld, triesOf, workspacesOf, worldsIn } from './demo-worlds.ts'
import { readDemoKeys, removeServerFile, writeDemoKeys, writeServerFile } from './files.ts'
import { loadProject } from './load-project.ts'
import type { Output } from './output.ts'
import { replayArchive } from './replay-archive.ts'
import { type Started, type WriteKey, welcome } from './welcome.ts'

export interface StartOptions {
  /** One demo world; absent: all of them. */
  readonly world?: string
  /** In each world; absent: so many that a start is quick. */
  readonly people?: number
  readonly port?: number
  readonly host?: string
  readonly data: string
  readonly project?: string
  readonly input?: string
  readonly fresh: boolean
  readonly empty: boolean
}

const DESK_PLUGIN = fileURLToPath(new URL('../desk/plugin.ts', import.meta.url))
const BY = 'rapport start'
const PEOPLE_OF_ONE_WORLD = 1000
const PEOPLE_OF_EACH_WORLD = 200

/** What a start serves: demo worlds, each in a workspace of its name; a project, in its first workspace; or what is there. */
interface Plan {
  /** By workspace: a project folder, what its documents read from, and the world that it is. */
  readonly projects: readonly {
    /** Absent: the first. */
    readonly workspace?: string
    readonly folder: string
    readonly input: string | undefined
    readonly world?: string
  }[]
  readonly runtime: RuntimeOptions
}

/**
 * Starts a server: the demo worlds (unless a project is named, or nothing is wanted), their documents, their syncs; then
 * serves until the process is asked to end.
 */
export async function start(options: StartOptions, output: Output): Promise<void> {
  const dataDirectory = resolve(options.data)
  const isDemo = options.project === undefined && !options.empty
  if (options.fresh) await forget(dataDirectory)
  const plan = isDemo ? await planDemo(options, dataDirectory, output) : await planProject(options, dataDirectory)
  const runtime = await openRuntime({ ...plan.runtime, resolveFrom: [import.meta.url] })
  const console = readConsole(output)
  let server: RunningServer | undefined
  const stop = endOnSignal(async () => {
    await server?.close()
    await runtime.close()
    await removeServerFile(dataDirectory)
  })
  try {
    server = await serve({
      runtime,
      console,
      ...(options.port !== undefined && { port: options.port }),
      ...(options.host !== undefined && { hostname: options.host }),
    })
    await announce(server, dataDirectory)
    await loadPluginPacks(server, output)
    for (const { workspace, folder, input, world } of plan.projects) {
      const tenant = workspace === undefined ? server.host.tenants()[0] : server.host.tenant(workspace)
      if (!tenant) continue
      await loadProject(runtime, tenant, { folder, input, by: BY }, output)
      if (world !== undefined && input !== undefined) await replayTracking(tenant, world, input, output)
    }
    const kept: Record<string, string> = { ...(await readDemoKeys(dataDirectory)) }
    const started = { ...(await keysOf(server, kept, isDemo)), hasConsole: (await console) !== undefined }
    const shown = await Promise.all(
      server.host.tenants().map(async (tenant) => {
        const { name } = tenant.workspace
        const project = plan.projects.find((one) => one.world === name)
        return {
          name,
          title: WORLDS[name]?.title ?? name,
          writeKeys: isDemo ? await writeKeysOf(tenant, kept) : [],
          tries: project?.input === undefined ? [] : await triesOf(name, project.input),
        }
      }),
    )
    if (isDemo) await writeDemoKeys(dataDirectory, kept)
    output.result(started, () => welcome(started, shown))
  } catch (error) {
    await stop()
    throw error
  }
}

/** @throws RapportError `WORLD_UNKNOWN`, `INPUT_NOT_FOUND`; `REQUEST_INVALID` for an input that is of no one world */
async function planDemo(options: StartOptions, dataDirectory: string, output: Output): Promise<Plan> {
  const worlds = await demoWorlds(options.world, dataDirectory)
  const people = options.people ?? (worlds.length === 1 ? PEOPLE_OF_ONE_WORLD : PEOPLE_OF_EACH_WORLD)
  if (options.input !== undefined && worlds.length > 1)
    throw new RapportError('REQUEST_INVALID', { problem: 'say whose files they are with --world', path: '--input' })
  const projects = []
  for (const { name, folder, config } of worlds) {
    const given = inputOf(options, config)
    const input = given ?? (await prepareWorld(name, people, dataDirectory, output))
    projects.push({ workspace: name, folder, input, world: name })
  }
  const plugins = [...pluginsOf([...worlds, ...(await worldsIn(dataDirectory))]), DESK_PLUGIN]
  return { projects, runtime: { overrides: { dataDirectory, plugins, workspaces: workspacesOf(worlds) } } }
}

/** @throws RapportError `CONFIG_INVALID`, `INPUT_NOT_FOUND` */
async function planProject(options: StartOptions, dataDirectory: string): Promise<Plan> {
  const { project } = options
  const config = await loadConfig(project, { dataDirectory })
  const input = inputOf(options, config)
  const plugins = [...new Set([...config.plugins, ...pluginsOf(await worldsIn(dataDirectory)), DESK_PLUGIN])]
  return {
    projects: project === undefined ? [] : [{ folder: project, input }],
    runtime: { ...(project !== undefined && { project }), overrides: { dataDirectory, plugins } },
  }
}

/** The console, built while data is read where that is needed; without it the API works all the same. */
async function readConsole(output: Output): Promise<ConsoleFiles | undefined> {
  try {
    return await openConsole()
  } catch (error) {
    output.progress(error instanceof Error ? error.message : 'The console could not be built.')
    return undefined
  }
}

/** Removes the data folder, but never one that holds more than data. @throws RapportError `REQUEST_INVALID` */
async function forget(dataDirectory: string): Promise<void> {
  const holds = (inner: string) =>
    `${inner}${sep}`.startsWith(dataDirectory.endsWith(sep) ? dataDirectory : `${dataDirectory}${sep}`)
  if (holds(process.cwd()) || holds(homedir()))
    throw new RapportError('REQUEST_INVALID', { problem: 'it holds the working or home folder', path: '--data' })
  await rm(dataDirectory, { recursive: true, force: true })
}

/** Ends in good order on Ctrl-C; a second one ends at once. */
function endOnSignal(close: () => Promise<void>): () => Promise<void> {
  let ending: Promise<void> | undefined
  const stop = () => {
    ending ??= close()
    return ending
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (ending !== undefined) process.exit(130)
      void stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  return stop
}

/** The folder to read from, by the command line or the project. @throws RapportError `INPUT_NOT_FOUND` */
function inputOf({ input }: StartOptions, config: RuntimeConfig): string | undefined {
  const folder = input === undefined ? config.input?.directory : resolve(input)
  if (folder !== undefined && !existsSync(folder))
    throw new RapportError('INPUT_NOT_FOUND', { folder, origin: config.input?.origin ?? 'where they were exported' })
  return folder
}

/** A file for commands beside this server: where it is, and keys that live as long as it does. */
async function announce(server: RunningServer, dataDirectory: string): Promise<void> {
  const keys: Record<string, string> = {}
  for (const { workspace, keys: ring } of server.host.tenants()) {
    const key = makeKey(workspace.name)
    ring.admit(key, { title: 'rapport command', scopes: ['admin'] })
    keys[workspace.name] = key
  }
  await writeServerFile(dataDirectory, { url: server.url, pid: process.pid, keys })
}

/** Saves what plugins ship for their systems; the project's own documents come after and win. */
async function loadPluginPacks({ host }: RunningServer, output: Output): Promise<void> {
  for (const { workspace } of host.tenants())
    for (const { plugin, saved, kept } of await loadPacks(workspace, host.runtime.plugins.plugins))
      if (saved.length > 0 || kept.length > 0)
        output.progress(`Pack of ${plugin}: ${saved.length} saved, ${kept.length} kept as they were changed here`)
}

/** Lets the archived messages of a world's website in, once: so devices come to be somebody's. */
async function replayTracking({ workspace }: Tenant, world: string, input: string, output: Output): Promise<void> {
  for (const { file, connection } of WORLDS[world]?.tracked ?? []) {
    const rows = await replayArchive(workspace, connection, join(input, file))
    if (rows > 0) output.progress(`${connection}: ${rows} archived messages`)
  }
}

/** Makes the first key of a workspace that has none; a demo's is remembered in `kept`. */
async function keysOf(
  server: RunningServer,
  kept: Record<string, string>,
  isDemo: boolean,
): Promise<Omit<Started, 'hasConsole'>> {
  const workspaces: { name: string; key: string | null }[] = []
  for (const { workspace, keys } of server.host.tenants()) {
    const { name } = workspace
    let key = kept[name] ?? null
    if (key === null && keys.list().length === 0) {
      key = (await keys.create({ title: isDemo ? 'Demo' : 'First key', scopes: ['admin'] }, BY, new Date())).key
      if (isDemo) kept[name] = key
    }
    workspaces.push({ name, key })
  }
  return { url: server.url, key: workspaces[0]?.key ?? null, workspaces }
}

/** Write keys of a demo's tracking connections, made when first needed and remembered in `kept`. */
async function writeKeysOf({ workspace, keys }: Tenant, kept: Record<string, string>): Promise<readonly WriteKey[]> {
  const found: WriteKey[] = []
  for (const { connection, endpoint } of await workspace.connections.endpoints()) {
    if (endpoint.authentication !== 'write-key') continue
    const name = `${workspace.name}/${connection}`
    kept[name] ??= (
      await keys.create({ title: `Demo, ${connection}`, scopes: ['track'], connection }, BY, new Date())
    ).key
    found.push({ connection, key: kept[name] })
  }
  return found
}

/** @throws RapportError `REQUEST_INVALID` */
export function wholeNumber(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= least && value <= most) return value
    throw new RapportError('REQUEST_INVALID', { problem: `not a whole number from ${least} to ${most}`, path: name })
  }
}
