import { type Entity, entities, fieldMeta, type InsightDocument, type JsonObject } from '@rapport/core'
import { conditionPaths, parsePath } from '@rapport/harmonise'
import type { z } from 'zod'
import type { Head } from '../queries.ts'

type Model = Readonly<Record<string, Entity>>

/** Attributes that reconciliation derives from contact points: as sensitive as those. */
const DERIVED = ['email', 'phone', 'address']

/** What readers without the right to sensitive fields see of things. */
export interface Sensitivity {
  /** No contact points, no identifiers, no birth date. */
  head(entity: string, head: Head): Head
  /** The same of one record's attributes, or of any row's. */
  attributes(entity: string, attributes: JsonObject): JsonObject
  /** Without those that are calculated of, or filtered by, a field that they may not see. */
  insights(insights: JsonObject): JsonObject
}

/** @param model - plugins' own entities included */
export function compileSensitivity(model: Model, insights: readonly InsightDocument[]): Sensitivity {
  const byEntity = new Map<string, ReadonlySet<string>>()
  const hiddenOf = (entity: string) => {
    const hidden = byEntity.get(entity) ?? hiddenFields(model, entity)
    byEntity.set(entity, hidden)
    return hidden
  }
  const hiddenInsights = new Set(
    insights.filter((insight) => pathsOf(insight).some((path) => isHidden(hiddenOf(insight.on), path))).map(nameOf),
  )
  return {
    head(entity, head) {
      const hidden = hiddenOf(entity)
      return {
        ...head,
        attributes: without(head.attributes, hidden) as JsonObject,
        identifiers: [],
        contactPoints: [],
        consents: head.consents.map((consent) => ({ ...consent, contactPoint: null })),
        provenance: without(head.provenance, hidden),
        conflicts: head.conflicts.filter(({ attribute }) => !isHidden(hidden, attribute)),
      }
    },
    attributes: (entity, attributes) => without(attributes, hiddenOf(entity)) as JsonObject,
    insights: (values) =>
      hiddenInsights.size === 0
        ? values
        : Object.fromEntries(Object.entries(values).filter(([name]) => !hiddenInsights.has(name))),
  }
}

/** Whether a reader needs the right to sensitive fields for an attribute of one of our own entities. */
export function isSensitive(entity: string, attribute: string): boolean {
  return isHidden(hiddenFields(entities, entity), attribute)
}

/** The same of a path into any entity of a model. */
export function isHiddenPath(model: Model, entity: string, path: string): boolean {
  return isHidden(hiddenFields(model, entity), path)
}

const nameOf = ({ name }: InsightDocument): string => name

function pathsOf({ value, where }: InsightDocument): readonly string[] {
  return [...(value === undefined ? [] : [value]), ...(where === undefined ? [] : conditionPaths(where))]
}

/** Paths begin with the attribute. */
const isHidden = (hidden: ReadonlySet<string>, path: string): boolean =>
  hidden.has(String(parsePath(path)?.[0] ?? path))

function without<T>(record: Readonly<Record<string, T>>, hidden: ReadonlySet<string>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !isHidden(hidden, name)))
}

function hiddenFields(model: Model, entity: string): ReadonlySet<string> {
  const shape = (model[entity]?.schema as z.ZodObject | undefined)?.shape ?? {}
  const names = Object.entries(shape).filter(([, schema]) => fieldMeta(schema as z.ZodType)?.sensitive === true)
  return new Set([...names.map(([name]) => name), ...DERIVED, 'identifiers', 'contactPoints', 'ext'])
}
