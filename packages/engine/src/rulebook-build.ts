import {
  type ActionDocument,
  type ActivationDocument,
  type ConnectionDocument,
  type DocumentOf,
  type DocumentType,
  documentTypes,
  type Entity,
  firstIssue,
  type InsightDocument,
  type MappingDocument,
  type MatchRulesDocument,
  mappingDocument,
  parseDocument,
  type RapportDocument,
  RapportError,
  type RatesDocument,
  type ReconciliationDocument,
  type Resolver,
  type SegmentDocument,
  type Stream,
  type TemplateDocument,
} from '@rapport/core'
import { compileMapping } from '@rapport/harmonise'
import { compileActions } from './actions/catalogue.ts'
import { compileInsights } from './figures/insight-set.ts'
import { hash32, stableText } from './figures/stable-hash.ts'
import type { StreamId } from './port/rows.ts'
import type { Documents } from './port/store.ts'
import { compileSensitivity } from './query/sensitive.ts'
import { compileReconciliation } from './reconcile/rules.ts'
import type { CompiledStream, ReadRules, ResolverBinding, Rulebook } from './rulebook.ts'
import { compileSegments } from './segments/segment-set.ts'
import { compileTemplates } from './templates/template-set.ts'

/** A document's body with the version it has in the store. */
export interface VersionedDocument {
  readonly version: number
  readonly body: RapportDocument
}

/** What a rulebook is built of besides documents: the parts that plugins bring. */
export interface RulebookParts {
  /** Canonical entities and plugins' own. */
  readonly model: Readonly<Record<string, Entity>>
  /** By plugin/resolver. */
  readonly resolvers: ReadonlyMap<string, Resolver>
  /** The streams of a connection; a source may have to look at its system to say. */
  readonly streamsOf: (connection: ConnectionDocument) => Promise<readonly Stream<object>[]>
  /** Told of a connection whose streams could not be had: it is left out and the rest goes on. Absent: it is an error. */
  readonly onProblem?: (connection: string, error: unknown) => void
  readonly streamIds: (names: readonly string[]) => Promise<readonly StreamId[]>
}

/**
 * Compiles a workspace's documents, all of them, once for every change.
 * @throws RapportError `DOCUMENT_INVALID`, `MAPPING_…`, `PLUGIN_UNKNOWN`, `ENTITY_UNKNOWN`, naming the document
 */
export async function buildRulebook(documents: readonly VersionedDocument[], parts: RulebookParts): Promise<Rulebook> {
  const all = <T extends DocumentType>(type: T) => bodiesOf(documents, type)
  const connections = new Map(all('connection').map((connection: ConnectionDocument) => [connection.name, connection]))
  const mappings = new Map(
    documents.filter((document) => document.body.type === 'mapping').map((document) => [document.body.name, document]),
  )
  const rates = all('rates')[0] as RatesDocument | undefined

  const streams = new Map<string, CompiledStream>()
  for (const connection of connections.values()) {
    let found: readonly Stream<object>[]
    try {
      found = await parts.streamsOf(connection)
    } catch (error) {
      if (!parts.onProblem) throw error
      parts.onProblem(connection.name, error)
      continue
    }
    const names = found.map((stream) => `${connection.name}/${stream.name}`)
    const ids = await parts.streamIds(names)
    found.forEach((stream, index) => {
      const name = names[index] as string
      streams.set(
        name,
        compileStream(connection, stream, name, ids[index] as StreamId, mappings.get(name), parts.model, rates),
      )
    })
  }

  const resolvers = new Map<string, ResolverBinding[]>()
  // In the order of their names, whichever came first: the same rules are to give the same links.
  for (const document of all('match-rules').toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const binding = bindResolver(document as MatchRulesDocument, parts.resolvers)
    resolvers.set(binding.entity, [...(resolvers.get(binding.entity) ?? []), binding])
  }
  return {
    ...compileReadRules(documents, parts.model),
    connections,
    streams,
    streamsById: new Map([...streams.values()].map((stream) => [stream.id, stream])),
    resolvers,
    activations: all('activation') as readonly ActivationDocument[],
  }
}

function compileReadRules(documents: readonly VersionedDocument[], model: Readonly<Record<string, Entity>>): ReadRules {
  const insightDocuments = bodiesOf(documents, 'insight') as readonly InsightDocument[]
  const insights = compileInsights(insightDocuments, model)
  const segmentDocuments = bodiesOf(documents, 'segment') as readonly SegmentDocument[]
  const segments = compileSegments(segmentDocuments, insights, model)
  const rates = bodiesOf(documents, 'rates')[0] as RatesDocument | undefined
  return {
    model,
    insights,
    sensitivity: compileSensitivity(model, insightDocuments),
    segments,
    templates: compileTemplates(bodiesOf(documents, 'template') as readonly TemplateDocument[], {
      model,
      insights: insightDocuments,
      segments,
      rates,
      mappings: bodiesOf(documents, 'mapping') as readonly MappingDocument[],
    }),
    actions: compileActions(bodiesOf(documents, 'action') as readonly ActionDocument[], {
      segments: segmentDocuments,
      insights: insightDocuments,
      insightSet: insights,
      model,
      rates,
    }),
    reconciliation: compileReconciliation(
      bodiesOf(documents, 'reconciliation') as readonly ReconciliationDocument[],
      model,
    ),
    tag: hash32(stableText(documents.map(({ version, body }) => [body.type, body.name, version]))).toString(36),
  }
}

