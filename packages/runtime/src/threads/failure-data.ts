import { type ErrorCode, type ErrorDetails, errors, RapportError } from '@rapport/core'
import { redactText } from '../telemetry/redact.ts'

/** An error as it crosses threads: data, because classes and getters do not. */
export interface FailureData {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  /** What lay underneath, for the log: kinds and places, no values. */
  readonly cause: string | null
}

/** Takes an error apart. What is not ours becomes `INTERNAL`, its kind and stack kept as the cause. */
export function dataOf(error: unknown): FailureData {
  const ours = RapportError.from(error)
  return { code: ours.code, details: ours.details, cause: ours.cause === undefined ? null : describe(ours.cause) }
}

/** Makes an error of ours again. */
export function failureFrom({ code, details, cause }: FailureData): RapportError {
  const known = Object.hasOwn(errors, code) ? code : 'INTERNAL'
  return new RapportError(known, details, cause === null ? undefined : { cause: new CrossedError(cause) })
}

/** A cause that happened in another thread; its stack is the one from there. */
class CrossedError extends Error {
  override readonly name = 'CrossedError'
  /** Marks the message as free of values: {@link describe} made it. */
  readonly code = 'CROSSED'
  constructor(text: string) {
    super(text.split('\n', 1)[0])
    this.stack = text
  }
}

function describe(cause: unknown, depth = 0): string {
  if (!(cause instanceof Error)) return typeof cause
  const { code } = cause as NodeJS.ErrnoException
  const frames = cause.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  // Only messages of coded errors (the system's, SQLite's, ours) are free of customers' values.
  const message = typeof code === 'string' || cause instanceof TypeError ? `: ${redactText(cause.message)}` : ''
  const under = cause.cause === undefined || depth > 3 ? '' : `\ncaused by ${describe(cause.cause, depth + 1)}`
  return [`${cause.name}${typeof code === 'string' ? ` ${code}` : ''}${message}`, ...frames].join('\n') + under
}
