import type { z } from 'zod'
import type { Targets } from '../documents/expression.ts'
import type { mappingDocument } from '../documents/mapping.ts'
import type { JsonObject } from '../json.ts'
import type { AnyEntityName, Attributes, EntityName } from '../model/entities.ts'
import type { Context, Health, PersonReference } from './context.ts'

/** A row to delete, with the source's version of the deletion where it has one, so that a late row revives nothing. */
export type Deletion = string | { readonly key: string; readonly version?: number | string }

/** A row that the source says is now another one: a CRM's merge. */
export interface SourceMerge {
  readonly key: string
  readonly into: string
  readonly version?: number | string
}

/** What `emit` takes: rows as the vendor sent them; they are parsed, mapped, or rejected one by one by the engine. */
export interface Batch<Row, Cursor> {
  readonly rows?: readonly Row[]
  readonly deletes?: readonly Deletion[]
  readonly merges?: readonly SourceMerge[]
  /** Where to resume after this batch: it advances in the same commit. */
  readonly cursor?: Cursor
  /** A snapshot begins (`start`: forget what an unfinished one had seen), or ended: what it did not contain is deleted. */
  readonly snapshot?: 'start' | 'complete'
}

export interface StreamContext<Config, Row, Cursor> extends Context<Config> {
  readonly cursor: Cursor | undefined
  /** Resolves when the batch is on disk. Awaiting it is back-pressure. */
  readonly emit: (batch: Batch<Row, Cursor>) => Promise<void>
}

/**
 * What a row does. `replace`: the whole row, as a CRM sends it. `patch`: each field wins by its own time, absent is not null.
 * `append`: a happening, taken once.
 */
export type StreamMode = 'replace' | 'patch' | 'append'

/** A default mapping, shipped with the stream: the document without its type and name. */
export type DefaultMapping = Omit<z.input<typeof mappingDocument>, 'type' | 'name' | 'entity'>

type AttributeOf<E extends EntityName> =
  | (keyof Attributes<E> & string)
  | (E extends 'person' | 'organization' ? 'email' | 'phone' | 'address' : never)

/**
 * The attributes that a mapping of a canonical entity may set: its own, for parties the short forms of contact points too, and
 * dotted paths (`total.amount`, `ext.crm.guestType`), which are checked when the mapping is compiled.
 */
export type AttributeTargets<E extends EntityName> = {
  readonly [A in AttributeOf<E> | 'ext' | `${string}.${string}`]?: Targets[string]
}

/** A stream's default mapping, its attributes checked against the entity by the compiler already. */
export interface StreamMapping<E extends AnyEntityName> extends Omit<DefaultMapping, 'set'> {
  readonly set: E extends EntityName ? AttributeTargets<E> : Targets
}

export interface StreamOptions<
  Config,
  Row extends z.ZodType<object>,
  Cursor extends z.ZodType,
  E extends AnyEntityName = AnyEntityName,
> {
  readonly name: string
  /** A canonical entity, or one of the plugin's own (`plugin.entity`). */
  readonly entity: E
  /** Lenient: only the fields used, unknown ones pass. */
  readonly row: Row
  /** The row's key. What it throws (a RapportError of kind `data`) refuses this row by name; the rest of the batch goes on. */
  readonly key: (row: z.output<Row>) => string
  /** Orders two states of one key. Without it the later arrival wins, and out-of-order safety is not claimed. */
  readonly version?: (row: z.output<Row>) => number | string | undefined
  /** A {@link StreamMode}; `replace` unless it says otherwise. */
  readonly mode?: 'replace' | 'patch' | 'append'
  /** The source keeps one row a party: two of its rows are never joined by a rule. */
  readonly unique?: boolean
  readonly cursor?: Cursor
  readonly mapping: StreamMapping<E>
  readonly read?: (context: StreamContext<Config, z.input<Row>, z.output<Cursor>>) => Promise<void>
}

