import type { ActionCondition, ActionDocument, ProfileId, RelatedTo } from '@rapport/core'
import {
  type ProfileAnswer,
  type Provenance,
  type ReaderRights,
  type RelatedEnds,
  relatedEntity,
} from '@rapport/engine'
import { rowOfItem } from '../facts/read-value.ts'
import { findEnd, readCurrentTies, type TieQueries } from '../facts/ties.ts'

/** Of one role and title, by the newest ties. */
const MAX_FOLLOWED = 5

/** Somebody whom actions ask about beside the profile. */
export interface RelatedProfile {
  readonly to: RelatedTo
  readonly tie: Provenance
  /** All that is known: rules are asked of it whatever the reader may see. */
  readonly profile: ProfileAnswer
  /** The same as the reader may see it; `undefined`: not at all. */
  readonly visible: ProfileAnswer | undefined
}

/** Whose rules ask, of whom, and who reads. */
interface ReadRelatedOptions {
  /** Those that may be proposed to the profile. */
  readonly actions: readonly ActionDocument[]
  /** As far as sensitive fields may be told now. */
  readonly rights: ReaderRights
  readonly nowMs: number
}

/**
 * Reads those whom the conditions of actions ask about beside a profile: at the other ends of the ties that its own rows tell, at most
 * five of a role and title, and none of theirs. Without such a condition nothing is read.
 */
export async function readRelatedProfiles(
  queries: TieQueries,
  id: ProfileId,
  { actions, rights, nowMs }: ReadRelatedOptions,
): Promise<readonly RelatedProfile[]> {
  const asked = new Map(
    actions
      .flatMap(conditionsOf)
      .flatMap(askedBy)
      .map((to) => [keyOf(to), to]),
  )
  if (asked.size === 0) return []
  const all: ReaderRights = { sensitive: true }
  const ties = await readCurrentTies(queries, id, nowMs, all)
  const found = [...asked.values()].map(async (to) => {
    const own = ties.filter(
      ({ attributes }) => attributes.role === to.role && (to.title === undefined || attributes.title === to.title),
    )
    const ends = own.slice(0, MAX_FOLLOWED).map(async (item): Promise<readonly RelatedProfile[]> => {
      const end = await findEnd(queries, item, all)
      if (end === undefined || end === id) return []
      const [profile, visible] = await Promise.all([queries.profile(end, all), queries.profile(end, rights)])
      return profile?.entity === relatedEntity(to) ? [{ to, tie: rowOfItem(item), profile, visible }] : []
    })
    return (await Promise.all(ends)).flat()
  })
  return (await Promise.all(found)).flat()
}

/** Who of them is asked about. */
export const endsOf =
  (related: readonly RelatedProfile[]): RelatedEnds =>
  (to) =>
    related.filter((one) => keyOf(one.to) === keyOf(to))

const keyOf = (to: RelatedTo): string => JSON.stringify([to.role, to.title ?? null, relatedEntity(to)])

const conditionsOf = ({ where, unless, more }: ActionDocument): readonly ActionCondition[] => [
  ...(where ? [where] : []),
  ...unless.map(({ when }) => when),
  ...more.map(({ when }) => when),
]

function askedBy(where: ActionCondition): readonly RelatedTo[] {
  if ('all' in where) return where.all.flatMap(askedBy)
  if ('any' in where) return where.any.flatMap(askedBy)
  if ('not' in where) return askedBy(where.not)
  return 'related' in where ? [where.related] : []
}
