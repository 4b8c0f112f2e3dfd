import {
  type ActionCondition,
  type ActionDocument,
  type Entity,
  type InsightDocument,
  RapportError,
  type RatesDocument,
  type SegmentCondition,
  type SegmentDocument,
} from '@rapport/core'
import { currencyExponent } from '@rapport/harmonise'
import type { InsightSet } from '../figures/insight-set.ts'
import { compileSegments } from '../segments/segment-set.ts'
import type { ActionCatalogue } from './action-catalogue.ts'
import { relatedEntity } from './explain.ts'

/** What a catalogue is compiled beside. */
export interface ActionRules {
  readonly segments: readonly SegmentDocument[]
  readonly insights: readonly InsightDocument[]
  readonly insightSet: InsightSet
  readonly model: Readonly<Record<string, Entity>>
  readonly rates: RatesDocument | undefined
}

/**
 * Checks the catalogue against the insights, segments and attributes that it names, once for every version of the documents.
 * @throws RapportError `DOCUMENT_INVALID`, naming the action and what it asks for in vain
 */
export function compileActions(actions: readonly ActionDocument[], rules: ActionRules): ActionCatalogue {
  const { segments, insights, insightSet, model, rates } = rules
  for (const action of actions) for (const path of placeholdersOf(action)) checkPlaceholder(path, action, rules)
  // What no segment could ask, no action can.
  if (actions.length > 0) compileSegments([...segments, ...actions.flatMap(asSegments)], insightSet, model)
  const exponent = rates && currencyExponent(rates.reporting)
  return {
    actions,
    insights: new Map(insights.map((insight) => [insight.name, insight])),
    segments: new Map(segments.map(({ name, title }) => [name, title ?? name])),
    currency: rates && exponent !== undefined ? { code: rates.reporting, exponent } : null,
  }
}

/** Everything that an action asks, as a rule for each kind of party that it asks. */
function asSegments({ name, entity, where, unless, more }: ActionDocument): readonly SegmentDocument[] {
  const asked: readonly ActionCondition[] = [
    ...(where ? [where] : []),
    ...unless.map(({ when }) => when),
    ...more.map(({ when }) => when),
  ]
  const byEntity = new Map<string, SegmentCondition[]>([[entity, [{ consent: { purpose: name } }]]])
  for (const { entity: of = entity, where: question } of asked.flatMap(questionsOf))
    byEntity.set(of, [...(byEntity.get(of) ?? []), question])
  return [...byEntity].map(([of, any]) => ({
    type: 'segment',
    name: of === entity ? `action ${name}` : `action ${name} of related ${of}`,
    entity: of,
    where: { any },
  }))
}

/** The questions of a condition; `entity` where they are asked of somebody else. */
function questionsOf(where: ActionCondition): readonly { entity?: string; where: SegmentCondition }[] {
  if ('all' in where) return where.all.flatMap(questionsOf)
  if ('any' in where) return where.any.flatMap(questionsOf)
  if ('not' in where) return questionsOf(where.not)
  return 'related' in where ? [{ entity: relatedEntity(where.related), where: where.where }] : [{ where }]
}

/** Everything in braces, in all texts. */
function placeholdersOf({ text, reason, accept, unless }: ActionDocument): readonly string[] {
  const all = [text, reason ?? {}, accept.task?.subject ?? {}, ...unless.map((one) => one.text ?? {})]
  return all
    .flatMap((texts) => Object.values(texts).flat())
    .flatMap((one) => [...one.matchAll(/\{([^{}]*)\}/g)].map(([, path]) => (path ?? '').trim()))
}

/** Attributes that reconciliation makes. */
const DERIVED = ['email', 'phone', 'fullName', 'ext']

function checkPlaceholder(path: string, { name, entity }: ActionDocument, { model, insightSet, rates }: ActionRules) {
  const [root = '', first = '', ...rest] = path.split('.')
  const refuse = (problem: string) => new RapportError('DOCUMENT_INVALID', { name, problem, path: 'text' })
  if (root === 'insights' && rest.length === 0) {
    const insight = insightSet.byName.get(first)
    if (!insight) throw refuse(`a text names {${path}}, and there is no insight named ${first}`)
    if (insight.plan.unit === 'money' && !rates)
      throw refuse(`a text names {${path}}, which is money: save rates that name the workspace's currency`)
    return
  }
  const shape = (model[entity]?.schema.shape ?? {}) as Readonly<Record<string, unknown>>
  if (root === 'attributes' && (DERIVED.includes(first) || Object.hasOwn(shape, first))) return
  throw refuse(`a text names {${path}}, which is neither {attributes.NAME} of ${entity} nor {insights.NAME}`)
}
