import type { AnchorId, ProfileId } from '@rapport/core'
import { createRedactor, type Erasure } from '@rapport/engine'
import { activitiesOf, removeActivity } from './activities.ts'
import { removeLinksOf } from './links.ts'
import { voidLeaseOf } from './queue.ts'
import { removeRecord } from './records.ts'
import { releaseTerms } from './search.ts'
import { compound, nextSequence, removeFrom, type State, streamName } from './state.ts'

export function erase(state: State, erasure: Erasure): { readonly rows: Readonly<Record<string, number>> } {
  const { profile, suppress, at } = erasure
  const anchors = new Set<AnchorId>([...erasure.anchors, ...(state.anchorsOfProfile.get(profile) ?? [])])
  // Each anchor's home is an id the person had or might have had.
  const profiles = new Set<ProfileId>([profile, ...[...anchors].map((anchor) => anchor as number as ProfileId)])
  const keys: { stream: string; key: string }[] = []
  const rows: Record<string, number> = {}
  const count = (table: string, by = 1): void => {
    rows[table] = (rows[table] ?? 0) + by
  }
  const released: string[] = []

  for (const id of anchors) {
    for (const activity of activitiesOf(state, id)) {
      if (!activity.isHappening) state.seen.get(activity.stream)?.delete(activity.key)
      keys.push({ stream: streamName(state, activity.stream), key: activity.key })
      removeActivity(state, activity.id)
      count('activity')
    }
    if (state.records.has(id)) count('record')
    released.push(...removeRecord(state, id))
    const anchor = state.anchors.get(id)
    if (anchor === undefined) continue
    keys.push({ stream: streamName(state, anchor.stream), key: anchor.key })
    state.seen.get(anchor.stream)?.delete(anchor.key)
    state.anchors.delete(id)
    state.anchorByKey.delete(compound(anchor.stream, anchor.key))
    removeFrom(state.anchorsOfProfile, anchor.profile, id)
    state.ties.delete(id)
    count('anchor')
    if (removeDevice(state, anchor.key, anchors)) count('device')
  }
  count('term', releaseTerms(state, released))
  const removed = removeLinksOf(state, anchors)
  count('link', removed.links)
  count('decision', removed.decisions)
  count(
    'recordVersion',
    removeWhere(state.versions, (version) => anchors.has(version.anchor)),
  )
  count(
    'membership',
    removeWhere(state.memberships, (membership) => profiles.has(membership.profile)),
  )
  count(
    'change',
    removeWhere(state.changes, (change) => profiles.has(change.profile)),
  )
  count(
    'entry',
    removeWhere(state.entries, (entry) => entry.profile !== null && profiles.has(entry.profile)),
  )
  for (const id of profiles) {
    if (state.profiles.delete(id)) count('profile')
    state.absorbed.delete(id)
    state.erased.add(id)
  }
  const named = new Set(keys.map(({ stream, key }) => compound(stream, key)))
  count(
    'rejected',
    removeWhere(state.rejected, (row) => named.has(compound(row.stream, row.key))),
  )
  count('queue', redactQueue(state, [...profiles], keys))

  for (const hash of suppress) state.suppressed.add(hash)
  const sequence = nextSequence(state)
  state.changes.set(sequence, { sequence, kind: 'erased', profile, at, body: '{}' })
  return { rows: Object.fromEntries(Object.entries(rows).filter(([, removedRows]) => removedRows > 0)) }
}

function removeWhere<Key, Row>(table: Map<Key, Row>, isMeant: (row: Row) => boolean): number {
  let count = 0
  for (const [key, row] of [...table]) if (isMeant(row) && table.delete(key)) count++
  return count
}

/** A device goes with the last person who used it: while others' logins are in it, ours are numbers of nobody. */
function removeDevice(state: State, anchorKey: string, anchors: ReadonlySet<AnchorId>): boolean {
  const key = anchorKey.split('#')[0] ?? anchorKey
  const body = state.devices.get(key)
  if (body === undefined) return false
  const { signals = [] } = JSON.parse(body) as { signals?: readonly { readonly user?: AnchorId }[] }
  if (signals.some(({ user }) => user !== undefined && !anchors.has(user))) return false
  return state.devices.delete(key)
}

function redactQueue(
  state: State,
  profiles: readonly ProfileId[],
  keys: readonly { readonly stream: string; readonly key: string }[],
): number {
  const redact = createRedactor({ profiles, keys })
  let count = 0
  for (const row of [...state.queue.values()]) {
    const body = redact(row.body)
    if (body === row.body) continue
    // Who works on it has read what must be forgotten: the commit is refused, the rest comes again.
    voidLeaseOf(state, row.id)
    if (body === null) state.queue.delete(row.id)
    else row.body = body
    count++
  }
  return count
}
