import type { Sequence } from '@rapport/core'
import type { Committed, Writes } from '@rapport/engine'
import { checkActivities, writeActivities } from './activities.ts'
import { checkAnchors, writeAnchors } from './anchors.ts'
import { writeEntries } from './entries.ts'
import { writeLinks } from './links.ts'
import { writeLog } from './log.ts'
import { writeMemberships } from './memberships.ts'
import { writeProfiles } from './profiles.ts'
import { holdsLease, writeQueue } from './queue.ts'
import { writeRecords } from './records.ts'
import { releaseTerms, writeTerms } from './search.ts'
import { writeSnapshots } from './snapshots.ts'
import type { State } from './state.ts'

/** All of it or nothing: what can be refused is checked before the first write. */
export function commit(state: State, writes: Writes): Committed {
  if (!holdsLease(state, writes)) return { ok: false, reason: 'lease-lost' }
  checkAnchors(state, writes.anchors ?? [])
  checkActivities(state, writes.activities ?? [])

  writeQueue(state, writes)
  writeAnchors(state, writes)
  const released = writeRecords(state, writes)
  writeLinks(state, writes)
  writeActivities(state, writes)
  writeProfiles(state, writes)
  writeMemberships(state, writes)
  writeLog(state, writes)
  writeSnapshots(state, writes)
  writeEntries(state, writes)
  writeTerms(state, writes.terms)
  releaseTerms(state, released)
  return { ok: true, sequence: state.lastSequence as Sequence }
}
