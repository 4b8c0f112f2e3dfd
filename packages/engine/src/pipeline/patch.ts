import type { Json, JsonObject } from '@rapport/core'

/** Field → sortable version of the value that holds it; under {@link FORGOTTEN}, of the newest deletion of the record. */
export type FieldVersions = Readonly<Record<string, string>>

/** No field has this name. What is not newer than it was deleted, whenever it arrives. */
export const FORGOTTEN = ''

/**
 * A patched record's fields, one by one: attributes as they are, each namespace of identifiers, each kind of contact point
 * and each `ext` leaf on its own, so that a new e-mail leaves the phone alone.
 */
function toFields(attributes: JsonObject): ReadonlyMap<string, Json> {
  const fields = new Map<string, Json>()
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'identifiers') group(fields, 'identifiers', 'namespace', value)
    else if (name === 'contactPoints') group(fields, 'contactPoints', 'kind', value)
    else if (name === 'ext') {
      for (const [plugin, own] of Object.entries(value as JsonObject)) {
        for (const [leaf, one] of Object.entries(own as JsonObject)) fields.set(`ext.${plugin}.${leaf}`, one)
      }
    } else fields.set(name, value)
  }
  return fields
}

/** The inverse of {@link toFields}; fields come in the order of their names, so equal fields give equal text. */
function fromFields(fields: ReadonlyMap<string, Json>): JsonObject {
  const attributes: Record<string, Json> = {}
  for (const name of [...fields.keys()].sort()) {
    const value = fields.get(name) as Json
    const [first = '', second = '', ...rest] = name.split(/[.:]/)
    if (first === 'ext') {
      const ext = nested(attributes, 'ext')
      nested(ext, second)[rest.join('.')] = value
    } else if (name.includes(':')) {
      attributes[first] = [...((attributes[first] as readonly Json[]) ?? []), ...(value as readonly Json[])]
    } else attributes[name] = value
  }
  return attributes
}

/**
 * Each field of the patch wins by its own time; a field that is absent says nothing, `null` takes the value away. Two values
 * of one version: the greater text wins, whichever came first.
 * @returns undefined when the patch changes nothing
 */
export function applyPatch(
  there: JsonObject,
  versions: FieldVersions,
  patch: JsonObject,
  version: string,
): { readonly attributes: JsonObject; readonly versions: FieldVersions } | undefined {
  const fields = new Map(toFields(there))
  const next: Record<string, string> = { ...versions }
  let isChanged = false
  for (const [name, value] of toFields(patch)) {
    const known = next[name]
    if (
      known !== undefined &&
      version !== '' &&
      (version < known || (version === known && text(value) <= text(fields.get(name) ?? null)))
    )
      continue
    if (known === version && text(value) === text(fields.get(name) ?? null)) continue
    next[name] = version
    if (value === null) fields.delete(name)
    else fields.set(name, value)
    isChanged = true
  }
  return isChanged ? { attributes: fromFields(fields), versions: sorted(next) } : undefined
}

/**
 * Takes away what a deletion covers that comes after newer fields did.
 * @returns undefined when a newer deletion has been there
 */
export function forgetFields(
  there: JsonObject,
  versions: FieldVersions,
  version: string,
): { readonly attributes: JsonObject; readonly versions: FieldVersions } | undefined {
  if ((versions[FORGOTTEN] ?? '') >= version) return undefined
  const newer = Object.entries(versions).filter(([name, known]) => name !== FORGOTTEN && known > version)
  const kept = new Set(newer.map(([name]) => name))
  const fields = new Map([...toFields(there)].filter(([name]) => kept.has(name)))
  return {
    attributes: fromFields(fields),
    versions: sorted({ ...Object.fromEntries(newer), [FORGOTTEN]: version }),
  }
}

function group(fields: Map<string, Json>, list: string, by: string, value: Json): void {
  for (const item of value as readonly JsonObject[]) {
    const name = `${list}:${String(item[by])}`
    fields.set(name, [...((fields.get(name) as readonly Json[]) ?? []), item])
  }
}

const text = (value: Json): string => JSON.stringify(value)

const sorted = (record: Record<string, string>): FieldVersions =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))

function nested(record: Record<string, Json>, name: string): Record<string, Json> {
  const there = record[name] ?? {}
  record[name] = there
  return there as Record<string, Json>
}
