import {
  type Entity,
  type Expression,
  expression as expressionSchema,
  firstIssue,
  type Json,
  RapportError,
  type Targets,
} from '@rapport/core'
import type { z } from 'zod'
import { isRefused, type Refused } from '../cleaned.ts'
import type { ReportingCurrency } from '../money.ts'
import { hint } from '../nearest.ts'
import {
  compileExpression,
  type Evaluate,
  type ExpressionScope,
  type Frame,
  invalid,
  isEmptyValue,
  isExpression,
  RefusedValue,
  within,
} from './expression.ts'
import type { RowNotes } from './row-notes.ts'

/** Makes one attribute of one item: its clean value, or `undefined`; what was refused or changed goes to the notes. */
export type Write = (item: unknown, frame: Frame, notes: RowNotes) => Json | undefined

/** What a part of `set` may hold. */
export type Target = Expression | Targets | readonly (Expression | Targets)[]

/** Where a target stands. */
export interface TargetScope {
  readonly entity: Entity
  readonly connection: string
  readonly reporting: ReportingCurrency | undefined
  /** A null that the row holds is kept: in a patch it clears the attribute. */
  readonly keepNulls: boolean
  /** Where it stands in the document, and what its paths start at. */
  readonly source: ExpressionScope
  /** The attribute's path in flags, `#` for each list's index. */
  readonly field: string
}

/** The scope of a member of an attribute. */
export function member(scope: TargetScope, name: string): TargetScope {
  return {
    ...scope,
    source: within(scope.source, name),
    field: scope.field === '' ? name : `${scope.field}.${name}`,
  }
}

/** The scope of the elements of an attribute that is a list. */
export function elements(scope: TargetScope): TargetScope {
  return { ...scope, field: `${scope.field}.#` }
}

/** How deep in lists a scope is: where its index stands in the notes. */
export function listDepth(scope: TargetScope): number {
  return scope.field.split('#').length - 1
}

/**
 * The expression a target is.
 * @throws RapportError `DOCUMENT_INVALID` when it is a group or list of targets, or malformed
 */
export function asExpression(target: Target, scope: TargetScope): Expression {
  if (!isExpression(target)) {
    throw invalid(scope.source, `${scope.field} is one value: write a path or an expression`)
  }
  const parsed = expressionSchema.safeParse(target)
  if (parsed.success) return target
  const { problem, path } = firstIssue(parsed.error)
  throw invalid(scope.source, `not an expression (${path}: ${problem})`)
}

/** Compiles the expression that a target is. */
export function compileValue(target: Target, scope: TargetScope): Evaluate {
  return compileExpression(asExpression(target, scope), scope.source)
}

/** A word of ours (a namespace, a stream, a role): a plain text is itself there, not a path. */
export function compileWord(target: Target, scope: TargetScope): Evaluate {
  if (typeof target === 'string') return () => target
  return compileValue(target, scope)
}

/** Checks the members of a group of targets. @throws RapportError `MAPPING_PATH_UNKNOWN` */
export function checkMembers(targets: Targets, known: readonly string[], scope: TargetScope): void {
  for (const name of Object.keys(targets)) if (!known.includes(name)) throw unknownAttribute(name, known, scope)
}

/** The error for a name that the entity, or a part of it, does not have. */
export function unknownAttribute(name: string, known: readonly string[], scope: TargetScope): RapportError {
  const path = scope.field === '' ? name : `${scope.field}.${name}`
  return new RapportError('MAPPING_PATH_UNKNOWN', {
    path: path.replaceAll('.#', ''),
    entity: scope.entity.name,
    hint: hint(name, known),
    known,
    at: scope.source.path,
  })
}

/** A group of targets by name: an address's parts, a line's members. */
export interface Group {
  readonly [name: string]: Target | undefined
}

/** Whether a target is a group of targets by name. */
export function isGroup(target: Target): target is Targets {
  return typeof target === 'object' && !Array.isArray(target) && !isExpression(target)
}

/** Whether a target is a list made by hand. */
export function isHandList(target: Target): target is readonly (Expression | Targets)[] {
  return Array.isArray(target)
}

/** Takes a value out of an expression's result: refused ones are flagged, empty ones are none. */
export function usable(value: unknown, field: string, notes: RowNotes): unknown {
  if (value instanceof RefusedValue) {
    notes.flag(field, value.refused, value.received)
    return undefined
  }
  return isEmptyValue(value) ? undefined : value
}

/**
 * Like {@link usable} where one value belongs: a path through a list (`features.dateOfBirth`) gives a list, of which one
 * is taken when only one is there, or all are the same. Several are `ambiguous`; `{ use: at, with: 0 }` chooses.
 */
export function usableOne(value: unknown, field: string, notes: RowNotes): unknown {
  if (!Array.isArray(value)) return usable(value, field, notes)
  let found: unknown
  for (const element of value) {
    const one = usable(element, field, notes)
    if (one === undefined || one === found) continue
    if (found !== undefined) {
      notes.flag(field, 'ambiguous', value)
      return undefined
    }
    found = one
  }
  return found
}

/** Notes what a cleaner made of a value, and gives the clean value or none. */
export function noted<T extends Json>(
  cleaned: T | Refused | undefined,
  received: unknown,
  field: string,
  notes: RowNotes,
): T | undefined {
  if (cleaned === undefined) return undefined
  if (isRefused(cleaned)) {
    notes.flag(field, cleaned.refused, received)
    return undefined
  }
  if (cleaned !== received && isWorthKeeping(cleaned, received)) notes.keep(field, received)
  return cleaned
}

/** Whether somebody could miss what was received: not when it only prints the same, or names the same instant. */
function isWorthKeeping(cleaned: Json, received: unknown): boolean {
  if (typeof received === 'number' || typeof received === 'boolean') return String(received) !== String(cleaned)
  if (typeof received !== 'string') return false
  const text = received.trim()
  if (text === String(cleaned)) return false
  const isSameInstant =
    typeof cleaned === 'string' && cleaned.length === 24 && text.endsWith('Z') && cleaned.startsWith(text.slice(0, 19))
  return !isSameInstant
}

/** A schema of the model; `undefined` where anything goes (`ext`, `json`). */
export type FieldSchema = z.ZodType | undefined
