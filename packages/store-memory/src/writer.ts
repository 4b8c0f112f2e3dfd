import type { Writer } from '@rapport/engine'
import { activitiesIn, activityById, objectByKey } from './activities.ts'
import { allocateAnchors, anchorOf, anchorsByKey, anchorsOf, streams } from './anchors.ts'
import { commit } from './commit.ts'
import { deviceOf } from './devices.ts'
import { erase } from './erase.ts'
import { components } from './links.ts'
import { memberships } from './memberships.ts'
import { dueFlips, profileState } from './profiles.ts'
import { claim } from './queue.ts'
import { candidates, recordOf } from './records.ts'
import { keysUnder, streamOf, unseen } from './snapshots.ts'
import type { State } from './state.ts'

export function createWriter(state: State): Writer {
  return {
    streams: async (names) => streams(state, names),
    allocateAnchors: async (count) => allocateAnchors(state, count),
    anchors: async (keys) => anchorsByKey(state, keys),
    anchorsById: async (ids) => ids.map((id) => anchorOf(state, id)),
    anchorsOf: async (profiles) => profiles.map((profile) => anchorsOf(state, profile)),
    records: async (anchors) => anchors.map((anchor) => recordOf(state, anchor)),
    candidates: async (keys, maxPerKey) => keys.map((key) => candidates(state, key, maxPerKey)),
    components: async (anchors, maxAnchors) => components(state, anchors, maxAnchors),
    devices: async (keys) => keys.map((key) => deviceOf(state, key)),
    profiles: async (ids) => ids.map((id) => profileState(state, id)),
    heads: async (ids) => ids.map((id) => state.profiles.get(id)?.head?.head),
    activitiesById: async (ids) => ids.map((id) => activityById(state, id)),
    objects: async (keys) => keys.map((key) => objectByKey(state, key)),
    activitiesIn: async (ranges) => ranges.map((range) => activitiesIn(state, range)),
    memberships: async (profiles) => profiles.map((profile) => memberships(state, profile)),
    suppressed: async (hashes) => hashes.map((hash) => state.suppressed.has(hash)),
    unknownTerms: async (terms) => terms.filter((term) => !state.terms.has(term)),
    cursor: async (stream) => streamOf(state, stream)?.cursor ?? null,
    keysUnder: async (keys) => keys.map((key) => keysUnder(state, key)),
    unseen: async (stream, after, limit) => unseen(state, stream, after, limit),
    dueFlips: async (nowMs, limit) => dueFlips(state, nowMs, limit),
    claim: async (queue, options) => claim(state, queue, options),
    async commit(writes) {
      state.revision++
      return commit(state, writes)
    },
    async erase(erasure) {
      state.revision++
      return erase(state, erasure)
    },
    async suppress(hashes) {
      state.revision++
      for (const hash of hashes) state.suppressed.add(hash)
    },
    async checkpoint() {},
  }
}
