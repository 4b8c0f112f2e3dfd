import type { Json, Targets } from '@rapport/core'
import { isRefused } from '../cleaned.ts'
import { isJunkText } from '../placeholders.ts'
import { compileAddress } from './address-target.ts'
import { compileList } from './elements.ts'
import { invalid, isExpression } from './expression.ts'
import { elementOf, type FieldCleaner, fieldCleaner, isOptional, kindOf, membersOf, typeOf, wordsOf } from './fields.ts'
import { compileMoney } from './money-target.ts'
import { compileReference } from './reference-target.ts'
import type { RowNotes } from './row-notes.ts'
import {
  asExpression,
  checkMembers,
  compileValue,
  compileWord,
  type FieldSchema,
  isGroup,
  member,
  noted,
  type Target,
  type TargetScope,
  usable,
  usableOne,
  type Write,
} from './target.ts'

/**
 * Compiles one member of an entity or group to a function that gives its clean value.
 * @param schema - `undefined` where anything goes
 * @throws RapportError `MAPPING_PATH_UNKNOWN`, `DOCUMENT_INVALID`
 */
export function compileMember(name: string, target: Target, schema: FieldSchema, scope: TargetScope): Write {
  return compileAttribute(name, target, schema, member(scope, name))
}

function compileAttribute(name: string, target: Target, schema: FieldSchema, scope: TargetScope): Write {
  if (schema === undefined) return compileFree(target, scope)
  const kind = kindOf(schema)
  if (typeOf(schema) === 'array') return compileListAttribute(name, target, schema, scope)
  if (kind === 'money') return compileMoney(target, scope)
  if (kind === 'reference') return compileReference(target, scope)
  if (kind === 'address') return compileAddress(target, scope)
  if (typeOf(schema) === 'object') {
    if (!isGroup(target)) {
      throw invalid(scope.source, `${scope.field} has parts: write { ${Object.keys(membersOf(schema)).join(', ')} }`)
    }
    return compileGroup(target, schema, scope)
  }
  if (kind === 'json') return compileFree(target, scope)
  const words = wordsOf(schema)
  if (typeof target === 'string' && words?.includes(target) === true) return () => target
  const clean = fieldCleaner(schema, name, scope.entity, scope.source.settings)
  return compileSingle(target, clean, scope)
}

function compileSingle(target: Target, clean: FieldCleaner, scope: TargetScope): Write {
  const expression = asExpression(target, scope)
  const { field, keepNulls } = scope
  if (typeof expression === 'object' && 'const' in expression) {
    const constant = clean(expression.const, {
      root: undefined,
      nowMs: Date.UTC(9999, 0, 1),
      occurredAtMs: undefined,
    })
    if (isRefused(constant)) throw invalid(scope.source, `this constant is not a value of ${field}`)
    return () => constant
  }
  const evaluate = compileValue(expression, scope)
  return (item, frame, notes) => {
    const value = evaluate(item, frame)
    if (keepNulls && value === null) return null
    const received = usableOne(value, field, notes)
    return received === undefined ? undefined : noted(clean(received, frame), received, field, notes)
  }
}

function compileListAttribute(
  name: string,
  target: Target,
  schema: NonNullable<FieldSchema>,
  scope: TargetScope,
): Write {
  const element = elementOf(schema)
  if (typeOf(element) === 'object') {
    return compileList(target, scope, { group: (targets, place) => compileGroup(targets, element, place) })
  }
  const clean = fieldCleaner(element, name, scope.entity, scope.source.settings)
  return compileList(target, scope, {
    value: (received, frame, notes, place) => noted(clean(received, frame), received, place.field, notes),
  })
}

/**
 * A group of members by its schema: lines, parties, … It is none when nothing but fixed words came out, or when a
 * member is missing that it can't be without. `role` is a word of ours, not a path.
 */
function compileGroup(targets: Targets, schema: NonNullable<FieldSchema>, scope: TargetScope): Write {
  const members = membersOf(schema)
  const names = Object.keys(members)
  checkMembers(targets, names, scope)
  const parts = names.flatMap((name) => {
    const target = targets[name]
    const own = members[name]
    if (own !== undefined && target === undefined && !isOptional(own)) {
      throw invalid(scope.source, `${name} is missing`)
    }
    if (target === undefined || own === undefined) return []
    const isWord = name === 'role' && wordsOf(own) === undefined && typeof target === 'string'
    const write = isWord ? wordWrite(target, scope) : compileMember(name, target, own, scope)
    return [{ name, write, isFixed: isFixed(target, own, isWord), isNeeded: !isOptional(own) }]
  })
  return (item, frame, notes) => {
    const made: Record<string, Json> = {}
    let isEmpty = true
    for (const { name, write, isFixed, isNeeded } of parts) {
      const value = write(item, frame, notes)
      if (value === undefined) {
        if (isNeeded) return undefined
        continue
      }
      made[name] = value
      if (!isFixed) isEmpty = false
    }
    return isEmpty ? undefined : made
  }
}

function wordWrite(target: Target, scope: TargetScope): Write {
  const word = compileWord(target, scope)
  return (item, frame) => word(item, frame) as Json
}

function isFixed(target: Target, schema: NonNullable<FieldSchema>, isWord: boolean): boolean {
  if (isWord || (typeof target === 'string' && wordsOf(schema)?.includes(target) === true)) return true
  return typeof target === 'object' && 'const' in target
}

/** Anything, as it is: `ext` attributes and properties. Texts are trimmed; groups and lists are built as written. */
export function compileFree(target: Target, scope: TargetScope): Write {
  if (Array.isArray(target) || (isExpression(target) && typeof target === 'object' && 'list' in target)) {
    return compileList(target, scope, {
      group: freeGroup,
      value: (received, _frame, notes, place) => free(received, place.field, notes),
    })
  }
  if (isGroup(target)) return freeGroup(target, scope)
  const evaluate = compileValue(target, scope)
  const { field, keepNulls } = scope
  return (item, frame, notes) => {
    const value = evaluate(item, frame)
    if (keepNulls && value === null) return null
    const received = usable(value, field, notes)
    return received === undefined ? undefined : free(received, field, notes)
  }
}

function freeGroup(targets: Targets, scope: TargetScope): Write {
  const parts = Object.entries(targets).map(([name, target]) => ({
    name,
    write: compileFree(target, member(scope, name)),
  }))
  return (item, frame, notes) => {
    const made: Record<string, Json> = {}
    let isEmpty = true
    for (const { name, write } of parts) {
      const value = write(item, frame, notes)
      if (value === undefined) continue
      made[name] = value
      isEmpty = false
    }
    return isEmpty ? undefined : made
  }
}

function free(received: unknown, field: string, notes: RowNotes): Json | undefined {
  if (typeof received !== 'string') return received as Json
  const text = received.trim()
  if (text === '') return undefined
  if (!isJunkText(text)) return text
  notes.flag(field, 'placeholder', received)
  return undefined
}
