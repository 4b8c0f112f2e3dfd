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

/** Some rows of a file, and where the next one begins, in bytes of its text as UTF-8. */
export interface Slice {
  readonly rows: readonly object[]
  readonly offset: number
}

/** What could not be read as a row, with as much of it as a person needs to find it. */
export function unreadRow(row: number, problem: string, text: string): object {
  return { text: text.slice(0, 10_000), [rowProblem]: `row ${row} ${problem}` }
}
