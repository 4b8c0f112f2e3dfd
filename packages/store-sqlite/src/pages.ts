import { encodeCursor, type Page, type Position } from '@rapport/engine'
import type { Row } from './connection.ts'

/** A keyset page of rows that were read with one more than its limit. */
export function page<T>(rows: Row[], limit: number, position: (row: Row) => Position, shape: (row: Row) => T): Page<T> {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  const next = rows.length > limit && last !== undefined ? encodeCursor(position(last)) : null
  return { items: kept.map(shape), next }
}

/** As a statement takes a list; null: none. */
export const list = (values: readonly unknown[] | undefined): string | null =>
  values === undefined ? null : JSON.stringify(values)

/** Several values are joined by `|`: any of them that is allowed will do. An allowed value is one, whatever is in it. */
export const scoped = (column: string, at: number): string =>
  `(?${at} IS NULL OR ${column} IS NULL OR EXISTS (SELECT 1 FROM json_each(?${at}) j WHERE instr(j.value, '|') = 0 AND instr('|' || ${column} || '|', '|' || j.value || '|') > 0))`
