import type { Json, Targets } from '@rapport/core'
import { isRefused, textOf } from '../cleaned.ts'
import { cleanIdentifier } from '../identifiers.ts'
import { isDoubtfulPhone } from '../phone.ts'
import { compileMember } from './attribute.ts'
import { compileList } from './elements.ts'
import { invalid } from './expression.ts'
import { elementOf, membersOf } from './fields.ts'
import {
  checkMembers,
  compileValue,
  compileWord,
  type FieldSchema,
  member,
  type Target,
  type TargetScope,
  usableOne,
  type Write,
} from './target.ts'

const validity = ['validFrom', 'validTo'] as const

/**
 * Compiles a party's identifiers: `{ namespace, value }`, the namespace a word of ours. Placeholder values are flagged
 * under `identifiers.NAMESPACE` and identify nobody.
 */
export function compileIdentifiers(target: Target, schema: NonNullable<FieldSchema>, scope: TargetScope): Write {
  const members = membersOf(elementOf(schema))
  return compileList(target, scope, { group: (targets, place) => compileIdentifier(targets, members, place, scope) })
}

function compileIdentifier(
  targets: Targets,
  members: Readonly<Record<string, NonNullable<FieldSchema>>>,
  place: TargetScope,
  list: TargetScope,
): Write {
  checkMembers(targets, Object.keys(members), place)
  const { namespace: namespaceTarget, value: valueTarget } = targets
  if (namespaceTarget === undefined || valueTarget === undefined) {
    throw invalid(place.source, 'an identifier is { namespace, value }')
  }
  const namespace = compileWord(namespaceTarget, member(place, 'namespace'))
  const value = compileValue(valueTarget, member(place, 'value'))
  const times = validity.flatMap((name) => {
    const target = targets[name]
    return target === undefined ? [] : [{ name, write: compileMember(name, target, members[name], place) }]
  })
  const { country } = place.source.settings
  return (item, frame, notes) => {
    const name = textOf(namespace(item, frame))
    if (typeof name !== 'string') return undefined
    const field = `${list.field}.${name}`
    const received = usableOne(value(item, frame), field, notes)
    if (received === undefined) return undefined
    const cleaned = cleanIdentifier(name, received, country)
    if (cleaned === undefined) return undefined
    if (isRefused(cleaned)) {
      notes.flag(field, cleaned.refused, received)
      return undefined
    }
    if (name === 'phone' && isDoubtfulPhone(received, country)) notes.flag(field, 'doubtful', received)
    if (typeof received === 'string' && received.trim() !== cleaned) notes.keep(`${place.field}.value`, received)
    const made: Record<string, Json> = { namespace: name, value: cleaned }
    for (const time of times) {
      const at = time.write(item, frame, notes)
      if (at !== undefined) made[time.name] = at
    }
    return made
  }
}
