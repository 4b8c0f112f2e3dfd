import { type ContactPoint, type Flag, type Identifier, type Json, type JsonObject, RapportError } from '@rapport/core'
import { foldText } from '@rapport/harmonise'
import type { Conflict, Head, Provenance } from '../queries.ts'
import { comparable, isBlank } from './comparable.ts'
import { type ConsentRow, reconcileConsents } from './consents.ts'
import { type ContactPointCandidate, reconcileContactPoints } from './contact-points.ts'
import { type Candidate, compareCandidates, type Picked, pickValue } from './pick.ts'
import type { AttributeRule, EntityRules, ReconciliationSet } from './rules.ts'

/** A live record of a profile, as reconciliation needs it. */
export interface ReconcileRecord {
  readonly anchor: number
  /** connection/stream */
  readonly stream: string
  readonly key: string
  /** The source's time, epoch ms. */
  readonly observedAt: number
  /** Sortable text, as stored. */
  readonly version: string
  /** Parsed. */
  readonly attributes: JsonObject
  /** Field → sortable version, of patched records: a field is as old as its own version where that is a time. */
  readonly fieldVersions?: Readonly<Record<string, string>> | null
  /** What cleaning refused: attributes that it names are passed over. */
  readonly flags?: readonly Flag[]
}

/** What a head is made of. */
export interface ReconcileInput {
  /** person or organization */
  readonly entity: string
  readonly records: readonly ReconcileRecord[]
  readonly consents: readonly ConsentRow[]
  /** Identifiers that are anchors themselves, without a record: anonymous ids. */
  readonly identifiers?: readonly { readonly namespace: string; readonly value: string }[]
}

/**
 * Makes a profile's head of its records and consents. A function of its input as a set: any order of records and consents
 * gives the same head, to the order of its keys, so that equal heads are equal JSON text.
 *
 * Each attribute is picked by its rule (see `pickValue`); a value that a record says is wrong is no newer than that, however often
 * others go on telling it. Values that say something else are kept as conflicts. Identifiers and
 * contact points are united. Derived: `email`, `phone` (normal) and `address` from the best contact point of their kind, and
 * `fullName` from the chosen given and family names, spelled as a record spells it whole when one holds just these.
 * @throws RapportError `ENTITY_UNKNOWN` when no rules were compiled for the entity
 */
export function reconcile(set: ReconciliationSet, input: ReconcileInput): Head {
  const rules = set.byEntity.get(input.entity)
  if (rules === undefined) {
    throw new RapportError('ENTITY_UNKNOWN', { entity: input.entity, known: [...set.byEntity.keys()] })
  }
  const gathered = gather(input)
  const picked = pickAll(rules, gathered)
  nameWhole(rules, picked, gathered.candidates.get('fullName') ?? [])
  const contactPoints = reconcileContactPoints(gathered.contactPoints)
  const provenance: Record<string, Provenance> = {}
  const conflicts: Conflict[] = []
  const attributes: Record<string, Json> = {}
  for (const [name, { value, from, differing }] of picked) {
    if (name.startsWith('ext.')) setOwn(attributes, name, value)
    else attributes[name] = value
    provenance[name] = from
    if (differing.length > 1) {
      conflicts.push({ attribute: name, values: differing.map((one) => ({ ...one.from, value: one.value })) })
    }
  }
  addBestPoints(contactPoints, attributes, provenance)
  return {
    attributes,
    identifiers: gathered.identifiers,
    contactPoints,
    consents: reconcileConsents(input.consents),
    provenance,
    conflicts,
    records: input.records.length,
    sources: [...new Set(input.records.map(({ stream }) => stream))].sort(),
  }
}

interface Gathered {
  /** By attribute, later first. */
  readonly candidates: ReadonlyMap<string, Candidate[]>
  readonly contactPoints: readonly ContactPointCandidate[]
  readonly identifiers: Head['identifiers']
  /** By attribute: what a record said is wrong, and when. */
  readonly wrong: ReadonlyMap<string, readonly Wrong[]>
}

