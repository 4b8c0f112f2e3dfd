import { activityId, nextActivityId } from '../activity-id.ts'
import type { ActivityId, StoredActivity, StreamId } from '../port/rows.ts'
import type { Writer } from '../port/writer.ts'

/** A row that wants a number. */
export interface Numbered {
  readonly stream: StreamId
  readonly key: string
  readonly occurredAt: number | undefined
}

/**
 * Loads what holds the numbers that rows want: repeats of theirs, or other keys', and then what holds the next one, too. Rows of one
 * step that want the same number are taken as in each other's way, since only the first will have it.
 */
export async function loadOccupants(
  write: Pick<Writer, 'activitiesById'>,
  wanted: readonly Numbered[],
): Promise<ReadonlyMap<ActivityId, StoredActivity>> {
  const occupants = new Map<ActivityId, StoredActivity>()
  const wanters = new Map<ActivityId, Numbered>()
  let open = wanted.map((row) => ({ row, id: activityId(row.stream, row.key, row.occurredAt) }))
  while (open.length > 0) {
    for (const occupant of await write.activitiesById([...new Set(open.map(({ id }) => id))]))
      if (occupant) occupants.set(occupant.id, occupant)
    open = open.flatMap(({ row, id }) => {
      const first = wanters.get(id)
      if (first === undefined) wanters.set(id, row)
      return isOther(occupants.get(id), row) || isOther(first, row)
        ? [{ row, id: nextActivityId(id, row.stream, row.key) }]
        : []
    })
  }
  return occupants
}

function isOther(there: { readonly stream: StreamId; readonly key: string } | undefined, row: Numbered): boolean {
  return there !== undefined && (there.stream !== row.stream || there.key !== row.key)
}
