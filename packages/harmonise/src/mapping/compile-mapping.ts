import {
  type CanonicalRow,
  type Entity,
  type EntityClass,
  type MappingDocument,
  RapportError,
  type Reference,
} from '@rapport/core'
import type { z } from 'zod'
import { isRefused, textOf } from '../cleaned.ts'
import { cleanInstantMs, type DateSettings } from '../dates.ts'
import type { ReportingCurrency } from '../money.ts'
import { currencyExponent } from '../money.ts'
import { hint } from '../nearest.ts'
import type { CleaningSettings } from '../settings.ts'
import { isZone } from '../zone.ts'
import { compileAttributes } from './attributes.ts'
import {
  compileExpression,
  compileRowCondition,
  type Evaluate,
  type ExpressionScope,
  type Frame,
  ofElements,
  within,
} from './expression.ts'
import { compileReference } from './reference-target.ts'
import { RowNotes } from './row-notes.ts'
import { rowShape } from './row-schema.ts'
import { type TargetScope, usable, usableOne, type Write } from './target.ts'

/** What a mapping is compiled with. */
export interface MappingOptions {
  /** Every entity a mapping may name: the canonical ones and the plugins'. */
  readonly model: Readonly<Record<string, Entity>>
  /** The connection whose streams a reference without a slash names. */
  readonly connection: string
  readonly reporting?: ReportingCurrency | undefined
  /** The shape of the stream's rows, as a zod object or JSON Schema: with it, unknown source paths are refused. */
  readonly rowSchema?: z.ZodType | Readonly<Record<string, unknown>> | undefined
  /** For streams that patch: a null in the row is kept, so that it clears the attribute. Absent stays absent. */
  readonly keepNulls?: boolean | undefined
}

/** What mapping a row needs beside it. */
export interface MappingContext {
  /** Epoch milliseconds: against it birth dates are judged and conditions ask for time. */
  readonly nowMs: number
}

/** A canonical row, with what its key has beyond the row's own. */
export interface MappedRow {
  /** '' for the row itself; `name` or `name/0` for further ones, whose key is `key/suffix`. */
  readonly suffix: string
  readonly entityClass: EntityClass
  /** A further row without an owner of its own has the main row's; where that is a party, none: the party owns it. */
  readonly row: CanonicalRow
}

/** What became of a row. */
export interface MappingResult {
  /** The row itself first, then the further ones; empty when it was skipped. */
  readonly rows: readonly MappedRow[]
  /** The mapping's `when` does not want it. */
  readonly skipped: boolean
}

/** Further rows that a mapping may make of one: with `isList` any number, under `name/0`, `name/1`, …; else at most one, under `name`. */
export interface FurtherRows {
  readonly name: string
  readonly isList: boolean
  readonly entity: string
  readonly entityClass: EntityClass
}

/** A mapping compiled to closures. Not re-entrant: one thread, synchronous. */
export interface CompiledMapping {
  readonly name: string
  readonly entity: string
  /** Every entity that rows of this mapping may have, the further ones included. */
  readonly entities: readonly string[]
  /** IANA zone of instants that name none, and in which days are counted. */
  readonly zone: string
  /** What it may make beside the row itself: those that a next version no longer gives were taken back at the source. */
  readonly further: readonly FurtherRows[]
  /** @throws RapportError `ROW_INVALID`, and nothing else, when an attribute that the entity can't be without is missing */
  readonly map: (row: unknown, context: MappingContext) => MappingResult
}

type Also = NonNullable<MappingDocument['also']>[number]
/** Makes a row, or names the attribute that is missing. */
type MakeRow = (item: unknown, frame: Frame) => CanonicalRow | string

const SKIPPED: MappingResult = Object.freeze({ rows: Object.freeze([]), skipped: true })

/**
 * Compiles a mapping once; per row then nothing is parsed, compiled or looked up.
 * Cleaning is by the kind of each attribute. What it changed stands in `received`, what it refused in `flags`, and a
 * row stays for the sake of its good fields.
 * @throws RapportError `ENTITY_UNKNOWN`, `MAPPING_PATH_UNKNOWN`, `MAPPING_SOURCE_UNKNOWN`, `MAPPING_TRANSFORM_UNKNOWN`,
 * `DOCUMENT_INVALID`, all at compile time
 */
