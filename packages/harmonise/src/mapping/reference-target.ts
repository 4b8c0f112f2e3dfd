import type { Json, Targets } from '@rapport/core'
import { isRefused, textOf } from '../cleaned.ts'
import { cleanIdentifier } from '../identifiers.ts'
import { isJunkText } from '../placeholders.ts'
import { type ExpressionScope, invalid } from './expression.ts'
import {
  checkMembers,
  compileValue,
  compileWord,
  isGroup,
  isHandList,
  member,
  type Target,
  type TargetScope,
  usableOne,
  type Write,
} from './target.ts'

/**
 * Compiles a reference: `{ stream, key }`, `{ namespace, value }`, or a list of such, the first that has a value.
 * A stream without a slash is of the same connection.
 * @throws RapportError `DOCUMENT_INVALID`
 */
export function compileReference(target: Target, scope: TargetScope): Write {
  if (isHandList(target)) {
    const options = target.map((one, index) =>
      compileReference(one, { ...member(scope, String(index)), field: scope.field }),
    )
    return (item, frame, notes) => {
      for (const option of options) {
        const found = option(item, frame, notes)
        if (found !== undefined) return found
      }
      return undefined
    }
  }
  if (!isGroup(target)) {
    throw invalid(scope.source, `${scope.field} is a reference: write { stream, key } or { namespace, value }`)
  }
  if ('stream' in target) return byKey(target, scope)
  if ('namespace' in target) return byIdentifier(target, scope)
  throw invalid(scope.source, `${scope.field} is a reference: write { stream, key } or { namespace, value }`)
}

/** A stream's full name: its connection's unless it names one. */
function absoluteStream(stream: string, connection: string): string {
  return stream.includes('/') ? stream : `${connection}/${stream}`
}

function byKey(target: Targets, scope: TargetScope): Write {
  checkMembers(target, ['stream', 'key'], scope)
  const stream = compileWord(part(target, 'stream', scope.source), member(scope, 'stream'))
  const key = compileValue(part(target, 'key', scope.source), member(scope, 'key'))
  const { connection, field } = scope
  return (item, frame, notes) => {
    const value = usableOne(key(item, frame), field, notes)
    if (value === undefined) return undefined
    const text = textOf(value)
    if (typeof text !== 'string' || isJunkText(text)) {
      notes.flag(field, isRefused(text) ? text.refused : 'placeholder', value)
      return undefined
    }
    const name = textOf(stream(item, frame))
    return typeof name === 'string' ? { stream: absoluteStream(name, connection), key: text } : undefined
  }
}

function byIdentifier(target: Targets, scope: TargetScope): Write {
  checkMembers(target, ['namespace', 'value'], scope)
  const namespace = compileWord(part(target, 'namespace', scope.source), member(scope, 'namespace'))
  const value = compileValue(part(target, 'value', scope.source), member(scope, 'value'))
  const { field } = scope
  const { country } = scope.source.settings
  return (item, frame, notes): Json | undefined => {
    const received = usableOne(value(item, frame), field, notes)
    if (received === undefined) return undefined
    const name = textOf(namespace(item, frame))
    if (typeof name !== 'string') return undefined
    const cleaned = cleanIdentifier(name, received, country)
    if (cleaned === undefined) return undefined
    if (isRefused(cleaned)) {
      notes.flag(field, cleaned.refused, received)
      return undefined
    }
    return { namespace: name, value: cleaned }
  }
}

function part(target: Targets, name: string, source: ExpressionScope): Target {
  const found = target[name]
  if (found === undefined) throw invalid(source, `${name} is missing`)
  return found
}
