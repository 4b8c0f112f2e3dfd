import { type Entity, RapportError, type SegmentCondition, type SegmentDocument } from '@rapport/core'
import { parsePath } from '@rapport/harmonise'
import type { Insight, InsightSet } from '../figures/insight-set.ts'
import { hash32, stableText } from '../figures/stable-hash.ts'
import { type Bits, hasBit } from './bits.ts'
import { compileFigureLeaf, compileHeadLeaf, type FigureLeaf, type HeadLeaf } from './leaves.ts'

/** Attributes that reconciliation makes, beside those of the entity's schema. */
const derived = ['email', 'phone', 'address', 'fullName', 'ext']

/** What a segment's rule is asked over: answers of leaves, and of the segments before it in order. */
interface Answers {
  readonly leafBits: Bits
  readonly figureBits: Bits
  readonly memberBits: Bits
}

/** A segment, compiled. */
interface CompiledSegment {
  readonly name: string
  /** Its position among all segments: its bit in `memberBits`. */
  readonly bit: number
  readonly holds: (answers: Answers) => boolean
}

/** An insight that segments ask about, with all that they ask. */
export interface FigureInput {
  readonly insight: Insight
  readonly leaves: readonly FigureLeaf[]
}

/** What the profiles of one kind of party are asked. */
interface EntitySegments {
  /** Each after those it refers to. */
  readonly ordered: readonly CompiledSegment[]
  readonly headLeaves: readonly HeadLeaf[]
  readonly inputs: readonly FigureInput[]
}

/** The segments of a workspace, compiled. */
export interface SegmentSet {
  /** By bit: in order of name. */
  readonly names: readonly string[]
  readonly byEntity: ReadonlyMap<string, EntitySegments>
  readonly leafCount: number
  readonly figureLeafCount: number
  /** Tells rows made with other rules; never 0, which is a row's before any evaluation. */
  readonly hash: number
}

/** Leaves found so far, by what they ask: the same question is asked once, however many segments ask it. */
interface Leaves {
  readonly head: Map<string, HeadLeaf & { readonly entity: string }>
  readonly figure: Map<string, FigureLeaf & { readonly insight: Insight }>
}

/**
 * Compiles the segments of a workspace, once for every version of its documents.
 * @param model - entities by name; without it, attributes are not checked
 * @throws RapportError `DOCUMENT_INVALID` for an unknown insight, segment or attribute, a name given twice, and segments that
 * refer to each other in a circle
 */
export function compileSegments(
  documents: readonly SegmentDocument[],
  insights: InsightSet,
  model?: Readonly<Record<string, Entity>>,
): SegmentSet {
  const sorted = [...documents].sort((a, b) => (a.name < b.name ? -1 : 1))
  const bitByName = new Map<string, number>()
  for (const { name } of sorted) {
    if (bitByName.has(name)) refuse(name, 'another segment has this name', 'name')
    bitByName.set(name, bitByName.size)
  }
  const leaves: Leaves = { head: new Map(), figure: new Map() }
  const context = { insights, leaves, bitByName, model }
  const entityByName = new Map(sorted.map((document) => [document.name, document.entity]))
  const byEntity = new Map<string, CompiledSegment[]>()
  for (const document of inOrder(sorted, entityByName)) {
    const { name, entity, where } = document
    if (model !== undefined && model[entity]?.class !== 'party') refuse(name, `${entity} is no kind of party`, 'entity')
    const holds = compileTree(where, document, context)
    byEntity.set(entity, [...(byEntity.get(entity) ?? []), { name, bit: bitByName.get(name) ?? 0, holds }])
  }
  return {
    names: sorted.map(({ name }) => name),
    byEntity: new Map([...byEntity].map(([entity, ordered]) => [entity, segmentsOf(entity, ordered, sorted, leaves)])),
    leafCount: leaves.head.size,
    figureLeafCount: leaves.figure.size,
    hash: hash32(stableText([sorted.map(({ name, entity, where }) => [name, entity, where]), insights.hash])) || 1,
  }
}

interface TreeContext {
  readonly insights: InsightSet
  readonly leaves: Leaves
  readonly bitByName: ReadonlyMap<string, number>
  readonly model: Readonly<Record<string, Entity>> | undefined
}

type Holds = CompiledSegment['holds']

