import type { AnchorId, Evidence, ProfileId } from '@rapport/core'
import { type ClusterLink, type ClusterNode, cluster } from '@rapport/matching'
import type { Anchor, Component, Decision, Link, StoredRecord } from '../port/rows.ts'
import type { ResolverBinding } from '../rulebook.ts'
import { ABOUT, satellitesOf, speaksOfAnother } from './about.ts'
import { bindingsFor, ownKey, unpackPart, withFeatures } from './features.ts'
import { type Graph, loadGraph } from './graph.ts'
import { KeyIndex } from './key-index.ts'
import { isTakenBack } from './source-merges.ts'
import { linkKey, type Step } from './step.ts'

const RANKS = { asserted: 0, deterministic: 1, probabilistic: 2 } as const

/** What resolving decided about links, to be committed. Ties are left in `step.ties`. */
export interface Resolved {
  readonly links: readonly Link[]
  readonly unlinked: readonly Pick<Link, 'a' | 'b' | 'resolver'>[]
}

/**
 * Says which anchors are the same party, for what this step touched and its neighbourhood only: keys and candidates,
 * comparison, links, then clusters. Moves anchors between profiles by `step.ties`.
 */
export async function resolve(step: Step): Promise<Resolved> {
  const bindingsOf = (entity: string) => step.rulebook.resolvers.get(entity) ?? []
  const changed = new Map<AnchorId, StoredRecord>()
  for (const change of step.records.values()) {
    change.after = withFeatures(
      change.after,
      change.attributes,
      change.streamName,
      change.anchor.entity,
      bindingsFor(step.rulebook, change.anchor),
    )
    if (change.before && !change.before.isDeleted && sameForMatching(change.before, change.after)) continue
    if (!change.before && change.after.keys.length === 0 && !change.after.isDeleted) continue
    changed.set(change.anchor.id, change.after)
    step.touched.add(change.anchor.id)
  }
  if (step.touched.size === 0) return { links: [], unlinked: [] }

  const scored = new Map<string, Link>()
  const evaluated = new Set<AnchorId>()
  // A record without any resolver still loses the links it had.
  for (const id of [...changed.keys(), ...step.revisited.keys()]) evaluated.add(id)
  for (const entity of new Set([...evaluated].map((id) => (step.anchorsById.get(id) as Anchor).entity)))
    await scoreEntity(step, entity, bindingsOf(entity), changed, scored, evaluated)
  const graph = await loadGraph(step, scored)
  const outcome = relink(step, graph, scored, evaluated, changed)
  tie(step, graph, outcome.active)
  return outcome
}

function sameForMatching(before: StoredRecord, after: StoredRecord): boolean {
  return (
    !after.isDeleted &&
    Buffer.compare(before.features, after.features) === 0 &&
    before.keys.length === after.keys.length &&
    before.keys.every((key, index) => key === after.keys[index])
  )
}

/**
 * Compares what changed with everything that shares a key; members of a key that became (or is no longer) too common are compared anew,
 * under all resolvers: a link is gone when none of them makes it.
 */
async function scoreEntity(
  step: Step,
  entity: string,
  bindings: readonly ResolverBinding[],
  changed: ReadonlyMap<AnchorId, StoredRecord>,
  scored: Map<string, Link>,
  evaluated: Set<AnchorId>,
): Promise<void> {
  const isOwn = (id: AnchorId) => step.anchorsById.get(id)?.entity === entity
  const own = [...changed].filter(([id]) => isOwn(id)).map(([, record]) => record)
  const again = [...step.revisited].filter(([id]) => isOwn(id)).map(([, record]) => record)
  const indexes = bindings.map((binding) => ({ binding, index: new KeyIndex(step, binding, changed) }))
  const crossed = new Set<AnchorId>()
  for (const { index } of indexes) {
    const keys = new Set<string>()
    for (const record of own) {
      for (const key of record.keys) if (index.owns(key)) keys.add(key)
      for (const key of step.records.get(record.anchor)?.before?.keys ?? []) if (index.owns(key)) keys.add(key)
    }
    await index.load([...keys])
    for (const id of index.membersOfCrossedKeys(keys)) if (!step.revisited.has(id)) crossed.add(id)
  }
  for (const id of crossed) step.touched.add(id)
  if (crossed.size > 0)
    for (const record of await step.context.store.write.records([...crossed])) if (record) again.push(record)
  for (const { binding, index } of indexes) {
    await index.load(again.flatMap(({ keys }) => keys.filter((key) => index.owns(key))))
    for (const record of [...again, ...own]) compareOne(binding, index, record, scored, evaluated)
  }
}

