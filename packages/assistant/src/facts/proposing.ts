import type { ActionDocument, Occasion, ProfileId } from '@rapport/core'
import type { ActionCatalogue, ProfileAnswer, ReaderRights } from '@rapport/engine'
import type { ActionDecision } from '../actions/decision.ts'
import { type RelatedProfile, readRelatedProfiles } from '../actions/related.ts'
import type { TieQueries } from './ties.ts'

/** What the catalogue of actions is asked with, read once. */
export interface Proposing {
  readonly catalogue: ActionCatalogue
  /** The profile as the reader may see it now. */
  readonly visible: ProfileAnswer
  readonly related: readonly RelatedProfile[]
  readonly decisions: readonly ActionDecision[]
}

/** Actions that may be proposed in a brief for an occasion. Nobody sells in the hurry of a call: the desk shows them beside its brief. */
export function actionsIn({ actions }: ActionCatalogue, occasion: Occasion): readonly ActionDocument[] {
  if (occasion === 'call') return []
  return actions.filter(({ occasions }) => !occasions || occasions.includes(occasion))
}

/** Those whom the conditions of actions ask about, as far as the reader may see them. */
export function readRelated(
  queries: TieQueries,
  id: ProfileId,
  entity: string,
  actions: readonly ActionDocument[],
  { rights, nowMs }: { readonly rights: ReaderRights; readonly nowMs: number },
): Promise<readonly RelatedProfile[]> {
  return readRelatedProfiles(queries, id, { actions: actions.filter((one) => one.entity === entity), rights, nowMs })
}

/** The insights that an action asks for or tells: their rows are what it stands on. */
export function insightsOf({ where, more, text, reason }: ActionDocument): readonly string[] {
  const told = [text, reason ?? {}]
    .flatMap((texts) => Object.values(texts).flat())
    .flatMap((one) => [...one.matchAll(/\{\s*insights\.([^{}\s]+)\s*\}/g)].map(([, name]) => name as string))
  return [...new Set([...told, ...asked(where), ...more.flatMap(({ when }) => asked(when))])]
}

type Condition = ActionDocument['where']

/** Of the profile itself; what is asked of those it is tied to is told by the tie. */
function asked(where: Condition): readonly string[] {
  if (where === undefined || 'related' in where) return []
  if ('all' in where) return where.all.flatMap(asked)
  if ('any' in where) return where.any.flatMap(asked)
  if ('not' in where) return asked(where.not)
  return 'insight' in where ? [where.insight] : []
}
