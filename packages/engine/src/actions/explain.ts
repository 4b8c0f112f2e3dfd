import type { ActionCondition, Json, Operator, RelatedTo } from '@rapport/core'
import { compileCondition, compileOperator } from '@rapport/harmonise'
import type { ProfileAnswer, Provenance } from '../queries.ts'
import { hasConsent } from '../reconcile/consents.ts'

/** One question of a rule, and what answered it. */
export interface Ground {
  readonly kind: 'attribute' | 'insight' | 'identifier' | 'segment' | 'consent' | 'related'
  /** Of the attribute, insight, namespace or segment; `purpose` or `purpose/channel`; `role` or `role/title` of whom there is none. */
  readonly name: string
  /** Whether its question was answered with yes. */
  readonly holds: boolean
  /** What the profile has; null: nothing. */
  readonly value: Json
  /** Where that comes from, as far as the profile tells it. */
  readonly rows: readonly Provenance[]
  /** Whom it was asked of, when that is not the profile itself. */
  readonly of?: { readonly profile: string; readonly role: string; readonly title: string | null }
}

/** Somebody at the other end of a tie, and the row that tells it. */
export interface RelatedEnd {
  readonly profile: ProfileAnswer
  readonly tie: Provenance
}

/** Who a profile is tied to so. */
export type RelatedEnds = (to: RelatedTo) => readonly RelatedEnd[]

/** A tie without a kind of party leads to an organisation. */
export const relatedEntity = ({ entity = 'organization' }: RelatedTo): string => entity

/** A rule's answer with what decided it. */
export interface Explained {
  readonly holds: boolean
  /** Of several that would do, the first; of those that fail, the first. */
  readonly grounds: readonly Ground[]
}

/**
 * Asks a rule of a profile as it was answered, and says why: what segments are decided by, one profile at a time.
 * @param profile with all that the rule asks for: what a reader may not see must be in it
 * @param ends those whom rules may ask about beside it, read before
 */
export function explain(
  where: ActionCondition,
  profile: ProfileAnswer,
  nowMs: number,
  ends: RelatedEnds = () => [],
): Explained {
  if ('all' in where) {
    const all = where.all.map((one) => explain(one, profile, nowMs, ends))
    const failed = all.find(({ holds }) => !holds)
    return failed ?? { holds: true, grounds: all.flatMap(({ grounds }) => grounds) }
  }
  if ('any' in where) {
    const any = where.any.map((one) => explain(one, profile, nowMs, ends))
    const met = any.find(({ holds }) => holds)
    return met ?? { holds: false, grounds: any.flatMap(({ grounds }) => grounds) }
  }
  if ('not' in where) {
    const { holds, grounds } = explain(where.not, profile, nowMs, ends)
    return { holds: !holds, grounds }
  }
  if ('related' in where) return explainRelated(where, nowMs, ends)
  const ground = groundOf(where, profile, nowMs)
  return { holds: ground.holds, grounds: [ground] }
}

type Related = Extract<ActionCondition, { readonly related: unknown }>
type Leaf = Exclude<
  ActionCondition,
  { readonly all: unknown } | { readonly any: unknown } | { readonly not: ActionCondition } | Related
>

/** The first of whom it holds decides; of nobody, the first of whom it does not. */
function explainRelated({ related, where }: Related, nowMs: number, ends: RelatedEnds): Explained {
  const { role, title = null } = related
  const asked = ends(related).map(({ profile, tie }) => {
    const { holds, grounds } = explain(where, profile, nowMs)
    const of = { profile: profile.id, role, title }
    return { holds, grounds: grounds.map((ground) => ({ ...ground, of, rows: [tie, ...ground.rows] })) }
  })
  const decisive = asked.find(({ holds }) => holds) ?? asked[0]
  if (decisive) return decisive
  const name = title === null ? role : `${role}/${title}`
  return { holds: false, grounds: [{ kind: 'related', name, holds: false, value: null, rows: [] }] }
}

function groundOf(where: Leaf, profile: ProfileAnswer, nowMs: number): Ground {
  if ('segment' in where) {
    const holds = profile.segments.includes(where.segment)
    return { kind: 'segment', name: where.segment, holds, value: holds, rows: [] }
  }
  if ('identifier' in where) {
    const holds = profile.identifiers.some(({ namespace }) => namespace === where.identifier)
    return { kind: 'identifier', name: where.identifier, holds, value: holds, rows: [] }
  }
  if ('consent' in where) {
    const { purpose, channel } = where.consent
    const concerned = profile.consents.filter(
      (one) => one.purpose === purpose && (channel === undefined || one.channel === null || one.channel === channel),
    )
    return {
      kind: 'consent',
      name: channel === undefined ? purpose : `${purpose}/${channel}`,
      holds: hasConsent(profile, purpose, channel ?? null, undefined, nowMs),
      value: concerned[0]?.state ?? null,
      rows: concerned.map(({ from }) => from),
    }
  }
  if ('insight' in where) {
    const value = profile.insights[where.insight] ?? null
    return { kind: 'insight', name: where.insight, holds: compileOperator(where)(value, nowMs), value, rows: [] }
  }
  const { attribute, ...operator } = where
  const condition = { path: attribute, ...operator } as { readonly path: string } & Operator
  const from = profile.provenance[attribute] ?? profile.provenance[attribute.split('.')[0] as string]
  return {
    kind: 'attribute',
    name: attribute,
    holds: compileCondition(condition)(profile.attributes, nowMs),
    value: valueAt(profile, attribute),
    rows: from ? [from] : [],
  }
}

function valueAt({ attributes }: ProfileAnswer, path: string): Json {
  let value: Json | undefined = attributes
  for (const step of path.split('.'))
    value = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, Json>>)[step] : undefined
  return value ?? null
}
