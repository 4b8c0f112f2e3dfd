import type { DueActivity, DueRange, Page, Paging } from '@rapport/engine'
import { compareText, pageOf } from './order.ts'
import { isSeen } from './profiles.ts'
import { copied, type State, streamName } from './state.ts'

export function due(state: State, query: Paging & DueRange): Page<DueActivity> {
  return pageOf(dueRows(state, query), query, {
    position: (row) => [row.agenda as string, row.id],
    shape: 'sn',
  })
}

export function countDue(state: State, range: DueRange): number {
  return dueRows(state, range).length
}

export function lastDue(state: State, range: DueRange): string | undefined {
  return dueRows(state, range)
    .map(({ agenda }) => agenda as string)
    .sort(compareText)
    .at(-1)
}

function dueRows(state: State, range: DueRange): readonly DueActivity[] {
  const reported = new Set(range.withoutReported ? [...state.activities.values()].map(({ agenda }) => agenda) : [])
  const isRestricted = range.spaces !== undefined || range.territories !== undefined
  return [...state.activities.values()].flatMap((row) => {
    const { agenda, anchor, key, occurredAt } = row
    if (agenda === null || compareText(agenda, range.from) < 0 || compareText(agenda, range.to) >= 0) return []
    const profile = anchor === 0 ? undefined : state.anchors.get(anchor)?.profile
    if (profile === undefined || !isInScope(row, range)) return []
    if (isRestricted && !isInScope(state.profiles.get(profile)?.head, range)) return []
    const name = streamName(state, row.stream)
    if (reported.has(`reported|${name}|${key}|${occurredAt}`)) return []
    return [{ ...copied(row), streamName: name, profile }]
  })
}

const isInScope = (
  row: { readonly space: string | null; readonly territory: string | null } | null | undefined,
  { spaces, territories }: DueRange,
): boolean => row != null && isSeen(row.space, spaces) && isSeen(row.territory, territories)
