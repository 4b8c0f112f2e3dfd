import type { ProfileId } from '@rapport/core'
import type { Membership, Page, Paging, Writes } from '@rapport/engine'
import { compareText, pageOf } from './order.ts'
import { compound, copied, type State } from './state.ts'

export function writeMemberships(state: State, writes: Writes): void {
  for (const { segment, profile } of writes.left ?? []) state.memberships.delete(compound(segment, profile))
  for (const membership of writes.entered ?? [])
    state.memberships.set(compound(membership.segment, membership.profile), copied(membership))
}

export function memberships(state: State, profile: ProfileId): readonly Membership[] {
  return [...state.memberships.values()]
    .filter((membership) => membership.profile === profile)
    .sort((a, b) => compareText(a.segment, b.segment))
    .map(copied)
}

/** Absorbed homes keep their rows for an undo, but are nobody meanwhile. */
const isAwake = (state: State, membership: Membership): boolean => !state.absorbed.has(membership.profile)

export function members(state: State, segment: string, paging: Paging): Page<Membership> {
  const rows = [...state.memberships.values()]
    .filter((row) => row.segment === segment && isAwake(state, row))
    .map(copied)
  return pageOf(rows, paging, { position: (membership) => [membership.profile], shape: 'n' })
}

export function countMembers(state: State, segment: string): number {
  let count = 0
  for (const row of state.memberships.values()) if (row.segment === segment && isAwake(state, row)) count++
  return count
}
