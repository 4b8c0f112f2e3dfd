export type { ActionCatalogue } from './actions/action-catalogue.ts'
export {
  type Explained,
  explain,
  type Ground,
  type RelatedEnd,
  type RelatedEnds,
  relatedEntity,
} from './actions/explain.ts'
export { type AgendaKind, agendaKinds, groupOf } from './agenda/agenda.ts'
export type * from './commands.ts'
export { createEngine, type Engine, type EngineOptions } from './engine.ts'
export { identifierKey } from './identifiers.ts'
export type { Worked } from './pipeline/pipeline.ts'
export { decodeCursor, encodeCursor, entryCursor, type Position } from './port/cursor.ts'
export type { DueActivity, DueRange, Found, Page, Paging, Reader, RowScope, StoredProfile } from './port/reader.ts'
export { createRedactor, type Erased, type Redactor } from './port/redact.ts'
export type * from './port/rows.ts'
export type { Documents, Durability, OpenStore, Store } from './port/store.ts'
export type { Committed, Erasure, Writer, Writes } from './port/writer.ts'
export type * from './queries.ts'
export { createQueries, type QueriesOptions } from './query/create-queries.ts'
export { entriesAbout } from './query/entries-about.ts'
export { isInScope } from './query/find-profile.ts'
export { isSensitive } from './query/sensitive.ts'
export type { CompiledStream, ReadRules, ResolverBinding, Rulebook } from './rulebook.ts'
export { loadReadRules } from './rulebook-build.ts'
export { says } from './status.ts'
export type { CompiledTemplate, TemplateSet, TemplateValue } from './templates/template.ts'
