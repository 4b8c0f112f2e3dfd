import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './tool.ts'

export interface Workspace {
  /** From the root, with slashes: `packages/core`. */
  readonly folder: string
  /** As in `@rapport/NAME`. */
  readonly name: string
  readonly manifest: Manifest
}

export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly workspaces?: readonly string[]
  readonly exports?: Record<string, Record<string, string>>
  readonly dependencies?: Record<string, string>
  readonly devDependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}

/** A package.json, by its folder from the root. */
export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
}

/** Every workspace that the root names. */
export function workspaces(): readonly Workspace[] {
  const folders = globSync([...(manifestOf('.').workspaces ?? [])], { cwd: root }).map((folder) =>
    folder.replaceAll('\\', '/'),
  )
  return folders
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()
    .map((folder) => {
      const manifest = manifestOf(folder)
      return { folder, name: manifest.name.replace('@rapport/', ''), manifest }
    })
}
