import type { AnchorId, ProfileId } from '@rapport/core'
import { encodeFigures } from '../figures/packed.ts'
import type { Anchor, Change, Enqueue } from '../port/rows.ts'
import type { Writes } from '../port/writer.ts'
import { activate } from './activate.ts'
import { openDrafts } from './drafts.ts'
import { foldActivities } from './fold.ts'
import { anchorsAfter, writeHeads } from './heads.ts'
import { memberships } from './members.ts'
import type { Draft, Step } from './step.ts'

/** The profiles' share of a commit. */
export type Projected = Required<
  Pick<Writes, 'heads' | 'figures' | 'absorbed' | 'entered' | 'left' | 'entries' | 'removedEntries'>
> & {
  readonly enqueue: readonly Enqueue[]
  readonly changes: readonly Change[]
}

const NOTHING: Projected = {
  heads: [],
  figures: [],
  absorbed: [],
  entered: [],
  left: [],
  entries: [],
  removedEntries: [],
  enqueue: [],
  changes: [],
}

/**
 * Brings profiles up to date with what the step did to their anchors: figures by what changed, heads where a record, a consent or a tie did,
 * then segments, the feed and what is to be sent.
 */
export async function project(step: Step): Promise<Projected> {
  const drafts = await openDrafts(step)
  if (drafts.size === 0) return NOTHING
  await foldActivities(step, drafts)
  const alive = await anchorsAfter(step, drafts)
  const heads = await writeHeads(step, drafts, alive)
  const absorbed = absorbedProfiles(step, drafts, alive)
  const gone = new Set(absorbed.map(({ profile }) => profile))
  const live = [...drafts.values()].filter((draft) => !gone.has(draft.id))
  const members = await memberships(step, live, absorbed)
  const activated = await activate(step, members.profiles, absorbed)
  return {
    heads,
    figures: live.map(({ id, figures }) => {
      step.figures.set(id, figures)
      const flipAt = members.flips.get(id) ?? Number.POSITIVE_INFINITY
      return { profile: id, figures: encodeFigures(figures), flipAt: Number.isFinite(flipAt) ? flipAt : null }
    }),
    absorbed,
    entered: [...members.entered, ...activated.entered],
    left: [...members.left, ...activated.left],
    entries: members.entries,
    removedEntries: members.removedEntries,
    enqueue: activated.enqueue,
    changes: [
      ...mergeChanges(step, absorbed),
      ...live.map((draft) => step.change('updated', draft.id, {})),
      ...members.changes,
    ],
  }
}

/** Profiles that lost all their anchors, and where their home anchor went. */
function absorbedProfiles(
  step: Step,
  drafts: ReadonlyMap<ProfileId, Draft>,
  alive: ReadonlyMap<ProfileId, readonly Anchor[]>,
): Projected['absorbed'] {
  return [...drafts.keys()].flatMap((profile) => {
    if (!alive.has(profile) || (alive.get(profile)?.length ?? 0) > 0) return []
    const home = step.anchorsById.get(profile as number as AnchorId)
    return home ? [{ profile, into: step.profileOf(home) }] : []
  })
}

function mergeChanges(step: Step, absorbed: Projected['absorbed']): readonly Change[] {
  const born = new Set(step.newAnchors.map((anchor) => anchor.id as number))
  const merges = absorbed
    .filter(({ profile }) => !born.has(profile))
    .map(({ profile, into }) => step.change('merged', into, { from: profile }))
  // A home that comes alive again while its anchor was elsewhere: a split, or an undone merge.
  const splits = [...step.ties].flatMap(([id, profile]) => {
    const from = step.anchorsById.get(id)?.profile
    return !born.has(id) && (id as number) === profile && from !== undefined && from !== profile
      ? [step.change('split', profile, { from })]
      : []
  })
  return [...merges, ...splits]
}