export function compileMapping(document: MappingDocument, options: MappingOptions): CompiledMapping {
  const settings = settingsOf(document)
  const shape = options.rowSchema === undefined ? undefined : rowShape(options.rowSchema)
  const source: ExpressionScope = { document: document.name, path: '', settings, item: shape, root: shape }
  const scopeOf = (name: string, at: ExpressionScope): TargetScope => ({
    entity: entityNamed(name, options.model),
    connection: options.connection,
    reporting: options.reporting,
    keepNulls: options.keepNulls === true,
    source: at,
    field: '',
  })
  const notes = new RowNotes()
  const scope = scopeOf(document.entity, source)
  const isWanted = document.when === undefined ? undefined : compileRowCondition(document.when, within(source, 'when'))
  const main = compileRow(document, scope, notes)
  const further = (document.also ?? []).map((one, index) => {
    const at = within(within(source, 'also'), String(index))
    return compileAlso(one, scopeOf(one.entity, at), notes)
  })
  const entityClass = scope.entity.class
  const frame: Frame = { root: undefined, nowMs: 0, occurredAtMs: undefined }
  return {
    name: document.name,
    entity: document.entity,
    entities: [...new Set([document.entity, ...(document.also ?? []).map((one) => one.entity)])],
    zone: document.zone,
    further: (document.also ?? []).map(({ name, each, entity }) => ({
      name,
      isList: each !== undefined,
      entity,
      entityClass: entityNamed(entity, options.model).class,
    })),
    map: (row, { nowMs }) => {
      frame.root = row
      frame.nowMs = nowMs
      frame.occurredAtMs = undefined
      if (isWanted !== undefined && !isWanted(row, frame)) return SKIPPED
      const first = main(row, frame)
      if (typeof first === 'string') throw incomplete(document.name, first)
      const rows: MappedRow[] = [{ suffix: '', entityClass, row: first }]
      for (const add of further) add(row, frame, first, rows)
      return { rows, skipped: false }
    },
  }
}

function incomplete(stream: string, name: string): RapportError {
  return new RapportError('ROW_INVALID', { stream, problem: `${name} is missing or can't be used`, field: name })
}

interface RowSpecification {
  readonly owner?: MappingDocument['owner']
  readonly occurredAt?: MappingDocument['occurredAt']
  readonly observedAt?: MappingDocument['observedAt']
  readonly space?: MappingDocument['space']
  readonly territory?: MappingDocument['territory']
  readonly set: MappingDocument['set']
}

