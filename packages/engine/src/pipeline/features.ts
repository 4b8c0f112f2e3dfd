import type { JsonObject } from '@rapport/core'
import { identifierKey, identifiersOf } from '../identifiers.ts'
import type { Anchor, StoredRecord } from '../port/rows.ts'
import type { ResolverBinding, Rulebook } from '../rulebook.ts'
import { searchKeysOf } from '../search/keys.ts'

/** A resolver's key as it is stored, told apart from identifiers and from other resolvers' keys. */
export const resolverKey = (binding: ResolverBinding, key: string): string => `#${binding.name}:${key}`

/** A resolver's own key again. */
export const ownKey = (binding: ResolverBinding, stored: string): string => stored.slice(binding.name.length + 2)

/** What a record is compared by; nothing where it speaks of another, which says already who it is. */
export function bindingsFor(
  rulebook: Rulebook,
  { stream, entity }: Pick<Anchor, 'stream' | 'entity'>,
): readonly ResolverBinding[] {
  if (rulebook.streamsById.get(stream)?.speaksOfOthers) return NONE
  return rulebook.resolvers.get(entity) ?? NONE
}

const NONE: readonly ResolverBinding[] = []
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
  const parts: Part[] = []
  const view = { entity, stream: streamName, attributes, identifiers }
  for (const binding of bindings) {
    const { matcher } = binding.resolver
    const features = matcher.features(view, binding.model)
    for (const key of matcher.keys(features, binding.model)) keys.push(resolverKey(binding, key))
    parts.push({ tag: binding.tag, bytes: matcher.pack(features) })
  }
  return { ...record, features: packParts(parts), keys, searchKeys: searchKeysOf(attributes, identifiers) }
}

interface Part {
  readonly tag: number
  readonly bytes: Uint8Array
}

const PART_HEAD_BYTES = 8

/** Several resolvers' features in one piece: for each its binding's tag and its length (u32, little end first), then its bytes. */
function packParts(parts: readonly Part[]): Uint8Array {
  const packed = new Uint8Array(parts.reduce((length, { bytes }) => length + PART_HEAD_BYTES + bytes.length, 0))
  const view = new DataView(packed.buffer)
  let at = 0
  for (const { tag, bytes } of parts) {
    view.setUint32(at, tag, true)
    view.setUint32(at + 4, bytes.length, true)
    packed.set(bytes, at + PART_HEAD_BYTES)
    at += PART_HEAD_BYTES + bytes.length
  }
  return packed
}

/** The part of the binding with a tag, `undefined` when the record was packed by other rules. */
export function unpackPart(packed: Uint8Array, tag: number): Uint8Array | undefined {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  for (let at = 0; at + PART_HEAD_BYTES <= packed.length; ) {
    const begin = at + PART_HEAD_BYTES
    const end = begin + view.getUint32(at + 4, true)
    if (view.getUint32(at, true) === tag) return packed.subarray(begin, end)
    at = end
  }
  return undefined
}

/** Whether these bindings, as they are now, packed a record's features: then its keys are theirs, too. */
export function isPackedBy(bindings: readonly ResolverBinding[], packed: Uint8Array): boolean {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  let at = 0
  for (const { tag } of bindings) {
    if (at + PART_HEAD_BYTES > packed.length || view.getUint32(at, true) !== tag) return false
    at += PART_HEAD_BYTES + view.getUint32(at + 4, true)
  }
  return at === packed.length
}
