/**
 * A source's version as text that sorts as the source orders it: numbers by value, ISO instants and other text by their
 * letters. Numbers sort before text. Empty: the stream declares none.
 */
export function sortableVersion(version: number | string | undefined): string {
  if (version === undefined || version === '') return ''
  if (typeof version === 'number') return Number.isFinite(version) ? numeric(version) : ''
  return /^\d{1,15}$/.test(version) ? numeric(Number(version)) : `~${version}`
}

/** Sign, then 16 digits, then the fraction: `+0000000000000042.5`. Negative numbers count down. */
function numeric(value: number): string {
  const magnitude = Math.abs(value)
  const whole = Math.trunc(magnitude)
  const fraction = magnitude === whole ? '' : String(magnitude - whole).slice(1)
  if (value >= 0) return `+${String(whole).padStart(16, '0')}${fraction}`
  return `!${String(10 ** 15 - whole).padStart(16, '0')}`
}
