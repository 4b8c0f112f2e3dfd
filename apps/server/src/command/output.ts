import { RapportError } from '@rapport/core'

/** How a command speaks: its result on standard output, everything else on standard error. */
export interface Output {
  /** A result: JSON with `--json`, else the text. */
  result(value: unknown, text: () => string): void
  /** What is going on; silent with `--json`. */
  progress(text: string): void
}

export function createOutput(isJson: boolean): Output {
  return {
    result(value, text) {
      process.stdout.write(isJson ? `${JSON.stringify(value)}\n` : `${text()}\n`)
    },
    progress(text) {
      if (!isJson) process.stderr.write(`${text}\n`)
    },
  }
}

/** A failure the server told of: its problem, for people and for `--json`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Readonly<Record<string, unknown>>

  constructor(problem: Readonly<Record<string, unknown>>) {
    super(String(problem.title ?? 'The server refused.'))
    this.problem = problem
  }
}

/** Says what went wrong and what to do, on standard error. */
export function reportFailure(error: unknown, isJson: boolean): void {
  const problem = problemOf(error)
  if (isJson) process.stderr.write(`${JSON.stringify(problem)}\n`)
  else process.stderr.write(`${problem.title}${problem.detail ? `\n${problem.detail}` : ''}\n`)
}

function problemOf(error: unknown): { readonly code: string; readonly title: string; readonly detail: string } {
  if (error instanceof ProblemError) {
    const { code, title, detail } = error.problem
    return { code: String(code ?? 'INTERNAL'), title: String(title ?? error.message), detail: String(detail ?? '') }
  }
  const known = RapportError.from(error)
  const cause = known.code === 'INTERNAL' && known.cause instanceof Error ? ` (${known.cause.message})` : ''
  return { code: known.code, title: known.message + cause, detail: known.solve }
}

/** Rows as aligned columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length)
    })
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
