import { z } from 'zod'
import type { Json } from '../json.ts'
import * as activity from './activity.ts'
import { organization, person } from './party.ts'
import { campaign, location, product } from './reference-data.ts'

/**
 * What an entity's class fixes about it. `party`: resolved into profiles. `tie`: between two parties, never a merge.
 * `state`: one row a key, replaced by its next version, may move to another owner. `happening`: appended once, never changed.
 * `reference`: never a profile, nobody's history. `content`: text somebody wrote.
 */
export type EntityClass = 'party' | 'tie' | 'state' | 'happening' | 'reference' | 'content'

/** An entity of the canonical model, or a plugin's own: its class is all the engine needs to store, show and erase it. */
export interface Entity {
  readonly name: string
  readonly class: EntityClass
  readonly title: string
  /** The attributes; `ext` comes on top. */
  readonly schema: z.ZodObject
}

const entity = <S extends z.ZodObject>(name: string, entityClass: EntityClass, title: string, schema: S) => ({
  name,
  class: entityClass,
  title,
  schema,
})

/** The canonical model. Additive for ever: an attribute is never renamed or given another meaning. */
export const entities = {
  person: entity('person', 'party', 'Person', person),
  organization: entity('organization', 'party', 'Organization', organization),
  relationship: entity('relationship', 'tie', 'Relationship', activity.relationship),
  order: entity('order', 'state', 'Order', activity.order),
  shipment: entity('shipment', 'state', 'Shipment', activity.shipment),
  invoice: entity('invoice', 'state', 'Invoice', activity.invoice),
  agreement: entity('agreement', 'state', 'Agreement', activity.agreement),
  asset: entity('asset', 'state', 'Asset', activity.asset),
  case: entity('case', 'state', 'Case', activity.case),
  opportunity: entity('opportunity', 'state', 'Opportunity', activity.opportunity),
  stay: entity('stay', 'state', 'Stay', activity.stay),
  interaction: entity('interaction', 'state', 'Interaction', activity.interaction),
  task: entity('task', 'state', 'Task', activity.task),
  consent: entity('consent', 'state', 'Consent', activity.consent),
  event: entity('event', 'happening', 'Event', activity.event),
  document: entity('document', 'content', 'Document', activity.document),
  product: entity('product', 'reference', 'Product', product),
  location: entity('location', 'reference', 'Location', location),
  campaign: entity('campaign', 'reference', 'Campaign', campaign),
}

/** A canonical entity's name. A plugin's own entities are named `plugin.entity`. */
export type EntityName = keyof typeof entities

/** A canonical entity's name, or that of a plugin's own. */
export type AnyEntityName = EntityName | `${string}.${string}`

const ownName = z.string().regex(/^[a-z0-9][a-z0-9-]*\.\S+$/) as unknown as z.ZodType<`${string}.${string}`>

/** Reads an {@link AnyEntityName}, where a configuration names one. */
export const anyEntityName: z.ZodType<AnyEntityName> = z.union(
  [z.enum(Object.keys(entities) as [EntityName, ...EntityName[]]), ownName],
  { error: `expected an entity: ${Object.keys(entities).join(', ')}, or a plugin's own, plugin.entity` },
)

/** The attributes of a canonical entity, as harmonised. */
export type Attributes<E extends EntityName> = z.output<(typeof entities)[E]['schema']>

/** The model as JSON Schema (draft 2020-12), by entity name. A plugin's own entities come in by the argument. */
export function modelJsonSchema(model: Readonly<Record<string, Entity>> = entities): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.values(model).map((one) => [one.name, z.toJSONSchema(one.schema, { io: 'input' }) as unknown as Json]),
  )
}
