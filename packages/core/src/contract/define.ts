import type { z } from 'zod'
import { RapportError } from '../errors.ts'
import { type AnyEntityName, type Entity, type EntityClass, entities } from '../model/entities.ts'
import type { Activator, ActivatorOptions } from './activator.ts'
import type { Resolver, ResolverOptions } from './resolver.ts'
import type { Source, SourceOptions, Stream, StreamOptions } from './source.ts'

/**
 * Declares one kind of row that a source gives.
 * @param _config the source's configuration schema: it types `context.config`, nothing reads it
 * @example
 * defineStream(config, { name: 'contacts', entity: 'person', row, key: (contact) => contact.id, mapping: { set: { email: 'Email' } } })
 */
export function defineStream<
  Config extends z.ZodType<object>,
  Row extends z.ZodType<object>,
  Cursor extends z.ZodType = z.ZodNever,
  const E extends AnyEntityName = AnyEntityName,
>(_config: Config, options: StreamOptions<z.output<Config>, Row, Cursor, E>): Stream<z.output<Config>> {
  // Erasing Row and Cursor is sound: the engine calls `key` and `version` only with what `row` parsed.
  return {
    mode: 'replace',
    unique: false,
    version: undefined,
    cursor: undefined,
    read: undefined,
    ...options,
  } as unknown as Stream<z.output<Config>>
}

/** Declares a source: its configuration, its streams, the endpoint it answers. */
export function defineSource<Config extends z.ZodType<object>>(options: SourceOptions<Config>): Source {
  const { streams } = options
  const list = typeof streams === 'function' ? streams : async () => streams
  return {
    kind: 'source',
    title: options.name,
    endpoint: undefined,
    onErase: undefined,
    ...options,
    streams: list,
  } as unknown as Source
}

/** Declares a resolver. Its matcher is pure and synchronous; see {@link ResolverOptions}. */
export function defineResolver<Model extends z.ZodType<object>, Features>(
  options: ResolverOptions<Model, Features>,
): Resolver {
  return { kind: 'resolver', title: options.name, train: undefined, ...options } as unknown as Resolver
}

/** Declares an activator: what it takes, how many at once, and how it sends. */
export function defineActivator<Config extends z.ZodType<object>, Fields extends z.ZodType<object>>(
  options: ActivatorOptions<Config, Fields>,
): Activator {
  return { kind: 'activator', title: options.name, onErase: undefined, ...options } as unknown as Activator
}

/** Declares an entity of a plugin's own; the class fixes how it behaves. */
export function defineEntity(
  name: string,
  entityClass: Exclude<EntityClass, 'party'>,
  options: { readonly title: string; readonly schema: z.ZodObject },
): Entity {
  if (Object.hasOwn(entities, name))
    throw new RapportError('PLUGIN_INVALID', {
      plugin: name,
      problem: `its entity ${name} hides one of the canonical model`,
    })
  return { name, class: entityClass, ...options }
}
