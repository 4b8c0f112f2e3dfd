import type { JsonObject } from '@rapport/core'
import type { StoredActivity } from '../port/rows.ts'
import type { ReaderRights, TimelineItem } from '../queries.ts'
import type { ReadRules } from '../rulebook.ts'

/** A row as readers see it, with the fields that they may see. */
export function toTimelineItem(
  row: StoredActivity & { readonly streamName: string },
  { sensitivity }: Pick<ReadRules, 'sensitivity'>,
  rights: Pick<ReaderRights, 'sensitive'>,
): TimelineItem {
  const attributes = JSON.parse(row.body) as JsonObject
  return {
    id: row.id.toString(36),
    entity: row.entity,
    stream: row.streamName,
    key: row.key,
    occurredAt: new Date(row.occurredAt).toISOString(),
    attributes: rights.sensitive ? attributes : sensitivity.attributes(row.entity, attributes),
  }
}
