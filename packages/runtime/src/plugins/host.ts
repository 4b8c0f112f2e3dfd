import { pathToFileURL } from 'node:url'
import {
  type Activator,
  checkPlugin,
  type Entity,
  entities,
  type Plugin,
  RapportError,
  type Resolver,
  type Source,
} from '@rapport/core'
import { resolvePlugin, shareHostPackages } from './resolve.ts'

/** A source, resolver or activator with the plugin that offers it. */
export type Part = Source | Resolver | Activator

/** The plugins of a runtime: each part found as `plugin/part`, custom entities merged into the canonical model. */
export class PluginHost {
  readonly plugins: readonly Plugin[]
  /** The canonical entities and the plugins' own. */
  readonly entities: ReadonlyMap<string, Entity>
  readonly #parts = new Map<string, Part>()

  /** @throws RapportError `PLUGIN_CONTRACT_UNSUPPORTED`, `PLUGIN_INVALID` (also: two plugins of one name) */
  constructor(plugins: readonly Plugin[]) {
    const model = new Map<string, Entity>(Object.entries(entities))
    const names = new Set<string>()
    for (const plugin of plugins) {
      checkPlugin(plugin)
      if (names.has(plugin.name))
        throw new RapportError('PLUGIN_INVALID', {
          plugin: plugin.name,
          problem: 'another plugin of the configuration has the same name',
        })
      names.add(plugin.name)
      // A source and an activator may share a name (a system read and written), so kinds are kept apart.
      for (const part of [...(plugin.sources ?? []), ...(plugin.resolvers ?? []), ...(plugin.activators ?? [])])
        this.#parts.set(`${part.kind} ${plugin.name}/${part.name}`, part)
      for (const entity of plugin.entities ?? []) model.set(entity.name, entity)
    }
    this.plugins = plugins
    this.entities = model
  }

  /** @throws RapportError `PLUGIN_UNKNOWN` */
  source(part: string): Source {
    return this.#find('source', part) as Source
  }
  /** @throws RapportError `PLUGIN_UNKNOWN` */
  activator(part: string): Activator {
    return this.#find('activator', part) as Activator
  }
  /** @throws RapportError `PLUGIN_UNKNOWN` */
  resolver(part: string): Resolver {
    return this.#find('resolver', part) as Resolver
  }

  /** What a connection's `part` names: its source, its activator, or both. @throws RapportError `PLUGIN_UNKNOWN` */
  connectable(part: string): { readonly source: Source | undefined; readonly activator: Activator | undefined } {
    const source = this.#parts.get(`source ${part}`) as Source | undefined
    const activator = this.#parts.get(`activator ${part}`) as Activator | undefined
    if (!source && !activator) throw this.#unknown(part, ['source', 'activator'])
    return { source, activator }
  }

  /** `plugin/part` of every part of a kind, sorted. */
  names(kind: Part['kind']): readonly string[] {
    const prefix = `${kind} `
    return [...this.#parts.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
      .sort()
  }

  #find(kind: Part['kind'], part: string): Part {
    const found = this.#parts.get(`${kind} ${part}`)
    if (!found) throw this.#unknown(part, [kind])
    return found
  }

  #unknown(part: string, kinds: readonly Part['kind'][]): RapportError {
    return new RapportError('PLUGIN_UNKNOWN', {
      part: `${kinds.join(' or ')} ${part}`,
      known: kinds.flatMap((kind) => this.names(kind)),
    })
  }
}

export interface LoadPluginsOptions {
  /** The project folder. */
  readonly project: string
  /** Files (as `import.meta.url`) from which packages are also looked for. */
  readonly resolveFrom?: readonly string[]
}

/**
 * Imports the plugins that a configuration names. A module offers its plugin as its default export, or as its only
 * export that looks like one.
 * @throws RapportError `PLUGIN_UNKNOWN` (nobody has it), `PLUGIN_INVALID`, `PLUGIN_CONTRACT_UNSUPPORTED`
 */
export async function loadPlugins(specifiers: readonly string[], options: LoadPluginsOptions): Promise<PluginHost> {
  shareHostPackages(options.project)
  return new PluginHost(await Promise.all(specifiers.map((specifier) => load(specifier, options))))
}

async function load(specifier: string, { project, resolveFrom = [] }: LoadPluginsOptions): Promise<Plugin> {
  const url = resolvePlugin(specifier, project, resolveFrom)
  if (url === undefined)
    throw new RapportError('PLUGIN_INVALID', {
      plugin: specifier,
      problem: `no such package is installed (looked from ${pathToFileURL(project).pathname})`,
    })
  let module: Record<string, unknown>
  try {
    module = (await import(url)) as Record<string, unknown>
  } catch (cause) {
    const problem = cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause)
    throw new RapportError('PLUGIN_INVALID', { plugin: specifier, problem: `it does not load (${problem})` }, { cause })
  }
  const offered = module.default === undefined ? Object.values(module).filter(looksLikePlugin) : [module.default]
  const [plugin] = offered
  if (offered.length !== 1 || !looksLikePlugin(plugin))
    throw new RapportError('PLUGIN_INVALID', {
      plugin: specifier,
      problem: `it exports ${offered.length} plugins where one was expected, as its default export`,
    })
  return plugin
}

function looksLikePlugin(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && 'contract' in value && 'name' in value && 'version' in value
}
