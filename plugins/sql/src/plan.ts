import { createHash } from 'node:crypto'
import { RapportError } from '@rapport/core'
import type { StreamConfig } from './config.ts'
import type { Column, Database } from './database.ts'
import { hint } from './nearest.ts'
import { bracketed } from './query.ts'

/** How a stream is read, once its columns are known. */
export interface Plan {
  /** What stands after FROM. */
  readonly from: string
  /** What is selected, in this order: all but binary columns. */
  readonly columns: readonly Column[]
  readonly key: readonly Column[]
  readonly cursor: Column | undefined
  /** What a cursor of ours counts on: another table, key or cursor column begins anew. */
  readonly fingerprint: string
}

/**
 * Looks a stream's columns up, and the ones that its configuration names among them.
 * @throws RapportError `CONFIG_INVALID`, with the name that was probably meant; and as the database does
 */
export async function planOf(database: Database, stream: StreamConfig): Promise<Plan> {
  const from = fromOf(database, stream)
  const described = await database.describe(from).catch(async (error: unknown) => {
    throw (await unknownTable(database, stream, error)) ?? error
  })
  const find = (name: string, path: string): Column => {
    const found = described.find((column) => column.name === name)
    if (found !== undefined) return found
    const names = described.map((column) => column.name)
    throw invalid(stream, path, `there is no column ${name}${hint(name, names)}`)
  }
  const ordered = (name: string, path: string): Column => {
    const column = find(name, path)
    if (column.unordered === undefined) return column
    throw invalid(stream, path, `${name} is ${column.unordered}, which cannot be paged by; cast it in a query`)
  }
  const key = [stream.key].flat().map((name) => ordered(name, 'key'))
  const cursor = stream.cursor === undefined ? undefined : ordered(stream.cursor, 'cursor')
  for (const path of ['version', 'deleted'] as const) {
    const name = stream[path]
    if (name !== undefined && find(name, path).kind === 'binary') throw invalid(stream, path, `${name} is binary`)
  }
  const { overlap } = stream
  if (overlap > 0 && cursor?.kind === 'boolean')
    throw invalid(stream, 'overlap', 'the cursor is neither time nor number')
  const identity = [stream.table ?? '', stream.query ?? '', stream.cursor ?? '', ...key.map(({ name }) => name)]
  return {
    from,
    columns: described.filter(({ kind }) => kind !== 'binary'),
    key,
    cursor,
    fingerprint: createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, 16),
  }
}

function fromOf({ grammar }: Database, { table, query }: StreamConfig): string {
  if (query !== undefined) return `${bracketed(query)} as rapport_rows`
  return partsOf(table ?? '')
    .map(grammar.quote)
    .join('.')
}

/** `sales.orders` is two names, `"sales.orders"` is one. */
function partsOf(table: string): readonly string[] {
  const parts = table.match(/"(?:[^"]|"")+"|[^".]+/g) ?? [table]
  return parts.map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part))
}

/** That a table cannot be described because there is none of its name, with the one that was probably meant. */
async function unknownTable(
  database: Database,
  stream: StreamConfig,
  error: unknown,
): Promise<RapportError | undefined> {
  if (stream.table === undefined || !RapportError.is(error) || error.code !== 'QUERY_FAILED') return undefined
  const tables = await database.tables().catch(() => undefined)
  if (tables === undefined || tables.includes(stream.table)) return undefined
  const name = partsOf(stream.table).join('.')
  return tables.includes(name)
    ? undefined
    : invalid(stream, 'table', `there is no table ${name} that this user may read${hint(name, tables)}`, error)
}

function invalid(stream: StreamConfig, path: string, problem: string, cause?: unknown): RapportError {
  const details = { name: `stream ${stream.name}`, problem, path: `streams.${stream.name}.${path}` }
  return new RapportError('CONFIG_INVALID', details, cause === undefined ? {} : { cause })
}
