import type { Connection } from './connection.ts'

/** Tables whose rows are counted as they come and go: to count them when asked would read all of their pages. */
type Counted = 'profile' | 'anchor' | 'record' | 'activity' | 'link' | 'change'

/** How many rows one transaction added to tables, or removed. */
export class RowCounts {
  readonly #grown = new Map<Counted, number>()

  add(table: Counted, rows: number): void {
    if (rows !== 0) this.#grown.set(table, (this.#grown.get(table) ?? 0) + rows)
  }

  /** At the end of the transaction. */
  write(c: Connection): void {
    for (const [table, rows] of this.#grown)
      if (rows !== 0) c.sql('UPDATE counter SET value = value + ? WHERE name = ?').run(rows, `rows:${table}`)
  }
}

export function rowCount(c: Connection, table: Counted): number {
  return c.sql('SELECT value FROM counter WHERE name = ?').get(`rows:${table}`)?.value as number
}
