import { type JourneyPoint, lanes } from './journey-steps.ts'

/** Where a point stands, and how it may be called there. */
export interface PlacedPoint {
  readonly x: number
  readonly y: number
  /** Characters that a label has room for. */
  readonly room: number
  /** Its label stands above, since its neighbour's is below. */
  readonly isAbove: boolean
}

/** The picture's measures in px. */
export interface JourneyLayout {
  readonly width: number
  readonly height: number
  readonly isAcross: boolean
  readonly points: readonly PlacedPoint[]
  /** Across: heights of the lanes; down: their distance from the left. */
  readonly lanes: readonly number[]
  /** Curves from each point to the next. */
  readonly threads: readonly string[]
}

/** Narrower than this, time runs down instead of across. */
const ACROSS_FROM = 620
const LANE_HEIGHT = 98
const LANE_WIDTH = 34
const ROW_HEIGHT = 48
const MARGIN = { left: 140, right: 60, top: 44, bottom: 16 } as const
const CHARACTER_WIDTH = 6.3
/** As many days between two points count as one more step. */
const DAYS_A_STEP = 60
const MAX_MORE = 0.3
const WIDEST_LABEL = 150
/** A day's, below it. */
const SHORTEST_LABEL = 9

/**
 * Lays a journey out: time across with a lane a way of coming, or down where there is no room. Steps are evenly spread, with
 * some more air where much time lies between.
 */
export function layJourney(points: readonly JourneyPoint[], width: number): JourneyLayout {
  const offsets = spread(points)
  const whole = Math.max(offsets.at(-1) ?? 0, 1)
  const isAcross = width >= ACROSS_FROM
  if (!isAcross) {
    const at = lanes.map((_, index) => 20 + index * LANE_WIDTH)
    const labelAt = 20 + lanes.length * LANE_WIDTH
    const placed = points.map(({ lane }, index) => ({
      x: at[lanes.indexOf(lane)] ?? 0,
      y: MARGIN.top + 14 + (offsets[index] ?? 0) * ROW_HEIGHT,
      room: Math.floor((width - labelAt) / CHARACTER_WIDTH),
      isAbove: false,
    }))
    const height = MARGIN.top + 14 + whole * ROW_HEIGHT + 40
    return { width, height, isAcross, points: placed, lanes: at, threads: threadsOf(placed, isAcross) }
  }
  const at = lanes.map((_, index) => MARGIN.top + index * LANE_HEIGHT)
  const usable = width - MARGIN.left - MARGIN.right
  const xs = offsets.map((offset) => MARGIN.left + (offset / whole) * usable)
  const above = labelsAbove(points, xs)
  const placed = points.map(({ lane }, index) => {
    const x = xs[index] ?? 0
    const isAbove = above[index] ?? false
    const others = points.flatMap((one, other) =>
      one.lane === lane && other !== index && above[other] === isAbove ? [Math.abs((xs[other] ?? 0) - x)] : [],
    )
    const free = Math.min(...others, 2 * (width - x), WIDEST_LABEL)
    return { x, y: at[lanes.indexOf(lane)] ?? 0, room: Math.floor((free - 8) / CHARACTER_WIDTH), isAbove }
  })
  const height = MARGIN.top + (lanes.length - 1) * LANE_HEIGHT + 52 + MARGIN.bottom
  return { width, height, isAcross, points: placed, lanes: at, threads: threadsOf(placed, isAcross) }
}

/** Which labels change sides, so that close neighbours of a lane have twice the room. */
function labelsAbove(points: readonly JourneyPoint[], xs: readonly number[]): readonly boolean[] {
  const last = new Map<string, { readonly x: number; readonly half: number; readonly isAbove: boolean }>()
  return points.map(({ lane, label }, index) => {
    const x = xs[index] ?? 0
    const half = (Math.max(label.length, SHORTEST_LABEL) * CHARACTER_WIDTH) / 2
    const before = last.get(lane)
    const isAbove = before !== undefined && x - half < before.x + before.half && !before.isAbove
    last.set(lane, { x, half, isAbove })
    return isAbove
  })
}

/** How far along each point is, in steps. */
function spread(points: readonly JourneyPoint[]): readonly number[] {
  let offset = 0
  return points.map((point, index) => {
    const before = points[index - 1]
    if (before) {
      const days = (Date.parse(point.day) - Date.parse(before.day)) / 86_400_000
      offset += 1 + Math.min(days / DAYS_A_STEP, MAX_MORE)
    }
    return offset
  })
}

function threadsOf(points: readonly PlacedPoint[], isAcross: boolean): readonly string[] {
  return points.slice(1).map(({ x, y }, index) => {
    const { x: fromX, y: fromY } = points[index] as PlacedPoint
    const [midX, midY] = [(fromX + x) / 2, (fromY + y) / 2]
    return isAcross
      ? `M${fromX} ${fromY}C${midX} ${fromY} ${midX} ${y} ${x} ${y}`
      : `M${fromX} ${fromY}C${fromX} ${midY} ${x} ${midY} ${x} ${y}`
  })
}

/** Cut to so many characters, at a word's end where one is near. */
export function shortened(text: string, room: number): string {
  if (text.length <= room) return text
  if (room < 4) return ''
  const cut = text.slice(0, room - 1)
  const space = cut.lastIndexOf(' ')
  return `${(space > room / 2 ? cut.slice(0, space) : cut).trimEnd()}…`
}
