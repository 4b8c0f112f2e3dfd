import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RapportError } from '@rapport/core'
import type { Keyring } from '../secrets/keyring.ts'
import { keyIdOf, open, seal } from '../secrets/seal.ts'

/** Where things lie in a data directory: a folder a workspace, and one for what belongs to the whole installation. */
export const places = {
  keyFile: (data: string): string => join(data, '_server', 'secret.key'),
  /** Suppression hashes, outside of every workspace's folder, so that a restored workspace still knows whom it must not revive. */
  suppressions: (data: string, workspace: string): string => join(data, '_server', 'suppressed', `${workspace}.txt`),
  workspace: (data: string, workspace: string): string => join(data, workspace),
  database: (data: string, workspace: string): string => join(data, workspace, 'rapport.sqlite'),
  description: (data: string, workspace: string): string => join(data, workspace, 'workspace.json'),
}

/** A workspace's folder, ready to be opened. */
export interface WorkspaceFolder {
  readonly name: string
  readonly database: string
  /** Keys the suppression hashes; made with the workspace and never changed, or nobody would be recognised. */
  readonly secret: string
}

interface Description {
  readonly format: 1
  readonly name: string
  readonly createdAt: string
  readonly secret: string
}

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/
const secretName = 'workspace'

/**
 * Opens a workspace's folder, making it when there is none. Its secret is sealed anew when the installation's key changed.
 * @throws RapportError `REQUEST_INVALID` for a name that is none, `SECRET_KEY_MISSING`, `DATA_DIRECTORY_UNUSABLE`
 */
export function openWorkspaceFolder(data: string, name: string, keyring: Keyring, nowMs: number): WorkspaceFolder {
  if (!NAME.test(name))
    throw new RapportError('REQUEST_INVALID', {
      problem: 'a workspace is named with lower-case letters, digits and dashes',
      path: 'name',
    })
  const file = places.description(data, name)
  const database = places.database(data, name)
  const owner = { workspace: name, name: secretName }
  try {
    mkdirSync(places.workspace(data, name), { recursive: true, mode: 0o700 })
    if (!existsSync(file)) {
      const secret = randomBytes(32).toString('base64url')
      const createdAt = new Date(nowMs).toISOString()
      writeWhole(file, JSON.stringify({ format: 1, name, createdAt, secret: seal(secret, owner, keyring) }))
      return { name, database, secret }
    }
    const description = JSON.parse(readFileSync(file, 'utf8')) as Description
    const secret = open(description.secret, owner, keyring)
    if (keyIdOf(description.secret) !== keyring.current.id)
      writeWhole(file, JSON.stringify({ ...description, secret: seal(secret, owner, keyring) }))
    return { name, database, secret }
  } catch (cause) {
    if (RapportError.is(cause)) throw cause
    const problem = (cause as NodeJS.ErrnoException).code ?? 'workspace.json cannot be read'
    throw new RapportError('DATA_DIRECTORY_UNUSABLE', { directory: places.workspace(data, name), problem }, { cause })
  }
}

/** Names of the workspaces that a data directory holds, sorted. */
export function workspacesIn(data: string): readonly string[] {
  if (!existsSync(data)) return []
  return readdirSync(data)
    .filter((name) => NAME.test(name) && existsSync(places.description(data, name)))
    .sort()
}

/** Writes a file so that a reader or a crash finds the old text or the new one, never half. */
export function writeWhole(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, text, { mode: 0o600, flush: true })
  renameSync(temporary, file)
}
