import type { Json } from '@rapport/core'

/** What becomes of a column's values in a row; `binary` ones are left out. */
export type ColumnKind = 'number' | 'decimal' | 'text' | 'boolean' | 'date' | 'dateTime' | 'instant' | 'json' | 'binary'

export interface Column {
  readonly name: string
  /** As the server calls it. */
  readonly type: string
  readonly kind: ColumnKind
  /** How it is selected where that is not by its name alone. */
  readonly expression?: string
  /** What its values are compared as, around a placeholder: `cast(? as signed)`. */
  readonly bind?: string
  /** Why it can be neither key nor cursor: it is not compared as it is sorted. */
  readonly unordered?: string
}

/** A value as the driver gives it: exact, and comparable with the column when it is bound again. */
export type RawValue = string | number | bigint | null

/** A statement with its values bound. */
export interface Statement {
  readonly sql: string
  readonly values: readonly RawValue[]
}

/** What differs in the text of a statement. */
export interface Grammar {
  readonly quote: (identifier: string) => string
  /** What stands for a statement's value, the first being 1. */
  readonly placeholder: (count: number) => string
  /**
   * How "not before this row" is written so that an index on all of the columns is used, however many rows share the first
   * one's value: `(a, b) >= (?, ?)`, `a > ? or (a = ? and b >= ?)`, or a statement for each of these two, joined.
   */
  readonly seek: 'row' | 'or' | 'union'
}

/** An open database, read-only. One statement at a time. */
export interface Database {
  readonly grammar: Grammar
  /** The columns of what stands after FROM. @throws RapportError as `rows` */
  readonly describe: (from: string) => Promise<readonly Column[]>
  /**
   * Rows as lists, in the order of the columns selected.
   * @throws RapportError `QUERY_FAILED`, `QUERY_TIMEOUT`, `CONNECTION_UNREACHABLE`
   */
  readonly rows: (statement: Statement) => Promise<readonly (readonly RawValue[])[]>
  /** A value as it stands in a row of ours; `undefined`: left out. */
  readonly toJson: (column: Column, raw: RawValue) => Json | undefined
  /** Tables and views, for "did you mean": by their names, and with their schemas. */
  readonly tables: () => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

/** `2026-01-31 10:00:00.5` as ISO 8601 writes it; what is none (`infinity`) stays as it is. */
export function isoText(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]00(?::?00)?)?$/.exec(text)
  return parts === null ? text : `${parts[1]}T${parts[2]}${parts[3] === undefined ? '' : 'Z'}`
}

/** A whole number as a number where that is exact, else as its text. */
export function exactNumber(text: string): number | string | null {
  const value = Number(text)
  if (!Number.isFinite(value)) return null
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? text : value
}

/** JSON as a value; what is none stays text. */
export function parsedJson(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
