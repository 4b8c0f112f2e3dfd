import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Finding, findingOf } from './run-check.ts'
import { root } from './tool.ts'
import { type Manifest, manifestOf, workspaces } from './workspaces.ts'

type Dependencies = Readonly<Record<string, string>>

interface LockEntry
  extends Partial<Pick<Manifest, 'dependencies' | 'devDependencies' | 'peerDependencies' | 'optionalDependencies'>> {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
}

/** The packages of package-lock.json, by their path from the root. */
export type LockPackages = Readonly<Record<string, LockEntry>>

const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const

/** The lockfile serves every system, names no registry, and agrees with each package.json. */
export function checkLockfile(): Promise<Finding> {
  const lock: LockPackages = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const manifests = new Map<string, Manifest>([['', manifestOf('.')]])
  for (const { folder, manifest } of workspaces()) manifests.set(folder, manifest)
  const problems = [...lockProblems(lock), ...driftProblems(lock, manifests)]
  return Promise.resolve(findingOf(problems, `${Object.keys(lock).length} packages, for every system`))
}

/**
 * What would make an installation fail elsewhere. Where the registry lacks a platform's package npm leaves it out
 * silently, and `npm ci` fails on that platform.
 */
export function lockProblems(lock: LockPackages): string[] {
  const problems: string[] = []
  for (const [path, entry] of Object.entries(lock)) {
    if (/^[a-z+]+:/.test(entry.resolved ?? '')) problems.push(`${path}: records a download address`)
    if (path.includes('node_modules/') && !entry.link && !entry.integrity) problems.push(`${path}: has no checksum`)
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (!isFound(lock, path, name)) problems.push(`${path}: its platform package ${name} is missing`)
    }
  }
  return problems
}

/** Where a package.json and the lockfile's copy of its dependencies differ. */
export function driftProblems(lock: LockPackages, manifests: ReadonlyMap<string, Manifest>): string[] {
  const problems: string[] = []
  for (const [folder, manifest] of manifests) {
    const locked = lock[folder]
    for (const kind of kinds) {
      if (!isSame(manifest[kind] ?? {}, locked?.[kind] ?? {})) {
        problems.push(`${folder || '.'}/package.json: its ${kind} are not those of the lockfile`)
      }
    }
  }
  return problems
}

/** Looks for a package as Node does: beside, then in every folder above. */
function isFound(lock: LockPackages, from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const path = `${folder ? `${folder}/` : ''}node_modules/${name}`
    if (lock[path]) return true
    if (folder === '') return false
  }
}

function isSame(left: Dependencies, right: Dependencies): boolean {
  const names = Object.keys(left)
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name])
}