/** A stream with its row and cursor types erased; only what it needs of the configuration stays. */
export interface Stream<in Config = never> {
  readonly name: string
  readonly entity: string
  readonly mode: StreamMode
  readonly unique: boolean
  readonly row: z.ZodType<object>
  readonly key: (row: object) => string
  readonly version: ((row: object) => number | string | undefined) | undefined
  readonly cursor: z.ZodType | undefined
  readonly mapping: DefaultMapping
  readonly read: ((context: StreamContext<Config, object, unknown>) => Promise<void>) | undefined
}

/** What an endpoint makes of one request: rows for streams of its source. All are committed together. */
export interface Emission {
  readonly stream: string
  readonly rows?: readonly object[]
  readonly deletes?: readonly Deletion[]
  /** A device's logins, logouts and aliases; see {@link IdentitySignal}. */
  readonly signals?: readonly IdentitySignal[]
}

/**
 * What a tracking source knows about who used a device when.
 * `login`: this user was on this device at that time. `reset`: whoever it was, left. `alias`: two user ids are one party.
 */
export type IdentitySignal =
  | {
      readonly kind: 'login'
      readonly anonymousId: string
      readonly stream: string
      readonly key: string
      readonly occurredAt: number
    }
  | { readonly kind: 'reset'; readonly anonymousId: string; readonly occurredAt: number }
  | { readonly kind: 'alias'; readonly stream: string; readonly key: string; readonly previousKey: string }

/** A request that reached an endpoint: its body unzipped, not yet parsed. */
export interface EndpointRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly receivedAt: number
  /** The connection's configuration as it was saved: JSON that its schema accepted, secrets as references. The same object until it changes. */
  readonly config?: JsonObject
}

/**
 * A webhook or tracking endpoint. `decode` is pure and synchronous: it runs in the thread that writes, so that bodies
 * cross threads unparsed; the sender is answered once what it gives is on disk.
 */
export interface Endpoint {
  /** Under `/v1`, for example `/v1/track`; the runtime adds `/v1/in/CONNECTION` for those that are not wildcards of a standard. */
  readonly paths: readonly string[]
  /** How the sender proves who it is: a write key (Basic, Bearer or in the body), or the endpoint's own signature. */
  readonly authentication: 'write-key' | 'signature'
  readonly maxBodyBytes: number
  /** @throws RapportError of kind `data` when the body is not what the endpoint reads */
  readonly decode: (request: EndpointRequest) => readonly Emission[]
  /** For `signature`: proves that the request comes from the vendor. Runs before `decode`. @throws RapportError `KEY_INVALID` */
  readonly verify?: (context: Context<never>, request: EndpointRequest) => void
  /** The write key when a body carries it and no header does. */
  readonly keyInBody?: (body: string) => string | undefined
}

export interface SourceOptions<Config extends z.ZodType<object>> {
  readonly name: string
  readonly title?: string
  /** Strict; the form, the docs and the types come from it. */
  readonly config: Config
  readonly check: (context: Context<z.output<Config>>) => Promise<Health>
  /** A list, or what a look at the system gives (its custom objects, a folder's files). */
  readonly streams:
    | readonly Stream<z.output<Config>>[]
    | ((context: Context<z.output<Config>>) => Promise<readonly Stream<z.output<Config>>[]>)
  readonly endpoint?: Endpoint
  readonly onErase?: (context: Context<z.output<Config>>, person: PersonReference) => Promise<void>
}

/** A source with its configuration's type erased. */
export interface Source {
  readonly kind: 'source'
  readonly name: string
  readonly title: string
  readonly config: z.ZodType<object>
  readonly check: (context: Context<object>) => Promise<Health>
  readonly streams: (context: Context<object>) => Promise<readonly Stream<object>[]>
  readonly endpoint: Endpoint | undefined
  readonly onErase: ((context: Context<object>, person: PersonReference) => Promise<void>) | undefined
}
