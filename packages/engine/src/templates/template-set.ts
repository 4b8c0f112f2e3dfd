import {
  type Condition,
  type Entity,
  fieldMeta,
  type InsightDocument,
  type MappingDocument,
  type Operator,
  RapportError,
  type RatesDocument,
  type TemplateDocument,
  type ValueType,
} from '@rapport/core'
import {
  compileCondition,
  compileOperator,
  compilePath,
  conditionPaths,
  currencyExponent,
  type Predicate,
  parsePath,
  type ValueTest,
} from '@rapport/harmonise'
import type { z } from 'zod'
import { isHiddenPath } from '../query/sensitive.ts'
import type { SegmentSet } from '../segments/segment-set.ts'
import { parseMessage } from './message.ts'
import type { CompiledTemplate, TemplateSet, TemplateSource, TemplateValue } from './template.ts'

type Model = Readonly<Record<string, Entity>>

interface Names {
  readonly model: Model
  readonly insights: readonly InsightDocument[]
  readonly segments: SegmentSet
  readonly rates: RatesDocument | undefined
  readonly mappings: readonly MappingDocument[]
}

/**
 * Compiles the fact templates of a workspace, once for every version of its documents.
 * @throws RapportError `DOCUMENT_INVALID`, naming the template and where it is wrong: an unknown insight, segment, attribute or
 * placeholder, a text that is no ICU MessageFormat; `ENTITY_UNKNOWN`
 */
export function compileTemplates(documents: readonly TemplateDocument[], names: Names): TemplateSet {
  const used = new Set(documents.flatMap(insightsOf))
  return {
    templates: [...documents].sort((a, b) => (a.name < b.name ? -1 : 1)).map((one) => compileTemplate(one, names)),
    insights: new Map(
      names.insights
        .filter(({ name }) => used.has(name))
        .map(({ name, on, where }) => [name, { entity: on, test: where ? compileCondition(where) : null }]),
    ),
    isHappening: (entity) => names.model[entity]?.class === 'happening',
    zones: new Map(names.mappings.map(({ name, zone }) => [name, zone])),
  }
}

function insightsOf({ on, values }: TemplateDocument): readonly string[] {
  return [on, ...Object.values(values)].flatMap((one) =>
    typeof one === 'object' && 'insight' in one ? [one.insight] : [],
  )
}

function compileTemplate(document: TemplateDocument, names: Names): CompiledTemplate {
  const refuse = (problem: string, path: string): never => {
    throw new RapportError('DOCUMENT_INVALID', { name: document.name, problem, path })
  }
  const context: Context = { document, names, refuse, sensitive: new Set(), own: new Set() }
  const source = compileSource(context)
  const messages = Object.entries(document.text).map(([language, text]) => ({
    language,
    ...messageOf(text, language, context),
  }))
  const placeholders = [...new Set(messages.flatMap(({ uses }) => uses.map(({ name }) => name)))]
  const values = new Map(Object.keys(document.values).map((name) => [name, compileValue(name, context)]))
  const optional = new Set<string>()
  for (const name of placeholders) {
    const asked = askedBy(name, values, context)
    if (asked !== undefined) optional.add(asked)
    const own = asked ?? name
    if (!values.has(own)) values.set(own, compileValue(own, context))
  }
  for (const { language, uses } of messages)
    for (const { name, how } of uses) {
      if (how === 'format') refuse(`{${name}} is written by its type; say {${name}} alone`, `text.${language}`)
      if (how === 'plural' && values.get(name)?.type !== 'number')
        refuse(`{${name}} is no number, and only numbers have plurals`, `text.${language}`)
    }
  return {
    document,
    source,
    values,
    required: [...values.keys()].filter((name) => placeholders.includes(name) && !optional.has(name)),
    date: document.date === undefined ? null : compilePath(pathOf(document.date, 'date', context)),
    isSensitive:
      document.sensitivity === 'sensitive' ||
      context.sensitive.size > 0 ||
      (context.own.size > 0 && document.sensitivity !== 'open'),
    literals: [...new Set(messages.flatMap(({ literals }) => literals))],
  }
}

interface Context {
  readonly document: TemplateDocument
  readonly names: Names
  readonly refuse: (problem: string, path: string) => never
  /** Sensitive fields that were met. */
  readonly sensitive: Set<string>
  /** Fields of a source's own that were met: closed unless the template says that they are open. */
  readonly own: Set<string>
}