function compileRow(specification: RowSpecification, scope: TargetScope, notes: RowNotes): MakeRow {
  const { source } = scope
  const time = (name: 'occurredAt' | 'observedAt') => compileTime(specification[name], name, source)
  const occurredAt = time('occurredAt')
  const observedAt = time('observedAt')
  const space = compileText(specification.space, within(source, 'space'))
  const territory = compileText(specification.territory, within(source, 'territory'))
  const owner: Write | undefined =
    specification.owner === undefined
      ? undefined
      : compileReference(specification.owner, { ...scope, source: within(source, 'owner'), field: 'owner' })
  const { write, required } = compileAttributes(specification.set, { ...scope, source: within(source, 'set') })
  const entity = scope.entity.name
  return (item, frame) => {
    const happened = occurredAt?.(item, frame, notes)
    if (happened !== undefined) frame.occurredAtMs = happened
    const attributes = write(item, frame, notes)
    const ownedBy = (owner?.(item, frame, notes) ?? attributes.owner) as Reference | undefined
    const observed = observedAt?.(item, frame, notes)
    const { received, flags } = notes.take()
    for (const name of required) if (attributes[name] === undefined || attributes[name] === null) return name
    const row: Mutable<CanonicalRow> = { entity, attributes, received, flags }
    if (ownedBy !== undefined) row.owner = ownedBy
    if (frame.occurredAtMs !== undefined) row.occurredAt = frame.occurredAtMs
    if (observed !== undefined) row.observedAt = observed
    const inSpace = space?.(item, frame)
    if (inSpace !== undefined) row.space = inSpace
    const inTerritory = territory?.(item, frame)
    if (inTerritory !== undefined) row.territory = inTerritory
    return row
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

type AddFurther = (row: unknown, frame: Frame, main: CanonicalRow, into: MappedRow[]) => void

/** Rows beside the main one: they take its time and place, and an activity's owner, unless they have their own. */
function compileAlso(also: Also, scope: TargetScope, notes: RowNotes): AddFurther {
  const { source } = scope
  const list = also.each === undefined ? undefined : compileExpression(also.each, within(source, 'each'))
  const inner = { ...scope, source: also.each === undefined ? source : ofElements(source, also.each) }
  const isWanted = also.when === undefined ? undefined : compileRowCondition(also.when, within(inner.source, 'when'))
  const make = compileRow(also, inner, notes)
  const { name } = also
  const entityClass = scope.entity.class
  const addOne = (item: unknown, frame: Frame, suffix: string, main: CanonicalRow, into: MappedRow[]) => {
    if (isWanted !== undefined && !isWanted(item, frame)) return
    frame.occurredAtMs = main.occurredAt
    const made = make(item, frame)
    // What lacks its essentials is not there: a consent nobody gave or refused.
    if (typeof made === 'string') return
    const row = made as Mutable<CanonicalRow>
    if (row.owner === undefined && main.owner !== undefined) row.owner = main.owner
    if (main.observedAt !== undefined) row.observedAt = main.observedAt
    if (main.space !== undefined) row.space = main.space
    if (main.territory !== undefined) row.territory = main.territory
    into.push({ suffix, entityClass, row })
  }
  if (list === undefined) return (row, frame, main, into) => addOne(row, frame, name, main, into)
  return (row, frame, main, into) => {
    const found = usable(list(row, frame), `also.${name}`, notes)
    if (found === undefined) return
    const items = Array.isArray(found) ? found : [found]
    for (let index = 0; index < items.length; index += 1) addOne(items[index], frame, `${name}/${index}`, main, into)
  }
}

function compileTime(
  expression: MappingDocument['occurredAt'],
  name: string,
  source: ExpressionScope,
): ((item: unknown, frame: Frame, notes: RowNotes) => number | undefined) | undefined {
  if (expression === undefined) return undefined
  const evaluate = compileExpression(expression, within(source, name))
  const { zone, dateOrder } = source.settings
  const settings: DateSettings = { zone, dateOrder }
  return (item, frame, notes) => {
    const received = usableOne(evaluate(item, frame), name, notes)
    if (received === undefined) return undefined
    const ms = cleanInstantMs(received, settings)
    if (!isRefused(ms)) return ms
    notes.flag(name, ms.refused, received)
    return undefined
  }
}

function compileText(
  expression: MappingDocument['space'],
  source: ExpressionScope,
): ((item: unknown, frame: Frame) => string | undefined) | undefined {
  if (expression === undefined) return undefined
  const evaluate: Evaluate = compileExpression(expression, source)
  return (item, frame) => {
    const text = textOf(evaluate(item, frame))
    return typeof text === 'string' ? text : undefined
  }
}

function entityNamed(name: string, model: Readonly<Record<string, Entity>>): Entity {
  const entity = Object.hasOwn(model, name) ? model[name] : undefined
  if (entity !== undefined) return entity
  const known = Object.keys(model)
  throw new RapportError('ENTITY_UNKNOWN', { entity: name, hint: hint(name, known), known })
}

function settingsOf(document: MappingDocument): CleaningSettings {
  const { name, country, language, zone, currency, dateOrder, decimal } = document
  const refuse = (path: string, problem: string) =>
    new RapportError('DOCUMENT_INVALID', { name, path, problem: `${path}: ${problem}` })
  if (!isZone(zone)) throw refuse('zone', `${zone} is not an IANA time zone such as Europe/Paris`)
  if (currency !== undefined && currencyExponent(currency) === undefined)
    throw refuse('currency', `${currency} is not an ISO 4217 code`)
  if (country !== undefined && !/^[A-Z]{2}$/.test(country))
    throw refuse('country', `${country} is not an ISO 3166-1 code in capitals`)
  return { country, language, zone, currency, dateOrder, decimal }
}
