import { existsSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RapportError } from '@rapport/core'
import { generateWorld, readStory, WORLDS } from '@rapport/demo'
import { loadConfig, loadPacks, openRuntime, type Runtime, type RuntimeConfig } from '@rapport/runtime'
import { makeKey } from '../auth/api-key.ts'
import { importDocuments, readAll, readDocumentFile } from '../http/documents.ts'
import type { Tenant } from '../http/host.ts'
import { type RunningServer, serve } from '../http/server.ts'
import { readDemoKeys, removeServerFile, writeDemoKeys, writeServerFile } from './files.ts'
import type { Output } from './output.ts'
import { replayArchive } from './replay-archive.ts'
import { type Started, type WriteKey, welcome } from './welcome.ts'

export interface StartOptions {
  readonly world: string
  readonly people: number
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

/**
 * Starts a server: the demo world (unless a project is named, or nothing is wanted), its documents, its syncs; then
 * serves until the process is asked to end.
 */
export async function start(options: StartOptions, output: Output): Promise<void> {
  const dataDirectory = resolve(options.data)
  const isDemo = options.project === undefined && !options.empty
  if (options.fresh) await forget(dataDirectory)
  const project = isDemo ? worldProject(options.world) : options.project
  const config = await loadConfig(project, { dataDirectory })
  const input = isDemo && !options.input ? await prepareWorld(options, dataDirectory, output) : inputOf(options, config)
  const runtime = await openRuntime({
    ...(project !== undefined && { project }),
    resolveFrom: [import.meta.url],
    overrides: { dataDirectory, plugins: [...config.plugins, DESK_PLUGIN] },
  })
  let server: RunningServer | undefined
  const stop = endOnSignal(async () => {
    await server?.close()
    await runtime.close()
    await removeServerFile(dataDirectory)
  })
  try {
    server = await serve({
      runtime,
      ...(options.port !== undefined && { port: options.port }),
      ...(options.host !== undefined && { hostname: options.host }),
    })
    await announce(server, dataDirectory)
    await loadPluginPacks(server, output)
    if (project !== undefined) await load(server, project, input, output)
    if (isDemo && input !== undefined) await replayTracking(server, options.world, input, output)
    const kept: Record<string, string> = { ...(await readDemoKeys(dataDirectory)) }
    const started = await keysOf(server, kept, isDemo)
    const writeKeys = isDemo ? await writeKeysOf(server, kept) : []
    if (isDemo) await writeDemoKeys(dataDirectory, kept)
    const story = isDemo && input !== undefined ? await readStory(input) : undefined
    output.result(started, () => welcome(started, writeKeys, story))
  } catch (error) {
    await stop()
    throw error
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

/** @throws RapportError `WORLD_UNKNOWN` by the generator for a name it does not have */
function worldProject(world: string): string | undefined {
  const manifest = findPackageJSON('@rapport/demo', import.meta.url)
  const folder = manifest && join(dirname(manifest), 'worlds', world)
  return folder && existsSync(folder) ? folder : undefined
}

/** The folder to read from, by the command line or the project. @throws RapportError `INPUT_NOT_FOUND` */
function inputOf({ input }: StartOptions, config: RuntimeConfig): string | undefined {
  const folder = input === undefined ? config.input?.directory : resolve(input)
  if (folder !== undefined && !existsSync(folder))
    throw new RapportError('INPUT_NOT_FOUND', { folder, origin: config.input?.origin ?? 'where they were exported' })
  return folder
}

async function prepareWorld({ world, people }: StartOptions, dataDirectory: string, output: Output): Promise<string> {
  const directory = join(dataDirectory, 'worlds', `${world}-${people}`)
  if (existsSync(join(directory, 'world.json'))) return directory
  let file = ''
  await generateWorld({
    world,
    people,
    directory,
    onProgress(progress) {
      if (progress.file === file) return
      file = progress.file
      output.progress(`Writing ${file} (${progress.filesDone + 1} of ${progress.files})`)
    },
  })
  return directory
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

/** Imports the project's documents (`$INPUT` in them is the input folder) and syncs what can be read. */
async function load(server: RunningServer, project: string, input: string | undefined, output: Output): Promise<void> {
  const [tenant] = server.host.tenants()
  const folder = join(project, 'documents')
  if (!tenant || !existsSync(folder)) return
  const bodies = []
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    if (!/\.(ya?ml|json)$/.test(name)) continue
    const text = await readFile(join(folder, name), 'utf8')
    bodies.push(...readDocumentFile(text.replaceAll('$INPUT', resolve(input ?? project)), name))
  }
  const { saved, unchanged } = await importDocuments(tenant.workspace, bodies, BY)
  output.progress(`Documents: ${saved.length} saved, ${unchanged} unchanged`)
  await syncAll(server.host.runtime, tenant, output)
}

async function syncAll(runtime: Runtime, { workspace }: Tenant, output: Output): Promise<void> {
  for (const { name, body } of await readAll(workspace, 'connection')) {
    if (!runtime.plugins.connectable(String(body.part)).source || body.paused === true) continue
    const streams = await workspace.connections.streams(name)
    if (!streams.some((one) => one.isRead)) continue
    const run = await workspace.syncs.run(name)
    for (const one of run.streams)
      output.progress(`${name}/${one.stream}: ${one.rows} rows, ${one.rejected} rejected, ${one.state}`)
    if (run.error) output.progress(`${name}: ${run.error.message} ${run.error.solve}`)
  }
  await workspace.commands.settle()
}

/** Lets the archived messages of a world's website in, once: so devices come to be somebody's. */
async function replayTracking(server: RunningServer, world: string, input: string, output: Output): Promise<void> {
  const [tenant] = server.host.tenants()
  for (const { file, connection } of WORLDS[world]?.tracked ?? []) {
    const rows = tenant ? await replayArchive(tenant.workspace, connection, join(input, file)) : 0
    if (rows > 0) output.progress(`${connection}: ${rows} archived messages`)
  }
}

/** Makes the first key of a workspace that has none; a demo's is remembered in `kept`. */
async function keysOf(server: RunningServer, kept: Record<string, string>, isDemo: boolean): Promise<Started> {
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
async function writeKeysOf(server: RunningServer, kept: Record<string, string>): Promise<readonly WriteKey[]> {
  const found: WriteKey[] = []
  for (const { workspace, keys } of server.host.tenants())
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
