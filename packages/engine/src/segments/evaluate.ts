import { DAY_MS, dayOf } from '../figures/calendar.ts'
import { type FigureValue, foldSeries, nextMoveOf } from '../figures/fold.ts'
import type { InsightPlan } from '../figures/insight-set.ts'
import { type ProfileFigures, type SegmentState, seriesOfAll } from '../figures/profile-figures.ts'
import { renderValue } from '../figures/render.ts'
import type { Series } from '../figures/series.ts'
import type { Head } from '../queries.ts'
import { type Bits, hasBit, noBits, setBit } from './bits.ts'
import type { FigureInput, SegmentSet } from './segment-set.ts'

/** How many buckets may be looked at to see when a window's edge changes an answer; then it is asked again at that edge. */
const MAX_BUCKETS_LOOKED_AT = 64
/** The same for counts and sums, where each edge is one step. */
const MAX_EDGES_LOOKED_AT = 16
const HOUR_MS = 3_600_000

/** Who belongs now, and when that may change by time alone. */
export interface Evaluation {
  readonly memberBits: Bits
  /** Epoch ms; `Infinity`: never. It is never too late, and may be too early. */
  readonly flipAt: number
}

/**
 * Asks the leaves that look at the head; to be done when the head has changed, when `leafFlipAt` has passed, and for rows
 * of another set ({@link isStale}).
 * @returns what to put into the figures' `segments`, together with `memberBits`
 */
export function leafBits(
  set: SegmentSet,
  entity: string,
  head: Head,
  nowMs: number,
): Pick<SegmentState, 'hash' | 'leafBits' | 'leafFlipAt'> {
  const bits = noBits(set.leafCount)
  let leafFlipAt = Number.POSITIVE_INFINITY
  for (const leaf of set.byEntity.get(entity)?.headLeaves ?? []) {
    if (leaf.test(head, nowMs)) setBit(bits, leaf.bit)
    leafFlipAt = Math.min(leafFlipAt, leaf.nextAt(head, nowMs))
  }
  return { hash: set.hash, leafBits: bits, leafFlipAt }
}

/** The row's bits were made with other rules: its leaves must be asked again, and memberships compared by name. */
export function isStale(set: SegmentSet, state: SegmentState): boolean {
  return state.hash !== set.hash
}

/**
 * Asks the segments of the profile's kind of party, over the kept answers of its head and its figures as they are now.
 * Reads only the figures that segments ask about; changes nothing.
 */
export function evaluate(
  set: SegmentSet,
  entity: string,
  state: Pick<SegmentState, 'leafBits' | 'leafFlipAt'>,
  figures: ProfileFigures,
  nowMs: number,
): Evaluation {
  const memberBits = noBits(set.names.length)
  const segments = set.byEntity.get(entity)
  if (segments === undefined) return { memberBits, flipAt: Number.POSITIVE_INFINITY }
  const figureBits = noBits(set.figureLeafCount)
  let flipAt = state.leafFlipAt
  for (const input of segments.inputs) flipAt = Math.min(flipAt, askInput(input, figures, figureBits, nowMs))
  const answers = { leafBits: state.leafBits, figureBits, memberBits }
  for (const segment of segments.ordered) if (segment.holds(answers)) setBit(memberBits, segment.bit)
  return { memberBits, flipAt: onTheHour(flipAt, nowMs) }
}

/**
 * The hour's begin, unless that is past: "seen within 30 days" moves by seconds with every event of a session, and a flip that stays
 * when it is needn't be written. Windows' edges are hours anyway; what is not is asked once more for nothing.
 */
function onTheHour(atMs: number, nowMs: number): number {
  const hour = Math.floor(atMs / HOUR_MS) * HOUR_MS
  return hour > nowMs ? hour : atMs
}

/** Names of the segments whose bits are set, in order. */
export function memberNames(set: SegmentSet, memberBits: Bits): readonly string[] {
  return set.names.filter((_, bit) => hasBit(memberBits, bit))
}

/** What changed between two evaluations with the same set. */
export function membershipChanges(
  set: SegmentSet,
  before: Bits,
  after: Bits,
): { readonly entered: readonly string[]; readonly left: readonly string[] } {
  const entered: string[] = []
  const left: string[] = []
  for (let word = 0; word * 32 < set.names.length; word++) {
    for (let rest = (before[word] ?? 0) ^ (after[word] ?? 0); rest !== 0; rest &= rest - 1) {
      const bit = word * 32 + 31 - Math.clz32(rest & -rest)
      const name = set.names[bit] as string
      if (hasBit(after, bit)) entered.push(name)
      else left.push(name)
    }
  }
  return { entered, left }
}

