import {
  type Context,
  defineSource,
  defineStream,
  type Health,
  RapportError,
  type Source,
  type Stream,
} from '@rapport/core'
import { z } from 'zod'
import { config, type SqlConfig, type StreamConfig } from './config.ts'
import type { Database } from './database.ts'
import { withDatabase } from './open.ts'
import { type Plan, planOf } from './plan.ts'
import { cursor } from './position.ts'
import { readStream } from './read.ts'
import { keyOf, versionOf } from './row.ts'
import { pageStatement } from './select.ts'

/** While documents are saved, a database that does not answer is not waited for any longer. */
const LOOK_TIMEOUT_MS = 3000

/** A database's tables and queries as streams. */
export const sqlSource: Source = defineSource({
  name: 'sql',
  title: 'SQL database',
  config,
  check,
  streams: streamsOf,
})

/** Signs in, and reads a row of every stream in the way that a sync does. */
async function check(context: Context<SqlConfig>): Promise<Health> {
  try {
    await withDatabase(context.config, context.signal, async (database) => {
      for (const stream of context.config.streams) await tryOut(database, stream)
    })
    return { ok: true }
  } catch (error) {
    if (!RapportError.is(error)) throw error
    return { ok: false, problem: error.message, solve: error.solve }
  }
}

async function tryOut(database: Database, stream: StreamConfig): Promise<void> {
  const plan = await planOf(database, stream)
  const order = [...new Set(plan.cursor === undefined ? plan.key : [plan.cursor, ...plan.key])]
  const [row] = await database.rows(pageStatement(database.grammar, plan, { order, from: [] }, 1))
  if (row === undefined) return
  const from = order.map((column) => row[plan.columns.indexOf(column)] ?? null)
  await database.rows(pageStatement(database.grammar, plan, { order, from }, 1))
}

async function streamsOf(context: Context<SqlConfig>): Promise<readonly Stream<SqlConfig>[]> {
  const plans = new Map<string, Plan>()
  const settings = { ...context.config, connectTimeoutMs: Math.min(context.config.connectTimeoutMs, LOOK_TIMEOUT_MS) }
  // A database that is down must not take the rules of its streams away; `check` and `read` tell.
  await withDatabase(settings, context.signal, async (database) => {
    for (const stream of context.config.streams) {
      const plan = await planOf(database, stream).catch(() => undefined)
      if (plan !== undefined) plans.set(stream.name, plan)
    }
  }).catch(() => {})
  return context.config.streams.map((stream) => streamOf(stream, plans.get(stream.name)))
}

function streamOf(stream: StreamConfig, plan: Plan | undefined): Stream<SqlConfig> {
  const { name, entity, mode, unique, version } = stream
  const { set = {}, ...mapping } = stream.mapping ?? {}
  const given = Object.fromEntries(Object.entries(mapping).filter(([, member]) => member !== undefined))
  return defineStream(config, {
    name,
    entity,
    mode,
    unique,
    row: rowSchema(plan),
    key: (row) => keyOf(stream, row),
    ...(version !== undefined && { version: (row: object) => versionOf(stream, row) }),
    cursor,
    mapping: { ...given, set },
    read: (context) => readStream(context, stream),
  })
}

/** Names and types for documentation, names for the check of mappings; values are what the database says, whatever its types. */
function rowSchema(plan: Plan | undefined): z.ZodType<object> {
  if (plan === undefined) return z.record(z.string(), z.unknown()) as z.ZodType<object>
  return z.object(
    Object.fromEntries(plan.columns.map(({ name, type }) => [name, z.unknown().optional().describe(type)])),
  )
}
