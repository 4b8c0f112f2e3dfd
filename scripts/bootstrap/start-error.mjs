/** A failure whose message says what to do; shown without a stack. */
export class StartError extends Error {
  /**
   * @param {string} message what went wrong and what to do about it
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message)
    this.name = 'StartError'
    this.exitCode = exitCode
  }
}

/**
 * The code of a system error (`ENOENT`, `EACCES`), for messages and decisions.
 * @param {unknown} error
 * @returns {string}
 */
export function systemCode(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