/** The newest rules for reading. @throws RapportError `DOCUMENT_INVALID`, naming the document */
export async function loadReadRules(
  documents: Pick<Documents, 'list'>,
  model: Readonly<Record<string, Entity>>,
): Promise<ReadRules> {
  return compileReadRules(await readRuleDocuments(documents), model)
}

const PAGE = 500

/** Every document of a workspace that holds a rule, parsed. @throws RapportError `DOCUMENT_INVALID` */
export async function readRuleDocuments(documents: Pick<Documents, 'list'>): Promise<VersionedDocument[]> {
  const found: VersionedDocument[] = []
  for (let after: string | undefined; ; ) {
    const page = await documents.list({ limit: PAGE, ...(after === undefined ? {} : { after }) })
    for (const { type, body, version } of page.items) {
      if (body !== null && Object.hasOwn(documentTypes, type))
        found.push({ version, body: parseDocument(JSON.parse(body)) })
    }
    if (page.next === null) return found
    after = page.next
  }
}

function bodiesOf<T extends DocumentType>(documents: readonly VersionedDocument[], type: T): readonly DocumentOf<T>[] {
  return documents.filter((document) => document.body.type === type).map((document) => document.body as DocumentOf<T>)
}

function compileStream(
  connection: ConnectionDocument,
  stream: Stream<object>,
  name: string,
  id: StreamId,
  override: VersionedDocument | undefined,
  model: Readonly<Record<string, Entity>>,
  rates: RatesDocument | undefined,
): CompiledStream {
  const document = (override?.body as MappingDocument | undefined) ?? defaultMapping(name, stream)
  const entity = Object.hasOwn(model, document.entity) ? model[document.entity] : undefined
  if (!entity) throw new RapportError('ENTITY_UNKNOWN', { entity: document.entity, known: Object.keys(model) })
  return {
    id,
    name,
    connection: connection.name,
    shortName: stream.name,
    entity,
    mode: stream.mode,
    isUnique: stream.unique,
    speaksOfOthers: entity.class === 'party' && document.owner !== undefined,
    row: stream.row,
    keyOf: stream.key,
    versionOf: stream.version,
    mapping: compileMapping(document, {
      model,
      connection: connection.name,
      rowSchema: stream.row,
      keepNulls: stream.mode === 'patch',
      ...(rates ? { reporting: { currency: rates.reporting, rateOn: rateFinder(rates) } } : {}),
    }),
    mappingVersion: override?.version ?? 0,
    space: connection.space ?? null,
  }
}

/** The mapping that the stream's plugin ships, as a document; a workspace's own of the same name replaces it. */
function defaultMapping(name: string, stream: Stream<never>): MappingDocument {
  const parsed = mappingDocument.safeParse({ ...stream.mapping, type: 'mapping', name, entity: stream.entity })
  if (!parsed.success)
    throw new RapportError('DOCUMENT_INVALID', { name: `default mapping of ${name}`, ...firstIssue(parsed.error) })
  return parsed.data
}

function bindResolver(document: MatchRulesDocument, resolvers: ReadonlyMap<string, Resolver>): ResolverBinding {
  const resolver = resolvers.get(document.resolver)
  if (!resolver) throw new RapportError('PLUGIN_UNKNOWN', { part: document.resolver, known: [...resolvers.keys()] })
  if (!resolver.entities.includes(document.entity))
    throw new RapportError('DOCUMENT_INVALID', {
      name: document.name,
      problem: `${document.resolver} does not resolve ${document.entity}`,
      path: 'entity',
    })
  const parsed = resolver.model.safeParse(document.model)
  if (!parsed.success) {
    const { problem, path } = firstIssue(parsed.error)
    throw new RapportError('DOCUMENT_INVALID', { name: document.name, problem, path: `model.${path}` })
  }
  return {
    name: document.name,
    entity: document.entity,
    resolverName: document.resolver,
    resolver,
    model: parsed.data,
    thresholdBits: document.thresholdBits,
    maxRecordsPerKey: resolver.maxRecordsPerKey(parsed.data),
    tag: hash32(stableText([document.name, document.resolver, parsed.data])),
  }
}

/** The rate that held on a date: the latest that began on or before it. */
function rateFinder(rates: RatesDocument): (currency: string, date: string) => number | undefined {
  const byCurrency = new Map<string, { readonly from: string; readonly rate: number }[]>()
  for (const { currency, from, rate } of rates.rates)
    byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), { from, rate }])
  for (const list of byCurrency.values()) list.sort((a, b) => (a.from < b.from ? 1 : -1))
  return (currency, date) =>
    currency === rates.reporting ? 1 : byCurrency.get(currency)?.find((one) => one.from <= date)?.rate
}
