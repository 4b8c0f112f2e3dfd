import type { Database, RawValue } from './database.ts'
import type { Plan } from './plan.ts'
import { toBound } from './position.ts'
import { pageStatement, type Range } from './select.ts'

/** Rows of a first page, whose length is not known yet. */
const FIRST_ROWS = 250
/** Text of a page, roughly: longer rows make shorter pages, so that they never fill the memory. */
const PAGE_CHARACTERS = 4 * 1024 * 1024

export interface Page {
  readonly rows: readonly (readonly RawValue[])[]
  /** The last row's values of the order's columns: where the next page begins. */
  readonly last: readonly RawValue[]
}

/**
 * The rows of a range, page by page. Each page begins with the row that ended the one before: values that the database takes for equal
 * (`a` and `A` in many collations) are then not lost between two; rows that were just read are left out.
 */
export async function* pagesOf(database: Database, plan: Plan, range: Range, maxRows: number): AsyncGenerator<Page> {
  const places = range.order.map((column) => plan.columns.indexOf(column))
  const valuesOf = (row: readonly RawValue[]) => places.map((place) => row[place] ?? null)
  const nameOf = (row: readonly RawValue[]) => JSON.stringify(valuesOf(row).map(toBound))
  let { from } = range
  let seen: ReadonlySet<string> = new Set()
  let limit = Math.min(FIRST_ROWS, maxRows)
  for (;;) {
    // One more than wanted where the first is usually the last page's last.
    const asked = seen.size === 0 ? limit : limit + 1
    const read = await database.rows(pageStatement(database.grammar, plan, { ...range, from }, asked))
    const isLast = read.length < asked
    const rows = read.filter((row) => !seen.has(nameOf(row)))
    const end = read.at(-1)
    if (end === undefined) return
    if (rows.length > 0) yield { rows, last: valuesOf(end) }
    if (isLast) return
    // More equal rows than a page holds: a longer one gets past them.
    if (rows.length === 0) limit *= 2
    else {
      const characters = rows.reduce((sum, row) => sum + lengthOf(row), 0)
      const fitting = Math.floor((rows.length * PAGE_CHARACTERS) / Math.max(1, characters))
      limit = Math.max(1, Math.min(limit * 2, fitting, maxRows))
    }
    from = valuesOf(end)
    seen = new Set(read.map(nameOf))
  }
}

function lengthOf(row: readonly RawValue[]): number {
  let length = 0
  for (const value of row) length += typeof value === 'string' ? value.length : 8
  return length
}
