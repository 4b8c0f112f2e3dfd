import type { Json } from '@rapport/core'
import { peelHonorifics, peelSuffixes } from '../name-titles.ts'
import { joinName, type PersonName, splitName } from '../names.ts'
import { compileMember } from './attribute.ts'
import type { Frame } from './expression.ts'
import { membersOf } from './fields.ts'
import type { RowNotes } from './row-notes.ts'
import type { Target, TargetScope, Write } from './target.ts'

/** The attributes of a person that are parts of the name, in the schema's order. */
export const nameParts = ['honorific', 'givenName', 'middleName', 'familyName', 'suffix', 'fullName'] as const
type NamePart = (typeof nameParts)[number]
type Names = { -readonly [K in NamePart]: string | undefined }

/** Writes a person's names into the attributes. */
export type NamesWrite = (item: unknown, frame: Frame, notes: RowNotes, attributes: Record<string, Json>) => void

/**
 * Compiles a person's names together: titles and suffixes come off the parts they stick to, the whole name is made of
 * its parts where only those are given, and the parts of the whole where only that is.
 */
export function compilePersonNames(
  set: Readonly<Partial<Record<string, Target>>>,
  scope: TargetScope,
): NamesWrite | undefined {
  const members = membersOf(scope.entity.schema)
  const writes = nameParts.map((part) => {
    const target = set[part]
    return target === undefined ? undefined : compileMember(part, target, members[part], scope)
  })
  const [honorific, givenName, middleName, familyName, suffix, fullName] = writes
  if (writes.every((write) => write === undefined)) return undefined
  const { language } = scope.source.settings
  // A patch that names the given name alone says nothing about the whole one; null there clears.
  const isPatch = scope.keepNulls
  const order = language !== undefined && /^(?:zh|ja|ko|vi|hu)\b/.test(language) ? 'family-first' : undefined
  return (item, frame, notes, attributes) => {
    const names: Names = {
      honorific: text(honorific, item, frame, notes),
      givenName: text(givenName, item, frame, notes),
      middleName: text(middleName, item, frame, notes),
      familyName: text(familyName, item, frame, notes),
      suffix: text(suffix, item, frame, notes),
      fullName: text(fullName, item, frame, notes),
    }
    peel(names, language)
    if (names.givenName === undefined && names.familyName === undefined) {
      if (names.fullName !== undefined) fill(names, splitName(names.fullName, order, language))
    } else if (names.fullName === undefined && (!isPatch || isWhole(names))) {
      names.fullName = joinName(names as PersonName, order)
    }
    for (const part of nameParts) {
      const value = names[part]
      if (value !== undefined) attributes[part] = value
    }
  }
}

function text(write: Write | undefined, item: unknown, frame: Frame, notes: RowNotes): string | undefined {
  return write === undefined ? undefined : (write(item, frame, notes) as string | undefined)
}

/** `Mme Marie` is a title and a name, `Smith Sr` a name and a suffix. */
function peel(names: Names, language: string | undefined): void {
  const { givenName, familyName } = names
  if (givenName?.includes(' ') === true) {
    const { rest, honorific } = peelHonorifics(givenName.split(' '), language)
    if (honorific !== undefined) {
      names.givenName = rest.join(' ')
      names.honorific ??= honorific
    }
  }
  if (familyName?.includes(' ') === true) {
    const { rest, suffix } = peelSuffixes(familyName.split(' '))
    if (suffix !== undefined) {
      names.familyName = rest.join(' ')
      names.suffix ??= suffix
    }
  }
}

function fill(names: Names, parts: PersonName): void {
  names.honorific ??= parts.honorific
  names.givenName = parts.givenName
  names.middleName ??= parts.middleName
  names.familyName = parts.familyName
  names.suffix ??= parts.suffix
}

function isWhole({ givenName, familyName }: Names): boolean {
  return typeof givenName === 'string' && typeof familyName === 'string'
}
