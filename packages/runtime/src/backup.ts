import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { firstIssue, RapportError } from '@rapport/core'
import { z } from 'zod'
import type { BackupManifest, Workspace } from './api.ts'
import { version } from './version.ts'
import { places, writeWhole } from './workspace/folder.ts'
import { lockDirectory } from './workspace/lock.ts'
import { SuppressionFile } from './workspace/suppressions.ts'

/** Where things lie in a backup: as in a data directory, with the suppression hashes beside the database. */
const inBackup = {
  manifest: (folder: string) => join(folder, 'manifest.json'),
  suppressions: (folder: string, workspace: string) => join(folder, workspace, 'suppressed.txt'),
}

const manifestSchema = z.object({
  format: z.literal(1),
  rapport: z.string(),
  at: z.string(),
  workspaces: z
    .array(z.object({ name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/), bytes: z.int(), suppressions: z.int() }))
    .min(1),
})

/**
 * Copies workspaces into a folder while they run: the database as of one moment, the description with its sealed secret, the
 * suppression hashes. The installation's key is not in it. The manifest is written last: without it, it is no backup.
 * @throws RapportError `TARGET_NOT_EMPTY`
 */
export async function backUp(
  workspaces: readonly Pick<Workspace, 'name' | 'commands'>[],
  options: { readonly folder: string; readonly dataDirectory: string; readonly nowMs: number },
): Promise<BackupManifest> {
  const { dataDirectory: data, nowMs } = options
  const folder = resolve(options.folder)
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new RapportError('TARGET_NOT_EMPTY', { folder })
  const copied: BackupManifest['workspaces'][number][] = []
  for (const { name, commands } of workspaces) {
    mkdirSync(places.workspace(folder, name), { recursive: true, mode: 0o700 })
    const { bytes } = await commands.backup(places.database(folder, name))
    cpSync(places.description(data, name), places.description(folder, name))
    const suppressions = new SuppressionFile(places.suppressions(data, name)).hashes()
    new SuppressionFile(inBackup.suppressions(folder, name)).add(suppressions)
    copied.push({ name, bytes, suppressions: suppressions.size })
  }
  const manifest: BackupManifest = {
    format: 1,
    rapport: version,
    at: new Date(nowMs).toISOString(),
    workspaces: copied,
  }
  writeWhole(inBackup.manifest(folder), `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}

/** A workspace that a restore put back, and where what was there lies now. */
export interface RestoredWorkspace {
  readonly name: string
  readonly replaced: string | null
}

/**
 * Puts workspaces of a backup into a data directory that no server uses. What was there is moved aside, not deleted. Whoever
 * was erased since the backup is erased again when the workspace is next opened: suppression hashes are united, never replaced.
 * @throws RapportError `BACKUP_INVALID`, `DATA_DIRECTORY_LOCKED`
 */
export function restoreBackup(
  folder: string,
  options: { readonly dataDirectory: string; readonly workspaces?: readonly string[]; readonly nowMs: number },
): readonly RestoredWorkspace[] {
  const { dataDirectory: data, nowMs } = options
  const from = resolve(folder)
  const manifest = readManifest(from)
  const names = options.workspaces ?? manifest.workspaces.map(({ name }) => name)
  for (const name of names) checkWorkspace(from, name, manifest)
  const lock = lockDirectory(data)
  try {
    return names.map((name) => {
      const place = places.workspace(data, name)
      const arriving = `${place}.restoring`
      rmSync(arriving, { recursive: true, force: true })
      cpSync(places.workspace(from, name), arriving, { recursive: true })
      rmSync(join(arriving, 'suppressed.txt'), { force: true })
      new SuppressionFile(places.suppressions(data, name)).add(
        new SuppressionFile(inBackup.suppressions(from, name)).hashes(),
      )
      const replaced = existsSync(place) ? `${place}.replaced-${nowMs}` : null
      if (replaced !== null) renameSync(place, replaced)
      renameSync(arriving, place)
      return { name, replaced }
    })
  } finally {
    lock.release()
  }
}

/** @throws RapportError `BACKUP_INVALID` */
function readManifest(folder: string): BackupManifest {
  let text: unknown
  try {
    text = JSON.parse(readFileSync(inBackup.manifest(folder), 'utf8'))
  } catch (cause) {
    throw new RapportError('BACKUP_INVALID', { folder, problem: 'it has no readable manifest.json' }, { cause })
  }
  const parsed = manifestSchema.safeParse(text)
  if (!parsed.success)
    throw new RapportError('BACKUP_INVALID', { folder, problem: `manifest.json: ${firstIssue(parsed.error).problem}` })
  return parsed.data
}

/** @throws RapportError `BACKUP_INVALID` */
function checkWorkspace(folder: string, name: string, manifest: BackupManifest): void {
  const listed = manifest.workspaces.find((one) => one.name === name)
  const database = places.database(folder, name)
  const problem = !listed
    ? `it has no workspace ${name}`
    : !existsSync(database) || !existsSync(places.description(folder, name))
      ? `files of ${name} are missing`
      : statSync(database).size !== listed.bytes
        ? `the database of ${name} is not as long as the manifest says`
        : undefined
  if (problem !== undefined) throw new RapportError('BACKUP_INVALID', { folder, problem })
}
