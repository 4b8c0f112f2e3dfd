import type { ProfileId } from '@rapport/core'
import type { Change, Entry, Membership } from '../port/rows.ts'
import type { Writes } from '../port/writer.ts'
import type { Head } from '../queries.ts'
import { evaluate, isStale, leafBits, memberNames, membershipChanges } from '../segments/evaluate.ts'
import { recallMerges, type Since } from './recall-merges.ts'
import type { Draft, ProfileChange, Step } from './step.ts'

type Absorbed = NonNullable<Writes['absorbed']>

interface Members {
  readonly profiles: readonly ProfileChange[]
  readonly flips: ReadonlyMap<ProfileId, number>
  readonly entered: readonly Membership[]
  readonly left: readonly Pick<Membership, 'segment' | 'profile'>[]
  readonly changes: readonly Change[]
  readonly entries: readonly Entry[]
  readonly removedEntries: readonly Pick<Entry, 'type' | 'name'>[]
}

/** Who is in which segment now, and since when. */
export async function memberships(step: Step, live: readonly Draft[], absorbed: Absorbed): Promise<Members> {
  const { segments } = step.rulebook
  const { write } = step.context.store
  const needHead = live.filter(
    (draft) =>
      !draft.head && (isStale(segments, draft.figures.segments) || draft.figures.segments.leafFlipAt <= step.nowMs),
  )
  if (needHead.length > 0) {
    const texts = await write.heads(needHead.map((draft) => draft.id))
    needHead.forEach((draft, index) => {
      const text = texts[index]
      if (text !== undefined) draft.head = JSON.parse(text) as Head
    })
  }
  const stale = live.filter((draft) => isStale(segments, draft.figures.segments))
  const homes = new Map<ProfileId, readonly ProfileId[]>(stale.map((draft) => [draft.id, [draft.id]]))
  for (const { profile, into } of absorbed) homes.set(into, [...(homes.get(into) ?? [into]), profile])
  const stored = await sinceByName(step, homes)
  const merges = await recallMerges(step, absorbed, (id) => stored.get(id)?.own)

  const profiles: ProfileChange[] = []
  const flips = new Map<ProfileId, number>()
  const entered: Membership[] = []
  const left: Pick<Membership, 'segment' | 'profile'>[] = []
  const changes: Change[] = []
  for (const draft of live) {
    const { figures, head, id } = draft
    const wasStale = isStale(segments, figures.segments)
    const before = figures.segments.memberBits
    if (head) figures.segments = { ...leafBits(segments, draft.entity, head, step.nowMs), memberBits: before }
    const { memberBits, flipAt } = evaluate(segments, draft.entity, figures.segments, figures, step.nowMs)
    figures.segments.memberBits = memberBits
    flips.set(id, flipAt)
    const names = memberNames(segments, memberBits)
    const own = stored.get(id)
    const moved =
      wasStale && own
        ? differences(
            [...own.own.keys()].filter((name) => !name.startsWith('>')),
            names,
          )
        : membershipChanges(segments, before, memberBits)
    for (const segment of moved.entered) {
      const since = own?.since.get(segment) ?? merges.since.get(id)?.[segment]
      entered.push({ segment, profile: id, since: since ?? step.nowMs })
      if (since === undefined) changes.push(step.change('entered', id, { segment }))
    }
    for (const segment of moved.left) {
      left.push({ segment, profile: id })
      changes.push(step.change('left', id, { segment }))
    }
    profiles.push({ id, head, isHeadNew: draft.isHeadDirty, figures, segments: names })
  }
  const { written, removed } = merges
  return { profiles, flips, entered, left, changes, entries: written, removedEntries: removed }
}

/** Since when, by name: the profile's own, else the earliest of the homes it absorbed in this step, so that a merge interrupts no membership. */
async function sinceByName(
  step: Step,
  homes: ReadonlyMap<ProfileId, readonly ProfileId[]>,
): Promise<ReadonlyMap<ProfileId, { readonly own: Since; readonly since: Since }>> {
  const ids = [...new Set([...homes.values()].flat())]
  const rows = ids.length === 0 ? [] : await step.context.store.write.memberships(ids)
  const byHome = new Map(ids.map((id, index) => [id, rows[index] ?? []]))
  return new Map(
    [...homes].map(([id, all]) => {
      const since = new Map<string, number>()
      for (const home of all)
        for (const row of byHome.get(home) ?? [])
          since.set(row.segment, Math.min(row.since, since.get(row.segment) ?? Number.POSITIVE_INFINITY))
      return [id, { own: new Map((byHome.get(id) ?? []).map((row) => [row.segment, row.since])), since }]
    }),
  )
}

function differences(
  before: readonly string[],
  after: readonly string[],
): { readonly entered: readonly string[]; readonly left: readonly string[] } {
  return {
    entered: after.filter((name) => !before.includes(name)),
    left: before.filter((name) => !after.includes(name)),
  }
}
