import type { ContactPoint, JsonObject } from '@rapport/core'
import type { Provenance } from '../queries.ts'

/** What one record says about one contact point. */
export interface ContactPointCandidate {
  readonly point: ContactPoint
  readonly observedAtMs: number
  readonly from: Provenance
}

const kinds: readonly ContactPoint['kind'][] = ['email', 'phone', 'post', 'app', 'device']

/**
 * All contact points, each once by kind and normal value, with `from`, where the shown form comes from. Within a kind the best
 * comes first: not ended, not bounced, verified, purpose `primary`, named by the most records, latest, then by its normal value.
 * A point is verified when any record says so; bounced and purpose are what the latest record that says anything says. It has ended
 * when a record gives an end, unless one says that it begins later than that: records that name it and no dates say nothing about it.
 * @param candidates - later first, as `compareCandidates` orders them
 */
export function reconcileContactPoints(candidates: readonly ContactPointCandidate[]): readonly JsonObject[] {
  const groups = new Map<string, ContactPointCandidate[]>()
  for (const candidate of candidates) {
    const key = `${candidate.point.kind} ${candidate.point.normal}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [candidate])
    else group.push(candidate)
  }
  return [...groups.values()]
    .map((group) => ({ group, point: mergeGroup(group) }))
    .sort((a, b) => compareGroups(a, b))
    .map(({ point }) => point as unknown as JsonObject)
}

type Merged = ContactPoint & { readonly from: Provenance }

function mergeGroup(group: readonly ContactPointCandidate[]): Merged {
  // The form in which it was verified is the one to show.
  const shown = group.find(({ point }) => point.verified) ?? (group[0] as ContactPointCandidate)
  const latest = <K extends keyof ContactPoint>(name: K): ContactPoint[K] | undefined =>
    group.find(({ point }) => point[name] !== undefined && point[name] !== null)?.point[name]
  const begins = group
    .map(({ point }) => point.validFrom)
    .filter((from) => typeof from === 'string')
    .sort()
  const validTo = latest('validTo')
  const members: Partial<Record<keyof ContactPoint, unknown>> = {
    address: fullestAddress(group),
    purpose: latest('purpose'),
    verified: group.some(({ point }) => point.verified === true) ? true : latest('verified'),
    bounced: latest('bounced'),
    validFrom: begins[0],
    validTo: validTo !== undefined && (begins.at(-1) ?? '') > validTo ? undefined : validTo,
  }
  const present = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
  const { kind, raw, normal } = shown.point
  return { kind, raw, normal, ...present, from: shown.from } as Merged
}

function fullestAddress(group: readonly ContactPointCandidate[]): ContactPoint['address'] {
  let best: ContactPoint['address']
  for (const { point } of group) {
    if (point.address && Object.keys(point.address).length > Object.keys(best ?? {}).length) best = point.address
  }
  return best
}

interface Ranked {
  readonly group: readonly ContactPointCandidate[]
  readonly point: Merged
}

function compareGroups(a: Ranked, b: Ranked): number {
  return (
    kinds.indexOf(a.point.kind) - kinds.indexOf(b.point.kind) ||
    Number(a.point.validTo !== undefined) - Number(b.point.validTo !== undefined) ||
    Number(a.point.bounced === true) - Number(b.point.bounced === true) ||
    Number(b.point.verified === true) - Number(a.point.verified === true) ||
    Number(b.point.purpose === 'primary') - Number(a.point.purpose === 'primary') ||
    b.group.length - a.group.length ||
    (b.group[0]?.observedAtMs ?? 0) - (a.group[0]?.observedAtMs ?? 0) ||
    (a.point.normal < b.point.normal ? -1 : 1)
  )
}
