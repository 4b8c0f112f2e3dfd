import type { Provenance } from '@rapport/engine'
import { foldText } from '@rapport/harmonise'
import { dayIn } from '../language/calendar.ts'
import { type EngagedFact, instant, text } from './fact.ts'
import type { Material } from './material.ts'
import { aboutOf, nameOfRow, rowOfItem, textOf } from './read-value.ts'
import { says } from './status.ts'

const MAX_COLLEAGUES = 2
const MAX_ROWS = 5

interface Work {
  readonly who: string
  readonly at: string
  readonly by: EngagedFact['value']['by']
  readonly row: Provenance
  readonly about: readonly string[]
}

/**
 * Colleagues who have been on it today, whoever began last first: who took another call, wrote something down, or took something on. Not
 * who reads.
 */
export function engagedFacts(material: Material): readonly EngagedFact[] {
  if (material.occasion !== 'call') return []
  const own = material.reader === undefined ? undefined : foldText(material.reader)
  const colleagues = Map.groupBy(
    workOfToday(material).filter(({ who }) => foldText(who) !== own),
    ({ who }) => foldText(who),
  )
  return [...colleagues.values()]
    .map((work) => work.sort((a, b) => (a.at < b.at ? -1 : 1)))
    .sort(([a], [b]) => ((a as Work).at > (b as Work).at ? -1 : 1))
    .slice(0, MAX_COLLEAGUES)
    .map((work) => {
      const [first] = work as [Work]
      return {
        id: `engaged:${nameOfRow(first.row)}`,
        kind: 'engaged',
        value: { at: first.at, about: work.flatMap(({ about }) => about), by: first.by },
        parts: { who: text(first.who), since: instant(first.at) },
        rows: work.map(({ row }) => row).slice(0, MAX_ROWS),
        certainty: 'stated',
        sensitivity: 'open',
      }
    })
}

function workOfToday({ states, calls, zone, nowMs, today }: Material): readonly Work[] {
  const isToday = (at: string) => Date.parse(at) <= nowMs && dayIn(zone, Date.parse(at)) === today
  const rows = states.flatMap((item): readonly Work[] => {
    const { entity, attributes: a, occurredAt: at } = item
    if ((entity !== 'interaction' && entity !== 'task') || !isToday(at)) return []
    const who = textOf(entity === 'task' ? a.assignee : a.author)
    // What is only planned, or called off, is no work; who fulfils a promise that is kept has done with it.
    const isIdle = a.planned === true || says(textOf(a.status), 'cancelled') || a.kind === 'survey'
    if (who === undefined || isIdle) return []
    return [{ who, at, by: entity, row: rowOfItem(item), about: [nameOfRow(item), ...aboutOf(item)] }]
  })
  const taken = calls.flatMap(({ id, at, author }): readonly Work[] =>
    isToday(at)
      ? [{ who: author, at, by: 'call', row: { stream: 'desk/calls', key: id, observedAt: at }, about: [] }]
      : [],
  )
  return [...rows, ...taken]
}
