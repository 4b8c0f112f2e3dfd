export type { Activator, ActivatorOptions, Item, Outcome, SendContext } from './contract/activator.ts'
export { CONTRACT, type Context, type Health, type PersonReference } from './contract/context.ts'
export { defineActivator, defineEntity, defineResolver, defineSource, defineStream } from './contract/define.ts'
export { isForbiddenHost } from './contract/forbidden-host.ts'
export { checkPlugin, definePlugin, type Pack, type Plugin } from './contract/plugin.ts'
export { refuseProblem, rowProblem } from './contract/problem.ts'
export type {
  Evidence,
  Exclusion,
  Matcher,
  RecordView,
  Resolver,
  ResolverOptions,
  Sample,
} from './contract/resolver.ts'
export type {
  AttributeTargets,
  Batch,
  DefaultMapping,
  Deletion,
  Emission,
  Endpoint,
  EndpointRequest,
  IdentitySignal,
  Source,
  SourceMerge,
  SourceOptions,
  Stream,
  StreamContext,
  StreamMapping,
  StreamMode,
  StreamOptions,
} from './contract/source.ts'
export { type ActionCondition, type ActionDocument, actionDocument, type RelatedTo } from './documents/action.ts'
export {
  type ActivationDocument,
  activationDocument,
  type ConnectionDocument,
  connectionDocument,
  type RatesDocument,
  ratesDocument,
} from './documents/connection.ts'
export {
  type DocumentOf,
  type DocumentType,
  documentJsonSchema,
  documentTypes,
  firstIssue,
  parseDocument,
  type RapportDocument,
} from './documents/document.ts'
export {
  type Condition,
  condition,
  type Expression,
  expression,
  type Operator,
  type Targets,
  targets,
  type Use,
} from './documents/expression.ts'
export { type InsightDocument, insightDocument } from './documents/insight.ts'
export { type MappingDocument, mappingDocument } from './documents/mapping.ts'
export {
  type MatchRules,
  type MatchRulesDocument,
  matchRules,
  matchRulesDocument,
  type RuleCondition,
} from './documents/match-rules.ts'
export {
  type ReconciliationDocument,
  type ReconciliationRule,
  reconciliationDocument,
  reconciliationRule,
} from './documents/reconciliation.ts'
export { type SegmentCondition, type SegmentDocument, segmentCondition, segmentDocument } from './documents/segment.ts'
export {
  type Occasion,
  occasions,
  type SentenceKind,
  sentenceKinds,
  type TemplateDocument,
  templateDocument,
  type ValueType,
} from './documents/template.ts'
export { type DocumentTitle, titleIn } from './documents/title.ts'
export { type ErrorCode, type ErrorDetails, type ErrorKind, errors, RapportError } from './errors.ts'
export {
  type AnchorId,
  formatProfileId,
  type Id,
  type ProfileId,
  parseProfileId,
  requireProfileId,
  type Sequence,
} from './ids.ts'
export type { Json, JsonObject } from './json.ts'
export {
  type AnyEntityName,
  type Attributes,
  anyEntityName,
  type Entity,
  type EntityClass,
  type EntityName,
  entities,
  modelJsonSchema,
} from './model/entities.ts'
export {
  type Address,
  type FieldKind,
  type FieldMeta,
  field,
  fieldMeta,
  type Money,
  type Reference,
} from './model/fields.ts'
export type { Cardinality, ContactPoint, Identifier } from './model/party.ts'
export type { CanonicalRow, Flag, Operation } from './model/row.ts'
export { isSecretReference, Secret, type SecretReference, secret } from './secret.ts'
