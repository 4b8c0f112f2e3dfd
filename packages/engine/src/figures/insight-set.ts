import { type Condition, type Entity, type InsightDocument, RapportError } from '@rapport/core'
import {
  compileCondition,
  compilePath,
  conditionPaths,
  type Getter,
  type Predicate,
  parsePath,
} from '@rapport/harmonise'
import { hash32, stableText } from './stable-hash.ts'

/** How a plan's partials fold. First and last of `occurredAt` are compiled to min and max. */
type Calculation = 'count' | 'sum' | 'min' | 'max' | 'first' | 'last' | 'distinctDays'

/**
 * Which buckets a plan's partials lie in. `total`: one, for all time; `days`: UTC days, of a window; `months`: the months of
 * the last 24, and one for all before; `calendar`: months that hold a bit for each of their days.
 */
type Layout = 'total' | 'days' | 'months' | 'calendar'

/** One stored series: what is kept for a definition, whatever the insights are called that show it. */
export interface InsightPlan {
  /** Position in {@link InsightSet.plans}, and of the series in an anchor's figures. */
  readonly index: number
  /** Hash of the definition: partials of another definition are never taken for this one's. */
  readonly id: number
  readonly entity: string
  readonly calculation: Calculation
  readonly layout: Layout
  /** The last so many days; 0: all time. */
  readonly windowDays: number
  /** How many days ago the window ends; 0: now. It does not share a day with the window that it lies before. */
  readonly lagDays: number
  readonly unit: InsightDocument['unit']
  /** The value is the time of the activity itself. */
  readonly isTime: boolean
  readonly read: Getter
}

/** An insight by name. Two with the same definition share a plan. */
export interface Insight {
  readonly name: string
  readonly plan: InsightPlan
}

/** Plans of one entity whose filter is the same: it is asked once an activity. */
interface FilterGroup {
  /** `null`: every activity counts. */
  readonly test: Predicate | null
  readonly plans: readonly InsightPlan[]
}

/** The insights of a workspace, compiled. */
export interface InsightSet {
  /** In order of `id`. */
  readonly plans: readonly InsightPlan[]
  /** In order of name. */
  readonly insights: readonly Insight[]
  readonly byName: ReadonlyMap<string, Insight>
  readonly groups: ReadonlyMap<string, readonly FilterGroup[]>
  /** Of all definitions and names; changes whenever an answer could. */
  readonly hash: number
}

/**
 * Compiles the insights of a workspace, once for every version of its documents.
 * @param model - entities by name, plugins' own included
 * @throws RapportError `DOCUMENT_INVALID` for a name given twice, an unknown path, a filter that depends on the present time (windows
 * are for that), or the one in four billion whose hash is another's; `ENTITY_UNKNOWN`
 */
export function compileInsights(
  documents: readonly InsightDocument[],
  model: Readonly<Record<string, Entity>>,
): InsightSet {
  const drafts = new Map<number, { readonly definition: string; readonly document: InsightDocument }>()
  const idByName = new Map<string, number>()
  for (const document of documents) {
    check(document, model)
    if (idByName.has(document.name)) refuse(document.name, 'another insight has this name', 'name')
    const definition = definitionText(document, layoutOf(document, model))
    const id = hash32(definition)
    const other = drafts.get(id)
    if (other !== undefined && other.definition !== definition) {
      refuse(document.name, `its hash is that of ${other.document.name}; change its definition slightly`, 'where')
    }
    drafts.set(id, { definition, document })
    idByName.set(document.name, id)
  }
  const plans = [...drafts]
    .sort(([a], [b]) => a - b)
    .map(([id, { document }], index) => planOf(id, index, document, layoutOf(document, model)))
  const planById = new Map(plans.map((plan) => [plan.id, plan]))
  const insights = [...idByName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, id]) => {
      const plan = planById.get(id)
      return plan === undefined ? [] : [{ name, plan }]
    })
  return {
    plans,
    insights,
    byName: new Map(insights.map((insight) => [insight.name, insight])),
    groups: groupsOf(plans, (plan) => drafts.get(plan.id)?.document.where),
    hash: hash32(stableText(insights.map(({ name, plan }) => [name, plan.id]))),
  }
}

