import type { Json } from '@rapport/core'
import pg from 'pg'
import { type SqlConfig, serverOf } from '../config.ts'
import {
  type Column,
  type ColumnKind,
  type Database,
  exactNumber,
  isoText,
  parsedJson,
  type RawValue,
  type Statement,
} from '../database.ts'
import { postgresqlFailure } from './failure.ts'

/** The server ends a statement that takes too long; where it does not even do that, we hang up so much later. */
const GRACE_MS = 5000

/** Everything as the server writes it: no value passes through a float or a Date. */
const types = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig

/** @throws RapportError `CONNECTION_REFUSED`, `CONNECTION_UNREACHABLE` */
export async function openPostgresql(config: SqlConfig, signal: AbortSignal): Promise<Database> {
  const { statementTimeoutMs, connectTimeoutMs } = config
  const { host, port, database, user, password, tls, ca } = serverOf(config)
  const options: pg.ClientConfig = {
    host,
    port,
    database,
    user,
    // As a function, so that no environment variable and no .pgpass stands in for it.
    password: () => password,
    ssl: tls === 'off' ? false : { rejectUnauthorized: tls === 'verify', ...(ca === undefined ? {} : { ca }) },
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs + GRACE_MS,
    keepAlive: true,
    application_name: 'rapport',
    types,
  }
  const failure = (error: unknown) => postgresqlFailure(error, { host, user, database, statementTimeoutMs })
  const client = new pg.Client(options)
  // A connection that breaks while nothing runs is told by the next statement.
  client.on('error', () => {})
  const end = () => client.end().catch(() => {})
  try {
    await client.connect()
  } catch (error) {
    await end()
    throw failure(error)
  }
  let pid = ''
  const cancel = () => {
    void cancelBackend(options, pid)
    void end()
  }
  signal.addEventListener('abort', cancel, { once: true })
  const begin = [
    'begin transaction isolation level read committed, read only',
    `set local statement_timeout = ${statementTimeoutMs}`,
    "set local timezone = 'UTC'",
    "set local datestyle = 'ISO, YMD'",
    "set local intervalstyle = 'iso_8601'",
    'set local extra_float_digits = 1',
    'set local standard_conforming_strings = on',
  ].join(';')

  /** One statement in a read-only transaction of its own: none stays open between pages. */
  async function run({ sql, values }: Statement): Promise<pg.QueryArrayResult<(string | null)[]>> {
    signal.throwIfAborted()
    try {
      await client.query(begin)
      const result = await client.query({ text: sql, values: [...values], rowMode: 'array' as const })
      await client.query('commit')
      return result as pg.QueryArrayResult<(string | null)[]>
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw failure(error)
    }
  }
  const rows = async (statement: Statement) => (await run(statement)).rows
  const opened: Database = {
    grammar: { quote, placeholder: (count) => `$${count}`, seek: 'row' },
    describe: async (from) => {
      const { fields } = await run({ sql: `select * from ${from} limit 0`, values: [] })
      const oids = [...new Set(fields.map(({ dataTypeID }) => String(dataTypeID)))]
      const found = await rows({
        sql: 'select oid, format_type(oid, null), typcategory from pg_type where oid = any($1::oid[])',
        values: [`{${oids.join(',')}}`],
      })
      const known = new Map(found.map(([oid, type, category]) => [oid, { type: type ?? '', category: category ?? '' }]))
      return fields.map(({ name, dataTypeID }) => columnOf(name, known.get(String(dataTypeID))))
    },
    rows,
    toJson,
    tables: async () => {
      const found = await rows({
        sql: `select table_schema, table_name, table_schema = any(current_schemas(false)) from information_schema.tables
              where table_schema not in ('pg_catalog', 'information_schema') limit 10000`,
        values: [],
      })
      return found.map(([schema, table, isOnPath]) => (isOnPath === 't' ? String(table) : `${schema}.${table}`))
    },
    close: async () => {
      signal.removeEventListener('abort', cancel)
      await end()
    },
  }
  try {
    const [[found] = []] = await rows({ sql: 'select pg_backend_pid()', values: [] })
    pid = found ?? ''
    return opened
  } catch (error) {
    await opened.close()
    throw error
  }
}

const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`

/** Ends the statement of another connection of ours. It may have ended by itself. */
async function cancelBackend(options: pg.ClientConfig, pid: string): Promise<void> {
  const client = new pg.Client({ ...options, query_timeout: GRACE_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select pg_cancel_backend($1::int)', [pid])
  } catch {
    // The statement's own time-out ends it then.
  } finally {
    await client.end().catch(() => {})
  }
}

const kinds: Readonly<Record<string, ColumnKind>> = {
  boolean: 'boolean',
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  oid: 'number',
  real: 'number',
  'double precision': 'number',
  numeric: 'decimal',
  date: 'date',
  'timestamp without time zone': 'dateTime',
  'timestamp with time zone': 'instant',
  json: 'json',
  jsonb: 'json',
  bytea: 'binary',
}

function columnOf(name: string, found: { readonly type: string; readonly category: string } | undefined): Column {
  const type = found?.type ?? 'unknown'
  // Lists and composites come as JSON.
  if (found?.category === 'A' || found?.category === 'C')
    return { name, type, kind: 'json', expression: `to_json(${quote(name)})`, unordered: type }
  const kind = kinds[type] ?? 'text'
  return { name, type, kind, ...(type === 'json' || kind === 'binary' ? { unordered: type } : {}) }
}

function toJson({ kind }: Column, raw: RawValue): Json | undefined {
  if (raw === null) return null
  const text = String(raw)
  switch (kind) {
    case 'number':
      return exactNumber(text)
    case 'decimal':
      return /\d/.test(text) ? text : null
    case 'boolean':
      return text === 't'
    case 'dateTime':
    case 'instant':
      return isoText(text)
    case 'json':
      return parsedJson(text)
    case 'binary':
      return undefined
    default:
      return text
  }
}
