/** How a cell's number is meant, by what it is shown as. */
export type NumberFormat =
  | { readonly kind: 'number' }
  | { readonly kind: 'date'; readonly hasDay: boolean; readonly hasTime: boolean }
  /** Hours that go on beyond a day: `[h]:mm`. */
  | { readonly kind: 'duration' }
  /** Nothing but so many noughts: a postcode or an article number that was typed as a number. */
  | { readonly kind: 'digits'; readonly width: number }

export const plainNumber: NumberFormat = { kind: 'number' }
const day: NumberFormat = { kind: 'date', hasDay: true, hasTime: false }
const time: NumberFormat = { kind: 'date', hasDay: false, hasTime: true }
const dayAndTime: NumberFormat = { kind: 'date', hasDay: true, hasTime: true }
const duration: NumberFormat = { kind: 'duration' }

/** Formats that a workbook does not write out; 27 to 36 and 50 to 58 are days, seldom times, of East Asian locales. */
function builtIn(id: number): NumberFormat {
  if (id === 22) return dayAndTime
  if (id === 46) return duration
  if ((id >= 18 && id <= 21) || id === 45 || id === 47) return time
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return day
  return plainNumber
}

/**
 * What a number format makes of numbers.
 * @param id of the format; the workbook's own begin at 164
 * @param code as `yyyy-mm-dd;@`; without it the id alone says
 */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return builtIn(id)
  // Only the first section, that of positive numbers, without what it shows as it is.
  const [section = ''] = code
    .replace(/"[^"]*"?|[\\_*]./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]?/gi, '')
    .split(';')
  const bare = section.replace(/general|AM\/PM|A\/P/gi, '').toLowerCase()
  if (/^0{2,}$/.test(bare)) return { kind: 'digits', width: bare.length }
  if (/\[[hms]+\]/.test(bare)) return duration
  // An m beside hours or seconds is minutes. The e of a number is an exponent.
  const hasTime = /[hs]/.test(bare)
  const hasDay = /[yd]/.test(bare) || (!hasTime && bare.includes('m'))
  return hasDay || hasTime ? { kind: 'date', hasDay, hasTime } : plainNumber
}
