import type { Sequence } from '@rapport/core'
import type { Page, Paging, StoredChange, StoredRejected, Writes } from '@rapport/engine'
import { compareText, pageOf } from './order.ts'
import { compound, copied, nextSequence, type State } from './state.ts'

/** Rejected rows and the change feed: what is appended and read by sequence. */
export function writeLog(state: State, writes: Writes): void {
  for (const id of writes.unrejected ?? []) state.rejected.delete(id)
  for (const rejected of writes.rejected ?? []) {
    const id = nextSequence(state)
    state.rejected.set(id, { ...copied(rejected), id })
  }
  for (const change of writes.changes ?? []) {
    const sequence = nextSequence(state)
    state.changes.set(sequence, { ...copied(change), sequence })
  }
}

export function changes(state: State, after: Sequence, limit: number): readonly StoredChange[] {
  return [...state.changes.values()]
    .filter((change) => change.sequence > after)
    .slice(0, limit)
    .map(copied)
}

export function rejectedPage(
  state: State,
  query: Paging & { readonly stream?: string; readonly code?: string },
): Page<StoredRejected> {
  const rows = [...state.rejected.values()]
    .filter((row) => query.stream === undefined || row.stream === query.stream)
    .filter((row) => query.code === undefined || row.code === query.code)
    .map(copied)
  return pageOf(rows, query, { position: (row) => [row.id], shape: 'n', newestFirst: true })
}

export function countRejected(state: State): readonly { stream: string; code: string; count: number }[] {
  const counts = new Map<string, { stream: string; code: string; count: number }>()
  for (const { stream, code } of state.rejected.values()) {
    const key = compound(stream, code)
    const known = counts.get(key)
    if (known === undefined) counts.set(key, { stream, code, count: 1 })
    else known.count++
  }
  return [...counts.values()].sort((a, b) => compareText(a.stream, b.stream) || compareText(a.code, b.code))
}
