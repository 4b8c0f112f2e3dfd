import { formatProfileId, type ProfileId } from '@rapport/core'
import { conflictFacts, consentFacts, permissionFacts } from './alert-facts.ts'
import { changeFacts } from './change-facts.ts'
import { withDays } from './days.ts'
import { engagedFacts } from './engaged-facts.ts'
import { type BoundFact, count, type Fact, type Facts } from './fact.ts'
import { freshnessFacts, identityFacts } from './identity-facts.ts'
import {
  type FactQueries,
  heldBackUntil,
  MAX_STATES,
  type Material,
  type ReadOptions,
  readMaterial,
} from './material.ts'
import { matterFacts } from './matter-facts.ts'
import { offerFacts } from './offer-facts.ts'
import { valueFacts } from './order-facts.ts'
import { isoOf, rowOfItem } from './read-value.ts'
import { templateFacts } from './template-facts.ts'
import { tieFacts } from './tie-facts.ts'

/**
 * What is known about a profile, each fact with the rows it stands on. Sensitive facts are counted and left out for a
 * reader without the right to them, and while a caller is not verified. The cost is bounded: it does not grow with the
 * profile's history. `undefined` when the reader may not see the profile.
 */
export async function readFacts(queries: FactQueries, id: ProfileId, options: ReadOptions): Promise<Facts | undefined> {
  const material = await readMaterial(queries, id, options)
  if (!material) return undefined
  const all = factsOf(material)
  const until = heldBackUntil(options)
  const facts = until === null ? all : all.filter((fact) => fact.sensitivity === 'open')
  return {
    profile: formatProfileId(id),
    version: material.profile.version,
    facts,
    heldBack: { count: all.length - facts.length, until: all.length === facts.length ? null : until },
    asOf: newest(material),
    nowMs: material.nowMs,
    zone: material.zone,
  }
}

function factsOf(material: Material): readonly Fact[] {
  const facts = [
    ...identityFacts(material),
    ...consentFacts(material),
    ...permissionFacts(material),
    ...conflictFacts(material),
    ...matterFacts(material),
    ...valueFacts(material),
    ...freshnessFacts(material),
    ...tieFacts(material),
    ...changeFacts(material),
    ...offerFacts(material),
    ...engagedFacts(material),
    ...templateFacts(material),
    ...boundFact(material),
  ]
  return distinct(withDays(facts, material.templates.zones))
}

/** A citation must name one fact: two refusals of one row, on two contact points, would share an id. */
function distinct(facts: readonly Fact[]): readonly Fact[] {
  const seen = new Map<string, number>()
  return facts.map((fact) => {
    const before = seen.get(fact.id) ?? 0
    seen.set(fact.id, before + 1)
    return before === 0 ? fact : { ...fact, id: `${fact.id}#${before + 1}` }
  })
}

function boundFact({ hasMoreStates, states }: Material): readonly BoundFact[] {
  const last = states[MAX_STATES - 1]
  if (!hasMoreStates || !last) return []
  return [
    {
      id: 'bound',
      kind: 'bound',
      value: { limit: MAX_STATES },
      parts: { limit: count(MAX_STATES) },
      rows: [rowOfItem(last)],
      certainty: 'calculated',
      sensitivity: 'open',
    },
  ]
}

/** What lies in the future was told before it. */
function newest({ records, recent, nowMs }: Material): string | null {
  const now = isoOf(nowMs)
  const times = [...records.map(({ observedAt }) => observedAt), ...recent.map(({ occurredAt }) => occurredAt)]
  return (
    times
      .filter((at) => at <= now)
      .sort()
      .at(-1) ?? null
  )
}
