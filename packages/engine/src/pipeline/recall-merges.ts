import type { AnchorId, ProfileId } from '@rapport/core'
import type { Entry } from '../port/rows.ts'
import type { Writes } from '../port/writer.ts'
import type { Step } from './step.ts'

/** Since when, epoch ms, by a segment's name. */
export type Since = ReadonlyMap<string, number>

/** What a profile was a member of before it absorbed others, kept while any of those is in it. */
interface Recalled {
  readonly held: Readonly<Record<string, number>>
  readonly homes: readonly ProfileId[]
}

const TYPE = 'membership-before-merge'

/**
 * Keeps what profiles held for themselves when they absorb others, and recalls it when one of those comes alive again: a segment that
 * was left only because of the merge is entered since when it was.
 * @param ownOf memberships of profiles that absorb, as they are stored
 */
export async function recallMerges(
  step: Step,
  absorbed: NonNullable<Writes['absorbed']>,
  ownOf: (profile: ProfileId) => Since | undefined,
): Promise<{
  readonly since: ReadonlyMap<ProfileId, Recalled['held']>
  readonly written: readonly Entry[]
  readonly removed: readonly Pick<Entry, 'type' | 'name'>[]
}> {
  const since = new Map<ProfileId, Recalled['held']>()
  const written: Entry[] = []
  const removed: Pick<Entry, 'type' | 'name'>[] = []
  const gained = new Map<ProfileId, ProfileId[]>()
  for (const { profile, into } of absorbed) gained.set(into, [...(gained.get(into) ?? []), profile])
  const split = splitProfiles(step)
  for (const id of new Set([...gained.keys(), ...split])) {
    const entry = await step.context.reader.entry(TYPE, String(id))
    const before = entry && (JSON.parse(entry.body) as Recalled)
    const held = before?.held ?? Object.fromEntries(ownOf(id) ?? [])
    if (before && split.has(id)) since.set(id, held)
    const stayed = before && split.has(id) ? await stillIn(step, id, before.homes) : (before?.homes ?? [])
    const homes = [...new Set([...stayed, ...(gained.get(id) ?? [])])]
    if (homes.length === 0) {
      if (entry) removed.push({ type: TYPE, name: entry.name })
    } else if (Object.keys(held).length > 0) {
      const body = JSON.stringify({ held, homes } satisfies Recalled)
      if (body !== entry?.body) written.push({ type: TYPE, name: String(id), profile: id, at: step.nowMs, body })
    }
  }
  return { since, written, removed }
}

/** Profiles out of which a home came alive again, and those homes: what came along with them may be elsewhere, too. */
function splitProfiles(step: Step): ReadonlySet<ProfileId> {
  const born = new Set(step.newAnchors.map((anchor) => anchor.id))
  const split = new Set<ProfileId>()
  for (const [anchor, profile] of step.ties) {
    const from = step.anchorsById.get(anchor)?.profile
    if ((anchor as number) !== profile || from === undefined || from === profile || born.has(anchor)) continue
    split.add(from).add(profile)
  }
  return split
}

/** Homes whose oldest record is in the profile after this step. */
async function stillIn(step: Step, id: ProfileId, homes: readonly ProfileId[]): Promise<readonly ProfileId[]> {
  const anchors = await step.context.store.write.anchorsById(homes as readonly number[] as readonly AnchorId[])
  return homes.filter((_, index) => {
    const anchor = anchors[index]
    return anchor !== undefined && step.profileOf(anchor) === id
  })
}
