const DAY_MS = 86_400_000

/** Whether a name is an IANA zone that this runtime knows. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** Turns a wall clock into an instant. Both are milliseconds; the wall clock as if it stood in UTC. */
export type FromWallClock = (wallMs: number) => number

/** What a zone's clocks are ahead of UTC at an instant, in milliseconds. */
export type OffsetAt = (instantMs: number) => number

const zones = new Map<string, { readonly fromWallClock: FromWallClock; readonly offsetAt: OffsetAt }>()

/**
 * A zone's clock, compiled once. A wall time that comes twice (clocks set back) is the first of the two; one that
 * never comes (clocks set forward) moves on by the gap, as calendars do (Temporal's `compatible`).
 * @throws RangeError when the zone is unknown; see {@link isZone}
 */
export function zoneClock(zone: string): { readonly fromWallClock: FromWallClock; readonly offsetAt: OffsetAt } {
  const known = zones.get(zone)
  if (known !== undefined) return known
  const offsetAt: OffsetAt = isUtc(zone) ? () => 0 : offsets(zone)
  const fromWallClock: FromWallClock = isUtc(zone)
    ? (wallMs) => wallMs
    : (wallMs) => {
        const before = offsetAt(wallMs - DAY_MS)
        const after = offsetAt(wallMs + DAY_MS)
        if (before === after) return wallMs - before
        if (offsetAt(wallMs - before) === before) return wallMs - before
        return offsetAt(wallMs - after) === after ? wallMs - after : wallMs - before
      }
  const clock = { fromWallClock, offsetAt }
  zones.set(zone, clock)
  return clock
}

function isUtc(zone: string): boolean {
  return zone === 'UTC' || zone === 'Etc/UTC' || zone === 'Z' || zone === 'GMT'
}

/** Intl takes microseconds to say an offset, so days that begin and end with the same one are remembered whole. */
function offsets(zone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const exact: OffsetAt = (instantMs) => {
    let year = 0,
      month = 0,
      day = 0,
      hour = 0,
      minute = 0,
      second = 0,
      isBeforeChrist = false
    for (const { type, value } of format.formatToParts(instantMs)) {
      if (type === 'year') year = Number(value)
      else if (type === 'month') month = Number(value)
      else if (type === 'day') day = Number(value)
      else if (type === 'hour') hour = Number(value)
      else if (type === 'minute') minute = Number(value)
      else if (type === 'second') second = Number(value)
      else if (type === 'era') isBeforeChrist = value === 'BC'
    }
    const wall = new Date(0)
    wall.setUTCFullYear(isBeforeChrist ? 1 - year : year, month - 1, day)
    wall.setUTCHours(hour, minute, second)
    return wall.getTime() - Math.floor(instantMs / 1000) * 1000
  }
  const days = new Map<number, number>()
  return (instantMs) => {
    const day = Math.floor(instantMs / DAY_MS)
    const known = days.get(day)
    if (known !== undefined && !Number.isNaN(known)) return known
    if (known === undefined) {
      if (days.size > 50_000) days.clear()
      const start = exact(day * DAY_MS)
      // Not a number marks a day on which clocks change: there, ask each time.
      const isEven = start === exact((day + 1) * DAY_MS)
      days.set(day, isEven ? start : Number.NaN)
      if (isEven) return start
    }
    return exact(instantMs)
  }
}
