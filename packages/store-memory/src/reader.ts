import type { Sequence } from '@rapport/core'
import type { Reader } from '@rapport/engine'
import { objectByKey, timeline } from './activities.ts'
import { countDue, due, lastDue } from './agenda.ts'
import { anchorsAt, anchorsByKey, anchorsOf, formerProfiles } from './anchors.ts'
import { deviceOf } from './devices.ts'
import { entriesPage, entryOf } from './entries.ts'
import { linksOfProfile } from './links.ts'
import { changes, countRejected, rejectedPage } from './log.ts'
import { countMembers, members, memberships } from './memberships.ts'
import { find, list, profilesByKey, storedProfile } from './profiles.ts'
import { queuePage } from './queue.ts'
import { recordOf, versionAt, versions } from './records.ts'

import { searchNumbers, searchPrefix, similarTerms } from './search.ts'
import { type State, streamName } from './state.ts'

export function createReader(state: State): Reader {
  return {
    revision: async () => state.revision,
    profiles: async (ids) => ids.map((id) => find(state, id)),
    profilesByKey: async (keys) => keys.map((key) => profilesByKey(state, key)),
    owners: async (key) => profilesByKey(state, key).flatMap((id) => storedProfile(state, id) ?? []),
    suppressed: async (hashes) => hashes.map((hash) => state.suppressed.has(hash)),
    list: async (query) => list(state, query),
    anchors: async (profile) =>
      anchorsOf(state, profile).map((anchor) => ({ ...anchor, streamName: streamName(state, anchor.stream) })),
    anchorsByKey: async (keys) => anchorsByKey(state, keys),
    devices: async (keys) => keys.map((key) => deviceOf(state, key)),
    records: async (anchors) => anchors.map((anchor) => recordOf(state, anchor)),
    links: async (profile) => linksOfProfile(state, profile),
    anchorsAt: async (profile, at) => anchorsAt(state, profile, at),
    formerProfiles: async (anchors) => formerProfiles(state, anchors),
    versionsAt: async (anchors, at) => anchors.map((anchor) => versionAt(state, anchor, at)),
    versions: async (anchor, paging) => versions(state, anchor, paging),
    timeline: async (query) => timeline(state, query),
    objects: async (keys) =>
      keys.map(({ stream, key }) => {
        const id = state.streams.get(stream)?.id
        return id === undefined ? undefined : objectByKey(state, { stream: id, key })
      }),
    searchPrefix: async (prefixes, limit) => searchPrefix(state, prefixes, limit),
    searchNumbers: async (prefix, limit) => searchNumbers(state, prefix, limit),
    due: async (query) => due(state, query),
    countDue: async (range) => countDue(state, range),
    lastDue: async (range) => lastDue(state, range),
    similarTerms: async (variants, limit) => similarTerms(state, variants, limit),
    members: async (segment, paging) => members(state, segment, paging),
    countMembers: async (segments) => segments.map((segment) => countMembers(state, segment)),
    memberships: async (profile) => memberships(state, profile),
    changes: async (after, limit) => changes(state, after, limit),
    lastSequence: async () => state.lastSequence as Sequence,
    rejected: async (query) => rejectedPage(state, query),
    countRejected: async () => countRejected(state),
    queue: async (queue, query) => queuePage(state, queue, query),
    entries: async (type, query) => entriesPage(state, type, query),
    entry: async (type, name) => entryOf(state, type, name),
    streams: async () => [...state.streams.values()].map(({ id, name, cursor }) => ({ id, name, cursor })),
    inspect: async () => inspect(state),
    async close() {},
  }
}

function inspect(state: State): Readonly<Record<string, number>> {
  const items = [...state.queue.values()]
  return {
    profiles: [...state.profiles.values()].filter((row) => row.head !== null).length,
    anchors: state.anchors.size,
    records: state.records.size,
    activities: state.activities.size,
    links: state.links.size,
    queued: items.filter((row) => !row.isDead).length,
    dead: items.filter((row) => row.isDead).length,
    rejected: state.rejected.size,
    changes: state.changes.size,
    suppressed: state.suppressed.size,
    sequence: state.lastSequence,
    bytes: 0,
    logBytes: 0,
  }
}
