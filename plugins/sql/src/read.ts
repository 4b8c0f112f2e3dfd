import { type Deletion, type Json, RapportError, type StreamContext } from '@rapport/core'
import type { SqlConfig, StreamConfig } from './config.ts'
import type { Database, RawValue } from './database.ts'
import { withDatabase } from './open.ts'
import { pagesOf } from './pages.ts'
import { type Plan, planOf } from './plan.ts'
import { before, fromBound, notAfter, type Part, type SqlCursor, toBound } from './position.ts'
import { keyOf, versionOf } from './row.ts'
import { keylessStatement } from './select.ts'

/** So many rows without a key are shown under Rejected, a run. */
const KEYLESS_ROWS = 100

type Context = StreamContext<SqlConfig, object, SqlCursor>

/**
 * Reads a stream: with a cursor column what changed since the last run, else all of it as a snapshot. A run that was stopped
 * goes on at the row it had reached.
 * @throws RapportError `CONFIG_INVALID`, `CONNECTION_REFUSED`, `CONNECTION_UNREACHABLE`, `QUERY_FAILED`, `QUERY_TIMEOUT`
 */
export function readStream(context: Context, stream: StreamConfig): Promise<void> {
  return withDatabase(context.config, context.signal, async (database) => {
    const plan = await planOf(database, stream)
    const known = context.cursor?.of === plan.fingerprint ? context.cursor : { of: plan.fingerprint }
    const run = { context, database, stream, plan }
    await (plan.cursor === undefined ? readAll(run, known) : readChanges(run, known))
  })
}

interface Run {
  readonly context: Context
  readonly database: Database
  readonly stream: StreamConfig
  readonly plan: Plan
}

async function readAll(run: Run, known: SqlCursor): Promise<void> {
  const { context, plan, stream } = run
  const { of } = known
  if (known.at === undefined && stream.snapshot) await context.emit({ snapshot: 'start' })
  await readPart(run, 'all', known.at?.values.map(fromBound) ?? [], (values) => ({ of, at: { part: 'all', values } }))
  await readKeyless(run, [])
  if (!stream.snapshot) return await context.emit({ cursor: { of: plan.fingerprint } })
  try {
    await context.emit({ snapshot: 'complete', cursor: { of } })
  } catch (error) {
    // Whoever then allows the deletes, or mends the table, has it read anew: what was seen now says nothing of then.
    if (RapportError.is(error) && error.code === 'SNAPSHOT_BRAKE') await context.emit({ cursor: { of } })
    throw error
  }
}

async function readChanges(run: Run, known: SqlCursor): Promise<void> {
  const { context, plan, stream } = run
  const { of, at } = known
  const kept = known.since === undefined ? {} : { since: known.since }
  const column = plan.cursor
  if (column === undefined) return
  let undated = false
  if (at?.part !== 'changed') {
    const from = at?.values.map(fromBound) ?? []
    await readPart(run, 'undated', from, (values) => {
      undated = true
      return { of, ...kept, at: { part: 'undated', values } }
    })
  }
  const start = known.since === undefined ? [] : [before(fromBound(known.since), stream.overlap)]
  let since = at?.part === 'changed' ? at.values[0] : known.since
  let reached = known
  await readPart(run, 'changed', at?.part === 'changed' ? at.values.map(fromBound) : start, (values) => {
    since = values[0]
    reached = { of, ...kept, at: { part: 'changed', values } }
    return reached
  })
  await readKeyless(run, start)
  const next = since === undefined ? undefined : toBound(notAfter(fromBound(since), column, context.now()))
  const cursor: SqlCursor = { of, ...(next === undefined ? {} : { since: next }) }
  // A run that met nothing writes nothing.
  if (undated || JSON.stringify(cursor) !== JSON.stringify(reached)) await context.emit({ cursor })
}

/** Emits a part's rows, page by page, each with the cursor that resumes after it. */
async function readPart(
  run: Run,
  part: Part,
  from: readonly RawValue[],
  cursorAt: (values: NonNullable<SqlCursor['at']>['values']) => SqlCursor,
): Promise<void> {
  const { context, database, plan } = run
  const order = part === 'changed' && plan.cursor !== undefined ? [plan.cursor, ...plan.key] : plan.key
  const range = { order: [...new Set(order)], from, without: part === 'undated' ? plan.cursor : undefined }
  for await (const { rows, last } of pagesOf(database, plan, range, context.config.pageRows)) {
    context.signal.throwIfAborted()
    await context.emit({ ...contentOf(run, rows), cursor: cursorAt(last.map(toBound)) })
  }
}

/** Rows without a key are refused by name, so that somebody sees them. */
async function readKeyless(run: Run, from: readonly RawValue[]): Promise<void> {
  const { context, database, plan } = run
  const rows = await database.rows(keylessStatement(database.grammar, plan, from, KEYLESS_ROWS))
  if (rows.length > 0) await context.emit({ rows: contentOf(run, rows).rows })
}

function contentOf(
  { database, plan, stream }: Run,
  raw: readonly (readonly RawValue[])[],
): { readonly rows: readonly object[]; readonly deletes: readonly Deletion[] } {
  const rows: object[] = []
  const deletes: Deletion[] = []
  for (const values of raw) {
    const row: Record<string, Json> = Object.fromEntries(
      plan.columns.flatMap((column, at) => {
        const value = database.toJson(column, values[at] ?? null)
        return value === undefined ? [] : [[column.name, value]]
      }),
    )
    const key = keyOf(stream, row)
    if (stream.deleted === undefined || key === '' || !isMarked(row[stream.deleted])) rows.push(row)
    else {
      const version = versionOf(stream, row)
      deletes.push(version === undefined ? key : { key, version })
    }
  }
  return { rows, deletes }
}

const isMarked = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && value !== false && value !== 0 && value !== '' && value !== '0'