interface Wrong {
  readonly value: Json
  readonly atMs: number
}

function gather(input: ReconcileInput): Gathered {
  const candidates = new Map<string, Candidate[]>()
  const contactPoints: (ContactPointCandidate & Candidate)[] = []
  const identifiers = new Map<string, { readonly namespace: string; readonly value: string }>()
  const wrong = new Map<string, Wrong[]>()
  const addIdentifier = ({ namespace, value }: Pick<Identifier, 'namespace' | 'value'>): void => {
    identifiers.set(JSON.stringify([namespace, value]), { namespace, value })
  }
  for (const record of input.records) {
    const usual = provenanceOf(record, record.observedAt)
    const add = (name: string, value: Json): void => {
      // `ext.__proto__` must not reach what every object inherits.
      if (name.includes('__proto__')) return
      if (isBlank(value) || record.flags?.some((flag) => flag.field === name)) return
      const candidate = candidateOf(record, name, value, usual)
      const there = candidates.get(name)
      if (there === undefined) candidates.set(name, [candidate])
      else there.push(candidate)
    }
    for (const [name, value] of Object.entries(record.attributes)) {
      if (name === 'wrong') {
        for (const one of (value ?? []) as readonly { readonly attribute: string; readonly value: Json }[])
          wrong.set(one.attribute, [...(wrong.get(one.attribute) ?? []), { value: one.value, atMs: record.observedAt }])
      } else if (name === 'identifiers') {
        for (const identifier of (value ?? []) as readonly Identifier[]) addIdentifier(identifier)
      } else if (name === 'contactPoints') {
        for (const point of (value ?? []) as unknown as readonly ContactPoint[]) {
          const candidate = candidateOf(record, `contactPoints:${point.kind}`, null, usual)
          contactPoints.push({ ...candidate, point })
        }
      } else if (name === 'ext') {
        for (const [plugin, own] of Object.entries((value ?? {}) as JsonObject)) {
          for (const [leaf, one] of Object.entries((own ?? {}) as JsonObject)) add(`ext.${plugin}.${leaf}`, one)
        }
      } else add(name, value)
    }
  }
  for (const identifier of input.identifiers ?? []) addIdentifier(identifier)
  for (const list of candidates.values()) if (list.length > 1) list.sort(compareCandidates)
  return {
    candidates,
    contactPoints: contactPoints.sort((a, b) => compareCandidates(a, b) || comparePoints(a.point, b.point)),
    identifiers: [...identifiers.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, identifier]) => identifier),
    wrong,
  }
}

/**
 * Candidates of which none that was said to be wrong is newer than that: a system that goes on telling it, since nobody corrected it
 * there, has not heard. Whoever says again what is right after that counts as new: a record that says what is wrong, too.
 */
function corrected(
  attribute: AttributeRule,
  candidates: readonly Candidate[],
  wrong: readonly Wrong[] | undefined,
): readonly Candidate[] {
  if (wrong === undefined || attribute.rule.pick !== 'most-recent') return candidates
  const endMs = new Map<string, number>()
  for (const { value, atMs } of wrong) {
    const key = comparable(attribute.kind, value)
    endMs.set(key, Math.max(endMs.get(key) ?? atMs, atMs))
  }
  return candidates
    .map((candidate) => {
      const end = candidate.isCorrection ? undefined : endMs.get(comparable(attribute.kind, candidate.value))
      return end === undefined || candidate.observedAtMs < end ? candidate : { ...candidate, observedAtMs: end - 1 }
    })
    .sort(compareCandidates)
}

