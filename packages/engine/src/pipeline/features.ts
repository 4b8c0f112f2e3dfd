import type { JsonObject } from '@rapport/core'
import { identifierKey, identifiersOf } from '../identifiers.ts'
import type { StoredRecord } from '../port/rows.ts'
import type { ResolverBinding } from '../rulebook.ts'
import { searchKeysOf } from '../search/keys.ts'

/** A resolver's key as it is stored, told apart from identifiers and from other resolvers' keys. */
export const resolverKey = (binding: ResolverBinding, key: string): string => `#${binding.name}:${key}`

/** A resolver's own key again. */
export const ownKey = (binding: ResolverBinding, stored: string): string => stored.slice(binding.name.length + 2)

const NOTHING = new Uint8Array(0)

/** What finds a record and what it is compared by: derived from its attributes alone, once per version. */
export function withFeatures(
  record: StoredRecord,
  attributes: JsonObject,
  streamName: string,
  entity: string,
  bindings: readonly ResolverBinding[],
): StoredRecord {
  if (record.isDeleted) return { ...record, features: NOTHING, keys: [], searchKeys: [] }
  const identifiers = identifiersOf(attributes)
  const keys = identifiers.map(({ namespace, value }) => identifierKey(namespace, value))
  const parts: Uint8Array[] = []
  const view = { entity, stream: streamName, attributes, identifiers }
  for (const binding of bindings) {
    const { matcher } = binding.resolver
    const features = matcher.features(view, binding.model)
    for (const key of matcher.keys(features, binding.model)) keys.push(resolverKey(binding, key))
    parts.push(matcher.pack(features))
  }
  return { ...record, features: packParts(parts), keys, searchKeys: searchKeysOf(attributes, identifiers) }
}

/** Several resolvers' features in one piece: for each its length (u32, little end first), then its bytes. */
function packParts(parts: readonly Uint8Array[]): Uint8Array {
  const packed = new Uint8Array(parts.reduce((length, part) => length + 4 + part.length, 0))
  const view = new DataView(packed.buffer)
  let at = 0
  for (const part of parts) {
    view.setUint32(at, part.length, true)
    packed.set(part, at + 4)
    at += 4 + part.length
  }
  return packed
}

/** The part at a place, `undefined` when the record was packed before that resolver was added. */
export function unpackPart(packed: Uint8Array, place: number): Uint8Array | undefined {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  let at = 0
  for (let index = 0; at + 4 <= packed.length; index++) {
    const length = view.getUint32(at, true)
    if (index === place) return packed.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
  return undefined
}
