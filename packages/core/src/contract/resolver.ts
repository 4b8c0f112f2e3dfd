import type { z } from 'zod'
import type { JsonObject } from '../json.ts'
import type { Identifier } from '../model/party.ts'

/** A record as a resolver sees it: cleaned attributes and identifiers, contact points' included. */
export interface RecordView {
  readonly entity: string
  /** `connection/stream`. */
  readonly stream: string
  readonly attributes: JsonObject
  readonly identifiers: readonly Pick<Identifier, 'namespace' | 'value'>[]
}

/** One comparison's contribution to a link, for a person to read. */
export interface Evidence {
  readonly comparison: string
  readonly level: string
  readonly weightBits: number
}

/** A value two records must not disagree on to be one party: `{ name: 'nationalId', value: … }`. */
export interface Exclusion {
  readonly name: string
  readonly value: string
}

/**
 * Says which records are the same party. Pure, synchronous, one-to-many; live, batch and training share it.
 * The engine finds candidates by keys, keeps links and clusters; a resolver never does.
 */
export interface Matcher<Model, Features> {
  /** Once per record version. The store keeps `pack(features)` beside the keys and hands candidates back packed. */
  readonly features: (record: RecordView, model: Model) => Features
  /** Records that share a key are compared. A key on more than `maxRecordsPerKey` records is blocked: it brings nobody together. */
  readonly keys: (features: Features, model: Model) => readonly string[]
  /** Values that keep records apart, whatever links say. */
  readonly exclusions: (features: Features, model: Model) => readonly Exclusion[]
  readonly pack: (features: Features) => Uint8Array
  readonly unpack: (bytes: Uint8Array) => Features
  /**
   * One record against its candidates: writes a weight in bits for each into `weights` (`-Infinity`: not the same). Allocates nothing.
   * `blocked`: keys that are too common to mean anything; what rests on them counts as missing.
   */
  readonly compare: (
    one: Features,
    candidates: readonly Features[],
    model: Model,
    blocked: ReadonlySet<string>,
    weights: Float32Array,
  ) => void
  /** Only for pairs that became links, or that somebody asks about. */
  readonly explain: (a: Features, b: Features, model: Model, blocked: ReadonlySet<string>) => readonly Evidence[]
}

/** Records to learn from, in batches, as often as wanted. */
export interface Sample<Features> {
  readonly records: () => AsyncIterable<readonly Features[]>
  readonly count: number
}

export interface ResolverOptions<Model extends z.ZodType<object>, Features> {
  readonly name: string
  readonly title?: string
  readonly entities: readonly string[]
  /** Deterministic rules come before probability when links contradict each other. */
  readonly certainty: 'deterministic' | 'probabilistic'
  /** A readable document, versioned with the business rules. */
  readonly model: Model
  readonly defaultModel: z.input<Model>
  readonly maxRecordsPerKey: (model: z.output<Model>) => number
  readonly matcher: Matcher<z.output<Model>, Features>
  readonly train?: (sample: Sample<Features>, model: z.output<Model>, signal: AbortSignal) => Promise<z.input<Model>>
}

/** A resolver with its model's and features' types erased. */
export interface Resolver {
  readonly kind: 'resolver'
  readonly name: string
  readonly title: string
  readonly entities: readonly string[]
  readonly certainty: 'deterministic' | 'probabilistic'
  readonly model: z.ZodType<object>
  readonly defaultModel: object
  readonly maxRecordsPerKey: (model: object) => number
  readonly matcher: Matcher<object, unknown>
  readonly train: ((sample: Sample<unknown>, model: object, signal: AbortSignal) => Promise<object>) | undefined
}
