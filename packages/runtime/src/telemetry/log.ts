import { RapportError } from '@rapport/core'
import { type DestinationStream, destination, type Logger, pino } from 'pino'
import { redactText } from './redact.ts'

/** Paths that no log line may carry, whoever wrote it. */
const redactedPaths = [
  ...['authorization', 'cookie', 'password', 'secret', 'token', 'key', 'apiKey', 'writeKey'],
  ...['req.headers.authorization', 'req.headers.cookie', 'headers.authorization', 'headers.cookie'],
]

export interface LogOptions {
  readonly level?: string
  /** Where lines go; standard error by default, because standard output belongs to a command's answer. */
  readonly to?: DestinationStream
}

/** The logger of a process: JSON lines, errors with code, kind and cause, secrets redacted. */
export function createLogger({ level = 'info', to = destination({ fd: 2, sync: true }) }: LogOptions = {}): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths, censor: '[redacted]' },
      serializers: { err: serializeError },
    },
    to,
  )
}

/** Errors whose messages are written by the machine about the machine: safe to show. */
const plainErrors = new Set(['TypeError', 'RangeError', 'ReferenceError', 'AbortError', 'TimeoutError'])

/**
 * An error as a log line shows it. A stranger's message may quote a customer's value (a parser's "unexpected token in
 * …"), so only the messages of our own errors, of the system's and of plain mistakes in code are shown.
 */
function serializeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const stack = error.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  const place = { stack: stack?.slice(0, 12).map((line) => line.trim()) }
  const cause = error.cause === undefined ? {} : { cause: serializeError(error.cause) }
  if (RapportError.is(error)) return { code: error.code, kind: error.kind, message: error.message, ...place, ...cause }
  const { code } = error as NodeJS.ErrnoException
  const isPlain = typeof code === 'string' || plainErrors.has(error.name)
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(isPlain ? { message: redactText(error.message) } : {}),
    ...place,
    ...cause,
  }
}
