import { rowProblem } from '@rapport/core'

/** Rows are emitted and committed so many at a time, or so many bytes of text: long rows must not fill the memory. */
const ROWS_PER_SLICE = 1000
const BYTES_PER_SLICE = 4 * 1024 * 1024

/** Whether rows should be handed on. */
export function isSliceFull(rows: number, bytes: number): boolean {
  return rows >= ROWS_PER_SLICE || (rows > 0 && bytes >= BYTES_PER_SLICE)
}

/** No row is longer; what is, is a quote or a bracket that nobody closed. */
export const MAX_ROW_BYTES = 1024 * 1024

/** No row nests deeper: it would exhaust the stack of whatever stores it. */
export const MAX_ROW_DEPTH = 64

/** Some rows of a file. */
export interface Slice {
  readonly rows: readonly object[]
  /** Where the next one begins: in bytes of the text as UTF-8; in rows where a file is no text. */
  readonly offset: number
  /** Cells of a workbook that were read as nothing: those that hold an error (`#N/A`), and formulas never calculated. */
  readonly errors?: number
  readonly uncalculated?: number
}

/** What could not be read as a row, with as much of it as a person needs to find it. */
export function unreadRow(row: number, problem: string, text: string): object {
  return { text: text.slice(0, 10_000), [rowProblem]: `row ${row} ${problem}` }
}

/** About how long a value is as text, in characters. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 8
  let size = 2
  if (Array.isArray(value)) for (const one of value) size += sizeOf(one) + 1
  else for (const [name, member] of Object.entries(value)) size += name.length + sizeOf(member) + 1
  return size
}
