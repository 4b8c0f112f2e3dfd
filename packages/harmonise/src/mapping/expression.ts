import { type Condition, type Expression, firstIssue, RapportError, type Use } from '@rapport/core'
import { isRefused, type RefusalCode, textOf } from '../cleaned.ts'
import { compileCondition, conditionPaths, type Predicate } from '../condition.ts'
import { hint } from '../nearest.ts'
import { compilePath, type Getter, parsePath } from '../paths.ts'
import type { CleaningSettings } from '../settings.ts'
import { applied, type BoundTransform, partsOf, transforms } from '../transforms.ts'
import type { RowShape } from './row-schema.ts'

/** What evaluating one row shares; one object per compiled mapping, filled anew for each row. */
export interface Frame {
  root: unknown
  nowMs: number
  /** When the row happened, once that is known: the date of its exchange rate. */
  occurredAtMs: number | undefined
}

/** A compiled expression: the value in one item of one row; `undefined` or `null` when there is none. */
export type Evaluate = (item: unknown, frame: Frame) => unknown

/** A value that a transform refused, with what it was given: it becomes a flag, not an attribute. */
export class RefusedValue {
  readonly refused: RefusalCode
  readonly received: unknown
  constructor(refused: RefusalCode, received: unknown) {
    this.refused = refused
    this.received = received
  }
}

/** Where an expression stands: what its errors name, and what its paths start from. */
export interface ExpressionScope {
  readonly document: string
  /** Dotted path inside the document. */
  readonly path: string
  readonly settings: CleaningSettings
  /** The shape of the item that bare paths start at, and of the row that `$.` starts at; `undefined`: unknown. */
  readonly item: RowShape | undefined
  readonly root: RowShape | undefined
}

/** The same scope one step further into the document. */
export function within(scope: ExpressionScope, step: string): ExpressionScope {
  return { ...scope, path: scope.path === '' ? step : `${scope.path}.${step}` }
}

/** The scope of what is read from each element of a list. */
export function ofElements(scope: ExpressionScope, list: Expression): ExpressionScope {
  return { ...scope, item: typeof list === 'string' ? shapeAt(scope, list)?.element() : undefined }
}

const expressionKeys: ReadonlySet<string> = new Set([
  'const',
  'template',
  'first',
  'use',
  'when',
  'lookup',
  'split',
  'list',
])

/** Whether something in `set` is an expression, and not a group of targets. */
export function isExpression(target: unknown): target is Expression {
  if (typeof target === 'string') return true
  if (typeof target !== 'object' || target === null || Array.isArray(target)) return false
  for (const key in target) if (expressionKeys.has(key)) return true
  return false
}

/**
 * Compiles an expression to closures, once.
 * @throws RapportError `DOCUMENT_INVALID`, `MAPPING_TRANSFORM_UNKNOWN`, `MAPPING_SOURCE_UNKNOWN`
 */
export function compileExpression(expression: Expression, scope: ExpressionScope): Evaluate {
  if (typeof expression === 'string') return compileRowPath(expression, scope)
  if ('const' in expression) {
    const { const: value } = expression
    return () => value
  }
  if ('template' in expression) return compileTemplate(expression.template, scope)
  if ('first' in expression) {
    return firstOf(expression.first.map((one, index) => compileExpression(one, within(scope, `first.${index}`))))
  }
  if ('use' in expression) return compileUse(expression, scope)
  if ('when' in expression) return compileWhen(expression, scope)
  if ('lookup' in expression) return compileLookup(expression, scope)
  if ('split' in expression) return compileSplit(expression as Split, scope)
  throw invalid(scope, 'a list stands where one value belongs; only an attribute itself can be { list, each }')
}

/** A condition on the row of a mapping, its paths as in expressions. */
export function compileRowCondition(
  condition: Condition,
  scope: ExpressionScope,
): (item: unknown, frame: Frame) => boolean {
  const paths = conditionPaths(condition)
  for (const path of paths) checkPath(path, scope)
  const readsRoot = paths.some((path) => path.startsWith('$.') || path === '$')
  if (!readsRoot) {
    const holds: Predicate = compileCondition(condition, (path) => (path === '.' ? (item) => item : undefined))
    return (item, frame) => holds(item, frame.nowMs)
  }
  const pair = { item: undefined as unknown, root: undefined as unknown }
  const holds = compileCondition(condition, (path) => {
    const { get, isRoot } = getterOf(path, scope)
    return isRoot ? () => get(pair.root) : () => get(pair.item)
  })
  return (item, frame) => {
    pair.item = item
    pair.root = frame.root
    return holds(undefined, frame.nowMs)
  }
}

