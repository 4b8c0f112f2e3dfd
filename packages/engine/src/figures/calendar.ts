/** One UTC day in milliseconds. */
export const DAY_MS = 86_400_000

/** Days since 1970-01-01 of an instant, UTC. */
export function dayOf(atMs: number): number {
  return Math.floor(atMs / DAY_MS)
}

/** Months since January 1970 of a day. */
export function monthOf(day: number): number {
  remember(day)
  return rememberedMonth
}

/** Day of the month, from 0, of a day. */
export function dayInMonth(day: number): number {
  remember(day)
  return rememberedDayInMonth
}

/** The first day of a month counted from January 1970. */
export function firstDayOf(month: number): number {
  const year = 1970 + Math.floor(month / 12)
  const inYear = month - (year - 1970) * 12
  const shifted = inYear < 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (inYear < 2 ? inYear + 10 : inYear - 2) + 2) / 5)
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

// A batch is about one or two days: the last answer is nearly always the next one.
let rememberedDay = Number.NaN
let rememberedMonth = 0
let rememberedDayInMonth = 0

/** @see Howard Hinnant, chrono-Compatible Low-Level Date Algorithms, `civil_from_days` */
function remember(day: number): void {
  if (day === rememberedDay) return
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 2 : fromMarch - 10
  const year = yearOfEra + era * 400 + (month < 2 ? 1 : 0)
  rememberedDay = day
  rememberedMonth = (year - 1970) * 12 + month
  rememberedDayInMonth = dayOfYear - Math.floor((153 * fromMarch + 2) / 5)
}
