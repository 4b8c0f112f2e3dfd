import type { Condition } from '@rapport/core'
import { RapportError } from '@rapport/core'
import { compileOperator, compileOperatorFlip } from './operator.ts'
import { compilePath, type Getter, parsePath } from './paths.ts'

/** A compiled condition: no interpretation per row. `nowMs` is epoch milliseconds. */
export type Predicate = (row: unknown, nowMs: number) => boolean

/** The next instant (epoch milliseconds, after `nowMs`) at which time alone may change the answer; `Infinity`: never. */
export type NextFlip = (row: unknown, nowMs: number) => number

/** Gives a path's getter where the caller's rows are not plain objects; `undefined` leaves the path to the default. */
export type PathResolver = (path: string) => Getter | undefined

/**
 * Compiles a condition to closures, once; see {@link compileOperator} for what its comparisons mean.
 * @throws RapportError `DOCUMENT_INVALID` for a path that is none, or a leaf without an operator
 */
export function compileCondition(condition: Condition, resolvePath?: PathResolver): Predicate {
  if ('all' in condition) return allOf(condition.all.map((one) => compileCondition(one, resolvePath)))
  if ('any' in condition) return anyOf(condition.any.map((one) => compileCondition(one, resolvePath)))
  if ('not' in condition) {
    const inner = compileCondition(condition.not, resolvePath)
    return (row, nowMs) => !inner(row, nowMs)
  }
  const get = getterOf(condition.path, resolvePath)
  const test = compileOperator(condition)
  return (row, nowMs) => test(get(row), nowMs)
}

/**
 * Compiles when a condition may next change by time alone, for segments and caches.
 * It is never too late, and may be too early: ask the condition again then.
 */
export function compileNextFlip(condition: Condition, resolvePath?: PathResolver): NextFlip {
  const flips = leavesOf(condition).flatMap((leaf) => {
    const flip = compileOperatorFlip(leaf)
    return flip === undefined ? [] : [{ get: getterOf(leaf.path, resolvePath), flip }]
  })
  return (row, nowMs) => {
    let next = Number.POSITIVE_INFINITY
    for (const { get, flip } of flips) next = Math.min(next, flip(get(row), nowMs))
    return next
  }
}

/** The paths a condition reads, each once, in order: what a document's check and a cache's dependencies need. */
export function conditionPaths(condition: Condition): readonly string[] {
  return [...new Set(leavesOf(condition).map((leaf) => leaf.path))]
}

function leavesOf(condition: Condition): readonly Extract<Condition, { readonly path: string }>[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf)
  if ('any' in condition) return condition.any.flatMap(leavesOf)
  return 'not' in condition ? leavesOf(condition.not) : [condition]
}

function allOf(predicates: readonly Predicate[]): Predicate {
  const [first, second] = predicates
  if (first !== undefined && predicates.length === 1) return first
  if (first !== undefined && second !== undefined && predicates.length === 2) {
    return (row, nowMs) => first(row, nowMs) && second(row, nowMs)
  }
  return (row, nowMs) => {
    for (const predicate of predicates) if (!predicate(row, nowMs)) return false
    return true
  }
}

function anyOf(predicates: readonly Predicate[]): Predicate {
  const [first, second] = predicates
  if (first !== undefined && predicates.length === 1) return first
  if (first !== undefined && second !== undefined && predicates.length === 2) {
    return (row, nowMs) => first(row, nowMs) || second(row, nowMs)
  }
  return (row, nowMs) => {
    for (const predicate of predicates) if (predicate(row, nowMs)) return true
    return false
  }
}

function getterOf(path: string, resolvePath: PathResolver | undefined): Getter {
  const resolved = resolvePath?.(path)
  if (resolved !== undefined) return resolved
  const segments = parsePath(path)
  if (segments === undefined) {
    throw new RapportError('DOCUMENT_INVALID', { name: 'a condition', problem: `'${path}' is not a path`, path })
  }
  return compilePath(segments)
}
