import type { JsonObject } from '@rapport/core'
import type { EffectiveConsent, Head, Provenance } from '../queries.ts'

/** A live row of entity `consent`, as reconciliation needs it. */
export interface ConsentRow {
  /** The anchor that it belongs to. */
  readonly anchor: number
  /** connection/stream */
  readonly stream: string
  readonly key: string
  /** When it was said, epoch ms. */
  readonly occurredAt: number
  readonly attributes: JsonObject
}

type State = EffectiveConsent['state']

/** One row, read. */
interface Statement {
  readonly anchor: number
  readonly purpose: string
  readonly channel: string | null
  readonly contactPoint: string | null
  readonly state: State
  readonly at: number
  readonly expiresAt: number
  readonly isProven: boolean
  readonly from: Provenance
}

const restrictions: readonly State[] = ['granted', 'denied', 'withdrawn', 'objected']

/**
 * Consents as they count, one for each purpose × channel × contact point, in that order. The rule:
 * 1. What one anchor says about one such key is a sequence: its latest statement stands (at one instant, the most restrictive).
 * 2. An objection that stands is lifted to the person: it holds for all of their contact points.
 * 3. Between anchors the most restrictive wins (objected, withdrawn, denied, granted), the latest among equals, unless a grant
 *    with proof is newer than *every* restriction. Among grants that count, the one that lasts longest is shown.
 * 4. Grants end at `expiresAt`; restrictions never do. Ends are looked at in {@link hasConsent}, so that the answer here does not
 *    move with the clock.
 */
export function reconcileConsents(rows: readonly ConsentRow[]): readonly EffectiveConsent[] {
  const latest = new Map<string, Statement>()
  for (const row of rows) {
    const statement = readStatement(row)
    if (statement === undefined) continue
    const name = `${statement.anchor} ${nameOf(statement)}`
    const other = latest.get(name)
    if (other === undefined || compareInSequence(statement, other) > 0) latest.set(name, statement)
  }
  const byKey = new Map<string, Statement[]>()
  for (const statement of latest.values()) {
    const lifted = statement.state === 'objected' ? { ...statement, contactPoint: null } : statement
    const name = nameOf(lifted)
    const group = byKey.get(name)
    if (group === undefined) byKey.set(name, [lifted])
    else group.push(lifted)
  }
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => effective(group))
}

/**
 * Whether the person may be addressed for a purpose: somebody granted it, the grant has not ended, and nothing that applies
 * speaks against it. What applies: statements on the purpose whose channel and contact point are the same or say "all".
 * A restriction yields only to a newer grant with proof; an objection applies to the person whatever the contact point.
 * @param channel - null: any channel will do
 * @param contactPoint - `kind:normal`; without it, any of the person's will do
 */
export function hasConsent(
  head: Pick<Head, 'consents'>,
  purpose: string,
  channel: string | null,
  contactPoint: string | undefined,
  nowMs: number,
): boolean {
  const concerned = head.consents.filter((consent) => consent.purpose === purpose)
  if (!concerned.some(({ state }) => state === 'granted')) return false
  const channels = channel === null ? distinct(concerned.map((consent) => consent.channel)) : [channel]
  const points =
    contactPoint === undefined ? distinct(concerned.map((consent) => consent.contactPoint)) : [contactPoint]
  return channels.some((one) => points.some((point) => isGranted(concerned, one, point, nowMs)))
}

/** When a grant of the purpose ends next, epoch ms; `Infinity`: none does. */
export function nextConsentExpiry(head: Pick<Head, 'consents'>, purpose: string, nowMs: number): number {
  let next = Number.POSITIVE_INFINITY
  for (const consent of head.consents) {
    if (consent.purpose !== purpose || consent.expiresAt === undefined) continue
    const end = Date.parse(consent.expiresAt)
    if (end > nowMs) next = Math.min(next, end)
  }
  return next
}

