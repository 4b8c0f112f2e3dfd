/** What vitest knows of a test file after a run; the part of its `TestModule` that is counted. */
export interface RunModule {
  readonly relativeModuleId: string
  state(): string
  readonly children: { allTests(): Iterable<RunTest> }
}

interface RunTest {
  readonly fullName: string
  result(): { readonly state: string }
}

export interface Tally {
  readonly passed: number
  readonly failed: number
  /** By name, with their file: a skip is only acceptable when somebody can see it. */
  readonly skipped: readonly string[]
}

/**
 * Counts a run. A file that failed without a failed test (it didn't load, or a hook threw), and an error outside of
 * any test, count as one failure each: what didn't run must not look like success.
 */
export function tally(modules: Iterable<RunModule>, unhandledErrors: number): Tally {
  let passed = 0
  let failed = unhandledErrors
  const skipped: string[] = []
  for (const module of modules) {
    let failedHere = 0
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') passed++
      else if (state === 'failed') failedHere++
      else skipped.push(`${module.relativeModuleId} > ${test.fullName}`)
    }
    failed += failedHere || (module.state() === 'failed' ? 1 : 0)
  }
  return { passed, failed, skipped }
}

/** The last line of `npm test`, which scripts read. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`
}

/** Not zero when something failed, when nothing ran at all, and, where asked for, when something was skipped. */
export function exitCodeOf({ passed, failed, skipped }: Tally, { skipsFail }: { skipsFail: boolean }): number {
  return failed > 0 || passed === 0 || (skipsFail && skipped.length > 0) ? 1 : 0
}