function messageOf(text: string, language: string, { refuse }: Context) {
  try {
    return parseMessage(text)
  } catch (error) {
    const problem = error instanceof Error ? error.message.split('\n', 1)[0] : 'it cannot be read'
    return refuse(`it is no ICU MessageFormat (${problem})`, `text.${language}`)
  }
}

/** `hasDueAt` asks whether there is a `dueAt`, unless that is a value's own name. */
function askedBy(name: string, values: ReadonlyMap<string, TemplateValue>, context: Context): string | undefined {
  const found = /^has(\p{Lu})(.*)$/u.exec(name)
  if (!found || values.has(name) || Object.hasOwn(shapeOf(context) ?? {}, name)) return undefined
  return `${(found[1] as string).toLowerCase()}${found[2]}`
}

function compileSource(context: Context): TemplateSource {
  const { document, names, refuse } = context
  const { on } = document
  if ('segment' in on) {
    if (!names.segments.names.includes(on.segment)) refuse(`there is no segment ${on.segment}`, 'on.segment')
    return { kind: 'segment', segment: on.segment }
  }
  if ('insight' in on) {
    const { insight, ...operator } = on
    findInsight(insight, 'on.insight', context)
    return { kind: 'insight', insight, test: testOf(operator) }
  }
  if ('attribute' in on) {
    const { attribute, ...operator } = on
    const read = compilePath(partyPath(attribute, 'on.attribute', context))
    return { kind: 'attribute', attribute, read, test: testOf(operator) }
  }
  const entity = Object.hasOwn(names.model, on.entity) ? names.model[on.entity] : undefined
  if (!entity) throw new RapportError('ENTITY_UNKNOWN', { entity: on.entity, known: Object.keys(names.model) })
  if (entity.class === 'party' || entity.class === 'reference')
    refuse(`${entity.name} has no rows in a history`, 'on.entity')
  if (on.where !== undefined) for (const path of conditionPaths(on.where)) rowPath(path, 'on.where', context)
  return { kind: 'rows', entity: entity.name, test: predicateOf(on.where), newest: on.newest }
}

const predicateOf = (where: Condition | undefined): Predicate | null =>
  where === undefined ? null : compileCondition(where)

function testOf(operator: object): ValueTest | null {
  return Object.keys(operator).length === 0 ? null : compileOperator(operator as Operator)
}

function compileValue(name: string, context: Context): TemplateValue {
  const { document, refuse } = context
  const { on } = document
  const given = document.values[name]
  const at = given === undefined ? 'text' : `values.${name}`
  if (given === undefined && !('entity' in on)) {
    if (name !== 'value' || 'segment' in on) refuse(`there is no value {${name}}; say it in values`, at)
    return 'insight' in on
      ? insightValue(on, at, context)
      : attributeValue({ attribute: (on as { readonly attribute: string }).attribute }, at, context)
  }
  if (typeof given === 'object' && 'insight' in given) return insightValue(given, at, context)
  if (typeof given === 'object' && 'attribute' in given) return attributeValue(given, at, context)
  const path = typeof given === 'object' ? given.path : (given ?? name)
  if (!('entity' in on)) refuse(`'${path}' is a path into a row, and the template is on no rows`, at)
  const segments = rowPath(path, at, context)
  const as = typeof given === 'object' ? given.as : undefined
  const schema = shapeOf(context)?.[String(segments[0])]
  const meta = schema && fieldMeta(schema)
  if (meta?.kind === 'reference' && segments.length > 1) {
    const rest = segments.slice(1)
    return {
      from: 'reference',
      reference: compilePath(segments.slice(0, 1)),
      read: compilePath(rest),
      type: as ?? referenceType(String(rest[0]), context),
    }
  }
  const type = as ?? (path === 'occurredAt' ? 'instant' : segments.length > 1 ? 'quote' : typeOf(meta?.kind))
  if (type === undefined) return refuse(`'${path}' is no value that can be written; say the field within it`, at)
  return { from: 'row', read: compilePath(segments), type }
}

/** What a referenced row calls a field; the same name has one type in products, locations and campaigns. */
function referenceType(attribute: string, { names }: Context): ValueType {
  for (const { class: kind, schema } of Object.values(names.model)) {
    const found = kind === 'reference' ? (schema.shape as Shape)[attribute] : undefined
    const type = found && typeOf(fieldMeta(found)?.kind)
    if (type !== undefined) return type === 'quote' ? 'text' : type
  }
  return 'text'
}

