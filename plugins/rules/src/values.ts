import type { Json, JsonObject, MatchRules, RecordView } from '@rapport/core'
import { foldText, namesBehind } from '@rapport/harmonise'

/** How a value is read before it is compared. */
export type Reading = MatchRules['apart'][number]['as']

/** `bare-initial`: of a value that is no more than an initial, that. */
type InnerReading = Reading | 'bare-initial'

/** Longer texts are descriptions that got into the wrong column; they identify nobody, and would bloat the keys. */
const MAX_VALUE_CHARACTERS = 256

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what packing and keys use as separators.
const controls = /[\u0000-\u001f\u007f]/g

/**
 * What a record says under a name: the identifiers of that namespace, and the values at that attribute path (lists are
 * looked into: `contactPoints.address.postalCode`). Each once, sorted, so that the record's own order means nothing.
 * Given and family name together are a `fullName` too: one system keeps the parts, another only the whole.
 */
export function valuesOf(
  record: RecordView,
  name: string,
  path: readonly string[],
  as: InnerReading,
): readonly string[] {
  const found: string[] = []
  for (const identifier of record.identifiers) {
    if (identifier.namespace === name) add(found, identifier.value, as)
  }
  collect(found, record.attributes, path, 0, as)
  if (name === 'fullName') {
    const { givenName, familyName } = record.attributes
    if (typeof givenName === 'string' && typeof familyName === 'string') add(found, `${givenName} ${familyName}`, as)
  }
  return found.length > 1 ? [...new Set(found)].sort() : found
}

function collect(
  found: string[],
  value: Json | undefined,
  path: readonly string[],
  at: number,
  as: InnerReading,
): void {
  if (value === undefined || value === null) return
  if (Array.isArray(value)) {
    for (const element of value) collect(found, element, path, at, as)
    return
  }
  const segment = path[at]
  if (segment === undefined) {
    if (typeof value !== 'object') add(found, String(value), as)
  } else if (typeof value === 'object' && Object.hasOwn(value, segment)) {
    collect(found, (value as JsonObject)[segment], path, at + 1, as)
  }
}

function add(found: string[], raw: string, as: InnerReading): void {
  if (raw.length > MAX_VALUE_CHARACTERS) return
  if (as === 'nickname') {
    const folded = read(raw, 'folded')
    if (folded !== '') found.push(...namesBehind(folded))
    return
  }
  const value = read(raw, as)
  if (value !== '') found.push(value)
}

function read(raw: string, as: Exclude<InnerReading, 'nickname'>): string {
  switch (as) {
    case 'exact':
      return clean(raw)
    case 'folded':
      return clean(foldText(raw))
    case 'initial':
      return initialOf(clean(foldText(raw)))
    case 'bare-initial': {
      const text = clean(foldText(raw))
      return text === initialOf(text) ? text : ''
    }
    case 'year':
      return /^\d{4}(?!\d)/.exec(raw)?.[0] ?? ''
    case 'day':
      return /^\d{4}-\d{2}-\d{2}(?!\d)/.exec(raw)?.[0] ?? ''
  }
}

function initialOf(text: string): string {
  const first = text.codePointAt(0)
  return first === undefined ? '' : String.fromCodePoint(first)
}

/** Trimmed, and made of what survives a trip through UTF-8 and our separators. */
function clean(text: string): string {
  return text.toWellFormed().replace(controls, ' ').trim()
}
