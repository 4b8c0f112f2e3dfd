import type { FieldPacket } from 'mysql2/promise'
import type { Column, ColumnKind } from '../database.ts'

export const quote = (identifier: string): string => `\`${identifier.replaceAll('`', '``')}\``

const UNSIGNED = 32
const ENUM = 256
const SET = 2048
/** The character set of bytes that are no text. */
const BINARY = 63

type Known = readonly [type: string, kind: ColumnKind, bind?: string]

/** By the protocol's type codes. A value is cast to its column's type: the manual has numbers and texts compared as floats. */
const known: Readonly<Record<number, Known>> = {
  0: ['decimal', 'decimal', 'cast(? as decimal(65, 30))'],
  1: ['tinyint', 'number', 'cast(? as signed)'],
  2: ['smallint', 'number', 'cast(? as signed)'],
  3: ['int', 'number', 'cast(? as signed)'],
  4: ['float', 'number'],
  5: ['double', 'number'],
  7: ['timestamp', 'instant', 'cast(? as datetime(6))'],
  8: ['bigint', 'number', 'cast(? as signed)'],
  9: ['mediumint', 'number', 'cast(? as signed)'],
  10: ['date', 'date', 'cast(? as date)'],
  11: ['time', 'text', 'cast(? as time(6))'],
  12: ['datetime', 'dateTime', 'cast(? as datetime(6))'],
  13: ['year', 'number', 'cast(? as signed)'],
  15: ['varchar', 'text'],
  16: ['bit', 'number', 'cast(? as unsigned)'],
  245: ['json', 'json'],
  246: ['decimal', 'decimal', 'cast(? as decimal(65, 30))'],
  249: ['text', 'text'],
  250: ['text', 'text'],
  251: ['text', 'text'],
  252: ['text', 'text'],
  253: ['varchar', 'text'],
  254: ['char', 'text'],
}
const texts = new Set([15, 249, 250, 251, 252, 253, 254])

/** @param json `schema.table.column` of what is JSON though it is called text */
export function columnOf(field: FieldPacket, json: ReadonlySet<string>): Column {
  const { name } = field
  const code = field.type ?? 255
  const flags = Number(field.flags ?? 0)
  const { characterSet, schema, orgTable, orgName } = field as FieldPacket & { readonly characterSet?: number }
  const [type, kind, bind] = known[code] ?? ['geometry', 'binary' as const]
  if (kind === 'binary' || (texts.has(code) && characterSet === BINARY))
    return { name, type: texts.has(code) ? 'binary' : type, kind: 'binary', unordered: type }
  // Sorted by its place in the list, compared by its letters.
  if ((flags & (ENUM | SET)) !== 0)
    return { name, type: flags & ENUM ? 'enum' : 'set', kind: 'text', unordered: 'an enum or set' }
  if (kind === 'json' || json.has(`${schema}.${orgTable}.${orgName}`))
    return { name, type: 'json', kind: 'json', unordered: 'json' }
  return {
    name,
    type,
    kind,
    // Bits come as bytes otherwise.
    ...(type === 'bit' ? { expression: `${quote(name)} + 0` } : {}),
    ...(bind === undefined ? {} : { bind: flags & UNSIGNED ? bind.replace('as signed', 'as unsigned') : bind }),
  }
}
