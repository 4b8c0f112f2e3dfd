import { entities, fieldMeta, type JsonObject } from '@rapport/core'
import type { z } from 'zod'
import type { Head } from '../queries.ts'

/** Attributes that reconciliation derives from contact points: as sensitive as those. */
const DERIVED = ['email', 'phone', 'address']

/** What a reader without the right to sensitive fields sees of a head: no contact points, no identifiers, no birth date. */
export function withoutSensitive(entity: string, head: Head): Head {
  const hidden = hiddenFields(entity)
  const keep = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => !hidden.has(name)))
  return {
    ...head,
    attributes: keep(head.attributes) as JsonObject,
    identifiers: [],
    contactPoints: [],
    consents: head.consents.map((consent) => ({ ...consent, contactPoint: null })),
    provenance: keep(head.provenance),
    conflicts: head.conflicts.filter(({ attribute }) => !hidden.has(attribute)),
  }
}

/** The same of one record's attributes, or of any row's. */
export function attributesWithoutSensitive(entity: string, attributes: JsonObject): JsonObject {
  const hidden = hiddenFields(entity)
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !hidden.has(name)))
}

/** Whether a reader needs the right to sensitive fields for an attribute of an entity. */
export function isSensitive(entity: string, attribute: string): boolean {
  return hiddenFields(entity).has(attribute.split('.', 1)[0] as string)
}

const known = new Map<string, ReadonlySet<string>>()

function hiddenFields(entity: string): ReadonlySet<string> {
  const there = known.get(entity)
  if (there) return there
  const shape =
    (entities as Readonly<Record<string, { readonly schema: z.ZodObject } | undefined>>)[entity]?.schema.shape ?? {}
  const names = Object.entries(shape).filter(([, schema]) => fieldMeta(schema as z.ZodType)?.sensitive === true)
  const hidden = new Set([...names.map(([name]) => name), ...DERIVED, 'identifiers', 'contactPoints', 'ext'])
  known.set(entity, hidden)
  return hidden
}
