import type { StreamConfig } from './config.ts'

/** A row's key: its key columns joined by `/`; `''` when one has no value. */
export function keyOf(stream: Pick<StreamConfig, 'key'>, row: object): string {
  const parts = [stream.key].flat().map((name) => textOf(row, name))
  return parts.includes('') ? '' : parts.join('/')
}

/** What orders two states of a row: a number, or text that sorts as its times do. */
export function versionOf(stream: Pick<StreamConfig, 'version'>, row: object): number | string | undefined {
  if (stream.version === undefined) return undefined
  const text = textOf(row, stream.version)
  if (text === '') return undefined
  if (/^-?\d{1,15}(\.\d+)?$/.test(text)) return Number(text)
  // Fractions of a second of one length, or 10:00:00.5Z would sort after 10:00:00.51Z.
  return text.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?/, (_, second: string, fraction = '') => {
    return `${second}.${fraction.padEnd(6, '0')}`
  })
}

function textOf(row: object, name: string): string {
  const value = (row as Readonly<Record<string, unknown>>)[name]
  return value === null || value === undefined ? '' : String(value).trim()
}