function compareOne(
  binding: ResolverBinding,
  index: KeyIndex,
  record: StoredRecord,
  scored: Map<string, Link>,
  evaluated: Set<AnchorId>,
): void {
  evaluated.add(record.anchor)
  const packed = record.isDeleted ? undefined : unpackPart(record.features, binding.tag)
  if (!packed) return
  const { matcher, certainty } = binding.resolver
  const keys = record.keys.filter((key) => index.owns(key))
  const blocked = new Set<string>()
  const candidates = new Map<AnchorId, Uint8Array>()
  for (const key of keys) {
    if (index.count(key) > binding.maxRecordsPerKey) blocked.add(ownKey(binding, key))
    else
      for (const [anchor, features] of index.members(key))
        if (anchor !== record.anchor) candidates.set(anchor, features)
  }
  if (candidates.size === 0) return
  const one = matcher.unpack(packed)
  const anchors = [...candidates.keys()]
  const others = anchors.map((anchor) => matcher.unpack(candidates.get(anchor) as Uint8Array))
  const weights = new Float32Array(others.length)
  matcher.compare(one, others, binding.model, blocked, weights)
  for (let at = 0; at < others.length; at++) {
    const weightBits = weights[at] as number
    if (!(weightBits >= binding.thresholdBits) || weightBits === Number.NEGATIVE_INFINITY) continue
    const other = anchors[at] as AnchorId
    const [a, b] = record.anchor < other ? [record.anchor, other] : [other, record.anchor]
    const key = linkKey(a, b, binding.resolverName)
    const there = scored.get(key)
    if (there && there.weightBits >= weightBits) continue
    const evidence: readonly Evidence[] = matcher.explain(one, others[at], binding.model, blocked)
    scored.set(key, { a, b, resolver: binding.resolverName, certainty, weightBits, evidence: JSON.stringify(evidence) })
  }
}

/** Which links are new, which are gone. A deleted record keeps one tie, to the neighbour it was surest of, so that its history has a home. */
function relink(
  step: Step,
  graph: Graph,
  scored: ReadonlyMap<string, Link>,
  evaluated: ReadonlySet<AnchorId>,
  changed: ReadonlyMap<AnchorId, StoredRecord>,
): Resolved & { readonly active: readonly Link[] } {
  const unlinked: Pick<Link, 'a' | 'b' | 'resolver'>[] = [...step.unlinked.values()]
  const kept = new Map<string, Link>()
  const ghostTies = new Map<AnchorId, Link>()
  const wereOne = partiesBefore(step, graph)
  const isGone = (id: AnchorId) => changed.get(id)?.isDeleted === true
  // Whether somebody whose keys are still the old ones is linked is seen when those are new.
  const waits = ({ a, b }: Link) => (graph.stale.has(a) || graph.stale.has(b)) && !isGone(a) && !isGone(b)
  for (const [key, link] of graph.links) {
    if (step.unlinked.has(key)) continue
    const isScored = link.certainty !== 'asserted'
    const isRevived = link.resolver === 'ghost' && [link.a, link.b].some((id) => step.ghosts.get(id) === false)
    if (
      isRevived ||
      isTakenBack(step, link) ||
      speaksOfAnother(step, link) ||
      (isScored && (evaluated.has(link.a) || evaluated.has(link.b)) && !scored.has(key) && !waits(link))
    ) {
      unlinked.push({ a: link.a, b: link.b, resolver: link.resolver })
      for (const id of [link.a, link.b]) if (isGone(id) && wereOne(link)) keepSurest(ghostTies, id, link)
      continue
    }
    kept.set(key, link)
  }
  const links: Link[] = []
  for (const [id, link] of ghostTies) {
    const isTied = [...kept.values(), ...step.assertedLinks.values()].some(
      (other) => other.certainty === 'asserted' && other.resolver !== ABOUT && (other.a === id || other.b === id),
    )
    if (!isTied)
      add({
        ...link,
        resolver: 'ghost',
        certainty: 'asserted',
        evidence: '[{"comparison":"deleted","level":"stays where it was","weightBits":0}]',
        weightBits: 0,
      })
  }
  for (const link of [...scored.values(), ...step.assertedLinks.values()]) add(link)
  return { links, unlinked, active: [...kept.values()] }

  function add(link: Link): void {
    const key = linkKey(link.a, link.b, link.resolver)
    const there = kept.get(key)
    kept.set(key, link)
    if (there?.weightBits !== link.weightBits || there.evidence !== link.evidence || there.certainty !== link.certainty)
      links.push(link)
  }
}

/**
 * Whether a link's ends were one party before this step, decisions aside: those can be undone, and then a record that was deleted
 * meanwhile is to be where it would have been without.
 */
