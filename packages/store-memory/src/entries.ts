import type { ProfileId } from '@rapport/core'
import type { Entry, Page, Paging, Writes } from '@rapport/engine'
import { pageOf } from './order.ts'
import { compound, copied, type State } from './state.ts'

export function writeEntries(state: State, writes: Writes): void {
  for (const { type, name } of writes.removedEntries ?? []) state.entries.delete(compound(type, name))
  for (const entry of writes.entries ?? [])
    if (entry.profile === null || !state.erased.has(entry.profile))
      state.entries.set(compound(entry.type, entry.name), copied(entry))
  for (const { key, body } of writes.devices ?? []) state.devices.set(key, body)
}

export function entryOf(state: State, type: string, name: string): Entry | undefined {
  const entry = state.entries.get(compound(type, name))
  return entry === undefined ? undefined : copied(entry)
}

export function entriesPage(state: State, type: string, query: Paging & { readonly profile?: ProfileId }): Page<Entry> {
  const rows = [...state.entries.values()]
    .filter((entry) => entry.type === type && (query.profile === undefined || entry.profile === query.profile))
    .map(copied)
  return pageOf(rows, query, { position: (entry) => [entry.at, entry.name], shape: 'ns', newestFirst: true })
}
