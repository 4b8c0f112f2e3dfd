import type { AnchorId } from '@rapport/core'
import type { Candidates, Page, Paging, RecordVersion, StoredRecord, Writes } from '@rapport/engine'
import { pageOf } from './order.ts'
import { addTo, copied, nextSequence, removeFrom, type State } from './state.ts'

export function recordOf(state: State, anchor: AnchorId): StoredRecord | undefined {
  const record = state.records.get(anchor)
  return record === undefined ? undefined : copied(record)
}

export function candidates(state: State, key: string, maxPerKey: number): Candidates {
  const ids = [...(state.anchorsOfMatchKey.get(key) ?? [])].sort((a, b) => a - b)
  return {
    key,
    count: Math.min(ids.length, maxPerKey + 1),
    anchors: ids.slice(0, maxPerKey).map((anchor) => ({ anchor, features: featuresOf(state, anchor) })),
  }
}

export function featuresOf(state: State, anchor: AnchorId): Uint8Array {
  return new Uint8Array(state.records.get(anchor)?.features ?? [])
}

/** @returns search keys that a record let go of */
export function writeRecords(state: State, writes: Writes): readonly string[] {
  const released: string[] = []
  for (const record of writes.records ?? []) {
    released.push(...removeRecord(state, record.anchor))
    state.records.set(record.anchor, copied(record))
    for (const key of record.keys) addTo(state.anchorsOfMatchKey, key, record.anchor)
    for (const key of record.searchKeys) addTo(state.anchorsOfSearchKey, key, record.anchor)
  }
  for (const version of writes.versions ?? []) {
    const sequence = nextSequence(state)
    state.versions.set(sequence, { ...copied(version), sequence })
  }
  return released
}

/** @returns its search keys */
export function removeRecord(state: State, anchor: AnchorId): readonly string[] {
  const record = state.records.get(anchor)
  if (record === undefined) return []
  for (const key of record.keys) removeFrom(state.anchorsOfMatchKey, key, anchor)
  for (const key of record.searchKeys) removeFrom(state.anchorsOfSearchKey, key, anchor)
  state.records.delete(anchor)
  return record.searchKeys
}

export function versionAt(state: State, anchor: AnchorId, at: number): RecordVersion | undefined {
  let found: RecordVersion | undefined
  for (const version of versionsOf(state, anchor))
    if (version.from <= at && (found === undefined || version.from >= found.from)) found = version
  return found === undefined ? undefined : copied(found)
}

export function versions(state: State, anchor: AnchorId, paging: Paging): Page<RecordVersion> {
  const page = pageOf(versionsOf(state, anchor), paging, {
    position: (version) => [version.sequence],
    shape: 'n',
    newestFirst: true,
  })
  return { ...page, items: page.items.map(copied) }
}

function versionsOf(state: State, anchor: AnchorId): readonly RecordVersion[] {
  return [...state.versions.values()].filter((version) => version.anchor === anchor)
}
