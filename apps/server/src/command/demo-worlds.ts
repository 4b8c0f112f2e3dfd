import { existsSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { RapportError } from '@rapport/core'
import { generateWorld, readStory, type Try, WORLDS } from '@rapport/demo'
import { loadConfig, type RuntimeConfig } from '@rapport/runtime'
import type { Output } from './output.ts'

const DAY_MS = 86_400_000
const MORNING_MS = 9.5 * 3_600_000

/** A demo world as a start loads it: into a workspace of its name. */
export interface DemoWorld {
  readonly name: string
  readonly title: string
  /** The project folder: its documents, maybe a configuration. */
  readonly folder: string
  readonly config: RuntimeConfig
}

/**
 * The worlds to show: the one that is named, or all.
 * @throws RapportError `WORLD_UNKNOWN`
 */
export async function demoWorlds(name: string | undefined, dataDirectory: string): Promise<readonly DemoWorld[]> {
  const known = Object.keys(WORLDS)
  if (name !== undefined && !known.includes(name)) throw new RapportError('WORLD_UNKNOWN', { world: name, known })
  const manifest = findPackageJSON('@rapport/demo', import.meta.url)
  if (manifest === undefined) throw new RapportError('INTERNAL')
  return Promise.all(
    (name === undefined ? known : [name]).map(async (world) => {
      const folder = join(dirname(manifest), 'worlds', world)
      const config = await loadConfig(folder, { dataDirectory })
      return { name: world, title: WORLDS[world]?.title ?? world, folder, config }
    }),
  )
}

/** The plugins that several worlds need together; those of a world's own folder by their full path. */
export function pluginsOf(worlds: readonly DemoWorld[]): readonly string[] {
  const all = worlds.flatMap(({ folder, config }) =>
    config.plugins.map((plugin) => (plugin.startsWith('.') ? resolve(folder, plugin) : plugin)),
  )
  return [...new Set(all)]
}

/** The workspaces that hold the worlds. */
export function workspacesOf(worlds: readonly DemoWorld[]): RuntimeConfig['workspaces'] {
  return worlds.map(({ name, title, config }) => ({ ...config.workspaces[0], name, title }))
}

/**
 * The worlds that a data folder holds, in their order: whatever opens it needs their plugins, though it be for another world or none.
 * @throws RapportError `CONFIG_INVALID`
 */
export async function worldsIn(dataDirectory: string): Promise<readonly DemoWorld[]> {
  const there = Object.keys(WORLDS).filter((name) => existsSync(join(dataDirectory, name)))
  return (await Promise.all(there.map((name) => demoWorlds(name, dataDirectory)))).flat()
}

/** When stories happen: the last half past nine in the morning, UTC, so that what is recent in them is recent to the server. */
function storyInstant(nowMs: number): Date {
  const morningMs = Math.floor(nowMs / DAY_MS) * DAY_MS + MORNING_MS
  return new Date(morningMs > nowMs ? morningMs - DAY_MS : morningMs)
}

/** Writes a world's files unless they are there, as of today. Answers their folder. */
export async function prepareWorld(
  world: string,
  people: number,
  dataDirectory: string,
  output: Output,
): Promise<string> {
  const directory = join(dataDirectory, 'worlds', `${world}-${people}`)
  if (existsSync(join(directory, 'world.json'))) return directory
  let file = ''
  await generateWorld({
    world,
    people,
    directory,
    now: storyInstant(Date.now()),
    onProgress(progress) {
      if (progress.file === file) return
      file = progress.file
      output.progress(`Writing ${world}/${file} (${progress.filesDone + 1} of ${progress.files})`)
    },
  })
  return directory
}

/** What to try first with a world whose files lie in a folder. */
export async function triesOf(world: string, directory: string): Promise<readonly Try[]> {
  return WORLDS[world]?.tries(await readStory<object>(directory)) ?? []
}