function compileTree(where: SegmentCondition, document: SegmentDocument, context: TreeContext): Holds {
  if ('all' in where) return allOf(where.all.map((one) => compileTree(one, document, context)))
  if ('any' in where) return anyOf(where.any.map((one) => compileTree(one, document, context)))
  if ('not' in where) {
    const inner = compileTree(where.not, document, context)
    return (answers) => !inner(answers)
  }
  if ('segment' in where) {
    const bit = context.bitByName.get(where.segment) ?? 0
    return ({ memberBits }) => hasBit(memberBits, bit)
  }
  const key = `${document.entity} ${stableText(where)}`
  if ('insight' in where) {
    const insight = context.insights.byName.get(where.insight)
    if (insight === undefined) refuse(document.name, `there is no insight named ${where.insight}`, 'where')
    const known = context.leaves.figure.get(key)
    const leaf = known ?? { ...compileFigureLeaf(where, insight.plan, context.leaves.figure.size), insight }
    context.leaves.figure.set(key, leaf)
    return ({ figureBits }) => hasBit(figureBits, leaf.bit)
  }
  if ('attribute' in where) checkAttribute(where.attribute, document, context.model)
  const known = context.leaves.head.get(key)
  const leaf = known ?? { ...compileHeadLeaf(where, context.leaves.head.size), entity: document.entity }
  context.leaves.head.set(key, leaf)
  return ({ leafBits }) => hasBit(leafBits, leaf.bit)
}

function allOf(parts: readonly Holds[]): Holds {
  const [first, second] = parts
  if (parts.length === 1 && first) return first
  if (parts.length === 2 && first && second) return (answers) => first(answers) && second(answers)
  return (answers) => {
    for (const part of parts) if (!part(answers)) return false
    return true
  }
}

function anyOf(parts: readonly Holds[]): Holds {
  const [first, second] = parts
  if (parts.length === 1 && first) return first
  if (parts.length === 2 && first && second) return (answers) => first(answers) || second(answers)
  return (answers) => {
    for (const part of parts) if (part(answers)) return true
    return false
  }
}

function segmentsOf(
  entity: string,
  ordered: readonly CompiledSegment[],
  documents: readonly SegmentDocument[],
  leaves: Leaves,
): EntitySegments {
  const asked = new Set(
    documents.filter((document) => document.entity === entity).flatMap(({ where }) => keysOf(where, entity)),
  )
  const inputs = new Map<Insight, FigureLeaf[]>()
  for (const [key, leaf] of leaves.figure) {
    if (asked.has(key)) inputs.set(leaf.insight, [...(inputs.get(leaf.insight) ?? []), leaf])
  }
  return {
    ordered,
    headLeaves: [...leaves.head.values()].filter((leaf) => leaf.entity === entity),
    inputs: [...inputs].map(([insight, asking]) => ({ insight, leaves: asking })),
  }
}

function keysOf(where: SegmentCondition, entity: string): readonly string[] {
  if ('all' in where) return where.all.flatMap((one) => keysOf(one, entity))
  if ('any' in where) return where.any.flatMap((one) => keysOf(one, entity))
  if ('not' in where) return keysOf(where.not, entity)
  return 'insight' in where ? [`${entity} ${stableText(where)}`] : []
}

/** The documents so that each comes after those it refers to. */
function inOrder(
  documents: readonly SegmentDocument[],
  entityByName: ReadonlyMap<string, string>,
): readonly SegmentDocument[] {
  const byName = new Map(documents.map((document) => [document.name, document]))
  const ordered = new Set<SegmentDocument>()
  const visit = (document: SegmentDocument, trail: readonly string[]): void => {
    if (ordered.has(document)) return
    if (trail.includes(document.name)) {
      refuse(document.name, `it refers to itself: ${[...trail, document.name].join(', ')}`, 'where')
    }
    for (const name of referencesOf(document.where)) {
      const other = byName.get(name)
      if (other === undefined) refuse(document.name, `there is no segment named ${name}`, 'where')
      if (entityByName.get(name) !== document.entity) {
        refuse(document.name, `${name} is a segment of another kind of party`, 'where')
      }
      visit(other, [...trail, document.name])
    }
    ordered.add(document)
  }
  for (const document of documents) visit(document, [])
  return [...ordered]
}

function referencesOf(where: SegmentCondition): readonly string[] {
  if ('all' in where) return where.all.flatMap(referencesOf)
  if ('any' in where) return where.any.flatMap(referencesOf)
  if ('not' in where) return referencesOf(where.not)
  return 'segment' in where ? [where.segment] : []
}

function checkAttribute(
  path: string,
  document: SegmentDocument,
  model: Readonly<Record<string, Entity>> | undefined,
): void {
  const root = parsePath(path)?.[0]
  if (root === undefined) refuse(document.name, `'${path}' is not a path`, 'where')
  const shape = model?.[document.entity]?.schema.shape
  if (shape === undefined || derived.includes(root) || Object.hasOwn(shape, root)) return
  refuse(document.name, `'${root}' is not an attribute of ${document.entity}`, 'where')
}

function refuse(name: string, problem: string, path: string): never {
  throw new RapportError('DOCUMENT_INVALID', { name, problem, path })
}
