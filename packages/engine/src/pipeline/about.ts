import type { AnchorId, Evidence, Reference } from '@rapport/core'
import type { Anchor, Link } from '../port/rows.ts'
import type { Operation } from './operations.ts'
import type { Step } from './step.ts'

/**
 * Records that speak of another record: a correction made at the desk. Who they are is said already, so nothing is concluded from
 * what they hold: they are compared with nobody, keep nobody apart, bridge nothing, and are where the record is that they speak of,
 * through joins, splits and deletions.
 */
export const ABOUT = 'about'

type Node = Pick<Anchor, 'id' | 'key'> & { readonly streamName: string }

/** The record that a row speaks of; `undefined` for any other row, and for further rows that were made of one. */
export function aboutOf(operation: Operation): Reference | undefined {
  if (operation.kind !== 'record' || operation.parent !== undefined) return undefined
  const { stream, row } = operation
  return stream.speaksOfOthers ? row.owner : undefined
}

/** Ties a record to the one that it speaks of. */
export function speakOf(step: Step, anchor: Anchor, about: Anchor): void {
  if (anchor.id === about.id) return
  const level = levelOf({ ...about, streamName: step.streamNames.get(about.stream) ?? '' })
  const evidence: readonly Evidence[] = [{ comparison: ABOUT, level, weightBits: 100 }]
  step.about.set(anchor.id, about.id)
  step.assertLink(anchor.id, about.id, ABOUT, JSON.stringify(evidence))
}

/** Whether a link is of what a record spoke of before its newest version. */
export function speaksOfAnother(step: Step, { resolver, a, b }: Link): boolean {
  if (resolver !== ABOUT) return false
  const [fromA, fromB] = [step.about.get(a), step.about.get(b)]
  return (fromA !== undefined && fromA !== b) || (fromB !== undefined && fromB !== a)
}

/** Records that speak of another, each with the one where it belongs. */
export function satellitesOf(nodes: readonly Node[], links: readonly Link[]): ReadonlyMap<AnchorId, AnchorId> {
  const spoken = links.filter(({ resolver }) => resolver === ABOUT)
  if (spoken.length === 0) return new Map()
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const direct = new Map<AnchorId, AnchorId>()
  for (const { a, b, evidence } of spoken) {
    const [one, other] = [byId.get(a), byId.get(b)]
    if (!one || !other) continue
    const [first] = JSON.parse(evidence) as readonly Evidence[]
    if (first?.level === levelOf(one)) direct.set(b, a)
    else if (first?.level === levelOf(other)) direct.set(a, b)
  }
  return new Map([...direct.keys()].flatMap((id) => follow(id, direct)))
}

/** Through records that speak of records that speak of others; in a circle nobody says who they are. */
function follow(id: AnchorId, direct: ReadonlyMap<AnchorId, AnchorId>): readonly (readonly [AnchorId, AnchorId])[] {
  const seen = new Set<AnchorId>()
  let at = id
  for (let next = direct.get(at); next !== undefined; next = direct.get(at)) {
    if (seen.has(at)) return []
    seen.add(at)
    at = next
  }
  return [[id, at]]
}

const levelOf = ({ streamName, key }: Omit<Node, 'id'>): string => `speaks of ${streamName}/${key}`
