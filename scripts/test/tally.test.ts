import { expect, test } from 'vitest'
import { closingLine, exitCodeOf, type RunModule, tally } from './tally.ts'

function file(state: string, ...tests: string[]): RunModule {
  return {
    relativeModuleId: 'packages/core/src/a.test.ts',
    state: () => state,
    children: {
      allTests: () => tests.map((result, index) => ({ fullName: `test ${index}`, result: () => ({ state: result }) })),
    },
  }
}

test('tests are counted by their outcome, and the skipped ones named', () => {
  const result = tally([file('failed', 'passed', 'failed', 'skipped'), file('passed', 'passed')], 0)
  expect(result).toEqual({ passed: 2, failed: 1, skipped: ['packages/core/src/a.test.ts > test 2'] })
  expect(closingLine(result)).toBe('2 passed, 1 failed, 1 skipped')
})

test('a file that did not load and an error outside of any test are failures', () => {
  expect(tally([file('failed'), file('passed', 'passed')], 1)).toEqual({ passed: 1, failed: 2, skipped: [] })
})

test('a test that never came to an end is not one that passed', () => {
  expect(tally([file('passed', 'pending')], 0)).toMatchObject({ passed: 0, skipped: [expect.any(String)] })
})

test.each([
  [{ passed: 1, failed: 0, skipped: [] }, false, 0],
  [{ passed: 1, failed: 1, skipped: [] }, false, 1],
  [{ passed: 0, failed: 0, skipped: [] }, false, 1],
  [{ passed: 0, failed: 0, skipped: ['x'] }, false, 1],
  [{ passed: 1, failed: 0, skipped: ['x'] }, false, 0],
  [{ passed: 1, failed: 0, skipped: ['x'] }, true, 1],
])('of %o, where skips fail: %s, the exit code is %i', (result, skipsFail, expected) => {
  expect(exitCodeOf(result, { skipsFail })).toBe(expected)
})