/** One record may name a point twice, in two spellings. */
function comparePoints(a: ContactPoint, b: ContactPoint): number {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

function candidateOf(record: ReconcileRecord, field: string, value: Json, usual: Provenance): Candidate {
  const fieldMs = record.fieldVersions ? fieldTime(record.fieldVersions[field]) : undefined
  const isCorrection = record.attributes.wrong !== undefined
  if (fieldMs === undefined) return { value, observedAtMs: record.observedAt, from: usual, isCorrection }
  return { value, observedAtMs: fieldMs, from: provenanceOf(record, fieldMs), isCorrection }
}

function provenanceOf({ stream, key }: ReconcileRecord, observedAtMs: number): Provenance {
  return { stream, key, observedAt: new Date(observedAtMs).toISOString() }
}

/** The time that a sortable version stands for (see version.ts): an instant's text, or a number of epoch milliseconds. */
function fieldTime(version: string | undefined): number | undefined {
  if (version === undefined) return undefined
  if (/^~\d{4}-\d\d-\d\dT/.test(version)) {
    const ms = Date.parse(version.slice(1))
    return Number.isNaN(ms) ? undefined : ms
  }
  const ms = version.startsWith('+') ? Math.trunc(Number(version.slice(1))) : 0
  return ms > 100_000_000_000 && ms < 100_000_000_000_000 ? ms : undefined
}

function pickAll(rules: EntityRules, { candidates, wrong }: Gathered): Map<string, Picked> {
  return new Map(
    [...candidates]
      .map(([name, list]) => ({ attribute: rules.ruleOf(name), list }))
      .sort((a, b) => a.attribute.order - b.attribute.order || (a.attribute.name < b.attribute.name ? -1 : 1))
      .map(({ attribute, list }) => [
        attribute.name,
        pickValue(attribute, corrected(attribute, list, wrong.get(attribute.name))),
      ]),
  )
}

/** Replaces `fullName`, at its place, by one that agrees with the chosen parts; disagreement is told of the parts. */
function nameWhole(rules: EntityRules, picked: Map<string, Picked>, whole: readonly Candidate[]): void {
  const given = picked.get('givenName')
  const family = picked.get('familyName')
  if (given === undefined || family === undefined) return
  const words = foldText(`${String(given.value)} ${String(family.value)}`).split(' ')
  const holding = whole.filter(({ value }) => {
    const has = new Set(foldText(String(value)).split(' '))
    return words.every((word) => has.has(word)) && has.size <= words.length + 2
  })
  const chosen =
    holding.length > 0
      ? pickValue(rules.ruleOf('fullName'), holding)
      : { value: `${String(given.value)} ${String(family.value)}`, from: family.from }
  const entries = [...picked].filter(([name]) => name !== 'fullName')
  const order = rules.ruleOf('fullName').order
  const at = entries.findIndex(([name]) => rules.ruleOf(name).order > order)
  entries.splice(at < 0 ? entries.length : at, 0, [
    'fullName',
    { value: chosen.value, from: chosen.from, differing: [] },
  ])
  picked.clear()
  for (const [name, value] of entries) picked.set(name, value)
}

/** `ext.plugin.leaf` back in its place; the leaf may hold dots. */
function setOwn(attributes: Record<string, Json>, name: string, value: Json): void {
  const [, plugin = '', ...leaf] = name.split('.')
  attributes.ext ??= {}
  const ext = attributes.ext as Record<string, Record<string, Json>>
  ext[plugin] ??= {}
  ext[plugin][leaf.join('.')] = value
}

function addBestPoints(
  contactPoints: readonly JsonObject[],
  attributes: Record<string, Json>,
  provenance: Record<string, Provenance>,
): void {
  const best = (name: string, kind: string, read: (point: JsonObject) => Json | undefined): void => {
    const point = contactPoints.find((one) => one.kind === kind && read(one) !== undefined)
    if (point === undefined) return
    attributes[name] = read(point) as Json
    provenance[name] = point.from as unknown as Provenance
  }
  best('email', 'email', ({ normal }) => normal)
  best('phone', 'phone', ({ normal }) => normal)
  best('address', 'post', ({ address }) => address)
}
