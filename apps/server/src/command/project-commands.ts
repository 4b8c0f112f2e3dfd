import { cp, mkdir, readdir } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { RapportError } from '@rapport/core'
import { restoreBackup } from '@rapport/runtime'
import type { Command } from 'commander'
import type { CommonOptions } from './on-client.ts'
import { createOutput, table } from './output.ts'

/** Commands that work on folders and need no server. */
export function addProjectCommands(program: Command): void {
  program
    .command('init')
    .argument('<dir>', 'an empty folder, or one to be made')
    .description('writes a small project to begin with: configuration, rules, three rows')
    .action(async (folder: string, _options: unknown, command: Command) => {
      const { json } = command.optsWithGlobals<CommonOptions>()
      const files = await writeProject(resolve(folder))
      createOutput(json).result({ directory: resolve(folder), files }, () =>
        [...files.map((file) => join(folder, file)), '', `Next: rapport start --project ${folder}`].join('\n'),
      )
    })

  program
    .command('restore')
    .argument('<dir>', 'what `rapport backup` wrote')
    .description('puts a backup back; whoever was erased since stays erased. The server must be stopped')
    .action((folder: string, _options: unknown, command: Command) => {
      const { data, workspace, json } = command.optsWithGlobals<CommonOptions>()
      const restored = restoreBackup(folder, {
        dataDirectory: resolve(data),
        ...(workspace !== undefined && { workspaces: [workspace] }),
        nowMs: Date.now(),
      })
      createOutput(json).result({ restored }, () =>
        table(
          restored.map(({ name, replaced }) => [name, replaced === null ? 'restored' : `what was there: ${replaced}`]),
        ),
      )
    })
}

/** Copies the template. Answers the files written. @throws RapportError `TARGET_NOT_EMPTY` */
async function writeProject(folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) throw new RapportError('TARGET_NOT_EMPTY', { folder })
  const manifest = findPackageJSON('..', import.meta.url)
  if (manifest === undefined) throw new RapportError('INTERNAL')
  const template = join(dirname(manifest), 'template')
  await cp(template, folder, { recursive: true })
  const entries = await readdir(template, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(template.length + 1))
    .sort()
}
