import type { Json, JsonObject, ReconciliationRule } from '@rapport/core'
import { reconciliationDocument } from '@rapport/core'
import { isSensitive, type ProfileAnswer, type Provenance } from '@rapport/engine'
import { foldText } from '@rapport/harmonise'
import type { Workspace } from '@rapport/runtime'
import { isReach, type Point, type Reach, reachKinds } from './cleaned.ts'

/** What became of one corrected attribute. */
export interface AttributeOutcome {
  readonly attribute: string
  /** What the profile shows now; null where it shows nothing, or the reader may not see it. */
  readonly shows: Json
  /** `shows` is held back: the key lacks the scope, or the caller is not verified. */
  readonly isHidden: boolean
  /** Whether that is what was asked for. */
  readonly holds: boolean
  readonly from: Provenance | null
  /** When it does not hold: the rule by which another record's value is shown. */
  readonly rule: (ReconciliationRule | { readonly pick: 'best-point' }) | null
}

/** What a profile now shows of what was corrected, and where the rules let another source win, by which rule. */
export async function outcomeOf(
  workspace: Workspace,
  profile: ProfileAnswer,
  asked: { readonly values: JsonObject; readonly points: Readonly<Partial<Record<Reach, Point>>> },
  own: { readonly stream: string; readonly key: string },
  maySeeSensitive: boolean,
): Promise<readonly AttributeOutcome[]> {
  const names = [...Object.keys(asked.values), ...Object.keys(asked.points)]
  const all = names.map((attribute) => {
    const shown = isReach(attribute) ? bestPoint(profile, attribute) : profile.attributes[attribute]
    const from = (profile.provenance[attribute] as Provenance | undefined) ?? null
    const isOwn = from !== null && from.stream === own.stream && from.key === own.key
    const holds = isReach(attribute)
      ? (shown as Point | undefined)?.normal === asked.points[attribute]?.normal
      : isOwn || saysSame(shown, asked.values[attribute])
    const isHidden = !maySeeSensitive && isSensitive(profile.entity, attribute)
    return { attribute, shows: isHidden ? null : (profile.attributes[attribute] ?? null), isHidden, holds, from }
  })
  const rules = all.every(({ holds }) => holds) ? undefined : await rulesFor(workspace, profile.entity)
  return all.map((one) => ({ ...one, rule: one.holds || !rules ? null : rules(one.attribute) }))
}

const bestPoint = (profile: ProfileAnswer, name: Reach): Json | undefined =>
  (profile.contactPoints as readonly JsonObject[]).find(({ kind }) => kind === reachKinds[name])

/** A list holds what it contains; texts are the same however they are spelled. */
function saysSame(shown: Json | undefined, asked: Json | undefined): boolean {
  if (Array.isArray(shown) && Array.isArray(asked)) return asked.every((one) => shown.includes(one))
  if (typeof shown === 'string' && typeof asked === 'string') return foldText(shown) === foldText(asked)
  return JSON.stringify(shown) === JSON.stringify(asked)
}

async function rulesFor(
  workspace: Workspace,
  entity: string,
): Promise<(attribute: string) => AttributeOutcome['rule']> {
  const { items } = await workspace.documents.list({ type: 'reconciliation', limit: 100 })
  const found = items
    .flatMap(({ body }) => (body === null ? [] : [reconciliationDocument.parse(JSON.parse(body))]))
    .find((document) => document.entity === entity)
  return (attribute) =>
    isReach(attribute)
      ? { pick: 'best-point' }
      : (found?.attributes[attribute] ?? found?.default ?? { pick: 'most-recent' })
}
