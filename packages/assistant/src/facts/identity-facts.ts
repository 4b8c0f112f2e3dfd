import type { JsonObject } from '@rapport/core'
import { isSensitive, type LinkAnswer, type Provenance } from '@rapport/engine'
import type { CallerFact, Certainty, Fact, IdentityFact, MissingFact } from './fact.ts'
import { count, instant, text } from './fact.ts'
import type { Material } from './material.ts'
import { nameOfRow, rowOfItem, rowOfRecord, systemOf, textOf } from './read-value.ts'

const DAY_MS = 86_400_000
/** A record that has not changed for so long is told of as old. */
const STALE_DAYS = 730
/** A profile of which nothing new came for so long. */
const QUIET_DAYS = 365
const MAX_ROWS = 20

/** Who it is, how that is known, and who else it may be. */
export function identityFacts(material: Material): readonly Fact[] {
  const { profile } = material
  const facts: Fact[] = []
  const { name, attribute } = nameOf(material)
  const named = name === undefined ? undefined : profile.provenance[attribute]
  const rows = recordRows(material)
  facts.push({
    id: 'name',
    kind: 'name',
    value: { name: name ?? null },
    parts: name === undefined ? {} : { name: text(name) },
    rows: named ? [named] : rows,
    certainty: certaintyOf(material, attribute),
    sensitivity: 'open',
  })
  facts.push(identity(material, rows))
  if (material.caller) facts.push(...callerFacts(material))
  if (profile.attributes.deceased === true)
    facts.push({
      id: 'deceased',
      kind: 'deceased',
      value: { isDeceased: true },
      parts: {},
      rows: provenanceRows(material, 'deceased'),
      certainty: certaintyOf(material, 'deceased'),
      sensitivity: 'open',
    })
  return facts
}

/** What it is called, and by which attribute. */
export function nameOf({ profile }: Pick<Material, 'profile'>): {
  readonly name: string | undefined
  readonly attribute: string
} {
  const { attributes } = profile
  const whole = ['fullName', 'name', 'legalName'].find((attribute) => textOf(attributes[attribute]) !== undefined)
  if (whole !== undefined) return { name: textOf(attributes[whole]), attribute: whole }
  const parts = [textOf(attributes.givenName), textOf(attributes.familyName)].filter((part) => part !== undefined)
  const attribute = attributes.familyName === undefined ? 'givenName' : 'familyName'
  return { name: parts.length > 0 ? parts.join(' ') : undefined, attribute }
}

/** What is not known, or may no longer be true. */
export function freshnessFacts(material: Material): readonly Fact[] {
  const { profile, records, nowMs } = material
  const facts: Fact[] = []
  const rows = recordRows(material)
  const wanted = profile.entity === 'person' ? ['email', 'phone', 'languages'] : ['email', 'phone']
  for (const attribute of wanted) if (profile.attributes[attribute] === undefined) facts.push(missing(attribute, rows))
  if (!profile.consents.some((consent) => consent.purpose === 'marketing')) facts.push(missing('consent', rows))
  const byAge = [...records].sort((a, b) => (a.observedAt < b.observedAt ? -1 : 1))
  const [oldest, newest] = [byAge[0], byAge.at(-1)]
  const newestAt = [newest?.observedAt, material.recent[0]?.occurredAt].filter((one) => one !== undefined).sort()
  const lastAt = newestAt.at(-1)
  if (oldest && newest && lastAt !== undefined) {
    const isQuiet = nowMs - Date.parse(lastAt) > QUIET_DAYS * DAY_MS
    const isOld = nowMs - Date.parse(oldest.observedAt) > STALE_DAYS * DAY_MS
    const record = isQuiet ? newest : oldest
    const last = material.recent[0]
    if (isQuiet || isOld)
      facts.push({
        id: isQuiet ? 'stale:all' : `stale:${nameOfRow(oldest)}`,
        kind: 'stale',
        value: { isWhole: isQuiet },
        parts: { system: text(systemOf(record.stream)), since: instant(isQuiet ? lastAt : oldest.observedAt) },
        rows:
          isQuiet && last && last.occurredAt === lastAt
            ? [{ stream: last.stream, key: last.key, observedAt: last.occurredAt }, rowOfRecord(record)]
            : [rowOfRecord(record)],
        certainty: 'calculated',
        sensitivity: 'open',
      })
  }
  for (const record of records)
    for (const flag of record.flags) {
      const { field, code } = flag as { readonly field?: string; readonly code?: string }
      if (field === undefined || code !== 'impossible') continue
      const attribute = field.split('.', 1)[0] as string
      facts.push({
        id: `flag:${nameOfRow(record)}:${field}`,
        kind: 'flag',
        value: { attribute, code },
        parts: { attribute: text(attribute), system: text(systemOf(record.stream)) },
        rows: [rowOfRecord(record)],
        certainty: 'stated',
        sensitivity: 'open',
      })
    }
  return facts
}

