import type { AnchorId, ProfileId } from '@rapport/core'
import type { Component, Decision, Link, Writes } from '@rapport/engine'
import { compareText } from './order.ts'
import { featuresOf } from './records.ts'
import { addTo, compound, copied, removeFrom, type State, streamName } from './state.ts'

const linkKey = (link: Pick<Link, 'a' | 'b' | 'resolver'>): string => compound(link.a, link.b, link.resolver)

export function writeLinks(state: State, writes: Writes): void {
  for (const link of writes.links ?? []) {
    const key = linkKey(link)
    state.links.set(key, copied(link))
    addTo(state.linksOfAnchor, link.a, key)
    addTo(state.linksOfAnchor, link.b, key)
  }
  for (const link of writes.unlinked ?? []) removeLink(state, linkKey(link))
  for (const decision of writes.decisions ?? []) state.decisions.set(decision.id, copied(decision))
}

function removeLink(state: State, key: string): boolean {
  const link = state.links.get(key)
  if (link === undefined) return false
  state.links.delete(key)
  removeFrom(state.linksOfAnchor, link.a, key)
  removeFrom(state.linksOfAnchor, link.b, key)
  return true
}

export function removeLinksOf(state: State, anchors: ReadonlySet<AnchorId>): { links: number; decisions: number } {
  let links = 0
  for (const anchor of anchors)
    for (const key of [...(state.linksOfAnchor.get(anchor) ?? [])]) if (removeLink(state, key)) links++
  let decisions = 0
  for (const decision of [...state.decisions.values()])
    if ((anchors.has(decision.a) || anchors.has(decision.b)) && state.decisions.delete(decision.id)) decisions++
  return { links, decisions }
}

export function components(state: State, anchors: readonly AnchorId[], maxAnchors: number): readonly Component[] {
  const standing = [...state.decisions.values()].filter((decision) => decision.withdrawnAt === null)
  const covered = new Set<AnchorId>()
  const found: Component[] = []
  for (const anchor of anchors) {
    if (covered.has(anchor) || !state.anchors.has(anchor)) continue
    const component = componentOf(state, anchor, maxAnchors, standing)
    for (const { id } of component.anchors) covered.add(id)
    found.push(component)
  }
  return found
}

/** Grows in rounds, lowest ids first, so that a truncated component is the same wherever it is computed. */
function componentOf(state: State, seed: AnchorId, maxAnchors: number, standing: readonly Decision[]): Component {
  const members = new Set<AnchorId>([seed])
  let frontier: readonly AnchorId[] = [seed]
  let isTruncated = false
  while (frontier.length > 0 && !isTruncated) {
    const reached = new Set<AnchorId>()
    for (const anchor of frontier)
      for (const other of neighbours(state, anchor, standing))
        if (!members.has(other) && state.anchors.has(other)) reached.add(other)
    const next = [...reached].sort((a, b) => a - b)
    const room = Math.max(0, maxAnchors - members.size)
    isTruncated = next.length > room
    frontier = next.slice(0, room)
    for (const anchor of frontier) members.add(anchor)
  }
  return {
    anchors: [...members]
      .sort((a, b) => a - b)
      .flatMap((id) => {
        const anchor = state.anchors.get(id)
        if (anchor === undefined) return []
        return { ...anchor, streamName: streamName(state, anchor.stream), features: featuresOf(state, id) }
      }),
    links: linksOf(state, members).filter((link) => members.has(link.a) && members.has(link.b)),
    decisions: sortedDecisions(standing.filter((decision) => members.has(decision.a) && members.has(decision.b))),
    isTruncated,
  }
}

function neighbours(state: State, anchor: AnchorId, standing: readonly Decision[]): readonly AnchorId[] {
  const links = [...(state.linksOfAnchor.get(anchor) ?? [])].flatMap((key) => state.links.get(key) ?? [])
  return [...links, ...standing].flatMap(({ a, b }) => (a === anchor ? b : b === anchor ? a : []))
}

/** Links and decisions, withdrawn ones too, of which an end belongs to the profile. */
export function linksOfProfile(
  state: State,
  profile: ProfileId,
): { links: readonly Link[]; decisions: readonly Decision[] } {
  const members = state.anchorsOfProfile.get(profile) ?? new Set()
  return {
    links: linksOf(state, members),
    decisions: sortedDecisions([...state.decisions.values()].filter(({ a, b }) => members.has(a) || members.has(b))),
  }
}

function linksOf(state: State, anchors: ReadonlySet<AnchorId>): readonly Link[] {
  const keys = new Set<string>()
  for (const anchor of anchors) for (const key of state.linksOfAnchor.get(anchor) ?? []) keys.add(key)
  return [...keys]
    .flatMap((key) => state.links.get(key) ?? [])
    .sort((x, y) => x.a - y.a || x.b - y.b || compareText(x.resolver, y.resolver))
    .map(copied)
}

const sortedDecisions = (decisions: readonly Decision[]): readonly Decision[] =>
  [...decisions].sort((x, y) => x.at - y.at || compareText(x.id, y.id)).map(copied)
