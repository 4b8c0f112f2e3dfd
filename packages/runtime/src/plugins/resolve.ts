import { readFileSync } from 'node:fs'
import { createRequire, findPackageJSON, registerHooks } from 'node:module'
import { dirname, isAbsolute, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'

const shared = /^(?:@rapport\/[a-z-]+|zod)(?:\/|$)/
const folders = new Set<string>()

/**
 * Lets files of a project folder import `@rapport/*` and `zod` though nothing is installed beside them: what they do not
 * find is taken from the running Rapport. What a project has installed itself comes first.
 */
export function shareHostPackages(folder: string): void {
  const prefix = pathToFileURL(folder + sep).href
  if (folders.has(prefix)) return
  folders.add(prefix)
  if (folders.size > 1) return
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context)
      } catch (error) {
        const parent = context.parentURL ?? ''
        if (!shared.test(specifier) || ![...folders].some((one) => parent.startsWith(one))) throw error
        return next(specifier, { ...context, parentURL: import.meta.url })
      }
    },
  })
}

/**
 * The file of a plugin: a path relative to the project, or a package looked for from the project, then from each of
 * `from` (files, as `import.meta.url`). `undefined` when nobody has it.
 */
export function resolvePlugin(specifier: string, project: string, from: readonly string[]): string | undefined {
  if (specifier.startsWith('.') || isAbsolute(specifier)) return pathToFileURL(resolve(project, specifier)).href
  for (const base of [pathToFileURL(project + sep).href, ...from, import.meta.url]) {
    const file = resolvePackage(specifier, base)
    if (file !== undefined) return pathToFileURL(file).href
  }
  return undefined
}

function resolvePackage(specifier: string, base: string): string | undefined {
  try {
    return createRequire(base).resolve(specifier)
  } catch (error) {
    // A package with an `import` condition only is invisible to require.resolve though import() would load it.
    if ((error as { code?: string }).code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') return undefined
    const file = findPackageJSON(specifier, base)
    const entry = file && importEntry(JSON.parse(readFileSync(file, 'utf8')) as { readonly exports?: unknown })
    return file && entry ? resolve(dirname(file), entry) : undefined
  }
}

function importEntry({ exports }: { readonly exports?: unknown }): string | undefined {
  const root = (exports as Record<string, unknown> | undefined)?.['.'] ?? exports
  const pick = (value: unknown): string | undefined => {
    if (typeof value === 'string') return value
    if (typeof value !== 'object' || value === null) return undefined
    const conditions = value as Record<string, unknown>
    return pick(conditions.import ?? conditions.node ?? conditions.default)
  }
  return pick(root)
}
