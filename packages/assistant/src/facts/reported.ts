import type { TimelineItem } from '@rapport/engine'
import { rowOf } from './read-value.ts'

/**
 * Rows without the planned ones that a report among them tells the end of. A report holds as long as its row is planned for the time
 * that it was planned for then: put off at its source, it is planned anew.
 */
export function withoutReported(items: readonly TimelineItem[]): readonly TimelineItem[] {
  const reported = new Set<string>()
  for (const { entity, attributes } of items) {
    const row = entity === 'interaction' ? rowOf(attributes.reports) : undefined
    if (row && typeof attributes.plannedFor === 'string') reported.add(nameOf(row, attributes.plannedFor))
  }
  if (reported.size === 0) return items
  return items.filter((item) => item.attributes.planned !== true || !reported.has(nameOf(item, item.occurredAt)))
}

const nameOf = ({ stream, key }: { readonly stream: string; readonly key: string }, at: string): string =>
  `${stream}/${key} ${Date.parse(at)}`
