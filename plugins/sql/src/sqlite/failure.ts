import { RapportError } from '@rapport/core'

/** What SQLite threw, as one of ours. Its messages about a statement quote the statement, never a row. */
export function sqliteFailure(error: unknown, file: string): unknown {
  if (RapportError.is(error)) return error
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown }
  const name = String(code ?? '')
  if (/^SQLITE_(BUSY|LOCKED)/.test(name))
    return new RapportError('CONNECTION_UNREACHABLE', { host: file, problem: 'it is locked' }, { cause: error })
  if (name === 'SQLITE_ERROR' || name === 'SQLITE_AUTH')
    return new RapportError('QUERY_FAILED', { problem: String(message) }, { cause: error })
  if (/^SQLITE_(NOTADB|CORRUPT|CANTOPEN|PERM|READONLY|IOERR|FORMAT)/.test(name))
    return new RapportError(
      'FILE_UNREADABLE',
      { file, problem: name === 'SQLITE_NOTADB' ? 'it is no SQLite database' : `SQLite says ${name}` },
      { cause: error },
    )
  return new RapportError('QUERY_FAILED', { problem: name || 'SQLite does not know why' }, { cause: error })
}
