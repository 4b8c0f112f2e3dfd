import { type AnchorId, type ProfileId, RapportError } from '@rapport/core'
import type { ActivityId, AnchorKey, Page, Paging, StoredActivity, Writes } from '@rapport/engine'
import { pageOf } from './order.ts'
import { addTo, compound, copied, removeFrom, type State, streamName } from './state.ts'

const objectKey = (activity: AnchorKey): string => compound(activity.stream, activity.key)

export function activityById(state: State, id: ActivityId): StoredActivity | undefined {
  const activity = state.activities.get(id)
  return activity === undefined ? undefined : copied(activity)
}

export function objectByKey(state: State, key: AnchorKey): StoredActivity | undefined {
  const id = state.activityByKey.get(objectKey(key))
  return id === undefined ? undefined : activityById(state, id)
}

/** @throws RapportError `STORE_FAILED` when a (stream, key) would be there twice */
export function checkActivities(state: State, activities: readonly StoredActivity[]): void {
  const ids = new Map<string, ActivityId | undefined>()
  const keys = new Map<ActivityId, string | undefined>()
  for (const activity of activities) {
    const before = state.activities.get(activity.id)
    const keyBefore = keys.has(activity.id)
      ? keys.get(activity.id)
      : before && !before.isHappening
        ? objectKey(before)
        : undefined
    if (keyBefore !== undefined) ids.set(keyBefore, undefined)
    keys.set(activity.id, activity.isHappening ? undefined : objectKey(activity))
    if (activity.isHappening) continue
    const key = objectKey(activity)
    const taken = ids.has(key) ? ids.get(key) : state.activityByKey.get(key)
    if (taken !== undefined && taken !== activity.id)
      throw new RapportError(
        'STORE_FAILED',
        {},
        { cause: new Error(`activity ${taken} already has the key of ${activity.id}`) },
      )
    ids.set(key, activity.id)
  }
}

export function writeActivities(state: State, writes: Writes): void {
  for (const activity of writes.activities ?? []) {
    removeActivity(state, activity.id)
    state.activities.set(activity.id, copied(activity))
    if (activity.anchor !== 0) addTo(state.activitiesOfAnchor, activity.anchor, activity.id)
    if (!activity.isHappening) state.activityByKey.set(objectKey(activity), activity.id)
  }
  for (const { from, to, since, until } of writes.moves ?? []) {
    for (const activity of activitiesOf(state, from)) {
      if (activity.occurredAt < since || activity.occurredAt >= until) continue
      removeFrom(state.activitiesOfAnchor, from, activity.id)
      addTo(state.activitiesOfAnchor, to, activity.id)
      state.activities.set(activity.id, { ...activity, anchor: to })
    }
  }
}

export function removeActivity(state: State, id: ActivityId): void {
  const activity = state.activities.get(id)
  if (activity === undefined) return
  state.activities.delete(id)
  if (activity.anchor !== 0) removeFrom(state.activitiesOfAnchor, activity.anchor, id)
  if (!activity.isHappening) state.activityByKey.delete(objectKey(activity))
}

export function activitiesOf(state: State, anchor: AnchorId): readonly StoredActivity[] {
  return [...(state.activitiesOfAnchor.get(anchor) ?? [])].flatMap((id) => state.activities.get(id) ?? [])
}

export function activitiesIn(
  state: State,
  range: {
    readonly anchor: AnchorId
    readonly entity?: string
    readonly since: number
    readonly until: number
    readonly statesOnly?: boolean
  },
): readonly StoredActivity[] {
  return activitiesOf(state, range.anchor)
    .filter(
      (activity) => !activity.isDeleted && activity.occurredAt >= range.since && activity.occurredAt < range.until,
    )
    .filter((activity) => !range.statesOnly || !activity.isHappening)
    .filter((activity) => range.entity === undefined || activity.entity === range.entity)
    .sort((a, b) => a.occurredAt - b.occurredAt || a.id - b.id)
    .map(copied)
}

export function timeline(
  state: State,
  query: Paging & {
    readonly profile: ProfileId
    readonly entities?: readonly string[]
    readonly before?: number
    readonly statesOnly?: boolean
  },
): Page<StoredActivity & { readonly streamName: string }> {
  const rows = [...(state.anchorsOfProfile.get(query.profile) ?? [])]
    .flatMap((anchor) => activitiesOf(state, anchor))
    .filter((activity) => !activity.isDeleted)
    .filter((activity) => !query.statesOnly || !activity.isHappening)
    .filter((activity) => query.entities === undefined || query.entities.includes(activity.entity))
    .filter((activity) => query.before === undefined || activity.occurredAt < query.before)
  const page = pageOf(rows, query, {
    position: (activity) => [activity.occurredAt, activity.id],
    shape: 'nn',
    newestFirst: true,
  })
  return {
    next: page.next,
    items: page.items.map((activity) => ({ ...activity, streamName: streamName(state, activity.stream) })),
  }
}
