import { RapportError } from '@rapport/core'
import type Database from 'better-sqlite3'

export type Row = Record<string, unknown>
type Statement = Pick<Database.Statement<unknown[], Row>, 'all' | 'get' | 'run'>

/** Prepared statements of one connection, made when first needed and kept. */
export interface Connection {
  readonly db: Database.Database
  sql(text: string): Statement
  /** Whether the log holds pages of somebody erased, and has to be emptied rather than moved. */
  readonly log: { isToBeEmptied: boolean }
}

export function createConnection(db: Database.Database): Connection {
  const statements = new Map<string, Statement>()
  return {
    db,
    log: { isToBeEmptied: false },
    sql(text) {
      let statement = statements.get(text)
      if (statement === undefined) {
        statement = prepare(db, text)
        statements.set(text, statement)
      }
      return statement
    },
  }
}

/**
 * The driver takes `?1` for a name: numbered parameters travel as an object.
 *
 * The driver's SQLite is built with STAT4: it plans a statement of several tables anew whenever a parameter that might choose
 * the plan is bound, so on every run (5 to 10 µs, a join by key takes 1). Behind a plus, which changes nothing else, it does not.
 */
function prepare(db: Database.Database, text: string): Statement {
  const statement = db.prepare<unknown[], Row>(text.replaceAll('?', '+?'))
  if (!/\?\d/.test(text)) return statement
  const named = (values: unknown[]) => Object.fromEntries(values.map((value, at) => [at + 1, value]))
  return {
    all: (...values) => statement.all(named(values)),
    get: (...values) => statement.get(named(values)),
    run: (...values) => statement.run(named(values)),
  }
}

/**
 * Moves the log into the main file and cuts it to nothing, so that no page of before is left in it. What keeps it from that
 * (a full disk, a reader in the middle of a read) is no failure of what was committed: the next checkpoint tries again.
 */
export function emptyLog(c: Connection): void {
  try {
    const [{ busy }] = c.db.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }]
    if (busy === 0) c.log.isToBeEmptied = false
  } catch (error) {
    if (storeError(error).code !== 'STORE_FULL') throw error
  }
}

const booleans = ['isGhost', 'isDeleted', 'isHappening', 'isDead'] as const

/** Numbers back to booleans, JSON lists back to lists; in place, the row is ours. */
export function shaped<T>(row: Row): T {
  for (const name of booleans) if (name in row) row[name] = row[name] === 1
  if ('searchKeys' in row) {
    row.keys = JSON.parse(row.keys as string)
    row.searchKeys = JSON.parse(row.searchKeys as string)
  }
  return row as T
}

/** What SQLite throws, as the port's errors; the message of the cause holds no values. */
export function storeError(error: unknown): RapportError {
  const code = (error as { code?: string } | null)?.code ?? ''
  return RapportError.from(error, code.startsWith('SQLITE_FULL') ? 'STORE_FULL' : 'STORE_FAILED')
}

/** Runs a door's methods with errors named; each is synchronous inside, so nothing interleaves. */
export function guarded<T extends object>(methods: T): T {
  const door: Row = {}
  for (const [name, method] of Object.entries(methods))
    door[name] = async (...args: unknown[]) => {
      try {
        return await (method as (...args: unknown[]) => unknown)(...args)
      } catch (error) {
        throw storeError(error)
      }
    }
  return door as T
}
