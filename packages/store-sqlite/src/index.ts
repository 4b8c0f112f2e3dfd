export { openSqliteStore, type SqliteStoreOptions } from './open.ts'
export { logBytes, openSqliteReader, type SqliteReader } from './open-reader.ts'
