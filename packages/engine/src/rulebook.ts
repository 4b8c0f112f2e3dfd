import type { ActivationDocument, ConnectionDocument, Entity, Resolver, StreamMode } from '@rapport/core'
import type { CompiledMapping } from '@rapport/harmonise'
import type { z } from 'zod'
import type { ActionCatalogue } from './actions/action-catalogue.ts'
import type { InsightSet } from './figures/insight-set.ts'
import type { StreamId } from './port/rows.ts'
import type { Sensitivity } from './query/sensitive.ts'
import type { ReconciliationSet } from './reconcile/rules.ts'
import type { SegmentSet } from './segments/segment-set.ts'
import type { TemplateSet } from './templates/template.ts'

/** A stream of a connection, ready to take rows: everything that can be done once is done. */
export interface CompiledStream {
  readonly id: StreamId
  /** connection/stream */
  readonly name: string
  readonly connection: string
  readonly shortName: string
  readonly entity: Entity
  readonly mode: StreamMode
  readonly isUnique: boolean
  /** Its records speak of other records: see pipeline/about.ts. */
  readonly speaksOfOthers: boolean
  readonly row: z.ZodType<object>
  readonly keyOf: (row: object) => string
  readonly versionOf: ((row: object) => number | string | undefined) | undefined
  readonly mapping: CompiledMapping
  readonly mappingVersion: number
  /** The connection's space, for rows that name none. */
  readonly space: string | null
}

/** A resolver with the model it runs with for one kind of party. */
export interface ResolverBinding {
  /** The match-rules document's name: the prefix of its keys. */
  readonly name: string
  readonly entity: string
  /** plugin/resolver */
  readonly resolverName: string
  readonly resolver: Resolver
  readonly model: object
  readonly thresholdBits: number
  readonly maxRecordsPerKey: number
  /** Changes with all that keys and features depend on, the same on every machine: features made by other rules are told apart by it. */
  readonly tag: number
}

/** The rules that decide what a reader sees: nothing of them depends on a plugin's system. */
export interface ReadRules {
  readonly model: Readonly<Record<string, Entity>>
  readonly insights: InsightSet
  readonly segments: SegmentSet
  readonly reconciliation: ReconciliationSet
  readonly sensitivity: Sensitivity
  /** What briefs tell beside what every brief does. */
  readonly templates: TemplateSet
  /** What may be proposed to people. */
  readonly actions: ActionCatalogue
  /** Changes whenever a document does. */
  readonly tag: string
}

/** All business rules of a workspace, compiled once and immutable; a change of documents makes another. */
export interface Rulebook extends ReadRules {
  readonly connections: ReadonlyMap<string, ConnectionDocument>
  readonly streams: ReadonlyMap<string, CompiledStream>
  readonly streamsById: ReadonlyMap<StreamId, CompiledStream>
  readonly resolvers: ReadonlyMap<string, readonly ResolverBinding[]>
  readonly activations: readonly ActivationDocument[]
}