function partiesBefore(step: Step, graph: Graph): (link: Link) => boolean {
  const isDecided = [...graph.decisions.values()].some((decision) => decision.withdrawnAt === null)
  if (!isDecided) return ({ a, b }) => graph.nodes.get(a)?.profile === graph.nodes.get(b)?.profile
  let labels: ReadonlyMap<AnchorId, number> | undefined
  return ({ a, b }) => {
    labels ??= labelsOf(
      step,
      [...graph.nodes.values()].map((node) => ({
        ...node,
        isGhost: step.anchorsById.get(node.id)?.isGhost ?? node.isGhost,
        features: step.records.get(node.id)?.before?.features ?? node.features,
      })),
      [...graph.links.values()],
      [],
    )
    return labels.get(a) === labels.get(b)
  }
}

function keepSurest(ties: Map<AnchorId, Link>, id: AnchorId, link: Link): void {
  const best = ties.get(id)
  if (
    !best ||
    RANKS[link.certainty] < RANKS[best.certainty] ||
    (link.certainty === best.certainty &&
      (link.weightBits > best.weightBits || (link.weightBits === best.weightBits && link.a + link.b < best.a + best.b)))
  ) {
    ties.set(id, link)
  }
}

/** Clusters the graph and moves anchors whose profile is no longer the oldest home among those they are clustered with. */
function tie(step: Step, graph: Graph, links: readonly Link[]): void {
  const labels = labelsOf(step, [...graph.nodes.values()], links, latestByPair(graph.decisions.values()))
  const oldest = new Map<number, AnchorId>()
  for (const [id, label] of labels) {
    const known = oldest.get(label)
    if (known === undefined || id < known) oldest.set(label, id)
  }
  for (const [id, label] of labels) {
    const profile = oldest.get(label) as number as ProfileId
    if (graph.nodes.get(id)?.profile !== profile) step.ties.set(id, profile)
  }
}

/** The cluster of each anchor, as a number that means nothing else. */
function labelsOf(
  step: Step,
  anchors: readonly Component['anchors'][number][],
  links: readonly Link[],
  decisions: readonly Decision[],
): ReadonlyMap<AnchorId, number> {
  const satellites = satellitesOf(anchors, links)
  const bodies = satellites.size === 0 ? anchors : anchors.filter(({ id }) => !satellites.has(id))
  const place = new Map(bodies.map(({ id }, at) => [id, at]))
  const between = <T extends { readonly a: AnchorId; readonly b: AnchorId }, U>(
    pairs: readonly T[],
    made: (pair: T) => U,
  ) =>
    pairs.flatMap((pair) => {
      const [a, b] = [place.get(pair.a), place.get(pair.b)]
      return a === undefined || b === undefined ? [] : [{ ...made(pair), a, b }]
    })
  const clusterLinks: readonly ClusterLink[] = between(links, ({ certainty, weightBits }) => ({
    rank: RANKS[certainty],
    weightBits,
  }))
  // What is decided about a record that speaks of another is decided about that one.
  const decided = decisions.map((one) => ({ ...one, a: bodyOf(one.a), b: bodyOf(one.b) })).filter(({ a, b }) => a !== b)
  const labels = cluster(
    bodies.map((anchor) => clusterNode(step, anchor)),
    clusterLinks,
    between(decided, ({ verdict, at }) => ({ verdict, at })),
  )
  return new Map(anchors.map(({ id }) => [id, labels[place.get(bodyOf(id)) as number] as number]))

  function bodyOf(id: AnchorId): AnchorId {
    return satellites.get(id) ?? id
  }
}

function clusterNode(step: Step, anchor: Component['anchors'][number]): ClusterNode {
  const isBare = anchor.streamName.startsWith('@') && anchor.streamName !== '@anonymousId'
  const exclusions: { name: string; value: string }[] = []
  if (!anchor.isGhost) {
    for (const binding of step.rulebook.resolvers.get(anchor.entity) ?? []) {
      const packed = unpackPart(anchor.features, binding.tag)
      if (packed)
        exclusions.push(...binding.resolver.matcher.exclusions(binding.resolver.matcher.unpack(packed), binding.model))
    }
    if (step.rulebook.streamsById.get(anchor.stream)?.isUnique)
      exclusions.push({ name: `stream:${anchor.streamName}`, value: anchor.key })
  }
  // Kinds of parties never mix, whatever a source or a steward links.
  exclusions.push({ name: 'entity', value: anchor.entity })
  return { orderKey: `${anchor.streamName}/${anchor.key}`, isLeaf: anchor.isGhost || isBare, exclusions }
}

function latestByPair(decisions: Iterable<Decision>): readonly Decision[] {
  const latest = new Map<string, Decision>()
  for (const decision of decisions) {
    if (decision.withdrawnAt !== null) continue
    const key = `${decision.a}/${decision.b}`
    const there = latest.get(key)
    if (!there || decision.at > there.at || (decision.at === there.at && decision.id > there.id))
      latest.set(key, decision)
  }
  return [...latest.values()]
}
