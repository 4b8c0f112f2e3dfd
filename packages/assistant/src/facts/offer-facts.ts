import type { ActionDocument, InsightDocument } from '@rapport/core'
import type { ProfileAnswer, Provenance, TimelineItem } from '@rapport/engine'
import { compileCondition, type Predicate } from '@rapport/harmonise'
import { type Offer, offersOf } from '../actions/offers.ts'
import type { RelatedProfile } from '../actions/related.ts'
import { type LanguageCode, languages } from '../language/languages.ts'
import { type OfferFact, text } from './fact.ts'
import { recordRows } from './identity-facts.ts'
import type { Material } from './material.ts'
import { insightsOf, type Proposing } from './proposing.ts'
import { nameOfRow, rowOfItem } from './read-value.ts'

const DAY_MS = 86_400_000
/** A page has place for these, a front desk for one. */
const MOST = { call: 0, visit: 3, stay: 1 } as const
/** Rows that a proposal names, the newest: enough that a sum among its reasons can be added up again. */
const MAX_ROWS = 20

const codes = Object.keys(languages) as LanguageCode[]

/**
 * What to propose, the most valuable first, as `offersOf` ranks it: with the reason, in every language, and the rows that it rests on. What
 * rests on what the reader may not see is a sensitive fact: it is withheld and counted like any other.
 */
export function offerFacts(material: Material): readonly OfferFact[] {
  const { proposing, profile, occasion } = material
  if (!proposing) return []
  const open = rank(material, proposing, proposing.visible, proposing.related)
  const told = open.first.slice(0, MOST[occasion])
  const isWhole = proposing.visible === profile
  const all = isWhole ? open : rank(material, proposing, profile, proposing.related.map(seenWhole))
  const known = new Set(open.first.map(({ name }) => name))
  const hidden = isWhole ? [] : all.first.slice(0, MOST[occasion]).filter(({ name }) => !known.has(name))
  return [
    ...told.map((offer) => factOf(material, proposing, offer, open, 'open')),
    ...hidden.map((offer) => factOf(material, proposing, offer, all, 'sensitive')),
  ]
}

const seenWhole = (one: RelatedProfile): RelatedProfile => ({ ...one, visible: one.profile })

interface Ranked {
  /** In the first language: the rank is the same in all. */
  readonly first: readonly Offer[]
  readonly byLanguage: ReadonlyMap<LanguageCode, readonly Offer[]>
}

function rank(
  { profile, occasion, zone, nowMs }: Material,
  { catalogue, decisions }: Proposing,
  visible: ProfileAnswer,
  related: readonly RelatedProfile[],
): Ranked {
  const asked = { profile, visible, related, catalogue, decisions, occasion, zone, nowMs }
  // Whether something is hidden shows in `visible`; until when is told of all facts together.
  const byLanguage = new Map(
    codes.map((language) => [language, offersOf({ ...asked, heldBackUntil: null, language }).items]),
  )
  return { first: byLanguage.get(codes[0] as LanguageCode) ?? [], byLanguage }
}

function factOf(
  material: Material,
  { catalogue }: Proposing,
  offer: Offer,
  { byLanguage }: Ranked,
  sensitivity: OfferFact['sensitivity'],
): OfferFact {
  const written = [...byLanguage].flatMap(([code, offers]) => {
    const own = offers.find(({ name }) => name === offer.name)
    return own ? [{ code, text: own.text, reason: own.reason }] : []
  })
  const action = catalogue.actions.find(({ name }) => name === offer.name)
  const rows = [
    ...offer.because.flatMap((one) => one.rows),
    ...(action ? insightRows(material, action, catalogue.insights) : []),
  ]
  const distinct = [...new Map(rows.map((row) => [nameOfRow(row), row])).values()].slice(0, MAX_ROWS)
  return {
    id: `offer:${offer.name}`,
    kind: 'offer',
    value: {
      action: offer.name,
      value: offer.value,
      text: Object.fromEntries(written.map((one) => [one.code, one.text])),
      reason: Object.fromEntries(written.map((one) => [one.code, one.reason])),
    },
    // What the catalogue says of itself is as true as the catalogue; its values were filled in from the profile.
    parts: {
      offered: written.map((one) => text(one.text)),
      reason: written.flatMap((one) => (one.reason === '' ? [] : [text(one.reason)])),
    },
    rows: distinct.length > 0 ? distinct : recordRows(material),
    certainty: 'calculated',
    sensitivity,
  }
}

/** The newest rows, among those that were read, that the insights of an action are calculated of. */
function insightRows(
  { states, own, recent, nowMs }: Material,
  action: ActionDocument,
  insights: ReadonlyMap<string, InsightDocument>,
): readonly Provenance[] {
  return insightsOf(action).flatMap((name) => {
    const insight = insights.get(name)
    if (!insight) return []
    const meets = predicateOf(insight)
    const { days, before = 0 } = insight.window ?? {}
    const [since, until] =
      days === undefined
        ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
        : [nowMs - (days + before) * DAY_MS, nowMs - before * DAY_MS]
    const isOfIt = ({ entity, occurredAt, attributes }: TimelineItem) => {
      const ms = Date.parse(occurredAt)
      return entity === insight.on && ms >= since && ms <= until && meets({ ...attributes, occurredAt }, nowMs)
    }
    return [...states, ...own, ...recent].filter(isOfIt).slice(0, MAX_ROWS).map(rowOfItem)
  })
}

/** Compiled once for every version of the documents. */
const predicates = new WeakMap<InsightDocument, Predicate>()

function predicateOf(insight: InsightDocument): Predicate {
  const there = predicates.get(insight)
  if (there) return there
  const made = insight.where ? compileCondition(insight.where) : () => true
  predicates.set(insight, made)
  return made
}
