import type { SqlConfig } from './config.ts'
import type { Database } from './database.ts'

/**
 * Opens the database of a configuration. Its driver is loaded now, not before. When the signal aborts, the statement that
 * runs is cancelled at the server.
 * @throws RapportError `CONNECTION_REFUSED`, `CONNECTION_UNREACHABLE`, `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
async function openDatabase(config: SqlConfig, signal: AbortSignal): Promise<Database> {
  signal.throwIfAborted()
  switch (config.dialect) {
    case 'sqlite':
      return (await import('./sqlite/database.ts')).openSqlite(config)
    case 'postgresql':
      return (await import('./postgresql/database.ts')).openPostgresql(config, signal)
    default:
      return (await import('./mysql/database.ts')).openMysql(config, signal)
  }
}

/** Opens, uses and closes. @throws as {@link openDatabase} and `use` */
export async function withDatabase<T>(
  config: SqlConfig,
  signal: AbortSignal,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(config, signal)
  try {
    return await use(database)
  } catch (error) {
    // What a cancelled statement throws is not what went wrong.
    signal.throwIfAborted()
    throw error
  } finally {
    await database.close()
  }
}
