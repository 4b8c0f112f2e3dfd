import type { Fact } from '../facts/fact.ts'

const DAY_MS = 86_400_000
/** A story that weighs less suggests nothing. */
const ENOUGH = 2
const OLD_DAYS = 365

/**
 * What the call is probably about. Matters that point at each other (a promise at its case, a case at its order) are one story, and
 * stories are weighed by what is open, overdue, late and fresh in them; the one told is the part of the best story that
 * says most: how its order travelled, else its case, and so on. `undefined` when nothing suggests a call.
 */
export function likelyReason(facts: readonly Fact[], nowMs: number): Fact | undefined {
  const matters = facts.flatMap((fact) => {
    const weight = weightOf(fact, nowMs)
    return weight > 0 ? [{ fact, weight, about: aboutOf(fact) }] : []
  })
  const stories: { readonly about: Set<string>; readonly members: typeof matters; weight: number }[] = []
  for (const matter of matters) {
    const met = stories.filter((story) => matter.about.some((row) => story.about.has(row)))
    const into = met[0] ?? { about: new Set<string>(), members: [], weight: 0 }
    if (!met[0]) stories.push(into)
    for (const row of matter.about) into.about.add(row)
    into.members.push(matter)
    into.weight += matter.weight
    for (const other of met.slice(1)) {
      for (const row of other.about) into.about.add(row)
      into.members.push(...other.members)
      into.weight += other.weight
      stories.splice(stories.indexOf(other), 1)
    }
  }
  const best = stories.filter((story) => story.weight >= ENOUGH).sort((a, b) => b.weight - a.weight)[0]
  return best?.members.sort((a, b) => rankOf(a.fact) - rankOf(b.fact) || b.weight - a.weight)[0]?.fact
}

const rank: readonly Fact['kind'][] = ['order', 'case', 'invoice', 'stay', 'task', 'interaction', 'web']
const rankOf = ({ kind }: Fact): number => rank.indexOf(kind)

function aboutOf(fact: Fact): readonly string[] {
  return 'about' in fact.value ? fact.value.about : [fact.id]
}

/** How much a matter suggests a call, about 0 to 10. */
function weightOf(fact: Fact, nowMs: number): number {
  switch (fact.kind) {
    case 'case':
      // What has been open for a year is why nobody calls today.
      return (isOld(fact.value.at, nowMs) ? 1 : 6) + (fact.value.isOverdue ? 2 : 0) + freshness(fact.value.at, nowMs)
    case 'task':
      return (fact.value.isPromise ? 5 : 1) + (fact.value.isOverdue ? 3 : 0)
    case 'order':
      return (fact.value.isLate ? 6 : fact.value.isOpen ? 3 : 1) + freshness(fact.value.at, nowMs)
    case 'invoice':
      return fact.value.isOverdue ? 4 : 1
    case 'stay':
      return { now: 6, coming: 4, past: 1 }[fact.value.when]
    case 'interaction':
      if (fact.value.isUnreported) return 0
      return fact.value.isPlanned ? 2 : freshness(fact.value.at, nowMs)
    case 'web':
      return freshness(fact.value.at, nowMs)
    default:
      return 0
  }
}

const isOld = (at: string, nowMs: number): boolean => nowMs - Date.parse(at) > OLD_DAYS * DAY_MS

/** 2 within three days, 1 within two weeks. */
function freshness(at: string, nowMs: number): number {
  const days = (nowMs - Date.parse(at)) / DAY_MS
  return days < 0 ? 0 : days < 3 ? 2 : days < 14 ? 1 : 0
}
