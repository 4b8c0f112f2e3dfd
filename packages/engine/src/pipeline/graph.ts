import { type AnchorId, type JsonObject, RapportError } from '@rapport/core'
import type { Component, Decision, Link } from '../port/rows.ts'
import { bindingsFor, isPackedBy, withFeatures } from './features.ts'
import { linkKey, type Step } from './step.ts'

const MAX_ANCHORS_IN_COMPONENT = 10_000

/** What clustering decides over, as it is before links change; features are those after this step. */
export interface Graph {
  readonly nodes: Map<AnchorId, Component['anchors'][number]>
  readonly links: Map<string, Link>
  readonly decisions: Map<string, Decision>
  /** Records that other match rules made the features of; here they have those of now, their keys are the old ones. */
  readonly stale: Set<AnchorId>
}

/** Everything tied to what was touched, and to the far ends of new links. */
export async function loadGraph(step: Step, scored: ReadonlyMap<string, Link>): Promise<Graph> {
  const graph: Graph = { nodes: new Map(), links: new Map(), decisions: new Map(), stale: new Set() }
  const bornNow = new Set(step.newAnchors.map((anchor) => anchor.id))
  const ends = new Set(step.touched)
  for (const link of [...scored.values(), ...step.assertedLinks.values()]) ends.add(link.a).add(link.b)
  for (const decision of step.decisions) ends.add(decision.a).add(decision.b)
  const stored = [...ends].filter((id) => !bornNow.has(id))
  if (stored.length > 0) {
    for (const component of await step.context.store.write.components(stored, MAX_ANCHORS_IN_COMPONENT)) {
      if (component.isTruncated) throw new RapportError('COMPONENT_TOO_LARGE', { limit: MAX_ANCHORS_IN_COMPONENT })
      for (const anchor of component.anchors) graph.nodes.set(anchor.id, anchor)
      for (const link of component.links) graph.links.set(linkKey(link.a, link.b, link.resolver), link)
      for (const decision of component.decisions) graph.decisions.set(decision.id, decision)
    }
  }
  for (const id of ends) {
    const anchor = step.anchorsById.get(id)
    if (!graph.nodes.has(id) && anchor)
      graph.nodes.set(id, {
        ...anchor,
        streamName: step.streamNames.get(anchor.stream) ?? '',
        features: new Uint8Array(0),
      })
  }
  for (const [id, node] of graph.nodes) {
    const change = step.records.get(id)
    const isGhost = step.ghosts.get(id) ?? node.isGhost
    graph.nodes.set(id, { ...node, isGhost, features: change ? change.after.features : node.features })
    if (!step.anchorsById.has(id)) {
      step.streamNames.set(node.stream, node.streamName)
      step.addAnchor({
        id,
        stream: node.stream,
        key: node.key,
        profile: node.profile,
        entity: node.entity,
        isGhost: node.isGhost,
      })
    }
  }
  for (const decision of step.decisions) graph.decisions.set(decision.id, decision)
  if (step.context.featuresAreMixed()) await refreshStale(step, graph)
  return graph
}

/** So that what keeps records apart does so while their features wait for the new rules. */
async function refreshStale(step: Step, graph: Graph): Promise<void> {
  const ids = [...graph.nodes.values()]
    .filter(
      (node) =>
        !node.isGhost && !step.records.has(node.id) && !isPackedBy(bindingsFor(step.rulebook, node), node.features),
    )
    .map((node) => node.id)
  if (ids.length === 0) return
  for (const record of await step.context.store.write.records(ids)) {
    const node = record && graph.nodes.get(record.anchor)
    if (!node || record.isDeleted) continue
    const attributes = JSON.parse(record.attributes) as JsonObject
    const { features } = withFeatures(
      record,
      attributes,
      node.streamName,
      node.entity,
      bindingsFor(step.rulebook, node),
    )
    graph.nodes.set(node.id, { ...node, features })
    graph.stale.add(node.id)
  }
}
