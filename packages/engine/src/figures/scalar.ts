import type { InsightDocument } from '@rapport/core'

/** What min, max, first and last keep. Instants are epoch milliseconds, money is minor units. */
export type Scalar = number | string | boolean

/** Texts are cut here, so that a row of figures stays small whatever a source sends. */
const MAX_TEXT = 120

/**
 * A value as figures keep it; `undefined` when it is none of that unit. Money is the reporting amount where there is one.
 * Numbers beyond 2^53 are no numbers here: they cannot be added up without loss.
 */
export function scalarOf(unit: InsightDocument['unit'], value: unknown): Scalar | undefined {
  if (typeof value === 'number') {
    if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) return undefined
    // -0 and 0 are one value and must be one text.
    return unit === 'text' ? String(value) : value + 0
  }
  if (typeof value === 'string') {
    if (unit === 'instant') return instantMs(value)
    // A lone surrogate would not survive UTF-8.
    return (value.length > MAX_TEXT ? cut(value) : value).toWellFormed()
  }
  if (typeof value === 'boolean') return unit === 'text' ? String(value) : value
  if (typeof value === 'object' && value !== null && 'amountMinor' in value) {
    const money = value as { readonly amountMinor: unknown; readonly reportingMinor?: unknown }
    const amount = money.reportingMinor ?? money.amountMinor
    return typeof amount === 'number' ? scalarOf(unit, amount) : undefined
  }
  return undefined
}

/** A scalar as a number to add up: numbers, and texts that are numbers. */
export function addend(scalar: Scalar | undefined): number | undefined {
  if (typeof scalar === 'number') return scalar
  if (typeof scalar !== 'string' || scalar.trim() === '') return undefined
  const number = Number(scalar)
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : undefined
}

/** A total order: truth values, then numbers, then texts by code unit. */
export function compareScalars(a: Scalar, b: Scalar): number {
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0
  return rank(a) - rank(b)
}

function rank(value: Scalar): number {
  return typeof value === 'boolean' ? 0 : typeof value === 'number' ? 1 : 2
}

function instantMs(text: string): number | undefined {
  // A naive time would be read in the zone of the machine; canonical instants are in UTC.
  const isZoned = text.endsWith('Z') || !/T[\d:.]+$/.test(text)
  const ms = Date.parse(isZoned ? text : `${text}Z`)
  return Number.isNaN(ms) ? undefined : ms
}

function cut(text: string): string {
  const last = text.charCodeAt(MAX_TEXT - 1)
  const isSplitPair = last >= 0xd800 && last < 0xdc00
  return text.slice(0, isSplitPair ? MAX_TEXT - 1 : MAX_TEXT)
}
