import type { Household } from '../../people/households.ts'
import type { Random } from '../../random.ts'
import { atParisTime, DAY_MS, HOUR_MS } from '../../time.ts'
import { callId, caseNumber, promiseId } from './keys.ts'
import type { Stay } from './stays.ts'

export type CaseTopic = 'noise' | 'billing' | 'room' | 'lost-item' | 'points' | 'praise'

/** A complaint or wish that somebody wrote down. */
export interface Case {
  readonly number: string
  readonly topic: CaseTopic
  readonly stay: Stay | null
  readonly priority: 'low' | 'normal' | 'high'
  readonly isOpen: boolean
  readonly closedAtMs: number | null
  readonly dueAtMs: number
}

/** What was promised in a call. */
interface Promised {
  readonly id: string
  readonly dueAtMs: number
  readonly doneAtMs: number | null
}

/** A call to the guests' service, and what came of it. */
export interface Call {
  readonly id: string
  readonly caller: string
  readonly atMs: number
  readonly durationMinutes: number
  readonly isInbound: boolean
  readonly stay: Stay | null
  readonly case: Case | null
  readonly promise: Promised | null
}

interface Calling {
  readonly household: Household
  readonly callers: readonly string[]
  readonly stays: readonly Stay[]
  readonly nowMs: number
  readonly counters: { calls: number; cases: number; promises: number }
  readonly random: Random
}

const MOST_CALLS = 16
const TOPICS: readonly CaseTopic[] = ['noise', 'billing', 'room', 'lost-item', 'points', 'praise']

/** What the call centre heard of a guest. */
export function makeDeskLife(calling: Calling): readonly Call[] {
  const { callers, random, counters } = calling
  const calls: Call[] = []
  for (const [slot, caller] of callers.entries()) {
    const wanted = slot === 0 ? 1 + random.geometric(0.6) : 1
    for (let count = 0; count < wanted && counters.calls < MOST_CALLS; count++) calls.push(makeCall(calling, caller))
  }
  return calls
}

function makeCall({ household, stays, nowMs, counters, random }: Calling, caller: string): Call {
  const past = stays.filter((stay) => stay.status === 'CHECKED OUT')
  const stay = past.length > 0 && random.chance(0.8) ? random.pick(past) : null
  const sinceMs = stay === null ? nowMs - 700 * DAY_MS : stay.arrivalMs + stay.nights * DAY_MS
  const untilMs = stay === null ? nowMs : Math.min(nowMs, sinceMs + 60 * DAY_MS)
  const dayMs = sinceMs + random.fraction() * (untilMs - sinceMs)
  // The call centre is there from eight to eight; whoever would call later than now called just before.
  const atMs = Math.min(
    atParisTime(dayMs, 8 + random.integer(12), random.integer(60)),
    nowMs - random.between(1, 8) * HOUR_MS,
  )
  const hasCase = random.chance(stay === null ? 0.2 : 0.55)
  const isRecent = nowMs - atMs < 12 * DAY_MS
  const topic = stay === null ? random.pick(['points', 'billing'] as const) : random.pick(TOPICS)
  const closedAtMs = Math.min(nowMs - HOUR_MS / 2, atMs + HOUR_MS + random.integer(6 * DAY_MS))
  const isOpen = isRecent && random.chance(0.8)
  const made: Case | null = hasCase
    ? {
        number: caseNumber(household.index, counters.cases++),
        topic,
        stay,
        priority:
          topic === 'noise' || topic === 'room' ? random.pick(['normal', 'high']) : random.pick(['low', 'normal']),
        isOpen,
        closedAtMs: isOpen ? null : Math.max(atMs, closedAtMs),
        dueAtMs: atMs + 2 * DAY_MS,
      }
    : null
  const isPromised = made !== null && made.topic !== 'praise' && random.chance(0.4)
  const dueAtMs = atMs + random.between(1, 20) * DAY_MS
  const isKept = dueAtMs < nowMs ? random.chance(0.9) : random.chance(0.15)
  return {
    id: callId(household.index, counters.calls++),
    caller,
    atMs,
    durationMinutes: random.between(2, 24),
    isInbound: random.chance(0.85),
    stay,
    case: made,
    promise: isPromised
      ? {
          id: promiseId(household.index, counters.promises++),
          dueAtMs,
          doneAtMs: isKept ? Math.max(atMs, Math.min(nowMs - HOUR_MS / 2, dueAtMs - random.integer(DAY_MS))) : null,
        }
      : null,
  }
}
