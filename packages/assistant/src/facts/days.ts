import { midnightIn } from '../language/calendar.ts'
import type { Fact, Part } from './fact.ts'

/**
 * A date without a time reaches us as its midnight in the zone of its stream's mapping. In the zone of a brief that may be the evening
 * before: where an instant is such a midnight it is told as the day that its source wrote.
 *
 * @param zones - by stream
 */
export function withDays(facts: readonly Fact[], zones: ReadonlyMap<string, string>): readonly Fact[] {
  return facts.map((fact) => {
    const own = new Set(fact.rows.flatMap(({ stream }) => zones.get(stream) ?? []))
    if (own.size === 0) return fact
    let isChanged = false
    const dated = (part: Part): Part => {
      if (part.type !== 'instant') return part
      const day = dayWritten(part.value, own)
      if (day === undefined) return part
      isChanged = true
      return { ...part, day }
    }
    const parts = Object.entries(fact.parts as Readonly<Record<string, Part | readonly Part[] | undefined>>).map(
      ([name, part]) => [name, part === undefined ? part : 'type' in part ? dated(part) : part.map(dated)] as const,
    )
    return isChanged ? ({ ...fact, parts: Object.fromEntries(parts) } as Fact) : fact
  })
}

function dayWritten(iso: string, zones: ReadonlySet<string>): string | undefined {
  // Every zone's midnight is at a whole quarter of an hour: most instants are none, and cost nothing.
  if (!/T\d\d:(?:00|15|30|45):00(?:\.000)?Z$/.test(iso)) return undefined
  for (const zone of zones) {
    const day = midnightIn(zone, Date.parse(iso))
    if (day !== undefined) return day
  }
  return undefined
}
