import { RapportError } from '@rapport/core'

/** What errors name. */
export interface ServerFacts {
  readonly host: string
  readonly user: string
  readonly database: string
  readonly statementTimeoutMs: number
}

/** What PostgreSQL or the network threw, as one of ours. Messages that may quote a row's values are not repeated. */
export function postgresqlFailure(error: unknown, facts: ServerFacts): unknown {
  if (RapportError.is(error)) return error
  const { host, user, database, statementTimeoutMs } = facts
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown }
  const state = typeof code === 'string' ? code : ''
  const text = String(message)
  const refused = (problem: string, advice: string) =>
    new RapportError('CONNECTION_REFUSED', { connection: host, problem, advice }, { cause: error })
  if (state === '28P01' || state === '28000')
    return refused(
      `the server does not let ${user} in (${state})`,
      "Correct user and password, and let this machine in (the server's pg_hba.conf).",
    )
  if (/^SASL|SCRAM/.test(text)) return refused('a password is needed', 'Set `password`.')
  if (state === '3D000') return refused(`there is no database ${database}`, 'Correct `database`.')
  if (/does not support SSL/.test(text)) return refused('it speaks no TLS', 'Set up TLS there, or set `tls: off`.')
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(state))
    return refused(`its certificate is not trusted (${state})`, 'Give its authority in `ca`, or set `tls: unverified`.')
  if (state === '57014' || text === 'Query read timeout')
    return new RapportError('QUERY_TIMEOUT', { timeoutMs: statementTimeoutMs }, { cause: error })
  // 42: syntax, names and rights. These messages quote the statement alone.
  if (state.startsWith('42')) return new RapportError('QUERY_FAILED', { problem: text }, { cause: error })
  if (state === '25006')
    return new RapportError('QUERY_FAILED', { problem: 'the query does more than read' }, { cause: error })
  if (/^[A-Z\d]{5}$/.test(state) && !/^(08|40|53|55|57|58|XX|E)/.test(state))
    return new RapportError('QUERY_FAILED', { problem: `PostgreSQL says ${state}` }, { cause: error })
  const problem = state || (/timeout/i.test(text) ? 'it does not answer' : 'the connection broke')
  return new RapportError('CONNECTION_UNREACHABLE', { host, problem }, { cause: error })
}
