import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { firstIssue, RapportError } from '@rapport/core'
import { shareHostPackages } from '../plugins/resolve.ts'
import { type RuntimeConfig, type RuntimeConfigInput, runtimeConfig } from './config.ts'

/** The names under which a project's configuration is found, in this order. */
const fileNames = ['rapport.config.ts', 'rapport.config.mts', 'rapport.config.mjs', 'rapport.config.js'] as const

/**
 * Reads a project's configuration; a project without a file, or no project, has the defaults. Each thread calls this
 * itself: functions do not cross threads.
 * @param project the project folder; paths of the configuration are relative to it, else to the working directory
 * @param overrides what the command line says; its paths are relative to the working directory
 * @throws RapportError `CONFIG_INVALID` with the file, the path within it and the problem
 */
export async function loadConfig(
  project?: string,
  overrides: Partial<RuntimeConfigInput> = {},
): Promise<RuntimeConfig> {
  const folder = resolve(project ?? '.')
  if (project !== undefined && !existsSync(folder))
    throw new RapportError('CONFIG_INVALID', {
      name: folder,
      problem: 'there is no such folder',
      path: 'the project folder',
    })
  const file = project === undefined ? undefined : fileNames.map((one) => resolve(folder, one)).find(existsSync)
  const written = file === undefined ? {} : await read(file, folder)
  const config = parse({ ...(written as object), ...overrides }, file ?? 'the command line')
  const base = overrides.dataDirectory === undefined ? folder : resolve('.')
  return {
    ...config,
    dataDirectory: resolve(base, config.dataDirectory),
    ...(config.documents === undefined
      ? {}
      : { documents: resolve(overrides.documents === undefined ? folder : '.', config.documents) }),
    ...(config.input === undefined
      ? {}
      : {
          input: {
            ...config.input,
            directory: resolve(overrides.input === undefined ? folder : '.', config.input.directory),
          },
        }),
  }
}

/** Checks a configuration that is already at hand. @throws RapportError `CONFIG_INVALID` */
function parse(input: unknown, name: string): RuntimeConfig {
  const parsed = runtimeConfig.safeParse(input)
  if (parsed.success) return parsed.data
  throw new RapportError('CONFIG_INVALID', { name, ...firstIssue(parsed.error) })
}

async function read(file: string, folder: string): Promise<unknown> {
  shareHostPackages(folder)
  let module: { readonly default?: unknown }
  try {
    module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }
  } catch (cause) {
    const problem = cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause)
    throw new RapportError('CONFIG_INVALID', { name: file, problem, path: 'the file' }, { cause })
  }
  if (typeof module.default !== 'object' || module.default === null)
    throw new RapportError('CONFIG_INVALID', {
      name: file,
      problem: 'it must say `export default defineConfig({ … })`',
      path: 'its default export',
    })
  return module.default
}
