import type { Json, ReconciliationRule } from '@rapport/core'
import type { Provenance } from '../queries.ts'
import { comparable } from './comparable.ts'
import type { AttributeRule } from './rules.ts'

/** What one record says about one attribute. */
export interface Candidate {
  readonly value: Json
  readonly observedAtMs: number
  readonly from: Provenance
  /** Its record says of other values that they are wrong. */
  readonly isCorrection: boolean
}

/** One value of an attribute, where it comes from, and the others when they say something else. */
export interface Picked {
  readonly value: Json
  readonly from: Provenance
  /** One candidate for each value that differs, the chosen first; empty when all agree. */
  readonly differing: readonly Candidate[]
}

/** Candidates that say the same, best spelling first. */
interface Group {
  readonly comparable: string
  readonly members: Candidate[]
}

/**
 * Later first; then by the order of stream and key: a total order of records, so that no tie depends on the order of arrival.
 */
export function compareCandidates(a: Candidate, b: Candidate): number {
  if (a.observedAtMs !== b.observedAtMs) return b.observedAtMs - a.observedAtMs
  if (a.from.stream !== b.from.stream) return a.from.stream < b.from.stream ? -1 : 1
  return a.from.key < b.from.key ? -1 : a.from.key > b.from.key ? 1 : 0
}

/**
 * Picks an attribute's value. The rule picks a group of values that say the same; of names the group's fullest spelling is
 * shown (`Lefèvre` before `LEFEVRE`), of partial dates its most precise, of all else its latest.
 * @param candidates - at least one, in the order of {@link compareCandidates}
 */
export function pickValue(attribute: AttributeRule, candidates: readonly Candidate[]): Picked {
  const first = candidates[0] as Candidate
  if (attribute.rule.pick === 'union' && Array.isArray(first.value)) return unite(attribute, candidates)
  if (candidates.length === 1) return { value: first.value, from: first.from, differing: [] }
  const groups = groupsOf(attribute, candidates)
  const best = groups.length === 1 ? (groups[0] as Group) : bestGroup(attribute.rule, groups)
  const shown = spelling(attribute, best)
  if (groups.length === 1) return { value: shown.value, from: shown.from, differing: [] }
  const others = groups.filter((group) => group !== best).map((group) => spelling(attribute, group))
  return { value: shown.value, from: shown.from, differing: [shown, ...others] }
}

function groupsOf(attribute: AttributeRule, candidates: readonly Candidate[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const candidate of candidates) {
    const key = comparable(attribute.kind, candidate.value)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { comparable: key, members: [candidate] })
    else group.members.push(candidate)
  }
  if (attribute.kind !== 'partialDate' || groups.size === 1) return [...groups.values()]
  return joinPartialDates([...groups.values()])
}

/** `1980` says the same as `1980-05-12`, unless another date of 1980 is named as well. */
function joinPartialDates(groups: readonly Group[]): readonly Group[] {
  const kept: Group[] = []
  const absorbed = new Map<Group, Group>()
  for (const group of groups) {
    const finer = groups.filter((other) => other !== group && other.comparable.startsWith(`${group.comparable}-`))
    const finest = finer.filter((one) => !finer.some((other) => other.comparable.startsWith(`${one.comparable}-`)))
    if (finest.length === 1) absorbed.set(group, finest[0] as Group)
    else kept.push(group)
  }
  return kept.map((group) => ({
    comparable: group.comparable,
    members: [group, ...groups.filter((other) => absorbed.get(other) === group)]
      .flatMap(({ members }) => members)
      .sort(compareCandidates),
  }))
}

/** Groups come in the order of their latest member, and only a strictly better one replaces an earlier. */
function bestGroup(rule: ReconciliationRule, groups: readonly Group[]): Group {
  let best = groups[0] as Group
  let bestScore = scoreOf(rule, best)
  let latest = latestOf(rule, best)
  for (const group of groups) {
    const score = scoreOf(rule, group)
    const candidate = latestOf(rule, group)
    if (score > bestScore || (score === bestScore && compareCandidates(candidate, latest) < 0)) {
      best = group
      bestScore = score
      latest = candidate
    }
  }
  return best
}

function scoreOf(rule: ReconciliationRule, group: Group): number {
  switch (rule.pick) {
    case 'most-frequent':
      return group.members.length
    case 'longest':
      return Math.max(...group.members.map(({ value }) => lengthOf(value)))
    case 'source':
      return Math.max(...group.members.map(({ from }) => -rankOf(rule.sources, from.stream)))
    default:
      return 0
  }
}

/** The latest of those that speak for the group: with ranked sources, of its best source. */
function latestOf(rule: ReconciliationRule, group: Group): Candidate {
  return (rule.pick === 'source' ? bestRanked(rule.sources, group)[0] : group.members[0]) as Candidate
}

function bestRanked(sources: readonly string[], { members }: Group): readonly Candidate[] {
  const rank = Math.min(...members.map(({ from }) => rankOf(sources, from.stream)))
  return members.filter(({ from }) => rankOf(sources, from.stream) === rank)
}

/** Best first; a stream is meant by its full name or by its connection's. */
function rankOf(sources: readonly string[], stream: string): number {
  const at = sources.indexOf(stream)
  if (at >= 0) return at
  const connection = sources.indexOf(stream.slice(0, stream.indexOf('/')))
  return connection >= 0 ? connection : sources.length
}

function lengthOf(value: Json): number {
  return typeof value === 'string' ? value.length : JSON.stringify(value).length
}

function spelling(attribute: AttributeRule, group: Group): Candidate {
  const { rule, kind } = attribute
  const eligible = rule.pick === 'source' ? bestRanked(rule.sources, group) : group.members
  let best = eligible[0] as Candidate
  const richness =
    kind === 'name' ? richnessOf : kind === 'partialDate' || rule.pick === 'longest' ? lengthOf : undefined
  if (richness === undefined) return best
  for (const member of eligible) if (richness(member.value) > richness(best.value)) best = member
  return best
}

/** How much a spelling of a name tells: mixed case before one case, then letters that folding would lose. */
function richnessOf(value: Json): number {
  if (typeof value !== 'string') return 0
  const isMixed = value !== value.toUpperCase() && value !== value.toLowerCase()
  let special = 0
  for (let at = 0; at < value.length; at++) if (value.charCodeAt(at) > 127) special++
  return (isMixed ? 1000 : 0) + special
}

/** All elements, each once, in the order of the records; a list agrees with any other. */
function unite(attribute: AttributeRule, candidates: readonly Candidate[]): Picked {
  const seen = new Set<string>()
  const united: Json[] = []
  for (const { value } of candidates) {
    for (const element of Array.isArray(value) ? (value as readonly Json[]) : [value]) {
      const key = comparable(attribute.kind, element)
      if (seen.has(key)) continue
      seen.add(key)
      united.push(element)
    }
  }
  return { value: united, from: (candidates[0] as Candidate).from, differing: [] }
}