/** Sets the bits of an input's leaves that hold; answers when one of them may change. */
function askInput(input: FigureInput, figures: ProfileFigures, figureBits: number[], nowMs: number): number {
  const { plan } = input.insight
  const all = seriesOfAll(figures, plan)
  const value = foldSeries(plan, all, dayOf(nowMs))
  let flipAt = Number.POSITIVE_INFINITY
  for (const leaf of input.leaves) {
    if (leaf.test(leaf.takesText ? renderValue(plan, value) : value, nowMs)) setBit(figureBits, leaf.bit)
    if (leaf.flip !== undefined) flipAt = Math.min(flipAt, leaf.flip(value, nowMs))
  }
  return plan.windowDays === 0 ? flipAt : nextEdge(input, plan, all, value, figureBits, nowMs, flipAt)
}

/**
 * The first move of the window that changes an answer. Most moves change none (one order of nine leaving "at least 3"), and
 * a flip for nothing costs a write.
 */
function nextEdge(
  input: FigureInput,
  plan: InsightPlan,
  all: readonly Series[],
  value: FigureValue,
  figureBits: Bits,
  nowMs: number,
  before: number,
): number {
  if (typeof value === 'number' && isWholeTotal(plan, all)) {
    return nextEdgeOfTotal(input, plan, all, value, figureBits, nowMs, before)
  }
  let buckets = 1
  for (const series of all) buckets += series.keys.length
  let seen = value
  let edge = nextMoveOf(plan, all, dayOf(nowMs))
  for (let left = MAX_BUCKETS_LOOKED_AT; left > 0 && edge < before; left -= buckets) {
    const moved = foldSeries(plan, all, dayOf(edge))
    // A value of its own time may also pass a leaf's span between edges: that is asked again at the edge.
    if (moved !== seen && changesAnswer(input, plan, moved, figureBits, edge)) return edge
    seen = moved
    edge = nextMoveOf(plan, all, dayOf(edge))
  }
  return Math.min(edge, before)
}

/** Positions of the next buckets to leave and to enter, by anchor: filled anew by each call, which are too many to make arrays for. */
const leaving: number[] = []
const entering: number[] = []

/** The same for counts and sums, which needn't be folded again: each bucket that leaves or enters is one step. */
function nextEdgeOfTotal(
  input: FigureInput,
  plan: InsightPlan,
  all: readonly Series[],
  value: number,
  figureBits: Bits,
  nowMs: number,
  before: number,
): number {
  const today = dayOf(nowMs) - plan.lagDays
  for (let at = 0; at < all.length; at++) {
    const { keys } = all[at] as Series
    leaving[at] = firstFrom(keys, today - plan.windowDays)
    entering[at] = firstFrom(keys, today + 1)
  }
  let total = value
  for (let left = MAX_EDGES_LOOKED_AT; ; left--) {
    let edge = Number.POSITIVE_INFINITY
    for (let at = 0; at < all.length; at++) {
      const { keys } = all[at] as Series
      edge = Math.min(
        edge,
        (keys[leaving[at] as number] ?? edge) + plan.windowDays + 1,
        keys[entering[at] as number] ?? edge,
      )
    }
    const edgeMs = (edge + plan.lagDays) * DAY_MS
    if (left === 0 || edgeMs >= before) return Math.min(edgeMs, before)
    for (let at = 0; at < all.length; at++) {
      const { keys, numbers } = all[at] as Series
      const enters = entering[at] as number
      if (keys[enters] === edge) {
        total += numbers[enters] as number
        entering[at] = enters + 1
      }
      const leaves = leaving[at] as number
      if (keys[leaves] === edge - plan.windowDays - 1) {
        total -= numbers[leaves] as number
        leaving[at] = leaves + 1
      }
    }
    if (changesAnswer(input, plan, total, figureBits, edgeMs)) return edgeMs
  }
}

/** Counts, and sums without fractions: adding and taking away gives just what folding gives. */
function isWholeTotal(plan: InsightPlan, all: readonly Series[]): boolean {
  if (plan.layout !== 'days') return false
  if (plan.calculation === 'count') return true
  return plan.calculation === 'sum' && all.every(({ extras }) => extras.every((micros) => micros === 0))
}

/** Position of the first key that is `from` or later. */
function firstFrom(keys: readonly number[], from: number): number {
  let at = keys.length
  while (at > 0 && (keys[at - 1] as number) >= from) at--
  return at
}

function changesAnswer(
  input: FigureInput,
  plan: InsightPlan,
  value: FigureValue,
  figureBits: Bits,
  atMs: number,
): boolean {
  for (const leaf of input.leaves) {
    if (leaf.flip !== undefined) return true
    if (leaf.test(leaf.takesText ? renderValue(plan, value) : value, atMs) !== hasBit(figureBits, leaf.bit)) return true
  }
  return false
}
