// `npm test [-- FILTER… --project NAME]`: vitest, then what was skipped by name, then one closing line.
import { parseCLI, startVitest } from 'vitest/node'
import { closingLine, exitCodeOf, tally } from './test/tally.ts'

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)])
const vitest = await startVitest('test', filter, { ...options, watch: false })
const result = tally(vitest.state.getTestModules(), vitest.state.getUnhandledErrors().length)

const lines: string[] = []
if (result.skipped.length > 0) lines.push('', 'Skipped:', ...result.skipped.map((name) => `  ${name}`), '')
const exitCode = exitCodeOf(result, { skipsFail: process.env.CI === 'true' })
if (exitCode !== 0 && result.failed === 0) {
  lines.push(result.passed === 0 ? 'No test ran.' : 'Where CI is true nothing may be skipped.')
}
lines.push(closingLine(result))
// Explicitly, since what a test left open must not keep us from ending; and only when the line is out.
process.stdout.write(`${lines.join('\n')}\n`, () => process.exit(exitCode))
