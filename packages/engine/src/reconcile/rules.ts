import {
  type Entity,
  type FieldKind,
  fieldMeta,
  RapportError,
  type ReconciliationDocument,
  type ReconciliationRule,
} from '@rapport/core'
import type { z } from 'zod'
import { stableText } from '../figures/stable-hash.ts'

/** How the values of one attribute become one. */
export interface AttributeRule {
  /** As in heads: `givenName`, `ext.shop.size`. */
  readonly name: string
  readonly kind: FieldKind
  readonly isList: boolean
  readonly rule: ReconciliationRule
  /** Position in the entity's schema, so that heads list attributes in its order; the customer's own come after. */
  readonly order: number
}

/** The rules for one kind of party. */
export interface EntityRules {
  readonly entity: string
  /** The rule of an attribute, by name. */
  readonly ruleOf: (name: string) => AttributeRule
  /** All that the rules say, as text. */
  readonly definition: string
}

/** All reconciliation rules of a workspace, compiled: by entity. */
export interface ReconciliationSet {
  readonly byEntity: ReadonlyMap<string, EntityRules>
}

/** Without a document: the most recent value, and all values of lists. */
const standard: ReconciliationRule = { pick: 'most-recent' }
const union: ReconciliationRule = { pick: 'union' }

/**
 * Compiles the reconciliation of each kind of party, once for every version of its documents. Lists are united unless
 * a rule names them; an entity without a document takes the most recent value.
 * @param model - entities by name
 * @throws RapportError `DOCUMENT_INVALID` for a second document on an entity, or an attribute that it does not have; `ENTITY_UNKNOWN`
 */
export function compileReconciliation(
  documents: readonly ReconciliationDocument[],
  model: Readonly<Record<string, Entity>>,
): ReconciliationSet {
  const byEntity = new Map<string, EntityRules>()
  for (const document of documents) {
    const entity = Object.hasOwn(model, document.entity) ? model[document.entity] : undefined
    if (entity === undefined) {
      throw new RapportError('ENTITY_UNKNOWN', { entity: document.entity, known: Object.keys(model) })
    }
    if (byEntity.has(document.entity)) refuse(document.name, `${document.entity} has another one already`, 'entity')
    for (const name of Object.keys(document.attributes)) {
      const root = name.split('.')[0] as string
      if (root === 'ext' || Object.hasOwn(entity.schema.shape, root)) continue
      refuse(document.name, `'${root}' is not an attribute of ${document.entity}`, `attributes.${name}`)
    }
    byEntity.set(document.entity, rulesOf(entity, document.default, document.attributes))
  }
  for (const entity of Object.values(model)) {
    if (entity.class === 'party' && !byEntity.has(entity.name)) byEntity.set(entity.name, rulesOf(entity, standard, {}))
  }
  return { byEntity }
}

function rulesOf(
  entity: Entity,
  otherwise: ReconciliationRule,
  named: Readonly<Record<string, ReconciliationRule>>,
): EntityRules {
  const known = new Map<string, AttributeRule>()
  const shape = entity.schema.shape as Readonly<Record<string, z.ZodType>>
  const names = Object.keys(shape)
  names.forEach((name, order) => {
    const schema = shape[name] as z.ZodType
    const isList = listOf(schema)
    const rule = named[name] ?? (isList ? union : otherwise)
    known.set(name, { name, kind: fieldMeta(schema)?.kind ?? 'json', isList, rule, order })
  })
  return {
    entity: entity.name,
    definition: stableText([otherwise, named]),
    ruleOf: (name) => {
      const found = known.get(name)
      if (found !== undefined) return found
      // Attributes of the customer's own are known when they come; there are few names of them.
      const made: AttributeRule = {
        name,
        kind: 'json',
        isList: false,
        rule: named[name] ?? otherwise,
        order: names.length,
      }
      known.set(name, made)
      return made
    },
  }
}

function listOf(schema: z.ZodType): boolean {
  const { def } = schema as unknown as { readonly def: { readonly type: string; readonly innerType?: z.ZodType } }
  if (def.type === 'array') return true
  return def.innerType !== undefined && listOf(def.innerType)
}

function refuse(name: string, problem: string, path: string): never {
  throw new RapportError('DOCUMENT_INVALID', { name, problem, path })
}
