/** How the systems write time. All instants are milliseconds since 1970, in UTC, until a system writes them down. */

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** `2026-11-24T09:30:00.000Z` */
export function isoInstant(instantMs: number): string {
  return new Date(instantMs).toISOString()
}

/** `2026-11-24T09:30:00.000+0000`, as Salesforce writes instants. */
export function salesforceInstant(instantMs: number): string {
  return `${new Date(instantMs).toISOString().slice(0, -1)}+0000`
}

/** `2026-11-24 09:30:00`, UTC but not saying so. */
export function bareUtcInstant(instantMs: number): string {
  const iso = new Date(instantMs).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}

/** `24/11/2026 10:30`, the clock on the wall in Paris. */
export function parisInstant(instantMs: number): string {
  const iso = new Date(instantMs + parisOffsetMs(instantMs)).toISOString()
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)} ${iso.slice(11, 16)}`
}

/** `24/11/2026`, from `2026-11-24`. */
export function frenchDate(isoDate: string): string {
  return `${isoDate.slice(8, 10)}/${isoDate.slice(5, 7)}/${isoDate.slice(0, 4)}`
}

/** `2026-11-24`, in UTC. */
export function isoDate(instantMs: number): string {
  return new Date(instantMs).toISOString().slice(0, 10)
}

/** Midnight UTC of the day an instant falls in. */
export function startOfDay(instantMs: number): number {
  return Math.floor(instantMs / DAY_MS) * DAY_MS
}

/** The instant at which clocks in Paris show that time on the UTC day of `dayMs`. */
export function atParisTime(dayMs: number, hours: number, minutes: number): number {
  const wall = startOfDay(dayMs) + hours * HOUR_MS + minutes * MINUTE_MS
  return wall - parisOffsetMs(wall - HOUR_MS)
}

/** Summer time in the European Union runs from the last Sunday of March to that of October, at 01:00 UTC. */
function parisOffsetMs(instantMs: number): number {
  const year = new Date(instantMs).getUTCFullYear()
  const isSummer = instantMs >= lastSundayMs(year, 2) + HOUR_MS && instantMs < lastSundayMs(year, 9) + HOUR_MS
  return isSummer ? 2 * HOUR_MS : HOUR_MS
}

function lastSundayMs(year: number, month: number): number {
  const last = Date.UTC(year, month + 1, 0)
  return last - new Date(last).getUTCDay() * DAY_MS
}
