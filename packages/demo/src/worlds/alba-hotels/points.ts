import type { Household, Person } from '../../people/households.ts'
import type { Random } from '../../random.ts'
import { DAY_MS, HOUR_MS } from '../../time.ts'
import { inEuros } from './hotels.ts'
import { MOST_MOVEMENTS, movementId } from './keys.ts'
import { type Stay, stayTotal } from './stays.ts'

/** Points that came or went. */
export interface Movement {
  readonly id: string
  readonly kind: 'earned' | 'redeemed' | 'bonus'
  /** Below 0 when they went. */
  readonly points: number
  readonly balance: number
  readonly stay: Stay | null
  readonly atMs: number
}

const WELCOME_POINTS = 500
const MULTIPLES: Readonly<Record<string, number>> = { Classic: 1, Plus: 1.25, Premium: 1.5 }

/** A member's points from the day they joined: a welcome, what stays earned, what was spent. */
export function makeMovements(
  household: Household,
  person: Person,
  stays: readonly Stay[],
  nowMs: number,
  counters: { movements: number },
  random: Random,
): readonly Movement[] {
  const movements: Movement[] = []
  let balance = 0
  const move = (kind: Movement['kind'], points: number, stay: Stay | null, atMs: number) => {
    if (counters.movements >= MOST_MOVEMENTS || atMs >= nowMs) return
    balance += points
    movements.push({ id: movementId(household.index, counters.movements++), kind, points, balance, stay, atMs })
  }
  move('bonus', WELCOME_POINTS, null, person.sinceMs)
  for (const stay of stays) {
    const leftMs = stay.arrivalMs + stay.nights * DAY_MS + 10 * HOUR_MS
    if (stay.status !== 'CHECKED OUT' || leftMs < person.sinceMs) continue
    const earned = Math.floor(inEuros(stayTotal(stay), stay.hotel.currency) * (MULTIPLES[person.tier] ?? 1))
    move('earned', earned, stay, leftMs)
    const spends = random.chance(0.18)
    const spent = 500 * random.between(1, 6)
    if (spends && spent <= balance) move('redeemed', -spent, null, leftMs + random.between(2, 20) * HOUR_MS)
  }
  return movements
}
