import { RapportError } from '@rapport/core'

/** What errors name. */
export interface ServerFacts {
  readonly host: string
  readonly user: string
  readonly database: string
  readonly statementTimeoutMs: number
}

/** Syntax, unknown tables and columns, missing rights: these messages quote the statement alone. */
const statementCodes =
  /^ER_(PARSE_ERROR|NO_SUCH_TABLE|BAD_FIELD_ERROR|TABLEACCESS_DENIED_ERROR|COLUMNACCESS_DENIED_ERROR|DUP_FIELDNAME|NON_UNIQ_ERROR|DERIVED_MUST_HAVE_ALIAS|BAD_DB_ERROR|VIEW_INVALID|SP_DOES_NOT_EXIST|FUNC_INEXISTENT_NAME_COLLISION|WRONG_FIELD_WITH_GROUP)$/
const timeoutCodes = /^(ER_STATEMENT_TIMEOUT|ER_QUERY_TIMEOUT|PROTOCOL_SEQUENCE_TIMEOUT)$/
const transientCodes =
  /^(E[A-Z]+|PROTOCOL_.*|HANDSHAKE_.*|ER_(LOCK_.*|CON_COUNT_ERROR|TOO_MANY_USER_CONNECTIONS|USER_LIMIT_REACHED|SERVER_SHUTDOWN|QUERY_INTERRUPTED|CONNECTION_KILLED|HOST_IS_BLOCKED|OUT_OF_RESOURCES))$/

/** What MySQL, MariaDB or the network threw, as one of ours. Messages that may quote a row's values are not repeated. */
export function mysqlFailure(error: unknown, facts: ServerFacts): unknown {
  if (RapportError.is(error)) return error
  const { host, user, database, statementTimeoutMs } = facts
  const { code, errno, message } = error as {
    readonly code?: unknown
    readonly errno?: unknown
    readonly message?: unknown
  }
  const name = typeof code === 'string' ? code : ''
  const refused = (problem: string, advice: string) =>
    new RapportError('CONNECTION_REFUSED', { connection: host, problem, advice }, { cause: error })
  if (/^ER_(ACCESS_DENIED|DBACCESS_DENIED|HOST_NOT_PRIVILEGED|ACCESS_DENIED_NO_PASSWORD)/.test(name))
    return refused(
      `the server does not let ${user} in (${name})`,
      'Correct user, password and database, or grant SELECT.',
    )
  if (name === 'ER_BAD_DB_ERROR') return refused(`there is no database ${database}`, 'Correct `database`.')
  if (name === 'HANDSHAKE_NO_SSL_SUPPORT') return refused('it speaks no TLS', 'Set up TLS there, or set `tls: off`.')
  if (name === 'HANDSHAKE_SSL_ERROR' || /CERT|SELF_SIGNED|UNABLE_TO/.test(name))
    return refused('its certificate is not trusted', 'Give its authority in `ca`, or set `tls: unverified`.')
  // 1969 is MariaDB's max_statement_time, 3024 MySQL's max_execution_time.
  if (timeoutCodes.test(name) || errno === 1969 || errno === 3024)
    return new RapportError('QUERY_TIMEOUT', { timeoutMs: statementTimeoutMs }, { cause: error })
  if (statementCodes.test(name)) return new RapportError('QUERY_FAILED', { problem: String(message) }, { cause: error })
  if (name === 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION')
    return new RapportError('QUERY_FAILED', { problem: 'the query does more than read' }, { cause: error })
  if (name === '' || transientCodes.test(name))
    return new RapportError(
      'CONNECTION_UNREACHABLE',
      { host, problem: name || 'the connection broke' },
      { cause: error },
    )
  return new RapportError('QUERY_FAILED', { problem: `the server says ${name}` }, { cause: error })
}