/** An error about a document, at the scope's place in it. */
export function invalid(scope: ExpressionScope, problem: string): RapportError {
  return new RapportError('DOCUMENT_INVALID', {
    name: scope.document,
    problem: `${scope.path}: ${problem}`,
    path: scope.path,
  })
}

/** Whether a value counts as none: absent, null, a blank text, an empty list. */
export function isEmptyValue(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  if (typeof value === 'string') return value.trim() === ''
  return Array.isArray(value) && value.length === 0
}

function compileRowPath(path: string, scope: ExpressionScope): Evaluate {
  checkPath(path, scope)
  const { get, isRoot } = getterOf(path, scope)
  return isRoot ? (_, frame) => get(frame.root) : get
}

function getterOf(path: string, scope: ExpressionScope): { readonly get: Getter; readonly isRoot: boolean } {
  if (path === '.') return { get: (item) => item, isRoot: false }
  const segments = parsePath(path)
  if (segments === undefined) throw invalid(scope, `'${path}' is not a path`)
  if (segments[0] !== '$') return { get: compilePath(segments), isRoot: false }
  return { get: segments.length === 1 ? (row) => row : compilePath(segments.slice(1)), isRoot: true }
}

function shapeAt(scope: ExpressionScope, path: string): RowShape | undefined {
  if (path === '.') return scope.item
  const segments = parsePath(path)
  if (segments?.[0] === '$') return scope.root?.at(segments.slice(1)).shape
  return segments === undefined ? undefined : scope.item?.at(segments).shape
}

function checkPath(path: string, scope: ExpressionScope): void {
  if (path === '.') return
  const segments = parsePath(path)
  if (segments === undefined) throw invalid(scope, `'${path}' is not a path`)
  const isRoot = segments[0] === '$'
  const start = isRoot ? scope.root : scope.item
  const unknown = start?.at(isRoot ? segments.slice(1) : segments).unknown
  if (unknown === undefined) return
  throw new RapportError('MAPPING_SOURCE_UNKNOWN', {
    path,
    stream: scope.document,
    hint: hint(unknown.name, unknown.known),
    known: unknown.known,
    at: scope.path,
  })
}

