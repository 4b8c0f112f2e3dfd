import type { Json, Targets } from '@rapport/core'
import { parsePath } from '../paths.ts'
import { compileFree, compileMember } from './attribute.ts'
import { compileConsentPoint, compileContactPoints, namesContactPoints, shorthands } from './contact-points.ts'
import { type Frame, invalid } from './expression.ts'
import { isOptional, kindOf, membersOf } from './fields.ts'
import { compileIdentifiers } from './identifier-list.ts'
import { compilePersonNames, nameParts } from './person-names.ts'
import type { RowNotes } from './row-notes.ts'
import { isGroup, member, type Target, type TargetScope, unknownAttribute, type Write } from './target.ts'

/** Writes some attributes of one item. */
type Step = (item: unknown, frame: Frame, notes: RowNotes, attributes: Record<string, Json>) => void

/** Makes an entity's attributes, their keys in the schema's order, so that rows of one shape look alike. */
export interface AttributesWrite {
  readonly write: (item: unknown, frame: Frame, notes: RowNotes) => Record<string, Json>
  /** Attributes without which the row is none. */
  readonly required: readonly string[]
}

/**
 * Compiles `set` against the entity's schema.
 * @throws RapportError `MAPPING_PATH_UNKNOWN` for an attribute that the entity does not have, `DOCUMENT_INVALID`
 */
export function compileAttributes(set: Targets, scope: TargetScope): AttributesWrite {
  const members = membersOf(scope.entity.schema)
  const isParty = scope.entity.class === 'party' && members.contactPoints !== undefined
  const targets = nested(set, scope)
  const known = [...Object.keys(members), ...(isParty ? shorthands : [])]
  for (const name of Object.keys(targets)) {
    if (name !== 'ext' && !known.includes(name)) throw unknownAttribute(name, known, scope)
  }
  const steps: Step[] = []
  const isPerson = scope.entity.name === 'person'
  if (isPerson) {
    const names = compilePersonNames(targets, scope)
    if (names !== undefined) steps.push(names)
  }
  for (const [name, schema] of Object.entries(members)) {
    if (isPerson && (nameParts as readonly string[]).includes(name)) continue
    if (isParty && name === 'contactPoints') {
      if (namesContactPoints(targets)) steps.push(single(name, compileContactPoints(targets, scope)))
      continue
    }
    const target = targets[name]
    if (target === undefined) {
      if (!isOptional(schema)) throw invalid(scope.source, `${name} is missing: ${scope.entity.name} can't be without`)
      continue
    }
    steps.push(single(name, compileOne(name, target, schema, scope)))
  }
  const { ext } = targets
  if (ext !== undefined) steps.push(single('ext', compileExtensions(ext, member(scope, 'ext'))))
  return {
    required: Object.keys(members).filter((name) => !isOptional(members[name] as never)),
    write: (item, frame, notes) => {
      const attributes: Record<string, Json> = {}
      for (const step of steps) step(item, frame, notes, attributes)
      return attributes
    },
  }
}

function compileOne(name: string, target: Target, schema: Parameters<typeof kindOf>[0], scope: TargetScope): Write {
  if (kindOf(schema) === 'identifiers') return compileIdentifiers(target, schema, member(scope, name))
  const isConsentPoint = scope.entity.name === 'consent' && name === 'contactPoint'
  return isConsentPoint ? compileConsentPoint(target, member(scope, name)) : compileMember(name, target, schema, scope)
}

function single(name: string, write: Write): Step {
  return (item, frame, notes, attributes) => {
    const value = write(item, frame, notes)
    if (value !== undefined) attributes[name] = value
  }
}

/** Attributes that are not ours: under the name of the plugin, or of whoever adds them. */
function compileExtensions(ext: Target, scope: TargetScope): Write {
  if (!isGroup(ext) || !Object.values(ext).every((one) => isGroup(one as Target))) {
    throw invalid(scope.source, 'attributes of your own are named ext.<plugin>.<name>')
  }
  return compileFree(ext, scope)
}

/** Opens dotted names: `total.amount` is `amount` in `total`. */
function nested(set: Targets, scope: TargetScope): Record<string, Target> {
  const root: Record<string, unknown> = {}
  for (const [key, target] of Object.entries(set)) {
    const path = parsePath(key)
    if (path === undefined) throw invalid(scope.source, `'${key}' is not an attribute's path`)
    let group = root
    for (const name of path.slice(0, -1)) {
      const inner = Object.hasOwn(group, name) ? group[name] : undefined
      if (inner !== undefined && !isGroup(inner as Target))
        throw invalid(scope.source, `${name} is set twice, whole and in part`)
      // A copy: groups written as such belong to the document.
      const copy: Record<string, unknown> = { ...(inner as object | undefined) }
      group[name] = copy
      group = copy
    }
    const last = path.at(-1) ?? key
    const before = Object.hasOwn(group, last) ? group[last] : undefined
    if (before !== undefined && !(isGroup(before as Target) && isGroup(target))) {
      throw invalid(scope.source, `${key} is set twice`)
    }
    group[last] = before === undefined ? target : { ...(before as object), ...(target as object) }
  }
  return root as Record<string, Target>
}
