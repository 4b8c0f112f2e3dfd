/** What a check found: a summary in a few words, and where it failed the places. */
export interface Finding {
  readonly ok: boolean
  readonly summary: string
  /** Shown on failure only. */
  readonly details: string
}

export interface Check {
  /** One word; `npm run check -- NAME` runs it alone. */
  readonly name: string
  /** The command, or the act, that mends a failure. */
  readonly mend: string
  run(): Promise<Finding>
}

/** Runs a check; one that breaks has failed, and the others still run. */
export async function runCheck(check: Check): Promise<Finding> {
  try {
    return await check.run()
  } catch (error) {
    return {
      ok: false,
      summary: 'broke',
      details: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }
  }
}

/** Problems as a finding: none is good. */
export function findingOf(problems: readonly string[], summary: string): Finding {
  const ok = problems.length === 0
  return { ok, summary: ok ? summary : `${problems.length} problems`, details: problems.join('\n') }
}
