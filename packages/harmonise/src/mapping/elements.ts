import type { Json, Targets } from '@rapport/core'
import {
  compileExpression,
  type Evaluate,
  type Frame,
  invalid,
  isExpression,
  ofElements,
  within,
} from './expression.ts'
import type { RowNotes } from './row-notes.ts'
import {
  asExpression,
  elements,
  isHandList,
  listDepth,
  type Target,
  type TargetScope,
  usable,
  type Write,
} from './target.ts'

/** Adds what one item gives to a list. */
export type Gather = (item: unknown, frame: Frame, notes: RowNotes, into: Json[]) => void

/** How a list's elements are made: from a group of targets, from a plain value, or from either. */
export interface ElementKinds {
  readonly group?: (targets: Targets, scope: TargetScope) => Write
  /** @returns none, one or several elements for a received value, which is never empty or a list */
  readonly value?: (
    received: unknown,
    frame: Frame,
    notes: RowNotes,
    scope: TargetScope,
  ) => readonly Json[] | Json | undefined
}

/**
 * Compiles an attribute that is a list: `[…]` written by hand, `{ list, each }` over a list of the row, or a value that
 * is a list or a single element. Elements that come out empty are dropped.
 */
export function compileElements(target: Target, scope: TargetScope, kinds: ElementKinds): Gather {
  if (isHandList(target)) {
    const gathers = target.map((one, index) =>
      compileElements(one, { ...scope, source: within(scope.source, String(index)) }, kinds),
    )
    return (item, frame, notes, into) => {
      for (const gather of gathers) gather(item, frame, notes, into)
    }
  }
  const place = elements(scope)
  if (!isExpression(target)) return ofGroup(target as Targets, place, kinds)
  const expression = asExpression(target, scope)
  if (typeof expression === 'object' && 'list' in expression) {
    const list = compileExpression(expression.list, within(scope.source, 'list'))
    const source = within(ofElements(scope.source, expression.list), 'each')
    return ofList(list, ofGroup(expression.each, { ...place, source }, kinds), scope.field)
  }
  const { value } = kinds
  if (value === undefined) {
    throw invalid(scope.source, `${scope.field} is a list of groups: write { list, each } or [{ … }]`)
  }
  return ofValues(compileExpression(expression, scope.source), value, place)
}

/** Compiles a list attribute whole: `undefined` when nothing is left. */
export function compileList(target: Target, scope: TargetScope, kinds: ElementKinds): Write {
  const gather = compileElements(target, scope, kinds)
  return (item, frame, notes) => {
    const into: Json[] = []
    gather(item, frame, notes, into)
    return into.length === 0 ? undefined : into
  }
}

function ofGroup(targets: Targets, scope: TargetScope, { group }: ElementKinds): Gather {
  if (group === undefined) throw invalid(scope.source, `${scope.field} is a list of values, not of groups`)
  const write = group(targets, scope)
  const depth = listDepth(scope) - 1
  return (item, frame, notes, into) => {
    notes.indexes[depth] = into.length
    const element = write(item, frame, notes)
    if (element !== undefined) into.push(element)
  }
}

function ofList(list: Evaluate, gather: Gather, field: string): Gather {
  return (item, frame, notes, into) => {
    const found = usable(list(item, frame), field, notes)
    if (found === undefined) return
    if (!Array.isArray(found)) return gather(found, frame, notes, into)
    for (const one of found) gather(one, frame, notes, into)
  }
}

function ofValues(evaluate: Evaluate, value: NonNullable<ElementKinds['value']>, scope: TargetScope): Gather {
  const depth = listDepth(scope) - 1
  const add = (received: unknown, frame: Frame, notes: RowNotes, into: Json[]): void => {
    const one = usable(received, scope.field, notes)
    if (one === undefined) return
    notes.indexes[depth] = into.length
    const made = value(one, frame, notes, scope)
    if (Array.isArray(made)) into.push(...made)
    else if (made !== undefined) into.push(made)
  }
  return (item, frame, notes, into) => {
    notes.indexes[depth] = into.length
    const found = evaluate(item, frame)
    if (!Array.isArray(found)) return add(found, frame, notes, into)
    for (const one of found) add(one, frame, notes, into)
  }
}
