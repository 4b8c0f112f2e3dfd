export { logBytes } from './log-bytes.ts'
export { openSqliteStore, type SqliteStoreOptions } from './open.ts'
export { openSqliteReader, type SqliteReader } from './open-reader.ts'
