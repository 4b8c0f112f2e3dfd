import type { AnchorId, ProfileId } from '@rapport/core'
import type { Found, Page, Paging, ProfileState, RowScope, StoredProfile, Writes } from '@rapport/engine'
import { revive } from './anchors.ts'
import { pageOf } from './order.ts'
import type { ProfileRow, State } from './state.ts'

export function writeProfiles(state: State, writes: Writes): void {
  const named = new Set<ProfileId>()
  for (const { profile, ...head } of writes.heads ?? []) {
    rowOf(state, profile).head = head
    named.add(profile)
  }
  for (const { profile, figures, flipAt } of writes.figures ?? []) {
    const row = rowOf(state, profile)
    row.figures = new Uint8Array(figures)
    row.flipAt = flipAt
    named.add(profile)
  }
  for (const profile of named) {
    rowOf(state, profile).version++
    revive(state, profile)
  }
  for (const { profile, into } of writes.absorbed ?? []) {
    const row = rowOf(state, profile)
    row.head = null
    row.figures = null
    row.flipAt = null
    state.absorbed.set(profile, into)
  }
}

/** Versions never start again, so that a tag of before a merge is not one of after its undo. */
function rowOf(state: State, profile: ProfileId): ProfileRow {
  const known = state.profiles.get(profile)
  if (known !== undefined) return known
  const row: ProfileRow = { version: 0, head: null, figures: null, flipAt: null }
  state.profiles.set(profile, row)
  return row
}

export function profileState(state: State, id: ProfileId): ProfileState | undefined {
  const row = state.profiles.get(id)
  if (row === undefined || (row.head === null && row.figures === null)) return undefined
  return { id, version: row.version, figures: row.figures && new Uint8Array(row.figures) }
}

export function find(state: State, id: ProfileId): Found {
  const met = new Set<ProfileId>()
  let at = id
  for (;;) {
    if (state.erased.has(at)) return { status: 'erased' }
    // Where its oldest record is now: an undone merge takes the ids along that came with it.
    const home = state.anchors.get(at as number as AnchorId)?.profile
    const absorbed = state.absorbed.get(at)
    const into = absorbed !== undefined && home !== undefined && home !== at ? home : absorbed
    if (into === undefined || met.has(at)) break
    met.add(at)
    at = into
  }
  const profile = storedProfile(state, at)
  if (profile === undefined) return { status: 'absent' }
  return at === id ? { status: 'found', profile } : { status: 'found', profile, movedFrom: id }
}

export function storedProfile(state: State, id: ProfileId): StoredProfile | undefined {
  const row = state.profiles.get(id)
  if (row?.head == null) return undefined
  return { id, version: row.version, ...row.head, figures: row.figures && new Uint8Array(row.figures) }
}

export function list(state: State, query: Paging & RowScope & { readonly entity?: string }): Page<StoredProfile> {
  const rows = [...state.profiles.keys()]
    .flatMap((id) => storedProfile(state, id) ?? [])
    .filter((profile) => query.entity === undefined || profile.entity === query.entity)
    .filter((profile) => isSeen(profile.space, query.spaces) && isSeen(profile.territory, query.territories))
  return pageOf(rows, query, { position: (profile) => [profile.id], shape: 'n' })
}

/** What has no space is seen by all; who is restricted to none sees only that. */
export const isSeen = (value: string | null, allowed: readonly string[] | undefined): boolean =>
  allowed === undefined || value === null || value.split('|').some((one) => allowed.includes(one))

export function profilesByKey(state: State, key: string): readonly ProfileId[] {
  const found = new Set<ProfileId>()
  for (const anchor of state.anchorsOfMatchKey.get(key) ?? []) {
    const profile = state.anchors.get(anchor)?.profile
    if (profile !== undefined) found.add(profile)
  }
  return [...found].sort((a, b) => a - b)
}

export function dueFlips(state: State, nowMs: number, limit: number): readonly ProfileId[] {
  return [...state.profiles]
    .flatMap(([id, row]) => (row.flipAt !== null && row.flipAt <= nowMs ? { id, flipAt: row.flipAt } : []))
    .sort((a, b) => a.flipAt - b.flipAt || a.id - b.id)
    .slice(0, limit)
    .map(({ id }) => id)
}
