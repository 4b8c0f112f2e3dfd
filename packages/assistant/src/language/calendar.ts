const formats = new Map<string, Intl.DateTimeFormat>()
/** Zones come from rows too; a store of formats must not grow by them. */
const MAX_FORMATS = 500

/** Whether a text names a time zone. */
export function isZone(zone: string): boolean {
  try {
    formatOf('en-CA', zone, {})
    return true
  } catch {
    return false
  }
}

/** A format, made once: making one costs more than a whole brief. @throws RangeError for an unknown zone */
export function formatOf(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`
  const there = formats.get(key)
  if (there) return there
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
  if (formats.size >= MAX_FORMATS) formats.clear()
  formats.set(key, made)
  return made
}

const PARTS = { year: 'numeric', month: '2-digit', day: '2-digit' } as const

/** The calendar day of an instant in a zone: `2026-11-24`. */
export function dayIn(zone: string, ms: number): string {
  return formatOf('en-CA', zone, PARTS).format(ms)
}

/** The day that begins at an instant in a zone; `undefined` when none does. */
export function midnightIn(zone: string, ms: number): string | undefined {
  const format = formatOf('en-GB', zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return format.format(ms) === '00:00' ? dayIn(zone, ms) : undefined
}

/** Days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}