const braces = /\{([^{}]*)\}/g
/** A bar outside of quotes, which a column's name may hold. */
const bars = /\|(?=(?:[^"]*"[^"]*")*[^"]*$)/

function compileTemplate(template: string, scope: ExpressionScope): Evaluate {
  const texts: string[] = []
  const values: Evaluate[] = []
  let end = 0
  for (const match of template.matchAll(braces)) {
    texts.push(template.slice(end, match.index))
    const [path = '', ...use] = (match[1] ?? '').split(bars).map((part) => part.trim())
    values.push(use.length === 0 ? compileRowPath(path, scope) : compileUse({ use, of: path }, scope))
    end = match.index + match[0].length
  }
  const last = template.slice(end)
  if (values.length === 0) throw invalid(scope, 'the template has no {path}; a fixed text is { const: … }')
  return (item, frame) => {
    let result = ''
    for (let at = 0; at < values.length; at += 1) {
      const value = (values[at] as Evaluate)(item, frame)
      if (value instanceof RefusedValue) return value
      const text = textOf(value)
      if (typeof text !== 'string') return undefined
      result += texts[at] + text
    }
    return result + last
  }
}

function firstOf(options: readonly Evaluate[]): Evaluate {
  return (item, frame) => {
    let refused: RefusedValue | undefined
    for (const option of options) {
      const value = option(item, frame)
      if (value instanceof RefusedValue) refused ??= value
      else if (!isEmptyValue(value)) return value
    }
    return refused
  }
}

function compileUse(
  { use, of, with: argument }: Extract<Expression, { readonly use: unknown }>,
  scope: ExpressionScope,
): Evaluate {
  const value = compileExpression(of, within(scope, 'of'))
  const uses: readonly Use[] = typeof use === 'string' ? [use] : use
  if (argument !== undefined && uses.length > 1) {
    throw invalid(
      within(scope, 'with'),
      'several transforms take their arguments one by one, as in use: [trim, { split: "," }]',
    )
  }
  const steps = uses.map((one) => bindUse(one, argument, within(scope, 'use')))
  const [only] = steps
  if (only !== undefined && steps.length === 1) {
    return (item, frame) => {
      const received = value(item, frame)
      return received instanceof RefusedValue ? received : settled(only(received), received)
    }
  }
  return (item, frame) => {
    const received = value(item, frame)
    if (received instanceof RefusedValue) return received
    let current = received
    for (const step of steps) current = step(current)
    return settled(current, received)
  }
}

/** A refusal takes along what was received; in a list, each its own. */
function settled(value: unknown, received: unknown): unknown {
  if (isRefused(value)) return new RefusedValue(value.refused, received)
  if (!Array.isArray(value) || !value.some(isRefused)) return value
  return value.map((one, index) =>
    isRefused(one) ? new RefusedValue(one.refused, Array.isArray(received) ? received[index] : received) : one,
  )
}

function bindUse(use: Use, withArgument: unknown, scope: ExpressionScope): BoundTransform {
  const [name = '', ownArgument] = typeof use === 'string' ? [use, withArgument] : (Object.entries(use)[0] ?? [])
  if (typeof use !== 'string' && (Object.keys(use).length !== 1 || withArgument !== undefined)) {
    throw invalid(scope, 'a transform with its argument is one name and one value, as in { split: "," }')
  }
  const transform = transforms.get(name)
  if (transform === undefined) {
    throw new RapportError('MAPPING_TRANSFORM_UNKNOWN', {
      transform: name,
      hint: hint(name, transforms.keys()),
      known: [...transforms.keys()],
      at: scope.path,
    })
  }
  if (transform.argument === undefined) {
    if (ownArgument !== undefined) throw invalid(scope, `${name} takes no argument`)
    return applied(transform, transform.bind(undefined, scope.settings))
  }
  const parsed = transform.argument.safeParse(ownArgument)
  if (!parsed.success) {
    const { problem, path } = firstIssue(parsed.error)
    const where = path === '(the document)' ? '' : ` (${path})`
    throw invalid(scope, `the argument of ${name}${where}: ${problem}, write for example { ${transform.example} }`)
  }
  return applied(transform, transform.bind(parsed.data, scope.settings))
}

function compileWhen(
  { when, else: otherwise }: Extract<Expression, { readonly when: unknown }>,
  scope: ExpressionScope,
): Evaluate {
  const cases = when.map(({ if: condition, then }, index) => ({
    holds: compileRowCondition(condition, within(scope, `when.${index}.if`)),
    value: compileExpression(then, within(scope, `when.${index}.then`)),
  }))
  const last = otherwise === undefined ? undefined : compileExpression(otherwise, within(scope, 'else'))
  return (item, frame) => {
    for (const { holds, value } of cases) if (holds(item, frame)) return value(item, frame)
    return last?.(item, frame)
  }
}

function compileLookup(
  { lookup, in: entries, else: otherwise }: Extract<Expression, { readonly lookup: unknown }>,
  scope: ExpressionScope,
): Evaluate {
  const value = compileExpression(lookup, within(scope, 'lookup'))
  const table = new Map(Object.entries(entries))
  return (item, frame) => {
    const received = value(item, frame)
    if (received instanceof RefusedValue) return received
    const text = textOf(received)
    const found = typeof text === 'string' ? table.get(text) : undefined
    return found === undefined ? otherwise : found
  }
}

type Split = { readonly split: Expression; readonly by: string; readonly at?: number }

function compileSplit({ split, by, at }: Split, scope: ExpressionScope): Evaluate {
  const value = compileExpression(split, within(scope, 'split'))
  return (item, frame) => {
    const received = value(item, frame)
    if (received instanceof RefusedValue) return received
    const text = textOf(received)
    if (typeof text !== 'string') return isRefused(text) ? new RefusedValue(text.refused, received) : text
    const parts = partsOf(text, by)
    return at === undefined ? parts : parts.at(at)
  }
}