function groupsOf(
  plans: readonly InsightPlan[],
  whereOf: (plan: InsightPlan) => Condition | undefined,
): ReadonlyMap<string, readonly FilterGroup[]> {
  const groups = new Map<string, Map<string, { test: Predicate | null; plans: InsightPlan[] }>>()
  for (const plan of plans) {
    const where = whereOf(plan)
    const ofEntity = groups.get(plan.entity) ?? new Map()
    groups.set(plan.entity, ofEntity)
    const key = stableText(where ?? null)
    const group = ofEntity.get(key) ?? { test: where === undefined ? null : compileCondition(where), plans: [] }
    ofEntity.set(key, group)
    group.plans.push(plan)
  }
  return new Map([...groups].map(([entity, ofEntity]) => [entity, [...ofEntity.values()]]))
}

function planOf(id: number, index: number, document: InsightDocument, layout: Layout): InsightPlan {
  const isTime = document.value === 'occurredAt'
  const calculation =
    isTime && document.calculate === 'first'
      ? 'min'
      : isTime && document.calculate === 'last'
        ? 'max'
        : document.calculate
  return {
    index,
    id,
    entity: document.on,
    calculation,
    layout,
    windowDays: document.window?.days ?? 0,
    lagDays: document.window?.before === undefined ? 0 : document.window.before + 1,
    unit: document.unit,
    isTime,
    read: compilePath(parsePath(document.value ?? 'occurredAt') ?? []),
  }
}

/**
 * Sums and counts can be taken back, so all time is one bucket. Extremes can't: what may change is kept by month, so that a
 * change reads one month again; happenings never change, so the rare removal may read all.
 */
function layoutOf(document: InsightDocument, model: Readonly<Record<string, Entity>>): Layout {
  if (document.calculate === 'distinctDays') return 'calendar'
  if (document.window !== undefined) return 'days'
  if (document.calculate === 'count' || document.calculate === 'sum') return 'total'
  return model[document.on]?.class === 'happening' ? 'total' : 'months'
}

/** What makes two insights the same series. Renaming an insight or its title keeps its figures. */
function definitionText(document: InsightDocument, layout: Layout): string {
  const { on, where, calculate, value, window, unit } = document
  const readsValue = calculate !== 'count' && calculate !== 'distinctDays'
  return stableText({ on, where, calculate, window, layout, ...(readsValue ? { value, unit } : {}) })
}

function check(document: InsightDocument, model: Readonly<Record<string, Entity>>): void {
  const { name, on, where, value, calculate } = document
  const entity = Object.hasOwn(model, on) ? model[on] : undefined
  if (entity === undefined) throw new RapportError('ENTITY_UNKNOWN', { entity: on, known: Object.keys(model) })
  if (value === 'occurredAt' && calculate === 'sum') refuse(name, 'times cannot be added up', 'value')
  if (value !== undefined && value !== 'occurredAt') checkPath(name, value, entity, 'value')
  if (where === undefined) return
  for (const path of conditionPaths(where)) checkPath(name, path, entity, 'where')
  if (dependsOnNow(where)) refuse(name, 'a filter cannot depend on the present time; use `window`', 'where')
}

function checkPath(name: string, path: string, entity: Entity, at: string): void {
  const root = parsePath(path)?.[0]
  if (root === undefined) refuse(name, `'${path}' is not a path`, at)
  if (root !== 'ext' && !Object.hasOwn(entity.schema.shape, root)) {
    refuse(name, `'${root}' is not an attribute of ${entity.name}`, at)
  }
}

function dependsOnNow(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(dependsOnNow)
  if ('any' in condition) return condition.any.some(dependsOnNow)
  if ('not' in condition) return dependsOnNow(condition.not)
  return 'withinDays' in condition || 'nextDays' in condition
}

function refuse(name: string, problem: string, path: string): never {
  throw new RapportError('DOCUMENT_INVALID', { name, problem, path })
}
