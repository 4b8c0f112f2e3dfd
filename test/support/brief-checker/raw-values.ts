import type { RawRow } from './source-rows.ts'

/** What a raw row holds, read by the formats that the worlds' README files name. */
export interface RawValues {
  /** Every text, folded. */
  readonly texts: readonly string[]
  /** Every text as it stands. */
  readonly raw: readonly string[]
  readonly numbers: readonly number[]
  readonly times: readonly RawTime[]
}

/** A day without a time, or an instant. */
export type RawTime = { readonly day: string } | { readonly ms: number }

const shortMonths = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')
const cache = new WeakMap<RawRow, RawValues>()

/** Lower case, without accents and marks, single spaces. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/[’']/g, "'")
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim()

export function rawValuesOf(row: RawRow): RawValues {
  const there = cache.get(row)
  if (there) return there
  const raw: string[] = []
  const numbers: number[] = []
  const times: RawTime[] = []
  const walk = (value: unknown): void => {
    if (typeof value === 'number') {
      numbers.push(value)
      raw.push(String(value))
    } else if (typeof value === 'string') {
      if (value === '') return
      raw.push(value)
      const time = timeOf(value)
      if (time) times.push(time)
      const number = numberOf(value)
      if (number !== undefined) numbers.push(number)
    } else if (Array.isArray(value)) for (const one of value) walk(one)
    else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) walk(one)
  }
  walk(row)
  const values = { texts: raw.map(folded), raw, numbers, times }
  cache.set(row, values)
  return values
}

/** `1291,50`, `-12.5`, `64` */
export function numberOf(text: string): number | undefined {
  return /^-?\d{1,12}(?:[.,]\d{1,4})?$/.test(text) ? Number(text.replace(',', '.')) : undefined
}

/** The formats of the worlds' systems; those of the tills and of the hotels' desk are of Paris and Milan, which share a clock. */
export function timeOf(text: string): RawTime | undefined {
  const iso = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2}))?$/.exec(text)
  if (iso)
    return iso[2] === undefined
      ? { day: iso[1] as string }
      : { ms: Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')) }
  const naive = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(text)
  if (naive) return { ms: Date.parse(`${naive[1]}T${naive[2]}Z`) }
  const dotted = /^(\d{2})[./](\d{2})[./](\d{4})(?: (\d{2}:\d{2}))?$/.exec(text)
  if (dotted) {
    const day = `${dotted[3]}-${dotted[2]}-${dotted[1]}`
    return dotted[4] === undefined ? { day } : { ms: parisMs(day, dotted[4]) }
  }
  const named = /^(\d{2})-([A-Z]{3})-(\d{4})(?: (\d{2}:\d{2}:\d{2}))?$/.exec(text)
  if (named) {
    const month = String(shortMonths.indexOf(named[2] ?? '') + 1).padStart(2, '0')
    const day = `${named[3]}-${month}-${named[1]}`
    return named[4] === undefined ? { day } : { ms: Date.parse(`${day}T${named[4]}Z`) }
  }
  return undefined
}

function parisMs(day: string, time: string): number {
  for (const hours of ['+02:00', '+01:00']) {
    const ms = Date.parse(`${day}T${time}:00${hours}`)
    const local = localIn('Europe/Paris', ms)
    if (local.day === day && local.time === time) return ms
  }
  return Date.parse(`${day}T${time}:00+01:00`)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The wall clock of an instant in a zone. */
export function localIn(zone: string, ms: number): { readonly day: string; readonly time: string } {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    formats.set(zone, format)
  }
  const [day = '', time = ''] = format.format(ms).split(' ')
  return { day, time }
}