function missing(attribute: string, rows: readonly Provenance[]): MissingFact {
  return {
    id: `missing:${attribute}`,
    kind: 'missing',
    value: { attribute },
    parts: { attribute: text(attribute) },
    rows,
    certainty: 'calculated',
    sensitivity: 'open',
  }
}

const order = ['probabilistic', 'deterministic', 'asserted', 'decision'] as const
type Basis = (typeof order)[number]

function identity(material: Material, rows: readonly Provenance[]): IdentityFact {
  const { records, links } = material
  const systems = [...new Set(records.map(({ stream }) => systemOf(stream)))].sort()
  const same = new Set(material.decisions.filter(isStandingSame).map(({ a, b }) => `${a} ${b}`))
  // Each record is held by its strongest link; the profile is as sure as the weakest of these.
  const held = records.map((record) => strongest(links, nameOfRow(record)))
  const isDecided = same.size > 0 && held.some((link) => link === undefined)
  const weakest = held
    .filter((link) => link !== undefined)
    .sort(
      (a, b) =>
        order.indexOf(a.certainty as Basis) - order.indexOf(b.certainty as Basis) || a.weightBits - b.weightBits,
    )[0]
  const basis: IdentityFact['value']['basis'] =
    records.length < 2 ? 'single' : isDecided || !weakest ? 'decision' : (weakest.certainty as Basis)
  const rule = basis === 'deterministic' ? textOf(weakest?.evidence[0]?.comparison) : undefined
  return {
    id: 'identity',
    kind: 'identity',
    value: { records: records.length, basis },
    parts: {
      records: count(records.length),
      systems: systems.map(text),
      ...(rule !== undefined && { rule: text(rule) }),
    },
    rows,
    certainty: 'calculated',
    sensitivity: 'open',
  }
}

const isStandingSame = (decision: JsonObject): boolean => decision.verdict === 'same' && decision.withdrawnAt === null

function strongest(links: readonly LinkAnswer[], name: string): LinkAnswer | undefined {
  let best: LinkAnswer | undefined
  for (const link of links) {
    if (!link.isActive || (nameOfRow(link.a) !== name && nameOfRow(link.b) !== name)) continue
    const better = best && order.indexOf(link.certainty as Basis) - order.indexOf(best.certainty as Basis)
    if (best === undefined || (better as number) > 0 || (better === 0 && link.weightBits > best.weightBits)) best = link
  }
  return best
}

function callerFacts(material: Material): readonly CallerFact[] {
  const { caller, callerMatches } = material
  if (!caller?.number) return []
  const holding = material.records.filter((record) =>
    listOf(record.attributes.contactPoints).some((point) => point.normal === caller.number),
  )
  return [
    {
      id: 'caller',
      kind: 'caller',
      value: { isVerified: caller.isVerified },
      parts: { others: count(Math.max(0, callerMatches - 1)) },
      rows: holding.length > 0 ? holding.map(rowOfRecord) : recordRows(material),
      certainty: 'calculated',
      sensitivity: 'open',
    },
  ]
}

/** How well a profile's attribute is supported by its records. */
function certaintyOf(material: Material, attribute: string): Certainty {
  if (material.profile.conflicts.some((conflict) => conflict.attribute === attribute)) return 'disputed'
  const value = JSON.stringify(material.profile.attributes[attribute])
  const saying = material.records.filter((record) => JSON.stringify(record.attributes[attribute]) === value)
  return saying.length > 1 ? 'agreed' : 'stated'
}

/** Its records; of who has none, an anonymous visitor, the last thing that happened. */
export function recordRows({ records, recent }: Pick<Material, 'records' | 'recent'>): readonly Provenance[] {
  if (records.length === 0) return recent.slice(0, 1).map(rowOfItem)
  return records
    .map(rowOfRecord)
    .sort((a, b) => (a.observedAt > b.observedAt ? -1 : 1))
    .slice(0, MAX_ROWS)
}

export function provenanceRows({ profile }: Pick<Material, 'profile'>, attribute: string): readonly Provenance[] {
  const from = profile.provenance[attribute]
  return from ? [from] : []
}

export function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : []
}

export const sensitivityOf = (entity: string, attribute: string): 'open' | 'sensitive' =>
  isSensitive(entity, attribute) ? 'sensitive' : 'open'