function insightValue(
  given: { readonly insight: string; readonly as?: ValueType | undefined; readonly currency?: string | undefined },
  at: string,
  context: Context,
): TemplateValue {
  const { names, refuse } = context
  const insight = findInsight(given.insight, at, context)
  if (insight.unit !== 'money')
    return { from: 'insight', insight: insight.name, money: null, type: given.as ?? insight.unit }
  const currency = given.currency ?? names.rates?.reporting
  const exponent = currency === undefined ? undefined : currencyExponent(currency)
  if (currency === undefined || exponent === undefined)
    return refuse(`${insight.name} is money: say its currency, or save rates that name the workspace's`, at)
  return { from: 'insight', insight: insight.name, money: { currency, exponent }, type: given.as ?? 'money' }
}

function attributeValue(
  given: { readonly attribute: string; readonly as?: ValueType | undefined },
  at: string,
  context: Context,
): TemplateValue {
  const segments = partyPath(given.attribute, at, context)
  const kinds = partiesOf(context).flatMap((party) => {
    const schema = (party.schema.shape as Shape)[String(segments[0])]
    return schema ? [fieldMeta(schema)?.kind] : []
  })
  const type = given.as ?? (segments.length > 1 ? 'text' : typeOf(kinds[0]))
  if (type === undefined) return context.refuse(`'${given.attribute}' is no value that can be written`, at)
  // An attribute is what the profile is called or classed by, not somebody's words.
  return {
    from: 'attribute',
    attribute: String(segments[0]),
    read: compilePath(segments),
    type: type === 'quote' && given.as === undefined ? 'text' : type,
  }
}

type Shape = Readonly<Record<string, z.ZodType>>

/** The fields of the rows that the template is on; `undefined` when it is on none. */
function shapeOf({ document: { on }, names }: Context): Shape | undefined {
  return 'entity' in on ? (names.model[on.entity]?.schema.shape as Shape | undefined) : undefined
}

function findInsight(name: string, at: string, { names, refuse, sensitive, own }: Context): InsightDocument {
  const found = names.insights.find((insight) => insight.name === name)
  if (!found) return refuse(`there is no insight ${name}`, at)
  const paths = [...(found.value ? [found.value] : []), ...(found.where ? conditionPaths(found.where) : [])]
  for (const path of paths) {
    if (path.startsWith('ext.')) own.add(path)
    else if (isHiddenPath(names.model, found.on, path)) sensitive.add(path)
  }
  return found
}

function pathOf(path: string, at: string, { refuse }: Context): readonly string[] {
  return parsePath(path) ?? refuse(`'${path}' is not a path`, at)
}

function rowPath(path: string, at: string, context: Context): readonly string[] {
  const { document, names, refuse, sensitive, own } = context
  const segments = pathOf(path, at, context)
  const root = String(segments[0])
  const entity = 'entity' in document.on ? document.on.entity : ''
  if (root === 'occurredAt') return segments
  if (root !== 'ext' && !Object.hasOwn(shapeOf(context) ?? {}, root))
    refuse(`'${root}' is not an attribute of ${entity}`, at)
  if (root === 'ext') own.add(path)
  else if (isHiddenPath(names.model, entity, path)) sensitive.add(path)
  return segments
}

/** What reconciliation makes beside the schema's. */
const derived = ['email', 'phone', 'address', 'fullName', 'ext']

function partyPath(path: string, at: string, context: Context): readonly string[] {
  const { names, refuse, sensitive, own } = context
  const segments = pathOf(path, at, context)
  const root = String(segments[0])
  const parties = partiesOf(context)
  if (!derived.includes(root) && !parties.some(({ schema }) => Object.hasOwn(schema.shape, root)))
    refuse(`'${root}' is not an attribute of ${parties.map(({ name }) => name).join(' or ')}`, at)
  if (root === 'ext') own.add(path)
  else if (parties.some(({ name }) => isHiddenPath(names.model, name, path))) sensitive.add(path)
  return segments
}

function partiesOf({ document: { party }, names: { model } }: Context): readonly Entity[] {
  return ['person', 'organization'].flatMap((name) => {
    const entity = party === undefined || party === name ? model[name] : undefined
    return entity ? [entity] : []
  })
}

/** How a field is written when nobody says; `undefined`: not at all. What people wrote is quoted. */
function typeOf(kind: string | undefined): ValueType | undefined {
  switch (kind) {
    case 'money':
    case 'instant':
    case 'number':
      return kind
    case 'integer':
      return 'number'
    case 'date':
    case 'partialDate':
      return 'date'
    case 'text':
      return 'quote'
    case 'reference':
    case 'identifiers':
    case 'contactPoints':
    case 'lines':
    case 'address':
    case 'json':
      return undefined
    default:
      return 'text'
  }
}
