import type { Json, JsonObject, ValueType } from '@rapport/core'
import type { CompiledTemplate, Provenance, TemplateValue, TimelineItem } from '@rapport/engine'
import { amount, count, day, instant, type Part, type TemplateFact, text } from './fact.ts'
import { provenanceRows, recordRows } from './identity-facts.ts'
import type { Material } from './material.ts'
import { courseOf, follow, moneyOf, nameOfRow, rowOfItem, timeOf } from './read-value.ts'

const MAX_LIST = 5
/** Rows that a fact about a calculated value names, the newest. */
const MAX_ROWS = 20

/** What the workspace's templates tell of a profile: of an entity's rows, an insight, an attribute, a segment. */
export function templateFacts(material: Material): readonly TemplateFact[] {
  const { profile, templates } = material
  return templates.templates.flatMap((template) => {
    if ((template.document.party ?? profile.entity) !== profile.entity) return []
    if (template.source.kind === 'rows')
      return (material.told.get(template) ?? []).flatMap((item) => factOf(material, template, item) ?? [])
    return holds(template, material) ? (factOf(material, template, undefined) ?? []) : []
  })
}

/** Whether a template about the profile itself has something to tell. */
function holds({ source }: CompiledTemplate, { profile, nowMs }: Material): boolean {
  switch (source.kind) {
    case 'segment':
      return profile.segments.includes(source.segment)
    case 'insight': {
      const value = profile.insights[source.insight]
      return value !== undefined && value !== null && (source.test?.(value, nowMs) ?? true)
    }
    case 'attribute': {
      const value = source.read(profile.attributes)
      return value !== undefined && value !== null && (source.test?.(value, nowMs) ?? true)
    }
    case 'rows':
      return false
  }
}

/** `undefined` when a value that the sentence needs is missing. */
function factOf(
  material: Material,
  template: CompiledTemplate,
  item: TimelineItem | undefined,
): TemplateFact | undefined {
  const { document, values, required, isSensitive, literals } = template
  const parts: Record<string, Part | readonly Part[]> = {}
  for (const [name, value] of values) {
    const part = partOf(value, read(material, value, item))
    if (part !== undefined) parts[name] = part
  }
  if (required.some((name) => parts[name] === undefined)) return undefined
  const at = dateOf(template, item, material)
  const said = literals.map((one) => one.trim()).filter((one) => one !== '')
  const id = item ? `template:${document.name}:${nameOfRow(item)}` : `template:${document.name}`
  return {
    id,
    kind: 'template',
    value: {
      ...(item ? courseOf(item) : { about: [] }),
      at,
      template: document.name,
      section: document.kind,
      relevance: document.occasions,
      text: document.text,
      as: Object.fromEntries([...values].map(([name, { type }]) => [name, type])),
    },
    // What its texts say by themselves belongs to what may be said of it.
    parts: said.length > 0 ? { ...parts, _literals: said.map(text) } : parts,
    rows: item ? rowsOfItem(material, template, item) : rowsOfProfile(material, template),
    certainty: item || template.source.kind === 'attribute' ? 'stated' : 'calculated',
    sensitivity: isSensitive ? 'sensitive' : 'open',
  }
}

function read(material: Material, value: TemplateValue, item: TimelineItem | undefined): unknown {
  const { profile } = material
  switch (value.from) {
    case 'row':
      return item && value.read({ ...item.attributes, occurredAt: item.occurredAt })
    case 'reference': {
      const target = item && follow(material, value.reference(item.attributes) as Json | undefined)
      return target && value.read(target.attributes)
    }
    case 'attribute':
      return value.read(profile.attributes)
    case 'insight': {
      const figure = profile.insights[value.insight]
      return value.money && typeof figure === 'number'
        ? ({ ...value.money, amountMinor: figure } as JsonObject)
        : figure
    }
  }
}

function partOf({ type }: TemplateValue, value: unknown): Part | readonly Part[] | undefined {
  if (!Array.isArray(value)) return single(type, value)
  const parts = value.flatMap((one) => single(type, one) ?? []).slice(0, MAX_LIST)
  return parts.length === 0 ? undefined : parts
}

/** A value that is not of its type is not there. */
function single(type: ValueType, value: unknown): Part | undefined {
  switch (type) {
    case 'money': {
      const money = moneyOf(value as Json)
      return money && amount(money)
    }
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? count(value) : undefined
    case 'date':
    case 'instant': {
      const time = timeOf(value as Json)
      return time === undefined ? undefined : time.includes('T') ? instant(time) : day(time)
    }
    default: {
      const said = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
      return typeof said === 'string' && said.trim() !== '' ? text(said) : undefined
    }
  }
}

/** ISO; of what no row tells, now. */
function dateOf({ date }: CompiledTemplate, item: TimelineItem | undefined, { profile, nowMs }: Material): string {
  const told = date ? timeOf(date(item ? item.attributes : profile.attributes) as Json) : undefined
  return told ?? item?.occurredAt ?? new Date(nowMs).toISOString()
}

function rowsOfItem(material: Material, { values }: CompiledTemplate, item: TimelineItem): readonly Provenance[] {
  const targets = [...values.values()].flatMap((value) => {
    if (value.from !== 'reference') return []
    const target = follow(material, value.reference(item.attributes) as Json | undefined)
    return target ? [target.row] : []
  })
  return distinctRows([rowOfItem(item), ...targets])
}

/** The newest rows that its insights are calculated of, where its attributes come from, else the profile's records. */
function rowsOfProfile(material: Material, { source, values }: CompiledTemplate): readonly Provenance[] {
  const all = [source, ...values.values()]
  const insights = all.flatMap((one) => ('insight' in one ? [one.insight] : []))
  const attributes = all.flatMap((one) => ('attribute' in one ? [one.attribute] : []))
  const rows = [
    ...insights.flatMap((name) => rowsOfInsight(material, name)),
    ...attributes.flatMap((path) => provenanceRows(material, path.split('.', 1)[0] as string)),
  ]
  return distinctRows(rows.length > 0 ? rows : recordRows(material))
}

function rowsOfInsight({ templates, states, recent, nowMs }: Material, name: string): readonly Provenance[] {
  const insight = templates.insights.get(name)
  if (!insight) return []
  return [...states, ...recent]
    .filter(({ entity, attributes }) => entity === insight.entity && (insight.test?.(attributes, nowMs) ?? true))
    .slice(0, MAX_ROWS)
    .map(rowOfItem)
}

function distinctRows(rows: readonly Provenance[]): readonly Provenance[] {
  return [...new Map(rows.map((row) => [nameOfRow(row), row])).values()]
}