function isGranted(
  concerned: readonly EffectiveConsent[],
  channel: string | null,
  point: string | null,
  nowMs: number,
): boolean {
  let grantedAt = Number.NEGATIVE_INFINITY
  let provenAt = Number.NEGATIVE_INFINITY
  let restrictedAt = Number.NEGATIVE_INFINITY
  for (const consent of concerned) {
    if (consent.channel !== null && consent.channel !== channel) continue
    if (consent.contactPoint !== null && consent.contactPoint !== point) continue
    const at = Date.parse(consent.since)
    if (consent.state !== 'granted') restrictedAt = Math.max(restrictedAt, at)
    else if (consent.expiresAt === undefined || Date.parse(consent.expiresAt) > nowMs) {
      grantedAt = Math.max(grantedAt, at)
      if (consent.isProven) provenAt = Math.max(provenAt, at)
    }
  }
  if (grantedAt === Number.NEGATIVE_INFINITY) return false
  return restrictedAt === Number.NEGATIVE_INFINITY || provenAt > restrictedAt
}

function effective(group: readonly Statement[]): EffectiveConsent {
  let restriction: Statement | undefined
  let restrictedAt = Number.NEGATIVE_INFINITY
  for (const statement of group) {
    if (statement.state === 'granted') continue
    restrictedAt = Math.max(restrictedAt, statement.at)
    if (restriction === undefined || compareRestrictions(statement, restriction) > 0) restriction = statement
  }
  let grant: Statement | undefined
  for (const statement of group) {
    if (statement.state !== 'granted') continue
    if (restriction !== undefined && !(statement.isProven && statement.at > restrictedAt)) continue
    if (grant === undefined || compareGrants(statement, grant) > 0) grant = statement
  }
  // One of the two is there: the group is not empty, and without a restriction every grant counts.
  const shown = (grant ?? restriction) as Statement
  return {
    purpose: shown.purpose,
    channel: shown.channel,
    contactPoint: shown.contactPoint,
    state: shown.state,
    since: new Date(shown.at).toISOString(),
    ...(shown.state === 'granted' && Number.isFinite(shown.expiresAt)
      ? { expiresAt: new Date(shown.expiresAt).toISOString() }
      : {}),
    ...(shown.state === 'granted' && shown.isProven ? { isProven: true as const } : {}),
    from: shown.from,
  }
}

function readStatement(row: ConsentRow): Statement | undefined {
  const { purpose, channel, contactPoint, state, proof, expiresAt } = row.attributes
  if (typeof purpose !== 'string' || !restrictions.includes(state as State)) return undefined
  const point = contactPoint as { readonly kind: string; readonly normal: string } | null | undefined
  const end = typeof expiresAt === 'string' ? Date.parse(expiresAt) : Number.NaN
  return {
    anchor: row.anchor,
    purpose,
    channel: typeof channel === 'string' ? channel : null,
    contactPoint: point ? `${point.kind}:${point.normal}` : null,
    state: state as State,
    at: row.occurredAt,
    expiresAt: Number.isNaN(end) ? Number.POSITIVE_INFINITY : end,
    isProven: typeof proof === 'string' && proof.trim() !== '',
    from: { stream: row.stream, key: row.key, observedAt: new Date(row.occurredAt).toISOString() },
  }
}

function nameOf({ purpose, channel, contactPoint }: Statement): string {
  return JSON.stringify([purpose, channel ?? '', contactPoint ?? ''])
}

function compareInSequence(a: Statement, b: Statement): number {
  return a.at - b.at || compareStates(a, b) || compareProofs(a, b) || compareOrigins(b, a)
}

function compareRestrictions(a: Statement, b: Statement): number {
  return compareStates(a, b) || a.at - b.at || compareOrigins(b, a)
}

function compareGrants(a: Statement, b: Statement): number {
  const byEnd = a.expiresAt === b.expiresAt ? 0 : a.expiresAt < b.expiresAt ? -1 : 1
  return byEnd || compareProofs(a, b) || a.at - b.at || compareOrigins(b, a)
}

function compareStates(a: Statement, b: Statement): number {
  return restrictions.indexOf(a.state) - restrictions.indexOf(b.state)
}

function compareProofs(a: Statement, b: Statement): number {
  return Number(a.isProven) - Number(b.isProven)
}

function compareOrigins(a: Statement, b: Statement): number {
  if (a.from.stream !== b.from.stream) return a.from.stream < b.from.stream ? -1 : 1
  return a.from.key < b.from.key ? -1 : a.from.key > b.from.key ? 1 : 0
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)]
}
