import type { Operator } from '@rapport/core'
import { RapportError } from '@rapport/core'

/** Asks one value; `nowMs` is epoch milliseconds. */
export type ValueTest = (value: unknown, nowMs: number) => boolean

/** The next instant (epoch milliseconds, after `nowMs`) at which time alone may change the answer; `Infinity`: never. */
export type ValueFlip = (value: unknown, nowMs: number) => number

const DAY_MS = 86_400_000

/**
 * Compiles one operator. A list answers when *any* element does; `isNot` and `notIn` ask that none does. An operand
 * that is a number also meets the text that is this number, and `true` the text `true`, since files know only texts;
 * a text operand also meets a number that prints like it.
 * @throws RapportError `DOCUMENT_INVALID` when there is no operator in it
 */
export function compileOperator(operator: Operator): ValueTest {
  const { test, isNegated } = testOf(operator)
  return (value, nowMs) => anyElement(value, test, nowMs) !== isNegated
}

/**
 * Compiles when an operator's answer may next change by time alone (`withinDays`, `nextDays`).
 * It is never too late, and may be too early: ask again then. `undefined` for operators that know no time.
 */
export function compileOperatorFlip(operator: Operator): ValueFlip | undefined {
  if (!('withinDays' in operator || 'nextDays' in operator)) return undefined
  const { startsMs, endsMs } = windowOf(operator)
  // True while value + startsMs ≤ now ≤ value + endsMs: it flips at the first millisecond in, and at the first one out.
  const flipOf = (value: unknown, nowMs: number): number => {
    const at = instantMs(value)
    if (at === undefined) return Number.POSITIVE_INFINITY
    if (at + startsMs > nowMs) return at + startsMs
    return at + endsMs + 1 > nowMs ? at + endsMs + 1 : Number.POSITIVE_INFINITY
  }
  return (value, nowMs) => {
    if (!Array.isArray(value)) return flipOf(value, nowMs)
    let next = Number.POSITIVE_INFINITY
    for (const element of value) next = Math.min(next, flipOf(element, nowMs))
    return next
  }
}

function anyElement(value: unknown, test: ValueTest, nowMs: number): boolean {
  if (!Array.isArray(value)) return test(value, nowMs)
  for (const element of value) if (test(element, nowMs)) return true
  return false
}

function testOf(operator: Operator): { readonly test: ValueTest; readonly isNegated: boolean } {
  if ('is' in operator) return { test: equals(operator.is), isNegated: false }
  if ('isNot' in operator) return { test: equals(operator.isNot), isNegated: true }
  if ('in' in operator) return { test: oneOf(operator.in), isNegated: false }
  if ('notIn' in operator) return { test: oneOf(operator.notIn), isNegated: true }
  if ('exists' in operator) return { test: isPresent, isNegated: !operator.exists }
  return { test: comparisonOf(operator), isNegated: false }
}

function comparisonOf(operator: Operator): ValueTest {
  if ('contains' in operator) return textTest(operator.contains, (text, part) => text.includes(part))
  if ('startsWith' in operator) return textTest(operator.startsWith, (text, part) => text.startsWith(part))
  if ('gt' in operator) return compares(operator.gt, (sign) => sign > 0)
  if ('gte' in operator) return compares(operator.gte, (sign) => sign >= 0)
  if ('lt' in operator) return compares(operator.lt, (sign) => sign < 0)
  if ('lte' in operator) return compares(operator.lte, (sign) => sign <= 0)
  if ('withinDays' in operator || 'nextDays' in operator) return inWindow(windowOf(operator))
  throw new RapportError('DOCUMENT_INVALID', {
    name: 'a condition',
    problem: `a comparison has no operator among ${Object.keys(operator).join(', ')}`,
    path: Object.keys(operator)[0] ?? '(the condition)',
  })
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null
}

function equals(operand: string | number | boolean | null): ValueTest {
  if (operand === null) return (value) => value === null
  const text = String(operand)
  if (typeof operand === 'string') {
    return (value) => value === operand || (typeof value === 'number' && String(value) === operand)
  }
  return (value) => value === operand || value === text
}

function oneOf(operands: readonly (string | number | boolean)[]): ValueTest {
  const texts = new Set(operands.map(String))
  return (value) => {
    if (typeof value === 'string') return texts.has(value)
    return (typeof value === 'number' || typeof value === 'boolean') && texts.has(String(value))
  }
}

function textTest(operand: string, holds: (text: string, operand: string) => boolean): ValueTest {
  return (value) => typeof value === 'string' && holds(value, operand)
}

/** Numbers with numbers, texts with texts by code unit: ISO dates and instants order rightly so. */
function compares(operand: string | number, holds: (sign: number) => boolean): ValueTest {
  if (typeof operand === 'string') {
    return (value) => typeof value === 'string' && holds(value < operand ? -1 : value > operand ? 1 : 0)
  }
  return (value) => {
    const number =
      typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
    return !Number.isNaN(number) && holds(number < operand ? -1 : number > operand ? 1 : 0)
  }
}

/** The span in which `now` must lie, relative to the value's instant, both ends included. */
interface Window {
  readonly startsMs: number
  readonly endsMs: number
}

function windowOf(operator: { readonly withinDays: number } | { readonly nextDays: number }): Window {
  return 'withinDays' in operator
    ? { startsMs: 0, endsMs: operator.withinDays * DAY_MS }
    : { startsMs: -operator.nextDays * DAY_MS, endsMs: 0 }
}

function inWindow({ startsMs, endsMs }: Window): ValueTest {
  return (value, nowMs) => {
    const at = instantMs(value)
    return at !== undefined && at + startsMs <= nowMs && nowMs <= at + endsMs
  }
}

/** Epoch milliseconds of an ISO text (a date is its midnight in UTC) or of a number that is such already. */
function instantMs(value: unknown): number | undefined {
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}
