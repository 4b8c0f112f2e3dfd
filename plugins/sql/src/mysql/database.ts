import type { Json } from '@rapport/core'
import { type Connection, type ConnectionOptions, createConnection, type FieldPacket } from 'mysql2/promise'
import { type SqlConfig, serverOf } from '../config.ts'
import {
  type Column,
  type Database,
  exactNumber,
  isoText,
  parsedJson,
  type RawValue,
  type Statement,
} from '../database.ts'
import { columnOf, quote } from './columns.ts'
import { mysqlFailure } from './failure.ts'

/** The server ends a statement that takes too long; where it does not even do that, we hang up so much later. */
const GRACE_MS = 5000

/** @throws RapportError `CONNECTION_REFUSED`, `CONNECTION_UNREACHABLE` */
export async function openMysql(config: SqlConfig, signal: AbortSignal): Promise<Database> {
  const { statementTimeoutMs, connectTimeoutMs } = config
  const { host, port, database, user, password, tls, ca } = serverOf(config)
  const options: ConnectionOptions = {
    host,
    port,
    database,
    user,
    password,
    ...(tls === 'off' ? {} : { ssl: { rejectUnauthorized: tls === 'verify', ...(ca === undefined ? {} : { ca }) } }),
    connectTimeout: connectTimeoutMs,
    charset: 'utf8mb4',
    // Everything exact: no value passes through a float or a Date.
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    decimalNumbers: false,
    jsonStrings: true,
    rowsAsArray: true,
    multipleStatements: false,
  }
  const failure = (error: unknown) => mysqlFailure(error, { host, user, database, statementTimeoutMs })
  let connection: Connection
  try {
    connection = await createConnection(options)
  } catch (error) {
    throw failure(error)
  }
  // A connection that breaks while nothing runs is told by the next statement.
  connection.on('error', () => {})
  const cancel = () => {
    void killQuery(options, connection.threadId)
    connection.destroy()
  }
  signal.addEventListener('abort', cancel, { once: true })

  /** One statement in a read-only transaction of its own: none stays open between pages. */
  async function run({ sql, values }: Statement): Promise<[(RawValue | Buffer)[][], FieldPacket[]]> {
    signal.throwIfAborted()
    const timeout = statementTimeoutMs + GRACE_MS
    try {
      await connection.query({ sql: 'start transaction read only', timeout })
      const result = await connection.execute({ sql, values: [...values], timeout })
      await connection.query({ sql: 'commit', timeout })
      return result as unknown as [(RawValue | Buffer)[][], FieldPacket[]]
    } catch (error) {
      await connection.query({ sql: 'rollback', timeout: GRACE_MS }).catch(() => {})
      throw failure(error)
    }
  }
  const rows = async (statement: Statement) => (await run(statement))[0] as RawValue[][]
  const close = async () => {
    signal.removeEventListener('abort', cancel)
    // Says goodbye where the server still listens.
    await Promise.race([connection.end().catch(() => {}), new Promise((done) => setTimeout(done, 1000).unref())])
    connection.destroy()
  }
  try {
    const [[version] = []] = await rows({ sql: 'select version()', values: [] })
    const isMariadb = String(version).includes('MariaDB')
    for (const setting of [
      "time_zone = '+00:00'",
      // Quotes and backslashes as the check of queries reads them.
      "sql_mode = ''",
      isMariadb ? `max_statement_time = ${statementTimeoutMs / 1000}` : `max_execution_time = ${statementTimeoutMs}`,
    ])
      await connection.query(`set session ${setting}`)
    return {
      grammar: { quote, placeholder: () => '?', seek: 'or' },
      describe: async (from) => {
        const [, fields] = await run({ sql: `select * from ${from} limit 0`, values: [] })
        const json = isMariadb ? await jsonColumns(rows) : new Set<string>()
        return fields.map((field) => columnOf(field, json))
      },
      rows,
      toJson,
      tables: async () => {
        const found = await rows({
          sql: `select table_schema, table_name, table_schema = database() from information_schema.tables
                where table_schema not in ('information_schema', 'mysql', 'performance_schema', 'sys') limit 10000`,
          values: [],
        })
        return found.map(([schema, table, isHere]) => (Number(isHere) === 1 ? String(table) : `${schema}.${table}`))
      },
      close,
    }
  } catch (error) {
    await close()
    throw failure(error)
  }
}

/** MariaDB's JSON is text that a check watches over: `schema.table.column` of all that are watched so. */
async function jsonColumns(rows: Database['rows']): Promise<ReadonlySet<string>> {
  const found = await rows({
    sql: `select constraint_schema, table_name, check_clause from information_schema.check_constraints
          where check_clause like 'json\\_valid(\`%\`)'`,
    values: [],
  })
  return new Set(found.map(([schema, table, clause]) => `${schema}.${table}.${String(clause).slice(12, -2)}`))
}

/** Ends the statement of another connection of ours. It may have ended by itself. */
async function killQuery(options: ConnectionOptions, id: number): Promise<void> {
  try {
    const other = await createConnection(options)
    await other.query({ sql: `kill query ${Number(id)}`, timeout: GRACE_MS })
    other.destroy()
  } catch {
    // The statement's own time-out ends it then.
  }
}

function toJson({ kind, type }: Column, raw: RawValue | Buffer): Json | undefined {
  if (raw === null) return null
  if (typeof raw === 'object') return undefined
  switch (kind) {
    case 'number':
      return type === 'float' ? Number(Number(raw).toPrecision(7)) : exactNumber(String(raw))
    case 'dateTime':
      return isoText(String(raw))
    case 'instant':
      return isoText(`${raw}Z`)
    case 'json':
      return parsedJson(String(raw))
    case 'binary':
      return undefined
    default:
      return String(raw)
  }
}
