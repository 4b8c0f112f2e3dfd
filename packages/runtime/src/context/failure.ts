import { RapportError } from '@rapport/core'

/** Codes under which the network, undici and the system say "not now". */
const transientCodes =
  /^(?:ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EMFILE|ENFILE|EBUSY|UND_ERR_)/

/** The first error code in a chain of causes; undici and AggregateError hide the interesting one underneath. */
export function codeOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: readonly unknown[] }
  if (typeof code === 'string') return code
  return codeOf(cause ?? errors?.[0], depth + 1)
}

/** Whether trying again may help though nobody raised an error of ours. */
function isTransient(error: unknown): boolean {
  if (RapportError.is(error)) return error.kind === 'transient'
  const { name } = (error ?? {}) as { name?: unknown }
  return name === 'TimeoutError' || transientCodes.test(codeOf(error) ?? '')
}

/**
 * What a plugin threw, as an error of ours: its own ones pass, the network's become `CONNECTION_UNREACHABLE`, all others
 * are bugs of the plugin. Messages of others are not repeated: they may quote a customer's value.
 * @param part `plugin/part`, for the message
 */
export function failureOf(error: unknown, part: string): RapportError {
  if (RapportError.is(error)) return error
  if (isTransient(error))
    return new RapportError(
      'CONNECTION_UNREACHABLE',
      { host: part, problem: codeOf(error) ?? 'it took too long' },
      { cause: error },
    )
  const name = error instanceof Error ? error.name : typeof error
  return new RapportError('PLUGIN_FAILED', { part, error: name }, { cause: error })
}
